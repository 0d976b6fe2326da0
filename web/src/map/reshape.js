/**
 * Reshape: press on a border, draw, release on it. While one draws, the server is asked what the path, closed to the nearest
 * place on the border, would change; one request at a time, and the latest path wins.
 */

import { store, gridName, gridsById } from '../data/state.js';
import { api } from '../data/api.js';
import { applyCommand, ensurePlan } from '../data/planning.js';
import { crossesItself, placeOn, simplify, snap, stretch } from '../core/border.js';
import { t } from '../core/i18n.js';
import { announce, reasonOf, toast } from '../ui/status.js';
import { createOverlay } from './overlay.js';
import { createBorders } from './borders.js';
import { createPreview } from './preview.js';
import { paintDraft, paintGesture, paintReach } from './draft.js';
import { paintMark } from './tools/paint.js';
import { createKeyboard } from './reshape-keys.js';
import { createKit, rounded } from './kit.js';
import { createSnapping } from './snapping.js';
import { inWords } from './words.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/border.js').Snap} Snap */
/** @typedef {import('./borders.js').Pair} Pair */
/** @typedef {{pair: Pair, place: Snap, point: Point}} Reach `point` in degrees */
/**
 * @typedef {object} Gesture
 * @property {Pair} pair
 * @property {Snap} start
 * @property {Point[]} points in degrees, the first on the border
 * @property {Reach | null} end the place on the border where a release would end it
 * @property {string | null} reason why it can't be
 * @property {number} fade
 */

/** Pixels between two points of the path. */
const STEP = 3;
/** Pixels by which a thinned path may differ from the drawn one. */
const THIN = 0.6;
/** Grids in view whose borders are fetched ahead, so that a finger finds them without hovering first. */
const AHEAD = 24;

/** @param {import('./view.js').MapView} view */
export function createReshape(view) {
    const kit = createKit(view);
    const { map, container, pixel, place, tell, moveHint } = kit;
    const borders = createBorders(() => overlay.redraw());
    const snapping = createSnapping(kit, borders);
    /** @type {import('./snapping.js').Mark | null} */
    let mark = null;
    /** @type {Point | null} where the pointer was before, in a stroke */
    let before = null;
    /** @type {Point} */
    let heading = [0, 0];
    /** @type {Reach | null} */
    let reach = null;
    /** @type {Gesture | null} */
    let gesture = null;
    let drewAt = 0;

    const overlay = createOverlay(map, 'draft', 470, (c, frame) => {
        paintDraft(c, frame, store.get().plan?.result?.strips ?? [], borders.redrawn());
        if (gesture) {
            const to = gesture.end ?? closing(gesture);
            const old =
                to && to.place.line === gesture.start.line
                    ? stretch(gesture.pair.lines[gesture.start.line], gesture.start, to.place)
                    : [];
            paintGesture(c, frame, {
                path: gesture.end ? [...gesture.points, gesture.end.point] : gesture.points,
                old,
                end: gesture.end?.point ?? null,
                invalid: gesture.reason !== null,
                fade: gesture.fade,
            });
            if (mark) paintMark(c, frame, mark);
        } else if (reach && store.get().tool === 'reshape') {
            paintReach(c, frame, reach.pair.lines, reach.point);
        }
    });

    const active = () => store.get().tool === 'reshape';
    /**
     * The nearest place on any of the pairs' borders.
     * @param {Pair[]} pairs @param {Point} p @param {number} within pixels @returns {Reach | null}
     */
    function reachOf(pairs, p, within) {
        /** @type {Reach | null} */
        let best = null;
        let limit = within;
        for (const pair of pairs) {
            const found = snap(
                pair.lines.map(line => line.map(pixel)),
                pixel(p),
                limit,
            );
            if (!found) continue;
            limit = found.distance;
            best = { pair, place: found, point: rounded(placeOn(pair.lines[found.line], found)) };
        }
        return best;
    }

    /** Where the path would be closed if it ended now: on the line where it began. @param {Gesture} g @returns {Reach | null} */
    function closing(g) {
        const line = g.start.line;
        const found = reachOf([{ ...g.pair, lines: [g.pair.lines[line]] }], g.points[g.points.length - 1], Infinity);
        return found && { ...found, place: { ...found.place, line } };
    }

    /** @param {Gesture} g @param {Reach} to @returns {import('../core/contract.js').Reshape} */
    function command(g, to) {
        const coordinates = simplify([...g.points, to.point], THIN, pixel);
        return {
            type: 'reshape',
            between: [g.pair.a, g.pair.b],
            path: { type: 'LineString', coordinates },
            ...(g.pair.b === null && store.get().outside ? { outside: true } : {}),
        };
    }

    const preview = createPreview(
        async (/** @type {Gesture} */ g) => {
            const to = g.end ?? closing(g);
            return to && g.points.length > 1 ? api.preview(await ensurePlan(), command(g, to)) : null;
        },
        (g, result, error) => {
            if (gesture !== g) return;
            const reason = error === null ? null : reasonOf(error);
            g.reason = crossesItself(g.points.map(pixel)) ? (g.reason ?? reason) : reason;
            store.set({ gesture: { between: [g.pair.a, g.pair.b], result, reason } });
            overlay.redraw();
            if (reason) tell(reason, true);
            else if (result) tell(inWords(result), false);
        },
    );

    /** @param {Reach} from @returns {Gesture} */
    function begin(from) {
        const g = { pair: from.pair, start: from.place, points: [from.point], end: null, reason: null, fade: 1 };
        gesture = g;
        reach = mark = null;
        before = from.point;
        heading = [0, 0];
        view.hover(null);
        tell(null);
        store.set({
            gesture: { between: [from.pair.a, from.pair.b], result: null, reason: null },
            panel: store.get().panel || !matchMedia('(max-width: 720px)').matches,
        });
        overlay.redraw();
        return g;
    }

    /** @param {Gesture} g @param {Point} p @param {number} within pixels of the border */
    function draw(g, p, within) {
        const last = g.points[g.points.length - 1];
        const [x, y] = pixel(p);
        const [lx, ly] = pixel(last);
        if (Math.hypot(x - lx, y - ly) < STEP) return;
        g.points.push(p);
        const end = reachOf([g.pair], p, within);
        const [sx, sy] = pixel(g.points[0]);
        g.end = end && (g.points.length > 8 || Math.hypot(x - sx, y - sy) > 3 * within) ? end : null;
        if (crossesItself(g.points.slice(-80).map(pixel))) g.reason ??= t('reshape.crosses');
        moveHint(p);
        overlay.redraw();
        preview(g);
    }

    /** Along a street a stroke follows it, unless it is about to end on the border. @param {Point} p @param {PointerEvent} e */
    function caught(p, e) {
        const nearBorder = gesture && reachOf([gesture.pair], p, 2 * snapOf(e));
        const [x, y] = pixel(p);
        const [bx, by] = pixel(before ?? p);
        // a slow hand comes in small steps, which tell no direction
        if (Math.hypot(x - bx, y - by) >= STEP) {
            heading = [x - bx, y - by];
            before = p;
        }
        mark = e.altKey || nearBorder ? null : snapping.catchAt(p, snapOf(e), { borders: false }, heading);
        return mark?.at ?? p;
    }

    /** Ends the gesture: sends it, or lets it spring back. @param {Gesture} g */
    async function end(g) {
        const to = g.end;
        if (!to)
            return cancel(
                g.points.length > 3
                    ? (g.reason ?? t('reshape.off_border', namesOf(g.pair)))
                    : null,
            );
        tell(null);
        try {
            await applyCommand(command(g, to));
            if (gesture === g) gesture = null;
            // a preview that was answered meanwhile has spoken again
            tell(null);
            store.set({ gesture: null });
            store.set({ panel: true });
            announce(t('reshape.done', namesOf(g.pair)));
            overlay.redraw();
        } catch (error) {
            if (gesture === g) cancel(reasonOf(error));
        }
    }

    /** @param {string | null} reason said when there is one */
    function cancel(reason) {
        const g = gesture;
        if (!g) return;
        tell(null);
        if (reason) toast(reason, { kind: 'error' });
        g.reason ??= reason;
        store.set({ gesture: null });
        const from = performance.now();
        const step = () => {
            if (gesture !== g) return;
            g.fade = 1 - (performance.now() - from) / 220;
            if (g.fade <= 0) {
                gesture = null;
                tell(null);
                store.set({ gesture: null });
            }
            overlay.redraw();
            requestAnimationFrame(step);
        };
        step();
    }

    /** @type {number | null} */
    let pointer = null;
    const snapOf = kit.reach;
    const stop = (/** @type {Event} */ e) => {
        e.preventDefault();
        e.stopImmediatePropagation();
    };

    container.addEventListener(
        'pointerdown',
        e => {
            if (!active() || e.button !== 0 || kit.held.space || /** @type {HTMLElement} */ (e.target).closest('.leaflet-control')) return;
            if (pointer !== null) {
                // a second finger means the map, not the border
                release();
                return cancel(null);
            }
            const from = gesture ? null : reachOf(borders.all(), place(e), snapOf(e));
            if (!from) return;
            stop(e);
            pointer = e.pointerId;
            map.dragging.disable();
            container.setPointerCapture(e.pointerId);
            begin(from);
            ensurePlan().catch(error => cancel(reasonOf(error)));
        },
        true,
    );

    container.addEventListener(
        'pointermove',
        e => {
            if (!active()) return;
            if (pointer === e.pointerId && gesture) {
                stop(e);
                for (const point of e.getCoalescedEvents?.().length ? e.getCoalescedEvents() : [e])
                    draw(gesture, caught(place(point), e), snapOf(e));
            } else if (pointer === null && e.pointerType === 'mouse' && !e.buttons) {
                hover(place(e), snapOf(e));
            }
        },
        true,
    );

    const released = (/** @type {PointerEvent} */ e) => {
        if (pointer !== e.pointerId) return;
        stop(e);
        release();
        drewAt = performance.now();
        if (!gesture) return;
        if (e.type === 'pointercancel') cancel(null);
        else end(gesture);
    };
    container.addEventListener('pointerup', released, true);
    container.addEventListener('pointercancel', released, true);

    function release() {
        if (pointer !== null && container.hasPointerCapture(pointer)) container.releasePointerCapture(pointer);
        pointer = null;
        map.dragging.enable();
    }

    /** @param {Point} p @param {number} within */
    function hover(p, within) {
        const leaf = kit.gridAt(p);
        if (leaf !== null) borders.learn(leaf);
        const found = reachOf(borders.all(), p, within);
        if (found || reach) overlay.redraw();
        reach = found;
        container.classList.toggle('in-reach', found !== null);
        tell(found ? t(found.pair.b === null ? 'reshape.press_outer' : 'reshape.press', namesOf(found.pair)) : null);
        moveHint(p);
    }

    container.addEventListener('pointerleave', () => {
        if (pointer === null) {
            reach = null;
            tell(null);
            overlay.redraw();
        }
    });
    document.addEventListener('keydown', e => {
        if (e.key !== 'Escape' || !gesture || pointer === null) return;
        e.preventDefault();
        release();
        drewAt = performance.now();
        cancel(null);
        announce(t('reshape.cancelled'));
    });
    map.on('click', (/** @type {any} */ e) => {
        if (active() && performance.now() - drewAt > 350) store.set({ grid: kit.gridAt(place(e.originalEvent)), thing: null });
    });

    function lookAhead() {
        if (!active()) return;
        const bounds = map.getBounds();
        const { grid } = store.get();
        const near = [...gridsById().values()].filter(
            g =>
                g.leaf &&
                bounds.intersects([
                    [g.bbox[1], g.bbox[0]],
                    [g.bbox[3], g.bbox[2]],
                ]),
        );
        if (grid !== null && gridsById().get(grid)?.leaf) borders.learn(grid);
        if (near.length <= AHEAD) near.forEach(g => borders.learn(g.id));
    }
    map.on('moveend', lookAhead);
    store.watch(['tool', 'grid', 'list', 'plan'], () => {
        lookAhead();
        if (!active()) {
            reach = null;
            container.classList.remove('in-reach');
            tell(null);
        }
        overlay.redraw();
    });

    createKeyboard({
        map,
        container,
        borders,
        active: () => active() && pointer === null,
        begin,
        draw,
        end,
        cancel,
        tell,
        moveHint,
        current: () => gesture,
        snapWithin: kit.snap,
        /** @param {Reach | null} at */
        show: at => {
            reach = at;
            overlay.redraw();
        },
    });
    return { kit, borders };
}

/** @param {Pair} pair */
const namesOf = ({ a, b }) => ({ a: gridName(a), b: b === null ? t('nobody') : gridName(b) });
