import assert from 'node:assert/strict';
import { test } from 'node:test';
import { squareMetres } from '../src/core/mercator.js';
import { snap } from '../src/core/border.js';
import {
    along,
    catchPoint,
    distinct,
    firstCrossing,
    metresOf,
    ringOf,
    runsAlong,
    smooth,
    tangled,
    withoutSpikes,
} from '../src/core/sketch.js';

const bent = [
    [0, 0],
    [10, 0],
    [10, 10],
    [20, 10],
];

test('a trembling hand draws a smooth line, which stays near what was drawn and on what has caught it', () => {
    /** @type {[number, number][]} */
    const drawn = Array.from({ length: 60 }, (_, i) => [3 * i, i % 2 ? 2 : -2]);
    const away = (/** @type {[number, number][]} */ line) =>
        line.map((p, i) => Math.hypot(p[0] - drawn[i][0], p[1] - drawn[i][1]));
    const free = smooth(drawn, () => false);
    assert.equal(free.length, drawn.length);
    assert.ok(free.slice(4, -4).every(p => Math.abs(p[1]) < 0.4), String(free));
    assert.ok(away(free).every(d => d <= 5));
    assert.deepEqual([free[0], free[59]], [drawn[0], drawn[59]]);
    const held = smooth(drawn, i => i === 20 || i === 21);
    assert.deepEqual(held.slice(20, 22), drawn.slice(20, 22), 'what is caught stays');
    assert.ok(Math.abs(held[10][1]) < 0.4);
    assert.deepEqual(smooth(bent, () => false), bent, 'corners that are far apart are meant');
});

test('what is walked to and fro is left out', () => {
    const [a, b, c, d] = [[0, 0], [5, 0], [5, 5], [9, 9]];
    assert.deepEqual(withoutSpikes([a, b, c, b, d], false), [a, b, d]);
    assert.deepEqual(withoutSpikes([a, b, c, d, c, b, a], false), [a]);
    assert.deepEqual(withoutSpikes([a, a, b, b], false), [a, b]);
    assert.deepEqual(withoutSpikes([d, a, b, c, a, d], true), [a, b, c], 'into a lane where the ring begins');
    assert.deepEqual(withoutSpikes([a, b, c, a], true), [a, b, c]);
    assert.deepEqual(withoutSpikes([a, b, a], true), [a]);
});

test('a node is caught before an edge, and an edge before a street, within reach only', () => {
    const targets = {
        nodes: [[0, 0]],
        edges: [
            [
                [0, 5],
                [50, 5],
            ],
        ],
        streets: [
            [
                [0, 1],
                [50, 1],
            ],
        ],
    };
    assert.equal(catchPoint(targets, [3, 3], 12).kind, 'node');
    assert.deepEqual([catchPoint(targets, [30, 3], 12).kind, catchPoint(targets, [30, 3], 12).point], ['edge', [30, 5]]);
    assert.equal(catchPoint({ ...targets, edges: [] }, [30, 3], 12).kind, 'street');
    assert.equal(catchPoint(targets, [30, 30], 12), null);
});

test('a stroke follows the bends between two places of a line, either way, but takes no detour', () => {
    const place = p => snap([bent], p, Infinity);
    assert.deepEqual(
        along(bent, place([6, 0]), place([10, 6])).map(s => s.point),
        [[10, 0]],
    );
    assert.deepEqual(
        along(bent, place([14, 10]), place([6, 0])).map(s => s.point),
        [
            [10, 10],
            [10, 0],
        ],
    );
    const hairpin = [
        [0, 0],
        [100, 0],
        [100, 2],
        [0, 2],
    ];
    const on = p => snap([hairpin], p, Infinity);
    assert.deepEqual(along(hairpin, on([1, 0]), on([1, 2])), []);
});

test('what runs along a line is told from what crosses it', () => {
    const place = snap([bent], [5, 0], Infinity);
    assert.equal(runsAlong(bent, place, [5, 1]), true);
    assert.equal(runsAlong(bent, place, [-5, 1]), true);
    assert.equal(runsAlong(bent, place, [1, 5]), false);
    assert.equal(runsAlong(bent, place, [0, 0]), false);
});

test('a line goes straight on to the first line that it meets', () => {
    assert.deepEqual(
        firstCrossing(
            [5, 8],
            [5, 6],
            [
                bent,
                [
                    [0, 3],
                    [9, 3],
                ],
            ],
        ),
        [5, 3],
    );
    assert.equal(firstCrossing([5, 3], [5, 6], [bent]), null);
});

test('a ring has three corners and is closed', () => {
    assert.deepEqual(
        ringOf([
            [0, 0],
            [1, 0],
            [1, 0],
            [1, 1],
            [0, 0],
        ]),
        [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
        ],
    );
    assert.equal(
        ringOf([
            [0, 0],
            [1, 0],
            [1, 0],
        ]),
        null,
    );
    assert.deepEqual(
        distinct([
            [1, 1],
            [1, 1],
            [2, 2],
        ]),
        [
            [1, 1],
            [2, 2],
        ],
    );
});

test('a ring that crosses itself, or comes by a corner again, is tangled', () => {
    assert.equal(
        tangled([
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 4],
            [0, 0],
        ]),
        false,
    );
    assert.equal(
        tangled([
            [0, 0],
            [4, 4],
            [4, 0],
            [0, 4],
            [0, 0],
        ]),
        true,
    );
    assert.equal(
        tangled([
            [0, 0],
            [2, 2],
            [4, 4],
            [4, 0],
            [2, 2],
            [0, 4],
            [0, 0],
        ]),
        true,
    );
});

test('lengths and areas are those of the sphere', () => {
    // a degree of the equator; and a square of 0.01 degrees at 31 degrees north
    assert.ok(
        Math.abs(
            metresOf([
                [0, 0],
                [1, 0],
            ]) - 111_195,
        ) < 1,
    );
    const side = 0.01;
    const square = [
        [120, 31],
        [120 + side, 31],
        [120 + side, 31 + side],
        [120, 31 + side],
        [120, 31],
    ];
    const wanted = 1111.95 ** 2 * Math.cos(((31 + side / 2) * Math.PI) / 180);
    assert.ok(Math.abs(squareMetres([square]) / wanted - 1) < 1e-4);
    const inner = square.map(([x, y]) => [120 + (x - 120) / 2, 31 + (y - 31) / 2]);
    assert.ok(Math.abs(squareMetres([square, inner]) / wanted - 0.75) < 1e-3);
});
