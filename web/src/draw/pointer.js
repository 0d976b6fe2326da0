/** Mouse, pen and touch: presses become taps, strokes and drags of the tool in hand. Two fingers are the map's. */

import { ensurePlan } from '../data/planning.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('./snapping.js').Mark} Mark */

/** Pixels after which a press is a stroke. */
const STROKE = 6;
/** Pixels between two points of a stroke. */
const STEP = 3;

/**
 * @param {import('./kit.js').Kit} kit @param {ReturnType<typeof import('./snapping.js').createSnapping>} snapping
 * @param {import('./tool.d.ts').Sketch} sketch @param {import('./drawing.js').Acts} acts
 */
export function answerPointer(kit, snapping, sketch, acts) {
    const { map, container } = kit;
    /** @type {{pointer: number, at: Point, x: number, y: number} | null} */
    let press = null;
    /** @type {Mark | null} of the point before */
    let previous = null;
    /** @type {Point | null} where the pointer was before, in a stroke */
    let before = null;
    /** @type {Point} in pixels */
    let heading = [0, 0];
    /** Whether the press was for the tool, so that the click in which it ends is not. */
    let claimed = false;

    const tool = () => (sketch.tool && !sketch.tool.keysOnly ? sketch.tool : null);
    const stop = (/** @type {Event} */ e) => {
        e.preventDefault();
        e.stopImmediatePropagation();
    };
    const elsewhere = (/** @type {Event} */ e) =>
        /** @type {HTMLElement} */ (e.target).closest('.leaflet-control, .pin-marker') !== null;
    const each = (/** @type {PointerEvent} */ e) => {
        const all = e.getCoalescedEvents?.() ?? [];
        return all.length ? all : [e];
    };

    function release() {
        if (press && container.hasPointerCapture(press.pointer)) container.releasePointerCapture(press.pointer);
        press = null;
        sketch.pressed = false;
        map.dragging.enable();
    }

    /** Gives up what the pointer does; points that were set stay. */
    function giveUp() {
        release();
        const { drag } = sketch;
        sketch.drag = null;
        drag?.cancel();
        if (sketch.state === 'stroke' || drag) acts.clear();
    }

    container.addEventListener(
        'pointerdown',
        e => {
            const { button, pointerId, clientX: x, clientY: y } = e;
            const wanting = tool();
            if (!wanting || button !== 0 || kit.held.space || elsewhere(e)) return;
            // a second finger means the map
            if (press) return giveUp();
            // what the keyboard holds is let go
            if (sketch.drag) giveUp();
            acts.settle();
            claimed = false;
            sketch.cursor = null;
            const at = kit.place(e);
            sketch.drag = sketch.state === 'clicks' ? null : (wanting.grab?.(at, kit.reach(e)) ?? null);
            if (!sketch.drag && !wanting.draws?.()) return;
            stop(e);
            claimed = true;
            container.focus({ preventScroll: true });
            press = { pointer: pointerId, at, x, y };
            sketch.pressed = true;
            before = at;
            heading = [0, 0];
            map.dragging.disable();
            container.setPointerCapture(pointerId);
            // so that the first preview doesn't wait for the plan
            if (!wanting.alone) ensurePlan().catch(() => {});
        },
        true,
    );

    container.addEventListener(
        'pointermove',
        e => {
            const wanting = tool();
            if (!wanting) return;
            const reach = kit.reach(e);
            if (press?.pointer === e.pointerId) {
                stop(e);
                if (sketch.drag) drags(e, reach);
                else if (sketch.state !== 'clicks') strokes(e, reach, press);
            } else if (!press && e.pointerType === 'mouse' && !e.buttons && !elsewhere(e)) hovers(e, reach);
        },
        true,
    );

    /** @param {PointerEvent} e @param {number} reach */
    function drags(e, reach) {
        for (const one of sketch.drag?.path ? each(e) : [e]) {
            const { drag } = sketch;
            const raw = kit.place(one);
            if (!drag) return;
            turn(raw);
            const free = drag.path?.(raw, reach);
            if (free) sketch.mark = null;
            drag.move(free ? raw : acts.caught(raw, e, reach, sketch.tool?.snaps, drag.path ? heading : null), reach);
        }
        kit.moveHint(kit.place(e), e.pointerType);
        acts.redraw();
    }

    /** @param {PointerEvent} e @param {number} reach @param {{at: Point, x: number, y: number}} from */
    function strokes(e, reach, from) {
        if (sketch.state !== 'stroke') {
            if (Math.hypot(e.clientX - from.x, e.clientY - from.y) <= STROKE) return;
            acts.begin(acts.caught(from.at, e, reach), 'stroke');
            previous = sketch.mark;
            before = from.at;
        }
        for (const one of each(e)) {
            const raw = kit.place(one);
            if (!turn(raw)) continue;
            const at = acts.caught(raw, e, reach, sketch.tool?.strokeSnaps ?? sketch.tool?.snaps, heading);
            const { points, mark } = sketch;
            if (acts.apart(points[points.length - 1], at) < 1) continue;
            const along = snapping.between(previous, mark);
            acts.hold(along);
            sketch.points = [...points, ...along, at];
            previous = mark;
        }
        kit.moveHint(kit.place(e), e.pointerType);
        acts.grown();
    }

    /** Notes where the stroke is heading; a slow hand comes in small steps, which tell nothing. @param {Point} raw */
    function turn(raw) {
        const [x, y] = kit.pixel(raw);
        const [bx, by] = kit.pixel(before ?? raw);
        if (Math.hypot(x - bx, y - by) < STEP) return false;
        heading = [x - bx, y - by];
        before = raw;
        return true;
    }

    /** @param {PointerEvent} e @param {number} reach */
    function hovers(e, reach) {
        const wanting = sketch.tool;
        const raw = kit.place(e);
        sketch.mark = null;
        const at = wanting?.draws?.() && sketch.state !== 'done' ? acts.caught(raw, e, reach) : raw;
        if (sketch.state === 'clicks') {
            sketch.live = at;
            kit.moveHint(raw);
            acts.grown();
        } else if (sketch.state !== 'done' || wanting?.tapsOn) {
            const words = wanting?.hover?.(raw, reach) ?? null;
            kit.tell(words);
            if (words) kit.moveHint(raw);
        }
        acts.redraw();
    }

    const released = (/** @type {PointerEvent} */ e) => {
        if (press?.pointer !== e.pointerId) return;
        stop(e);
        if (e.type === 'pointercancel') return giveUp();
        const { at } = press;
        const { tool: wanting, drag } = sketch;
        const reach = kit.reach(e);
        release();
        if (drag) {
            sketch.drag = sketch.mark = null;
            drag.drop();
        } else if (sketch.state === 'stroke') {
            const { points } = sketch;
            if (wanting?.strokeSnaps) sketch.points = [...points.slice(0, -1), acts.caught(points[points.length - 1], e, reach)];
            acts.finish();
        } else if (sketch.state === 'clicks' || !wanting?.tap?.(at, { shiftKey: e.shiftKey, reach })) {
            acts.place(acts.caught(at, e, reach), reach);
        }
    };
    container.addEventListener('pointerup', released, true);
    container.addEventListener('pointercancel', released, true);

    map.on('click', (/** @type {import('leaflet').LeafletMouseEvent} */ { originalEvent: e }) => {
        const wanting = tool();
        if (!wanting || wanting.draws?.() || kit.held.space || claimed) return;
        wanting.tap?.(kit.place(e), { shiftKey: e.shiftKey, reach: kit.reach(e) });
        acts.redraw();
    });
    container.addEventListener('pointerleave', () => {
        const wanting = tool();
        if (press || !wanting) return;
        sketch.mark = null;
        wanting.away?.();
        kit.tell(null);
        acts.redraw();
    });
    return { release, giveUp };
}
