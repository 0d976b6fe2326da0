/** Merge: clicks gather grids, one of them keeps its attributes, and the land of all becomes its. */

import { formats, gridName, gridsById, store, wordsOf } from '../data/state.js';
import { t } from '../core/i18n.js';
import { h, icon, yellowCards } from '../parts/dom.js';
import { ask } from '../parts/ask.js';
import { announce } from '../parts/status.js';
import { fillArea } from '../map/canvas.js';
import { PARTS, glass } from './paint.js';
import { middleOf, neighboursOf, outline } from './places.js';

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createMerge(drawing) {
    const { kit, borders } = drawing;
    /** @type {number[]} */
    let chosen = [];
    /** @type {number | null} */
    let into = null;

    const command = () =>
        chosen.length > 1 && into !== null ? { type: /** @type {const} */ ('merge'), grids: chosen, into } : null;

    /** @param {number} id */
    async function learn(id) {
        await borders.learn(id);
        neighboursOf(borders, id).forEach(n => borders.learn(n));
    }

    function changed() {
        if (into === null || !chosen.includes(into)) into = chosen[0] ?? null;
        const asked = command();
        if (asked) {
            drawing.wait();
            drawing.ask(asked);
            drawing.refresh();
            drawing.redraw();
        } else drawing.clear();
    }

    /** @param {number} id */
    function toggle(id) {
        const had = chosen.includes(id);
        chosen = had ? chosen.filter(c => c !== id) : [...chosen, id];
        if (!had) learn(id);
        announce(t(had ? 'merge.without' : 'merge.with', { name: gridName(id), n: chosen.length }));
        changed();
    }

    /** Whether one gets from each of those chosen to each other by crossing borders between them. */
    async function touching() {
        await Promise.all(chosen.map(id => borders.learn(id)));
        const reached = new Set(chosen.slice(0, 1));
        // a set hands out what is added while it is gone through
        for (const id of reached) neighboursOf(borders, id).forEach(n => chosen.includes(n) && reached.add(n));
        return reached.size === chosen.length;
    }

    async function confirm() {
        const asked = command();
        if (!asked || !drawing.result()) return;
        const verb = t('merge.confirm', { n: chosen.length });
        if (!(await touching()) && !(await ask(t('merge.apart'), [h('p', {}, t('merge.apart.detail'))], verb))) return;
        const kept = asked.into;
        if (!(await drawing.apply(asked, t('merge.done', { name: gridName(kept), n: asked.grids.length })))) return;
        chosen = [];
        into = null;
        store.set({ grid: kept });
        drawing.refresh();
    }

    /** @param {number} id */
    function choice(id) {
        const grid = gridsById().get(id);
        const words = grid && wordsOf(grid);
        const f = formats();
        return h(
            'li',
            {},
            h(
                'label',
                {},
                h('input', {
                    type: 'radio',
                    name: 'merge-into',
                    checked: id === into,
                    'data-testid': 'merge-into',
                    'data-grid': id,
                    'data-key': `into-${id}`,
                    onchange: () => {
                        into = id;
                        changed();
                    },
                }),
                h(
                    'span',
                    {},
                    h('strong', {}, gridName(id)),
                    h(
                        'small',
                        {},
                        [
                            words?.person?.name ?? t('person.none'),
                            words?.target_new_subscribers == null
                                ? null
                                : `${t('target.new_subscribers')} ${f.count(words.target_new_subscribers)}`,
                            words?.target_renewal_rate == null
                                ? null
                                : `${t('target.renewal_rate')} ${f.metric('renewal_rate', words.target_renewal_rate)}`,
                        ]
                            .filter(Boolean)
                            .join(' · '),
                    ),
                    words?.yellow_cards
                        ? h('small', { class: 'cards' }, yellowCards(words.yellow_cards), t(`cards.${words.yellow_cards}`))
                        : null,
                ),
            ),
            h(
                'button',
                {
                    type: 'button',
                    class: 'quiet small',
                    'aria-label': t('merge.remove', { name: gridName(id) }),
                    'data-key': `out-${id}`,
                    onclick: () => toggle(id),
                },
                icon('close'),
            ),
        );
    }

    return {
        enter() {
            const { grid } = store.get();
            chosen = grid !== null && gridsById().get(grid)?.leaf ? [grid] : [];
            into = chosen[0] ?? null;
            chosen.forEach(learn);
        },
        tap(p) {
            const id = kit.gridAt(p);
            if (id !== null) toggle(id);
            // what was said of the place is no longer so
            kit.tell(null);
            return true;
        },
        hover(p) {
            const id = kit.gridAt(p);
            if (id === null) return null;
            return t(chosen.includes(id) ? 'merge.hover_out' : 'merge.hover', { name: gridName(id) });
        },
        tapsOn: true,
        heard: drawing.refresh,
        cancel() {
            const had = chosen.length > 0;
            chosen = [];
            into = null;
            return had;
        },
        confirm,
        candidates() {
            const near = chosen.flatMap(id => neighboursOf(borders, id));
            const ids = [...new Set(near.length ? near : [...gridsById().values()].filter(g => g.leaf).map(g => g.id))];
            return ids.map(id => middleOf(borders, id));
        },
        stripColour: () => glass(PARTS[0], 0.3),
        paint(c, frame) {
            for (const id of chosen) {
                const area = borders.area(id);
                if (area && id !== into) fillArea(c, frame, area, glass(PARTS[1], drawing.result() ? 0.15 : 0.3));
                else if (area) fillArea(c, frame, area, glass(PARTS[0], 0.35));
                outline(c, frame, borders, id, id === into ? PARTS[0] : '#b45309');
            }
        },
        card: () => ({
            tool: 'merge',
            words: chosen.length > 1 ? t('merge.whose') : t('merge.hint'),
            body: chosen.length ? [h('ul', { class: 'choices', 'data-testid': 'merge-chosen' }, chosen.map(choice))] : [],
            confirm: chosen.length > 1 ? t('merge.confirm', { n: chosen.length }) : undefined,
            ready: drawing.result() !== null && !drawing.reason(),
            act: confirm,
            cancel: chosen.length ? drawing.cancel : undefined,
        }),
    };
}
