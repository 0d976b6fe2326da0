/** Vertex: nodes and vertices as handles; one is dragged, an edge's middle is dragged out, one is deleted. */

import { gridName, gridsById, store } from '../data/state.js';
import { snap } from '../core/border.js';
import { aroundVertex, pointKey } from '../core/partition.js';
import { t } from '../core/i18n.js';
import { h } from '../parts/dom.js';
import { announce } from '../parts/status.js';
import { INK, WRONG, dot, stroke } from '../map/canvas.js';
import { givenUp } from './outer.js';
import { nameOrNobody, neighboursOf, outline } from './places.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('./borders.js').Pair} Pair */
/** A node is where three or more meet. @typedef {{at: Point, node: boolean}} Handle */

/** More handles than this in view are only those of the selected grid. */
const MANY = 250;

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createVertex(drawing) {
    const { kit, borders } = drawing;
    let made = '';
    /** @type {Handle[]} */
    let shown = [];
    /** @type {Pair[]} whose edges can be dragged out */
    let pairs = [];
    /** @type {Point | null} */
    let chosen = null;
    /** @type {{lines: Point[][], at: Point, outer: boolean, again: () => void} | null} what the drag makes of the borders */
    let moved = null;
    /** Whether the card asks what becomes of land that is given up. */
    let asks = false;

    const grid = () => {
        const id = store.get().grid;
        return id !== null && gridsById().get(id)?.leaf ? id : null;
    };

    async function learn() {
        const id = grid();
        if (id === null) return;
        await borders.learn(id);
        neighboursOf(borders, id).forEach(n => borders.learn(n));
    }

    /** Handles in view. */
    function handles() {
        const id = grid();
        const bounds = kit.map.getBounds();
        const now = `${borders.version()} ${id} ${bounds.toBBoxString()}`;
        if (now === made) return shown;
        made = now;
        const nodes = new Set(borders.nodes().map(pointKey));
        const own = id === null ? [] : borders.of(id);
        const near = id === null ? [] : neighboursOf(borders, id).flatMap(n => borders.of(n));
        const inView = (/** @type {Point} */ p) => bounds.contains([p[1], p[0]]);
        const collect = (/** @type {Pair[]} */ from) => {
            /** @type {Map<string, Handle>} */
            const found = new Map();
            for (const line of from.flatMap(p => p.lines)) {
                for (const at of line) {
                    if (!inView(at)) continue;
                    found.set(pointKey(at), { at, node: nodes.has(pointKey(at)) });
                }
            }
            return [...found.values()];
        };
        pairs = [...new Set([...own, ...near])];
        shown = collect(pairs);
        if (shown.length > MANY) {
            pairs = own;
            shown = collect(own);
        }
        const outer = pairs.some(({ b, lines }) => b === null && lines.some(line => line.some(inView)));
        if (asks !== outer) {
            asks = outer;
            drawing.refresh();
        }
        return shown;
    }

    /** @param {Point} p @param {number} reach @returns {Handle | null} */
    function handleAt(p, reach) {
        const [x, y] = kit.pixel(p);
        let best = null;
        let limit = reach;
        for (const handle of handles()) {
            const [hx, hy] = kit.pixel(handle.at);
            const distance = Math.hypot(hx - x, hy - y);
            if (distance > limit) continue;
            limit = distance;
            best = handle;
        }
        return best;
    }

    /** The lines that meet in a vertex, each as its end elsewhere. @param {Point} at */
    function arms(at) {
        const key = pointKey(at);
        /** @type {Map<string, Point>} */
        const ends = new Map();
        for (const { lines } of borders.all()) {
            for (const line of lines) {
                line.forEach((p, i) => {
                    if (pointKey(p) !== key) return;
                    for (const end of [line[i - 1], line[i + 1]]) if (end) ends.set(pointKey(end), end);
                });
            }
        }
        return [...ends.values()];
    }

    /** Whether land beyond it is nobody's. @param {Point} at */
    const isOuter = at =>
        borders.all().some(({ b, lines }) => b === null && lines.some(line => line.some(p => pointKey(p) === pointKey(at))));

    /** @param {boolean} outer whether it is of the outer border */
    const leaving = outer => (outer && store.get().outside ? { outside: true } : {});

    /**
     * A drag that asks for a command at each place and does it in the end.
     * @param {Point} from @param {(to: Point) => import('../core/contract.js').Command} command
     * @param {(to: Point) => Point[][]} lines @param {boolean} outer @param {string} done
     */
    function dragging(from, command, lines, outer, done) {
        /** @type {Point | null} */
        let to = null;
        const again = () => to && drawing.ask(command(to));
        moved = { lines: lines(from), at: from, outer, again };
        return {
            move(/** @type {Point} */ p) {
                to = p;
                moved = { lines: lines(p), at: p, outer, again };
                again();
            },
            async drop() {
                if (!to || pointKey(to) === pointKey(from)) {
                    moved = null;
                    drawing.clear();
                    return;
                }
                if (!(await drawing.apply(command(to), done))) return;
                moved = null;
                chosen = to;
                drawing.refresh();
                drawing.redraw();
            },
            cancel() {
                moved = null;
            },
        };
    }

    /** @param {Pair} pair @param {Point[]} coordinates */
    const reshape = (pair, coordinates) => ({
        type: /** @type {const} */ ('reshape'),
        between: /** @type {[number, number | null]} */ ([pair.a, pair.b]),
        path: { type: /** @type {const} */ ('LineString'), coordinates },
        ...leaving(pair.b === null),
    });

    async function remove() {
        if (!chosen) return;
        const around = aroundVertex(borders.all(), chosen);
        if (!around) return drawing.bounce(t('vertex.is_node'));
        const words = t('vertex.deleted', { a: gridName(around.pair.a), b: nameOrNobody(around.pair.b) });
        if (await drawing.apply(reshape(around.pair, [around.before, around.after]), words)) chosen = null;
        drawing.refresh();
        drawing.redraw();
    }

    /** It was chosen otherwise what becomes of land that is given up. */
    function again() {
        moved?.again();
        drawing.refresh();
        drawing.redraw();
    }

    /** @param {Handle} handle */
    function choose(handle) {
        chosen = handle.at;
        announce(t(handle.node ? 'vertex.node' : 'vertex.vertex'));
        drawing.refresh();
    }

    store.on(['grid'], () => {
        if (store.get().tool !== 'vertex') return;
        chosen = null;
        learn();
        drawing.refresh();
        drawing.redraw();
    });

    return {
        snaps: { borders: false },
        enter: learn,
        grab(p, reach) {
            const handle = handleAt(p, reach);
            if (handle) {
                choose(handle);
                const outer = isOuter(handle.at);
                return dragging(
                    handle.at,
                    to => ({ type: 'moveNode', node: handle.at, to, ...leaving(outer) }),
                    to => arms(handle.at).map(end => [end, to]),
                    outer,
                    t('vertex.moved'),
                );
            }
            for (const pair of pairs) {
                const lines = pair.lines.map(line => line.map(kit.pixel));
                const found = snap(lines, kit.pixel(p), reach);
                if (!found) continue;
                const line = pair.lines[found.line];
                const [before, after] = [line[found.segment], line[found.segment + 1]];
                return dragging(
                    kit.degrees(found.point),
                    to => reshape(pair, [before, to, after]),
                    to => [[before, to, after]],
                    pair.b === null,
                    t('vertex.added', { a: gridName(pair.a), b: nameOrNobody(pair.b) }),
                );
            }
            return null;
        },
        tap(p) {
            const id = kit.gridAt(p);
            if (id !== null) store.set({ grid: id, thing: null });
            return true;
        },
        hover(p, reach) {
            const handle = handleAt(p, reach);
            kit.container.classList.toggle('in-reach', handle !== null);
            if (handle) return t(handle.node ? 'vertex.hover_node' : 'vertex.hover');
            const near = pairs.some(pair =>
                snap(
                    pair.lines.map(line => line.map(kit.pixel)),
                    kit.pixel(p),
                    reach,
                ),
            );
            if (near) return t('vertex.hover_edge');
            const id = drawing.cursor() && kit.gridAt(p);
            return id ? gridName(id) : null;
        },
        cancel() {
            const had = chosen !== null;
            chosen = moved = null;
            return had;
        },
        leave: () => kit.container.classList.remove('in-reach'),
        key(e) {
            if ((e.key !== 'Delete' && e.key !== 'Backspace') || !chosen) return false;
            // held by the keyboard, it is let go of first
            const at = chosen;
            drawing.letGo();
            chosen = at;
            remove();
            return true;
        },
        leavesArea: () => moved?.outer === true && store.get().outside,
        candidates: () => handles().map(({ at, node }) => ({ point: at, words: t(node ? 'vertex.node' : 'vertex.vertex') })),
        paint(c, frame) {
            outline(c, frame, borders, grid());
            for (const { at, node } of handles()) {
                const dragged = moved && chosen && pointKey(at) === pointKey(chosen);
                if (dragged) continue;
                dot(c, frame, at, node ? 5.5 : 4, node ? '#0f172a' : '#ffffff', node ? '#ffffff' : '#0f172a');
            }
            if (moved) {
                const colour = drawing.reason() ? WRONG : INK;
                stroke(c, frame, moved.lines, colour, 2.6);
                dot(c, frame, moved.at, 6, colour, '#ffffff');
            } else if (chosen) dot(c, frame, chosen, 6.5, INK, '#ffffff');
        },
        card: () => ({
            tool: 'vertex',
            words: grid() === null ? t('vertex.hint_select') : t('vertex.hint'),
            body: [asks ? givenUp(again) : null],
            also: chosen
                ? h(
                      'button',
                      {
                          type: 'button',
                          'data-testid': 'vertex-delete',
                          'data-key': 'vertex-delete',
                          disabled: aroundVertex(borders.all(), chosen) === null,
                          title: aroundVertex(borders.all(), chosen) === null ? t('vertex.is_node') : null,
                          onclick: remove,
                      },
                      t('vertex.delete'),
                      h('kbd', {}, 'Del'),
                  )
                : null,
        }),
    };
}
