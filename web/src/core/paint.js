/**
 * The paint table: which class, and so which colour, each grid has under a metric. The map paints from it and the legend reads
 * from it, so the two can't disagree. And how thin lines and dots must be where many stand close together, so that they don't
 * cover what they stand on.
 */

/** @typedef {import('./contract.js').Grid} Grid */
/** @typedef {import('./contract.js').Metric} Metric */
/**
 * `share` is the part of all known households; null when none is known. `label`: key of the text that says what it is, where no
 * range does.
 * @typedef {{from: number | null, to: number | null, colour: string, grids: number,
 *     households: number | null, share: number | null,
 *     label?: string}} ClassRow
 */
/**
 * Class of a grid: index into `rows`, or NO_DATA. `note`: key of the text that says what is shown, where it isn't values.
 * @typedef {{metric: Metric, classOf: Map<number, number>, small: Set<number>, rows: ClassRow[], noData: ClassRow,
 *     note?: string}} PaintTable
 */

export const NO_DATA = -1;

/** Class i holds values from breaks[i - 1] (inclusive) to breaks[i]. @param {number} value @param {number[]} breaks */
export function classIndex(value, breaks) {
    let i = 0;
    while (i < breaks.length && value >= breaks[i]) i++;
    return i;
}

/**
 * @param {Grid[]} grids those that are painted: of one level
 * @param {Metric} metric @param {string} unknownColour
 * @param {(grid: Grid) => number} [classed] instead of by its value
 * @returns {PaintTable}
 */
export function paintTable(grids, metric, unknownColour, classed) {
    const { breaks, colours } = metric;
    const rows = colours.map((colour, i) => row(colour, breaks[i - 1] ?? null, breaks[i] ?? null));
    const noData = row(unknownColour, null, null);
    const classOf = new Map();
    const small = new Set();
    const told = new Set();
    let all = 0;
    for (const grid of grids) {
        const ratio = grid.figures.ratios[metric.key];
        const value = ratio?.value ?? null;
        const index = classed ? classed(grid) : value === null ? NO_DATA : classIndex(value, breaks);
        classOf.set(grid.id, index);
        if (ratio?.small && value !== null) small.add(grid.id);
        const target = index === NO_DATA ? noData : rows[index];
        target.grids++;
        const { households } = grid.figures;
        if (households === null) continue;
        told.add(target);
        target.households = (target.households ?? 0) + households;
        all += households;
    }
    for (const r of [...rows, noData]) {
        if (r.grids && !told.has(r)) r.households = null;
        r.share = all && r.households !== null ? r.households / all : null;
    }
    return { metric, classOf, small, rows, noData };
}

/**
 * A metric in other classes; where they are fewer, the colours lie as far apart as they can.
 * @param {Metric} metric @param {number[]} breaks @returns {Metric}
 */
export function reclassed(metric, breaks) {
    const last = metric.colours.length - 1;
    const at = (/** @type {number} */ i) => (breaks.length ? Math.round((i * last) / breaks.length) : last >> 1);
    const colours = [0, ...breaks].map((_, i) => metric.colours[at(i)]);
    return { ...metric, breaks, colours };
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

/** The spreads that the surface may be held at, in metres. */
export const BANDWIDTHS = [250, 500, 1000, 2000, 4000, 8000, 16000];

/** How far around a place the surface looks, in metres, where it follows the zoom. @param {number} zoom */
export const bandwidthOf = zoom => 250 * 2 ** Math.max(0, 14 - zoom);

/** From here on hexagons get no smaller; with each zoom out they are twice as wide. */
export const FINEST_CELLS = 17;

/** How wide the hexagons of a zoom are, in metres on the ground. @param {number} zoom */
export const cellMetres = zoom => 32 * 2 ** (FINEST_CELLS - Math.min(zoom, FINEST_CELLS));

/**
 * `border`: by which part of their width and strength the borders of a level are drawn, 0..1; `dot`: the radius in pixels of the
 * dot of one household, whose area grows with their number; `apart`: whether leaves, and what lies in them, can be told apart.
 * @typedef {{border: (level: number) => number, dot: number, apart: boolean}} Crowding
 */

/** Grids that are so many pixels wide on the average can be told apart. */
export const TELLABLE = 24;
/** Metres of a pixel at the equator at zoom 0. */
const PIXEL = 156543.034;
/** Grids that are as wide as this have borders of full width; those of so few pixels have none. */
const WIDE = 26;
const NARROW = 11;
const DOT = 0.16;
/** The dots cover this part of the land at most. */
const COVERED = 0.2;

/** @type {WeakMap<Grid[], {sides: Map<number, number>, perSquareMetre: number, cosine: number}>} */
const known = new WeakMap();

/** @param {Grid[]} grids of every level @param {number} zoom @returns {Crowding} */
export function crowding(grids, zoom) {
    if (!grids.length) return { border: () => 1, dot: DOT, apart: true };
    const { sides: levels, perSquareMetre, cosine } = known.get(grids) ?? measure(grids);
    const metres = (PIXEL * cosine) / 2 ** zoom;
    const wide = sides(grids, zoom);
    return {
        apart: wide(Math.max(...levels.keys())) >= TELLABLE,
        border: level => Math.max(0, Math.min(1, (wide(level) - NARROW) / (WIDE - NARROW))),
        dot: perSquareMetre ? Math.min(DOT, Math.sqrt(COVERED / (Math.PI * perSquareMetre)) / metres) : DOT,
    };
}

/**
 * How many pixels wide the grids of a level are on the average; Infinity where there are none.
 * @param {Grid[]} grids of every level @param {number} zoom @returns {(level: number) => number}
 */
export function sides(grids, zoom) {
    const { sides: metres, cosine } = known.get(grids) ?? measure(grids);
    return level => (metres.get(level) ?? Infinity) / ((PIXEL * cosine) / 2 ** zoom);
}

/** The mean side of the grids of each level, and how dense households are. @param {Grid[]} grids */
function measure(grids) {
    /** @type {Map<number, {area: number, n: number}>} */
    const levels = new Map();
    let households = 0;
    let land = 0;
    for (const { level, leaf, area_km2, figures } of grids) {
        const sum = levels.get(level) ?? { area: 0, n: 0 };
        levels.set(level, { area: sum.area + area_km2 * 1e6, n: sum.n + 1 });
        if (!leaf) continue;
        households += figures.households ?? 0;
        land += area_km2 * 1e6;
    }
    const [, south, , north] = grids[0]?.bbox ?? [0, 0, 0, 0];
    const measured = {
        sides: new Map([...levels].map(([level, { area, n }]) => [level, Math.sqrt(area / n)])),
        perSquareMetre: land ? households / land : 0,
        cosine: Math.cos(((south + north) / 2 / 180) * Math.PI),
    };
    known.set(grids, measured);
    return measured;
}
