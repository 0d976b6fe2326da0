/**
 * Web Mercator on the unit square (x east, y south, both 0..1) and the tile arithmetic on it. A view tile is 512 CSS pixels
 * wide, so the tile that fills it at zoom z is the data tile of zoom z - 1: a quarter of the requests of 256 px tiles.
 */

export const VIEW_TILE = 512;

/** @typedef {[number, number, number, number]} Bbox west, south, east, north in degrees */
/** @typedef {{z: number, x: number, y: number, scale: number, column: number, row: number}} DataTile */

/** What the projection shows: no tile is beyond. @type {[[number, number], [number, number]]} south-west, north-east */
export const WORLD = [[-85.05, -180], [85.05, 180]];

/** @param {number} lon */
export const worldX = lon => lon / 360 + 0.5;

/** @param {number} lat */
export function worldY(lat) {
    const sin = Math.sin((lat * Math.PI) / 180);
    const y = 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI;
    return y < 0 ? 0 : y > 1 ? 1 : y;
}

/** @param {number} x */
export const lonOf = x => (x - 0.5) * 360;

/** @param {number} y */
export const latOf = y => (360 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI))) / Math.PI - 90;

/**
 * The data tile that feeds the view tile (x, y) of a zoom. Beyond `maxzoom` one data tile feeds several view tiles: it is
 * drawn `scale` times larger, and the view tile is its cell (`column`, `row`) of `scale` by `scale`.
 * @param {number} zoom @param {number} x @param {number} y @param {number} maxzoom
 * @returns {DataTile}
 */
export function dataTile(zoom, x, y, maxzoom) {
    const over = Math.max(0, zoom - 1 - maxzoom);
    const scale = 2 ** over;
    return {
        z: zoom - 1 - over,
        x: Math.floor(x / scale),
        y: Math.floor(y / scale),
        scale,
        column: x - Math.floor(x / scale) * scale,
        row: y - Math.floor(y / scale) * scale,
    };
}

/** @param {number} z @param {number} x @param {number} y @returns {Bbox} */
export function tileBounds(z, x, y) {
    const n = 2 ** z;
    return [lonOf(x / n), latOf((y + 1) / n), lonOf((x + 1) / n), latOf(y / n)];
}

/** Touching counts as meeting. @param {Bbox} a @param {Bbox} b */
export const meets = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

/** @param {Bbox[]} boxes @returns {Bbox | null} null when there is none */
export function union(boxes) {
    if (!boxes.length) return null;
    return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
}

/**
 * Where a data tile's units fall in its view tile: pixel = unit * k + dx (or dy).
 * @param {DataTile} tile @param {number} extent @returns {{k: number, dx: number, dy: number}}
 */
export function placement(tile, extent) {
    return { k: (VIEW_TILE * tile.scale) / extent, dx: -VIEW_TILE * tile.column, dy: -VIEW_TILE * tile.row };
}

/**
 * On the sphere, by Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (2007); holes run the other way or lie
 * in the other rings.
 * @param {[number, number][][]} rings in degrees, the first around the others @returns {number} square metres
 */
export function squareMetres(rings) {
    const radians = Math.PI / 180;
    const sizes = rings.map(ring => {
        let sum = 0;
        for (let i = 0; i + 1 < ring.length; i++) {
            const [[x1, y1], [x2, y2]] = [ring[i], ring[i + 1]];
            sum += (x2 - x1) * radians * (2 + Math.sin(y1 * radians) + Math.sin(y2 * radians));
        }
        return Math.abs((sum * 6_371_008.8 ** 2) / 2);
    });
    return sizes.reduce((all, size, i) => (i ? all - size : size), 0);
}
