/** Lasso: what lies inside a drawn line goes to another grid, or to nobody; or buildings, or whole compounds, are picked. */

import { movedWords } from '../core/sums.js';
import { formats, gridName, gridsById, store } from '../data/state.js';
import { buildingsOfCompound } from '../data/buildings.js';
import { crossesItself } from '../core/border.js';
import { ringOf, tangled } from '../core/sketch.js';
import { t } from '../core/i18n.js';
import { fill, h } from '../parts/dom.js';
import { field, segments } from '../parts/tool-card.js';
import { announce, attempt } from '../parts/status.js';
import { INK, dot } from '../map/canvas.js';
import { glass, PARTS } from './paint.js';
import { givenUp } from './outer.js';
import { middleOf, nameOrNobody, outline } from './places.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {'area' | 'building' | 'compound'} Mode */
/** @typedef {{id: number, name: string, at: Point}} Picked */

/** Pixels within which a building is meant, by mouse or keyboard. */
const NEAR = 8;
/** Grids offered as targets in the list; any other is chosen on the map. */
const OFFERED = 60;

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createLasso(drawing) {
    const { kit, borders } = drawing;
    /** @type {Mode} */
    let mode = 'area';
    /** @type {number | null | undefined} undefined: not chosen yet */
    let to;
    /** @type {Map<number, Picked>} */
    const picked = new Map();
    const moving = h('div', { class: 'moving' });

    const shape = () => {
        const ring = mode === 'area' ? ringOf(drawing.points()) : null;
        if (!ring) return null;
        const thin = drawing.thin(ring);
        return thin.length < 4 ? null : thin;
    };

    function command() {
        if (to === undefined) return null;
        const outside = to === null && store.get().outside ? { outside: true } : {};
        if (mode !== 'area')
            return picked.size
                ? { type: /** @type {const} */ ('transfer'), to, buildings: [...picked.keys()], ...outside }
                : null;
        const ring = shape();
        if (!ring) return null;
        return {
            type: /** @type {const} */ ('transfer'),
            to,
            area: { type: /** @type {const} */ ('Polygon'), coordinates: [ring] },
            ...outside,
        };
    }

    function again() {
        const asked = command();
        if (asked) drawing.ask(asked);
        drawing.refresh();
        drawing.redraw();
    }

    /** Leaf grids. */
    const inView = () => [...gridsById().values()].filter(g => g.leaf && kit.sees(g.bbox)).map(g => g.id);

    /** @param {number | null} id */
    function aim(id) {
        to = id;
        if (id !== null) borders.learn(id);
        announce(t('lasso.to', { name: nameOrNobody(id) }));
        again();
    }

    /** @param {Point} p @param {boolean} whole its compound too @param {number} reach pixels */
    async function pick(p, whole, reach) {
        const thing = kit.view.thingAt(kit.inContainer(p), reach, 0);
        if (thing?.type !== 'building') {
            const id = kit.gridAt(p);
            if (id !== null && picked.size) aim(id);
            return;
        }
        const { id } = thing;
        const one = { id, name: nameOf(thing), at: p };
        const out = picked.has(id);
        /** @type {Picked[]} */
        let all = [one];
        if (whole) await attempt(async () => (all = await buildingsOfCompound(id, one)));
        for (const b of all) out ? picked.delete(b.id) : picked.set(b.id, b);
        announce(t('lasso.picked', { n: picked.size }));
        if (!picked.size) drawing.clear();
        else {
            drawing.wait();
            again();
        }
    }

    async function confirm() {
        const asked = command();
        if (!asked || !drawing.result()) return;
        const n = drawing.result()?.moved.buildings ?? 0;
        const words = t('lasso.done', { n, name: nameOrNobody(asked.to) });
        if (await drawing.apply(asked, words)) {
            picked.clear();
            drawing.refresh();
        }
    }

    function targets() {
        const ids = [...new Set([...(to == null ? [] : [to]), ...inView().slice(0, OFFERED)])];
        ids.sort((a, b) => gridName(a).localeCompare(gridName(b)));
        const option = (/** @type {string} */ value, /** @type {string} */ words, /** @type {boolean} */ selected) =>
            h('option', { value, selected }, words);
        return h(
            'select',
            {
                'data-testid': 'lasso-target',
                'data-key': 'lasso-target',
                onchange: (/** @type {Event} */ e) => {
                    const { value } = /** @type {HTMLSelectElement} */ (e.target);
                    if (value !== '') aim(value === 'nobody' ? null : Number(value));
                },
            },
            to === undefined ? option('', t('lasso.choose'), true) : null,
            option('nobody', t('lasso.nobody'), to === null),
            ids.map(id => option(String(id), gridName(id), id === to)),
        );
    }

    /** Of the buildings that move those that were not picked: they stand at the place of one that was. */
    const along = () => (mode === 'area' ? [] : (drawing.result()?.moved.items ?? []).filter(i => !picked.has(i.id)));

    function drawMoving() {
        const moved = drawing.result()?.moved;
        const f = formats();
        fill(
            moving,
            moved
                ? [
                      h(
                          'p',
                          { class: 'moved-line', 'data-testid': 'lasso-moved', 'data-value': moved.buildings },
                          movedWords(f, moved),
                      ),
                      along().length
                          ? h('p', { class: 'hint', 'data-testid': 'lasso-along' }, t('lasso.along', { n: along().length }))
                          : null,
                      h(
                          'ul',
                          { class: 'items', 'data-testid': 'lasso-items' },
                          moved.items.map(i =>
                              h(
                                  'li',
                                  {},
                                  h('span', {}, i.name ?? i.code),
                                  h('small', {}, `${nameOrNobody(i.from)} → ${nameOrNobody(i.to)}`),
                              ),
                          ),
                      ),
                      ...drawing.fates(),
                  ]
                : [],
        );
    }

    return {
        snaps: {},
        draws: () => (mode === 'area' ? 'area' : null),
        enter() {
            const { grid, layers } = store.get();
            to = grid !== null && gridsById().get(grid)?.leaf ? grid : undefined;
            if (typeof to === 'number') borders.learn(to);
            if (!layers.includes('buildings')) store.set({ layers: [...layers, 'buildings'] });
        },
        tapsOn: true,
        leavesArea: () => to === null && store.get().outside,
        tap(p, { shiftKey, reach }) {
            if (mode !== 'area') {
                pick(p, mode === 'compound' || shiftKey, Math.max(NEAR, reach - kit.snap));
                return true;
            }
            if (!drawing.waiting()) return false;
            const id = kit.gridAt(p);
            if (id !== null) aim(id);
            return true;
        },
        hover(p) {
            const thing = mode === 'area' ? null : kit.view.thingAt(kit.inContainer(p), NEAR, 0);
            if (thing?.type === 'building') return nameOf(thing);
            const id = drawing.waiting() ? kit.gridAt(p) : null;
            return id === null ? null : t('lasso.to', { name: gridName(id) });
        },
        drawn(points) {
            if (points.length < 3 || crossesItself(points.slice(-80).map(kit.pixel))) return null;
            return command();
        },
        finished(points) {
            if (!shape()) return drawing.bounce(t('lasso.too_small'));
            if (tangled(ringOf(points) ?? [])) return drawing.bounce(t('reason.crosses_itself'));
            again();
        },
        heard() {
            drawMoving();
            drawing.refresh();
        },
        cancel() {
            const had = picked.size > 0;
            picked.clear();
            fill(moving);
            return had;
        },
        confirm,
        // what is drawn or picked goes to one of these
        candidates: () => (drawing.waiting() ? inView().map(id => middleOf(borders, id)) : []),
        stripColour: strip => glass(strip.to === to ? PARTS[0] : PARTS[1], 0.42),
        paint(c, frame) {
            outline(c, frame, borders, typeof to === 'number' ? to : null, PARTS[0]);
            for (const { at } of picked.values()) dot(c, frame, at, 5, INK, '#ffffff');
        },
        card() {
            const some = drawing.waiting();
            return {
                tool: 'lasso',
                words: !some
                    ? t(`lasso.hint.${mode}`)
                    : to === undefined
                      ? t('lasso.aim')
                      : t('lasso.ready', { name: nameOrNobody(to) }),
                body: [
                    segments(
                        t('lasso.mode'),
                        mode,
                        ['area', 'building', 'compound'].map(value => ({
                            value: /** @type {Mode} */ (value),
                            words: t(`lasso.mode.${value}`),
                        })),
                        value => {
                            if (value === mode) return;
                            picked.clear();
                            mode = value;
                            drawing.clear();
                        },
                    ),
                    field(t('lasso.target'), targets()),
                    to === null ? givenUp(again) : null,
                    some ? moving : null,
                ],
                confirm: some ? t('lasso.confirm') : undefined,
                ready: drawing.result() !== null && !drawing.reason(),
                act: confirm,
                cancel: drawing.points().length || picked.size ? drawing.cancel : undefined,
            };
        },
    };
}

/** @param {import('../data/state.js').Thing} thing */
const nameOf = ({ id, properties }) => String(properties.name ?? properties.code ?? id);
