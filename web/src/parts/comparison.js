/** Figures before → after as a table. */

import { h } from './dom.js';
import { comparedRows } from '../core/compared.js';
import { t } from '../core/i18n.js';
import { formats, gridsById } from '../data/state.js';

/** Both grids' figures before and after. @param {import('../core/contract.js').GridChange[]} changes */
export function comparison(changes) {
    const f = formats();
    return changes.map(change => {
        const live = gridsById().get(change.id)?.target_new_subscribers ?? null;
        const targets = [change.attributes_before, change.attributes_after].map(words => words?.target_new_subscribers ?? null);
        const [then, now] = change.attributes_before || change.attributes_after ? targets : [live, live];
        const rows = comparedRows(change, [then, now], f);
        const name = change.name ?? change.code;
        if (!rows.length) {
            const words = change.change === 'reshaped' ? t('figures.land', { name }) : t('figures.same', { name });
            return h('p', { class: 'hint', 'data-testid': 'figures-same', 'data-grid': change.id }, words);
        }
        return h(
            'table',
            { class: 'comparison', 'data-testid': 'comparison', 'data-grid': change.id },
            h('caption', {}, name),
            h(
                'thead',
                {},
                h(
                    'tr',
                    {},
                    h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, t('figure'))),
                    h('th', { scope: 'col' }, t('before')),
                    h('th', { scope: 'col' }, t('after')),
                    h('th', { scope: 'col' }, t('change')),
                ),
            ),
            h(
                'tbody',
                {},
                rows.map(({ key, before, after, then: was, now: is, moved }) => {
                    const cell = { 'data-grid': change.id, 'data-metric': key };
                    return h(
                        'tr',
                        { class: moved ? 'moved' : null },
                        h('th', { scope: 'row' }, t(key in change.before.ratios ? `metric.${key}` : `figure.${key}`)),
                        h('td', { ...cell, 'data-testid': 'figure-before', 'data-value': before ?? '' }, was),
                        h('td', { ...cell, 'data-testid': 'figure-after', 'data-value': after ?? '' }, is),
                        h('td', { class: 'delta' }, moved ? f.change(key, Number(before), Number(after)) : ''),
                    );
                }),
            ),
        );
    });
}
