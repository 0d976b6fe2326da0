/**
 * Reshape without a pointer: with a grid selected, Tab goes round its borders, the arrows move the start along the border,
 * Enter starts, the arrows draw, Enter on the border ends, Backspace takes the last step back, Esc cancels.
 */

import { store, gridName } from '../data/state.js';
import { placeAt, placeOn } from '../core/border.js';
import { t } from '../core/i18n.js';
import { announce } from '../ui/status.js';

/** @typedef {import('./reshape.js').Reach} Reach */
/** @typedef {import('./reshape.js').Gesture} Gesture */
/** @typedef {import('../core/border.js').Point} Point */
/**
 * @typedef {object} Tools
 * @property {any} map
 * @property {HTMLElement} container
 * @property {ReturnType<typeof import('./borders.js').createBorders>} borders
 * @property {() => boolean} active
 * @property {(from: Reach) => Gesture} begin
 * @property {(g: Gesture, p: Point, within: number) => void} draw
 * @property {(g: Gesture) => Promise<void>} end
 * @property {(reason: string | null) => void} cancel
 * @property {(text: string | null, wrong?: boolean) => void} tell
 * @property {(p: Point) => void} moveHint
 * @property {() => Gesture | null} current
 * @property {number} snapWithin
 * @property {(at: Reach | null) => void} show
 */

const STEP = 12;
const FINE = 4;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {Tools} tools */
export function createKeyboard(tools) {
    const { map, container, borders } = tools;
    let chosen = -1;
    let share = 0.5;

    /** @returns {Reach | null} */
    function start() {
        const { grid } = store.get();
        const pair = grid === null ? undefined : borders.of(grid)[chosen];
        if (!pair) return null;
        const longest = pair.lines.reduce((best, line, i) => (line.length > pair.lines[best].length ? i : best), 0);
        const place = { ...placeAt(pair.lines[longest], share), line: longest };
        const [lon, lat] = placeOn(pair.lines[longest], place);
        return { pair, place, point: [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7] };
    }

    function leave() {
        chosen = -1;
        tools.show(null);
        tools.tell(null);
    }

    /** @param {KeyboardEvent} e @returns {boolean} whether the key was meant for this */
    function choose(e) {
        const { grid } = store.get();
        const pairs = grid === null ? [] : borders.of(grid);
        if (e.key === 'Tab') {
            const next = chosen + (e.shiftKey ? -1 : 1);
            if (next < 0 || next >= pairs.length) {
                // past the last one Tab leaves the map, as it does elsewhere
                leave();
                return false;
            }
            chosen = next;
            share = 0.5;
        } else if (chosen < 0) return false;
        else if (e.key === 'Escape') {
            leave();
            return true;
        } else if (e.key === 'Enter') {
            const from = start();
            if (from) tools.begin(from);
            announce(t('reshape.keys.draw'));
            return true;
        } else if (e.key in ARROWS)
            share = Math.max(0.02, Math.min(0.98, share + (ARROWS[e.key][0] - ARROWS[e.key][1]) * (e.shiftKey ? 0.01 : 0.05)));
        else return false;
        const at = start();
        if (!at) return false;
        tools.show(at);
        const words = t('reshape.keys.border', {
            a: gridName(at.pair.a),
            b: at.pair.b === null ? t('nobody') : gridName(at.pair.b),
            i: chosen + 1,
            n: pairs.length,
        });
        tools.tell(words);
        tools.moveHint(at.point);
        announce(words);
        return true;
    }

    /** @param {KeyboardEvent} e @param {Gesture} g */
    function drawing(e, g) {
        const arrow = ARROWS[e.key];
        const last = g.points[g.points.length - 1];
        if (arrow) {
            const step = e.shiftKey ? FINE : STEP;
            const at = map.latLngToContainerPoint([last[1], last[0]]);
            const { lat, lng } = map.containerPointToLatLng([at.x + arrow[0] * step, at.y + arrow[1] * step]);
            tools.draw(g, [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7], tools.snapWithin);
            if (g.end) announce(t('reshape.keys.on_border'));
        } else if (e.key === 'Backspace' && g.points.length > 1) {
            g.points.pop();
            const before = g.points.pop();
            if (g.points.length && before) tools.draw(g, before, tools.snapWithin);
            else if (before) g.points.push(before);
        } else if (e.key === 'Enter') {
            if (g.end) tools.end(g).then(leave);
            else announce(t('reshape.keys.not_yet'));
        } else if (e.key === 'Escape') {
            tools.cancel(null);
            announce(t('reshape.cancelled'));
        } else return false;
        return true;
    }

    container.addEventListener(
        'keydown',
        e => {
            if (!tools.active() || e.target !== container || e.ctrlKey || e.metaKey || e.altKey) return;
            const g = tools.current();
            if (!(g ? drawing(e, g) : choose(e))) return;
            e.preventDefault();
            e.stopImmediatePropagation();
        },
        true,
    );
    store.on(['grid', 'tool'], () => {
        if (chosen >= 0) leave();
    });
}
