/** The card of a building, a port device or a sighting; loaded when the first is selected. */

import { h, icon } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { formats, gridName, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Property} Property */

/**
 * Its rows are the properties of the layer that are known of it, in order; a number that tiles would tell is unknown without.
 * @param {import('../data/state.js').Thing} thing @param {import('../core/contract.js').Schema} schema
 */
export function thingCard({ type, id, properties, partial }, schema) {
    const f = formats();
    const write = (/** @type {Property} */ property, /** @type {string | number | boolean | undefined} */ value) => {
        if (value === undefined) return t('unknown');
        if (property.name === 'grid') return gridName(Number(value));
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
        ),
    );
}
