/** Texts by key in the language at hand. The texts are loaded elsewhere; this only looks them up. */

export const LANGUAGES = ['zh-CN', 'en'];

/** @type {Record<string, string>} */
let texts = {};
let language = 'en';

/** @param {string} lang @param {Record<string, string>} loaded */
export function useTexts(lang, loaded) {
    language = lang;
    texts = loaded;
}

export const currentLanguage = () => language;

/** @param {string} key @returns {boolean} */
export const hasText = key => key in texts;

/**
 * @param {string} key @param {Record<string, string | number>} [values] replace `{name}` in the text
 * @returns {string} the key itself when there is no such text, so that the gap is seen
 */
export function t(key, values) {
    const text = texts[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all)) : text;
}

/**
 * @param {string | null} wanted from the address or an earlier visit
 * @param {readonly string[]} preferred by the browser
 * @returns {string} a language there are texts in
 */
export function chooseLanguage(wanted, preferred) {
    const match = [wanted ?? '', ...preferred].map(tag =>
        LANGUAGES.find(l => l.split('-')[0] === tag.split('-')[0].toLowerCase()),
    );
    return match.find(l => l !== undefined) ?? 'en';
}
