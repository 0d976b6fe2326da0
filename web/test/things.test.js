import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LATTICE, WIDEST, accepted, ageOf, apartFrom, bunches, countIn, valuesOf } from '../src/core/things.js';
import { numberOf } from '../src/core/addresses.js';
import { DEFAULTS, NARROWED, format, parse } from '../src/core/url.js';

const EXTENT = 4096;

/** A layer of points as a decoded tile has it. */
function layerOf(name, points) {
    const keys = [...new Set(points.flatMap(p => Object.keys(p.of ?? {})))];
    const values = [];
    const columns = Object.fromEntries(
        keys.map(key => [key, Int32Array.from(points, p => (p.of?.[key] === undefined ? -1 : values.push(p.of[key]) - 1))]),
    );
    const n = points.length;
    return {
        name, extent: EXTENT, n, columns, values, derived: {},
        types: new Uint8Array(n).fill(1),
        partOf: Uint32Array.from({ length: n + 1 }, (_, i) => i),
        pointOf: Uint32Array.from({ length: n + 1 }, (_, i) => i),
        xy: Int16Array.from(points.flatMap(p => [p.x, p.y])),
    };
}

/** Numbers from 0 to 1 that are the same each time. */
function random(seed) {
    let state = seed;
    return () => ((state = (state * 48271) % 2147483647) - 1) / 2147483646;
}

const all = layer => accepted(layer, {}, '2026-11-28');

test('each thing of a tile is in one bunch, and no mark touches another', () => {
    const next = random(7);
    const points = Array.from({ length: 3000 }, () => ({
        x: Math.floor(next() * (EXTENT + 128)) - 64,
        y: Math.floor(next() * (EXTENT + 128)) - 64,
        of: next() < 0.1 ? {} : { used: 3, capacity: 8 },
    }));
    const ports = layerOf('ports', points);
    const sightings = layerOf('sightings', points.slice(0, 500));
    const own = points.filter(p => p.x >= 0 && p.y >= 0 && p.x < EXTENT && p.y < EXTENT);
    const left = bunches(ports, all(ports), 'left');
    assert.equal(left.reduce((sum, b) => sum + b.n, 0), own.length);
    assert.equal(left.reduce((sum, b) => sum + b.capacity, 0), 8 * own.filter(p => p.of.capacity).length);
    const marks = [...left, ...bunches(sightings, all(sightings), 'right')].filter(b => b.n > 1);
    assert.ok(marks.length > 100);
    const pixel = EXTENT / 512;
    for (const a of marks)
        for (const b of marks)
            assert.ok(a === b || Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) >= 2 * WIDEST * pixel, `${a.x} ${a.y}`);
    assert.ok(LATTICE >= 4 * WIDEST);
});

test('sums of the server count for as many as they stand for, and one for itself stands where it is', () => {
    const layer = layerOf('ports', [
        { x: 100, y: 100, of: { count: 40, used: 10, capacity: 100 } },
        { x: 120, y: 110, of: { count: 2 } },
        { x: 4000, y: 4090 },
    ]);
    const [many, one] = bunches(layer, all(layer), 'all');
    assert.deepEqual([many.n, many.used, many.capacity], [42, 10, 100]);
    assert.deepEqual([one.n, one.x, one.y, one.first], [1, 4000, 4090, 2]);
});

test('what is in view is counted truly, and it is said where a sum lies across the edge', () => {
    const things = layerOf('ports', [{ x: 10, y: 10 }, { x: 2000, y: 10 }, { x: -5, y: 10 }, { x: 4096, y: 10 }]);
    assert.deepEqual(countIn(things, all(things), [0, 0, 1000, 1000]), { n: 1, exact: true });
    assert.deepEqual(countIn(things, all(things), [-9, -9, 5000, 5000]), { n: 2, exact: true });
    const sums = layerOf('ports', [{ x: 10, y: 10, of: { count: 7 } }, { x: 2000, y: 10, of: { count: 5 } }]);
    assert.deepEqual(countIn(sums, all(sums), [0, 0, 1000, 5000]), { n: 7, exact: true });
    assert.deepEqual(countIn(sums, all(sums), [0, 0, 1990, 5000]), { n: 7, exact: false });
    assert.deepEqual(countIn(sums, all(sums), [-1, -1, 5000, 5000]), { n: 12, exact: true });
});

test('things are narrowed down by what they are; what is unknown is a value of its own, and sums are never taken for it', () => {
    const layer = layerOf('sightings', [
        { x: 1, y: 1, of: { operator: 'A', seen_at: '2026-11-01' } },
        { x: 1, y: 1, of: { operator: 'B', seen_at: '2026-05-01' } },
        { x: 1, y: 1, of: { seen_at: '2026-11-28' } },
        { x: 1, y: 1, of: { operator: 'A' } },
        { x: 1, y: 1, of: { count: 4 } },
    ]);
    const shown = only => [...accepted(layer, only, '2026-11-28')].flatMap((is, i) => (is ? [i] : []));
    assert.deepEqual(shown({}), [0, 1, 2, 3, 4]);
    assert.deepEqual(shown({ 'sightings.operator': 'A' }), [0, 3]);
    assert.deepEqual(shown({ 'sightings.operator': '' }), [2]);
    assert.deepEqual(shown({ 'sightings.age': '30' }), [0, 2]);
    assert.deepEqual(shown({ 'sightings.age': '30', 'sightings.operator': 'A' }), [0]);
    assert.deepEqual(shown({ 'ports.kind': 'tap' }), [0, 1, 2, 3, 4]);
    assert.deepEqual(valuesOf(layer, 'operator').sort(), ['', 'A', 'B']);
    assert.equal(ageOf('2026-02-27', '2026-03-01'), 2);
});

test('things are told apart from the zoom on at which there is room between them', () => {
    const grid = (area, n) => ({ leaf: true, area_km2: area, bbox: [123, 31, 123.1, 31.1], figures: { ports: n, sightings: 0 } });
    assert.equal(apartFrom([grid(1, 0)], 'sightings'), 0);
    const dense = apartFrom([grid(1, 400), grid(1, 400)], 'ports');
    assert.equal(apartFrom([grid(1, 100)], 'ports'), dense - 1);
    // 400 to the square kilometre are 50 m from each other; of these there are 14 pixels at zoom 16
    assert.equal(dense, 16);
});

test('what is narrowed down is part of the link, there and back', () => {
    const only = { 'ports.kind': 'splitter', 'sightings.operator': '甲 & 乙', 'sightings.kind': '', 'sightings.age': '30' };
    assert.deepEqual(parse(format({ ...DEFAULTS, only })).only, only);
    assert.equal(format(DEFAULTS), '');
    assert.equal(parse('').only, DEFAULTS.only);
    assert.deepEqual(parse('?sightings.age=0&sightings.age2=1&ports.age=3&ports.colour=red').only, {});
    for (const [layer, keys] of Object.entries(NARROWED))
        for (const key of keys) assert.deepEqual(parse(`?${layer}.${key}=12`).only, { [`${layer}.${key}`]: '12' });
});

test('the number of a building is what its name adds to its compound, else that of its address', () => {
    for (const [name, address, compound, number] of [
        ['滨江花园12幢', '滨海大道4500号', '滨江花园', '12幢'],
        ['长安新村3号厂房', null, '长安新村', '3号厂房'],
        ['和平大厦', '人民路188号', '和平大厦', '188号'],
        ['东湖苑845号楼', '中山北路394弄52号', '东湖', '52号'],
        ['Lakeside Tower 1', '1 Lake Road', 'Lakeside', '1'],
        ['Lakeside 1B', '1 Lake Road', 'Lakeside', '1B'],
        [null, 'Hauptstrasse 12a, Vaduz', null, '12a'],
        [null, '12-14 Lake Road', null, '12-14'],
        [null, '1st Avenue', null, null],
        ['Town hall', null, null, null],
        [undefined, undefined, undefined, null],
    ]) {
        assert.equal(numberOf({ name, address, compound }), number, `${name}, ${address}`);
    }
});
