/** What the tool in hand asks and offers: at the head of the panel, on a phone in a sheet at the foot of the map. */

import { byId, fill, h, icon, phone, useStyle } from './dom.js';
import { t } from '../core/i18n.js';
import { about } from './status.js';

useStyle('tools.css');

/**
 * @typedef {object} Shown
 * @property {import('../data/state.js').Tool} tool
 * @property {string} words what to do next
 * @property {(HTMLElement | null)[]} [body] what there is to choose; on a phone folded while one draws
 * @property {HTMLElement | null} [also] another button beside those to confirm and to cancel
 * @property {string} [confirm] the verb, when there is something to confirm
 * @property {boolean} [ready] whether it may be confirmed now
 * @property {() => void} [act]
 * @property {() => void} [cancel]
 * @property {() => void} [finish] ends points that are set one by one, for whoever has no Enter and no double click
 * @property {() => void} [back] takes the last of them back
 * @property {{on: boolean, flip: () => void}} [snapping] for whoever has no Alt
 * @property {{on: boolean, flip: () => void}} [follow] points are joined along streets
 * @property {string | null} [note] why they are not
 */

/**
 * `enter` moves the keyboard into the card, if it can be seen and has something to choose.
 * @returns {{show: (shown: Shown | null) => void, enter: () => boolean}}
 */
export function createToolCard() {
    const card = h('article', { class: 'card tool-card', 'data-testid': 'tool-card', hidden: true });
    const settle = () => (phone.matches ? byId('stage').append(card) : byId('panel-body').prepend(card));
    phone.addEventListener('change', settle);
    settle();
    /** On a phone the choices are folded while one draws; what one has chosen of a tool's card holds until the next tool. */
    let unfolded = /** @type {{tool: string, on: boolean} | null} */ (null);
    /** @type {Shown | null} */
    let now = null;
    function enter() {
        const first = /** @type {HTMLElement | null} */ (card.querySelector('input, select, button:not(:disabled)'));
        if (!first || !first.checkVisibility()) return false;
        first.focus();
        return true;
    }
    /** @param {Shown | null} shown */
    function show(shown) {
        now = shown;
        card.hidden = !shown;
        document.body.classList.toggle('drawing', shown !== null);
        if (!shown) return fill(card);
        const { tool, words, body = [], confirm, ready = true, act, cancel, finish, back, snapping, follow, note = null } = shown;
        const { also = null } = shown;
        const choices = body.filter(part => part !== null);
        const open = unfolded?.tool === tool ? unfolded.on : confirm !== undefined && ready;
        const fold = () => {
            unfolded = { tool, on: !open };
            show(now);
        };
        const folds = { class: 'fold', 'aria-expanded': String(open), 'aria-controls': 'tool-choices' };
        card.classList.toggle('folded', !open);
        const actions = [
            choices.length ? button('tool-choices', t('tool.choices'), fold, folds) : null,
            confirm ? button('tool-confirm', confirm, act, { class: 'primary', disabled: !ready }) : null,
            finish ? button('tool-finish', t('tool.finish'), finish, { class: 'primary' }) : null,
            back ? button('tool-back', t('tool.back'), back) : null,
            cancel ? button('tool-cancel', t('cancel'), cancel) : null,
            also,
            snapping
                ? button('tool-snapping', t('tool.snapping'), snapping.flip, { 'aria-pressed': String(snapping.on) })
                : null,
            follow ? button('tool-follow', t('tool.follow'), follow.flip, { 'aria-pressed': String(follow.on) }) : null,
        ];
        card.setAttribute('aria-label', t(`tool.${tool}`));
        fill(
            card,
            h('header', { class: 'title' }, h('h2', {}, icon(tool), t(`tool.${tool}`)), about(tool)),
            h(
                'div',
                { class: 'tool-words' },
                h('p', { class: 'hint', 'data-testid': 'tool-hint' }, words),
                note === null ? null : h('p', { class: 'hint', 'data-testid': 'tool-note' }, note),
            ),
            choices.length ? h('div', { class: 'tool-choices', id: 'tool-choices' }, choices) : null,
            actions.some(a => a) ? h('div', { class: 'actions' }, actions) : null,
        );
    }
    return { show, enter };
}

/** @param {string} key @param {string} words @param {(() => void) | undefined} onclick @param {Record<string, any>} [more] */
const button = (key, words, onclick, more = {}) =>
    h('button', { type: 'button', 'data-testid': key, 'data-key': key, onclick, ...more }, words);

/**
 * One of several, as radio buttons in a line.
 * @template {string} V
 * @param {string} label @param {V} chosen @param {{value: V, words: string}[]} choices @param {(value: V) => void} choose
 */
export const segments = (label, chosen, choices, choose) =>
    h(
        'div',
        { class: 'segments', role: 'radiogroup', 'aria-label': label },
        choices.map(({ value, words }) =>
            h(
                'button',
                {
                    type: 'button',
                    role: 'radio',
                    'aria-checked': String(value === chosen),
                    'data-testid': `choice-${value}`,
                    'data-key': `choice-${value}`,
                    onclick: () => choose(value),
                },
                words,
            ),
        ),
    );

/** @param {string} label @param {HTMLElement} input */
export const field = (label, input) =>
    h(input.matches('input, select') ? 'label' : 'div', { class: 'field' }, h('span', {}, label), input);
