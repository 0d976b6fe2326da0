/** Figures as rows. */

import { h } from './dom.js';
import { t } from '../core/i18n.js';
import { term } from './status.js';
import { UNKNOWN, interval, isPercent } from '../core/format.js';
import { formats } from '../data/state.js';

/** @typedef {import('../core/contract.js').Figures} Figures */
/** @typedef {import('../core/contract.js').Ratio} Ratio */

/** Ratios shown of a grid, the most asked for first. */
const RATIOS = [
    'penetration',
    'port_utilisation',
    'ftth_share',
    'competitor_pressure',
    'workload',
    'market_share',
    'renewal_rate',
    'churn',
    'revenue_per_household',
];

/** A ratio in words, such as "7 of 12 = 58 % (32–81)". @param {string} key @param {Ratio} ratio */
export function ratioWords(key, ratio) {
    const f = formats();
    if (ratio.value === null) return t(`reason.${ratio.reason ?? 'unknown_base'}`);
    if (!isPercent(key)) return f.metric(key, ratio.value);
    const between = interval(ratio);
    const words = { numerator: f.count(ratio.numerator), denominator: f.count(ratio.denominator), value: f.share(ratio.value) };
    return t('ratio.words', words) + (between ? ` (${between})` : '');
}

/** What was before the plan at hand, where that is something else. @param {string} now @param {string} before */
const former = (now, before) => (now === before ? null : h('small', { class: 'was' }, t('grid.was', { value: before })));

/** @param {Figures} figures @param {Figures} [before] what they were, if a plan changes them */
export function figureList(figures, before = figures) {
    const f = formats();
    const count = (
        /** @type {'households' | 'subscribers' | 'buildings'} */ key,
        /** @type {number | null} */ value,
        /** @type {string | null} */ note = null,
    ) =>
        h(
            'div',
            { class: 'tile' },
            h('dt', {}, t(`figure.${key}`)),
            h(
                'dd',
                {
                    class: f.count(value).length > 8 ? 'long' : null,
                    'data-testid': `figure-${key}`,
                    'data-metric': key,
                    'data-value': value ?? '',
                },
                f.count(value),
                former(f.count(value), f.count(before[key])),
                note ? h('small', {}, note) : null,
            ),
        );
    return [
        h(
            'dl',
            { class: 'tiles' },
            count(
                'households',
                figures.households,
                figures.households_unknown ? t('unknown.buildings', { n: f.count(figures.households_unknown) }) : null,
            ),
            count('subscribers', figures.subscribers),
            count('buildings', figures.buildings),
        ),
        h(
            'dl',
            { class: 'ratios' },
            RATIOS.filter(key => figures.ratios[key]).map(key =>
                ratioRow(key, figures.ratios[key], figures, before.ratios[key] ?? figures.ratios[key]),
            ),
        ),
        h('p', { class: 'note' }, t('as_of', { date: f.date(figures.as_of) })),
    ];
}

/** @param {string} key @param {Ratio} ratio @param {Figures} figures @param {Ratio} before */
function ratioRow(key, ratio, figures, before) {
    const f = formats();
    const parts = () => `${f.count(ratio.numerator)} / ${f.count(ratio.denominator)}`;
    const base = ratio.value === null ? null : isPercent(key) ? parts() : t(`unit.${key}`);
    const unknownPorts = key === 'port_utilisation' && figures.ports ? figures.ports_capacity_unknown / figures.ports : 0;
    const notes = [
        ratio.value === null ? t(`reason.${ratio.reason ?? 'unknown_base'}`) : base,
        unknownPorts > 0
            ? term('capacity', t('unknown.capacity', { share: f.share(unknownPorts) }))
            : ratio.known_share !== null && ratio.known_share < 0.9995
              ? term('known', t('known', { share: f.share(ratio.known_share) }), `-${key}`)
              : null,
        key === 'market_share' ? term('lifeline', t('lifeline')) : null,
        key === 'port_utilisation' && figures.ports_overfull ? t('overfull', { n: f.count(figures.ports_overfull) }) : null,
        key === 'competitor_pressure' && figures.sightings ? t('sightings', { n: f.count(figures.sightings) }) : null,
        ratio.small && ratio.value !== null
            ? term('interval', t('small', { interval: interval(ratio) ?? UNKNOWN }), `-${key}`)
            : null,
        ratio.value !== null && ratio.value > 1 && isPercent(key) ? t('over') : null,
    ].filter(Boolean);
    return h(
        'div',
        { class: ratio.small ? 'ratio small-base' : 'ratio' },
        h(
            'dt',
            {},
            t(`metric.${key}`),
            notes.length ? h('small', {}, notes.flatMap((note, i) => (i ? [' · ', note] : [note]))) : null,
        ),
        h(
            'dd',
            {
                'data-testid': `figure-${key}`,
                'data-metric': key,
                'data-value': ratio.value ?? '',
                title: ratioWords(key, ratio),
            },
            f.metric(key, ratio.value),
            former(f.metric(key, ratio.value), f.metric(key, before.value)),
        ),
    );
}
