/** Which tiles of a basemap lie under a tile of the view, and where in it each falls. */

import { VIEW_TILE, latOf, lonOf, worldX, worldY } from './mercator.js';
import { fromGcj02, toGcj02 } from './gcj02.js';

/** @typedef {import('./contract.js').Basemap} Basemap */
/** @typedef {[number, number]} Point */
/** A tile, and its corners in pixels of the view tile. @typedef {{z: number, x: number, y: number, nw: Point, ne: Point,
 *     sw: Point}} Placed */

/** So much of a pixel a tile must reach into a view tile to be worth fetching. */
const TOUCH = 0.01;

/** Places of the unit square, in the tiles' system and in the map's. */
const turned = (/** @type {(p: Point) => Point} */ shift) => (/** @type {Point} */ [u, v]) => {
    const [lon, lat] = shift([lonOf(u), latOf(v)]);
    return /** @type {Point} */ ([worldX(lon), worldY(lat)]);
};
const SYSTEMS = {
    WGS84: { toMap: (/** @type {Point} */ p) => p, toTiles: (/** @type {Point} */ p) => p },
    'GCJ-02': { toMap: turned(fromGcj02), toTiles: turned(toGcj02) },
};

/**
 * The zoom of the tiles that are drawn at a zoom of the map; null where there are none.
 * @param {Basemap} map @param {number} zoom
 */
export function zoomOf(map, zoom) {
    const z = Math.min(map.maxzoom, zoom - Math.log2(map.tile_size / 256));
    return z < map.minzoom ? null : z;
}

/**
 * Each is placed by its own corners, and neighbours have these in common.
 * @param {Basemap} map @param {{z: number, x: number, y: number}} view a tile of the view, `VIEW_TILE` pixels wide
 * @returns {Placed[]}
 */
export function tilesUnder(map, view) {
    const z = zoomOf(map, view.z);
    if (z === null) return [];
    const { toMap, toTiles } = SYSTEMS[map.crs];
    const world = 256 * 2 ** view.z;
    const n = 2 ** z;
    const [left, top] = [view.x * VIEW_TILE, view.y * VIEW_TILE];
    /** @param {number} dx @param {number} dy @returns {Point} */
    const inTiles = (dx, dy) => {
        const [u, v] = toTiles([(left + dx) / world, (top + dy) / world]);
        return [u * n, v * n];
    };
    const far = VIEW_TILE - TOUCH;
    const corners = [inTiles(TOUCH, TOUCH), inTiles(far, TOUCH), inTiles(TOUCH, far), inTiles(far, far)];
    const reach = [0, 1].map(axis => {
        const all = corners.map(c => Math.floor(c[axis]));
        return [Math.max(0, Math.min(...all)), Math.min(n - 1, Math.max(...all))];
    });
    /** @param {number} x @param {number} y @returns {Point} */
    const corner = (x, y) => {
        const [u, v] = toMap([x / n, y / n]);
        return [u * world - left, v * world - top];
    };
    const tiles = [];
    for (let y = reach[1][0]; y <= reach[1][1]; y++)
        for (let x = reach[0][0]; x <= reach[0][1]; x++)
            tiles.push({ z, x, y, nw: corner(x, y), ne: corner(x + 1, y), sw: corner(x, y + 1) });
    return tiles;
}

/**
 * The address of a tile; the servers share the work.
 * @param {string[]} servers @param {{z: number, x: number, y: number}} tile
 */
export function addressOf(servers, { z, x, y }) {
    const values = { z, x, y, '-y': 2 ** z - 1 - y };
    return servers[(x + y) % servers.length].replace(/\{(z|x|y|-y)\}/g, (_, /** @type {keyof typeof values} */ key) =>
        String(values[key]),
    );
}
