/** What lies at a place of the map, found in the tiles that are there. */

import { VIEW_TILE, placement } from '../core/mercator.js';
import { pickPoint, pickPolygon } from '../core/hit.js';
import { properties, property } from '../core/mvt.js';
import { addressOf } from './tile-layer.js';

/** @typedef {import('../tiles/source.js').TileSource} TileSource */
/**
 * @typedef {{layer: import('../core/mvt.js').FlatLayer, x: number, y: number, k: number}} Spot in tile units; `k` pixels a
 *     unit
 */

/**
 * @param {TileSource} source @param {string} name of the layer
 * @param {number} x world pixels of the zoom @param {number} y @param {number} zoom
 * @returns {Spot | null}
 */
function spot(source, name, x, y, zoom) {
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
 * @returns {{layer: import('../core/mvt.js').FlatLayer, i: number} | null} the hexagon there
 */
export function cellAt(cells, x, y, zoom) {
    const s = spot(cells, 'cells', x, y, zoom);
    const i = s ? pickPolygon(s.layer, s.x, s.y) : -1;
    return s && i >= 0 ? { layer: s.layer, i } : null;
}

/**
 * The port or sighting within reach, else the building there; sums per cell can't be picked.
 * @param {{points: TileSource, buildings: TileSource}} sources @param {string[]} layers those shown
 * @param {number} x world pixels @param {number} y @param {number} zoom @param {number} reach pixels
 * @returns {import('../data/state.js').Thing | null}
 */
export function thingAt(sources, layers, x, y, zoom, reach) {
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
        const found = pickPoint(s.layer, s.x, s.y, nearest / s.k);
        const i = found.feature < 0 && type === 'building' ? pickPolygon(s.layer, s.x, s.y) : found.feature;
        if (i < 0 || property(s.layer, i, 'count') !== undefined) continue;
        nearest = found.distance * s.k;
        thing = { type, id: s.layer.ids[i], properties: properties(s.layer, i) };
    }
    return thing;
}
