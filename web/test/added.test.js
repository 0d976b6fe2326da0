/** A plan with one more command is what the server says is new and what there was. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withCommand } from '../src/core/added.js';

const sums = n => ({
    buildings: n,
    households: n,
    households_unknown: 0,
    subscribers: null,
    subscribers_unknown: n,
    revenue: null,
    revenue_unknown: n,
    items: [],
});
const grid = (id, code, change, before, after) => ({
    id,
    code,
    name: code,
    change,
    before,
    after,
    attributes_before: before && { name: before },
    attributes_after: after && { name: after },
    geometry: after,
});
const command = position => ({ position, command: {}, undone: false, author: null, at: '' });
const result = (grids, n) => ({ grids, strips: [{ from: 1, to: 2 }], moved: sums(n), flows: [], findings: [] });
const plan = /** @type {any} */ ({
    id: 7,
    version: 3,
    commands: [command(1), { ...command(2), undone: true }],
    result: { ...result([grid(1, 'A', 'reshaped', 'a0', 'a1'), grid(9, 'N', 'new', null, 'n1')], 2), findings: ['x'] },
    conflict: { detail: 'no longer' },
});
const added = (grids, n = 1) =>
    /** @type {any} */ ({ plan: { id: 7, version: 4 }, command: command(2), result: result(grids, n) });

test('it comes after those that count, and those undone are gone', () => {
    const now = withCommand(plan, added([]));
    assert.deepEqual(
        now.commands.map(c => [c.position, c.undone]),
        [
            [1, false],
            [2, false],
        ],
    );
    assert.equal(now.version, 4);
    assert.equal(now.conflict, undefined);
    assert.equal(plan.commands.length, 2, 'the plan before stays as it was');
});

test('a grid is what it was before the plan, and what it is after the command', () => {
    const now = withCommand(plan, added([grid(1, 'A', 'attributes', 'a1', 'a2'), grid(2, 'B', 'reshaped', 'b0', 'b1')]));
    const [a, b, n] = now.result.grids;
    assert.deepEqual([a.before, a.after, a.attributes_before.name, a.change], ['a0', 'a2', 'a0', 'reshaped']);
    assert.deepEqual([b.before, b.after, n.code], ['b0', 'b1', 'N']);
});

test('a grid that the plan made stays new, and is as if it had never been when it goes again', () => {
    assert.equal(withCommand(plan, added([grid(9, 'N', 'reshaped', 'n1', 'n2')])).result.grids[1].change, 'new');
    assert.equal(withCommand(plan, added([grid(9, 'N', 'gone', 'n1', null)])).result.grids.length, 1);
    assert.equal(withCommand(plan, added([grid(1, 'A', 'gone', 'a1', null)])).result.grids[0].change, 'gone');
});

test('sums are added, unknown to unknown is unknown', () => {
    const { moved, strips, findings } = withCommand(plan, added([], 3)).result;
    assert.deepEqual([moved.buildings, moved.households, moved.subscribers, moved.revenue_unknown], [5, 5, null, 5]);
    assert.equal(strips.length, 2);
    assert.deepEqual(findings, ['x']);
});

test('the first command of a plan is all that there is', () => {
    const now = withCommand({ ...plan, commands: [], result: null }, added([grid(2, 'B', 'reshaped', 'b0', 'b1')]));
    assert.equal(now.result.grids.length, 1);
});

test('a sum that is known in no building stays unknown, also where nothing moved before', () => {
    const unknown = { ...sums(3), households: null, households_unknown: 3 };
    const together = before => {
        const now = /** @type {any} */ ({ ...added([]), result: { ...result([], 3), moved: unknown } });
        return withCommand(/** @type {any} */ ({ ...plan, result: { ...plan.result, moved: before } }), now).result?.moved;
    };
    assert.equal(together({ ...sums(0), subscribers: 0, revenue: 0 })?.households, null);
    assert.equal(together(sums(0))?.revenue, null);
    assert.equal(together(sums(2))?.households, 2);
});
