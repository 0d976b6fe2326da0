/** What the parts of a plan's card, the list of plans and the comparison have in common. */

import { movedWords } from '../core/sums.js';
import { h } from './dom.js';
import { t } from '../core/i18n.js';
import { formats, gridName, gridsById, may, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Editor} Editor */
/** @typedef {import('../core/contract.js').Result} Result */

/** What a grid is called, also one that only the plan has. @param {number | null} id */
export function nameIn(id) {
    const change = id === null ? undefined : changeOf(id);
    return id === null ? t('nobody') : change ? (change.name ?? change.code) : gridName(id);
}

/** The code of a grid, also of one that only the plan has. @param {number} id */
export const codeIn = id => (changeOf(id) ?? gridsById().get(id))?.code ?? String(id);

/** @param {number} id */
const changeOf = id => (store.get().plan ?? store.get().comparison)?.result?.grids.find(g => g.id === id);

/** Who somebody is to what `allowed` asks. */
export const me = () => ({
    account: store.get().session?.account?.id ?? null,
    planner: may('planner'),
    approver: may('approver'),
});

/** Sections that one has opened or closed stay so while their contents come anew. @type {Map<string, boolean>} */
const opened = new Map();

/**
 * @param {string} key of its heading and of its state @param {(Node | null)[]} body
 * @param {{open?: boolean, count?: number | null}} [options]
 */
export function section(key, body, { open = false, count = null } = {}) {
    return h(
        'details',
        {
            class: 'section',
            'data-testid': `section-${key}`,
            open: opened.get(key) ?? open,
            ontoggle: (/** @type {Event} */ e) => opened.set(key, /** @type {HTMLDetailsElement} */ (e.currentTarget).open),
        },
        h(
            'summary',
            {
                'data-key': `section-${key}`,
                'data-testid': `heading-${key}`,
                // that it was toggled is told later, when what is here may have come anew
                onclick: (/** @type {Event} */ e) =>
                    opened.set(key, !(/** @type {Element} */ (e.currentTarget).closest('details')?.open)),
            },
            t(`plan.${key}`),
            count === null ? null : h('span', { class: 'badge' }, formats().count(count)),
        ),
        h('div', { class: 'section-body' }, body),
    );
}

/** What stands in the place of a card that is on its way; it shows only when that takes a while. @param {string} label */
export const skeleton = label =>
    h(
        'div',
        { class: 'card skeleton late', role: 'status', 'aria-label': label, 'data-testid': 'skeleton' },
        ...[60, 90, 40, 100].map(w => h('div', { style: `width:${w}%` })),
    );

/** @param {import('../core/contract.js').Status} status */
export const statusChip = status =>
    h('span', { class: `chip ${status}`, 'data-testid': 'status', 'data-status': status }, t(`status.${status}`));

/**
 * What somebody does who has a plan open, with the first of the grids.
 * @param {Editor} editor @param {number} [most] grids that are named
 */
export function presenceWords({ name, grids }, most = 3) {
    if (!grids.length) return t('plan.looking', { name });
    const named = grids.slice(0, most).map(nameIn);
    const more = grids.length > most && most ? ` +${formats().count(grids.length - most)}` : '';
    return `${t('plan.editing', { name })}${named.length ? t('list.colon') + named.join(t('list.comma')) + more : ''}`;
}

/** The same colour for the same person everywhere. @param {number} account */
export const editorColour = account => `hsl(${(account * 137.5 + 200) % 360} 60% 38%)`;

/** @param {Result} result */
export const movedLine = ({ moved }) =>
    h('p', { class: 'moved-line', 'data-testid': 'moved', 'data-value': moved.buildings }, movedWords(formats(), moved));
