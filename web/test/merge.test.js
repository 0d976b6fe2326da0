/** What has changed in the list takes its place in it. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merged } from '../src/core/merge.js';

const grid = (id, code, more) => ({ id, code, level: 2, branch: 'T', parent: 'P1', figures: 1, ...more });
const list = /** @type {any} */ ({
    position: 'a',
    revision: 1,
    complete: true,
    branches: [{ id: 1, code: 'T' }],
    grids: [grid(9, 'P1', { level: 1, parent: null }), grid(2, 'A'), grid(3, 'C')],
    gone: { branches: [], grids: [] },
});
const news = more => ({
    position: 'b',
    revision: 2,
    complete: false,
    branches: [],
    grids: [],
    gone: { branches: [], grids: [] },
    ...more,
});
const codes = now => now.grids.map(g => g.code).join(' ');

test('who has missed nothing keeps what there is', () => {
    const now = merged(list, news({}));
    assert.equal(now.grids, list.grids);
    assert.equal(now.branches, list.branches);
    assert.deepEqual([now.position, now.revision, now.complete], ['b', 2, true]);
});

test('one that changed takes its place', () => {
    const now = merged(list, news({ grids: [grid(2, 'A', { figures: 5 })] }));
    assert.equal(codes(now), 'P1 A C');
    assert.equal(now.grids[1].figures, 5);
    assert.equal(list.grids[1].figures, 1, 'the list before stays as it was');
    assert.equal(now.grids[2], list.grids[2]);
});

test('new ones, those that moved and those of another name stand where the server has them', () => {
    assert.equal(codes(merged(list, news({ grids: [grid(4, 'B')] }))), 'P1 A B C');
    assert.equal(codes(merged(list, news({ grids: [grid(2, 'X')] }))), 'P1 C X');
    assert.equal(codes(merged(list, news({ grids: [grid(2, 'A', { level: 1, parent: null })] }))), 'A P1 C');
    assert.equal(codes(merged(list, news({ grids: [grid(5, '一'), grid(6, 'a')] }))), 'P1 A C a 一');
    assert.equal(codes(merged(list, news({ grids: [grid(7, 'Z', { branch: null, parent: null })] }))), 'P1 Z A C');
});

test('what is gone goes', () => {
    assert.equal(codes(merged(list, news({ gone: { branches: [1], grids: [2, 77] } }))), 'P1 C');
    assert.equal(merged(list, news({ gone: { branches: [1], grids: [] } })).branches.length, 0);
});

test('a complete answer takes the place of the list', () => {
    const all = news({ complete: true, grids: [grid(5, 'E')] });
    assert.equal(merged(list, all), all);
});
