/** What lies at a place of the map, found in the tiles that are there. */

import { VIEW_TILE, placement } from '../core/mercator.js';
import { pickPoint, pickPolygon } from '../core/hit.js';
import { POINT, properties, property } from '../core/mvt.js';
import { addressOf } from './tile-layer.js';

/** @typedef {import('../tiles/source.js').TileSource} TileSource */
/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */
/**
 * @typedef {{layer: FlatLayer, x: number, y: number, k: number}} Spot in tile units; `k` pixels a
 *     unit
 */

/**
 * @param {TileSource} source @param {string} name of the layer
 * @param {number} x world pixels of the zoom @param {number} y @param {number} zoom
 * @returns {Spot | null}
 */
export function spot(source, name, x, y, zoom) {
    const [column, row] = [Math.floor(x / VIEW_TILE), Math.floor(y / VIEW_TILE)];
    const address = addressOf(source, { x: column, y: row, z: zoom });
    const layer = address && source.peek(address)?.[name];
    if (!layer) return null;
    const { k, dx, dy } = placement(address, layer.extent);
    return { layer, x: (x - column * VIEW_TILE - dx) / k, y: (y - row * VIEW_TILE - dy) / k, k };
}

/**
 * @param {TileSource} grids @param {number} x world pixels @param {number} y @param {number} zoom
 * @returns {number | null} id of the leaf grid there
 */
export function leafAt(grids, x, y, zoom) {
    const s = spot(grids, 'grids', x, y, zoom);
    const i = s ? pickPolygon(s.layer, s.x, s.y, k => property(s.layer, k, 'leaf') === true) : -1;
    return s && i >= 0 ? s.layer.ids[i] : null;
}

/**
 * @param {TileSource} cells @param {number} x world pixels @param {number} y @param {number} zoom
 * @returns {{layer: FlatLayer, i: number} | null} the hexagon there
 */
export function cellAt(cells, x, y, zoom) {
    const s = spot(cells, 'cells', x, y, zoom);
    const i = s ? pickPolygon(s.layer, s.x, s.y) : -1;
    return s && i >= 0 ? { layer: s.layer, i } : null;
}

/** From this zoom on a building that is only known as a point is marked. */
const MARKED = 16;

/**
 * The port or sighting within reach, else the building there; sums per cell can't be picked.
 * @param {{points: TileSource, buildings: TileSource}} sources @param {string[]} layers those shown
 * @param {number} x world pixels @param {number} y @param {number} zoom
 * @param {{reach: number, least: number, alone: (layer: FlatLayer, zoom: number) => (i: number) => boolean}} how `reach` of
 *     points, in pixels; `least`: no building smaller than that, in pixels, is taken;
 *     `alone`: which ports and sightings are marked
 * @returns {import('../data/state.js').Thing | null}
 */
export function thingAt(sources, layers, x, y, zoom, { reach, least, alone }) {
    let nearest = reach;
    /** @type {import('../data/state.js').Thing | null} */
    let thing = null;
    for (const [name, type] of /** @type {const} */ ([
        ['ports', 'port'],
        ['sightings', 'sighting'],
        ['buildings', 'building'],
    ])) {
        const s = layers.includes(name)
            ? spot(name === 'buildings' ? sources.buildings : sources.points, name, x, y, zoom)
            : null;
        if (!s || (type === 'building' && thing)) continue;
        const { layer, k } = s;
        const building = type === 'building';
        const isMarked = (/** @type {number} */ i) =>
            property(layer, i, 'count') === undefined && (layer.types[i] !== POINT || least === 0 || zoom >= MARKED);
        const isLarge = (/** @type {number} */ i) => isMarked(i) && sizeOf(layer, i) * k >= least;
        const found = pickPoint(layer, s.x, s.y, nearest / k, building ? isMarked : alone(layer, zoom));
        const i = found.feature < 0 && building ? pickPolygon(layer, s.x, s.y, isLarge) : found.feature;
        if (i < 0) continue;
        nearest = found.distance * k;
        thing = { type, id: layer.ids[i], properties: properties(layer, i) };
    }
    return thing;
}

/** How wide it is, between its length and twice its breadth, in tile units. @param {FlatLayer} layer @param {number} i */
function sizeOf({ bbox }, i) {
    const [wide, high] = [bbox[4 * i + 2] - bbox[4 * i], bbox[4 * i + 3] - bbox[4 * i + 1]];
    return Math.min(Math.max(wide, high), 2 * Math.min(wide, high));
}
