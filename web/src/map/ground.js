/** The ground of the map, in colours soft enough for the data to stand out. */

import { property } from '../core/mvt.js';
import { traceArea, traceLine } from './trace.js';

/** Areas in the order in which they are drawn; other kinds are drawn like blocks. @type {Record<string, string>} */
const AREAS = { block: '#eceae4', park: '#dce8d4', water: '#cbdde7', building: '#e0dbd0' };

/**
 * Lines from below to above: `width` in pixels at zoom 14, growing by `growth` a zoom; hidden below `from`.
 * @type {{kind: string, fill: string, casing: string | null, width: number, growth: number, from: number, dash?: number[]}[]}
 */
const LINES = [
    { kind: 'water', fill: '#cbdde7', casing: null, width: 2, growth: 1.5, from: 0 },
    { kind: 'path', fill: '#ffffff', casing: null, width: 0.8, growth: 1.5, from: 14 },
    { kind: 'street', fill: '#ffffff', casing: '#dbd7ce', width: 1.6, growth: 1.6, from: 12 },
    { kind: 'rail', fill: '#b8b3aa', casing: null, width: 1, growth: 1.2, from: 11, dash: [6, 4] },
    { kind: 'ring', fill: '#fdf3d8', casing: '#d8c9a0', width: 3.4, growth: 1.5, from: 0 },
    { kind: 'motorway', fill: '#f8e2b4', casing: '#cfb67e', width: 3.8, growth: 1.5, from: 0 },
];

/** @type {import('./tile-layer.js').Painter} */
export function paintGround(c, { base }, zoom) {
    if (!base) return;
    const { layer } = base;
    /** @type {Map<string, number[]>} */
    const byKind = (layer.derived.byKind ??= group(layer));
    for (const [kind, colour] of Object.entries(AREAS)) {
        c.beginPath();
        for (const i of byKind.get(`3 ${kind}`) ?? []) traceArea(c, base, i);
        c.fillStyle = colour;
        c.fill('evenodd');
    }
    c.lineCap = c.lineJoin = 'round';
    const lines = LINES.filter(line => zoom >= line.from && byKind.has(`2 ${line.kind}`)).map(line => ({
        ...line,
        path: pathOf(base, byKind.get(`2 ${line.kind}`) ?? []),
        width: Math.max(0.6, line.width * line.growth ** (zoom - 14)),
    }));
    for (const { casing, path, width } of lines) {
        if (!casing || width < 1.2) continue;
        c.strokeStyle = casing;
        c.lineWidth = width + Math.min(2, width * 0.5);
        c.stroke(path);
    }
    for (const { fill, casing, path, width, dash } of lines) {
        c.strokeStyle = casing && width < 1.2 ? casing : fill;
        c.lineWidth = width;
        c.setLineDash(dash ?? []);
        c.stroke(path);
    }
    c.setLineDash([]);
}

/** @param {import('../core/mvt.js').FlatLayer} layer */
function group(layer) {
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    for (let i = 0; i < layer.n; i++) {
        const kind = String(property(layer, i, 'kind') ?? 'block');
        const known = layer.types[i] === 3 ? kind in AREAS : LINES.some(line => line.kind === kind);
        const key = `${layer.types[i]} ${known ? kind : layer.types[i] === 3 ? 'block' : 'street'}`;
        const list = groups.get(key);
        if (list) list.push(i);
        else groups.set(key, [i]);
    }
    return groups;
}

/** @param {import('./tile-layer.js').Placed} placed @param {number[]} features */
function pathOf(placed, features) {
    const path = new Path2D();
    // a Path2D traces with the methods of a context
    for (const i of features) traceLine(/** @type {any} */ (path), placed, i);
    return path;
}
