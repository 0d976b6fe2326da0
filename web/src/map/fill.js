/** The choropleth: one path per class and tile, so that neighbours of a class show no seam. */

import { NO_DATA } from '../core/paint.js';
import { VIEW_TILE } from '../core/mercator.js';
import { property } from '../core/mvt.js';
import { traceArea } from './trace.js';

/** @typedef {import('../core/paint.js').PaintTable} PaintTable */

/** Period of the hatches; divides the tile, so that they run on across tiles. */
const HATCH = 8;
/** @type {Map<string, CanvasPattern | null>} */
const patterns = new Map();

/** Diagonal lines. @param {CanvasRenderingContext2D} c @param {string} colour @param {number} width @param {boolean} [rising] */
export function hatch(c, colour, width, rising = true) {
    const ratio = globalThis.devicePixelRatio || 1;
    const key = `${colour} ${width} ${rising} ${ratio}`;
    let pattern = patterns.get(key);
    if (pattern === undefined) {
        const size = Math.round(HATCH * ratio);
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = size;
        const p = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        p.strokeStyle = colour;
        p.lineWidth = width * ratio;
        for (const shift of [-size, 0, size]) {
            p.moveTo(shift - 1, rising ? size + 1 : -1);
            p.lineTo(shift + size + 1, rising ? -1 : size + 1);
        }
        p.stroke();
        pattern = c.createPattern(canvas, 'repeat');
        pattern?.setTransform(new DOMMatrix().scale(1 / ratio));
        patterns.set(key, pattern);
    }
    return pattern ?? colour;
}

/**
 * Land that a draft gives a grid (null: nobody), instead of what the tiles say. `trace` adds it to a path.
 * @typedef {{id: number | null, bbox: import('../core/mercator.js').Bbox,
 *     trace: (c: CanvasRenderingContext2D, degrees: import('./tile-layer.js').Degrees) => void}} Land
 */

/**
 * `has`: of which grids the tiles no longer hold the land; `land`: in the order in which it changes hands.
 * @typedef {{has: (id: number) => boolean, land: Land[]}} DraftedLand
 */

/**
 * @param {() => {table: PaintTable | null, isolated: number | null, drafted: DraftedLand | null}} look `table` null: none
 * @returns {import('./tile-layer.js').Painter}
 */
export const fillPainter =
    look =>
    (c, { grids, branches }, _zoom, degrees) => {
        const { table, isolated, drafted } = look();
        const there = (/** @type {number} */ id) => !drafted?.has(id);
        if (grids && table) {
            for (const k of [...table.rows.keys(), NO_DATA])
                if (areas(c, grids, id => there(id) && table.classOf.get(id) === k)) fillClass(c, table, k, isolated);
            const shown = (/** @type {number} */ id) => isolated === null || table.classOf.get(id) === isolated;
            if (areas(c, grids, id => there(id) && table.small.has(id) && shown(id))) fillSmall(c);
        }
        if (branches && areas(c, branches, (_, i) => property(branches.layer, i, 'kind') === 'unassigned')) {
            c.fillStyle = hatch(c, 'rgba(120, 63, 4, 0.5)', 1.4, false);
            c.fill('evenodd');
        }
        if (!table) return;
        for (const { id, bbox: [w, s, e, n], trace } of drafted?.land ?? []) {
            if (degrees.x(w) > VIEW_TILE || degrees.x(e) < 0 || degrees.y(n) > VIEW_TILE || degrees.y(s) < 0) continue;
            c.beginPath();
            trace(c, degrees);
            c.globalCompositeOperation = 'destination-out';
            c.fillStyle = '#000';
            c.fill('evenodd');
            c.globalCompositeOperation = 'source-over';
            const k = id === null ? undefined : table.classOf.get(id);
            if (id === null || k === undefined) continue;
            fillClass(c, table, k, isolated);
            if (table.small.has(id) && (isolated === null || k === isolated)) fillSmall(c);
        }
    };

/**
 * Fills the path at hand.
 * @param {CanvasRenderingContext2D} c @param {PaintTable} table @param {number} k its class @param {number | null} isolated
 */
function fillClass(c, table, k, isolated) {
    c.globalAlpha = isolated === null || isolated === k ? 1 : 0.12;
    c.fillStyle = (k === NO_DATA ? table.noData : table.rows[k]).colour;
    c.fill('evenodd');
    if (k === NO_DATA) {
        c.strokeStyle = '#8d8d8d';
        c.lineWidth = 3;
        c.setLineDash([1, 4]);
        c.stroke();
        c.setLineDash([]);
    }
    c.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} c */
function fillSmall(c) {
    c.fillStyle = hatch(c, 'rgba(15, 23, 42, 0.55)', 1.1);
    c.fill('evenodd');
}

/**
 * @param {CanvasRenderingContext2D} c @param {import('./tile-layer.js').Placed} placed
 * @param {(id: number, i: number) => boolean} accept @returns {boolean} whether the path holds anything
 */
export function areas(c, placed, accept) {
    const { layer } = placed;
    let any = false;
    c.beginPath();
    for (let i = 0; i < layer.n; i++) {
        if (layer.types[i] !== 3 || !accept(layer.ids[i], i)) continue;
        traceArea(c, placed, i);
        any = true;
    }
    return any;
}
