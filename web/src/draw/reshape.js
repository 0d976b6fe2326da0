/**
 * Reshape: press on a border, draw, release on it. While one draws, the server is asked what the path, closed to the nearest
 * place on the border, would change.
 */

import { gridName, gridsById, store } from '../data/state.js';
import { crossesItself, placeAt, placeOn, snap, stretch } from '../core/border.js';
import { t } from '../core/i18n.js';
import { announce } from '../parts/status.js';
import { rounded } from './kit.js';
import { givenUp } from './outer.js';
import { paintReach, paintReshape } from './paint.js';
import { borderPlaces, nameOrNobody } from './places.js';

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
 * @property {boolean} crosses
 * @property {Point[] | null} along where it began and where the pointer is, when it follows streets
 */

/** Pixels between two points of the path. */
const STEP = 3;
/** Between the old border and the path; fainter where strips say more: at the outer border. */
const GLASS = 'rgba(230, 97, 1, 0.34)';
const INK_GLASS = 'rgba(180, 83, 9, 0.10)';

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createReshape(drawing) {
    const { kit, borders } = drawing;
    const { pixel } = kit;
    /** @type {Reach | null} */
    let reach = null;
    /** @type {Gesture | null} */
    let gesture = null;

    /**
     * The nearest place on any of the pairs' borders.
     * @param {Pair[]} pairs @param {Point} p @param {number} within pixels @returns {Reach | null}
     */
    function reachOf(pairs, p, within) {
        /** @type {Reach | null} */
        let best = null;
        let limit = within;
        for (const pair of pairs) {
            const lines = pair.lines.map(line => line.map(pixel));
            const found = snap(lines, pixel(p), limit);
            if (!found) continue;
            limit = found.distance;
            best = { pair, place: found, point: rounded(placeOn(pair.lines[found.line], found)) };
        }
        return best;
    }

    /** Where the path would be closed if it ended now: on the line where it began. @param {Gesture} g @returns {Reach | null} */
    function closing(g) {
        const { line } = g.start;
        const found = reachOf([{ ...g.pair, lines: [g.pair.lines[line]] }], g.points[g.points.length - 1], Infinity);
        return found && { ...found, place: { ...found.place, line } };
    }

    /** @param {Gesture} g @returns {import('../core/contract.js').Reshape | null} */
    function command(g) {
        const to = g.end ?? closing(g);
        if (!to || g.points.length < 2) return null;
        return {
            type: 'reshape',
            between: [g.pair.a, g.pair.b],
            path: { type: 'LineString', coordinates: drawing.thin([...g.points, to.point], g.along === null) },
            ...(g.pair.b === null && store.get().outside ? { outside: true } : {}),
        };
    }

    const ask = () => {
        const asked = gesture && command(gesture);
        if (asked) drawing.ask(asked);
        drawing.redraw();
    };

    /** It was chosen otherwise what becomes of land that is given up. */
    function again() {
        ask();
        drawing.refresh();
    }

    /** @param {Gesture} g @param {Point} p @param {number} within pixels of the border */
    function draw(g, p, within) {
        const last = g.points[g.points.length - 1];
        if (drawing.apart(p, last) < STEP) return;
        if (kit.held.streets) return follow(g, p, within);
        g.points.push(p);
        look(g, within);
        ask();
    }

    /** From where it began along streets to where the pointer is. @param {Gesture} g @param {Point} p @param {number} within */
    function follow(g, p, within) {
        const start = g.points[0];
        const end = reachOf([g.pair], p, within);
        const to = end?.point ?? p;
        drawing.fix(start);
        if (end) drawing.fix(to);
        g.along = [start, to];
        drawing.learn(g.along);
        g.points = [...drawing.route(g.along)];
        look(g, within);
        ask();
    }

    /** Whether the path may end where it is, or crosses itself. @param {Gesture} g @param {number} within */
    function look(g, within) {
        const [start, p] = [g.points[0], g.points[g.points.length - 1]];
        const end = reachOf([g.pair], p, within);
        g.end = end && (g.points.length > 8 || drawing.apart(p, start) > 3 * within) ? end : null;
        g.crosses = crossesItself(g.points.slice(-80).map(pixel)) || (g.crosses && crossesItself(g.points.map(pixel)));
    }

    /** @param {Reach} from @returns {import('./tool.d.ts').Drag} */
    function begin(from) {
        /** @type {Gesture} */
        const g = { pair: from.pair, start: from.place, points: [from.point], end: null, crosses: false, along: null };
        gesture = g;
        reach = null;
        kit.view.hover(null);
        drawing.showPanel();
        drawing.redraw();
        return {
            words: t('reshape.keys.draw'),
            // along a street the path follows it, unless it is about to end on the border
            path: (p, within) => reachOf([g.pair], p, 2 * within) !== null,
            move(p, within) {
                const was = g.end;
                draw(g, p, within);
                if (g.end && !was) announce(t('reshape.keys.on_border'));
            },
            back() {
                if (g.points.length > 1) g.points.pop();
                look(g, kit.snap);
                ask();
                return g.points[g.points.length - 1];
            },
            again: () => g.along && follow(g, g.along[1], kit.snap),
            notYet: () => (g.end ? null : t('reshape.keys.not_yet')),
            drop: () => drop(g),
            cancel,
        };
    }

    /** Ends the gesture: sends it, or lets it spring back. @param {Gesture} g @returns {Promise<void>} */
    async function drop(g) {
        const learning = g.along && drawing.learn(g.along);
        if (learning) {
            await learning;
            if (gesture === g && g.along) follow(g, g.along[1], kit.snap);
            return gesture === g ? drop(g) : undefined;
        }
        const asked = g.end && command(g);
        if (asked) {
            const done = await drawing.apply(asked, t('reshape.done', namesOf(g.pair)));
            if (done && gesture === g) gesture = null;
            drawing.redraw();
        } else if (g.points.length < 4) {
            cancel();
            drawing.clear();
        }
        else {
            const why = g.crosses ? t('reason.crosses_itself') : drawing.reason();
            drawing.bounce(why ?? t('reshape.off_border', namesOf(g.pair)));
        }
    }

    function cancel() {
        const had = gesture !== null;
        gesture = reach = null;
        return had;
    }

    return {
        snaps: { borders: false },
        follows: true,
        leave() {
            reach = null;
            kit.container.classList.remove('in-reach');
        },
        grab(p, within) {
            const from = reachOf(borders.all(), p, within);
            return from && begin(from);
        },
        tap(p) {
            const id = kit.gridAt(p);
            store.set({ grid: id, thing: null });
            if (id !== null) announce(t('selected', { name: gridName(id) }));
            return true;
        },
        hover(p, within) {
            const leaf = kit.gridAt(p);
            if (leaf !== null) borders.learn(leaf);
            reach = reachOf(borders.all(), p, within);
            kit.container.classList.toggle('in-reach', reach !== null);
            if (reach) return t(reach.pair.b === null ? 'reshape.press_outer' : 'reshape.press', namesOf(reach.pair));
            return drawing.cursor() && leaf !== null ? gridName(leaf) : null;
        },
        away() {
            reach = null;
        },
        between: () => gesture && [gesture.pair.a, gesture.pair.b],
        cancel,
        candidates() {
            const { grid } = store.get();
            if (grid !== null && gridsById().get(grid)?.leaf) return borderPlaces(borders.of(grid), grid);
            const view = kit.map.getBounds();
            return borders.all().flatMap(pair =>
                pair.lines
                    .map(line => rounded(placeAt(line, 0.5).point))
                    .filter(([lon, lat]) => view.contains([lat, lon]))
                    .map(point => ({ point, words: `${gridName(pair.a)} | ${nameOrNobody(pair.b)}` })),
            );
        },
        // what lies between the old border and the path is painted at once, before the server has answered
        stripColour: ({ from, to }) => (from === null || to === null ? null : 'transparent'),
        leavesArea: () => gesture?.pair.b === null && store.get().outside,
        paint(c, frame) {
            if (gesture) {
                const to = gesture.end ?? closing(gesture);
                const { line } = gesture.start;
                const same = to && to.place.line === line;
                const reason = drawing.reason();
                paintReshape(c, frame, {
                    path: gesture.end ? [...gesture.points, gesture.end.point] : gesture.points,
                    old: same ? stretch(gesture.pair.lines[line], gesture.start, to.place) : [],
                    end: gesture.end?.point ?? null,
                    fault: reason !== null ? { at: drawing.fault() } : gesture.crosses ? { at: null } : null,
                    colour: gesture.pair.b === null ? INK_GLASS : GLASS,
                });
            } else if (reach) paintReach(c, frame, reach.pair.lines, reach.point);
        },
        card: () => ({ tool: 'reshape', words: t('reshape.outer_hint'), body: [givenUp(again)] }),
    };
}

/** @param {Pair} pair */
const namesOf = ({ a, b }) => ({ a: gridName(a), b: nameOrNobody(b) });
