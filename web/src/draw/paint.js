/** How drawings look: the stroke with its points, the area, the snap mark, the keyboard's cursor. */

import { snap } from '../core/border.js';
import { DASH, FORMER, INK, WRONG, dot, stroke, trace } from '../map/canvas.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../map/overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

/** Apart for every kind of colour vision: Okabe and Ito, 2008. */
export const PARTS = ['#0072b2', '#e69f00', '#cc79a7', '#009e73', '#56b4e9', '#d55e00'];

/** @param {string} colour #rrggbb @param {number} share */
export const glass = (colour, share) =>
    `${colour}${Math.round(share * 255)
        .toString(16)
        .padStart(2, '0')}`;

/** Pixels of a path that are red on either side of the place where it can't be. */
const AROUND = 26;
/** Farther from the path than this, in pixels, the place is another's and all of the path is red. */
const NEAR = 60;
const WRONG_GLASS = 'rgba(200, 30, 30, 0.14)';
const INK_GLASS = 'rgba(180, 83, 9, 0.10)';

/** Where something can't be; null: everywhere on the path. @typedef {{at: Point | null}} Fault */

/** @param {Context} c @param {Frame} frame @param {Point[]} path @param {number} width @param {Fault | null} fault */
function paintPath(c, frame, path, width, fault) {
    const place = fault?.at && snap([path.map(([lon, lat]) => [frame.x(lon), frame.y(lat)])], onFrame(frame, fault.at), NEAR);
    stroke(c, frame, [path], fault && !place ? WRONG : INK, width);
    if (!fault?.at || !place) return;
    c.save();
    c.beginPath();
    c.arc(...place.point, AROUND, 0, 2 * Math.PI);
    c.clip();
    stroke(c, frame, [path], WRONG, width + 1.6);
    c.restore();
    cross(c, place.point, 6, [
        ['#ffffff', 6],
        [WRONG, 3],
    ]);
}

/** @param {Frame} frame @param {Point} p @returns {Point} */
const onFrame = (frame, [lon, lat]) => [frame.x(lon), frame.y(lat)];

/** @param {Context} c @param {Point} at in pixels @param {number} r @param {[string, number][]} strokes colour and width */
function cross(c, [x, y], r, strokes) {
    for (const [colour, width] of strokes) {
        c.beginPath();
        c.moveTo(x - r, y - r);
        c.lineTo(x + r, y + r);
        c.moveTo(x + r, y - r);
        c.lineTo(x - r, y + r);
        c.strokeStyle = colour;
        c.lineWidth = width;
        c.stroke();
    }
}

/**
 * @param {Context} c @param {Frame} frame
 * @param {{path: Point[], area: boolean, placed: Point[] | null, closed: boolean, fault: Fault | null}} sketch `placed`: those of
 *     its points that were set one by one; `closed`: an area that is finished
 */
export function paintSketch(c, frame, { path, placed, area, closed, fault }) {
    if (!path.length) return;
    const colour = fault && !fault.at ? WRONG : INK;
    if (area && path.length > 2) {
        c.beginPath();
        trace(c, frame, path);
        c.fillStyle = fault ? WRONG_GLASS : INK_GLASS;
        c.fill('evenodd');
        dashes(c, frame, [path[path.length - 1], path[0]], colour, closed ? [] : [2, 5]);
    }
    if (path.length > 1) paintPath(c, frame, path, 2.6, fault);
    (placed ?? [path[0]]).forEach(p => dot(c, frame, p, placed ? 4 : 5, '#ffffff', colour));
}

/** @param {Context} c @param {Frame} frame @param {Point[]} line @param {string} colour @param {number[]} dash */
function dashes(c, frame, line, colour, dash) {
    c.beginPath();
    trace(c, frame, line);
    c.setLineDash(dash);
    c.strokeStyle = colour;
    c.lineWidth = 1.6;
    c.stroke();
    c.setLineDash([]);
}

/**
 * A border within reach, and the place where drawing would start.
 * @param {Context} c @param {Frame} frame @param {Point[][]} lines @param {Point} place
 */
export function paintReach(c, frame, lines, place) {
    stroke(c, frame, lines, INK, 3.2);
    dot(c, frame, place, 5.5, '#ffffff', INK);
}

/**
 * A border being redrawn: the path, the land between it and the stretch that it replaces, and where it would end.
 * @param {Context} c @param {Frame} frame
 * @param {{path: Point[], old: Point[], end: Point | null, colour: string, fault: Fault | null}} redrawn
 */
export function paintReshape(c, frame, { path, old, end, colour, fault }) {
    const ink = fault && !fault.at ? WRONG : INK;
    if (path.length > 1) {
        c.beginPath();
        trace(c, frame, [...path, ...[...old].reverse()]);
        c.fillStyle = fault ? WRONG_GLASS : colour;
        c.fill('evenodd');
    }
    if (old.length > 1) stroke(c, frame, [old], FORMER, 1.6, DASH);
    paintPath(c, frame, path, 2.8, fault);
    if (!end && old.length) dashes(c, frame, [path[path.length - 1], old[old.length - 1]], ink, [2, 5]);
    dot(c, frame, path[0], 5.5, '#ffffff', ink);
    if (end) dot(c, frame, end, 5.5, ink, '#ffffff');
}

/**
 * What a point is caught by: a square on a node, a cross on an edge, a ring on a street.
 * @param {Context} c @param {Frame} frame @param {import('./snapping.js').Mark} mark
 */
export function paintMark(c, frame, { kind, at }) {
    const [x, y] = onFrame(frame, at);
    /** @type {[string, number][]} */
    const strokes = [
        ['#ffffff', 5],
        ['#1668a8', 2.2],
    ];
    if (kind === 'edge') return cross(c, [x, y], 6, strokes);
    for (const [colour, width] of strokes) {
        c.beginPath();
        if (kind === 'node') c.rect(x - 6, y - 6, 12, 12);
        else c.arc(x, y, 6.5, 0, 2 * Math.PI);
        c.strokeStyle = colour;
        c.lineWidth = width;
        c.stroke();
    }
}

/** @param {Context} c @param {Frame} frame @param {Point} at */
export function paintCursor(c, frame, [lon, lat]) {
    const [x, y] = [frame.x(lon), frame.y(lat)];
    for (const [colour, width] of /** @type {[string, number][]} */ ([
        ['#ffffff', 5],
        ['#0f172a', 2],
    ])) {
        c.beginPath();
        for (const [dx, dy] of [
            [1, 0],
            [-1, 0],
            [0, 1],
            [0, -1],
        ]) {
            c.moveTo(x + dx * 5, y + dy * 5);
            c.lineTo(x + dx * 14, y + dy * 14);
        }
        c.strokeStyle = colour;
        c.lineWidth = width;
        c.stroke();
    }
}
