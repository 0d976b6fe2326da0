/** The card of a building, a port device or a sighting; loaded when the first is selected. */

import { h, icon, named } from '../parts/dom.js';
import { about } from '../parts/status.js';
import { t, word } from '../core/i18n.js';
import { call } from '../data/api.js';
import { ageOf } from '../core/things.js';
import { formats, gridName, gridsById, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Property} Property */
/** @typedef {import('../data/state.js').Thing} Thing */

/** As tiles have it. @param {string | null} code */
const gridOf = code => store.get().list?.grids.find(g => g.code === code)?.id ?? null;

/** @typedef {import('../data/state.js').State['list']} List */

/**
 * What the server told of the thing at hand, when the grids were these: what tiles don't tell, and what has changed since.
 * @type {{of: string, list: List, properties: Record<string, any>} | null}
 */
let told = null;

/**
 * Asks for it once and whenever grids have changed, and has the card drawn anew with it; without an answer the card stays as it
 * is.
 * @param {Thing} thing
 */
async function ask({ type, id }) {
    const of = `${type} ${id}`;
    const { list } = store.get();
    if (told?.of === of && told.list === list) return;
    const asked = (told = { of, list, properties: told?.of === of ? told.properties : {} });
    try {
        const { properties } = await call('GET', `/ogc/collections/${type}s/items/${id}`);
        if (told !== asked) return;
        asked.properties = { ...properties, grid: gridOf(properties.grid) };
        const { thing } = store.get();
        if (thing?.type === type && thing.id === id) store.set({ thing: { ...thing } });
    } catch {
        asked.list = null;
    }
}

/** How long before the day of the figures. @param {string} day */
const ageWords = day => t('days.ago', { n: ageOf(day, store.get().list?.as_of ?? day) });

/** The grid in which it lies; a click goes to its card. @param {number} id */
const gridLink = id =>
    h(
        'button',
        { class: 'link', type: 'button', ...named('thing-grid'), onclick: () => store.set({ grid: id, thing: null }) },
        gridName(id),
    );

/** @param {string} phone */
const tel = phone => h('a', { href: `tel:${phone.replace(/\s/g, '')}`, 'data-key': 'thing-phone' }, phone);

/** Who looks after its grid. @param {unknown} grid */
function responsible(grid) {
    const found = typeof grid === 'number' ? gridsById().get(grid) : undefined;
    if (!found) return null;
    const [person] = found.persons;
    return h(
        'div',
        { 'data-testid': 'thing-person' },
        h('dt', {}, t('column.person')),
        h(
            'dd',
            {},
            person ? person.name : t('person.none'),
            person?.phone ? [' ', tel(person.phone)] : null,
        ),
    );
}

/**
 * Its rows are the properties of the layer that are known of it, in order; a number that tiles would tell is unknown without.
 * @param {Thing} thing @param {import('../core/contract.js').Schema} schema
 */
export function thingCard(thing, schema) {
    const { type, id, partial } = thing;
    ask(thing);
    const known = { ...thing.properties, ...(told?.of === `${type} ${id}` ? told.properties : {}) };
    const properties = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
    const f = formats();
    const write = (/** @type {Property} */ property, /** @type {string | number | boolean | undefined} */ value) => {
        if (value === undefined) return t('unknown');
        if (property.name === 'grid') return gridLink(Number(value));
        if (property.name === 'price') return t('thing.price', { price: f.threshold('revenue_per_household', Number(value)) });
        if (property.name === 'seen_at') return `${f.date(String(value))} · ${ageWords(String(value))}`;
        if (property.type === 'decimal' && property.maximum === 1) return f.share(Number(value));
        if (property.type === 'day') return f.date(String(value));
        return typeof value === 'number' ? f.count(value) : word(String(value));
    };
    const shown = schema.layers[`${type}s`].filter(
        p => p.name !== 'code' && (p.name in properties || (!partial && p.drawn && p.type === 'whole')),
    );
    const numerator = properties[type === 'port' ? 'used' : 'subscribers'];
    const denominator = properties[type === 'port' ? 'capacity' : 'households'];
    const ratio =
        type === 'sighting' || typeof numerator !== 'number' || typeof denominator !== 'number' || !denominator
            ? null
            : numerator / denominator;
    const key = type === 'port' ? 'port_utilisation' : 'penetration';
    return h(
        'article',
        { class: 'card', 'data-testid': 'thing-card', 'data-type': type, 'data-id': id },
        h(
            'header',
            { class: 'title' },
            h('div', {}, h('h2', {}, t(`thing.${type}`)), h('p', { class: 'code' }, String(properties.code ?? `#${id}`))),
            h(
                'div',
                { class: 'buttons' },
                about('thing'),
                h(
                    'button',
                    {
                        class: 'quiet small',
                        type: 'button',
                        'aria-label': t('deselect'),
                        'data-key': 'deselect',
                        onclick: () => store.set({ thing: null }),
                    },
                    icon('close'),
                ),
            ),
        ),
        h(
            'dl',
            { class: 'plain' },
            shown.map(p => h('div', {}, h('dt', {}, p.title[store.get().lang]), h('dd', {}, write(p, properties[p.name])))),
            ratio === null
                ? null
                : h(
                      'div',
                      {},
                      h('dt', {}, t(`metric.${key}`)),
                      h('dd', {}, f.metric(key, ratio) + (ratio > 1 ? ` · ${t('over')}` : '')),
                  ),
            responsible(properties.grid),
        ),
    );
}
