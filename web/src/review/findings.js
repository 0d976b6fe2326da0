/** What a person should look at in a plan, by kind; a click goes there. */

import { h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { formats, gridsById, store } from '../data/state.js';
import { nameIn, section } from '../parts/plan.js';

/** @typedef {import('../core/contract.js').Finding} Finding */

const KINDS = /** @type {const} */ ([
    'compound_cut',
    'several_parts',
    'no_person',
    'replacement_due',
    'overloaded',
    'unassigned',
]);

/** @param {import('../core/contract.js').Result} result @param {import('../map/view.js').MapView} view */
export const findingsList = (result, view) =>
    result.findings.length ? section('findings', byKind(result, view), { count: result.findings.length, open: true }) : null;

/**
 * @param {import('../core/contract.js').Result} result @param {import('../map/view.js').MapView} view
 * @param {() => void} [leave] called before one goes to one of them, where they stand in a dialog
 */
export function byKind({ findings }, view, leave) {
    return KINDS.map(kind => {
        const found = findings.filter(f => f.kind === kind);
        if (!found.length) return null;
        return h(
            'div',
            { class: 'finding', 'data-testid': `finding-${kind}` },
            h('h3', { class: 'sub' }, t(`plan.finding.${kind}`), h('span', { class: 'badge' }, formats().count(found.length))),
            h(
                'ul',
                {},
                found.slice(0, 100).map((f, i) => h('li', {}, line(f, `${leave ? 'submit-' : ''}${kind}-${i}`, view, leave))),
            ),
        );
    });
}

/**
 * @param {Finding} finding @param {string} key @param {import('../map/view.js').MapView} view @param {() => void} [leave]
 */
function line(finding, key, view, leave) {
    const { position, grid } = finding;
    return h(
        'button',
        {
            class: 'link',
            type: 'button',
            'data-key': `finding-${key}`,
            disabled: position === null,
            onclick: () => {
                leave?.();
                if (grid !== null && gridsById().has(grid)) store.set({ grid, thing: null });
                if (position) view.map.setView([position[1], position[0]], Math.max(16, view.map.getZoom()));
            },
        },
        words(finding),
    );
}

/** @param {Finding} finding */
function words({ kind, grid, detail }) {
    const f = formats();
    const name = nameIn(grid);
    const number = detail === null ? '–' : f.count(Number(detail));
    switch (kind) {
        case 'compound_cut':
            return detail ?? name;
        case 'several_parts':
            return t('plan.found.several_parts', { name, n: number });
        case 'overloaded':
            return t('plan.found.overloaded', { name, subscribers: number });
        case 'unassigned':
            return t('plan.found.unassigned', { name, area: detail === null ? '–' : f.area(Number(detail) / 1e6) });
        case 'no_person':
        case 'replacement_due':
            return name;
    }
}
