import assert from 'node:assert/strict';
import { test } from 'node:test';
import { along, joined, within } from '../src/core/along.js';

const anywhere = () => 0;
const widths = letters => letters.map(() => 12);
const place = (line, text, cost = anywhere) => along(line, [...text], widths([...text]), cost);
const degrees = places => places.map(p => Math.round((p.turn * 180) / Math.PI));

test('lines that end where others begin are one, whichever way they run', () => {
    const lines = [[[0, 0], [10, 0]], [[30, 1], [20, 0]], [[10, 1], [20, 0]], [[100, 0], [101, 0]]];
    const [long, short] = joined(lines);
    assert.deepEqual([long.length, short.length], [4, 2]);
    const xs = long.map(p => p[0]);
    assert.deepEqual(xs[0] < xs[3] ? xs : xs.reverse(), [0, 10, 20, 30]);
});

test('a line cut at the edge of a tile goes on in the next from where it ended', () => {
    const line = [[-50, 10], [50, 20], [120, 20], [120, 150], [80, 90]];
    const rounded = within(line, 0, 100).map(piece => piece.map(p => p.map(Math.round)));
    assert.deepEqual(rounded, [[[0, 15], [50, 20], [100, 20]], [[87, 100], [80, 90]]]);
    assert.deepEqual(within([[-5, -5], [-1, 200]], 0, 100), []);
    assert.deepEqual(within([[10, 10], [20, 10]], 0, 100), [[[10, 10], [20, 10]]]);
});

test('letters stand on the line, a name never upside down', () => {
    const line = [[0, 50], [100, 50]];
    for (const way of [line, [...line].reverse()]) {
        const places = place(way, 'abcd');
        assert.deepEqual(degrees(places), [0, 0, 0, 0]);
        assert.ok(places.every((p, i) => i === 0 || p.x > places[i - 1].x), 'from left to right');
        assert.ok(places.every(p => p.y === 50));
    }
});

test('on a steep street Chinese letters stand below each other, others lie on their side', () => {
    const line = [[50, 100], [60, 0]];
    const chinese = place(line, '人民路');
    assert.ok(chinese.every((p, i) => i === 0 || p.y > chinese[i - 1].y), 'from above to below');
    assert.deepEqual(degrees(chinese), [6, 6, 6]);
    const latin = place(line, 'Main');
    assert.deepEqual(degrees(latin), [-84, -84, -84, -84]);
});

test('a name takes the straight stretch, near where it costs least, and no stretch that folds it', () => {
    const line = [[0, 0], [20, 0], [20, 20], [40, 20], [40, 40], [300, 40]];
    assert.ok(place(line, 'abcd').every(p => p.y === 40));
    const right = place([[0, 0], [400, 0]], 'abcd', x => Math.abs(x - 300));
    assert.ok(Math.abs((right[1].x + right[2].x) / 2 - 300) < 8);
    assert.equal(place([[0, 0], [30, 0], [30, 30]], 'abcde'), null);
    assert.equal(place([[0, 0], [40, 0]], 'abcde'), null);
    assert.equal(place([[0, 0], [400, 0]], 'abcd', () => Infinity), null);
});

test('letters follow a bend', () => {
    const arc = Array.from({ length: 40 }, (_, i) => [100 * Math.sin(i / 20), 100 - 100 * Math.cos(i / 20)]);
    const turns = degrees(place(arc, 'abcdefgh'));
    assert.ok(turns.every((t, i) => i === 0 || (t > turns[i - 1] && t - turns[i - 1] < 15)), turns);
});
