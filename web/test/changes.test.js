import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    COLOURS,
    allowed,
    apartFrom,
    commandWords,
    directions,
    drawnLines,
    gridsInHand,
    heading,
    insidePoint,
    namedGrids,
    reachesBeyond,
    tellApart,
    thickness,
} from '../src/core/changes.js';

const square = (x, y, w = 1, h = 1) => ({
    type: 'Polygon',
    coordinates: [
        [
            [x, y],
            [x + w, y],
            [x + w, y + h],
            [x, y + h],
            [x, y],
        ],
    ],
});
const sums = households => ({ buildings: 1, households, subscribers: 0, revenue: 0 });

test('strips and flows of the same direction are one row, most households first, each in a colour of its own', () => {
    const rows = directions({
        strips: [
            { from: 1, to: 2, geometry: square(0, 0) },
            { from: 2, to: 1, geometry: square(1, 0) },
            { from: 1, to: 2, geometry: square(2, 0) },
            { from: null, to: 1, geometry: square(3, 0) },
        ],
        flows: [
            { from: 1, to: 2, ...sums(5) },
            { from: 2, to: 1, ...sums(50) },
        ],
    });
    assert.deepEqual(
        rows.map(r => [r.from, r.to, r.strips.length, r.flow?.households ?? null]),
        [
            [2, 1, 1, 50],
            [1, 2, 2, 5],
            [null, 1, 1, null],
        ],
    );
    assert.equal(new Set(rows.map(r => r.colour)).size, 3);
});

test('a point inside an area lies in the ring and not in its hole', () => {
    const ring = {
        type: 'Polygon',
        coordinates: [
            [
                [0, 0],
                [10, 0],
                [10, 10],
                [0, 10],
                [0, 0],
            ],
            [
                [1, 1],
                [8, 1],
                [8, 9],
                [1, 9],
                [1, 1],
            ],
        ],
    };
    assert.deepEqual(insidePoint(ring), [9, 5]);
    assert.deepEqual(
        insidePoint({ type: 'MultiPolygon', coordinates: [square(0, 0).coordinates, square(5, 5, 4, 2).coordinates] }),
        [7, 6],
    );
    assert.equal(insidePoint({ type: 'MultiPolygon', coordinates: [] }), null);
});

test('land goes from the new border to the old one', () => {
    // the grid on the left has taken the strip between x = 1 (old border) and x = 2 (new border)
    const after = {
        type: 'Polygon',
        coordinates: [
            [
                [0, 0],
                [1, 0],
                [2, 0],
                [2, 1],
                [1, 1],
                [0, 1],
                [0, 0],
            ],
        ],
    };
    const [x, y] = heading(square(1, 0), after);
    assert.ok(x < 0 && Math.abs(y) < 1e-9, `${x} ${y}`);
    assert.equal(heading(square(1, 0), null), null);
    assert.equal(heading(square(0, 0), square(0, 0)), null, 'a whole grid has no inner side');
});

test('of borders that differ, the present ones are told from the former ones', () => {
    const now = [
        [1, 0],
        [1, 1],
    ];
    const then = [
        [1, 0],
        [0.5, 0.5],
        [1, 1],
    ];
    assert.deepEqual(tellApart([then, now], [square(0, 0)]), { then: [then], now: [now] });
    assert.deepEqual(tellApart([then], []), { then: [then], now: [] });
});

test('every command is called by what it does', () => {
    const name = id => `g${id}`;
    const words = command => {
        const { key, values } = commandWords(command, name);
        return [key, values];
    };
    assert.deepEqual(words({ type: 'reshape', between: [1, 2] }), ['reshape', { a: 'g1', b: 'g2' }]);
    assert.deepEqual(words({ type: 'reshape', between: [1, null] }), ['reshape_outer', { a: 'g1' }]);
    assert.deepEqual(words({ type: 'moveNode' }), ['move_node', {}]);
    assert.deepEqual(words({ type: 'split', grid: 3, parts: [{}, {}] }), ['split', { a: 'g3', n: 3 }]);
    assert.deepEqual(words({ type: 'merge', grids: [1, 2, 3], into: 2 }), ['merge', { grids: 'g1, g3', into: 'g2' }]);
    assert.deepEqual(words({ type: 'transfer', to: 4, area: {} }), ['area', { to: 'g4' }]);
    assert.deepEqual(words({ type: 'transfer', to: null, area: {} }), ['free_area', {}]);
    assert.deepEqual(words({ type: 'transfer', to: 4, buildings: [7, 8] }), ['buildings', { n: 2, to: 'g4' }]);
    assert.deepEqual(words({ type: 'transfer', to: null, buildings: [7] }), ['free_buildings', { n: 1 }]);
    assert.deepEqual(words({ type: 'restore', revision: 7 }), ['restore', { revision: '7' }]);
    assert.deepEqual(words({ type: 'create', name: 'North' }), ['create', { name: 'North' }]);
    assert.deepEqual(words({ type: 'delete', grid: 1, to: 2 }), ['delete_to', { a: 'g1', to: 'g2' }]);
    assert.deepEqual(words({ type: 'delete', grid: 1 }), ['delete', { a: 'g1' }]);
    assert.deepEqual(words({ type: 'setAttributes', grid: 1 }), ['attributes', { a: 'g1' }]);
    assert.deepEqual(words({ type: 'dance' }), ['other', { type: 'dance' }]);
});

test('what one may do depends on the status, the roles and whose plan it is', () => {
    const plan = (status, author = 1, drew = 1) => ({
        status,
        author: { id: author },
        commands: [{ undone: false, author: { id: drew } }],
    });
    const planner = { account: 1, planner: true, approver: false };
    const approver = { account: 2, planner: false, approver: true };
    const both = { account: 1, planner: true, approver: true };
    const can = (p, who) =>
        Object.entries(allowed(p, who))
            .filter(([, v]) => v === true)
            .map(([k]) => k)
            .join(' ');
    assert.equal(can(plan('draft'), planner), 'edit submit remove');
    assert.equal(can(plan('returned'), planner), 'edit submit remove');
    assert.equal(can(plan('submitted'), planner), 'withdraw');
    assert.equal(can(plan('approved'), planner), 'withdraw publish');
    assert.equal(can(plan('published'), planner), '');
    assert.equal(can(plan('draft'), approver), '');
    assert.equal(can(plan('submitted'), approver), 'approve');
    assert.equal(can(plan('approved'), approver), 'publish');
    assert.equal(can(plan('submitted'), both), 'withdraw');
    assert.equal(allowed(plan('submitted'), both).why, 'review.own');
    assert.equal(allowed(plan('submitted', 9), both).why, 'review.drew');
    assert.equal(allowed(plan('submitted'), planner).why, 'review.no_approver');
    assert.equal(allowed(plan('submitted'), approver).why, null);
});

test('one works on the grids of the gesture, else of the last step and the tool in hand; without any of these one looks', () => {
    const command = (id, author, more = {}) => ({
        position: 0,
        undone: false,
        author: { id: author, name: '' },
        at: '',
        command: id,
        ...more,
    });
    const plan = {
        result: { grids: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4e15 }] },
        commands: [
            command({ type: 'reshape', between: [1, 2] }, 7),
            command({ type: 'transfer', to: 3, area: {} }, 8),
            command({ type: 'split', grid: 3 }, 7, { undone: true }),
        ],
    };
    const now = { plan, account: 7, drawn: [], drawing: false, lately: false, grid: 5 };
    assert.deepEqual(gridsInHand(now), []);
    assert.deepEqual(gridsInHand({ ...now, lately: true }), [1, 2]);
    assert.deepEqual(gridsInHand({ ...now, lately: true, account: 9 }), []);
    assert.deepEqual(gridsInHand({ ...now, drawing: true }), [5]);
    assert.deepEqual(gridsInHand({ ...now, drawing: true, lately: true, grid: 2 }), [1, 2]);
    assert.deepEqual(gridsInHand({ ...now, drawing: true, grid: null }), [1, 2, 3]);
    assert.deepEqual(gridsInHand({ ...now, drawing: true, drawn: [3, null, 4e15 + 1] }), [3]);
});

test('a command names grids, never the place of a vertex', () => {
    assert.deepEqual(namedGrids({ type: 'moveNode', node: [120, 30], to: [120.1, 30] }), []);
    assert.deepEqual(namedGrids({ type: 'merge', grids: [4, 5], into: 5 }), [4, 5]);
    assert.deepEqual(namedGrids({ type: 'transfer', to: null, buildings: [1, 2] }), []);
    assert.deepEqual(namedGrids({ type: 'reshape', between: [4, null], path: {} }), [4]);
});

test('a step is added after those of somebody faster only where both name all their grids, and not the same', () => {
    const reshape = (a, b) => ({ type: 'reshape', between: [a, b], path: {} });
    const at = (position, command, undone = false) => ({ position, command, undone, author: null, at: '' });
    const before = [at(0, reshape(1, 2))];
    assert.equal(apartFrom(reshape(1, 2), before, before), true);
    assert.equal(apartFrom(reshape(3, 4), before, [...before, at(1, reshape(5, 6))]), true);
    assert.equal(apartFrom(reshape(3, 4), before, [...before, at(1, reshape(4, 6))]), false);
    assert.equal(apartFrom(reshape(3, 4), before, [...before, at(1, { type: 'moveNode', node: [1, 1], to: [1, 2] })]), false);
    assert.equal(apartFrom({ type: 'transfer', to: 9, area: {} }, before, [...before, at(1, reshape(5, 6))]), false);
    assert.equal(apartFrom(reshape(2, 3), before, [at(0, reshape(1, 2), true)]), false, 'an undone step counts as well');
    assert.equal(apartFrom(reshape(2, 3), before, []), false, 'and one that is gone');
    assert.equal(apartFrom(reshape(3, 4), before, []), true);
});

test('what was drawn for a command is one line, or the rings of an area', () => {
    const line = [
        [0, 0],
        [1, 1],
    ];
    assert.deepEqual(drawnLines({ type: 'reshape', between: [1, 2], path: { coordinates: line } }), [line]);
    assert.deepEqual(drawnLines({ type: 'split', grid: 1, line: { coordinates: line } }), [line]);
    assert.equal(drawnLines({ type: 'transfer', to: 1, area: square(0, 0) })[0].length, 5);
    assert.deepEqual(drawnLines({ type: 'merge', grids: [1, 2], into: 1 }), []);
});

test('an area reaches beyond another one by its middle or by a corner, and not by corners on the outline', () => {
    const around = square(0, 0, 10, 10);
    assert.equal(reachesBeyond(around, square(2, 2, 3, 3), 1e-6), false);
    assert.equal(reachesBeyond(around, square(7, 7, 3, 3), 1e-6), false, 'its corners lie on the outline');
    assert.equal(reachesBeyond(around, square(10, 0, 4, 4), 1e-6), true, 'beside it');
    assert.equal(reachesBeyond(around, square(6, 6, 5, 5), 1e-6), true, 'the middle is inside, a corner is not');
});

test('a command says when the land that it gives up leaves the service area', () => {
    const words = command => commandWords(command, id => `G${id}`);
    assert.equal(words({ type: 'reshape', between: [1, null] }).key, 'reshape_outer');
    assert.equal(words({ type: 'moveNode', outside: true }).key, 'move_node_outside');
    assert.deepEqual(words({ type: 'reshape', between: [1, null], outside: true }),
        { key: 'reshape_outside', values: { a: 'G1' } });
    assert.equal(words({ type: 'transfer', to: null, area: {} }).key, 'free_area');
    assert.equal(words({ type: 'transfer', to: null, area: {}, outside: true }).key, 'outside_area');
});

test('how thick an area is, in pixels of the screen', () => {
    const at = p => [p[0] * 10, p[1] * -10];
    const close = (a, b) => assert.ok(Math.abs(a - b) < 0.02 * b, `${a} is not ${b}`);
    close(thickness(square(0, 0, 1000, 2), at), 20);
    const holed = { type: 'Polygon', coordinates: [...square(0, 0, 1000, 4).coordinates, ...square(0, 1, 1000, 2).coordinates] };
    close(thickness(holed, at), 10);
    const both = { type: 'MultiPolygon', coordinates: [square(0, 0, 1000, 2).coordinates, square(0, 10, 1000, 2).coordinates] };
    close(thickness(both, at), 20);
    assert.equal(thickness({ type: 'Polygon', coordinates: [] }, at), 0);
});

/** Linear red, green and blue as somebody sees them: all, without red cones, without green ones (Machado 2009). */
const EYES = [
    [1, 0, 0, 0, 1, 0, 0, 0, 1],
    [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
];
const linear = hex =>
    [1, 3, 5].map(i => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** CIE L*a*b*. */
function lab(hex, eye) {
    const c = linear(hex);
    const [r, g, b] = [0, 3, 6].map(i => Math.max(0, eye[i] * c[0] + eye[i + 1] * c[1] + eye[i + 2] * c[2]));
    const f = v => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(luminance([r, g, b]));
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test('every colour of a direction stands out from its casing, from every class of the map and from the others', () => {
    const classes = ['#ffffcc', '#a1dab4', '#41b6c4', '#2c7fb8', '#253494'];
    for (const [i, colour] of COLOURS.entries()) {
        assert.ok(1.05 / (luminance(linear(colour)) + 0.05) >= 3, colour);
        for (const other of [...classes, ...COLOURS.slice(i + 1)]) {
            for (const eye of EYES) {
                const [a, b] = [lab(colour, eye), lab(other, eye)];
                assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) > 20, `${colour} is hardly told from ${other}`);
            }
        }
    }
});
