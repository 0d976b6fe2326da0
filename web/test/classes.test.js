import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naturalBreaks, quantiles } from '../src/core/classes.js';
import { classIndex } from '../src/core/paint.js';

/** Numbers below 1 from a seed. */
function numbers(seed) {
    let s = seed;
    return () => {
        s = (s * 1103515245 + 12345) % 2147483648;
        return s / 2147483648;
    };
}

const spread = (values, breaks) => {
    const classes = new Map();
    for (const v of values) {
        const k = classIndex(v, breaks);
        classes.set(k, [...(classes.get(k) ?? []), v]);
    }
    return [...classes.values()].reduce((all, c) => {
        const mean = c.reduce((a, b) => a + b, 0) / c.length;
        return all + c.reduce((a, v) => a + (v - mean) ** 2, 0);
    }, 0);
};

/** The least spread that any n classes have, by trying all of them. */
function least(values, n) {
    const distinct = [...new Set(values)].sort((a, b) => a - b).slice(1);
    const choose = (from, k) =>
        k === 0 ? [[]] : distinct.slice(from).flatMap((b, i) => choose(from + i + 1, k - 1).map(rest => [b, ...rest]));
    return Math.min(...choose(0, n - 1).map(breaks => spread(values, breaks)));
}

test('natural breaks are those with the least spread of all that there are', () => {
    for (let seed = 1; seed <= 60; seed++) {
        const next = numbers(seed);
        const values = Array.from({ length: 8 + (seed % 7) }, () => Math.round(next() ** 3 * 40) / 10);
        const n = 2 + (seed % 4);
        if (new Set(values).size <= n) continue;
        const breaks = naturalBreaks(values, n);
        assert.equal(breaks.length, n - 1);
        assert.ok(Math.abs(spread(values, breaks) - least(values, n)) < 1e-9, `seed ${seed}: ${breaks} of ${values}`);
    }
});

test('natural breaks part what lies apart', () => {
    assert.deepEqual(naturalBreaks([1, 2, 1.5, 10, 11, 10.5, 50, 50, 51], 3), [10, 50]);
    assert.deepEqual(naturalBreaks([3, 3, 3, 5], 5), [5]);
    assert.deepEqual(naturalBreaks([], 5), []);
    assert.deepEqual(naturalBreaks([7, 7], 5), []);
});

test('classes by quantiles hold about as many values each, and equal values are never parted', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 99 - i);
    assert.deepEqual(quantiles(hundred, 5), [20, 40, 60, 80]);
    assert.deepEqual(quantiles([1, 1, 1, 1, 1, 1, 2, 3, 4, 5], 5), [2, 4]);
    assert.deepEqual(quantiles([4, 4, 4], 5), []);
    assert.deepEqual(quantiles([], 5), []);
});

test('a city of values is classed in a moment', () => {
    const next = numbers(7);
    const values = Array.from({ length: 14_328 }, () => next() * next());
    const breaks = naturalBreaks(values, 5);
    assert.ok(breaks.every((b, i) => i === 0 || b > breaks[i - 1]), breaks);
    const moved = breaks.map(b => b + 0.02);
    assert.ok(spread(values, breaks) < spread(values, moved));
});
