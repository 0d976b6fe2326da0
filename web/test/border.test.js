import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    boxAround,
    crossesItself,
    lengthOf,
    placeAt,
    placeOn,
    sharedBorder,
    simplify,
    snap,
    stretch,
    without,
} from '../src/core/border.js';

/** Numbers 0..1 from a seed. */
function random(seed) {
    let s = seed;
    return () => (s = (s * 1103515245 + 12345) % 2147483648) / 2147483648;
}

const line = [
    [0, 0],
    [10, 0],
    [10, 10],
];

test('snap takes the nearest place within reach', () => {
    const found = snap(
        [
            line,
            [
                [0, 20],
                [20, 20],
            ],
        ],
        [4, 3],
        12,
    );
    assert.deepEqual([found.line, found.segment, found.point, found.distance], [0, 0, [4, 0], 3]);
    assert.equal(snap([line], [4, 3], 2.9), null);
    assert.deepEqual(snap([line], [12, 12], 5).point, [10, 10]);
    assert.equal(snap([], [0, 0], 5), null);
});

test('a place found in pixels is the same place in degrees', () => {
    const place = snap([line], [10.4, 2.5], 5);
    assert.deepEqual(
        placeOn(
            [
                [100, 40],
                [101, 40],
                [101, 41],
            ],
            place,
        ),
        [101, 40.25],
    );
});

test('a stretch runs from one place to the other, either way', () => {
    const [a, b] = [snap([line], [2, 0], 1), snap([line], [10, 6], 1)];
    assert.deepEqual(stretch(line, a, b), [
        [2, 0],
        [10, 0],
        [10, 6],
    ]);
    assert.deepEqual(stretch(line, b, a), [
        [10, 6],
        [10, 0],
        [2, 0],
    ]);
    const c = snap([line], [5, 0], 1);
    assert.deepEqual(stretch(line, a, c), [
        [2, 0],
        [5, 0],
    ]);
});

test('placeAt measures along the line', () => {
    assert.equal(lengthOf(line), 20);
    assert.deepEqual(
        [0, 0.25, 0.5, 0.75, 1].map(s => placeAt(line, s).point),
        [
            [0, 0],
            [5, 0],
            [10, 0],
            [10, 5],
            [10, 10],
        ],
    );
});

test('a thinned path stays within the tolerance of the drawn one', () => {
    const next = random(3);
    for (let round = 0; round < 50; round++) {
        const path = [[0, 0]];
        for (let i = 0; i < 120; i++) path.push([path[i][0] + next() * 6 - 2, path[i][1] + next() * 6 - 3]);
        const thin = simplify(path, 1.5);
        assert.deepEqual([thin[0], thin.at(-1)], [path[0], path.at(-1)]);
        assert.ok(thin.length < path.length);
        for (const p of path) assert.ok(snap([thin], p, Infinity).distance <= 1.5 + 1e-9);
    }
});

test('a path that crosses itself is told from one that does not', () => {
    assert.equal(
        crossesItself([
            [0, 0],
            [10, 0],
            [10, 10],
            [5, -5],
        ]),
        true,
    );
    assert.equal(
        crossesItself([
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
        ]),
        false,
    );
    assert.equal(
        crossesItself([
            [0, 0],
            [10, 0],
            [20, 0],
        ]),
        false,
    );
});

const square = (x, y, ...more) => ({
    type: 'Polygon',
    coordinates: [[[x, y], [x + 1, y], ...more, [x + 1, y + 1], [x, y + 1], [x, y]]],
});

test('neighbours share the border between them', () => {
    assert.deepEqual(
        sharedBorder(square(0, 0), {
            type: 'Polygon',
            coordinates: [
                [
                    [1, 0],
                    [2, 0],
                    [2, 1],
                    [1, 1],
                    [1, 0],
                ],
            ],
        }),
        [
            [
                [1, 0],
                [1, 1],
            ],
        ],
    );
    assert.deepEqual(sharedBorder(square(0, 0), square(5, 5)), []);
});

test('a border that runs over the start of the ring is one line', () => {
    const a = {
        type: 'Polygon',
        coordinates: [
            [
                [0, 0],
                [1, 0],
                [1, 1],
                [0, 1],
                [0, 0],
            ],
        ],
    };
    const b = {
        type: 'Polygon',
        coordinates: [
            [
                [-1, -1],
                [1, -1],
                [1, 0],
                [0, 0],
                [0, 1],
                [-1, 1],
                [-1, -1],
            ],
        ],
    };
    assert.deepEqual(sharedBorder(a, b), [
        [
            [0, 1],
            [0, 0],
            [1, 0],
        ],
    ]);
});

test('an enclave shares its whole ring, of a multipolygon too', () => {
    const inner = [
        [2, 2],
        [3, 2],
        [3, 3],
        [2, 2],
    ];
    const outer = {
        type: 'MultiPolygon',
        coordinates: [
            [
                [
                    [0, 0],
                    [9, 0],
                    [9, 9],
                    [0, 0],
                ],
                [...inner].reverse(),
            ],
        ],
    };
    assert.equal(sharedBorder({ type: 'Polygon', coordinates: [inner] }, outer).flatMap(l => l.slice(1)).length, 3);
});

test('what was redrawn is what one line has and the other has not', () => {
    const before = [
        [
            [0, 0],
            [1, 0],
            [2, 0],
            [3, 0],
            [4, 0],
        ],
    ];
    const after = [
        [
            [4, 0],
            [3, 0],
            [2, 1],
            [1, 0],
            [0, 0],
        ],
    ];
    assert.deepEqual(without(before, after), [
        [
            [1, 0],
            [2, 0],
            [3, 0],
        ],
    ]);
    assert.deepEqual(without(after, before), [
        [
            [3, 0],
            [2, 1],
            [1, 0],
        ],
    ]);
});

test('the box around areas', () => {
    assert.deepEqual(boxAround([square(0, 0), square(3, -2)]), [0, -2, 4, 1]);
    assert.equal(boxAround([]), null);
});
