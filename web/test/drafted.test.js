/** The grids as a plan has them: what it changes, what stays the same object, and what the grids above come to. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withResult } from '../src/core/drafted.js';
import { ratioOf } from '../src/core/ratio.js';

/** @param {number} households @param {number} subscribers @returns {any} */
const figures = (households, subscribers, ports = 0) => ({
    as_of: '2026-11-28',
    buildings: 10,
    households,
    subscribers,
    homes_passed: null,
    ports,
    ratios: {
        penetration: ratioOf(subscribers, households, 10, 10, true),
        workload: ratioOf(subscribers, 3000, 10, 10, false),
        port_utilisation: ratioOf(ports, 2 * ports, ports, ports, true),
    },
});
const square = (/** @type {number} */ x) => ({
    type: 'Polygon',
    coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]],
});
/** @param {number} id @param {number | null} parent @param {any} of @param {object} [more] @returns {any} */
const grid = (id, parent, of, more = {}) => ({
    id, code: `G${id}`, name: `Grid ${id}`, version: 3, leaf: true, level: parent ? 2 : 1, branch: 'B', kind: null,
    parent: parent && `G${parent}`, parent_id: parent, person: 'Li', persons: [{ code: 'p1', name: 'Li', phone: '1' }],
    target_new_subscribers: null, target_renewal_rate: null, yellow_cards: null, area_km2: 5, bbox: [0, 0, 1, 1], figures: of,
    ...more,
});
const words = (/** @type {any} */ g, more = {}) => ({
    name: g.name, kind: null, parent: g.parent_id, person: { code: 'p1', name: 'Li' }, target_new_subscribers: null,
    target_renewal_rate: null, yellow_cards: null, ...more,
});
/** @param {any} g @param {string} change @param {any} after @param {object | null} [more] null: it is gone */
const change = (g, change, after, more = {}, geometry = /** @type {any} */ (undefined)) => ({
    id: g.id, code: g.code, name: g.name, change, before: g.figures, after, attributes_before: words(g),
    attributes_after: more && words(g, more), geometry,
});
const result = (/** @type {any[]} */ ...grids) => /** @type {any} */ ({ grids, strips: [], flows: [] });

const above = [grid(1, null, figures(300, 60, 4), { leaf: false }), grid(2, null, figures(100, 50), { leaf: false })];
const [a, b, c] = [grid(11, 1, figures(200, 40, 4)), grid(12, 1, figures(100, 20)), grid(21, 2, figures(100, 50))];
const grids = [...above, a, b, c];
const of = (/** @type {any[]} */ list, /** @type {number} */ id) => list.find(g => g.id === id);

test('grids that change have the figures, the words and the shape of the plan, and the others are the same', () => {
    const now = withResult(grids, result(
        change(a, 'reshaped', figures(150, 30), { name: 'Quay', person: { code: 'p2', name: null } }, square(3)),
        change(b, 'vertices', b.figures, {}, square(1)),
    ), -7);
    assert.equal(of(now, 11).name, 'Quay');
    assert.equal(of(now, 11).figures.households, 150);
    assert.deepEqual(of(now, 11).persons.map((/** @type {any} */ p) => p.name), ['p2']);
    assert.deepEqual(of(now, 11).bbox, [3, 0, 4, 1]);
    assert.equal(of(now, 11).version, -7, 'so that its label finds another place');
    assert.equal(of(now, 12).version, 3);
    assert.equal(of(now, 12).area_km2, 5);
    assert.equal(of(now, 21), c);
    assert.equal(of(now, 2), above[1]);
});

test('what is gone is not there, and what is new stands below its parent', () => {
    const made = { ...grid(99, 2, figures(0, 0)), name: 'New' };
    const now = withResult(grids, result(
        change(b, 'gone', figures(0, 0), null),
        { ...change(made, 'new', figures(40, 10), {}, square(5)), attributes_before: null },
    ), -1);
    assert.deepEqual(now.map(g => g.id), [1, 2, 11, 21, 99]);
    assert.deepEqual([of(now, 99).level, of(now, 99).branch, of(now, 99).draft, of(now, 99).leaf], [2, 'B', true, true]);
    assert.ok(of(now, 99).area_km2 > 1000);
});

test('the grids above have the sums of what their leaves have then', () => {
    const now = withResult(grids, result(
        change(a, 'reshaped', figures(150, 30, 1)),
        change(c, 'reshaped', figures(150, 60, 3)),
    ), -1);
    const [one, two] = [of(now, 1).figures, of(now, 2).figures];
    assert.deepEqual([one.households, one.subscribers, two.households, two.subscribers], [250, 50, 150, 60]);
    assert.equal(one.ratios.penetration.value, 50 / 250);
    assert.equal(two.ratios.workload.value, 60 / 3000, 'what one manager looks after is no sum');
    assert.deepEqual([one.ports, two.ports], [1, 3]);
    assert.equal(two.ratios.port_utilisation.known_share, 1);
    assert.equal(one.homes_passed, null, 'unknown stays so');
});

test('a grid that goes to another parent takes what it has along', () => {
    const now = withResult(grids, result(change(a, 'attributes', a.figures, { parent: 2 })), -1);
    assert.deepEqual([of(now, 1).figures.households, of(now, 2).figures.households], [100, 300]);
    assert.equal(of(now, 11).parent, 'G2');
    const up = grid(3, null, figures(0, 0), { leaf: false });
    const moved = withResult([...grids, up], result(change(above[0], 'attributes', above[0].figures, { parent: 3 })), -1);
    assert.equal(of(moved, 3).figures.households, 300, 'and so does one with grids below it');
    assert.equal(of(moved, 1).figures.households, 300);
});

test('a gesture tells of a new grid by the land that it gets', () => {
    const made = grid(4e15, 1, figures(0, 0));
    const told = { ...change(made, 'new', figures(40, 10)), attributes_before: null };
    const strips = /** @type {any} */ ([{ from: 11, to: 4e15, geometry: square(8) }]);
    const now = withResult(grids, { grids: [told], strips }, 0);
    assert.deepEqual(of(now, 4e15).bbox, [8, 0, 9, 1]);
});

test('a ratio is judged as the server does', () => {
    const { low, high, value, small } = ratioOf(7, 12, 12, 12, true);
    assert.deepEqual([value, Math.round((low ?? 0) * 100), Math.round((high ?? 0) * 100), small], [7 / 12, 32, 81, true]);
    assert.deepEqual([ratioOf(0, 0, 3, 3, true).reason, ratioOf(0, 0, 0, 3, true).reason], ['no_base', 'unknown_base']);
    assert.equal(ratioOf(3, 2, 1, 1, true).low, null, 'more than all has no interval');
    assert.equal(ratioOf(5, 0, 0, 0, false).known_share, null);
});
