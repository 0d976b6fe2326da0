/** What a line of the audit trail says, in words: the server keeps short keys and values. */

import { hasText, t } from '../core/i18n.js';

/** @typedef {(kind: 'branch' | 'grid', id: number) => string | null} NameOf the name of a place that is still there */

/** A word of the trail, else what stands there, such as a name. @param {string} set @param {string} value */
const known = (set, value) => (hasText(`${set}.${value}`) ? t(`${set}.${value}`) : value);

/** `planner branch 3` @param {string} grant @param {NameOf} nameOf */
function grantWords(grant, nameOf) {
    const [role, kind, id] = grant.split(' ');
    if (kind === 'everywhere') return t('audit.grant.everywhere', { role: t(`role.${role}`) });
    if (kind !== 'branch' && kind !== 'grid') return grant;
    const name = nameOf(kind, Number(id)) ?? t(`audit.subject.${kind}`, { id });
    return t('audit.grant', { role: t(`role.${role}`), name });
}

const worded = (/** @type {string} */ value) => known('audit.value', value);

/** @type {Record<string, (value: any, nameOf: NameOf, lang: string) => string>} */
const VALUES = {
    grants: grantWords,
    grants_before: grantWords,
    layer: value => known('layer', value),
    kind: value => known('job.kind', value),
    reason: worded,
    by: worded,
    choose: worded,
    // numbers that are names
    revision: String,
    copy_of: String,
    account: String,
    bytes: (value, _, lang) => new Intl.NumberFormat(lang, { style: 'unit', unit: 'byte', unitDisplay: 'long' }).format(value),
    expires_at: (value, _, lang) => new Intl.DateTimeFormat(lang, { dateStyle: 'medium' }).format(new Date(value)),
};

/** @param {string} key @param {unknown} value @param {NameOf} nameOf @param {string} lang @returns {string} */
function valueWords(key, value, nameOf, lang) {
    if (value instanceof Array) {
        return value.map(v => valueWords(key, v, nameOf, lang)).join(t('audit.and')) || t('audit.value.none');
    }
    if (VALUES[key]) return VALUES[key](value, nameOf, lang);
    if (typeof value === 'number') return new Intl.NumberFormat(lang).format(value);
    if (typeof value === 'boolean' || value === null || value === 'null') return worded(String(value));
    return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * @param {Record<string, unknown>} detail as the server keeps it @param {NameOf} nameOf @param {string} lang
 * @returns {string[]} what it says, each for itself
 */
export const detailWords = (detail, nameOf, lang) =>
    Object.entries(detail).map(([name, kept]) => {
        const [key, value] = [known('audit.key', name), valueWords(name, kept, nameOf, lang)];
        return t('audit.pair', { key, value });
    });

/** `plan 12` @param {string | null} subject */
export function subjectWords(subject) {
    const [, kind, id] = subject?.match(/^([a-z]+) (\d+)$/) ?? [];
    return kind && hasText(`audit.subject.${kind}`) ? t(`audit.subject.${kind}`, { id }) : (subject ?? '');
}
