/** The page's one dialog. Closing it gives the focus back to where it was, or to what stands there now. */

import { byId, fill } from './dom.js';
import { t } from '../core/i18n.js';

/** @typedef {{element: Element | null, key: string | null, card: Element | null}} Origin */

/** What is open. @type {{origin: Origin, onclose: (() => void) | undefined, title: string} | null} */
let shown = null;
let listening = false;

/**
 * Shows this in the dialog, instead of what is in it.
 * @param {(Node | null)[]} content with one element that has the id `dialog-title`
 * @param {object} [options]
 * @param {'wide' | 'aside' | null} [options.kind] `aside`: beside the map, which stays in sight
 * @param {boolean} [options.stay] it can't be left by Esc
 * @param {string} [options.focus] selector of what has the focus then; else what says `autofocus`, or the first that can have it
 * @param {() => void} [options.onclose] called once, also when something else takes its place
 * @returns {HTMLDialogElement}
 */
export function openDialog(content, { kind = null, stay = false, focus, onclose } = {}) {
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    if (!listening) {
        dialog.addEventListener('close', () => dialog.open || finish());
        dialog.addEventListener('invalid', complain, true);
        dialog.addEventListener('input', e => /** @type {HTMLInputElement} */ (e.target).setCustomValidity(''), true);
    }
    listening = true;
    if (!dialog.open) finish();
    const before = shown;
    shown = { origin: before?.origin ?? origin(), onclose, title: '' };
    before?.onclose?.();
    dialog.className = kind ?? '';
    dialog.onclose = null;
    dialog.oncancel = stay ? e => e.preventDefault() : null;
    fill(dialog, content);
    const title = dialog.querySelector('#dialog-title')?.textContent ?? '';
    const wanted = /** @type {HTMLElement | null} */ (focus ? dialog.querySelector(focus) : null);
    if (!dialog.open) dialog.showModal();
    else if (!dialog.contains(document.activeElement)) first(dialog);
    wanted?.focus();
    // what it is about comes first, whatever has the focus; what is drawn anew stays where one has read
    if (title !== before?.title) dialog.scrollTop = 0;
    shown.title = title;
    return dialog;
}

export function closeDialog() {
    /** @type {HTMLDialogElement} */ (byId('dialog')).close();
    finish();
}

/** Says what is wrong with a field in the page's language; the browser would say it in its own. @param {Event} e */
function complain(e) {
    const field = /** @type {HTMLInputElement} */ (e.target);
    const { customError, tooShort, rangeUnderflow, rangeOverflow, stepMismatch, badInput } = field.validity;
    if (customError) return;
    const { min, max, minLength } = field;
    if (tooShort) field.setCustomValidity(t('field.short', { n: minLength }));
    else if (rangeUnderflow || rangeOverflow || stepMismatch || badInput)
        field.setCustomValidity(max ? t('field.range', { min: min || 0, max }) : t('field.least', { min: min || 0 }));
    else field.setCustomValidity(t('field.missing'));
}

/** @param {HTMLDialogElement} dialog */
function first(dialog) {
    const title = /** @type {HTMLElement | null} */ (dialog.querySelector('#dialog-title'));
    if (title) title.tabIndex = -1;
    /** @type {HTMLElement | null} */ (dialog.querySelector('[autofocus]') ?? title)?.focus();
}

/** @returns {Origin} */
function origin() {
    const element = document.activeElement;
    return { element, key: element?.getAttribute('data-key') ?? null, card: element?.closest('[tabindex="-1"]') ?? null };
}

/** Once, whether it was closed here or by Esc. */
function finish() {
    if (!shown) return;
    const { origin, onclose } = shown;
    shown = null;
    onclose?.();
    // the browser gives it back by itself where it can; else it leaves it in what is no longer seen
    const now = document.activeElement;
    if (shown || (now && now !== document.body && !byId('dialog').contains(now))) return;
    const again = origin.key ? document.querySelector(`[data-key="${CSS.escape(origin.key)}"]:not(:disabled)`) : null;
    const target = again ?? (origin.card?.isConnected ? origin.card : null);
    /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: true });
}
