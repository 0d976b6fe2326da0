import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aroundVertex, contains, pairKey, partition, pointKey, segmentKey } from '../src/core/partition.js';

const ring = (...points) => [...points, points[0]];
const polygon = (...rings) => ({ type: 'Polygon', coordinates: rings });
/** Two squares side by side with a bend in the border between them, and one above both. */
const areas = new Map([
    [1, polygon(ring([0, 0], [10, 0], [11, 5], [10, 10], [0, 10]))],
    [2, polygon(ring([10, 0], [20, 0], [20, 10], [10, 10], [11, 5]))],
    [3, polygon(ring([0, 10], [10, 10], [20, 10], [20, 20], [0, 20]))],
]);
const nobody = () => null;

test('each border is told once, from node to node', () => {
    const { pairs, nodes } = partition(areas, nobody);
    assert.deepEqual([...pairs.keys()].sort(), ['1 2', '1 3', '1 outer', '2 3', '2 outer', '3 outer']);
    assert.deepEqual(pairs.get('1 2').lines, [
        [
            [10, 0],
            [11, 5],
            [10, 10],
        ],
    ]);
    assert.deepEqual(nodes.map(pointKey).sort(), ['0,10', '10,0', '10,10', '20,10']);
});

test('all borders together are every segment of every ring, once', () => {
    const { pairs } = partition(areas, nobody);
    const told = [...pairs.values()].flatMap(p => p.lines.flatMap(l => l.slice(1).map((q, i) => segmentKey(l[i], q))));
    const all = [...areas.values()].flatMap(a => a.coordinates.flatMap(r => r.slice(1).map((q, i) => segmentKey(r[i], q))));
    assert.equal(new Set(told).size, told.length);
    assert.deepEqual(new Set(told), new Set(all));
});

test('who is beyond a segment that only one area has is asked', () => {
    const two = new Map([...areas].filter(([id]) => id !== 3));
    const above = new Set([segmentKey([0, 10], [10, 10]), segmentKey([10, 10], [20, 10])]);
    const { pairs } = partition(two, segment => (above.has(segment) ? 3 : null));
    assert.deepEqual(pairs.get(pairKey(1, 3)), {
        a: 1,
        b: 3,
        lines: [
            [
                [10, 10],
                [0, 10],
            ],
        ],
    });
    assert.equal(pairs.get(pairKey(2, 3)).lines.length, 1);
});

test('an island is one closed line, and has no nodes', () => {
    const hole = ring([4, 4], [6, 4], [6, 6], [4, 6]);
    const { pairs, nodes } = partition(
        new Map([
            [1, polygon(ring([0, 0], [9, 0], [9, 9], [0, 9]), hole)],
            [2, polygon(hole)],
        ]),
        nobody,
    );
    assert.deepEqual(
        pairs.get('1 2').lines.map(l => [l.length, pointKey(l[0]) === pointKey(l[4])]),
        [[5, true]],
    );
    assert.deepEqual(nodes, []);
});

test('a hole is outside', () => {
    const area = polygon(ring([0, 0], [9, 0], [9, 9], [0, 9]), ring([4, 4], [6, 4], [6, 6], [4, 6]));
    assert.deepEqual(
        [
            [1, 1],
            [5, 5],
            [10, 1],
        ].map(p => contains(area, p)),
        [true, false, false],
    );
});

test('a vertex has a before and an after, a node has not', () => {
    const { pairs } = partition(areas, nobody);
    const { pair, before, after } = aroundVertex(pairs.values(), [11, 5]);
    assert.deepEqual([pair.a, pair.b, before, after], [1, 2, [10, 0], [10, 10]]);
    assert.equal(aroundVertex(pairs.values(), [10, 10]), null);
    assert.equal(aroundVertex(pairs.values(), [5, 5]), null);
});
