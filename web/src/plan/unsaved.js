/**
 * Steps that were drawn and are not in their plan: why, to be tried again, done in another plan when theirs is closed or gone, or
 * let go.
 */

import { h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { commandWords } from '../core/changes.js';
import { attempt, reasonOf, toast } from '../parts/status.js';
import { nameIn } from '../parts/plan.js';
import { store } from '../data/state.js';
import { doElsewhere, dropUnsaved, isOpen, tryAgain } from '../data/planning.js';
import { takeUp } from './read.js';

/** @typedef {import('../data/state.js').Unsaved} Unsaved */

/** Those of the plan at hand first. */
export function unsavedSteps() {
    const { unsaved, planId } = store.get();
    return [...unsaved].sort((a, b) => Number(b.plan === planId) - Number(a.plan === planId)).map(card);
}

/** @param {Unsaved} step @param {number} i */
function card(step, i) {
    const { planId } = store.get();
    const words = wordsOf(step);
    return h(
        'div',
        { class: 'refused unsaved', role: 'alert', 'data-testid': 'unsaved' },
        h('strong', {}, t('plan.unsaved', { step: words })),
        step.plan === planId
            ? null
            : h('span', {}, step.name === null ? t('plan.unsaved_new') : t('plan.unsaved_of', { name: step.name })),
        h('span', {}, reasonOf(step.error)),
        h('div', { class: 'actions' }, waysOn(step, i), button('drop', i, t('plan.drop'), () => dropUnsaved(step))),
    );
}

/** What can be done with it now. @param {Unsaved} step @param {number} i */
function waysOn(step, i) {
    const { plan, planId, plans } = store.get();
    const { plan: of } = step;
    const here = of === planId;
    const done = async (/** @type {() => Promise<unknown>} */ act) => {
        const words = wordsOf(step);
        if (await attempt(act)) toast(t('plan.done', { step: words }));
    };
    if (here && isOpen(plan)) return button('again', i, t('plan.again'), () => done(() => tryAgain(step)), true);
    // one that others have published or deleted is no longer among them
    const there = of !== null && !here && (plans?.some(p => p.id === of) ?? true);
    return [
        there ? button('open', i, t('plan.unsaved_open'), () => takeUp(of)) : null,
        here && plan
            ? button('copy', i, t('plan.in_copy'), () => done(() => doElsewhere(step, copyName(plan.name))), true)
            : null,
        button('new', i, t('plan.in_new'), () => done(() => doElsewhere(step, null)), true),
    ];
}

/** @param {string} name */
const copyName = name => t('plan.copy.name', { name }).slice(0, 200);

/** @param {Unsaved} step */
function wordsOf(step) {
    const { key, values } = commandWords(step.command, nameIn);
    return t(`command.${key}`, values);
}

/** @param {string} id @param {number} i @param {string} words @param {() => unknown} act @param {boolean} [sends] */
const button = (id, i, words, act, sends = false) =>
    h(
        'button',
        {
            type: 'button',
            disabled: sends && store.get().saving,
            'data-testid': `unsaved-${id}`,
            'data-key': `unsaved-${id}-${i}`,
            onclick: act,
        },
        words,
    );
