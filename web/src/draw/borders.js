/** The borders that can be redrawn: as the server has them, and as the draft has them where it changed them. */

import { api } from '../data/api.js';
import { gridsById, noteFailure, store } from '../data/state.js';
import { without } from '../core/border.js';
import { pairKey, partition, segmentKey } from '../core/partition.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').GridDetail} GridDetail */
/** @typedef {import('../core/border.js').Areal} Areal */
/** Lines in degrees between two grids, or a grid and nobody's land. @typedef {import('../core/partition.js').Pair} Pair */
/** @typedef {{old: Point[][], new: Point[][]}} Redrawn */

/** @param {() => void} changed called when more borders are known, or other ones */
export function createBorders(changed) {
    /** @type {Map<number, GridDetail>} */
    let details = new Map();
    /** @type {Map<number, Promise<GridDetail | null>>} */
    let asked = new Map();
    /** @type {Map<number, Areal>} as the draft has them */
    let areas = new Map();
    /** @type {{pairs: Map<string, Pair>, nodes: Point[]}} */
    let known = { pairs: new Map(), nodes: [] };
    /** @type {Redrawn} */
    let redrawn = { old: [], new: [] };
    let version = 0;
    let collecting = false;

    /** @param {number} id @returns {Promise<GridDetail | null>} null when it can't be had; noted then */
    function learn(id) {
        const before = asked.get(id);
        if (before) return before;
        // what only the draft has, the server can't tell
        if (!gridsById().get(id)?.leaf || gridsById().get(id)?.draft) return Promise.resolve(null);
        const mine = asked;
        const asking = api.grid(id).then(
            detail => {
                noteFailure('borders', null);
                if (asked !== mine) return detail;
                details.set(id, detail);
                collectSoon();
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

    /** Several answers that come together are put together once. */
    function collectSoon() {
        if (collecting) return;
        collecting = true;
        requestAnimationFrame(() => {
            collecting = false;
            collect();
        });
    }

    function collect() {
        const changes = store.get().plan?.result?.grids ?? [];
        const touched = new Set(changes.map(g => g.id));
        areas = new Map();
        for (const { id, geometry } of details.values()) if (!touched.has(id)) areas.set(id, geometry);
        for (const { id, geometry } of changes) if (geometry) areas.set(id, geometry);
        /** @type {Map<string, [number, number | null]>} who was on both sides before the draft */
        const sides = new Map();
        /** @type {Point[][]} */
        const before = [];
        for (const { id, borders = [] } of details.values()) {
            for (const { neighbour, geometry } of borders) {
                const line = geometry.coordinates;
                for (let i = 0; i + 1 < line.length; i++) sides.set(segmentKey(line[i], line[i + 1]), [id, neighbour]);
                if (touched.has(id)) before.push(line);
            }
        }
        known = partition(areas, (segment, owner) => {
            const [one, two] = sides.get(segment) ?? [null, null];
            const other = one === owner ? two : one;
            return other !== null && touched.has(other) ? null : other;
        });
        const after = [...known.pairs.values()].filter(p => touched.has(p.a) || touched.has(p.b ?? -1)).flatMap(p => p.lines);
        redrawn = { old: without(before, after), new: before.length ? without(after, before) : [] };
        version++;
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
        /** Resolves when what is to be known of the grid is. @param {number} id */
        async known(id) {
            await learn(id);
            await new Promise(resolve => {
                requestAnimationFrame(resolve);
            });
        },
        /** @returns {Pair[]} */
        all: () => [...known.pairs.values()],
        /** Those of one grid. @param {number} id @returns {Pair[]} */
        of: id => [...known.pairs.values()].filter(p => p.a === id || p.b === id),
        /** @param {number} a @param {number | null} b @returns {Pair | null} */
        between: (a, b) => known.pairs.get(pairKey(a, b)) ?? null,
        /** Where three or more meet. @returns {Point[]} */
        nodes: () => known.nodes,
        /** As the draft has it; null when it isn't known. @param {number} id @returns {Areal | null} */
        area: id => areas.get(id) ?? null,
        /** Another number whenever borders changed or more are known. */
        version: () => version,
        redrawn: () => redrawn,
    };
}
