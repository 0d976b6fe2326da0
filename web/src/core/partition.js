/**
 * Borders from areas. Areas of a partition share their segments exactly (they lie on the grid of 1e-7 degree), so who is on
 * either
 * side of a segment is found by equality.
 */

import { ringsOf } from './border.js';

/** @typedef {import('./border.js').Point} Point */
/** @typedef {import('./border.js').Areal} Areal */
/**
 * Lines between the grids `a` and `b`; `b` null: land that belongs to nobody.
 * @typedef {{a: number, b: number | null, lines: Point[][]}} Pair
 */

/** @param {Point} p */
export const pointKey = p => `${p[0]},${p[1]}`;

/** The same for both directions. @param {Point} p @param {Point} q */
export function segmentKey(p, q) {
    const [s, t] = [pointKey(p), pointKey(q)];
    return s < t ? `${s} ${t}` : `${t} ${s}`;
}

/** @param {number} a @param {number | null} b */
export const pairKey = (a, b) => (b === null ? `${a} outer` : `${Math.min(a, b)} ${Math.max(a, b)}`);

/**
 * @param {Map<number, Areal>} areas
 * @param {(segment: string, owner: number) => number | null} beyond who is on the other side of a segment that only one of the
 *     areas has; null: nobody
 * @returns {{pairs: Map<string, Pair>, nodes: Point[]}} each line runs from node to node, or is closed; `nodes` are the places
 *     where three or more meet, nobody counted
 */
export function partition(areas, beyond) {
    /** @type {Map<string, number>} */
    const first = new Map();
    /** @type {Map<string, number>} */
    const second = new Map();
    for (const [id, area] of areas) {
        for (const ring of ringsOf(area)) {
            for (let i = 0; i + 1 < ring.length; i++) {
                const key = segmentKey(ring[i], ring[i + 1]);
                (first.has(key) ? second : first).set(key, id);
            }
        }
    }
    /** @type {Map<string, Pair>} */
    const pairs = new Map();
    /** @type {Map<string, Point>} */
    const nodes = new Map();
    for (const [id, area] of areas) {
        for (const ring of ringsOf(area)) {
            /** @param {number} i of the segment @returns {number | null} */
            const other = i => {
                const key = segmentKey(ring[i], ring[i + 1]);
                const one = first.get(key);
                const two = second.get(key);
                return two === undefined ? beyond(key, id) : one === id ? two : (one ?? null);
            };
            const n = ring.length - 1;
            const others = Array.from({ length: n }, (_, i) => other(i));
            const breaks = others.map((o, i) => o !== others[(i + n - 1) % n]);
            breaks.forEach((b, i) => b && nodes.set(pointKey(ring[i]), ring[i]));
            const start = Math.max(0, breaks.indexOf(true));
            /** @type {Point[] | null} */
            let open = null;
            for (let k = 0; k < n; k++) {
                const i = (start + k) % n;
                const o = others[i];
                if (breaks[i]) open = null;
                // a border of two areas is told once, by the one with the smaller id
                if (o !== null && areas.has(o) && o < id) continue;
                if (!open) {
                    const key = pairKey(id, o);
                    const pair = pairs.get(key) ?? { a: id, b: o, lines: [] };
                    pairs.set(key, pair);
                    pair.lines.push((open = [ring[i]]));
                }
                open.push(ring[i + 1]);
            }
        }
    }
    return { pairs, nodes: [...nodes.values()] };
}

/** Even-odd, so that holes are outside. @param {Areal} area @param {Point} p */
export function contains(area, [x, y]) {
    let inside = false;
    for (const ring of ringsOf(area)) {
        for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
            const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
            if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
        }
    }
    return inside;
}

/**
 * The vertex of a border of two areas together with those before and after it along that border; null where three or more meet.
 * @param {Iterable<Pair>} pairs @param {Point} vertex @returns {{pair: Pair, before: Point, after: Point} | null}
 */
export function aroundVertex(pairs, vertex) {
    const key = pointKey(vertex);
    for (const pair of pairs) {
        for (const line of pair.lines) {
            const i = line.findIndex(p => pointKey(p) === key);
            if (i < 0) continue;
            const closed = pointKey(line[0]) === pointKey(line[line.length - 1]);
            if (i > 0 && i + 1 < line.length) return { pair, before: line[i - 1], after: line[i + 1] };
            return closed ? { pair, before: line[line.length - 2], after: line[1] } : null;
        }
    }
    return null;
}
