/** Names that run along lines: which stretch of a line reads best, and where each letter of the name goes. In pixels. */

/** @typedef {[number, number]} Point */
/** Where a letter goes: its middle, and how far it is turned clockwise. @typedef {{x: number, y: number, turn: number}} Place */

/** Letters no more than this apart are turned against each other by at most as much, in radians, and all of them by SWEEP. */
const BEND = 0.5;
const SWEEP = 1.6;
const STEP = 8;
/** Scripts that are written from above to below as well. */
const STACKED = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/;

/**
 * Lines that end where others begin, within `reach` pixels, made one.
 * @param {Point[][]} lines @returns {Point[][]} longest first
 */
export function joined(lines, reach = 2.5) {
    const near = (/** @type {Point} */ p, /** @type {Point} */ q) => Math.hypot(p[0] - q[0], p[1] - q[1]) <= reach;
    const rest = lines.filter(line => line.length > 1);
    const done = [];
    while (rest.length) {
        let line = /** @type {Point[]} */ (rest.pop());
        for (let i = rest.length - 1; i >= 0; i--) {
            const other = rest[i];
            const [head, tail] = [line[0], line[line.length - 1]];
            const [first, last] = [other[0], other[other.length - 1]];
            if (near(tail, first)) line = [...line, ...other.slice(1)];
            else if (near(tail, last)) line = [...line, ...other.slice(0, -1).reverse()];
            else if (near(head, last)) line = [...other, ...line.slice(1)];
            else if (near(head, first)) line = [...other.slice(1).reverse(), ...line];
            else continue;
            rest.splice(i, 1);
            // what did not fit before may fit now
            i = rest.length;
        }
        done.push(line);
    }
    return done.map(line => ({ line, length: lengthOf(line) })).sort((a, b) => b.length - a.length).map(({ line }) => line);
}

/** @param {Point[]} line */
function lengthOf(line) {
    let length = 0;
    for (let i = 1; i < line.length; i++) length += Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]);
    return length;
}

/** Answers for a line where one is after so many pixels of it. @param {Point[]} line */
function walk(line) {
    const at = [0];
    for (let i = 1; i < line.length; i++) {
        at.push(at[i - 1] + Math.hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1]));
    }
    return {
        length: at[at.length - 1],
        /** @param {number} d @returns {Point} */
        point(d) {
            let [low, high] = [0, at.length - 1];
            while (high - low > 1) {
                const middle = (low + high) >> 1;
                if (at[middle] <= d) low = middle;
                else high = middle;
            }
            const k = at[high] > at[low] ? Math.min(1, Math.max(0, (d - at[low]) / (at[high] - at[low]))) : 0;
            const [p, q] = [line[low], line[high]];
            return [p[0] + k * (q[0] - p[0]), p[1] + k * (q[1] - p[1])];
        },
    };
}

const turned = (/** @type {number} */ from, /** @type {number} */ to) => {
    const d = Math.abs(to - from) % (2 * Math.PI);
    return d > Math.PI ? 2 * Math.PI - d : d;
};

/**
 * Where the letters of a name go on a line: on the straightest stretch that holds it, of several as straight where `cost` is
 * least. Never upside down; on a steep line the letters of scripts that know it stand below each other.
 * @param {Point[]} line @param {string[]} letters @param {number[]} widths of the letters
 * @param {(x: number, y: number) => number} cost of a middle; Infinity where the name may not be
 * @returns {Place[] | null} null where it does not fit
 */
export function along(line, letters, widths, cost) {
    const width = widths.reduce((sum, w) => sum + w, 0);
    const { length, point } = walk(line);
    if (length < width + 2) return null;
    let best = { rank: Infinity, from: 0 };
    const tries = Math.min(48, Math.max(1, Math.floor((length - width) / STEP)));
    for (let i = 0; i <= tries; i++) {
        const from = ((length - width) * i) / tries;
        const [x, y] = point(from + width / 2);
        const rank = cost(x, y) + 400 * bent(point, from, width);
        if (rank < best.rank) best = { rank, from };
    }
    if (best.rank === Infinity) return null;
    return letterPlaces(point, best.from, letters, widths, width);
}

/**
 * How bent a stretch is; Infinity when letters on it would fall apart.
 * @param {(d: number) => Point} point @param {number} from @param {number} width
 */
function bent(point, from, width) {
    const n = Math.max(2, Math.round(width / STEP));
    let sweep = 0;
    let before = NaN;
    let p = point(from);
    for (let i = 1; i <= n; i++) {
        const q = point(from + (width * i) / n);
        const angle = Math.atan2(q[1] - p[1], q[0] - p[0]);
        const turn = i > 1 ? turned(before, angle) : 0;
        sweep += turn;
        if (turn > BEND || sweep > SWEEP) return Infinity;
        [before, p] = [angle, q];
    }
    return sweep;
}

/**
 * @param {(d: number) => Point} point @param {number} from @param {string[]} letters @param {number[]} widths
 * @param {number} width
 */
function letterPlaces(point, from, letters, widths, width) {
    const [a, b] = [point(from), point(from + width)];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const stacked = Math.abs(dy) > 1.7 * Math.abs(dx) && letters.every(letter => STACKED.test(letter));
    const back = stacked ? dy < 0 : dx < 0;
    let d = 0;
    return letters.map((_, i) => {
        const [start, end] = [d, d + widths[i]];
        d = end;
        const [p, q] = back
            ? [point(from + width - start), point(from + width - end)]
            : [point(from + start), point(from + end)];
        const angle = Math.atan2(q[1] - p[1], q[0] - p[0]);
        return { x: (p[0] + q[0]) / 2, y: (p[1] + q[1]) / 2, turn: stacked ? angle - Math.PI / 2 : angle };
    });
}

/**
 * Lines cut at the edges of a box, so that those of neighbouring tiles meet where one ends.
 * @param {Point[]} line @param {number} low @param {number} high of both axes
 * @returns {Point[][]}
 */
export function within(line, low, high) {
    const pieces = [];
    /** @type {Point[]} */
    let piece = [];
    for (let i = 1; i < line.length; i++) {
        const [p, q] = [line[i - 1], line[i]];
        let [from, to] = [0, 1];
        for (const axis of [0, 1]) {
            const step = q[axis] - p[axis];
            if (step === 0) {
                if (p[axis] < low || p[axis] > high) to = -1;
                continue;
            }
            const [k, m] = [(low - p[axis]) / step, (high - p[axis]) / step];
            from = Math.max(from, Math.min(k, m));
            to = Math.min(to, Math.max(k, m));
        }
        if (from > to) {
            if (piece.length > 1) pieces.push(piece);
            piece = [];
            continue;
        }
        const at = (/** @type {number} */ k) => /** @type {Point} */ ([p[0] + k * (q[0] - p[0]), p[1] + k * (q[1] - p[1])]);
        if (!piece.length || from > 0) {
            if (piece.length > 1) pieces.push(piece);
            piece = [at(from)];
        }
        piece.push(at(to));
        if (to < 1) {
            pieces.push(piece);
            piece = [];
        }
    }
    if (piece.length > 1) pieces.push(piece);
    return pieces;
}
