/**
 * Mapbox Vector Tile 2.1, decoded once into flat typed arrays: a tile of 3,000 buildings becomes a dozen arrays, not 3,000
 * objects, so that repainting is a loop over numbers and the garbage collector has nothing to do.
 */

/**
 * Features 0..n-1 of a layer. Feature `i` has the parts `partOf[i]` to `partOf[i + 1]`, part `p` the points `pointOf[p]` to
 * `pointOf[p + 1]`, point `k` the coordinates `xy[2k]`, `xy[2k + 1]` in tile units (y south). Rings are not closed: the last
 * point isn't the first again. `bbox` holds min x, min y, max x, max y of each feature.
 * @typedef {object} FlatLayer
 * @property {string} name
 * @property {number} extent
 * @property {number} n
 * @property {Float64Array} ids 0 where the tile has none
 * @property {Uint8Array} types 1 point, 2 line, 3 polygon
 * @property {Uint32Array} partOf
 * @property {Uint32Array} pointOf
 * @property {Int16Array} xy
 * @property {Int16Array} bbox
 * @property {[number, number, number, number]} reach min x, min y, max x, max y of all features
 * @property {Record<string, Int32Array>} columns key → index into `values` for each feature, -1 absent
 * @property {(string | number | boolean)[]} values
 * @property {Record<string, any>} derived what painters and pickers computed from the layer and want to keep with it
 */

const POINT = 1;
const POLYGON = 3;
const utf8 = new TextDecoder();

/** @typedef {{bytes: Uint8Array, at: number, view: DataView}} Reader */

/** Up to 2^53. @param {Reader} r */
function varint(r) {
    const { bytes } = r;
    let value = 0;
    let scale = 1;
    for (;;) {
        const byte = bytes[r.at++];
        if (byte === undefined) throw new RangeError('the tile ends inside a number');
        value += (byte & 127) * scale;
        if (byte < 128) return value;
        scale *= 128;
    }
}

/** @param {number} n */
const zigzag = n => (n % 2 ? -(n + 1) / 2 : n / 2);

/**
 * Calls back for each field with its number and, for a length-delimited field, the end of its bytes; the callback must
 * consume it or leave it, in which case it is skipped.
 * @param {Reader} r @param {number} end @param {(field: number, stop: number) => void} visit
 */
function fields(r, end, visit) {
    while (r.at < end) {
        const tag = varint(r);
        const wire = tag & 7;
        const start = r.at;
        if (wire === 2) {
            const stop = varint(r) + r.at;
            if (stop > end) throw new RangeError('the tile ends inside a field');
            visit(tag >> 3, stop);
            r.at = stop;
        } else {
            visit(tag >> 3, -1);
            if (r.at === start) skip(r, wire);
        }
    }
}

/** @param {Reader} r @param {number} wire */
function skip(r, wire) {
    if (wire === 0) varint(r);
    else if (wire === 5) r.at += 4;
    else if (wire === 1) r.at += 8;
    else throw new RangeError(`a field of the unknown wire type ${wire}`);
}

/** @param {Reader} r @param {number} end */
function text(r, end) {
    const value = utf8.decode(r.bytes.subarray(r.at, end));
    r.at = end;
    return value;
}

/** @param {Reader} r @param {number} end @returns {string | number | boolean} */
function value(r, end) {
    /** @type {string | number | boolean} */
    let result = '';
    fields(r, end, (field, stop) => {
        if (field === 1) result = text(r, stop);
        else if (field === 2) {
            result = r.view.getFloat32(r.at, true);
            r.at += 4;
        } else if (field === 3) {
            result = r.view.getFloat64(r.at, true);
            r.at += 8;
        } else if (field === 4 || field === 5) result = varint(r);
        else if (field === 6) result = zigzag(varint(r));
        else if (field === 7) result = varint(r) !== 0;
    });
    return result;
}

/** @param {Reader} r @param {number} end @returns {FlatLayer} */
function layer(r, end) {
    let name = '';
    let extent = 4096;
    /** @type {string[]} */
    const keys = [];
    /** @type {(string | number | boolean)[]} */
    const values = [];
    /** @type {number[]} */
    const spans = [];
    fields(r, end, (field, stop) => {
        if (field === 1) name = text(r, stop);
        else if (field === 2) spans.push(r.at, stop);
        else if (field === 3) keys.push(text(r, stop));
        else if (field === 4) values.push(value(r, stop));
        else if (field === 5) extent = varint(r);
    });
    const n = spans.length / 2;
    const ids = new Float64Array(n);
    const types = new Uint8Array(n);
    const bbox = new Int16Array(4 * n);
    const columns = keys.map(() => new Int32Array(n).fill(-1));
    const partOf = new Uint32Array(n + 1);
    /** @type {number[]} */
    const points = [0];
    /** @type {number[]} */
    const xy = [];
    for (let i = 0; i < n; i++) {
        r.at = spans[2 * i];
        let geometry = -1;
        let geometryEnd = -1;
        fields(r, spans[2 * i + 1], (field, stop) => {
            if (field === 1) ids[i] = varint(r);
            else if (field === 2) while (r.at < stop) columns[varint(r)][i] = varint(r);
            else if (field === 3) types[i] = varint(r);
            else if (field === 4) {
                geometry = r.at;
                geometryEnd = stop;
            }
        });
        const from = xy.length;
        r.at = geometry;
        parts(r, geometryEnd, types[i], points, xy);
        partOf[i + 1] = points.length - 1;
        boxOf(xy, from, bbox, 4 * i);
    }
    const reach = /** @type {[number, number, number, number]} */ ([Infinity, Infinity, -Infinity, -Infinity]);
    for (let i = 0; i < bbox.length; i += 4) {
        for (let k = 0; k < 2; k++) {
            reach[k] = Math.min(reach[k], bbox[i + k]);
            reach[k + 2] = Math.max(reach[k + 2], bbox[i + k + 2]);
        }
    }
    return {
        name,
        extent,
        n,
        ids,
        types,
        partOf,
        pointOf: Uint32Array.from(points),
        xy: Int16Array.from(xy),
        bbox,
        reach,
        values,
        columns: Object.fromEntries(keys.map((key, k) => [key, columns[k]])),
        derived: {},
    };
}

/**
 * Appends the parts of one feature; a multipoint becomes one part.
 * @param {Reader} r @param {number} end @param {number} type @param {number[]} points @param {number[]} xy
 */
function parts(r, end, type, points, xy) {
    let x = 0;
    let y = 0;
    let open = xy.length;
    const close = () => {
        if (xy.length > open) points.push(xy.length / 2);
        open = xy.length;
    };
    while (r.at < end) {
        const head = varint(r);
        const command = head & 7;
        if (command === 7) continue;
        for (let k = head >> 3; k > 0; k--) {
            if (command === 1 && type !== POINT) close();
            x += zigzag(varint(r));
            y += zigzag(varint(r));
            xy.push(x, y);
        }
    }
    close();
}

/** @param {number[]} xy @param {number} from @param {Int16Array} bbox @param {number} at */
function boxOf(xy, from, bbox, at) {
    let x0 = 32767;
    let y0 = 32767;
    let x1 = -32768;
    let y1 = -32768;
    for (let k = from; k < xy.length; k += 2) {
        x0 = Math.min(x0, xy[k]);
        x1 = Math.max(x1, xy[k]);
        y0 = Math.min(y0, xy[k + 1]);
        y1 = Math.max(y1, xy[k + 1]);
    }
    bbox.set([x0, y0, x1, y1], at);
}

/**
 * @param {ArrayBuffer} buffer an MVT, not gzipped
 * @returns {Record<string, FlatLayer>} by layer name
 * @throws {RangeError} when the bytes are no vector tile
 */
export function decode(buffer) {
    const r = { bytes: new Uint8Array(buffer), at: 0, view: new DataView(buffer) };
    /** @type {Record<string, FlatLayer>} */
    const layers = {};
    fields(r, r.bytes.length, (field, stop) => {
        if (field !== 3) return;
        const decoded = layer(r, stop);
        layers[decoded.name] = decoded;
    });
    return layers;
}

/**
 * @param {FlatLayer} layer @param {number} i feature
 * @param {string} key
 * @returns {string | number | boolean | undefined} undefined where the feature hasn't the property
 */
export function property(layer, i, key) {
    const at = layer.columns[key]?.[i] ?? -1;
    return at < 0 ? undefined : layer.values[at];
}

/** @param {FlatLayer} layer @param {number} i @returns {Record<string, string | number | boolean>} */
export function properties(layer, i) {
    /** @type {Record<string, string | number | boolean>} */
    const result = {};
    for (const key of Object.keys(layer.columns)) {
        const found = property(layer, i, key);
        if (found !== undefined) result[key] = found;
    }
    return result;
}

/** Bytes that a decoded tile keeps, near enough to bound a cache. @param {Record<string, FlatLayer>} tile */
export function weight(tile) {
    let bytes = 0;
    for (const l of Object.values(tile)) {
        bytes +=
            l.xy.byteLength +
            l.pointOf.byteLength +
            l.n * (8 + 1 + 4 + 8 + 4 * Object.keys(l.columns).length) +
            24 * l.values.length;
    }
    return bytes;
}

export { POINT, POLYGON };
