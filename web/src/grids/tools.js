/**
 * What a planner may do with the selected grid besides redrawing it: change its attributes, delete it. Both go into the draft.
 */

import { byId, fill, h, named, yellowCards } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { indented } from '../core/tree.js';
import { announce, attempt } from '../parts/status.js';
import { personField } from '../parts/person-field.js';
import { openDialog } from '../parts/dialog.js';
import { field } from '../parts/tool-card.js';
import { api } from '../data/api.js';
import { applyCommand } from '../data/planning.js';
import { gridName, gridsById, store, wordsOf } from '../data/state.js';
import { sharedBorder } from '../core/border.js';

/** @typedef {import('../data/state.js').Grid} Grid */
/** @typedef {import('../core/contract.js').GridWords} Attributes */

/** @param {Grid} grid */
export function gridTools(grid) {
    const root = h('section', { class: 'grid-tools' });
    // what others have changed since the buttons were drawn counts
    const now = () => gridsById().get(grid.id) ?? grid;
    const buttons = () =>
        fill(
            root,
            h(
                'div',
                { class: 'actions' },
                h(
                    'button',
                    { type: 'button', ...named('grid-edit'), onclick: edit },
                    t('grid.edit'),
                ),
                grid.leaf
                    ? h(
                          'button',
                          {
                              type: 'button',
                              ...named('grid-delete'),
                              onclick: () => askDelete(now()),
                          },
                          t('grid.delete'),
                      )
                    : null,
            ),
        );
    const edit = () => {
        fill(root, form(now(), close));
        root.scrollIntoView({ block: 'start' });
        root.querySelector('input')?.focus({ preventScroll: true });
    };
    const close = () => {
        buttons();
        root.querySelector('button')?.focus();
    };
    buttons();
    return root;
}

/** @param {Grid} grid @param {() => void} close */
function form(grid, close) {
    const before = wordsOf(grid);
    const input = (/** @type {string} */ name, /** @type {string | number | null} */ value, more = {}) =>
        h('input', { type: 'text', name, value: value ?? '', maxlength: 120, ...named(`attribute-${name}`), ...more });
    const person = personField('attribute-person', before.person, { name: 'person' });
    const parents = [...gridsById().values()].filter(g => !g.leaf && g.branch === grid.branch && g.id !== grid.id);
    const element = h(
        'form',
        {
            class: 'grid-form',
            'aria-label': t('grid.attributes'),
            onkeydown: (/** @type {KeyboardEvent} */ e) => {
                if (e.key !== 'Escape') return;
                e.stopPropagation();
                close();
            },
            onsubmit: async (/** @type {SubmitEvent} */ e) => {
                e.preventDefault();
                const data = new FormData(/** @type {HTMLFormElement} */ (e.target));
                const attributes = changed(before, data, person.code() ?? null);
                if (!Object.keys(attributes).length) return close();
                if (await attempt(() => applyCommand({ type: 'setAttributes', grid: grid.id, attributes }))) {
                    announce(t('grid.saved', { name: attributes.name ?? gridName(grid.id) }));
                    close();
                }
            },
        },
        field(t('column.name'), input('name', before.name, { required: true })),
        field(t('grid.kind'), input('kind', before.kind && word(before.kind), { list: 'grid-kinds' })),
        h('datalist', { id: 'grid-kinds' }, kinds().map(kind => h('option', { value: word(kind) }))),
        h('label', { class: 'field' }, h('span', {}, t('column.person')), person.element),
        cardsChoice(before.yellow_cards),
        field(
            t('target.new_subscribers'),
            input('target_new_subscribers', before.target_new_subscribers, { type: 'number', min: 0, step: 1 }),
        ),
        field(
            `${t('target.renewal_rate')} (${t('grid.percent')})`,
            input(
                'target_renewal_rate',
                before.target_renewal_rate === null ? null : Number((before.target_renewal_rate * 100).toFixed(4)),
                {
                    type: 'number',
                    min: 0,
                    max: 100,
                    step: 'any',
                },
            ),
        ),
        grid.leaf
            ? field(
                  t('column.parent'),
                  h(
                      'select',
                      { name: 'parent', ...named('attribute-parent') },
                      h('option', { value: '', selected: before.parent === null }, t('hole.no_parent')),
                      indented(parents).map(([g, indent]) =>
                          h('option', { value: g.id, selected: g.id === before.parent }, indent + gridName(g.id)),
                      ),
                  ),
              )
            : null,
        h(
            'div',
            { class: 'actions' },
            h('button', { class: 'primary', ...named('attributes-save') }, t('save')),
            h('button', { type: 'button', ...named('attributes-cancel'), onclick: close }, t('cancel')),
        ),
    );
    return element;
}

/** Those that grids have. */
const kinds = () => [...new Set([...gridsById().values()].map(g => g.kind).filter(kind => kind !== null))];

/** None kept, or how many. @param {number | null} chosen */
function cardsChoice(chosen) {
    const says = h('small', { 'data-testid': 'cards-say' });
    const say = (/** @type {string} */ value) => {
        says.textContent = t(value ? `cards.${value}` : 'cards.unknown');
    };
    say(String(chosen ?? ''));
    const choices = ['', '0', '1', '2'].map(value =>
        h(
            'label',
            { title: t(value ? `cards.${value}` : 'cards.unknown') },
            h('input', {
                type: 'radio',
                name: 'yellow_cards',
                value,
                checked: value === String(chosen ?? ''),
                'aria-label': t(value ? `cards.${value}` : 'cards.unknown'),
                ...named(`attribute-cards-${value || 'unknown'}`),
                onchange: () => say(value),
            }),
            value ? [value, yellowCards(Number(value))].flat() : '–',
        ),
    );
    return h('div', {}, h('fieldset', { class: 'cards-choice' }, h('legend', {}, t('cards')), choices), says);
}

/**
 * Only what differs, so that two who change different attributes don't undo each other.
 * @param {Attributes} before @param {FormData} data @param {string | null} person a code
 */
function changed(before, data, person) {
    const text = (/** @type {string} */ name) => String(data.get(name) ?? '').trim() || null;
    const number = (/** @type {string} */ name) => (text(name) === null ? null : Number(text(name)));
    const rate = number('target_renewal_rate');
    const now = {
        name: text('name'),
        kind: kinds().find(kind => word(kind) === text('kind')) ?? text('kind'),
        parent: data.has('parent') ? number('parent') : before.parent,
        target_new_subscribers: number('target_new_subscribers'),
        target_renewal_rate: rate === null ? null : Number((rate / 100).toFixed(6)),
        yellow_cards: number('yellow_cards'),
        person,
    };
    const had = { ...before, person: before.person?.code ?? null };
    return Object.fromEntries(
        Object.entries(now).filter(
            ([key, value]) => value !== had[/** @type {keyof typeof now} */ (key)],
        ),
    );
}

/** @param {Grid} grid */
async function askDelete(grid) {
    const near = await neighbours(grid);
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    const radio = (/** @type {string} */ value, /** @type {string} */ words, /** @type {HTMLElement | null} */ more = null) =>
        h(
            'div',
            { class: 'radio' },
            h(
                'label',
                { class: 'radio' },
                h('input', { type: 'radio', name: 'how', value, checked: value === 'rule', ...named(`delete-${value}`) }),
                words,
            ),
            more,
        );
    const form = h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, t('grid.delete.title', { name: gridName(grid.id) })),
        h(
            'div',
            { class: 'dialog-body' },
            h('h3', {}, t('grid.delete.to')),
            radio('rule', t('grid.delete.rule')),
            near.length
                ? radio(
                      'chosen',
                      t('grid.delete.chosen'),
                      h(
                          'select',
                          {
                              name: 'to',
                              'aria-label': t('grid.delete.chosen'),
                              ...named('delete-to'),
                              onchange: () => {
                                  /** @type {HTMLInputElement} */ (dialog.querySelector('[value=chosen]')).checked = true;
                              },
                          },
                          near.map(id => h('option', { value: id }, gridName(id))),
                      ),
                  )
                : null,
            radio('nobody', t('grid.delete.nobody')),
        ),
        h(
            'div',
            { class: 'actions' },
            h('button', { value: 'no', ...named('cancel') }, t('cancel')),
            h('button', { class: 'primary', value: 'yes', ...named('confirm') }, t('grid.delete')),
        ),
    );
    dialog.returnValue = 'no';
    const chosen = async () => {
        if (dialog.returnValue !== 'yes') return;
        const data = new FormData(form);
        const how = data.get('how');
        const to = how === 'rule' ? {} : { to: how === 'nobody' ? null : Number(data.get('to')) };
        const name = gridName(grid.id);
        if (await attempt(() => applyCommand({ type: 'delete', grid: grid.id, ...to }))) {
            announce(t('grid.deleted', { name }));
            store.set({ grid: null });
            // its card is gone, and with it what had the focus
            byId('map').focus({ preventScroll: true });
        }
    };
    openDialog([form], { onclose: chosen });
}

/** Grids that touch it: those of its published border, and those of the draft. @param {Grid} grid @returns {Promise<number[]>} */
async function neighbours(grid) {
    const changes = store.get().plan?.result?.grids ?? [];
    const own = changes.find(g => g.id === grid.id)?.geometry;
    const gone = new Set(changes.filter(g => !g.geometry).map(g => g.id));
    const drafted = own
        ? changes.filter(g => g.id !== grid.id && g.geometry && sharedBorder(own, g.geometry).length).map(g => g.id)
        : [];
    let live = /** @type {(number | null)[]} */ ([]);
    if (!grid.draft) await attempt(async () => (live = (await api.grid(grid.id)).borders?.map(b => b.neighbour) ?? []));
    const all = [...drafted, ...live.filter(id => id !== null && !gone.has(id))];
    return /** @type {number[]} */ ([...new Set(all)]);
}
