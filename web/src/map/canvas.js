/** Lines, areas and points in degrees, painted on an overlay's canvas. */

import { ringsOf } from '../core/border.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/border.js').Areal} Areal */
/** @typedef {import('./overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

/** What is drawn by hand. */
export const INK = '#b45309';
export const WRONG = '#c81e1e';
/** A border as it was. */
export const FORMER = '#475569';
/** Dashes of what was. */
export const DASH = [5, 5];

/** How much of the ground white takes away, and a colour then covers: the ground is told from any colour that lies on it. */
const LIFT = 0.7;
const TINT = 0.5;

const UNASSIGNED = '#475569';
const OUTSIDE = '#1e293b';
/** Pixels of a period of hatching. */
const SIZE = 11;

/** Adds a line to the path. @param {Context} c @param {Pick<Frame, 'x' | 'y'>} frame @param {Point[]} line */
export function trace(c, frame, line) {
    line.forEach(([lon, lat], i) => (i ? c.lineTo(frame.x(lon), frame.y(lat)) : c.moveTo(frame.x(lon), frame.y(lat))));
}

/**
 * Lines on a light halo, so that they show on any ground.
 * @param {Context} c @param {Frame} frame @param {Point[][]} lines @param {string} colour @param {number} width in pixels
 * @param {number[]} [dash]
 */
export function stroke(c, frame, lines, colour, width, dash = []) {
    if (!lines.length) return;
    c.beginPath();
    lines.forEach(line => trace(c, frame, line));
    c.strokeStyle = 'rgba(255, 255, 255, 0.9)';
    c.lineWidth = width + 3;
    c.stroke();
    c.setLineDash(dash);
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.stroke();
    c.setLineDash([]);
}

/**
 * An area in a colour of its own on any ground, which shows through faintly.
 * @param {Context} c @param {Frame} frame @param {Areal} area @param {string} colour @param {number} [strength] 0..1
 */
export function tint(c, frame, area, colour, strength = 1) {
    c.globalAlpha = LIFT * strength;
    fillArea(c, frame, area, '#ffffff');
    c.globalAlpha = TINT * strength;
    fillArea(c, frame, area, colour);
    c.globalAlpha = 1;
}

/** @param {Context} c @param {Frame} frame @param {Areal} area @param {string | CanvasPattern} colour */
export function fillArea(c, frame, area, colour) {
    c.beginPath();
    ringsOf(area).forEach(ring => trace(c, frame, ring));
    c.fillStyle = colour;
    c.fill('evenodd');
}

/**
 * @param {Context} c @param {Frame} frame @param {Point} place @param {number} radius in pixels
 * @param {string} inner @param {string} outer
 */
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
 * Hatching of land that nobody gets: simple where it becomes unassigned, crossed where it leaves the service area.
 * @param {Context} c @param {boolean} crossed @returns {CanvasPattern | string}
 */
export function hatching(c, crossed) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = SIZE;
    const pen = tile.getContext('2d');
    if (!pen) return crossed ? OUTSIDE : UNASSIGNED;
    pen.fillStyle = crossed ? 'rgba(255, 255, 255, 0.72)' : 'rgba(148, 163, 184, 0.4)';
    pen.fillRect(0, 0, SIZE, SIZE);
    pen.strokeStyle = crossed ? OUTSIDE : UNASSIGNED;
    pen.lineWidth = crossed ? 1 : 1.6;
    pen.beginPath();
    for (const shift of [-SIZE, 0, SIZE]) {
        pen.moveTo(shift - 1, SIZE + 1);
        pen.lineTo(shift + SIZE + 1, -1);
        if (!crossed) continue;
        pen.moveTo(shift - 1, -1);
        pen.lineTo(shift + SIZE + 1, SIZE + 1);
    }
    pen.stroke();
    return c.createPattern(tile, 'repeat') ?? OUTSIDE;
}
