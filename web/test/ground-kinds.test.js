import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { asGround } from '../src/core/ground-kinds.js';
import { property, properties } from '../src/core/mvt.js';

const TABLE = readFileSync(new URL('../../data/schema/basemap.csv', import.meta.url), 'utf8').trim().split('\n').slice(1)
    .map(line => line.split(','));

/** A layer of lines, one part each: [properties, type, points]. */
function layer(name, extent, features) {
    const values = [];
    const columns = {};
    features.forEach(([own], i) =>
        Object.entries(own).forEach(([key, value]) => {
            columns[key] ??= new Int32Array(features.length).fill(-1);
            columns[key][i] = values.push(value) - 1;
        }),
    );
    const points = features.map(([, , p]) => p);
    const ends = points.map((_, i) => points.slice(0, i + 1).flat().length);
    return {
        name, extent, n: features.length, ids: new Float64Array(features.length),
        types: Uint8Array.from(features.map(([, type]) => type)),
        partOf: Uint32Array.from([0, ...features.map((_, i) => i + 1)]), pointOf: Uint32Array.from([0, ...ends]),
        xy: Int16Array.from(points.flat(2)),
        bbox: Int16Array.from(points.flatMap(p => [0, 1].map(a => Math.min(...p.map(q => q[a])))
            .concat([0, 1].map(a => Math.max(...p.map(q => q[a])))))),
        reach: [0, 0, extent, extent], values, columns, derived: {},
    };
}

test('features of both common schemas become kinds of the ground, others are left out', () => {
    const tile = {
        water: layer('water', 4096, [[{ class: 'lake', name: '湖' }, 3, [[0, 0], [10, 0], [10, 10]]]]),
        transportation: layer('transportation', 8192, [
            [{ class: 'motorway' }, 2, [[0, 0], [8192, 4096]]],
            [{ class: 'ferry' }, 2, [[5, 5], [6, 6]]],
            [{ class: 'minor', name: '北街' }, 2, [[2, 4], [6, 8], [10, 12]]],
        ]),
        roads: layer('roads', 4096, [
            [{ kind: 'major_road' }, 2, [[1, 1], [2, 2]]],
            [{ 'pmap:kind': 'path' }, 2, [[3, 3], [4, 4]]],
        ]),
        building: layer('building', 4096, [[{}, 3, [[0, 0], [1, 0], [1, 1]]]]),
        places: layer('places', 4096, [[{ kind: 'locality', name: '城' }, 1, [[7, 7]]]]),
        pois: layer('pois', 4096, [[{ kind: 'cafe' }, 1, [[8, 8]]]]),
    };
    const { base } = asGround(tile, TABLE);
    assert.deepEqual(Array.from({ length: base.n }, (_, i) => [base.types[i], properties(base, i)]), [
        [3, { kind: 'water', name: '湖' }],
        [2, { kind: 'motorway' }],
        [2, { kind: 'street', name: '北街' }],
        [2, { kind: 'ring' }],
        [2, { kind: 'path' }],
        [3, { kind: 'building' }],
        [1, { kind: 'town', name: '城' }],
    ]);
    // units are those of one extent
    const xy = i => [...base.xy.subarray(2 * base.pointOf[base.partOf[i]], 2 * base.pointOf[base.partOf[i + 1]])];
    assert.deepEqual(xy(1), [0, 0, 4096, 2048]);
    assert.deepEqual(xy(2), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual([...base.bbox.subarray(8, 12)], [1, 2, 5, 6]);
    assert.deepEqual(xy(6), [7, 7]);
    assert.deepEqual(base.reach, [0, 0, 4096, 2048]);
    assert.equal(property(base, 1, 'name'), undefined);
});

test('a tile of nothing that is known is an empty ground', () => {
    assert.equal(asGround({}, TABLE).base.n, 0);
    assert.equal(asGround({ x: layer('x', 4096, [[{ kind: 'water' }, 2, [[0, 0], [1, 1]]]]) }, TABLE).base.n, 0);
});

test('the table names kinds that the ground draws, and nothing twice', () => {
    const ground = readFileSync(new URL('../src/map/ground.js', import.meta.url), 'utf8');
    const names = readFileSync(new URL('../src/map/names.js', import.meta.url), 'utf8');
    for (const [name, key, value, place, kind] of TABLE) {
        const drawn = { area: new RegExp(`AREAS = .*\\b${kind}: `), line: new RegExp(`kind: '${kind}'`), point: null }[place];
        assert.ok(drawn ? drawn.test(ground) : new RegExp(`^    ${kind}: `, 'm').test(names), `${name} ${key} ${value}: ${kind}`);
    }
    const rows = TABLE.map(([name, key, value, place]) => `${name} ${key} ${value} ${place}`);
    assert.equal(new Set(rows).size, rows.length);
});
