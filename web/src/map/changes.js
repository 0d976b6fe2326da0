/**
 * What a plan under review, or a comparison, changes: everything else faded, land in the colour of its direction with an arrow,
 * old borders dashed and new ones solid. Also the borders in conflict, what others are editing, and comments as pins.
 */

import L from 'leaflet';
import { boxAround, ringsOf } from '../core/border.js';
import { directions, drawnLines, insidePoint, tellApart } from '../core/changes.js';
import { t } from '../core/i18n.js';
import { api } from '../data/api.js';
import { gridsById, may, noteFailure, store } from '../data/state.js';
import { isOpen } from '../data/planning.js';
import { byId, fill, h } from '../parts/dom.js';
import { editorColour, nameIn } from '../parts/plan.js';
import { stroke } from './canvas.js';
import { createOverlay } from './overlay.js';
import { paintArrows, paintReview } from './strips.js';

/** @typedef {import('../core/border.js').Areal} Areal */
/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('./overlay.js').Frame} Frame */
/** @typedef {CanvasRenderingContext2D} Context */

/** Directions that the legend names. */
const NAMED = 8;

/** What is to be shown as under review: not the draft that one draws in. @returns {Result | null} */
function reviewed() {
    const { plan, comparison } = store.get();
    if (comparison) return comparison.result;
    return plan?.result && (!isOpen(plan) || !may('planner')) ? plan.result : null;
}

/** @param {import('./view.js').MapView} view */
export function createChanges(view) {
    const { map } = view;
    const areas = createAreas(redraw);
    /**
     * Who follows a link sees what its sender saw.
     * @param {string} what @param {import('../core/mercator.js').Bbox} box
     */
    const showUnless = (what, box) => {
        if (store.get().placed === what) store.set({ placed: null });
        else view.show(box);
    };
    const overlay = createOverlay(map, 'changes', 436, (c, frame) => {
        const result = reviewed();
        // the draft has a pane of its own, which may come later
        map.getContainer().classList.toggle('reviewing', result !== null);
        c.lineJoin = c.lineCap = 'round';
        if (result) paintReview(c, frame, result);
        paintConflict(c, frame);
        for (const { command } of store.get().unsaved) stroke(c, frame, drawnLines(command), '#b3261e', 2.6, [2, 6]);
        paintEditors(c, frame, areas);
    });
    const arrows = createOverlay(map, 'arrows', 452, (c, frame) => {
        const result = reviewed();
        c.lineJoin = 'round';
        if (result) paintArrows(c, frame, result);
    });
    const legend = h('div', { id: 'directions', 'data-testid': 'directions', hidden: true });
    byId('stage').append(legend);
    store.watch(['plan', 'comparison', 'lang', 'session'], () => {
        const rows = directions(reviewed() ?? { strips: [], flows: [] });
        legend.hidden = rows.length === 0;
        fill(
            legend,
            rows
                .slice(0, NAMED)
                .map(({ from, to, colour }) =>
                    h(
                        'span',
                        {},
                        h('i', { class: 'swatch', style: `background:${colour}`, 'aria-hidden': 'true' }),
                        h('span', {}, `${nameIn(from)} → ${nameIn(to)}`),
                    ),
                ),
            rows.length > NAMED ? h('span', {}, `+ ${rows.length - NAMED}`) : null,
        );
        redraw();
    });
    store.on(['unsaved'], redraw);
    /** @type {number | null} */
    let shown = null;
    store.watch(['plan', 'session'], ({ plan }) => {
        const result = reviewed();
        const box = result && boxAround(result.strips.map(s => s.geometry));
        // what is reviewed is looked at as a whole first
        if (plan && plan.id !== shown && box) showUnless(`plan ${plan.id}`, box);
        shown = plan?.result ? plan.id : null;
    });
    store.on(['comparison'], ({ comparison }) => {
        const box = comparison && boxAround(comparison.result.strips.map(s => s.geometry));
        if (comparison && box) showUnless(`compare ${comparison.from}-${comparison.to}`, box);
    });
    store.watch(['editors', 'planId', 'list'], ({ editors, session }) => {
        Object.values(editors)
            .flat()
            .filter(e => e.account !== session?.account?.id)
            .forEach(e => e.grids.forEach(areas.learn));
        redraw();
    });
    document.addEventListener('planopened', () => {
        const box = boxAround((store.get().plan?.result?.strips ?? []).map(s => s.geometry));
        if (box) view.show(box);
    });
    document.addEventListener('conflictshown', () => {
        const { plan } = store.get();
        const box = boxAround((plan?.conflict?.arcs ?? []).map(coordinates => ({ type: 'Polygon', coordinates: [coordinates] })));
        plan?.conflict?.grids?.forEach(g => areas.learn(g.id));
        if (box) view.show(box);
    });
    createPins(map, areas);

    /** @param {Context} c @param {Frame} frame */
    function paintConflict(c, frame) {
        const { plan } = store.get();
        const { conflict } = plan ?? {};
        if (!conflict?.arcs?.length) return;
        conflict.grids?.forEach(g => areas.learn(g.id));
        const present = (conflict.grids ?? []).map(g => areas.of(g.id)).filter(a => a !== null);
        const { then, now } = tellApart(conflict.arcs, present);
        stroke(c, frame, then, '#334155', 2.4, [6, 5]);
        stroke(c, frame, now, '#7c2d12', 3.2);
        const own = plan?.commands.find(one => one.position === conflict.position_in_plan);
        if (own) stroke(c, frame, drawnLines(own.command), '#1668a8', 2.6, [2, 6]);
    }
    return { redraw };

    function redraw() {
        overlay.redraw();
        arrows.redraw();
    }
}

/** @param {Context} c @param {Frame} frame @param {ReturnType<typeof createAreas>} areas */
function paintEditors(c, frame, areas) {
    const { editors, session } = store.get();
    c.font = '600 12px system-ui, sans-serif';
    c.textBaseline = 'middle';
    for (const editor of Object.values(editors).flat()) {
        if (editor.account === session?.account?.id) continue;
        const colour = editorColour(editor.account);
        for (const [i, id] of editor.grids.entries()) {
            const area = areas.of(id);
            if (!area) continue;
            stroke(c, frame, ringsOf(area), colour, 3, [10, 6]);
            const at = i === 0 ? insidePoint(area) : null;
            if (!at) continue;
            const words = t('plan.editing', { name: editor.name });
            const width = c.measureText(words).width + 16;
            const [x, y] = [frame.x(at[0]) - width / 2, frame.y(at[1]) + 26];
            c.fillStyle = colour;
            c.beginPath();
            c.roundRect(x, y - 11, width, 22, 11);
            c.fill();
            c.fillStyle = '#ffffff';
            c.fillText(words, x + 8, y + 1);
        }
    }
}

/** The areas of grids, fetched when first wanted and again after a publication. @param {() => void} changed */
function createAreas(changed) {
    /** @type {Map<number, Areal | null>} null: being fetched, or not to be had */
    let known = new Map();
    let revision = store.get().list?.revision;
    store.on(['list'], ({ list }) => {
        if (list?.revision === revision) return;
        revision = list?.revision;
        const ids = [...known.keys()];
        known = new Map();
        ids.slice(-50).forEach(learn);
    });
    /** @param {number} id */
    function learn(id) {
        if (known.has(id) || !gridsById().has(id)) return;
        const mine = known;
        mine.set(id, null);
        api.grid(id).then(
            ({ geometry }) => {
                noteFailure('borders', null);
                mine.set(id, geometry);
                if (mine === known) changed();
            },
            error => {
                mine.delete(id);
                noteFailure('borders', error, () => learn(id));
            },
        );
    }
    return { learn, of: (/** @type {number} */ id) => known.get(id) ?? null };
}

/**
 * Comments as pins on their grids; a click goes to the thread.
 * @param {import('leaflet').Map} map @param {ReturnType<typeof createAreas>} areas
 */
function createPins(map, areas) {
    const pins = L.layerGroup().addTo(map);
    store.watch(['comments', 'plan', 'list', 'lang'], ({ comments, plan }) => {
        const held = document.activeElement?.getAttribute('data-key');
        pins.clearLayers();
        /** @type {Map<number, number>} */
        const counts = new Map();
        for (const { grid } of comments) if (grid !== null) counts.set(grid, (counts.get(grid) ?? 0) + 1);
        for (const [id, n] of counts) {
            const area = plan?.result?.grids.find(g => g.id === id)?.geometry ?? areas.of(id);
            const box = gridsById().get(id)?.bbox;
            const at = area ? insidePoint(area) : box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : null;
            if (!at) continue;
            const label = t('comment.pin', { n, name: nameIn(id) });
            const marker = L.marker([at[1], at[0]], {
                keyboard: true,
                alt: label,
                title: label,
                riseOnHover: true,
                icon: L.divIcon({ className: 'pin-marker', html: String(n), iconSize: [30, 30], iconAnchor: [15, 30] }),
            });
            const open = () => {
                store.set({ grid: id, thing: null, panel: true });
                document.dispatchEvent(new CustomEvent('commentsshown'));
            };
            marker.on('click', open);
            marker.on('keypress', (/** @type {any} */ e) => e.originalEvent.key === 'Enter' && open());
            pins.addLayer(marker);
            marker.getElement()?.setAttribute('aria-label', label);
            marker.getElement()?.setAttribute('data-testid', 'pin');
            marker.getElement()?.setAttribute('data-key', `pin-${id}`);
            if (held === `pin-${id}`) marker.getElement()?.focus({ preventScroll: true });
        }
    });
}
