/** Numbers, dates and ratios as people read them, in one language. Unknown is a dash, never 0. */

/** @typedef {import('./contract.js').Ratio} Ratio */
/** @typedef {ReturnType<typeof createFormats>} Formats */

export const UNKNOWN = '–';
const PERCENT = new Set([
    'penetration',
    'take_rate',
    'coverage',
    'ftth_share',
    'two_way_share',
    'renewal_rate',
    'churn',
    'market_share',
    'port_utilisation',
]);

/**
 * @param {string} language BCP 47
 * @param {{wan?: boolean}} [options] `wan`: write 12,000 as 1.2万 and 120,000,000 as 1.2亿
 */
export function createFormats(language, { wan = false } = {}) {
    const integers = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
    const decimals = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const oneDecimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
    const points = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const percents = new Intl.NumberFormat(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const wholePercents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    const yuan = new Intl.NumberFormat(language, { style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol' });
    const wholeYuan = new Intl.NumberFormat(language, {
        style: 'currency', currency: 'CNY', currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0,
    });
    const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hour12: false });
    const times = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false });
    const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    const agos = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

    /** @param {number | null | undefined} n */
    function count(n) {
        if (n === null || n === undefined) return UNKNOWN;
        if (wan && Math.abs(n) >= 1e8) return `${oneDecimal.format(n / 1e8)}亿`;
        if (wan && Math.abs(n) >= 1e4) return `${oneDecimal.format(n / 1e4)}万`;
        return integers.format(n);
    }

    /** A value of a metric. @param {string} key @param {number | null | undefined} v */
    function metric(key, v) {
        if (v === null || v === undefined) return UNKNOWN;
        if (PERCENT.has(key)) return percents.format(v);
        return key === 'revenue_per_household' ? yuan.format(v) : decimals.format(v);
    }

    /** A break of a metric, as short as it can be; `fine`: it is no round number. @param {string} key @param {number} v */
    function threshold(key, v, fine = false) {
        if (PERCENT.has(key)) return (fine ? percents : wholePercents).format(v);
        return key === 'revenue_per_household' ? `¥${oneDecimal.format(v)}` : (fine ? decimals : oneDecimal).format(v);
    }

    /**
     * The range of a class, in the words of a legend.
     * @param {string} key @param {number | null} from @param {number | null} to @param {boolean} [fine] no round numbers
     */
    function range(key, from, to, fine) {
        if (from === null) return to === null ? UNKNOWN : `< ${threshold(key, to, fine)}`;
        return to === null ? `≥ ${threshold(key, from, fine)}` : `${threshold(key, from, fine)} – ${threshold(key, to, fine)}`;
    }

    /**
     * From one value of a metric, or count, to another, signed. Taken between the two as they are written beside it: 56.2 to
     * 56.3 % is 0.1 points, whatever the digits behind are.
     * @param {string} key @param {number} before @param {number} after
     */
    function change(key, before, after) {
        const steps = PERCENT.has(key) ? 1000 : key === 'workload' || key === 'competitor_pressure' ? 100 : 1;
        const d = (Math.round(after * steps) - Math.round(before * steps)) / steps;
        const size = Math.abs(d);
        const text = PERCENT.has(key) ? `${points.format(size * 100)} pp` : steps > 1 ? decimals.format(size) : count(size);
        return (d === 0 ? '±' : d > 0 ? '+' : '−') + text;
    }

    return {
        count,
        metric,
        threshold,
        range,
        change,
        /** @param {number | null | undefined} v */
        share: v => (v === null || v === undefined ? UNKNOWN : wholePercents.format(v)),
        /** @param {number} metres */
        length: metres =>
            metres < 1000 ? `${integers.format(metres)} m` : `${(metres % 1000 ? decimals : integers).format(metres / 1000)} km`,
        /** Of a month. @param {number | null | undefined} v */
        money: v => (v === null || v === undefined ? UNKNOWN : wan && Math.abs(v) >= 1e4 ? `¥${count(v)}` : wholeYuan.format(v)),
        /** @param {number} km2 */
        area: km2 => (km2 < 0.01 ? `${integers.format(km2 * 1e6)} m²` : `${decimals.format(km2)} km²`),
        /** @param {Date | string} when an ISO date, or a time */
        date: when => dates.format(new Date(when)),
        /** @param {Date | string} when */
        time: when => times.format(new Date(when)),
        /** Day and time. @param {Date | string} when */
        moment: when => moments.format(new Date(when)),
        /** How long before now, in the largest unit that it fills. @param {Date | string} when @param {Date} [now] */
        ago(when, now = new Date()) {
            const minutes = Math.max(0, Math.floor((now.getTime() - new Date(when).getTime()) / 60_000));
            if (minutes < 60) return agos.format(-minutes, 'minute');
            const hours = Math.floor(minutes / 60);
            return hours < 24 ? agos.format(-hours, 'hour') : agos.format(-Math.floor(hours / 24), 'day');
        },
    };
}

/** Metrics of which there is a surface: the ratios of building counts. */
export const SURFACES = [
    'penetration',
    'take_rate',
    'coverage',
    'ftth_share',
    'two_way_share',
    'renewal_rate',
    'churn',
    'market_share',
    'revenue_per_household',
];

/** @param {string} key */
export const isPercent = key => PERCENT.has(key);

/** The bounds of the interval in whole points, such as "32–81"; null without one. @param {Ratio} ratio */
export function interval(ratio) {
    if (ratio.low === null || ratio.high === null) return null;
    return `${Math.round(ratio.low * 100)}–${Math.round(ratio.high * 100)}`;
}
