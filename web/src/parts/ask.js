/** Questions in the page's one dialog: yes or no, or some words. */

import { h, named } from './dom.js';
import { closeDialog, openDialog } from './dialog.js';
import { t } from '../core/i18n.js';

/** @typedef {Node | null} Part */

/**
 * @param {string} title @param {Part[]} body @param {string} verb
 * @returns {Promise<boolean>} whether the answer was yes
 */
export async function ask(title, body, verb) {
    return (await open(title, body, verb)) !== null;
}

/**
 * @param {string} title
 * @param {{label: string, verb: string, hint?: string, value?: string, required?: boolean, max?: number, line?: boolean,
 *     before?: Part[], typed?: (words: string) => void}} options
 *     `line`: one line is enough; `before`: what is to be read first; `typed` hears of each change
 * @returns {Promise<string | null>} null: not now
 */
export function askWords(title, options) {
    const { label, verb, hint, value = '', required = false, max = 500, line = false, before = [], typed } = options;
    const input = h(line ? 'input' : 'textarea', {
        ...named('words'),
        required,
        maxlength: max,
        autofocus: true,
        rows: line ? null : 4,
        pattern: required && line ? '.*\\S.*' : null,
        oninput: () => typed?.(input.value),
    });
    input.value = value;
    const field = h('label', { class: 'field' }, h('span', {}, label), input);
    const body = [...before, field, hint ? h('p', { class: 'hint' }, hint) : null];
    return open(title, body, verb, () => {
        input.setCustomValidity(required && !input.value.trim() ? t('words.needed') : '');
        return input.reportValidity() ? input.value.trim() : null;
    });
}

/** The answer of a question that asks for no words. */
const yes = () => 'yes';

/**
 * @param {string} title @param {Part[]} body @param {string} verb @param {() => string | null} [read] null: not ready yet
 * @returns {Promise<string | null>}
 */
function open(title, body, verb, read = yes) {
    return new Promise(resolve => {
        /** @type {string | null} */
        let answer = null;
        const form = h(
            'form',
            {
                method: 'dialog',
                novalidate: true,
                onsubmit: (/** @type {SubmitEvent} */ e) => {
                    e.preventDefault();
                    answer = read();
                    if (answer !== null) closeDialog();
                },
            },
            h('h2', { id: 'dialog-title' }, title),
            h('div', { class: 'dialog-body' }, body),
            h(
                'div',
                { class: 'actions' },
                h('button', { type: 'button', ...named('cancel'), onclick: closeDialog }, t('cancel')),
                h('button', { class: 'primary', ...named('confirm'), autofocus: read === yes }, verb),
            ),
        );
        openDialog([form], { onclose: () => resolve(answer) });
    });
}
