/** A ratio of sums and how sure one may be of it, by the rules of the server's `Ratio`. */

/** @typedef {import('./contract.js').Ratio} Ratio */

/** Below this base, or with an interval wider than 10 points to either side, a rate is hatched. */
const SMALL_BASE = 30;
const WIDE = 0.1;
/** Of 95 %. */
const Z = 1.959963984540054;

/**
 * @param {number} numerator @param {number} denominator
 * @param {number} known in how many of the members (buildings, ports) both are known @param {number} members
 * @param {boolean} proportion whether each of the base is in or out, so that an interval means something
 * @returns {Ratio}
 */
export function ratioOf(numerator, denominator, known, members, proportion) {
    const told = { numerator, denominator, known_share: members ? known / members : null, low: null, high: null, small: false };
    if (members && !known) return { ...told, value: null, reason: 'unknown_base' };
    if (!denominator) return { ...told, value: null, reason: 'no_base' };
    const value = numerator / denominator;
    const small = denominator < SMALL_BASE;
    if (!proportion || value > 1) return { ...told, value, reason: null, small };
    // the score interval (Wilson, 1927)
    const n = denominator;
    const centre = value + (Z * Z) / (2 * n);
    const spread = Z * Math.sqrt((value * (1 - value)) / n + (Z * Z) / (4 * n * n));
    const scale = 1 + (Z * Z) / n;
    const [low, high] = [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
    return { ...told, value, reason: null, low, high, small: small || (high - low) / 2 > WIDE };
}
