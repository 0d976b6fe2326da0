/** The borders that can be redrawn: as the server has them, and as the draft has them where it changed them. */

import { api } from '../data/api.js';
import { noteFailure, store } from '../data/state.js';
import { sharedBorder, without } from '../core/border.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').GridDetail} GridDetail */
/**
 * Lines in degrees between the grids `a` and `b`; `b` null: the outer border.
 * @typedef {{a: number, b: number | null, lines: Point[][]}} Pair
 */
/** @typedef {{old: Point[][], new: Point[][]}} Redrawn */

/** @param {number} a @param {number | null} b */
const pairKey = (a, b) => (b === null ? `${a} outer` : `${Math.min(a, b)} ${Math.max(a, b)}`);

/** @param {() => void} changed called when more borders are known, or other ones */
export function createBorders(changed) {
    /** @type {Map<number, GridDetail>} */
    let details = new Map();
    /** @type {Map<number, Promise<GridDetail | null>>} */
    let asked = new Map();
    /** @type {Map<string, Pair>} */
    let pairs = new Map();
    /** @type {Redrawn} */
    let redrawn = { old: [], new: [] };

    /** @param {number} id @returns {Promise<GridDetail | null>} null when it can't be had; noted then */
    function learn(id) {
        const known = asked.get(id);
        if (known) return known;
        const mine = asked;
        const asking = api.grid(id).then(
            detail => {
                noteFailure('borders', null);
                if (asked !== mine) return detail;
                details.set(id, detail);
                collect();
                return detail;
            },
            error => {
                mine.delete(id);
                noteFailure('borders', error, () => learn(id));
                return null;
            },
        );
        asked.set(id, asking);
        return asking;
    }

    function collect() {
        pairs = new Map();
        for (const { id, borders = [] } of details.values()) {
            /** @type {Map<string, Pair>} */
            const own = new Map();
            for (const { neighbour, geometry } of borders) {
                const pair = own.get(pairKey(id, neighbour)) ?? { a: id, b: neighbour, lines: [] };
                pair.lines.push(geometry.coordinates);
                own.set(pairKey(id, neighbour), pair);
            }
            for (const [key, pair] of own) if (!pairs.has(key)) pairs.set(key, pair);
        }
        const changes = store.get().plan?.result?.grids ?? [];
        redrawn = { old: [], new: [] };
        for (const [i, { id: a, geometry: ofA }] of changes.entries()) {
            for (const { id: b, geometry: ofB } of changes.slice(i + 1)) {
                if (!ofA || !ofB) continue;
                const lines = sharedBorder(ofA, ofB);
                const before = pairs.get(pairKey(a, b))?.lines ?? [];
                redrawn.old.push(...without(before, lines));
                redrawn.new.push(...without(lines, before));
                if (lines.length) pairs.set(pairKey(a, b), { a, b, lines });
                else pairs.delete(pairKey(a, b));
            }
        }
        changed();
    }

    store.on(['plan'], ({ plan }) => {
        collect();
        for (const { id } of plan?.result?.grids ?? []) learn(id);
    });
    let revision = store.get().list?.revision;
    store.on(['list'], ({ list }) => {
        if (list?.revision === revision) return;
        revision = list?.revision;
        const ids = [...asked.keys()];
        asked = new Map();
        details = new Map();
        ids.slice(-12).forEach(learn);
    });
    for (const { id } of store.get().plan?.result?.grids ?? []) learn(id);

    return {
        learn,
        /** @returns {Pair[]} */
        all: () => [...pairs.values()],
        /** Those of one grid that have a grid on the other side. @param {number} id @returns {Pair[]} */
        of: id => [...pairs.values()].filter(p => p.b !== null && (p.a === id || p.b === id)),
        redrawn: () => redrawn,
    };
}
