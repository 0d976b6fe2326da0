/** How drawings look: the stroke with its points, the area, the snap mark, the keyboard's cursor, strips in colours of their own. */

import { ringsOf } from '../../core/border.js';

/** @typedef {import('../../core/border.js').Point} Point */
/** @typedef {import('../overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

export const INK = '#b45309';
export const WRONG = '#c81e1e';
/** Apart for every kind of colour vision: Okabe and Ito, 2008. */
export const PARTS = ['#0072b2', '#e69f00', '#cc79a7', '#009e73', '#56b4e9', '#d55e00'];
const GIVEN = 'rgba(230, 97, 1, 0.34)';
const TAKEN = 'rgba(94, 60, 153, 0.34)';

/** @param {string} colour #rrggbb @param {number} share */
export const glass = (colour, share) =>
    `${colour}${Math.round(share * 255)
        .toString(16)
        .padStart(2, '0')}`;

/** @param {Context} c @param {Frame} frame @param {Point[]} line */
export function trace(c, frame, line) {
    line.forEach(([lon, lat], i) => (i ? c.lineTo(frame.x(lon), frame.y(lat)) : c.moveTo(frame.x(lon), frame.y(lat))));
}

/** @param {Context} c @param {Frame} frame @param {Point[][]} lines @param {string} colour @param {number} width */
export function stroke(c, frame, lines, colour, width) {
    c.beginPath();
    lines.forEach(line => trace(c, frame, line));
    c.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    c.lineWidth = width + 3;
    c.stroke();
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.stroke();
}

/** @param {Context} c @param {Frame} frame @param {import('../../core/border.js').Areal} area @param {string} colour */
export function fillArea(c, frame, area, colour) {
    c.beginPath();
    ringsOf(area).forEach(ring => trace(c, frame, ring));
    c.fillStyle = colour;
    c.fill('evenodd');
}

/** @param {Context} c @param {Frame} frame @param {Point} place @param {number} radius @param {string} inner @param {string} outer */
export function dot(c, frame, [lon, lat], radius, inner, outer) {
    c.beginPath();
    c.arc(frame.x(lon), frame.y(lat), radius, 0, 2 * Math.PI);
    c.fillStyle = inner;
    c.fill();
    c.strokeStyle = outer;
    c.lineWidth = 2;
    c.stroke();
}

/**
 * @param {Context} c @param {Frame} frame
 * @param {{path: Point[], area: boolean, placed: boolean, closed: boolean, invalid: boolean}} sketch `placed`: its points were set one by
 *     one; `closed`: an area that is finished
 */
export function paintSketch(c, frame, { path, area, placed, closed, invalid }) {
    if (!path.length) return;
    const colour = invalid ? WRONG : INK;
    if (area && path.length > 2) {
        c.beginPath();
        trace(c, frame, path);
        c.fillStyle = invalid ? 'rgba(200, 30, 30, 0.18)' : 'rgba(180, 83, 9, 0.10)';
        c.fill('evenodd');
        c.beginPath();
        trace(c, frame, [path[path.length - 1], path[0]]);
        c.setLineDash(closed ? [] : [2, 5]);
        c.strokeStyle = colour;
        c.lineWidth = 1.6;
        c.stroke();
        c.setLineDash([]);
    }
    if (path.length > 1) stroke(c, frame, [path], colour, 2.6);
    (placed ? path : [path[0]]).forEach(p => dot(c, frame, p, placed ? 4 : 5, '#ffffff', colour));
}

/**
 * What a point is caught by: a square on a node, a cross on an edge, a ring on a street.
 * @param {Context} c @param {Frame} frame @param {import('../snapping.js').Mark} mark
 */
export function paintMark(c, frame, { kind, at }) {
    const [x, y] = [frame.x(at[0]), frame.y(at[1])];
    for (const [colour, width] of /** @type {[string, number][]} */ ([
        ['#ffffff', 5],
        ['#1668a8', 2.2],
    ])) {
        c.beginPath();
        if (kind === 'node') c.rect(x - 6, y - 6, 12, 12);
        else if (kind === 'street') c.arc(x, y, 6.5, 0, 2 * Math.PI);
        else {
            c.moveTo(x - 6, y - 6);
            c.lineTo(x + 6, y + 6);
            c.moveTo(x + 6, y - 6);
            c.lineTo(x - 6, y + 6);
        }
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

/**
 * @param {Context} c @param {Frame} frame @param {import('../../core/contract.js').Strip[]} strips
 * @param {(strip: import('../../core/contract.js').Strip) => string | null} [colourOf] null: the usual one
 */
export function paintStrips(c, frame, strips, colourOf = () => null) {
    for (const strip of strips)
        fillArea(c, frame, strip.geometry, colourOf(strip) ?? ((strip.from ?? 0) < (strip.to ?? 0) ? GIVEN : TAKEN));
}
