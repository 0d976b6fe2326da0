/** How often values occur, in bins of one width. */

import { classIndex } from './paint.js';

/** @typedef {{from: number, to: number, bins: number[][], most: number}} Histogram */

/**
 * @param {number[]} values those outside the range count in its first and last bin
 * @param {[number, number]} range @param {number[]} breaks of the classes @param {number} n bins
 * @returns {Histogram} `bins`: for each of them how many values of each class lie in it; `most`: of all classes in one bin
 */
export function histogram(values, [from, to], breaks, n) {
    const bins = Array.from({ length: n }, () => Array(breaks.length + 1).fill(0));
    for (const v of values) {
        const i = to > from ? Math.floor(((v - from) / (to - from)) * n) : n >> 1;
        bins[Math.max(0, Math.min(n - 1, i))][classIndex(v, breaks)]++;
    }
    return { from, to, bins, most: bins.reduce((most, bin) => Math.max(most, total(bin)), 0) };
}

/** @param {number[]} bin */
export const total = bin => bin.reduce((a, b) => a + b, 0);

/** The least and the greatest; null without any. @param {number[]} values @returns {[number, number] | null} */
export const rangeOf = values =>
    values.length
        ? [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
        : null;
