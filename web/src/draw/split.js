/** Split: a line across a grid makes parts of it; each shows its figures and takes a name before it is confirmed. */

import { sumWords } from '../core/sums.js';
import { formats, gridName, gridsById, store } from '../data/state.js';
import { lengthOf, placeAt } from '../core/border.js';
import { firstCrossing } from '../core/sketch.js';
import { contains } from '../core/partition.js';
import { t } from '../core/i18n.js';
import { fill, h, yellowCards } from '../parts/dom.js';
import { givenTo, personField } from '../parts/person-field.js';
import { announce } from '../parts/status.js';
import { INK, fillArea, stroke } from '../map/canvas.js';
import { PARTS, glass } from './paint.js';
import { borderPlaces, outline } from './places.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/contract.js').GridChange} GridChange */

/** Pixels from the end of a line to the place that tells its direction. */
const BACK = 18;
/** Pixels below which a line says nothing yet. */
const SHORT = 24;
/** Places along the line that tell which grid is meant. */
const SAMPLES = 24;

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createSplit(drawing) {
    const { kit, borders } = drawing;
    /** @type {number | null} */
    let grid = null;
    /** Names given to the new parts, the largest first; the server names the others. @type {(string | undefined)[]} */
    let names = [];
    /** @type {import('../parts/person-field.js').PersonField[]} */
    let persons = [];
    const list = h('ol', { class: 'parts', 'data-testid': 'parts' });
    let listed = '';
    /** What leads the line on to the border. @type {{before: Point | null, after: Point | null}} */
    let added = { before: null, after: null };

    const selected = () => {
        const id = store.get().grid;
        return id !== null && gridsById().get(id)?.leaf ? id : null;
    };

    /** The grid that most of the line lies in; the selected one if a fair share of it does. @param {Point[]} points */
    function meant(points) {
        const chosen = selected();
        /** @type {Map<number, number>} */
        const counts = new Map();
        const length = lengthOf(points);
        const samples = Array.from({ length: SAMPLES }, (_, i) => placeAt(points, (i + 0.5) / SAMPLES).point);
        for (const id of length ? samples.map(kit.gridAt) : []) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
        if (chosen !== null && (counts.get(chosen) ?? 0) > SAMPLES / 6) return chosen;
        return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? chosen;
    }

    function forget() {
        added = { before: null, after: null };
        names = [];
        persons = [];
        listed = '';
        grid = null;
    }

    /**
     * Where an end that lies inside the grid would meet its border, straight on.
     * @param {Point[]} points from the other end @returns {Point | null} null when it needs none
     */
    function goingOn(points) {
        const end = points[points.length - 1];
        const area = grid === null ? null : borders.area(grid);
        if (!area || !contains(area, end)) return null;
        const [x, y] = kit.pixel(end);
        const back = [...points].reverse().find(p => Math.hypot(kit.pixel(p)[0] - x, kit.pixel(p)[1] - y) > BACK) ?? points[0];
        const lines = borders.of(/** @type {number} */ (grid)).flatMap(pair => pair.lines.map(line => line.map(kit.pixel)));
        const met = firstCrossing(kit.pixel(back), [x, y], lines);
        return met && kit.degrees(met);
    }

    /** @param {Point[]} points */
    function command(points) {
        grid = meant(points);
        added = { before: null, after: null };
        if (grid === null || points.length < 2) return null;
        borders.learn(grid);
        // asked again when the borders are known that the line is led on to
        if (!borders.area(grid) || lengthOf(points.map(kit.pixel)) < SHORT) return null;
        added = { before: goingOn([...points].reverse()), after: goingOn(points) };
        const whole = [added.before, ...points, added.after].filter(p => p !== null);
        const line = { type: /** @type {const} */ ('LineString'), coordinates: drawing.thin(whole) };
        return { type: /** @type {const} */ ('split'), grid, line };
    }

    /** The part that stays, then the new ones. */
    function parts() {
        const changes = drawing.result()?.grids ?? [];
        return [...changes.filter(c => c.id === grid), ...changes.filter(c => c.change === 'new').sort((a, b) => a.id - b.id)];
    }

    /** @param {number | null} id */
    const colour = id =>
        PARTS[
            Math.max(
                0,
                parts().findIndex(p => p.id === id),
            ) % PARTS.length
        ];

    /** Names stay while one types and the figures come anew. */
    function drawParts() {
        const now = parts();
        const f = formats();
        const figures = (/** @type {GridChange} */ p) => {
            const households = sumWords(f, 'households', p.after.households, p.after.households_unknown);
            const subscribers = sumWords(f, 'subscribers', p.after.subscribers);
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
                    i === 0
                        ? h(
                              'span',
                              { class: 'cards' },
                              p.attributes_after?.person?.name ?? t('person.none'),
                              yellowCards(p.attributes_after?.yellow_cards ?? null),
                          )
                        : personOf(i),
                    h('small', {}, figures(p)),
                ),
            ),
        );
    }

    /** Who takes the new part; what was chosen stays. @param {number} i */
    function personOf(i) {
        persons[i - 1] ??= personField('part-person', null, {
            'aria-label': t('split.person', { n: i + 1 }),
            placeholder: t('split.person', { n: i + 1 }),
            'data-key': `person-${i}`,
        });
        return persons[i - 1].element;
    }

    async function confirm() {
        const asked = drawing.waiting() && drawing.result() ? command(drawing.points()) : null;
        if (!asked) return;
        const made = parts().slice(1);
        const given = made.map((p, i) => ({ name: names[i]?.trim() || (p.name ?? null), ...givenTo(persons[i]) }));
        if (persons.slice(0, made.length).some(p => !p.input.reportValidity())) return;
        const words = t('split.done', { name: gridName(asked.grid), n: made.length + 1 });
        if (!(await drawing.apply({ ...asked, parts: given }, words))) return;
        forget();
        drawing.redraw();
    }

    return {
        snaps: {},
        // a stroke that follows a border for a while would cut slivers
        strokeSnaps: { borders: false },
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
            announce(t('selected', { name: gridName(id) }));
            drawing.refresh();
            return true;
        },
        hover(p) {
            const id = kit.gridAt(p);
            return id === null ? null : t('split.hover', { name: gridName(id) });
        },
        drawn: command,
        async finished(points) {
            const id = meant(points);
            if (id !== null && !borders.area(id)) await borders.known(id);
            if (drawing.points() !== points) return;
            const asked = command(points);
            if (asked) drawing.ask(asked);
            else drawing.bounce(t(id === null ? 'split.no_grid' : 'split.short'));
        },
        heard() {
            drawParts();
            drawing.refresh();
        },
        cancel() {
            forget();
            return false;
        },
        confirm,
        candidates() {
            const chosen = selected();
            return chosen === null || drawing.waiting() ? [] : borderPlaces(borders.of(chosen), chosen);
        },
        stripColour: strip => glass(colour(strip.to), 0.5),
        paint(c, frame) {
            const area = grid === null ? null : borders.area(grid);
            if (area && drawing.result()) fillArea(c, frame, area, glass(PARTS[0], 0.4));
            else outline(c, frame, borders, selected());
            const points = drawing.points();
            if (!points.length) return;
            const led = [
                [points[0], added.before],
                [points[points.length - 1], added.after],
            ];
            for (const [from, to] of led) if (from && to) stroke(c, frame, [[from, to]], INK, 2, [3, 5]);
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
