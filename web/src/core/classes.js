/** Classes that follow the values at hand, where business thresholds put most of them into one. */

/**
 * Breaks between classes of about as many values each. Equal values are never parted, so there may be fewer classes.
 * @param {number[]} values @param {number} n classes @returns {number[]} ascending; each is the least value of the class above it
 */
export function quantiles(values, n) {
    const sorted = [...values].sort((a, b) => a - b);
    const breaks = [];
    for (let i = 1; i < n; i++) {
        const at = sorted[Math.ceil((sorted.length * i) / n)];
        if (at !== undefined && at > (breaks[breaks.length - 1] ?? sorted[0])) breaks.push(at);
    }
    return breaks;
}

/**
 * Natural breaks (G. F. Jenks): the classes within which values differ least, in the sum of the squares of what they are off the
 * mean of their class. Exact, by W. D. Fisher's recursion; since the best last class begins the later, the more values there are,
 * each row of it is found by halving, in O(classes · values · log values).
 * @param {number[]} values @param {number} n classes @returns {number[]} ascending; each is the least value of the class above it
 */
export function naturalBreaks(values, n) {
    const sorted = [...values].sort((a, b) => a - b);
    const distinct = sorted.filter((v, i) => i === 0 || v !== sorted[i - 1]);
    const m = distinct.length;
    if (m <= n) return distinct.slice(1);
    // sums over the values before the i-th distinct one, less the middle one, so that squares stay small
    const middle = sorted[sorted.length >> 1];
    const [count, sum, square] = [new Float64Array(m + 1), new Float64Array(m + 1), new Float64Array(m + 1)];
    for (let i = 0, k = 0; i < m; i++) {
        const from = k;
        while (k < sorted.length && sorted[k] === distinct[i]) k++;
        const d = distinct[i] - middle;
        count[i + 1] = count[i] + k - from;
        sum[i + 1] = sum[i] + (k - from) * d;
        square[i + 1] = square[i] + (k - from) * d * d;
    }
    /** Of the distinct values i to j - 1 as one class. @param {number} i @param {number} j */
    const spread = (i, j) => {
        const s = sum[j] - sum[i];
        return Math.max(0, square[j] - square[i] - (s * s) / (count[j] - count[i]));
    };
    let best = Float64Array.from({ length: m + 1 }, (_, j) => (j ? spread(0, j) : 0));
    /** Where the last of k + 1 classes begins, for each number of values. @type {Int32Array[]} */
    const begins = [];
    for (let k = 1; k < n; k++) {
        const next = new Float64Array(m + 1).fill(Infinity);
        const begin = new Int32Array(m + 1);
        /** @param {number} low @param {number} high numbers of values @param {number} from @param {number} to of the begin */
        const solve = (low, high, from, to) => {
            if (low > high) return;
            const j = (low + high) >> 1;
            for (let i = Math.max(k, from); i <= Math.min(j - 1, to); i++) {
                const cost = best[i] + spread(i, j);
                if (cost < next[j]) [next[j], begin[j]] = [cost, i];
            }
            solve(low, j - 1, from, begin[j]);
            solve(j + 1, high, begin[j], to);
        };
        solve(k + 1, m, k, m - 1);
        best = next;
        begins.push(begin);
    }
    const breaks = [];
    for (let k = n - 2, j = m; k >= 0; k--) {
        j = begins[k][j];
        breaks.push(distinct[j]);
    }
    return breaks.reverse();
}
