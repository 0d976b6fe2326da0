/**
 * The paint table: which class, and so which colour, each grid has under a metric. The map paints from it and the legend reads
 * from it, so the two can't disagree.
 */

/** @typedef {import('./contract.js').Grid} Grid */
/** @typedef {import('./contract.js').Metric} Metric */
/**
 * `share` is the part of all known households; null when none is known.
 * @typedef {{from: number | null, to: number | null, colour: string, grids: number, households: number, share: number |
 *     null}} ClassRow
 */
/**
 * Class of a grid: index into `rows`, or NO_DATA.
 * @typedef {{metric: Metric, classOf: Map<number, number>, small: Set<number>, rows: ClassRow[], noData: ClassRow}} PaintTable
 */

export const NO_DATA = -1;

/** Class i holds values from breaks[i - 1] (inclusive) to breaks[i]. @param {number} value @param {number[]} breaks */
export function classIndex(value, breaks) {
    let i = 0;
    while (i < breaks.length && value >= breaks[i]) i++;
    return i;
}

/**
 * @param {Grid[]} grids every level; only leaves are painted
 * @param {Metric} metric @param {string} unknownColour
 * @returns {PaintTable}
 */
export function paintTable(grids, metric, unknownColour) {
    const { breaks, colours } = metric;
    const rows = colours.map((colour, i) => row(colour, breaks[i - 1] ?? null, breaks[i] ?? null));
    const noData = row(unknownColour, null, null);
    const classOf = new Map();
    const small = new Set();
    let all = 0;
    for (const grid of grids) {
        if (!grid.leaf) continue;
        const ratio = grid.figures.ratios[metric.key];
        const value = ratio?.value ?? null;
        const index = value === null ? NO_DATA : classIndex(value, breaks);
        classOf.set(grid.id, index);
        if (ratio?.small && value !== null) small.add(grid.id);
        const target = index === NO_DATA ? noData : rows[index];
        target.grids++;
        target.households += grid.figures.households ?? 0;
        all += grid.figures.households ?? 0;
    }
    for (const r of [...rows, noData]) r.share = all ? r.households / all : null;
    return { metric, classOf, small, rows, noData };
}

/** @param {string} colour @param {number | null} from @param {number | null} to @returns {ClassRow} */
const row = (colour, from, to) => ({ from, to, colour, grids: 0, households: 0, share: null });

/**
 * Sums of a set of leaves, the way a parent is computed: numerators over denominators, never a mean of rates.
 * @param {Grid[]} grids @param {string} key @returns {number | null}
 */
export function pooled(grids, key) {
    let numerator = 0;
    let denominator = 0;
    for (const grid of grids) {
        const ratio = grid.figures.ratios[key];
        if (!ratio || ratio.value === null) continue;
        numerator += ratio.numerator;
        denominator += ratio.denominator;
    }
    return denominator ? numerator / denominator : null;
}
