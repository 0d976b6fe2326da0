/** What the page derives from its state: the grids as the state at hand has them, and the classes of their values. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { ratioOf } from '../src/core/ratio.js';
import { withResult } from '../src/core/drafted.js';
import {
    gridHere, gridsById, gridsHere, knowDrafts, paint, shownGrids, store, unassignedHere,
} from '../src/data/state.js';
import { follow } from '../src/map/classing.js';

knowDrafts(withResult);

/** @param {number} households @param {number} subscribers @returns {any} */
const figures = (households, subscribers) => ({
    households, subscribers, buildings: 1, ports: 0,
    ratios: { penetration: ratioOf(subscribers, households, 1, 1, true) },
});
/** @param {number} id @param {number} subscribers @returns {any} */
const grid = (id, subscribers) => ({
    id, code: `G${id}`, name: null, level: 1, leaf: true, parent_id: null, persons: [], bbox: [0, 0, 1, 1], area_km2: 1,
    figures: figures(100, subscribers),
});
const words = { name: null, parent: null, person: null };
/** @param {number} id @param {number} subscribers @returns {any} */
const change = (id, subscribers) => ({
    id, change: 'reshaped', after: figures(100, subscribers), attributes_before: words, attributes_after: words,
});
const flow = (/** @type {number | null} */ from, /** @type {number | null} */ to, n = 3) =>
    /** @type {any} */ ({ from, to, buildings: n, households: 10 * n });
/** @param {any[]} grids @param {any[]} flows @returns {any} */
const result = (grids, flows = []) => ({ grids, flows, strips: [] });

const metric = { key: 'penetration', breaks: [0.5], colours: ['#aaa', '#bbb'] };

beforeEach(() =>
    store.set({
        list: /** @type {any} */ ({
            grids: [10, 20, 30, 40].map((n, i) => grid(i + 1, n)), unassigned: { buildings: 5, households: null },
        }),
        metrics: /** @type {any} */ ({ metrics: [metric], unknown_colour: '#eee' }),
        plan: null, gesture: null, classing: 'thresholds', mode: 'grid', shown: null,
    }),
);
const values = () => shownGrids().map(g => g.figures.subscribers);

test('grids, classes and counts are those of the plan, and while one draws those of the gesture', () => {
    const published = gridsHere();
    store.set({ plan: /** @type {any} */ ({ version: 2, result: result([change(1, 60)]) }) });
    assert.deepEqual(values(), [60, 20, 30, 40]);
    assert.equal(paint()?.rows[1].grids, 1);
    store.set({ gesture: { between: null, reason: null, result: result([change(2, 70)]) } });
    assert.deepEqual(values(), [60, 70, 30, 40]);
    assert.equal(paint()?.rows[1].grids, 2);
    assert.equal(gridHere(2)?.figures.subscribers, 70);
    assert.equal(gridsById().get(2)?.figures.subscribers, 20, 'what is published is known, too');
    store.set({ gesture: { between: null, reason: 'it leaves the two grids', result: null } });
    assert.deepEqual(values(), [60, 20, 30, 40], 'what can’t be done changes nothing');
    store.set({ gesture: null, plan: null });
    assert.equal(gridsHere(), published, 'nothing is made anew for nothing');
});

test('breaks by the values stay while one draws, and follow when the gesture ends', () => {
    store.set({ classing: 'quantile' });
    follow();
    assert.deepEqual(store.get().breaks?.breaks, [0.3]);
    store.set({ gesture: { between: null, reason: null, result: result([change(1, 90), change(2, 95)]) } });
    assert.deepEqual(store.get().breaks?.breaks, [0.3]);
    assert.equal(paint()?.rows[1].grids, 4, 'grids go from class to class');
    store.set({ plan: /** @type {any} */ ({ version: 2, result: result([change(1, 90), change(2, 95)]) }) });
    assert.deepEqual(store.get().breaks?.breaks, [0.3]);
    store.set({ gesture: null });
    assert.deepEqual(store.get().breaks?.breaks, [0.9]);
    store.set({ plan: null });
    assert.deepEqual(store.get().breaks?.breaks, [0.3]);
});

test('what is given up to nobody is unassigned, and what is taken from nobody no longer', () => {
    assert.deepEqual(unassignedHere(), { buildings: 5, households: null });
    const flows = [flow(1, null, 4), flow(1, 2), flow(null, 2, 1)];
    store.set({ plan: /** @type {any} */ ({ version: 1, result: result([], flows) }) });
    assert.deepEqual(unassignedHere(), { buildings: 8, households: 30 });
    store.set({ gesture: { between: null, reason: null, result: result([], [flow(null, 2, 8)]) } });
    assert.deepEqual(unassignedHere(), { buildings: 0, households: 0 });
});
