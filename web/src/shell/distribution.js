/**
 * How the values of the metric are distributed, in the legend: bars in the colours of their classes, and the breaks between.
 * The scale is that of the published state, and of two that are compared that of both, so that what changes can be seen.
 */

import { histogram, rangeOf, total } from '../core/histogram.js';
import { t } from '../core/i18n.js';
import { ofLevel } from '../core/level.js';
import { formats, paint, shownGrids, store } from '../data/state.js';
import { svg } from '../parts/dom.js';

/** In units of the drawing. */
const WIDTH = 264;
const HEIGHT = 40;
const BINS = 33;
const FOOT = 13;

/** @typedef {import('../core/contract.js').Figures} Figures */

/**
 * Of the state with which the one at hand is to be compared; null: there is none.
 * @param {string} key @returns {number[] | null}
 */
function before(key) {
    const { list, plan, gesture, comparison, shown } = store.get();
    const value = (/** @type {Figures} */ figures) => figures.ratios[key]?.value ?? [];
    if (!comparison) return plan || gesture ? ofLevel(list?.grids ?? [], shown).flatMap(g => value(g.figures)) : null;
    const changes = comparison.result.grids;
    const changed = new Set(changes.map(c => c.id));
    const then = changes.filter(c => c.attributes_before).flatMap(c => value(c.before));
    return [...then, ...shownGrids().filter(g => !changed.has(g.id)).flatMap(g => value(g.figures))];
}

/** @returns {Element | null} null where there are not two values */
export function distribution() {
    const table = paint();
    const { metric: key, comparison } = store.get();
    if (!table || table.note) return null;
    const { breaks } = table.metric;
    const values = shownGrids().flatMap(g => g.figures.ratios[key]?.value ?? []);
    const then = before(key);
    const range = rangeOf(then ? (comparison ? [...then, ...values] : then) : values);
    if (!range || values.length < 2) return null;
    const now = histogram(values, range, breaks, BINS);
    const was = then && histogram(then, range, breaks, BINS);
    const most = Math.max(1, now.most, was?.most ?? 0);
    const wide = WIDTH / BINS;
    const [from, to] = range;
    const x = (/** @type {number} */ v) => ((v - from) / (to - from)) * WIDTH;
    const high = (/** @type {number} */ n) => (n / most) * HEIGHT;
    const f = formats();
    const words = { n: f.count(values.length), low: f.metric(key, from), high: f.metric(key, to) };
    return svg(
        'svg',
        {
            viewBox: `0 0 ${WIDTH} ${HEIGHT + FOOT}`,
            class: 'distribution',
            role: 'img',
            'aria-label': t('legend.distribution', words),
            'data-testid': 'distribution',
            'data-range': range.join(' '),
        },
        ...now.bins.flatMap((bin, i) => {
            let below = 0;
            return bin.flatMap((n, k) => {
                if (!n) return [];
                below += n;
                return svg('rect', {
                    x: i * wide + 0.5,
                    y: HEIGHT - high(below),
                    width: wide - 1,
                    height: high(n),
                    fill: table.rows[k].colour,
                    'data-n': n,
                    'data-class': k,
                });
            });
        }),
        ...(was ? [svg('path', { class: 'then', d: outline(was.bins.map(bin => HEIGHT - high(total(bin))), wide) })] : []),
        svg('line', { class: 'base', x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }),
        ...breaks
            .filter(b => b > from && b < to)
            .map(b => svg('line', { class: 'break', x1: x(b), x2: x(b), y1: 0, y2: HEIGHT + 3, 'data-break': b })),
        svg('text', { x: 0, y: HEIGHT + FOOT - 1 }, words.low),
        svg('text', { x: WIDTH, y: HEIGHT + FOOT - 1, 'text-anchor': 'end' }, words.high),
    );
}

/** Steps. @param {number[]} heights @param {number} wide */
const outline = (heights, wide) =>
    `M0 ${HEIGHT}${heights.map((y, i) => `V${y.toFixed(1)}H${((i + 1) * wide).toFixed(1)}`).join('')}V${HEIGHT}`;
