import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf, labelled, levelShown, ofLevel } from '../src/core/level.js';

/** Four districts of 16 streets of 16 grids, each of these 1 km wide; and an island that is a grid below nothing. */
const degree = 111.2;
const grids = [];
const add = (id, level, leaf, x, y, km, kind) => {
    const [w, s] = [120 + x / degree / Math.cos((31 / 180) * Math.PI), 31 + y / degree];
    const bbox = [w, s, w + km / degree / Math.cos((31 / 180) * Math.PI), s + km / degree];
    grids.push({ id, level, leaf, bbox, kind, area_km2: km * km, figures: { households: 100 } });
};
for (let d = 0; d < 4; d++) {
    add(1000 + d, 1, false, 16 * d, 0, 16, 'district');
    for (let s = 0; s < 16; s++) {
        const [x, y] = [16 * d + 4 * (s % 4), 4 * Math.floor(s / 4)];
        add(2000 + 16 * d + s, 2, false, x, y, 4, s ? 'street' : 'town');
        for (let g = 0; g < 16; g++) add(10000 + 256 * d + 16 * s + g, 3, true, x + (g % 4), y + Math.floor(g / 4), 1, null);
    }
}
add(9, 1, true, 80, 0, 3, null);

test('the level is the finest whose grids can be told apart, or the one that is held', () => {
    const at = zoom => levelShown(grids, zoom, null);
    assert.deepEqual([15, 13, 12, 11, 10, 9, 8, 3].map(at), [null, null, null, 2, 2, 1, 1, 1]);
    assert.deepEqual([levelShown(grids, 15, 1), levelShown(grids, 3, 3), levelShown(grids, 3, 2)], [1, null, 2]);
    assert.equal(levelShown(grids, 15, 7), null);
    assert.equal(levelShown([], 10, null), null);
});

test('each level covers all that there is', () => {
    const ids = level => ofLevel(grids, level).map(g => g.id);
    assert.deepEqual([ids(1).length, ids(2).length, ids(null).length], [5, 65, 1025]);
    assert.ok([1, 2, null].every(level => ids(level).includes(9)), 'the island is there at any level');
});

test('labels are of the level shown where they fit, else of one above, never of one below', () => {
    const at = (zoom, shown) => labelled(grids, zoom, shown).level;
    assert.deepEqual([at(15, null), at(12, null), at(10, null), at(12, 2), at(10, 2), at(15, 1)], [null, 2, 1, 2, 1, 1]);
    assert.equal(labelled(grids, 12, 2).grids.length, 65);
});

test('what a level is called follows from what most of its grids are', () => {
    assert.deepEqual([kindOf(grids, 1), kindOf(grids, 2), kindOf(grids, 3)], ['district', 'street', null]);
});
