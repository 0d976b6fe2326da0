/** A field in which one finds a person by name or code; empty means nobody. */

import { fill, h, named } from './dom.js';
import { t } from '../core/i18n.js';
import { reasonOf } from './status.js';
import { api } from '../data/api.js';

/** @typedef {import('../core/contract.js').PersonRef} PersonRef */

const WAIT = 150;
let made = 0;

/** How a person is written where two may have one name. @param {PersonRef} person */
export const personTitle = ({ code, name }) =>
    name === null || name === code ? code : t('person.title', { name, code });

/**
 * `code` answers null for nobody, and undefined while what is written names no person.
 * @typedef {{element: HTMLElement, input: HTMLInputElement, code: () => string | null | undefined}} PersonField
 */

/** The field of a command, if somebody was chosen. @param {PersonField | null | undefined} field */
export const givenTo = field => (field?.code() ? { person: field.code() } : {});

/**
 * @param {string} key @param {PersonRef | null} chosen @param {Record<string, any>} [attributes] of the input
 * @returns {PersonField}
 */
export function personField(key, chosen, attributes = {}) {
    /** @type {Map<string, string>} */
    const known = new Map();
    /** Codes of those of a name. @type {Map<string, Set<string>>} */
    const byName = new Map();
    /** Texts of which the server has said whom they may mean: namesakes come first. @type {Set<string>} */
    const asked = new Set();
    const know = (/** @type {PersonRef} */ person) => {
        known.set(personTitle(person), person.code);
        if (person.name) byName.set(person.name, (byName.get(person.name) ?? new Set()).add(person.code));
        return personTitle(person);
    };
    const id = `persons-${++made}`;
    const list = h('datalist', { id });
    const input = h('input', {
        ...named(key),
        type: 'text',
        list: id,
        autocomplete: 'off',
        maxlength: 120,
        placeholder: t('person.nobody'),
        value: chosen ? know(chosen) : '',
        oninput: () => {
            check();
            clearTimeout(timer);
            timer = window.setTimeout(learn, WAIT);
        },
        onfocus: () => !list.children.length && learn(),
        ...attributes,
    });
    let timer = 0;
    let asking = new AbortController();

    const code = () => {
        const text = input.value.trim();
        if (!text) return null;
        const namesakes = asked.has(text) ? byName.get(text) : undefined;
        const onlyOne = namesakes?.size === 1 ? [...namesakes][0] : undefined;
        return known.get(text) ?? [...known.values()].find(c => c === text) ?? onlyOne;
    };
    const check = (/** @type {string} */ why = t('person.choose')) => input.setCustomValidity(code() === undefined ? why : '');

    /** Those whom the text may mean; the first of all while it names one already. */
    async function learn() {
        asking.abort();
        asking = new AbortController();
        const { signal } = asking;
        const text = code() === undefined ? input.value.trim() : '';
        try {
            const { persons } = await api.persons(text, signal);
            asked.add(text);
            fill(
                list,
                persons.map(p => h('option', { value: know(p) }, t('person.grids', { n: p.grids }))),
            );
            check();
        } catch (error) {
            if (!signal.aborted) check(reasonOf(error));
        }
    }
    return { element: h('span', { class: 'person-field' }, input, list), input, code };
}
