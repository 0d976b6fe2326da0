import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTreeOrder, indented } from '../src/core/tree.js';

const grid = (id, code, parent_id = null, branch = 1) => ({ id, code, parent_id, branch });
const codes = grids => inTreeOrder(grids).map(g => g.code).join(' ');

test('grids below each other come in the order of the tree, branch by branch', () => {
    const high = [grid(1, 'D2'), grid(2, 'D1'), grid(9, 'X', null, 2)];
    const grids = [...high, grid(3, 'S21', 1), grid(4, 'S12', 2), grid(5, 'S11', 2), grid(6, 'L', 5)];
    assert.equal(codes(grids), 'D1 S11 L S12 D2 S21 X');
});

test('what stands below nothing that is there comes like a root, and a circle comes last', () => {
    assert.equal(codes([grid(1, 'A', 2), grid(2, 'B', 1), grid(3, 'C', 77), grid(4, 'D', 3)]), 'C D A B');
    assert.deepEqual(inTreeOrder([]), []);
});

test('deeper ones stand further in, from the highest that is there', () => {
    const some = [{ ...grid(3, 'L', 2), level: 3 }, { ...grid(2, 'S'), level: 2 }, { ...grid(4, 'M', 2), level: 3 }];
    assert.deepEqual(indented(some).map(([g, indent]) => indent + g.code), ['S', '\u2003L', '\u2003M']);
});
