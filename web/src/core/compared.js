/** What a change makes of the figures of a grid. */

import { UNKNOWN } from './format.js';

/** @typedef {import('./contract.js').Figures} Figures */
/** @typedef {import('./contract.js').GridChange} GridChange */
/**
 * A figure before and after, and how it is written. `moved`: it is known to be another.
 * @typedef {{key: string, before: number | null, after: number | null, then: string, now: string, moved: boolean}} Row
 */

/** What follows the pointer while a border is redrawn. */
const ALWAYS = ['buildings', 'households', 'subscribers', 'penetration', 'port_utilisation', 'workload', 'target_gap'];
/** Said only where it is another. */
const WHERE_MOVED = ['ports', 'sightings'];
const COUNTS = ['buildings', 'households', 'subscribers', 'ports', 'sightings', 'target_gap'];

/**
 * @param {string} key @param {Figures} figures @param {number | null} target new subscribers in a year
 * @returns {number | null}
 */
function valueOf(key, figures, target) {
    if (key === 'target_gap')
        return target === null || figures.new_subscribers === null ? null : target - figures.new_subscribers;
    return COUNTS.includes(key)
        ? figures[/** @type {'buildings' | 'households' | 'subscribers' | 'ports' | 'sightings'} */ (key)]
        : (figures.ratios[key]?.value ?? null);
}

/**
 * @param {Pick<GridChange, 'before' | 'after'>} change @param {(number | null)[]} targets before and after
 * @param {import('./format.js').Formats} f
 * @returns {Row[]} none where all reads the same
 */
export function comparedRows(change, [targetBefore, targetAfter], f) {
    const rows = [...ALWAYS, ...WHERE_MOVED].map(key => {
        const before = valueOf(key, change.before, targetBefore);
        const after = valueOf(key, change.after, targetAfter);
        const write = (/** @type {number | null} */ v) =>
            v === null ? UNKNOWN : COUNTS.includes(key) ? f.count(v) : f.metric(key, v);
        const [then, now] = [write(before), write(after)];
        // what reads the same is no change
        return { key, before, after, then, now, moved: before !== null && after !== null && then !== now };
    });
    if (rows.every(({ then, now }) => then === now)) return [];
    return rows.filter(({ key, moved }) => moved || !WHERE_MOVED.includes(key));
}
