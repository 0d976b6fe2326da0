/** Steps that were drawn and are not in the plan: why, to be tried again or let go. */

import { h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { commandWords } from '../core/changes.js';
import { attempt, reasonOf, toast } from '../parts/status.js';
import { nameIn } from '../parts/plan.js';
import { store } from '../data/state.js';
import { dropUnsaved, tryAgain, unsavedHere } from '../data/planning.js';

/** @typedef {import('../data/state.js').Unsaved} Unsaved */

export const unsavedSteps = () => unsavedHere().map(card);

/** @param {Unsaved} step @param {number} i */
function card(step, i) {
    const { key, values } = commandWords(step.command, nameIn);
    const { saving } = store.get();
    const again = async () => {
        if (await attempt(() => tryAgain(step))) toast(t('plan.done', { step: t(`command.${key}`, values) }));
    };
    return h(
        'div',
        { class: 'refused unsaved', role: 'alert', 'data-testid': 'unsaved' },
        h('strong', {}, t('plan.unsaved', { step: t(`command.${key}`, values) })),
        h('span', {}, reasonOf(step.error)),
        h(
            'div',
            { class: 'actions' },
            h(
                'button',
                {
                    type: 'button',
                    disabled: saving,
                    'data-testid': 'unsaved-again',
                    'data-key': `unsaved-again-${i}`,
                    onclick: again,
                },
                t('plan.again'),
            ),
            h(
                'button',
                {
                    type: 'button',
                    'data-testid': 'unsaved-drop',
                    'data-key': `unsaved-drop-${i}`,
                    onclick: () => dropUnsaved(step),
                },
                t('plan.drop'),
            ),
        ),
    );
}
