/** A plan that no longer fits the live grids: which ones, the borders of then and now on the map, and whose change is to stay. */

import { byId, h, named } from '../parts/dom.js';
import { closeDialog, openDialog } from '../parts/dialog.js';
import { t } from '../core/i18n.js';
import { toast, reasonOf } from '../parts/status.js';
import { gridName, store } from '../data/state.js';
import { planName, rebase } from '../data/planning.js';
import { plans } from '../data/plans.js';

/** @typedef {import('../core/contract.js').Plan} Plan */

/** @param {Plan} plan */
export function showConflict(plan) {
    const { conflict } = plan;
    if (!conflict) return;
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    const complaint = h('p', { class: 'refused', role: 'alert', hidden: true });
    /** @param {() => Promise<unknown>} act @param {string} words */
    const choose = async (act, words) => {
        dialog.setAttribute('aria-busy', 'true');
        try {
            await act();
            closeDialog();
            toast(words);
        } catch (error) {
            complaint.textContent = reasonOf(error);
            complaint.hidden = false;
        } finally {
            dialog.removeAttribute('aria-busy');
        }
    };
    const choice = (/** @type {string} */ id, /** @type {() => Promise<unknown>} */ act) =>
        h(
            'button',
            {
                type: 'button',
                ...named(`keep-${id}`),
                onclick: () => choose(act, t(`conflict.${id}.done`)),
            },
            h('strong', {}, t(`conflict.${id}`)),
            h('small', {}, t(`conflict.${id}.detail`)),
        );
    const copy = async () => {
        await plans.copy(plan.id, t('conflict.copy.name', { name: plan.name }).slice(0, 200) || planName());
        await rebase('theirs');
    };
    const form = h(
        'form',
        { method: 'dialog', 'data-testid': 'conflict-dialog' },
        h('h2', { id: 'dialog-title', tabindex: -1, autofocus: true }, t('conflict.title', { name: plan.name })),
        h(
            'div',
            { class: 'dialog-body' },
            complaint,
            h('p', {}, t('conflict.what')),
            conflict.grids?.length
                ? h(
                      'table',
                      { class: 'flows', 'data-testid': 'conflict-grids' },
                      h(
                          'thead',
                          {},
                          h(
                              'tr',
                              {},
                              h('th', { scope: 'col' }, t('grids')),
                              h('th', { scope: 'col', class: 'number' }, t('conflict.yours')),
                              h('th', { scope: 'col', class: 'number' }, t('conflict.theirs_version')),
                          ),
                      ),
                      h(
                          'tbody',
                          {},
                          conflict.grids.map(g =>
                              h(
                                  'tr',
                                  { 'data-grid': g.id },
                                  h('th', { scope: 'row' }, g.code ? `${gridName(g.id)} (${g.code})` : `#${g.id}`),
                                  h('td', { class: 'number' }, t('conflict.version', { n: g.expected_version })),
                                  h(
                                      'td',
                                      { class: 'number' },
                                      g.actual_version ? t('conflict.version', { n: g.actual_version }) : t('conflict.gone'),
                                  ),
                              ),
                          ),
                      ),
                  )
                : h('p', { class: 'hint' }, conflict.detail),
            conflict.arcs?.length
                ? h(
                      'p',
                      { class: 'key' },
                      ['then', 'now', 'drawn'].map(line =>
                          h('span', {}, h('i', { class: `line ${line}`, 'aria-hidden': 'true' }), t(`conflict.${line}`)),
                      ),
                  )
                : null,
            h(
                'div',
                { class: 'choices' },
                choice('mine', () => rebase('mine')),
                choice('theirs', () => rebase('theirs')),
                choice('copy', copy),
            ),
        ),
        h('div', { class: 'actions' }, h('button', named('cancel'), t('conflict.later'))),
    );
    openDialog([form], { kind: 'aside' });
    document.dispatchEvent(new CustomEvent('conflictshown'));
}
