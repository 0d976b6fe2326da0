/** What changes hands: a table of who gives to whom, and the buildings page by page. */

import { h, yellowCards } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { directions, insidePoint } from '../core/changes.js';
import { boxAround } from '../core/border.js';
import { attempt } from '../parts/status.js';
import { formats, store } from '../data/state.js';
import { plans } from '../data/plans.js';
import { call } from '../data/api.js';
import { personTitle } from '../parts/person-field.js';
import { codeIn, nameIn } from '../parts/plan.js';

/** @typedef {import('../core/contract.js').MovedItem} MovedItem */
/** @typedef {import('../core/contract.js').PersonRef} PersonRef */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('../map/view.js').MapView} MapView */

/** Whose land it is: a person with the grid. @param {number | null} grid @param {PersonRef | null} person */
const holder = (grid, person) =>
    grid === null
        ? t('nobody')
        : t('person.title', { name: person ? (person.name ?? person.code) : t('person.none'), code: codeIn(grid) });

/**
 * One row per direction, in the colour that its land has on the map.
 * @param {Result} result @param {MapView | null} view null: the rows lead nowhere
 */
export function pairsTable(result, view) {
    const rows = directions(result);
    if (!rows.length) return h('p', { class: 'hint' }, t('plan.no_land'));
    const f = formats();
    const columns = /** @type {const} */ (['buildings', 'households', 'subscribers', 'revenue']);
    return h(
        'div',
        { class: 'scroll-x' },
        h(
            'table',
            { class: 'flows changing', 'data-testid': 'flows' },
            h('caption', { class: 'visually-hidden' }, t('plan.changes')),
            h(
                'thead',
                {},
                h(
                    'tr',
                    {},
                    columns.map(c => h('th', { scope: 'col', class: 'number' }, t(`figure.${c}`))),
                ),
            ),
            h(
                'tbody',
                {},
                rows.flatMap(({ from, to, flow, colour, strips }, i) => {
                    const words = [
                        h('i', { class: 'swatch', style: `background:${colour}`, 'aria-hidden': 'true' }),
                        h('span', {}, `${nameIn(from)} → ${nameIn(to)}`),
                    ];
                    const hands = flow ?? strips[0];
                    const box = boxAround(strips.map(s => s.geometry));
                    return [
                        h(
                            'tr',
                            { class: 'direction' },
                            h(
                                'th',
                                { scope: 'rowgroup', colspan: columns.length },
                                view && box
                                    ? h(
                                          'button',
                                          {
                                              class: 'link',
                                              type: 'button',
                                              'data-key': `flow-${i}`,
                                              onclick: () => view.show(box),
                                          },
                                          words,
                                      )
                                    : h('span', { class: 'pair' }, words),
                                h(
                                    'small',
                                    { class: 'hands', 'data-testid': 'hands' },
                                    t('plan.hands', { from: holder(from, hands.from_person), to: holder(to, hands.to_person) }),
                                ),
                            ),
                        ),
                        h(
                            'tr',
                            { class: 'numbers', 'data-testid': 'flow', 'data-from': from ?? '', 'data-to': to ?? '' },
                            columns.map(c =>
                                h(
                                    'td',
                                    { class: 'number', 'data-metric': c, 'data-value': flow ? (flow[c] ?? '') : 0 },
                                    c === 'revenue' ? f.money(flow ? flow.revenue : 0) : f.count(flow ? flow[c] : 0),
                                    flow && c !== 'buildings' && flow[`${c}_unknown`]
                                        ? h('small', {}, t('unknown.buildings', { n: f.count(flow[`${c}_unknown`]) }))
                                        : null,
                                ),
                            ),
                        ),
                    ];
                }),
            ),
        ),
    );
}

const WORDS = /** @type {const} */ ([
    'name',
    'kind',
    'parent',
    'person',
    'target_new_subscribers',
    'target_renewal_rate',
    'yellow_cards',
]);
/** What a grid leaves behind, or begins with. */
const DUTIES = /** @type {const} */ (['person', 'target_new_subscribers', 'target_renewal_rate', 'yellow_cards']);

/** @typedef {import('../core/contract.js').GridWords} GridWords */
/** @typedef {typeof WORDS[number]} Word */

/** @param {Word} key @param {GridWords} words */
const plain = (key, words) => (key === 'person' ? (words.person?.code ?? null) : words[key]);

/** @param {Word} key @param {GridWords | null} words @returns {(Node | string)[]} */
function write(key, words) {
    const f = formats();
    const v = words?.[key] ?? null;
    if (key === 'person') return [words?.person ? personTitle(words.person) : t('person.none')];
    if (v === null) return ['–'];
    if (key === 'parent') return [nameIn(Number(v))];
    if (key === 'yellow_cards') return [String(v), h('span', { class: 'cards' }, yellowCards(Number(v)))];
    if (key === 'target_renewal_rate') return [f.metric('renewal_rate', Number(v))];
    return [typeof v === 'number' ? f.count(v) : word(String(v))];
}

/**
 * Grids that are new or gone, and what is said otherwise of the others: name, kind, parent, who is in charge, targets, cards.
 * @param {Result} result
 */
export function wordsTable({ grids }) {
    const changed = grids
        .map(grid => {
            const { attributes_before: before, attributes_after: after } = grid;
            const one = before ?? after;
            /** @type {readonly Word[]} */
            const words =
                before && after
                    ? WORDS.filter(key => plain(key, before) !== plain(key, after))
                    : DUTIES.filter(key => one && (key === 'person' || one[key] !== null));
            return { grid, words };
        })
        .filter(({ grid, words }) => words.length || grid.change === 'new' || grid.change === 'gone');
    if (!changed.length) return null;
    return h(
        'dl',
        { class: 'words', 'data-testid': 'words-changed' },
        changed.flatMap(({ grid, words }) => [
            h(
                'dt',
                {},
                nameIn(grid.id),
                grid.change === 'new' || grid.change === 'gone'
                    ? h('span', { class: 'chip' }, t(`plan.grid.${grid.change}`))
                    : null,
            ),
            ...words.map(key =>
                h(
                    'dd',
                    { 'data-attribute': key },
                    t(`attribute.${key}`) + t('list.colon'),
                    grid.attributes_before ? h('del', {}, write(key, grid.attributes_before)) : null,
                    grid.attributes_before && grid.attributes_after ? ' → ' : null,
                    grid.attributes_after ? h('ins', {}, write(key, grid.attributes_after)) : null,
                ),
            ),
        ]),
    );
}

/** The buildings that change hands, the first of them at once. @param {Result} result @param {MapView} view */
export function movedList(result, view) {
    const { items, buildings } = result.moved;
    if (!items.length) return null;
    const f = formats();
    const list = h('ul', { class: 'items', 'data-testid': 'moved-items' });
    const more = h(
        'button',
        { class: 'link', type: 'button', 'data-testid': 'moved-more', 'data-key': 'moved-more' },
        t('plan.more'),
    );
    const add = (/** @type {MovedItem[]} */ page) => {
        list.append(...page.map(item => h('li', {}, building(item, view))));
        more.hidden = list.children.length >= buildings || store.get().plan === null;
    };
    let after = items[items.length - 1].id;
    more.addEventListener('click', () =>
        attempt(async () => {
            const { plan } = store.get();
            if (!plan) return;
            const page = await plans.moved(plan.id, after);
            const first = list.children.length;
            after = page.items[page.items.length - 1]?.id ?? after;
            add(page.items);
            if (page.next === null) more.hidden = true;
            /** @type {HTMLElement | undefined} */ (list.children[first]?.querySelector('button') ?? undefined)?.focus();
        }),
    );
    add(items);
    const heading = h('h3', { class: 'sub' }, t('publish.buildings'), h('span', { class: 'badge' }, f.count(buildings)));
    return h('div', {}, heading, list, more);
}

/** @param {MovedItem} item @param {MapView} view */
const building = (item, view) =>
    h(
        'button',
        {
            class: 'link item',
            type: 'button',
            'data-key': `moved-${item.id}`,
            onclick: () => attempt(() => showBuilding(item, view)),
        },
        h('span', {}, item.name ?? item.code),
        h('small', {}, `${nameIn(item.from)} → ${nameIn(item.to)}`),
    );

/** @param {MovedItem} item @param {MapView} view */
async function showBuilding(item, view) {
    const { geometry } = await call('GET', `/ogc/collections/buildings/items/${item.id}`);
    const at = geometry.type === 'Point' ? geometry.coordinates : insidePoint(geometry);
    store.set({
        thing: { type: 'building', id: item.id, properties: { name: item.name ?? item.code, code: item.code }, partial: true },
        layers: [...new Set([...store.get().layers, 'buildings'])],
    });
    if (at) view.map.setView([at[1], at[0]], Math.max(17, view.map.getZoom()));
}
