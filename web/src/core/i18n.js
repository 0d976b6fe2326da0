/** Texts by key in the language at hand. The texts are loaded elsewhere; this only looks them up. */

export const LANGUAGES = ['zh-CN', 'en'];

/** Of the two languages only English has a form of its own for one. */
const ENGLISH = new Intl.PluralRules('en');

/** @type {Record<string, string>} */
let texts = {};

/** @param {Record<string, string>} loaded */
export function useTexts(loaded) {
    texts = loaded;
}

/** @param {string} key @returns {boolean} */
export const hasText = key => key in texts;

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] replace `{name}` in the text; `{name|building|buildings}` becomes the first
 *     word where the value is one, else the second
 * @returns {string} the key itself when there is no such text, so that the gap is seen
 */
export function t(key, values) {
    const text = texts[key] ?? key;
    return values
        ? text.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (all, name, one, more) =>
              one === undefined ? String(values[name] ?? all) : ENGLISH.select(Number(values[name])) === 'one' ? one : more,
          )
        : text;
}

/** A word of the data in the language at hand where there is one, else as it stands. @param {string} value */
export const word = value => (hasText(`word.${value}`) ? t(`word.${value}`) : value);

/**
 * What a problem says, in the language at hand: by its reason where there is a text for that, else by its kind, which may hold
 * the server's own words.
 * @param {import('./contract.js').ProblemBody} problem
 */
export function refusal({ type, reason, outcome, detail, title, remedy, retry_after_seconds: n = 1 }) {
    if (hasText(`reason.${reason}`)) return t(`reason.${reason}`);
    if (outcome === 'unknown') return t('problem.outcome_unknown');
    const words = [detail ?? title, remedy].filter(Boolean).join(' ');
    const kind = type.slice(type.lastIndexOf(':') + 1).replaceAll('-', '_');
    return hasText(`problem.${kind}`) ? t(`problem.${kind}`, { words, n }) : words;
}

/** Why something failed, in words for people. @param {Error & {problem?: import('./contract.js').ProblemBody}} error */
export const failureWords = error =>
    // a TypeError is what fetch throws when nobody answers, in the browser's own words
    error.problem ? refusal(error.problem) : error.name === 'TypeError' ? t('unreachable') : error.message;

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
