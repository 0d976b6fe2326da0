/**
 * Which ports and sightings are shown, and how: each for itself where there is room between them, before that as one mark for
 * each cell of a lattice, so that a city of any size can be read and no thing is left out of a count.
 */

import { POINT, property } from './mvt.js';
import { VIEW_TILE } from './mercator.js';

/** @typedef {import('./mvt.js').FlatLayer} FlatLayer */
/** @typedef {import('./url.js').Only} Only */
/**
 * What the map has of a layer: how many are in view (`exact`: neither cut by its edge as part of a sum, nor still on their way);
 * whether the tiles have sums of the server's, which can't be narrowed down, and from which zoom on they tell of each; whether
 * several are drawn as one mark, and from which zoom on each has its own; and which values their properties have, as far as the
 * map has been looked at.
 * @typedef {{n: number, exact: boolean, sums: boolean, told: number, bunched: boolean, from: number,
 *     values: Record<string, string[]>}} Seen
 */
/**
 * Things that are drawn as one mark; `x` and `y` in tile units. `used` and `capacity`: of those of which both are known; `first`:
 * the index of one of them.
 * @typedef {{x: number, y: number, n: number, used: number, capacity: number, first: number}} Bunch
 */

/** So many cells a tile is wide. */
const CELLS = 8;
/** Cells, in pixels. */
export const LATTICE = VIEW_TILE / CELLS;
/** Things that are so far from each other on the average, in pixels, can be told apart. */
const APART = 20;
/** No mark is wider than half of this, in pixels. */
export const WIDEST = 13;

/** @type {WeakMap<object, Record<string, number>>} */
const known = new WeakMap();

/**
 * From which zoom on the things of a layer can be told apart.
 * @param {import('./contract.js').Grid[]} grids of every level @param {'ports' | 'sightings'} name
 */
export function apartFrom(grids, name) {
    const zooms = known.get(grids) ?? {};
    known.set(grids, zooms);
    return (zooms[name] ??= measured(grids, name));
}

/** @param {import('./contract.js').Grid[]} grids @param {'ports' | 'sightings'} name */
function measured(grids, name) {
    const leaves = grids.filter(g => g.leaf && g.figures[name] > 0);
    const n = leaves.reduce((sum, g) => sum + g.figures[name], 0);
    if (!n) return 0;
    const metres = Math.sqrt(leaves.reduce((sum, g) => sum + g.area_km2 * 1e6, 0) / n);
    const [, south, , north] = leaves[0].bbox;
    const widest = 156543.034 * Math.cos(((south + north) / 360) * Math.PI);
    return Math.max(0, Math.ceil(Math.log2((APART * widest) / metres)));
}

/** Days from one to the other, as `2026-05-01`. @param {string} seen @param {string} day */
export const ageOf = (seen, day) => Math.round((Date.parse(day) - Date.parse(seen)) / 86_400_000);

/**
 * Which features of a layer are shown. Sums of things whose properties nobody tells are not, once these are narrowed down.
 * @param {FlatLayer} layer @param {Only} only @param {string} day to which ages are counted
 * @returns {Uint8Array} 1 for those; kept with the layer for as long as the same is asked
 */
export function accepted(layer, only, day) {
    const known = layer.derived.accepted;
    if (known?.only === only && known.day === day) return known.mask;
    const mask = new Uint8Array(layer.n).fill(1);
    for (const [key, wanted] of Object.entries(only)) {
        const [name, column] = key.split('.');
        if (name !== layer.name) continue;
        for (let i = 0; i < layer.n; i++) if (!fits(layer, i, column, wanted, day)) mask[i] = 0;
    }
    layer.derived.accepted = { only, day, mask };
    return mask;
}

/** @param {FlatLayer} layer @param {number} i @param {string} column @param {string} wanted @param {string} day */
function fits(layer, i, column, wanted, day) {
    if (property(layer, i, 'count') !== undefined) return false;
    if (column !== 'age') return String(property(layer, i, column) ?? '') === wanted;
    const seen = property(layer, i, 'seen_at');
    return seen !== undefined && ageOf(String(seen), day) <= Number(wanted);
}

/** Whether it lies in the tile itself, and not in what tiles have in common. @param {FlatLayer} layer @param {number} i */
function isOwn({ types, pointOf, partOf, xy, extent }, i) {
    const p = 2 * pointOf[partOf[i]];
    return types[i] === POINT && xy[p] >= 0 && xy[p] < extent && xy[p + 1] >= 0 && xy[p + 1] < extent;
}

/**
 * Things by the cells of the lattice, each in one of one tile. A mark lies where they do on the average, but stays in its cell,
 * so that none covers another; where two layers are shown, `side` is the half of the cell that this one has.
 * @param {FlatLayer} layer @param {Uint8Array} mask @param {'all' | 'left' | 'right'} side @returns {Bunch[]}
 */
export function bunches(layer, mask, side) {
    const known = layer.derived.bunches;
    if (known?.mask === mask && known.side === side) return known.all;
    const { extent, xy, pointOf, partOf } = layer;
    const wide = extent / CELLS;
    /** @type {Map<number, Bunch>} */
    const cells = new Map();
    for (let i = 0; i < layer.n; i++) {
        if (!mask[i] || !isOwn(layer, i)) continue;
        const p = 2 * pointOf[partOf[i]];
        const cell = Math.floor(xy[p + 1] / wide) * CELLS + Math.floor(xy[p] / wide);
        const n = Number(property(layer, i, 'count') ?? 1);
        const bunch = cells.get(cell) ?? { x: 0, y: 0, n: 0, used: 0, capacity: 0, first: i };
        cells.set(cell, bunch);
        bunch.x += n * xy[p];
        bunch.y += n * xy[p + 1];
        bunch.n += n;
        const [used, capacity] = [property(layer, i, 'used'), property(layer, i, 'capacity')];
        if (typeof used !== 'number' || typeof capacity !== 'number') continue;
        bunch.used += used;
        bunch.capacity += capacity;
    }
    const rim = (wide * (WIDEST + 1)) / LATTICE;
    const [from, to] = side === 'right' ? [wide / 2, wide] : [0, side === 'left' ? wide / 2 : wide];
    const all = [...cells].map(([cell, bunch]) => {
        const left = (cell % CELLS) * wide;
        const top = Math.floor(cell / CELLS) * wide;
        // a thing for itself stands where it is
        const [x, y] = [bunch.x / bunch.n, bunch.y / bunch.n];
        if (bunch.n === 1) return { ...bunch, x, y };
        return {
            ...bunch,
            x: Math.max(left + from + rim, Math.min(left + to - rim, x)),
            y: Math.max(top + rim, Math.min(top + wide - rim, y)),
        };
    });
    layer.derived.bunches = { mask, side, all };
    return all;
}

/**
 * How many of them lie in a part of the tile, and whether that is exact: no sum lies across the edge of the part.
 * @param {FlatLayer} layer @param {Uint8Array} mask
 * @param {[number, number, number, number]} part min x, min y, max x, max y in tile units
 */
export function countIn(layer, mask, [x0, y0, x1, y1]) {
    const { extent, xy, pointOf, partOf } = layer;
    const whole = x0 <= 0 && y0 <= 0 && x1 >= extent && y1 >= extent;
    // the server's cells are as wide as this
    const cell = extent / 64;
    const near = (/** @type {number} */ v, /** @type {number} */ edge) =>
        edge > 0 && edge < extent && Math.abs(v - edge) < cell;
    let n = 0;
    let exact = true;
    for (let i = 0; i < layer.n; i++) {
        if (!mask[i] || !isOwn(layer, i)) continue;
        const [x, y] = [xy[2 * pointOf[partOf[i]]], xy[2 * pointOf[partOf[i]] + 1]];
        const sum = property(layer, i, 'count');
        if (sum !== undefined && !whole) exact &&= !(near(x, x0) || near(x, x1) || near(y, y0) || near(y, y1));
        if (whole || (x >= x0 && x < x1 && y >= y0 && y < y1)) n += Number(sum ?? 1);
    }
    return { n, exact };
}

/**
 * The values that a property has in a layer; an empty text where it is unknown.
 * @param {FlatLayer} layer @param {string} column
 */
export function valuesOf(layer, column) {
    const key = `values ${column}`;
    if (layer.derived[key]) return /** @type {string[]} */ (layer.derived[key]);
    const values = new Set();
    for (let i = 0; i < layer.n; i++)
        if (property(layer, i, 'count') === undefined) values.add(String(property(layer, i, column) ?? ''));
    return (layer.derived[key] = /** @type {string[]} */ ([...values]));
}
