/** Sums over buildings in words; what is known in none of them is said to be unknown, never 0. */

import { t } from './i18n.js';

/** @typedef {import('./contract.js').MovedSums} MovedSums */
/** @typedef {import('./format.js').Formats} Formats */

/**
 * @param {Formats} f @param {'households' | 'subscribers'} key @param {number | null} sum null: known in none
 * @param {number} [unknown] buildings that are not in it
 */
export function sumWords(f, key, sum, unknown = 0) {
    if (sum === null) return t(`sum.${key}.unknown`);
    const words = t(`sum.${key}`, { n: f.count(sum) });
    return unknown ? t('sum.partly', { sum: words, n: f.count(unknown) }) : words;
}

/** @param {Formats} f @param {MovedSums} moved */
export function movedWords(f, moved) {
    const households = sumWords(f, 'households', moved.households, moved.households_unknown);
    const subscribers = sumWords(f, 'subscribers', moved.subscribers, moved.subscribers_unknown);
    return t('moved', { buildings: f.count(moved.buildings), households, subscribers });
}

/** In a list of plans. @param {Formats} f @param {MovedSums} moved */
export function movingWords(f, { households, households_unknown: unknown }) {
    if (households === null) return t('sum.households.unknown');
    const sum = t('inbox.households', { n: f.count(households) });
    return unknown ? t('sum.partly', { sum, n: f.count(unknown) }) : sum;
}
