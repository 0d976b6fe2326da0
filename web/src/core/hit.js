/**
 * Which feature lies under a point: a grid of 32 by 32 cells over the tile lists the features whose box meets each cell, so
 * that a pick looks at a handful of features however many the tile has.
 */

import { POINT } from './mvt.js';

/** @typedef {import('./mvt.js').FlatLayer} FlatLayer */
/** @typedef {{start: Uint32Array, items: Uint32Array}} HitIndex features of cell c: items[start[c] .. start[c + 1]] */

const CELLS = 32;

/** @param {number} v tile units @param {number} extent */
const cell = (v, extent) => Math.max(0, Math.min(CELLS - 1, Math.floor((v * CELLS) / extent)));

/** Built at the first pick and kept with the layer. @param {FlatLayer} layer @returns {HitIndex} */
export function hitIndex(layer) {
    return (layer.derived.hit ??= build(layer));
}

/** @param {FlatLayer} layer @returns {HitIndex} */
function build(layer) {
    const start = new Uint32Array(CELLS * CELLS + 1);
    const eachCell = (/** @type {number} */ i, /** @type {(c: number) => void} */ visit) => {
        const { bbox, extent } = layer;
        const x1 = cell(bbox[4 * i + 2], extent);
        const y1 = cell(bbox[4 * i + 3], extent);
        for (let y = cell(bbox[4 * i + 1], extent); y <= y1; y++) {
            for (let x = cell(bbox[4 * i], extent); x <= x1; x++) visit(y * CELLS + x);
        }
    };
    for (let i = 0; i < layer.n; i++)
        eachCell(i, c => {
            start[c + 1]++;
        });
    for (let c = 0; c < CELLS * CELLS; c++) start[c + 1] += start[c];
    const items = new Uint32Array(start[CELLS * CELLS]);
    const next = start.slice();
    for (let i = 0; i < layer.n; i++)
        eachCell(i, c => {
            items[next[c]++] = i;
        });
    return { start, items };
}

/**
 * @param {FlatLayer} layer @param {number} x tile units @param {number} y
 * @param {(i: number) => boolean} [accept]
 * @returns {number} the polygon that holds the point, -1 if none; the last drawn wins
 */
export function pickPolygon(layer, x, y, accept = () => true) {
    const { start, items } = hitIndex(layer);
    const c = cell(y, layer.extent) * CELLS + cell(x, layer.extent);
    for (let k = start[c + 1] - 1; k >= start[c]; k--) {
        const i = items[k];
        if (layer.types[i] === 3 && inBox(layer, i, x, y, 0) && contains(layer, i, x, y) && accept(i)) return i;
    }
    return -1;
}

/**
 * @param {FlatLayer} layer @param {number} x tile units @param {number} y @param {number} radius tile units
 * @param {(i: number) => boolean} [accept]
 * @returns {{feature: number, distance: number}} the nearest point feature within the radius; feature -1 if none
 */
export function pickPoint(layer, x, y, radius, accept = () => true) {
    const { start, items } = hitIndex(layer);
    const { extent, xy, pointOf, partOf } = layer;
    const best = { feature: -1, distance: radius };
    for (let cy = cell(y - radius, extent); cy <= cell(y + radius, extent); cy++) {
        for (let cx = cell(x - radius, extent); cx <= cell(x + radius, extent); cx++) {
            const c = cy * CELLS + cx;
            for (let k = start[c]; k < start[c + 1]; k++) {
                const i = items[k];
                if (layer.types[i] !== POINT) continue;
                const p = 2 * pointOf[partOf[i]];
                const distance = Math.hypot(xy[p] - x, xy[p + 1] - y);
                if (distance <= best.distance && accept(i)) Object.assign(best, { feature: i, distance });
            }
        }
    }
    return best;
}

/** @param {FlatLayer} layer @param {number} i @param {number} x @param {number} y @param {number} by */
function inBox({ bbox }, i, x, y, by) {
    return x >= bbox[4 * i] - by && y >= bbox[4 * i + 1] - by && x <= bbox[4 * i + 2] + by && y <= bbox[4 * i + 3] + by;
}

/** Even-odd, so that holes need no orientation. @param {FlatLayer} layer @param {number} i @param {number} x @param {number} y */
export function contains({ partOf, pointOf, xy }, i, x, y) {
    let inside = false;
    for (let p = partOf[i]; p < partOf[i + 1]; p++) {
        for (let k = pointOf[p], j = pointOf[p + 1] - 1; k < pointOf[p + 1]; j = k++) {
            const y1 = xy[2 * k + 1];
            const y2 = xy[2 * j + 1];
            if (y1 > y !== y2 > y && x < xy[2 * k] + ((xy[2 * j] - xy[2 * k]) * (y - y1)) / (y2 - y1)) inside = !inside;
        }
    }
    return inside;
}
