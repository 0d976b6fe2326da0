import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowding } from '../src/core/paint.js';

const bbox = [120, 30.9, 120.1, 31.1];
const grid = (level, leaf, area_km2, households) => ({ level, leaf, area_km2, bbox, figures: { households } });
/** 1,024 leaves of 1 km² with 5,000 households each, in 16 streets. */
const metropolis = [
    ...Array.from({ length: 16 }, () => grid(1, false, 64, 320_000)),
    ...Array.from({ length: 1024 }, () => grid(2, true, 1, 5000)),
];

test('borders of small grids grow faint as one looks from further away, those of large ones later', () => {
    const at = zoom => [1, 2].map(level => Math.round(crowding(metropolis, zoom).border(level) * 100) / 100);
    assert.deepEqual([14, 12, 10, 8].map(at), [[1, 1], [1, 1], [1, 0], [0.28, 0]]);
});

test('dots of households never cover more than a fifth of the land', () => {
    for (let zoom = 5; zoom <= 20; zoom++) {
        const { dot } = crowding(metropolis, zoom);
        const metres = (156543.034 * Math.cos((31 / 180) * Math.PI)) / 2 ** zoom;
        assert.ok(Math.PI * dot ** 2 * 0.005 * metres ** 2 <= 0.2000001, `zoom ${zoom}`);
        assert.ok(dot > 0 && dot <= 0.16);
    }
    assert.equal(crowding(metropolis, 16).dot, 0.16);
});

test('without grids, or households, all is drawn as ever', () => {
    assert.deepEqual([crowding([], 10).dot, crowding([], 10).border(3)], [0.16, 1]);
    assert.deepEqual([crowding([grid(0, true, 1, null)], 10).dot, crowding([grid(0, true, 1, null)], 14).border(7)], [0.16, 1]);
});
