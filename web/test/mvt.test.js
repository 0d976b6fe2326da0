import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decode, properties, property, weight } from '../src/core/mvt.js';
import { pickPoint, pickPolygon } from '../src/core/hit.js';

// shapes.mvt was cut from shapes.geojson by GDAL:
// ogr2ogr -f MVT out shapes.geojson -nln shapes -dsco MAXZOOM=0 -dsco COMPRESS=NO -preserve_fid
const bytes = readFileSync(new URL('fixtures/shapes.mvt', import.meta.url));
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const { shapes } = decode(buffer);

test('a tile that GDAL wrote is read to the last property', () => {
    assert.deepEqual([...shapes.ids], [7, 8, 9, 10]);
    assert.deepEqual([...shapes.types], [3, 3, 2, 1]);
    assert.deepEqual(properties(shapes, 0), { name: '环', households: 12, share: 0.25, leaf: 1 });
    assert.equal(property(shapes, 2, 'households'), -3);
    assert.equal(property(shapes, 3, 'households'), undefined);
});

test('parts and points lie flat, rings without their closing point', () => {
    assert.deepEqual([...shapes.partOf], [0, 2, 4, 5, 6]);
    assert.deepEqual([...shapes.pointOf], [0, 4, 8, 11, 14, 17, 18]);
    assert.deepEqual([...shapes.xy.slice(0, 8)], [1024, 2907, 1024, 1189, 3072, 1189, 3072, 2907]);
    assert.deepEqual([...shapes.bbox.slice(4, 8)], [3186, 1690, 3755, 1934]);
    assert.deepEqual(shapes.reach, [683, 1189, 3755, 2907]);
});

test('bytes that are no tile are refused, wherever they break off', () => {
    for (let length = 1; length < bytes.length; length++)
        assert.throws(() => decode(buffer.slice(0, length)), RangeError, `after ${length} bytes`);
});

test('an empty tile has no layers', () => {
    assert.deepEqual(decode(new ArrayBuffer(0)), {});
});

test('weight grows with what is kept', () => {
    assert.equal(weight({}), 0);
    assert.ok(weight({ shapes }) > shapes.xy.byteLength);
});

test('a pick finds the polygon, not its hole, and its parts', () => {
    for (const [x, y, id] of [
        [1100, 2000, 7],
        [2048, 2048, null],
        [3700, 1850, 8],
        [3400, 1800, 8],
        [3460, 1800, null],
        [100, 100, null],
        [-50, 5000, null],
    ]) {
        const i = pickPolygon(shapes, x, y);
        assert.equal(i < 0 ? null : shapes.ids[i], id, `${x}, ${y}`);
    }
});

test('a pick near a point finds the nearest within reach', () => {
    assert.equal(shapes.ids[pickPoint(shapes, 2050, 2051, 10).feature], 10);
    assert.equal(pickPoint(shapes, 2060, 2060, 10).feature, -1);
});

test('the index finds what a look at every polygon finds', () => {
    for (let x = 0; x <= 4096; x += 128) {
        for (let y = 0; y <= 4096; y += 128) {
            const [ix, iy] = [x + 0.5, y + 0.5];
            const inside = [0, 1].filter(i => {
                let odd = false;
                for (let p = shapes.partOf[i]; p < shapes.partOf[i + 1]; p++) {
                    for (let k = shapes.pointOf[p], j = shapes.pointOf[p + 1] - 1; k < shapes.pointOf[p + 1]; j = k++) {
                        const [x1, y1, x2, y2] = [shapes.xy[2 * k], shapes.xy[2 * k + 1], shapes.xy[2 * j], shapes.xy[2 * j + 1]];
                        if (y1 > iy !== y2 > iy && ix < ((x2 - x1) * (iy - y1)) / (y2 - y1) + x1) odd = !odd;
                    }
                }
                return odd;
            });
            assert.equal(pickPolygon(shapes, ix, iy), inside[0] ?? -1, `${ix}, ${iy}`);
        }
    }
});
