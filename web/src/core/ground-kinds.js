/** Vector tiles of others as the map's own ground has them: one layer, in which each feature has a kind and perhaps a name. */

import { property } from './mvt.js';

/** @typedef {import('./mvt.js').FlatLayer} FlatLayer */
/** Layer, property, its value (`*`: any), place, kind. @typedef {[string, string, string, string, string]} Row */

const PLACES = ['', 'point', 'line', 'area'];
/** Units of a side of a tile. */
const EXTENT = 4096;

/**
 * @param {Record<string, FlatLayer>} tile @param {Row[]} table the first row that fits a feature holds; what fits none is
 *     left out
 * @returns {{base: FlatLayer}}
 */
export function asGround(tile, table) {
    const found = Object.values(tile).map(layer => {
        return { layer, kinds: kindsOf(layer, table.filter(([name]) => name === layer.name)) };
    });
    const count = (/** @type {(layer: FlatLayer, i: number) => number} */ of) =>
        found.reduce((all, { layer, kinds }) => all + kinds.reduce((sum, kind, i) => sum + (kind ? of(layer, i) : 0), 0), 0);
    const n = count(() => 1);
    const parts = count(({ partOf }, i) => partOf[i + 1] - partOf[i]);
    const points = count(({ partOf, pointOf }, i) => pointOf[partOf[i + 1]] - pointOf[partOf[i]]);
    /** @type {FlatLayer} */
    const base = {
        name: 'base',
        extent: EXTENT,
        n,
        ids: new Float64Array(n),
        types: new Uint8Array(n),
        partOf: new Uint32Array(n + 1),
        pointOf: new Uint32Array(parts + 1),
        xy: new Int16Array(2 * points),
        bbox: new Int16Array(4 * n),
        reach: [Infinity, Infinity, -Infinity, -Infinity],
        columns: { kind: new Int32Array(n).fill(-1), name: new Int32Array(n).fill(-1) },
        values: [],
        derived: {},
    };
    /** @type {Map<string | number | boolean, number>} */
    const values = new Map();
    const index = (/** @type {string | number | boolean} */ value) => {
        if (!values.has(value)) values.set(value, base.values.push(value) - 1);
        return /** @type {number} */ (values.get(value));
    };
    let [to, part, point] = [0, 0, 0];
    for (const { layer, kinds } of found) {
        const k = EXTENT / layer.extent;
        for (let i = 0; i < layer.n; i++) {
            const kind = kinds[i];
            if (kind === null) continue;
            base.types[to] = layer.types[i];
            for (let p = layer.partOf[i]; p < layer.partOf[i + 1]; p++) {
                for (let q = layer.pointOf[p]; q < layer.pointOf[p + 1]; q++, point++) {
                    base.xy[2 * point] = Math.round(layer.xy[2 * q] * k);
                    base.xy[2 * point + 1] = Math.round(layer.xy[2 * q + 1] * k);
                }
                base.pointOf[++part] = point;
            }
            base.partOf[to + 1] = part;
            for (let c = 0; c < 4; c++) {
                const edge = Math.round(layer.bbox[4 * i + c] * k);
                base.bbox[4 * to + c] = edge;
                base.reach[c] = c < 2 ? Math.min(base.reach[c], edge) : Math.max(base.reach[c], edge);
            }
            base.columns.kind[to] = index(kind);
            const name = property(layer, i, 'name');
            if (name !== undefined) base.columns.name[to] = index(name);
            to++;
        }
    }
    return { base };
}

/** The kind of each feature; null: it is not drawn. @param {FlatLayer} layer @param {Row[]} rows @returns {(string | null)[]} */
function kindsOf(layer, rows) {
    return Array.from({ length: layer.n }, (_, i) => {
        const place = PLACES[layer.types[i]];
        const row = rows.find(([, key, value, where]) => {
            if (where !== place) return false;
            const own = key === '' ? '' : property(layer, i, key);
            return own !== undefined && (value === '*' || value === String(own));
        });
        return row ? row[4] : null;
    });
}
