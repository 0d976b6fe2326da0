/**
 * The draft on the map: strips that change hands, the old border dashed, the new one solid; and grids in the shape that the draft
 * gives them, for whoever shows or looks for them.
 */

import { boxAround, ringsOf } from '../core/border.js';
import { contains } from '../core/partition.js';
import { store } from '../data/state.js';
import { DASH, FORMER, INK, fillArea, hatching, stroke, tint, trace } from '../map/canvas.js';
import { createOverlay } from '../map/overlay.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/border.js').Areal} Areal */
/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').Strip} Strip */
/** @typedef {import('../core/mercator.js').Bbox} Bbox */
/** @typedef {import('../map/overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

/** By direction, so that what goes one way differs from what comes back. */
const GIVEN = '#e66101';
const TAKEN = '#5e3c99';
/** Buildings in it are to be seen. */
const FAINT = 0.75;

/** @param {import('../map/view.js').MapView} view @param {ReturnType<typeof import('./borders.js').createBorders>} borders */
export function createDraft(view, borders) {
    const overlay = createOverlay(view.map, 'draft', 470, (c, frame) => {
        const { old, new: now } = borders.redrawn();
        c.lineJoin = c.lineCap = 'round';
        const { plan } = store.get();
        paintStrips(c, frame, plan?.result?.strips ?? [], () => null, leavesArea(plan));
        stroke(c, frame, old, FORMER, 1.6, DASH);
        stroke(c, frame, now, INK, 2.6);
    });
    /** @type {Map<number, Drawn>} */
    let shapes = new Map();
    /** @type {{of: Strip[] | undefined, land: import('../map/fill.js').Land[]}} */
    let drawing = { of: undefined, land: [] };
    view.follow({
        shape: id => shapes.get(id) ?? null,
        at(p) {
            for (const [id, { area, bbox }] of shapes) {
                if (!area || !bbox || p[0] < bbox[0] || p[1] < bbox[1] || p[0] > bbox[2] || p[1] > bbox[3]) continue;
                if (contains(area, p)) return id;
            }
            return null;
        },
        land() {
            const strips = store.get().gesture?.result?.strips;
            if (strips !== drawing.of) drawing = { of: strips, land: (strips ?? []).map(s => landOf(s.to, shapeOf(s.geometry))) };
            return [...[...shapes].filter(([, s]) => s.area).map(([id, s]) => landOf(id, s)), ...drawing.land];
        },
    });
    store.watch(['plan', 'list'], ({ plan }) => {
        // a grid whose words alone change comes without a shape
        const drawn = plan?.result?.grids.filter(g => g.geometry !== undefined) ?? [];
        shapes = new Map(drawn.map(({ id, geometry = null }) => [id, shapeOf(geometry)]));
        view.reshaped();
        overlay.redraw();
    });
    return { redraw: overlay.redraw };
}

/** @typedef {{area: Areal | null, bbox: Bbox | null, trace: import('../map/highlight.js').Trace}} Drawn */

/** @param {number | null} id @param {Drawn} shape @returns {import('../map/fill.js').Land} */
const landOf = (id, { bbox, trace }) => ({ id, bbox: bbox ?? [0, 0, -1, -1], trace });

/** @param {Areal | null} area @returns {Drawn} */
const shapeOf = area => ({
    area,
    bbox: area && boxAround([area]),
    /** @param {Context} c @param {Pick<Frame, 'x' | 'y'>} frame */
    trace(c, frame) {
        if (area) ringsOf(area).forEach(ring => trace(c, frame, ring));
    },
});

/** Whether all land that the plan gives up leaves the service area: strips don't tell. @param {Plan | null} plan */
function leavesArea(plan) {
    const giving = (plan?.commands ?? [])
        .filter(c => !c.undone)
        .map(c => /** @type {any} */ (c.command))
        // a vertex that leaves land unassigned does not say so
        .map(({ between, to, outside }) => ({ gives: between?.[1] === null || to === null || outside, outside }))
        .filter(({ gives }) => gives);
    return giving.length > 0 && giving.every(({ outside }) => outside);
}

/**
 * Land that nobody gets is hatched by what becomes of it.
 * @param {Context} c @param {Frame} frame @param {Strip[]} strips
 * @param {(strip: Strip) => string | CanvasPattern | null} colourOf null: the usual one
 * @param {boolean} outside whether land that is given up leaves the service area
 */
export function paintStrips(c, frame, strips, colourOf, outside) {
    for (const strip of strips) {
        const own = colourOf(strip) ?? (strip.to === null ? hatching(c, outside) : null);
        if (own !== null) fillArea(c, frame, strip.geometry, own);
        else tint(c, frame, strip.geometry, (strip.from ?? 0) < (strip.to ?? 0) ? GIVEN : TAKEN, FAINT);
    }
}
