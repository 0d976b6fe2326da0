/** From flat arrays to canvas paths. */

/** @typedef {import('./tile-layer.js').Placed} Placed */

/**
 * Adds the feature's rings, closed, to the path. They end where they began rather than with closePath(), which in Chromium
 * measures the whole path at every call, so that a path of many rings takes time by the square of their number.
 * @param {CanvasRenderingContext2D} c @param {Placed} placed @param {number} i
 */
export function traceArea(c, { layer: { partOf, pointOf, xy }, k, dx, dy }, i) {
    for (let p = partOf[i]; p < partOf[i + 1]; p++) {
        const last = pointOf[p + 1] - 1;
        c.moveTo(xy[2 * last] * k + dx, xy[2 * last + 1] * k + dy);
        for (let q = pointOf[p]; q <= last; q++) c.lineTo(xy[2 * q] * k + dx, xy[2 * q + 1] * k + dy);
    }
}

/** @param {CanvasRenderingContext2D} c @param {Placed} placed @param {number} i */
export function traceLine(c, { layer: { partOf, pointOf, xy }, k, dx, dy }, i) {
    for (let p = partOf[i]; p < partOf[i + 1]; p++) {
        c.moveTo(xy[2 * pointOf[p]] * k + dx, xy[2 * pointOf[p] + 1] * k + dy);
        for (let q = pointOf[p] + 1; q < pointOf[p + 1]; q++) c.lineTo(xy[2 * q] * k + dx, xy[2 * q + 1] * k + dy);
    }
}

/**
 * Adds the feature's true outline: the segments on the line along which the tile was clipped are left out, since no border
 * runs there.
 * @param {CanvasRenderingContext2D} c @param {Placed} placed @param {number} i
 */
export function traceOutline(c, { layer: { partOf, pointOf, xy, reach, extent }, k, dx, dy }, i) {
    // clipping leaves vertices exactly on the clip line, which is the farthest any feature reaches out of the tile
    const low = [reach[0] <= 0 ? reach[0] : NaN, reach[1] <= 0 ? reach[1] : NaN];
    const high = [reach[2] >= extent ? reach[2] : NaN, reach[3] >= extent ? reach[3] : NaN];
    for (let p = partOf[i]; p < partOf[i + 1]; p++) {
        let drawing = false;
        let j = pointOf[p + 1] - 1;
        for (let q = pointOf[p]; q < pointOf[p + 1]; j = q++) {
            const [x0, y0, x1, y1] = [xy[2 * j], xy[2 * j + 1], xy[2 * q], xy[2 * q + 1]];
            const cut = (x0 === x1 && (x0 === low[0] || x0 === high[0])) || (y0 === y1 && (y0 === low[1] || y0 === high[1]));
            if (!cut) {
                if (!drawing) c.moveTo(x0 * k + dx, y0 * k + dy);
                c.lineTo(x1 * k + dx, y1 * k + dy);
            }
            drawing = !cut;
        }
    }
}

/**
 * Features by id, made once and kept with the layer.
 * @param {import('../core/mvt.js').FlatLayer} layer @returns {Map<number, number[]>}
 */
export function featuresById(layer) {
    if (layer.derived.byId) return layer.derived.byId;
    const byId = new Map();
    for (let i = 0; i < layer.n; i++) {
        const list = byId.get(layer.ids[i]);
        if (list) list.push(i);
        else byId.set(layer.ids[i], [i]);
    }
    return (layer.derived.byId = byId);
}
