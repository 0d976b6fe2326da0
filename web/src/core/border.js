/**
 * The geometry of redrawing a border by hand. Points are [x, y] pairs of one plane: the caller chooses pixels for what the eye
 * judges (snapping, thinning) and degrees for what is sent.
 */

/** @typedef {[number, number]} Point */
/** @typedef {{line: number, segment: number, at: number, point: Point, distance: number}} Snap `at` 0..1 in the segment */
/** @typedef {{type: 'Polygon', coordinates: Point[][]} | {type: 'MultiPolygon', coordinates: Point[][][]}} Areal */

/**
 * @param {Point[][]} lines @param {Point} p @param {number} reach
 * @returns {Snap | null} the nearest place on any of the lines, null when none is within reach
 */
export function snap(lines, p, reach) {
    /** @type {Snap | null} */
    let best = null;
    let limit = reach;
    lines.forEach((line, l) => {
        for (let s = 0; s + 1 < line.length; s++) {
            const [a, b] = [line[s], line[s + 1]];
            const dx = b[0] - a[0];
            const dy = b[1] - a[1];
            const square = dx * dx + dy * dy;
            const at = square ? Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square)) : 0;
            const point = /** @type {Point} */ ([a[0] + at * dx, a[1] + at * dy]);
            const distance = Math.hypot(p[0] - point[0], p[1] - point[1]);
            if (distance <= limit) {
                limit = distance;
                best = { line: l, segment: s, at, point, distance };
            }
        }
    });
    return best;
}

/**
 * The same place on another copy of the line, such as the one in degrees.
 * @param {Point[]} line @param {Snap} place @returns {Point}
 */
export function placeOn(line, place) {
    const a = line[place.segment];
    const b = line[place.segment + 1];
    if (place.at === 0) return a;
    if (place.at === 1) return b;
    return [a[0] + place.at * (b[0] - a[0]), a[1] + place.at * (b[1] - a[1])];
}

/**
 * The piece of a line from one place to another, both ends included; it runs backwards when `to` comes first.
 * @param {Point[]} line @param {Snap} from @param {Snap} to @returns {Point[]}
 */
export function stretch(line, from, to) {
    if (from.segment + from.at > to.segment + to.at) return stretch(line, to, from).reverse();
    return [placeOn(line, from), ...line.slice(from.segment + 1, to.segment + 1), placeOn(line, to)];
}

/**
 * Douglas-Peucker; the ends stay.
 * @param {Point[]} points @param {number} tolerance @param {(p: Point) => Point} [project] into the plane of the tolerance
 * @returns {Point[]}
 */
export function simplify(points, tolerance, project = p => p) {
    if (points.length < 3) return points;
    const plane = points.map(project);
    const keep = new Uint8Array(points.length);
    keep[0] = keep[points.length - 1] = 1;
    /** @type {[number, number][]} */
    const open = [[0, points.length - 1]];
    for (let span = open.pop(); span; span = open.pop()) {
        const [first, last] = span;
        let far = -1;
        let most = tolerance;
        for (let i = first + 1; i < last; i++) {
            const distance = snap([[plane[first], plane[last]]], plane[i], Infinity)?.distance ?? 0;
            if (distance > most) [far, most] = [i, distance];
        }
        if (far < 0) continue;
        keep[far] = 1;
        open.push([first, far], [far, last]);
    }
    return points.filter((_, i) => keep[i]);
}

/** Whether two segments that share no end cross. @param {Point[]} points */
export function crossesItself(points) {
    const side = (/** @type {Point} */ a, /** @type {Point} */ b, /** @type {Point} */ c) =>
        Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    for (let i = 0; i + 1 < points.length; i++) {
        for (let j = i + 2; j + 1 < points.length; j++) {
            const [a, b, c, d] = [points[i], points[i + 1], points[j], points[j + 1]];
            if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
        }
    }
    return false;
}

/** Length of a line in its own unit. @param {Point[]} line */
export function lengthOf(line) {
    let sum = 0;
    for (let i = 0; i + 1 < line.length; i++) sum += Math.hypot(line[i + 1][0] - line[i][0], line[i + 1][1] - line[i][1]);
    return sum;
}

/** The place at a share 0..1 of the line's length. @param {Point[]} line @param {number} share @returns {Snap} */
export function placeAt(line, share) {
    let left = Math.max(0, Math.min(1, share)) * lengthOf(line);
    for (let s = 0; s + 1 < line.length; s++) {
        const length = Math.hypot(line[s + 1][0] - line[s][0], line[s + 1][1] - line[s][1]);
        if (left <= length || s + 2 === line.length) {
            const at = length ? Math.min(1, left / length) : 0;
            const place = { line: 0, segment: s, at, point: line[s], distance: 0 };
            return { ...place, point: placeOn(line, place) };
        }
        left -= length;
    }
    return { line: 0, segment: 0, at: 0, point: line[0], distance: 0 };
}

/** @param {Areal} area @returns {Point[][]} */
export const ringsOf = area => (area.type === 'Polygon' ? area.coordinates : area.coordinates.flat());

/**
 * The lines along which two areas touch. Borders are exact (they lie on the grid of 1e-7 degree), so a shared segment is equal
 * in both, and equality finds it.
 * @param {Areal} a @param {Areal} b @returns {Point[][]}
 */
export function sharedBorder(a, b) {
    const ofB = new Set();
    for (const ring of ringsOf(b)) for (let i = 0; i + 1 < ring.length; i++) ofB.add(key(ring[i], ring[i + 1]));
    /** @type {Point[][]} */
    const lines = [];
    for (const ring of ringsOf(a)) {
        const before = lines.length;
        /** @type {Point[] | null} */
        let open = null;
        for (let i = 0; i + 1 < ring.length; i++) {
            if (!ofB.has(key(ring[i], ring[i + 1]))) {
                open = null;
            } else if (open) {
                open.push(ring[i + 1]);
            } else {
                lines.push((open = [ring[i], ring[i + 1]]));
            }
        }
        const [first, last] = [lines[before], lines[lines.length - 1]];
        if (first && last && first !== last && same(last[last.length - 1], first[0])) {
            lines.pop();
            lines[before] = [...last, ...first.slice(1)];
        }
    }
    return lines;
}

/** The same for both directions. @param {Point} p @param {Point} q */
function key(p, q) {
    const [s, t] = [`${p[0]},${p[1]}`, `${q[0]},${q[1]}`];
    return s < t ? `${s} ${t}` : `${t} ${s}`;
}

/**
 * What of the lines isn't in the others, segment by segment.
 * @param {Point[][]} lines @param {Point[][]} others @returns {Point[][]}
 */
export function without(lines, others) {
    const known = new Set(others.flatMap(line => line.slice(1).map((p, i) => key(line[i], p))));
    /** @type {Point[][]} */
    const rest = [];
    for (const line of lines) {
        /** @type {Point[] | null} */
        let open = null;
        for (let i = 0; i + 1 < line.length; i++) {
            if (known.has(key(line[i], line[i + 1]))) open = null;
            else if (open) open.push(line[i + 1]);
            else rest.push((open = [line[i], line[i + 1]]));
        }
    }
    return rest;
}

/** @param {Areal[]} areas @returns {[number, number, number, number] | null} the box around them; null when there are none */
export function boxAround(areas) {
    const points = areas.flatMap(ringsOf).flat();
    if (!points.length) return null;
    const [xs, ys] = [points.map(p => p[0]), points.map(p => p[1])];
    const least = (/** @type {number[]} */ v) => v.reduce((a, b) => Math.min(a, b));
    const most = (/** @type {number[]} */ v) => v.reduce((a, b) => Math.max(a, b));
    return [least(xs), least(ys), most(xs), most(ys)];
}

/** @param {Point} p @param {Point} q */
const same = (p, q) => p[0] === q[0] && p[1] === q[1];
