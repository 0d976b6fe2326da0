/** The geometry of drawing by hand: what a pointer snaps to, how a stroke follows a line, how long and how large it is. */

import { crossesItself, placeOn, snap, stretch } from './border.js';

/** @typedef {import('./border.js').Point} Point */
/** @typedef {import('./border.js').Snap} Snap */
/** @typedef {'node' | 'edge' | 'street'} Kind */
/**
 * `line` tells which of the lines of its kind; -1 of a node.
 * @typedef {{kind: Kind, point: Point, line: number, place: Snap | null}} Caught
 */
/** All in one plane, such as pixels. @typedef {{nodes: Point[], edges: Point[][], streets: Point[][]}} Targets */

const EARTH = 6_371_008.8;

/**
 * A node within reach, else the nearest place on an edge, else on a street.
 * @param {Targets} targets @param {Point} p @param {number} reach @returns {Caught | null} `point` in the plane of the targets
 */
export function catchPoint({ nodes, edges, streets }, p, reach) {
    let limit = reach;
    /** @type {Caught | null} */
    let caught = null;
    nodes.forEach(node => {
        const distance = Math.hypot(node[0] - p[0], node[1] - p[1]);
        if (distance > limit) return;
        limit = distance;
        caught = { kind: 'node', point: node, line: -1, place: null };
    });
    if (caught) return caught;
    for (const [kind, lines] of /** @type {const} */ ([
        ['edge', edges],
        ['street', streets],
    ])) {
        const place = snap(lines, p, reach);
        if (place) return { kind, point: place.point, line: place.line, place };
    }
    return null;
}

/**
 * What lies between two places on one line, so that a stroke that runs along it follows its bends; nothing when the way along the
 * line is a detour.
 * @param {Point[]} line in the plane in which a detour is judged @param {Snap} from @param {Snap} to
 * @returns {Snap[]} places on the line between the two
 */
export function along(line, from, to) {
    const way = stretch(line, from, to);
    const chord = Math.hypot(from.point[0] - to.point[0], from.point[1] - to.point[1]);
    let length = 0;
    for (let i = 0; i + 1 < way.length; i++) length += Math.hypot(way[i + 1][0] - way[i][0], way[i + 1][1] - way[i][1]);
    if (length > 2 * chord + 12) return [];
    const forward = from.segment + from.at <= to.segment + to.at;
    const [low, high] = forward ? [from, to] : [to, from];
    const between = [];
    for (let s = low.segment + 1; s <= high.segment; s++)
        between.push({ line: from.line, segment: s, at: 0, point: placeOn(line, { ...from, segment: s, at: 0 }), distance: 0 });
    return forward ? between : between.reverse();
}

/** Within this angle a stroke runs along a line; at a steeper one it crosses it. */
const ALONG = Math.cos((35 * Math.PI) / 180);

/**
 * Whether a stroke that goes in a direction runs along the line at a place of it, either way.
 * @param {Point[]} line @param {Snap} place @param {Point} heading
 */
export function runsAlong(line, place, heading) {
    const [[ax, ay], [bx, by]] = [line[place.segment], line[place.segment + 1]];
    const size = Math.hypot(bx - ax, by - ay) * Math.hypot(...heading);
    return size > 0 && Math.abs((bx - ax) * heading[0] + (by - ay) * heading[1]) >= ALONG * size;
}

/**
 * Where a ray first meets one of the lines.
 * @param {Point} from @param {Point} through where the ray begins to count @param {Point[][]} lines @returns {Point | null}
 */
export function firstCrossing(from, through, lines) {
    const [dx, dy] = [through[0] - from[0], through[1] - from[1]];
    let nearest = Infinity;
    for (const line of lines) {
        for (let i = 0; i + 1 < line.length; i++) {
            const [ax, ay] = line[i];
            const [ex, ey] = [line[i + 1][0] - ax, line[i + 1][1] - ay];
            const across = dx * ey - dy * ex;
            if (!across) continue;
            const t = ((ax - through[0]) * ey - (ay - through[1]) * ex) / across;
            const s = ((ax - through[0]) * dy - (ay - through[1]) * dx) / across;
            if (t >= 0 && s >= 0 && s <= 1 && t < nearest) nearest = t;
        }
    }
    return nearest === Infinity ? null : [through[0] + nearest * dx, through[1] + nearest * dy];
}

/** Without points that repeat the one before. @param {Point[]} points @returns {Point[]} */
export const distinct = points => points.filter((p, i) => !i || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]);

/** How far along a stroke its points are smoothed over, and how far that may move them; in pixels. */
const OVER = 10;
const MOST = 5;

/**
 * A stroke without the trembling of the hand. Its ends stay, and what is held; nothing is smoothed across that.
 * @param {Point[]} points pixels @param {(i: number) => boolean} held
 */
export function smooth(points, held) {
    const stays = points.map((_, i) => i === 0 || i === points.length - 1 || held(i));
    const once = (/** @type {Point[]} */ line) => line.map((p, i) => (stays[i] ? p : mean(line, i, stays)));
    return once(once(points)).map((p, i) => within(points[i], p));
}

/**
 * Of the points around one, the nearer ones counting more.
 * @param {Point[]} line @param {number} i @param {boolean[]} stays @returns {Point}
 */
function mean(line, i, stays) {
    let [x, y, weight] = [line[i][0], line[i][1], 1];
    for (const step of [-1, 1]) {
        let far = 0;
        for (let k = i; !stays[k] || k === i; ) {
            const [from, to] = [line[k], line[k + step]];
            far += Math.hypot(to[0] - from[0], to[1] - from[1]);
            if (far >= OVER) break;
            k += step;
            const w = 1 - far / OVER;
            [x, y, weight] = [x + w * to[0], y + w * to[1], weight + w];
            if (stays[k]) break;
        }
    }
    return [x / weight, y / weight];
}

/** @param {Point} from @param {Point} to @returns {Point} */
function within(from, to) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const part = Math.min(1, MOST / (Math.hypot(dx, dy) || 1));
    return [from[0] + part * dx, from[1] + part * dy];
}

/**
 * Without stretches that are walked to and fro, as into a lane and out of it again.
 * @param {Point[]} points @param {boolean} closed whether the first follows the last @returns {Point[]}
 */
export function withoutSpikes(points, closed) {
    const same = (/** @type {Point} */ a, /** @type {Point} */ b) => a[0] === b[0] && a[1] === b[1];
    /** @type {Point[]} */
    const kept = [];
    for (const p of points) {
        const n = kept.length;
        if (n && same(kept[n - 1], p)) continue;
        if (n > 1 && same(kept[n - 2], p)) kept.pop();
        else kept.push(p);
    }
    while (closed && kept.length > 2) {
        const n = kept.length;
        if (same(kept[0], kept[n - 1])) kept.pop();
        else if (same(kept[1], kept[n - 1])) kept.splice(0, 1);
        else if (same(kept[0], kept[n - 2])) kept.pop();
        else break;
    }
    return kept;
}

/** Closes a ring; null when it has fewer than three corners. @param {Point[]} points @returns {Point[] | null} */
export function ringOf(points) {
    const ring = distinct(points);
    const last = ring[ring.length - 1];
    if (ring.length > 1 && ring[0][0] === last[0] && ring[0][1] === last[1]) ring.pop();
    return ring.length < 3 ? null : [...ring, ring[0]];
}

/** Whether a closed ring crosses itself, or comes by one of its corners again. @param {Point[]} ring */
export const tangled = ring => crossesItself(ring) || new Set(ring.map(p => `${p[0]},${p[1]}`)).size < ring.length - 1;

/** On the sphere, in metres. @param {Point[]} lonLat */
export function metresOf(lonLat) {
    const radians = Math.PI / 180;
    let sum = 0;
    for (let i = 0; i + 1 < lonLat.length; i++) {
        const [a, b] = [lonLat[i], lonLat[i + 1]];
        const dLat = (b[1] - a[1]) * radians;
        const dLon = (b[0] - a[0]) * radians;
        const s = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2;
        sum += 2 * EARTH * Math.asin(Math.sqrt(s));
    }
    return sum;
}
