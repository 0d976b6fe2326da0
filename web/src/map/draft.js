/** How a draft and the gesture under way look: strips that change hands, the old border dashed, the new one solid. */

import { ringsOf } from '../core/border.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('./overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {{path: Point[], old: Point[], end: Point | null, invalid: boolean, fade: number}} Drawn `fade` 1 whole, 0 gone */

const NEW = '#b45309';
const WRONG = '#c81e1e';
/** Strips by direction, so that what goes one way differs from what comes back. */
const STRIPS = ['rgba(230, 97, 1, 0.34)', 'rgba(94, 60, 153, 0.34)'];

/** @param {Context} c @param {Frame} frame @param {Point[]} line */
function trace(c, frame, line) {
    line.forEach(([lon, lat], i) => {
        if (i) c.lineTo(frame.x(lon), frame.y(lat));
        else c.moveTo(frame.x(lon), frame.y(lat));
    });
}

/**
 * @param {Context} c @param {Frame} frame @param {Point[][]} lines @param {string} colour @param {number} width
 * @param {number[]} [dash]
 */
function stroke(c, frame, lines, colour, width, dash = []) {
    c.beginPath();
    lines.forEach(line => trace(c, frame, line));
    c.setLineDash([]);
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
 * @param {Context} c @param {Frame} frame @param {import('../core/contract.js').Strip[]} strips
 * @param {import('./borders.js').Redrawn} redrawn
 */
export function paintDraft(c, frame, strips, redrawn) {
    c.lineJoin = c.lineCap = 'round';
    for (const { from, to, geometry } of strips) {
        c.beginPath();
        ringsOf(geometry).forEach(ring => trace(c, frame, ring));
        c.fillStyle = STRIPS[(from ?? 0) < (to ?? 0) ? 0 : 1];
        c.fill('evenodd');
    }
    if (redrawn.old.length) stroke(c, frame, redrawn.old, '#475569', 1.6, [5, 5]);
    if (redrawn.new.length) stroke(c, frame, redrawn.new, NEW, 2.6);
}

/**
 * A border within reach, and the place where drawing would start.
 * @param {Context} c @param {Frame} frame @param {Point[][]} lines @param {Point} place
 */
export function paintReach(c, frame, lines, place) {
    c.lineJoin = c.lineCap = 'round';
    stroke(c, frame, lines, NEW, 3.2);
    dot(c, frame, place, '#ffffff', NEW);
}

/** @param {Context} c @param {Frame} frame @param {Drawn} drawn */
export function paintGesture(c, frame, { path, old, end, invalid, fade }) {
    const colour = invalid ? WRONG : NEW;
    c.lineJoin = c.lineCap = 'round';
    c.globalAlpha = fade;
    if (path.length > 1) {
        c.beginPath();
        trace(c, frame, path);
        trace_on(c, frame, [...old].reverse());
        c.closePath();
        c.fillStyle = invalid ? 'rgba(200, 30, 30, 0.18)' : STRIPS[0];
        c.fill('evenodd');
    }
    if (old.length > 1) stroke(c, frame, [old], '#475569', 1.6, [5, 5]);
    stroke(c, frame, [path], colour, 2.8);
    if (!end && old.length) {
        c.beginPath();
        trace(c, frame, [path[path.length - 1], old[old.length - 1]]);
        c.setLineDash([2, 5]);
        c.strokeStyle = colour;
        c.lineWidth = 1.6;
        c.stroke();
        c.setLineDash([]);
    }
    dot(c, frame, path[0], '#ffffff', colour);
    if (end) dot(c, frame, end, colour, '#ffffff');
    c.globalAlpha = 1;
}

/** Goes on where the path is. @param {Context} c @param {Frame} frame @param {Point[]} line */
function trace_on(c, frame, line) {
    for (const [lon, lat] of line) c.lineTo(frame.x(lon), frame.y(lat));
}

/** @param {Context} c @param {Frame} frame @param {Point} place @param {string} inner @param {string} outer */
function dot(c, frame, place, inner, outer) {
    c.beginPath();
    c.arc(frame.x(place[0]), frame.y(place[1]), 5.5, 0, 2 * Math.PI);
    c.fillStyle = inner;
    c.fill();
    c.strokeStyle = outer;
    c.lineWidth = 2.2;
    c.stroke();
}
