/** What the page says: announcements for screen readers, toasts for everyone, and what asks for an explanation. */

import { byId, h, icon, named } from './dom.js';
import { failureWords, refusal, t } from '../core/i18n.js';
import { ProblemError } from '../data/api.js';
import { gridName, gridsById, store } from '../data/state.js';

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

/** Another account may do what this one may not. */
export const signIn = (words = t('sign_in.other')) => ({
    label: words,
    act: () => document.dispatchEvent(new Event('signinneeded')),
});

/** What mends it, if that is something one can do here. @param {unknown} error */
function mending(error) {
    if (mustSignIn(error)) return signIn(t('sign_in'));
    if (!(error instanceof ProblemError)) return undefined;
    const { type, reason, outcome, grid } = error.problem;
    if (reason === 'role_missing') return signIn();
    if (outcome === 'unknown' || /(stale|gone)$/.test(type)) return { label: t('reload'), act: () => location.reload() };
    if (grid === undefined || !gridsById().has(grid)) return undefined;
    return { label: t('show.grid', { name: gridName(grid) }), act: () => store.set({ grid, thing: null, panel: true }) };
}

/** Why, and the way to what mends it. @param {unknown} error @returns {() => void} takes it away */
export const tellFailure = error => toast(reasonOf(error), { kind: 'error', action: mending(error) });

/** What a tool can't do with what was drawn, and the way to how it is done. @param {string} why @returns {() => void} */
export const tellHow = why =>
    toast(why, { kind: 'error', action: { label: t('about.how'), act: () => document.dispatchEvent(new Event('explain')) } });

/** Explains a tool or panel in a sentence with a drawing, at a press. @param {string} topic one that has both */
export const about = topic =>
    h(
        'button',
        {
            class: 'quiet small about',
            type: 'button',
            'aria-label': t('about'),
            title: t('about'),
            'data-about': topic,
            ...named(`about-${topic}`),
        },
        icon('help'),
    );

/**
 * Words that explain themselves.
 * @param {string} key of the explanation @param {string} words @param {string} [where] what tells it from the same term elsewhere
 */
export const term = (key, words, where = '') =>
    h('button', { class: 'term', type: 'button', 'data-term': key, 'data-key': `term-${key}${where}` }, words);

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
