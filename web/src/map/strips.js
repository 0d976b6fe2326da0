/**
 * Land that changes hands, in the colour of its direction with an arrow, so that it stands out from any choropleth: everything
 * else faded, old borders dashed and new ones solid.
 */

import { ringsOf } from '../core/border.js';
import { directions, heading, insidePoint, thickness } from '../core/changes.js';
import { gridsById } from '../data/state.js';
import { DASH, fillArea, stroke, tint, trace } from './canvas.js';

/** @typedef {import('../core/border.js').Areal} Areal */
/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('./overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

/** Pixels of an arrow: as many more than the least as its strip is thick. */
const SHORT = 20;
const ARROW = 36;
/** A strip that is thinner on the screen is shown by its colour alone: lines would hide it. */
const THIN = 14;
/** In one that is thicker than this the buildings are looked at. */
const THICK = 60;
/** The colour that runs along the inside of a strip's border, half of it hidden by the line. */
const BAND = 12;
/** @param {Frame} frame */
const pixels = frame => (/** @type {Point} */ p) => /** @type {Point} */ ([frame.x(p[0]), frame.y(p[1])]);

/** Strips with their colours, and how they look at this zoom. @param {Result} result @param {Frame} frame */
const stripsOf = (result, frame) =>
    directions(result).flatMap(({ strips, from, to, colour }) =>
        strips.map(({ geometry }) => {
            const thick = thickness(geometry, pixels(frame));
            return { geometry, from, to, colour, thick, thin: thick < THIN };
        }),
    );

/** @param {Context} c @param {Frame} frame @param {Result} result */
export function paintReview(c, frame, result) {
    const after = result.grids.flatMap(({ geometry }) => geometry ?? []);
    const touched = [...after, ...result.strips.map(s => s.geometry)];
    if (!touched.length) return;
    c.fillStyle = 'rgba(250, 249, 246, 0.74)';
    c.fillRect(0, 0, frame.width, frame.height);
    c.globalCompositeOperation = 'destination-out';
    for (const area of touched) fillArea(c, frame, area, '#000');
    c.globalCompositeOperation = 'source-over';
    const drawn = stripsOf(result, frame);
    for (const { geometry, colour, thick, thin } of drawn) {
        if (thin) continue;
        tint(c, frame, geometry, colour, thick > THICK ? 0.6 : 1);
        band(c, frame, geometry, colour);
        stroke(c, frame, ringsOf(geometry), '#334155', 1.6, DASH);
    }
    stroke(c, frame, after.flatMap(ringsOf), '#0f172a', 2);
    // above the lines, which are wider than they
    const slivers = drawn.filter(({ thin }) => thin);
    for (const { geometry } of slivers) stroke(c, frame, ringsOf(geometry), '#ffffff', 5);
    for (const { geometry, colour } of slivers) {
        c.beginPath();
        ringsOf(geometry).forEach(ring => trace(c, frame, ring));
        c.fillStyle = c.strokeStyle = colour;
        c.lineWidth = 2;
        c.fill('evenodd');
        c.stroke();
    }
}

/**
 * Which way the land goes; above the labels, which would hide it.
 * @param {Context} c @param {Frame} frame @param {Result} result
 */
export function paintArrows(c, frame, result) {
    const after = new Map(result.grids.map(g => [g.id, g.geometry]));
    const px = pixels(frame);
    /** @type {Point[]} */
    const placed = [];
    for (const { geometry, thick, to, from, colour } of stripsOf(result, frame).sort((a, b) => b.thick - a.thick)) {
        const at = insidePoint(geometry);
        const way = at && (heading(geometry, to === null ? null : after.get(to)) ?? apart(from, to));
        if (!way) continue;
        const length = Math.max(SHORT, Math.min(ARROW, SHORT + thick));
        const [x, y] = px(at);
        // they would lie on each other; the colour still tells
        if (placed.some(p => Math.hypot(p[0] - x, p[1] - y) < 0.8 * length)) continue;
        placed.push([x, y]);
        const [toX, toY] = px([at[0] + way[0], at[1] + way[1]]);
        arrow(c, [x, y], [toX - x, toY - y], length, colour);
    }
}

/** @param {Context} c @param {Frame} frame @param {Areal} area @param {string} colour */
function band(c, frame, area, colour) {
    c.save();
    c.beginPath();
    ringsOf(area).forEach(ring => trace(c, frame, ring));
    c.clip('evenodd');
    c.strokeStyle = colour;
    c.lineWidth = BAND;
    c.stroke();
    c.restore();
}

/**
 * From the middle of one grid to that of another, as they are today.
 * @param {number | null} from @param {number | null} to @returns {Point | null}
 */
function apart(from, to) {
    const [a, b] = [from, to].map(id => (id === null ? undefined : gridsById().get(id)?.bbox));
    return a && b ? [(b[0] + b[2] - a[0] - a[2]) / 2, (b[1] + b[3] - a[1] - a[3]) / 2] : null;
}

/** Of an arrow of length 1 around its middle: along it, and across. @type {Point[]} */
const OUTLINE = [
    [-0.5, 0.09],
    [0.06, 0.09],
    [0.06, 0.26],
    [0.5, 0],
    [0.06, -0.26],
    [0.06, -0.09],
    [-0.5, -0.09],
];

/**
 * In pixels.
 * @param {Context} c @param {Point} at its middle @param {Point} way @param {number} length @param {string} colour
 */
function arrow(c, [x, y], [dx, dy], length, colour) {
    const far = Math.hypot(dx, dy);
    if (!far) return;
    const [ux, uy] = [(dx / far) * length, (dy / far) * length];
    c.beginPath();
    for (const [along, across] of OUTLINE) c.lineTo(x + ux * along - uy * across, y + uy * along + ux * across);
    c.closePath();
    c.strokeStyle = '#ffffff';
    c.lineWidth = 5;
    c.stroke();
    c.fillStyle = colour;
    c.fill();
}
