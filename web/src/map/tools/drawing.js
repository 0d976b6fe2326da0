/**
 * Drawing for all tools but reshape: pointer and keyboard become taps, strokes and drags; while one draws, the server is asked what
 * would come of it. One tool is in hand at a time and says what it wants of them.
 */

import { store } from '../../data/state.js';
import { api } from '../../data/api.js';
import { applyCommand, ensurePlan } from '../../data/planning.js';
import { distinct } from '../../core/sketch.js';
import { t } from '../../core/i18n.js';
import { announce, reasonOf, toast } from '../../ui/status.js';
import { createToolCard } from '../../ui/tool-card.js';
import { createOverlay } from '../overlay.js';
import { createPreview } from '../preview.js';
import { inWords } from '../words.js';
import { paintCursor, paintMark, paintSketch, paintStrips } from './paint.js';

/** @typedef {import('../../core/border.js').Point} Point */
/** @typedef {import('../../core/contract.js').Command} Command */
/** @typedef {import('../../core/contract.js').Result} Result */
/** @typedef {import('../snapping.js').Mark} Mark */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */
/** @typedef {{move: (p: Point) => void, drop: () => void, cancel: () => void}} Drag */
/** @typedef {{point: Point, words: string}} Candidate a place that Tab goes to */
/**
 * @typedef {object} DrawingTool what a tool wants; what it leaves out does not happen
 * @property {() => import('../../ui/tool-card.js').Shown | null} card
 * @property {boolean} [passive] only its card is shown; pointer and keys are for another
 * @property {boolean} [alone] it never asks the server
 * @property {() => void} [enter]
 * @property {() => void} [leave]
 * @property {() => 'line' | 'area' | null} [draws]
 * @property {{borders?: boolean, streets?: boolean}} [snaps]
 * @property {{borders?: boolean, streets?: boolean}} [strokeSnaps] of the points within a stroke, where they differ
 * @property {(p: Point, reach: number) => Drag | null} [grab] something there to be dragged
 * @property {(p: Point, e: {shiftKey: boolean}) => boolean} [tap] true: it was for the tool, and no point of a drawing
 * @property {(p: Point) => string | null} [hover] words for the place
 * @property {(points: Point[]) => Command | null} [drawn] what to ask while a drawing grows
 * @property {(points: Point[]) => void} [finished]
 * @property {(result: Result | null, reason: string | null) => void} [heard]
 * @property {() => boolean} [cancel] true: there was something to let go of
 * @property {() => void} [confirm]
 * @property {(e: KeyboardEvent) => boolean} [key]
 * @property {() => Candidate[]} [candidates]
 * @property {(strip: import('../../core/contract.js').Strip) => string | null} [stripColour]
 * @property {(c: CanvasRenderingContext2D, frame: import('../overlay.js').Frame) => void} [paint]
 */

/** Pixels after which a press is a stroke. */
const STROKE = 6;
/** Pixels between two points of a stroke. */
const STEP = 3;
const KEY_STEP = 12;
const KEY_FINE = 3;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {import('../kit.js').Kit} kit @param {ReturnType<typeof import('../borders.js').createBorders>} borders
 * @param {ReturnType<typeof import('../snapping.js').createSnapping>} snapping
 */
export function createDrawing(kit, borders, snapping) {
    const { map, container } = kit;
    const showCard = createToolCard();
    /** @type {DrawingTool | null} */
    let tool = null;
    /** @type {Point[]} */
    let points = [];
    /** @type {'stroke' | 'clicks' | 'done' | null} */
    let state = null;
    /** @type {Point | null} where the next point would be */
    let live = null;
    /** @type {Mark | null} */
    let mark = null;
    /** @type {Mark | null} */
    let previous = null;
    /** @type {Point | null} where the pointer was before, in a stroke */
    let before = null;
    /** @type {{pointer: number, at: Point, x: number, y: number} | null} */
    let press = null;
    /** @type {Drag | null} */
    let drag = null;
    /** @type {Result | null} */
    let result = null;
    /** @type {string | null} */
    let reason = null;
    let fade = 1;
    /** @type {{raw: Point, at: Point} | null} of the keyboard */
    let cursor = null;
    let candidate = -1;
    /** @type {symbol | null} */
    let gesture = null;

    const overlay = createOverlay(map, 'sketch', 475, (c, frame) => {
        if (!tool) return;
        c.lineJoin = c.lineCap = 'round';
        c.globalAlpha = fade;
        tool.paint?.(c, frame);
        if (result) paintStrips(c, frame, result.strips, tool.stripColour);
        const path = live && state === 'clicks' ? [...points, live] : points;
        const area = tool.draws?.() === 'area';
        paintSketch(c, frame, { path, area, placed: state === 'clicks', closed: state === 'done', invalid: reason !== null });
        c.globalAlpha = 1;
        if (mark) paintMark(c, frame, mark);
        if (cursor) paintCursor(c, frame, cursor.at);
    });

    const preview = createPreview(
        async (/** @type {{command: Command, of: symbol}} */ { command }) => api.preview(await ensurePlan(), command),
        ({ of }, answer, error) => {
            if (of !== gesture) return;
            result = answer;
            reason = error === null ? null : reasonOf(error);
            if (reason && state === 'done') {
                bounce(reason);
                return;
            }
            hear();
        },
    );

    function hear() {
        // a grid that only gets a vertex on its border keeps its figures
        if (result) result = { ...result, grids: result.grids.filter(g => g.change !== 'vertices') };
        if (result || reason) store.set({ gesture: { between: null, result, reason } });
        if (reason) kit.tell(reason, true);
        else if (result && (press || drag || state === 'clicks' || state === 'stroke')) kit.tell(inWords(result));
        if (result && state === 'done')
            announce(t('tool.preview', { grids: result.grids.length, buildings: result.moved.buildings }));
        tool?.heard?.(result, reason);
        overlay.redraw();
    }

    /** What would come of it; the answer is shown as it comes. @param {Command | null} command */
    function ask(command) {
        if (!command) return;
        gesture ??= Symbol('gesture');
        if (!store.get().gesture) store.set({ gesture: { between: null, result: null, reason: null } });
        preview({ command, of: gesture });
    }

    /** Nothing is drawn any more. */
    function clear() {
        points = [];
        state = live = mark = previous = drag = result = reason = gesture = null;
        fade = 1;
        kit.tell(null);
        if (store.get().gesture) store.set({ gesture: null });
        overlay.redraw();
        refresh();
    }

    /** It can't be done: says why, and lets the drawing spring back. @param {string} why */
    function bounce(why) {
        toast(why, { kind: 'error' });
        kit.tell(null);
        store.set({ gesture: null });
        reason = why;
        gesture = null;
        tool?.heard?.(null, why);
        const mine = points;
        const from = performance.now();
        const step = () => {
            if (points !== mine) return;
            fade = 1 - (performance.now() - from) / 220;
            if (fade <= 0) {
                tool?.cancel?.();
                clear();
            } else {
                overlay.redraw();
                requestAnimationFrame(step);
            }
        };
        step();
    }

    /** Does it for good. @param {Command} command @param {string} words said when it is done @returns {Promise<boolean>} */
    async function apply(command, words) {
        const mine = gesture;
        try {
            await applyCommand(command);
        } catch (error) {
            if (gesture === mine) bounce(reasonOf(error));
            return false;
        }
        if (gesture === mine) clear();
        store.set({ panel: store.get().panel || !matchMedia('(max-width: 720px)').matches });
        announce(words);
        return true;
    }

    const refresh = () => showCard(tool?.card() ?? null);

    /** @param {Point} p @param {PointerEvent | {altKey: boolean}} e @param {number} reach @returns {Point} */
    function caught(p, e, reach, by = tool?.snaps, heading = /** @type {Point | null} */ (null)) {
        mark = e.altKey || !by ? null : snapping.catchAt(p, reach, by, heading);
        return mark?.at ?? p;
    }

    /** @param {Point} a @param {Point} b */
    function apart(a, b) {
        const [p, q] = [kit.pixel(a), kit.pixel(b)];
        return Math.hypot(p[0] - q[0], p[1] - q[1]);
    }

    const grown = () => {
        ask(tool?.drawn?.(live && state === 'clicks' ? distinct([...points, live]) : points) ?? null);
        overlay.redraw();
    };

    /** @param {Point} at */
    function begin(at) {
        if (state) {
            tool?.cancel?.();
            clear();
        }
        points = [at];
        previous = mark;
        before = at;
        if (!matchMedia('(max-width: 720px)').matches) store.set({ panel: true });
    }

    function finish() {
        live = null;
        points = distinct(points);
        state = 'done';
        kit.tell(null);
        mark = null;
        tool?.finished?.(points);
        overlay.redraw();
        refresh();
    }

    /** A point by click or Enter. @param {Point} at */
    function place(at) {
        if (state !== 'clicks') {
            begin(at);
            state = 'clicks';
        } else {
            const area = tool?.draws?.() === 'area';
            const least = area ? 3 : 2;
            const last = points[points.length - 1];
            if (apart(at, last) < 5 || (area && points.length >= 3 && apart(at, points[0]) < kit.snap)) {
                if (points.length >= least) finish();
                return;
            }
            points = [...points, at];
        }
        live = null;
        grown();
        refresh();
    }

    const stop = (/** @type {Event} */ e) => {
        e.preventDefault();
        e.stopImmediatePropagation();
    };
    const outside = (/** @type {Event} */ e) => /** @type {HTMLElement} */ (e.target).closest('.leaflet-control') !== null;

    container.addEventListener(
        'pointerdown',
        e => {
            if (!tool || tool.passive || e.button !== 0 || kit.held.space || outside(e)) return;
            if (press || drag) {
                // a second finger means the map
                release();
                drag?.cancel();
                if (state === 'stroke' || drag) clear();
                return;
            }
            cursor = null;
            const raw = kit.place(e);
            drag = tool.grab?.(raw, kit.reach(e)) ?? null;
            if (!drag && !tool.draws?.()) return;
            stop(e);
            container.focus({ preventScroll: true });
            press = { pointer: e.pointerId, at: raw, x: e.clientX, y: e.clientY };
            map.dragging.disable();
            container.setPointerCapture(e.pointerId);
            if (!drag && tool.draws?.()) ensurePlanFor(tool);
        },
        true,
    );

    /** So that the first preview doesn't wait for the plan. @param {DrawingTool} wanting */
    function ensurePlanFor(wanting) {
        if (!wanting.alone) ensurePlan().catch(() => {});
    }

    container.addEventListener(
        'pointermove',
        e => {
            if (!tool || tool.passive) return;
            const reach = kit.reach(e);
            const raw = kit.place(e);
            if (press && press.pointer === e.pointerId) {
                stop(e);
                if (drag) {
                    drag.move(caught(raw, e, reach));
                    kit.moveHint(raw);
                    overlay.redraw();
                } else if (
                    state === 'clicks' ||
                    (state !== 'stroke' && Math.hypot(e.clientX - press.x, e.clientY - press.y) <= STROKE)
                ) {
                    return;
                } else {
                    if (state !== 'stroke') {
                        begin(caught(press.at, e, reach));
                        state = 'stroke';
                    }
                    for (const each of e.getCoalescedEvents?.().length ? e.getCoalescedEvents() : [e]) stroke(each, reach);
                    kit.moveHint(raw);
                    grown();
                }
            } else if (!press && e.pointerType === 'mouse' && !e.buttons) {
                const at = tool.draws?.() && state !== 'done' ? caught(raw, e, reach) : ((mark = null), raw);
                if (state === 'clicks') {
                    live = at;
                    kit.moveHint(raw);
                    grown();
                } else if (state !== 'done') {
                    const words = tool.hover?.(raw) ?? null;
                    kit.tell(words);
                    if (words) kit.moveHint(raw);
                }
                overlay.redraw();
            }
        },
        true,
    );

    /** One more point of a stroke. @param {PointerEvent} e @param {number} reach */
    function stroke(e, reach) {
        const raw = kit.place(e);
        const [x, y] = kit.pixel(raw);
        const [bx, by] = kit.pixel(before ?? raw);
        if (Math.hypot(x - bx, y - by) < STEP) return;
        before = raw;
        const at = caught(raw, e, reach, tool?.strokeSnaps ?? tool?.snaps, [x - bx, y - by]);
        if (apart(points[points.length - 1], at) < 1) return;
        points = [...points, ...snapping.between(previous, mark), at];
        previous = mark;
    }

    const released = (/** @type {PointerEvent} */ e) => {
        if (!press || press.pointer !== e.pointerId) return;
        stop(e);
        const { at } = press;
        release();
        if (e.type === 'pointercancel') {
            drag?.cancel();
            if (state === 'stroke' || drag) clear();
        } else if (drag) {
            const dropped = drag;
            drag = null;
            dropped.drop();
        } else if (state === 'stroke') {
            if (tool?.strokeSnaps) points = [...points.slice(0, -1), caught(points[points.length - 1], e, kit.reach(e))];
            finish();
        } else if (tool) {
            const snapped = caught(at, e, kit.reach(e));
            if (state === 'clicks' || !tool.tap?.(at, e)) place(snapped);
        }
    };
    container.addEventListener('pointerup', released, true);
    container.addEventListener('pointercancel', released, true);

    function release() {
        if (press && container.hasPointerCapture(press.pointer)) container.releasePointerCapture(press.pointer);
        press = null;
        map.dragging.enable();
    }

    map.on('click', (/** @type {any} */ e) => {
        if (!tool || tool.passive || tool.draws?.() || kit.held.space) return;
        tool.tap?.(kit.place(e.originalEvent), e.originalEvent);
        overlay.redraw();
    });
    container.addEventListener('pointerleave', () => {
        if (press || !tool || tool.passive) return;
        mark = null;
        kit.tell(null);
        overlay.redraw();
    });

    /** Lets go of what is drawn; with nothing drawn, of the tool. */
    function cancel() {
        if (press) release();
        const had = drag !== null || state !== null;
        drag?.cancel();
        drag = null;
        const more = tool?.cancel?.() ?? false;
        if (had || more || cursor) {
            cursor = null;
            candidate = -1;
            clear();
            announce(t('cancelled'));
        } else store.set({ tool: 'select' });
    }

    document.addEventListener(
        'keydown',
        e => {
            if (!tool || tool.passive || e.ctrlKey || e.metaKey || kit.typing(e)) return;
            if (e.key === 'Escape') cancel();
            else if (tool.key?.(e)) overlay.redraw();
            else if (e.target !== container || e.altKey || !byKeyboard(e)) return;
            stop(e);
        },
        true,
    );

    /** @param {Point} raw @param {boolean} exact */
    function moveCursor(raw, exact) {
        const at = exact ? raw : caught(raw, { altKey: false }, KEY_FINE);
        if (exact) mark = null;
        cursor = { raw, at };
        const inside = map.getBounds().pad(-0.05).contains([at[1], at[0]]);
        if (!inside) map.panTo([at[1], at[0]], { animate: false });
        if (drag) drag.move(at);
        else if (state === 'clicks') {
            live = at;
            grown();
        }
        kit.moveHint(at);
        overlay.redraw();
    }

    /** @param {KeyboardEvent} e @returns {boolean} */
    function byKeyboard(e) {
        const arrow = ARROWS[e.key];
        if (e.key === 'Tab') {
            const places = drag ? [] : (tool?.candidates?.() ?? []);
            const next = candidate + (e.shiftKey ? -1 : 1);
            if (next < 0 || next >= places.length) {
                // past the last one Tab leaves the map, as it does elsewhere
                candidate = -1;
                if (!state) cursor = null;
                overlay.redraw();
                return false;
            }
            candidate = next;
            const { point, words } = places[next];
            moveCursor(point, true);
            const said = t('tool.keys.candidate', { what: words, i: next + 1, n: places.length });
            kit.tell(said);
            kit.moveHint(point);
            announce(said);
        } else if (arrow && cursor) {
            const [x, y] = kit.pixel(cursor.raw);
            const step = e.shiftKey ? KEY_FINE : KEY_STEP;
            moveCursor(kit.degrees([x + arrow[0] * step, y + arrow[1] * step]), false);
        } else if (e.key === 'Enter') {
            if (!cursor && state === 'done') tool?.confirm?.();
            else if (!cursor && state === 'clicks') {
                if (points.length >= (tool?.draws?.() === 'area' ? 3 : 2)) finish();
            } else if (!cursor) {
                const { lat, lng } = map.getCenter();
                moveCursor(kit.degrees(kit.pixel([lng, lat])), false);
                announce(t('tool.keys.cursor'));
            } else enter(cursor.at, e.shiftKey);
        } else if (e.key === 'Backspace' && state === 'clicks' && points.length > 1) {
            points = points.slice(0, -1);
            grown();
        } else return false;
        return true;
    }

    /** Enter at the cursor. @param {Point} at @param {boolean} shiftKey */
    function enter(at, shiftKey) {
        if (drag) {
            const dropped = drag;
            drag = null;
            dropped.drop();
            return;
        }
        if (state === 'done') {
            tool?.confirm?.();
            return;
        }
        if (state === null) {
            drag = tool?.grab?.(at, kit.snap) ?? null;
            if (drag) {
                announce(t('tool.keys.grabbed'));
                return;
            }
            if (tool?.tap?.(at, { shiftKey })) return;
        }
        if (!tool?.draws?.()) return;
        place(at);
        if (state === 'clicks') announce(t('tool.keys.point', { n: points.length }));
    }

    return {
        kit,
        borders,
        snapping,
        ask,
        apply,
        bounce,
        clear,
        cancel,
        refresh,
        finish,
        redraw: overlay.redraw,
        result: () => result,
        reason: () => reason,
        points: () => points,
        /** Whether something is drawn and waits to be confirmed. */
        waiting: () => state === 'done',
        /** As if it had been drawn: what is picked waits to be confirmed too. */
        wait() {
            state = 'done';
        },
        /** @param {DrawingTool | null} next */
        take(next) {
            if (next === tool) return;
            if (tool) {
                if (press) release();
                tool.cancel?.();
                clear();
                tool.leave?.();
            }
            tool = next;
            cursor = null;
            candidate = -1;
            for (const zooms of [map.doubleClickZoom, map.boxZoom]) next && !next.passive ? zooms.disable() : zooms.enable();
            next?.enter?.();
            refresh();
            overlay.redraw();
        },
    };
}
