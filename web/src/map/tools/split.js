/** Split: a line across a grid makes parts of it; each shows its figures and takes a name before it is confirmed. */

import { formats, gridName, gridsById, store } from '../../data/state.js';
import { simplify } from '../../core/border.js';
import { t } from '../../core/i18n.js';
import { fill, h } from '../../ui/dom.js';
import { PARTS, fillArea, glass } from './paint.js';
import { borderPlaces, outline } from './places.js';

/** @typedef {import('../../core/border.js').Point} Point */
/** @typedef {import('../../core/contract.js').GridChange} GridChange */

/** Pixels by which a thinned line may differ from the drawn one. */
const THIN = 0.6;

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./drawing.js').DrawingTool} */
export function createSplit(drawing) {
    const { kit, borders } = drawing;
    /** @type {number | null} */
    let grid = null;
    /** Names given to the new parts, the largest first; what isn't there is named by the server. @type {(string | undefined)[]} */
    let names = [];
    const list = h('ol', { class: 'parts', 'data-testid': 'parts' });
    let listed = '';

    const selected = () => {
        const id = store.get().grid;
        return id !== null && gridsById().get(id)?.leaf ? id : null;
    };

    /** The selected grid if the line touches it, else the one below the line's middle. @param {Point[]} points */
    function meant(points) {
        const chosen = selected();
        const below = points.map(kit.gridAt);
        if (chosen !== null && below.includes(chosen)) return chosen;
        const counts = new Map();
        for (const id of below) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
        return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? chosen;
    }

    /** @param {Point[]} points */
    function command(points) {
        grid = meant(points);
        if (grid === null || points.length < 2) return null;
        borders.learn(grid);
        const line = { type: /** @type {const} */ ('LineString'), coordinates: simplify(points, THIN, kit.pixel) };
        return { type: /** @type {const} */ ('split'), grid, line };
    }

    /** The part that stays, then the new ones. */
    function parts() {
        const changes = drawing.result()?.grids ?? [];
        return [
            ...changes.filter(c => c.id === grid),
            ...changes.filter(c => c.change === 'new').sort((a, b) => a.id - b.id),
        ];
    }

    /** @param {number | null} id */
    const colour = id => PARTS[Math.max(0, parts().findIndex(p => p.id === id)) % PARTS.length];

    /** Names stay while one types and the figures come anew. */
    function drawParts() {
        const now = parts();
        const f = formats();
        const figures = (/** @type {GridChange} */ p) => {
            const [households, subscribers] = [f.count(p.after.households), f.count(p.after.subscribers)];
            const [penetration, workload] = ['penetration', 'workload'].map(key => f.metric(key, p.after.ratios[key]?.value));
            return t('split.figures', { households, subscribers, penetration, workload });
        };
        const key = now.map(p => p.id).join();
        if (key === listed && list.children.length) {
            now.forEach((p, i) => fill(/** @type {Element} */ (list.children[i].querySelector('small')), figures(p)));
            return;
        }
        listed = key;
        fill(
            list,
            now.map((p, i) =>
                h(
                    'li',
                    { 'data-testid': 'part', 'data-households': p.after.households ?? '' },
                    h('i', { class: 'swatch', style: `background:${PARTS[i % PARTS.length]}`, 'aria-hidden': 'true' }),
                    i === 0
                        ? h('strong', {}, p.name ?? p.code)
                        : h('input', {
                              type: 'text',
                              maxlength: 120,
                              value: names[i - 1] ?? p.name ?? '',
                              'aria-label': t('split.name', { n: i + 1 }),
                              'data-testid': 'part-name',
                              'data-key': `part-${i}`,
                              oninput: (/** @type {Event} */ e) => {
                                  names[i - 1] = /** @type {HTMLInputElement} */ (e.target).value;
                              },
                              onkeydown: (/** @type {KeyboardEvent} */ e) => {
                                  if (e.key === 'Enter') confirm();
                              },
                          }),
                    h('small', {}, figures(p)),
                ),
            ),
        );
    }

    async function confirm() {
        const asked = drawing.waiting() && drawing.result() ? command(drawing.points()) : null;
        if (!asked) return;
        const made = parts().slice(1);
        const given = made.map((p, i) => ({ name: names[i]?.trim() || (p.name ?? null) }));
        await drawing.apply({ ...asked, parts: given }, t('split.done', { name: gridName(asked.grid), n: made.length + 1 }));
    }

    return {
        snaps: {},
        draws: () => 'line',
        enter() {
            const chosen = selected();
            if (chosen !== null) borders.learn(chosen);
        },
        tap(p) {
            const id = kit.gridAt(p);
            const mark = drawing.snapping.catchAt(p, kit.snap, { streets: false });
            if (id === null || id === store.get().grid || mark) return false;
            borders.learn(id);
            store.set({ grid: id, thing: null });
            drawing.refresh();
            return true;
        },
        hover(p) {
            const id = kit.gridAt(p);
            return id === null ? null : t('split.hover', { name: gridName(id) });
        },
        drawn: command,
        finished(points) {
            const asked = command(points);
            if (asked) drawing.ask(asked);
            else drawing.bounce(t('split.no_grid'));
        },
        heard() {
            drawParts();
            drawing.refresh();
        },
        cancel() {
            names = [];
            listed = '';
            grid = null;
            return false;
        },
        confirm,
        candidates() {
            const chosen = selected();
            return chosen === null ? [] : borderPlaces(borders.of(chosen), chosen);
        },
        stripColour: strip => glass(colour(strip.to), 0.5),
        paint(c, frame) {
            const area = grid === null ? null : borders.area(grid);
            if (area && drawing.result()) fillArea(c, frame, area, glass(PARTS[0], 0.4));
            else outline(c, frame, borders, selected());
        },
        card() {
            const waiting = drawing.waiting();
            const shown = parts().length > 1;
            return {
                tool: 'split',
                words: shown
                    ? t('split.parts', { name: gridName(grid), n: parts().length })
                    : selected() === null
                      ? t('split.hint')
                      : t('split.hint_of', { name: gridName(selected()) }),
                body: shown ? [list] : [],
                confirm: waiting ? t('tool.split') : undefined,
                ready: shown && !drawing.reason(),
                act: confirm,
                cancel: drawing.points().length ? drawing.cancel : undefined,
            };
        },
    };
}
