/** New grid: of a drawn area, carved out of those that have it, or only of land that nobody has. */

import { gridName, gridsById, store } from '../data/state.js';
import { crossesItself } from '../core/border.js';
import { ringOf, tangled } from '../core/sketch.js';
import { indented } from '../core/tree.js';
import { t } from '../core/i18n.js';
import { h } from '../parts/dom.js';
import { givenTo, personField } from '../parts/person-field.js';
import { field, segments } from '../parts/tool-card.js';
import { PARTS, glass } from './paint.js';

/** @typedef {import('../core/border.js').Point} Point */


/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createHole(drawing) {
    const { kit } = drawing;
    let carve = true;
    let name = '';
    /** @type {number | null | undefined} undefined: that of the land drawn on */
    let parent;
    /** @type {import('../parts/person-field.js').PersonField | null} */
    let person = null;

    const parents = () => [...gridsById().values()].filter(g => !g.leaf);

    /** The parent of the grid where one began to draw, else of the selected one, else the first. */
    function parentNow() {
        if (parent !== undefined) return parent;
        const on = [...drawing.points().map(kit.gridAt), store.get().grid].map(id => gridsById().get(id ?? -1));
        return on.find(g => g?.leaf && g.parent_id !== null)?.parent_id ?? parents()[0]?.id ?? null;
    }

    function command() {
        const ring = ringOf(drawing.points());
        const thin = ring && drawing.thin(ring);
        if (!thin || thin.length < 4) return null;
        return {
            type: /** @type {const} */ ('create'),
            name: name.trim() || t('hole.unnamed'),
            parent: parentNow(),
            area: { type: /** @type {const} */ ('Polygon'), coordinates: [thin] },
            carve,
        };
    }

    function chosenPerson() {
        person ??= personField('hole-person', null);
        return person;
    }

    function again() {
        const asked = command();
        if (asked) drawing.ask(asked);
        drawing.refresh();
    }

    async function confirm() {
        const asked = command();
        if (!asked || !drawing.waiting() || !drawing.result() || person?.input.reportValidity() === false) return;
        if (!(await drawing.apply({ ...asked, ...givenTo(person) }, t('hole.done', { name: asked.name })))) return;
        name = '';
        parent = undefined;
        person = null;
        const made = store
            .get()
            .plan?.result?.grids.filter(g => g.change === 'new')
            .sort((a, b) => b.id - a.id)[0];
        if (made) store.set({ grid: made.id, thing: null });
        drawing.refresh();
    }

    return {
        snaps: {},
        draws: () => 'area',
        drawn: points => (points.length < 3 || crossesItself(points.slice(-80).map(kit.pixel)) ? null : command()),
        finished(points) {
            if (!command()) return drawing.bounce(t('lasso.too_small'));
            if (tangled(ringOf(points) ?? [])) return drawing.bounce(t('reason.crosses_itself'));
            again();
        },
        heard: drawing.refresh,
        confirm,
        stripColour: () => glass(PARTS[0], 0.45),
        card() {
            const some = drawing.waiting();
            const chosen = parentNow();
            return {
                tool: 'hole',
                words: some ? t('hole.ready') : t('hole.hint'),
                body: [
                    segments(
                        t('hole.land'),
                        carve ? 'carve' : 'free',
                        [
                            { value: 'carve', words: t('hole.carve') },
                            { value: 'free', words: t('hole.free') },
                        ],
                        value => {
                            carve = value === 'carve';
                            again();
                        },
                    ),
                    some
                        ? field(
                              t('column.name'),
                              h('input', {
                                  type: 'text',
                                  maxlength: 120,
                                  value: name,
                                  placeholder: t('hole.unnamed'),
                                  'data-testid': 'hole-name',
                                  'data-key': 'hole-name',
                                  oninput: (/** @type {Event} */ e) => {
                                      name = /** @type {HTMLInputElement} */ (e.target).value;
                                  },
                                  onkeydown: (/** @type {KeyboardEvent} */ e) => {
                                      if (e.key === 'Enter') confirm();
                                  },
                              }),
                          )
                        : null,
                    some
                        ? field(
                              t('column.parent'),
                              h(
                                  'select',
                                  {
                                      'data-testid': 'hole-parent',
                                      'data-key': 'hole-parent',
                                      onchange: (/** @type {Event} */ e) => {
                                          const { value } = /** @type {HTMLSelectElement} */ (e.target);
                                          parent = value === '' ? null : Number(value);
                                          again();
                                      },
                                  },
                                  h('option', { value: '', selected: chosen === null }, t('hole.no_parent')),
                                  indented(parents()).map(([g, indent]) =>
                                      h('option', { value: g.id, selected: g.id === chosen }, indent + gridName(g.id)),
                                  ),
                              ),
                          )
                        : null,
                    some ? h('label', { class: 'field' }, h('span', {}, t('column.person')), chosenPerson().element) : null,
                ],
                confirm: some ? t('hole.confirm') : undefined,
                ready: drawing.result() !== null && !drawing.reason(),
                act: confirm,
                cancel: drawing.points().length ? drawing.cancel : undefined,
            };
        },
    };
}
