/** How often values occur, by bin and class. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { histogram, rangeOf, total } from '../src/core/histogram.js';
import { classIndex } from '../src/core/paint.js';

test('every value is in one bin, in its class', () => {
    const values = [0, 0.1, 0.1, 0.26, 0.5, 0.99, 1];
    const { bins, most } = histogram(values, [0, 1], [0.25, 0.5], 4);
    assert.deepEqual(bins, [[3, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 2]]);
    assert.equal(most, 3);
});

test('a bin across a break holds both classes', () => {
    assert.deepEqual(histogram([0.1, 0.3], [0, 1], [0.25], 2).bins, [[1, 1], [0, 0]]);
});

test('what lies beyond the range is in the first or last bin, and one value in the middle', () => {
    assert.deepEqual(histogram([-5, 9], [0, 1], [], 3).bins.map(total), [1, 0, 1]);
    assert.deepEqual(histogram([2, 2], [2, 2], [], 3).bins.map(total), [0, 2, 0]);
});

test('classes and bins count alike whatever the values', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 200; round++) {
        const values = Array.from({ length: 1 + Math.floor(random() * 60) }, () => Math.floor(random() * 40) / 8);
        const breaks = [1, 2.5, 2.75, 4];
        const range = /** @type {[number, number]} */ (rangeOf(values));
        const { bins } = histogram(values, range, breaks, 1 + Math.floor(random() * 20));
        const classes = breaks.concat(0).map((_, k) => values.filter(v => classIndex(v, breaks) === k).length);
        assert.deepEqual(classes, classes.map((_, k) => bins.reduce((sum, bin) => sum + bin[k], 0)));
    }
    assert.equal(rangeOf([]), null);
});
