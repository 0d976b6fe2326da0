/**
 * What is drawn, whatever the tool: points become a sketch, the server is asked what would come of it, and the sketch is done,
 * or springs back. One tool is in hand at a time and says what it wants. Pointer and keyboard have modules of their own.
 */

import { store } from '../data/state.js';
import { api, ProblemError } from '../data/api.js';
import { applyCommand, ensurePlan } from '../data/planning.js';
import { changedGrids } from '../core/changes.js';
import { distinct } from '../core/sketch.js';
import { t } from '../core/i18n.js';
import { announce, reasonOf, tellFailure, tellHow } from '../parts/status.js';
import { phone } from '../parts/dom.js';
import { createToolCard } from '../parts/tool-card.js';
import { paintStrips } from './draft.js';
import { createOverlay } from '../map/overlay.js';
import { createPreview } from './preview.js';
import { createLine } from './line.js';
import { createOutlines } from './outline.js';
import { inWords } from './words.js';
import { answerKeys } from './keys.js';
import { paintCursor, paintMark, paintSketch } from './paint.js';
import { answerPointer } from './pointer.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').Command} Command */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('./tool.d.ts').DrawingTool} DrawingTool */
/** @typedef {ReturnType<typeof createDrawing>} Drawing */
/** @typedef {ReturnType<typeof createActs>} Acts */

/** Pixels within which a second point is the same place; a finger, which reaches farther, hits it less exactly. */
const SAME = 5;
/** Milliseconds in which what can't be done springs back. */
const SPRING = 220;

/**
 * @param {import('./kit.js').Kit} kit @param {ReturnType<typeof import('./borders.js').createBorders>} borders
 * @param {ReturnType<typeof import('./snapping.js').createSnapping>} snapping
 */
export function createDrawing(kit, borders, snapping) {
    /** @type {import('./tool.d.ts').Sketch} */
    const sketch = {
        tool: null,
        points: [],
        state: null,
        freehand: false,
        live: null,
        mark: null,
        drag: null,
        pressed: false,
        cursor: null,
    };
    const acts = createActs(kit, snapping, sketch);
    const pointer = answerPointer(kit, snapping, sketch, acts);
    const keys = answerKeys(kit, sketch, acts, cancel);

    /** Lets go of what is drawn; with nothing drawn, of the tool. */
    function cancel() {
        pointer.release();
        const had = sketch.drag !== null || sketch.state !== null;
        sketch.drag?.cancel();
        sketch.drag = null;
        const more = sketch.tool?.cancel?.() ?? false;
        if (had || more || sketch.cursor) {
            keys.forget();
            acts.clear();
            announce(t('cancelled'));
        } else store.set({ tool: 'select' });
    }

    return {
        kit,
        borders,
        snapping,
        cancel,
        /** What is held is where it was. */
        letGo: pointer.giveUp,
        ...acts,
        points: () => (sketch.state === 'clicks' ? acts.route(sketch.points) : sketch.points),
        cursor: () => sketch.cursor,
        /** The keyboard's cursor appears in the middle of the view. */
        showCursor: keys.show,
        /** Whether something is drawn and waits to be confirmed. */
        waiting: () => sketch.state === 'done',
        /** As if it had been drawn: what is picked waits to be confirmed too. */
        wait() {
            sketch.state = 'done';
        },
        /** @param {DrawingTool | null} next */
        take(next) {
            const { tool } = sketch;
            if (next === tool) return;
            if (tool) {
                pointer.release();
                sketch.drag?.cancel();
                tool.cancel?.();
                acts.clear();
                tool.leave?.();
            }
            sketch.tool = next;
            keys.forget();
            for (const zooms of [kit.map.doubleClickZoom, kit.map.boxZoom])
                next && !next.keysOnly ? zooms.disable() : zooms.enable();
            // who has just taken it up goes on with the keyboard on the map
            const on = document.activeElement;
            if (next && !next.keysOnly && (!on || on === document.body || on.closest('#rail')))
                kit.container.focus({ preventScroll: true });
            if (next && !next.keysOnly && !next.alone) acts.learnOutlines();
            next?.enter?.();
            acts.refresh();
            acts.redraw();
        },
    };
}

/**
 * What may be done with the sketch.
 * @param {import('./kit.js').Kit} kit @param {ReturnType<typeof import('./snapping.js').createSnapping>} snapping
 * @param {import('./tool.d.ts').Sketch} sketch
 */
function createActs(kit, snapping, sketch) {
    const card = createToolCard();
    /** @type {Result | null} */
    let result = null;
    /** @type {string | null} */
    let reason = null;
    /** @type {Point | null} the place that the reason is about */
    let fault = null;
    let fade = 1;
    /** @type {symbol | null} what answers are for; another one makes them late */
    let gesture = null;
    /** Takes away what was said of the last gesture, which the next one makes void. */
    let unsay = () => {};

    const overlay = createOverlay(kit.map, 'sketch', 475, (c, frame) => {
        const { tool, points, live, state, mark, cursor } = sketch;
        if (!tool) return;
        c.lineJoin = c.lineCap = 'round';
        c.globalAlpha = fade;
        tool.paint?.(c, frame);
        if (result) paintStrips(c, frame, result.strips, strip => tool.stripColour?.(strip) ?? null, leaves());
        paintSketch(c, frame, {
            path: state === 'clicks' ? route(live ? [...points, live] : points) : points,
            placed: state === 'clicks' ? points : null,
            area: tool.draws?.() === 'area',
            closed: state === 'done',
            fault: reason === null ? null : { at: fault },
        });
        c.globalAlpha = 1;
        if (mark) paintMark(c, frame, mark);
        if (cursor) paintCursor(c, frame, cursor.at);
    });
    const { redraw } = overlay;
    const line = createLine(kit, sketch, () => {
        if (sketch.state === 'clicks') grown();
        else sketch.drag?.again?.();
        refresh();
    });
    const { route, learn } = line;
    const outlines = createOutlines();
    const leaves = () => sketch.tool?.leavesArea?.() ?? false;

    const preview = createPreview(
        async (/** @type {{command: Command, of: symbol}} */ { command }) => api.preview(await ensurePlan(), command),
        ({ of }, answer, error) => {
            if (of !== gesture) return;
            result = answer && { ...answer, grids: changedGrids(answer) };
            reason = error === null ? null : reasonOf(error);
            fault = error instanceof ProblemError ? (error.problem.position ?? null) : null;
            if (reason && sketch.state === 'done') bounce(reason, error);
            else hear();
        },
    );

    const between = () => sketch.tool?.between?.() ?? null;

    function hear() {
        const { tool, state, drag, pressed } = sketch;
        if (result || reason) store.set({ gesture: { between: between(), result, reason } });
        if (reason) kit.tell(reason, true);
        else if (result && (pressed || drag || state === 'clicks' || state === 'stroke'))
            kit.tell([...inWords(result), ...outlines.words(result, leaves())]);
        if (result && state === 'done')
            announce(t('tool.preview', { grids: result.grids.length, buildings: result.moved.buildings }));
        tool?.heard?.(result, reason);
        redraw();
    }

    /** What would come of it; the answer is shown as it comes. @param {Command | null} command */
    function ask(command) {
        if (!command) return;
        unsay();
        gesture ??= Symbol('gesture');
        fade = 1;
        if (!store.get().gesture) store.set({ gesture: { between: between(), result: null, reason: null } });
        preview({ command, of: gesture });
    }

    /** Nothing is drawn any more. */
    function clear() {
        Object.assign(sketch, { points: [], state: null, live: null, mark: null, drag: null });
        result = reason = fault = gesture = null;
        fade = 1;
        kit.tell(null);
        if (store.get().gesture) store.set({ gesture: null });
        redraw();
        refresh();
    }

    /**
     * It springs back, and why is said when there is something to say.
     * @param {string | null} why @param {unknown} [error] that told why
     */
    function bounce(why, error) {
        unsay();
        if (error) unsay = tellFailure(error);
        else if (why !== null) unsay = tellHow(why);
        kit.tell(null);
        store.set({ gesture: null });
        reason = why;
        gesture = null;
        sketch.tool?.heard?.(null, why);
        const from = performance.now();
        const step = () => {
            // something else began meanwhile
            if (gesture !== null || fade === 1) return;
            fade = 1 - (performance.now() - from) / SPRING;
            if (fade > 0) {
                redraw();
                requestAnimationFrame(step);
                return;
            }
            sketch.tool?.cancel?.();
            clear();
        };
        fade = 0.999;
        step();
    }

    /** What springs back is gone at once, since something else begins. */
    function settle() {
        if (fade === 1) return;
        sketch.tool?.cancel?.();
        clear();
    }

    /** Does it for good. @param {Command} command @param {string} words said when it is done @returns {Promise<boolean>} */
    async function apply(command, words) {
        const mine = gesture;
        try {
            await applyCommand(command);
        } catch (error) {
            if (gesture === mine) bounce(reasonOf(error), error);
            return false;
        }
        if (gesture === mine) clear();
        showPanel();
        // the button that was pressed may be gone
        if (document.activeElement === document.body) kit.container.focus({ preventScroll: true });
        announce(words);
        return true;
    }

    /** On a phone the panel would cover what one draws. */
    function showPanel() {
        if (!phone.matches) store.set({ panel: true });
    }

    const least = () => (sketch.tool?.draws?.() === 'area' ? 3 : 2);

    function refresh() {
        const { tool, state, points } = sketch;
        const wanted = tool?.card() ?? null;
        const placing = state === 'clicks';
        card.show(
            wanted && {
                ...wanted,
                finish: placing && points.length >= least() ? finish : undefined,
                back: placing && points.length > 1 ? back : undefined,
                cancel: wanted.cancel ?? (placing ? () => clear() : undefined),
                snapping: tool?.snaps && { on: !kit.held.free, flip: () => flip('free') },
                follow: tool?.draws?.() || tool?.follows ? { on: kit.held.streets, flip: () => flip('streets') } : undefined,
                note: placing ? line.note(placed()) : null,
            },
        );
    }

    /** @param {'free' | 'streets'} way */
    function flip(way) {
        kit.held[way] = !kit.held[way];
        if (sketch.state === 'clicks') grown();
        refresh();
    }

    /** What is being set, with the place where the next point would be. */
    const placed = () => (sketch.live && sketch.state === 'clicks' ? distinct([...sketch.points, sketch.live]) : sketch.points);

    /**
     * The place, or what catches it there; the mark tells which.
     * @param {Point} p @param {{altKey: boolean}} e @param {number} reach in pixels
     * @param {import('./tool.d.ts').Snaps} [by] @param {Point | null} [heading] in pixels @returns {Point}
     */
    function caught(p, e, reach, by = sketch.tool?.snaps, heading = null) {
        sketch.mark = e.altKey || kit.held.free || !by ? null : snapping.catchAt(p, reach, by, heading);
        if (sketch.mark) line.caught(sketch.mark);
        return sketch.mark?.at ?? p;
    }

    /** The sketch has changed. */
    function grown() {
        const { tool, state, points } = sketch;
        if (state === 'clicks') learn(placed());
        ask(tool?.drawn?.(state === 'clicks' ? route(placed()) : points) ?? null);
        redraw();
    }

    /** @param {Point} at @param {'stroke' | 'clicks'} state */
    function begin(at, state) {
        if (sketch.state || fade < 1) {
            const { mark } = sketch;
            sketch.tool?.cancel?.();
            clear();
            sketch.mark = mark;
        }
        unsay();
        sketch.points = [at];
        sketch.state = state;
        sketch.freehand = state === 'stroke';
        showPanel();
    }

    function finish() {
        sketch.live = sketch.mark = null;
        if (sketch.state === 'clicks' && kit.held.streets) {
            const set = least() === 3 ? [...sketch.points, sketch.points[0]] : sketch.points;
            const learning = learn(set);
            if (learning) {
                const mine = sketch.points;
                learning.then(() => sketch.points === mine && finish());
                return;
            }
            sketch.points = route(set, least() === 3);
        }
        sketch.points = distinct(sketch.points);
        sketch.state = 'done';
        kit.tell(null);
        sketch.tool?.finished?.(sketch.points);
        redraw();
        refresh();
    }

    /**
     * A point by click, tap or Enter; at the place of the last one, or of an area's first, it ends.
     * @param {Point} at @param {number} reach
     */
    function place(at, reach) {
        if (sketch.state !== 'clicks') begin(at, 'clicks');
        else {
            const { points } = sketch;
            const again = apart(at, points[points.length - 1]) < Math.max(SAME, reach - kit.snap);
            const closing = least() === 3 && points.length > 2 && apart(at, points[0]) < reach;
            if (again || closing) {
                if (points.length >= least()) finish();
                return;
            }
            sketch.points = [...points, at];
        }
        sketch.live = null;
        grown();
        refresh();
    }

    /** Takes the last point back. */
    function back() {
        if (sketch.state !== 'clicks' || sketch.points.length < 2) return;
        sketch.points = sketch.points.slice(0, -1);
        grown();
        refresh();
    }

    /** In pixels. @param {Point} a @param {Point} b */
    function apart(a, b) {
        const [p, q] = [kit.pixel(a), kit.pixel(b)];
        return Math.hypot(p[0] - q[0], p[1] - q[1]);
    }

    return {
        ask,
        route,
        learn,
        thin: line.thin,
        hold: line.hold,
        fix: line.fix,
        apply,
        bounce,
        settle,
        clear,
        refresh,
        redraw,
        begin,
        grown,
        finish,
        place,
        back,
        caught,
        apart,
        showPanel,
        /** The keyboard goes on in the tool's card. */
        enterCard: card.enter,
        result: () => result,
        reason: () => reason,
        /** The place that the reason is about. */
        fault: () => fault,
        learnOutlines: outlines.learn,
        /** What would become of land that is or was nobody's. */
        fates: () => (result ? outlines.words(result, leaves()) : []),
    };
}
