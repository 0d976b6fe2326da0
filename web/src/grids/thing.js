/** The card of a building, a port device or a sighting; loaded when the first is selected. */

import { h, icon } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { formats, gridName, store } from '../data/state.js';

/** @param {import('../data/state.js').Thing} thing */
export function thingCard({ type, id, properties, partial }) {
    const f = formats();
    const write = (/** @type {string} */ key, /** @type {string | number | boolean | undefined} */ value) => {
        if (value === undefined) return t('unknown');
        if (key === 'grid') return gridName(Number(value));
        if (key === 'confidence') return f.share(Number(value));
        if (key === 'seen_at') return f.date(String(value));
        return typeof value === 'number' ? f.count(value) : word(String(value));
    };
    const shown = {
        building: ['name', 'address', 'kind', 'households', 'subscribers', 'grid'],
        port: ['kind', 'technology', 'capacity', 'used'],
        sighting: ['operator', 'kind', 'severity', 'confidence', 'seen_at'],
    }[type].filter(
        key => key in properties || (!partial && ['households', 'subscribers', 'capacity', 'used', 'severity'].includes(key)),
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
            shown.map(k => h('div', {}, h('dt', {}, t(`property.${k}`)), h('dd', {}, write(k, properties[k])))),
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
