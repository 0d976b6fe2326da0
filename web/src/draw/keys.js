/**
 * Drawing without a pointer: Tab goes to the tool's places, the nearest first, and then to its card; Enter puts a cursor on the
 * map, the arrows move it, Enter is a click there or takes something up and puts it down, Backspace takes one back, Esc lets go.
 */

import { t } from '../core/i18n.js';
import { announce } from '../parts/status.js';

/** @typedef {import('../core/border.js').Point} Point */

/** Pixels of a step of the arrows, and with Shift. */
const STEP = 12;
const FINE = 3;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @param {import('./kit.js').Kit} kit @param {import('./tool.d.ts').Sketch} sketch @param {import('./drawing.js').Acts} acts
 * @param {() => void} cancel
 */
export function answerKeys(kit, sketch, acts, cancel) {
    const { map, container } = kit;
    /** Those that Tab goes to, and which it is at. @type {import('./tool.d.ts').Candidate[]} */
    let places = [];
    let candidate = -1;
    /** Whether the cursor went somewhere since the last Enter: then the next one is a tap, and no confirmation. */
    let moved = false;
    let said = '';

    function forget() {
        sketch.cursor = null;
        candidate = -1;
        said = '';
    }

    document.addEventListener(
        'keydown',
        e => {
            const { tool } = sketch;
            if (!tool || e.ctrlKey || e.metaKey || (kit.typing(e) && !(e.key === 'Escape' && beside(e)))) return;
            if (e.key === 'Escape') {
                if (tool.keysOnly && !sketch.cursor) return;
                cancel();
            } else if (tool.key?.(e)) acts.redraw();
            else if (e.target !== container || !onMap(e)) return;
            e.preventDefault();
            e.stopImmediatePropagation();
        },
        true,
    );

    /** Where one chooses tools and confirms: Esc is for the drawing there too. @param {KeyboardEvent} e */
    const beside = e => /** @type {HTMLElement} */ (e.target).closest('#rail, .tool-card') !== null;

    /** @param {KeyboardEvent} e @returns {boolean} whether it was for the tool */
    function onMap(e) {
        const { cursor } = sketch;
        const arrow = ARROWS[e.key];
        if (arrow && cursor) {
            const [x, y] = kit.pixel(cursor.raw);
            const step = e.shiftKey ? FINE : STEP;
            move(kit.degrees([x + arrow[0] * step, y + arrow[1] * step]), e.altKey);
        } else if (e.altKey) return false;
        else if (e.key === 'Tab') return tab(e.shiftKey ? -1 : 1);
        else if (e.key === 'Enter') {
            if (cursor) enter(cursor.at, e.shiftKey);
            else if (sketch.state === 'clicks') acts.finish();
            else if (sketch.state === 'done' && !sketch.tool?.tapsOn) sketch.tool?.confirm?.();
            else show();
        } else if (e.key === 'Backspace') return back();
        else return false;
        return true;
    }

    /** The cursor, in the middle of the view. */
    function show() {
        const { lat, lng } = map.getCenter();
        move(kit.degrees(kit.pixel([lng, lat])), false);
        announce(said ? `${said}. ${t('tool.keys.cursor')}` : t('tool.keys.cursor'));
    }

    /** @param {Point} raw @param {boolean} exact nothing catches it */
    function move(raw, exact) {
        const { drag, state, tool } = sketch;
        const free = exact || drag?.path?.(raw, kit.snap);
        const at = free ? raw : acts.caught(raw, { altKey: false }, FINE);
        if (free) sketch.mark = null;
        sketch.cursor = { raw, at };
        moved = true;
        if (!map.getBounds().pad(-0.05).contains([at[1], at[0]])) map.panTo([at[1], at[0]], { animate: false });
        if (drag) drag.move(at, kit.snap);
        else if (state === 'clicks') {
            sketch.live = at;
            acts.grown();
        } else {
            const words = tool?.hover?.(at, kit.snap) ?? null;
            kit.tell(words);
            // under the cursor is what was there a step before: once is enough
            if (words && words !== said) announce(words);
            said = words ?? '';
        }
        kit.moveHint(at);
        acts.redraw();
    }

    /** @param {1 | -1} way @returns {boolean} */
    function tab(way) {
        if (sketch.drag) return false;
        if (candidate < 0) places = nearestFirst(sketch.tool?.candidates?.() ?? []);
        const next = candidate < 0 && way < 0 ? -1 : candidate + way;
        if (next < 0 || next >= places.length) {
            candidate = -1;
            if (!sketch.state) sketch.cursor = null;
            kit.tell(null);
            acts.redraw();
            // past the last one Tab leaves the map, as it does elsewhere
            return way > 0 && acts.enterCard();
        }
        candidate = next;
        const { point, words } = places[next];
        move(point, true);
        said = t('tool.keys.candidate', { what: words, i: next + 1, n: places.length });
        kit.tell(said);
        kit.moveHint(point);
        announce(said);
        return true;
    }

    /** As seen from the cursor, without where it is. @param {import('./tool.d.ts').Candidate[]} all */
    function nearestFirst(all) {
        const { lat, lng } = map.getCenter();
        const from = sketch.cursor?.at ?? /** @type {Point} */ ([lng, lat]);
        return all
            .map(place => ({ place, far: acts.apart(from, place.point) }))
            .filter(({ far }) => far > 1 || !sketch.cursor)
            .sort((a, b) => a.far - b.far)
            .map(({ place }) => place);
    }

    /** @returns {boolean} */
    function back() {
        const { drag, state, points } = sketch;
        if (drag?.back) {
            const at = drag.back();
            if (at) sketch.cursor = { raw: at, at };
        } else if (state === 'clicks' && points.length > 1) acts.back();
        else return false;
        acts.redraw();
        return true;
    }

    /** Enter at the cursor. @param {Point} at @param {boolean} shiftKey */
    function enter(at, shiftKey) {
        const { tool, state, drag } = sketch;
        const tapped = moved;
        moved = false;
        candidate = -1;
        if (drag) return drop(drag);
        if (state === 'done') {
            if (tool?.tapsOn && tapped && !shiftKey && tool.tap?.(at, { shiftKey, reach: kit.snap })) return;
            return tool?.confirm?.();
        }
        if (state === null) {
            acts.settle();
            sketch.drag = tool?.grab?.(at, kit.snap) ?? null;
            if (sketch.drag) {
                acts.showPanel();
                announce(sketch.drag.words ?? t('tool.keys.grabbed'));
                return;
            }
            if (tool?.tap?.(at, { shiftKey, reach: kit.snap })) return;
        }
        if (!tool?.draws?.()) return;
        acts.place(at, kit.snap);
        if (sketch.state === 'clicks') announce(t('tool.keys.point', { n: sketch.points.length }));
    }

    /** @param {import('./tool.d.ts').Drag} drag */
    function drop(drag) {
        const why = drag.notYet?.() ?? null;
        if (why !== null) return announce(why);
        sketch.drag = sketch.mark = null;
        drag.drop();
    }

    return { forget, show };
}
