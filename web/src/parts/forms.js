/** Dialogs with fields: they are sent, say what is wrong, and stay until it is right. */

import { h, named } from './dom.js';
import { closeDialog, openDialog } from './dialog.js';
import { about, reasonOf } from './status.js';
import { t } from '../core/i18n.js';
import { gridName, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Grant} Grant */
/** @typedef {HTMLElement | null | undefined | false} Part */

/**
 * A dialog that is sent, with a place for what is wrong with it.
 * @param {string} title @param {Part[]} body
 * @param {{actions?: Part[], onsubmit?: () => Promise<unknown>, onclose?: () => void, wide?: boolean, stay?: boolean,
 *     topic?: string | null}} [options] `topic`: what explains it; `onsubmit` runs when the form is sent, and what it throws is
 *     said in the dialog; `stay`: it can't be left
 */
export function showForm(title, body, { actions = [], onsubmit, onclose, wide = false, stay = false, topic = null } = {}) {
    const complaint = h('p', { class: 'refused', role: 'alert', hidden: true, 'data-testid': 'complaint' });
    const form = h(
        'form',
        {
            method: 'dialog',
            novalidate: false,
            onsubmit: async (/** @type {Event} */ e) => {
                if (!onsubmit) return;
                e.preventDefault();
                complaint.hidden = true;
                form.setAttribute('aria-busy', 'true');
                try {
                    await onsubmit();
                } catch (error) {
                    complaint.textContent = reasonOf(error);
                    complaint.hidden = false;
                } finally {
                    form.removeAttribute('aria-busy');
                }
            },
        },
        h('h2', { id: 'dialog-title' }, title),
        h('div', { class: 'dialog-body' }, complaint, ...body.filter(Boolean).map(p => /** @type {HTMLElement} */ (p))),
        h(
            'div',
            { class: 'actions' },
            topic ? about(topic) : null,
            stay ? null : h('button', { type: 'button', ...named('dialog-close'), onclick: closeDialog }, t('close')),
            actions.filter(Boolean).map(a => /** @type {HTMLElement} */ (a)),
        ),
    );
    openDialog([form], { kind: wide ? 'wide' : null, stay, onclose });
}

/**
 * @param {string} key @param {string} label @param {Record<string, any>} attributes
 * @returns {{row: HTMLElement, input: HTMLInputElement}}
 */
export function field(key, label, attributes) {
    const input = h('input', { ...named(key), ...attributes });
    return { row: h('label', { class: 'field' }, h('span', {}, label), input), input };
}

/** What a grant allows, in words. @param {Grant} grant */
export function grantWords({ role, branch, grid }) {
    const branches = store.get().list?.branches ?? [];
    const where =
        grid !== null
            ? gridName(grid)
            : branch !== null
              ? (branches.find(b => b.id === branch)?.name ?? String(branch))
              : t('everywhere');
    return `${t(`role.${role}`)} · ${where}`;
}
