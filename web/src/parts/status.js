/** What the page says: announcements for screen readers, and toasts for everyone. */

import { byId, h, icon } from './dom.js';
import { failureWords, refusal, t } from '../core/i18n.js';
import { ProblemError } from '../data/api.js';
import { gridName } from '../data/state.js';

let later = 0;

/** Read out once things have settled; the last one wins. @param {string} text */
export function announce(text) {
    clearTimeout(later);
    later = window.setTimeout(() => {
        byId('announcements').textContent = text;
    }, 250);
}

/** What closes those that are shown, by what they say. @type {Map<string, () => void>} */
const shown = new Map();

/**
 * What is said already is not said beside it once more, but anew.
 * @param {string} text @param {{kind?: 'info' | 'error', action?: {label: string, act: () => void}}} [options]
 * @returns {() => void} takes it away
 */
export function toast(text, { kind = 'info', action } = {}) {
    shown.get(text)?.();
    const close = () => {
        clearTimeout(timer);
        element.remove();
        if (shown.get(text) === close) shown.delete(text);
    };
    const element = h(
        'div',
        { class: `toast ${kind}`, role: kind === 'error' ? 'alert' : null, 'data-testid': `toast-${kind}` },
        h('span', {}, text),
        action
            ? h(
                  'button',
                  {
                      class: 'link',
                      type: 'button',
                      'data-key': 'toast-act',
                      onclick: () => {
                          close();
                          action.act();
                      },
                  },
                  action.label,
              )
            : null,
        h(
            'button',
            { class: 'quiet small', type: 'button', 'aria-label': t('close'), 'data-key': 'toast-close', onclick: close },
            icon('close'),
        ),
    );
    byId('toasts').append(element);
    if (kind === 'info') announce(text);
    const timer = setTimeout(close, kind === 'error' ? 10_000 : 5000);
    shown.set(text, close);
    return close;
}

/** The reason in words, with the remedy. @param {unknown} error */
export function reasonOf(error) {
    if (error instanceof ProblemError) {
        const { reason, roles, grid } = error.problem;
        if (reason !== 'role_missing' || !roles) return refusal(error.problem);
        const words = { roles: roles.map(r => t(`role.${r}`)).join(' / ') };
        if (grid === undefined) return t('reason.role_missing', words);
        return t('reason.role_missing_in', { ...words, grid: gridName(grid) });
    }
    return error instanceof Error ? failureWords(error) : t('unreachable');
}

/** @param {unknown} error */
const mustSignIn = error => error instanceof ProblemError && error.problem.status === 401;

/** Why, and the way to sign in where that is what it takes. @param {unknown} error @returns {() => void} takes it away */
export function tellFailure(error) {
    const signIn = { label: t('sign_in'), act: () => document.dispatchEvent(new Event('signinneeded')) };
    return toast(reasonOf(error), { kind: 'error', action: mustSignIn(error) ? signIn : undefined });
}

/** Where the open dialog says what is wrong: what lies under it can't be read well, nor closed. */
const openComplaint = () => /** @type {HTMLElement | null} */ (document.querySelector('dialog[open] [data-testid=complaint]'));

/**
 * Runs what may fail and says why it did.
 * @param {() => Promise<unknown>} act @returns {Promise<boolean>} whether it succeeded
 */
export async function attempt(act) {
    try {
        await act();
        return true;
    } catch (error) {
        const complaint = mustSignIn(error) ? null : openComplaint();
        if (complaint) {
            complaint.textContent = reasonOf(error);
            complaint.hidden = false;
            return false;
        }
        tellFailure(error);
        return false;
    }
}
