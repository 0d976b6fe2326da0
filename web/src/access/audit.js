/** The audit trail: who did what when, by person and action, a page at a time, or all of it as a file. */

import { h, named } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { gridName, gridsById, store } from '../data/state.js';
import { access } from '../data/session.js';
import { field, showForm } from '../parts/forms.js';
import { detailWords, subjectWords } from './audit-words.js';

/** @typedef {import('../core/contract.js').AuditEntry} AuditEntry */

/** Entries of a page. */
const PAGE = 100;

/** @type {import('./audit-words.js').NameOf} */
function nameOf(kind, id) {
    if (kind === 'grid') return gridsById().has(id) ? gridName(id) : null;
    const branch = store.get().list?.branches.find(b => b.id === id);
    return branch ? (branch.name ?? branch.code) : null;
}

/**
 * @param {(at: 'audit') => HTMLElement} tabs that lead to the other parts of the administration
 * @param {{actor?: string, action?: string}} [filter]
 */
export async function showAudit(tabs, filter = {}) {
    const actor = field('audit-actor', t('audit.actor'), { value: filter.actor ?? '', maxlength: 100 });
    const action = field('audit-action', t('audit.action'), {
        value: filter.action ?? '',
        maxlength: 100,
        placeholder: t('audit.hint'),
        list: 'audit-actions',
    });
    const query = (/** @type {Record<string, string | number>} */ more) => {
        const search = new URLSearchParams();
        if (filter.actor) search.set('actor', filter.actor);
        if (filter.action) search.set('action', filter.action);
        for (const [name, value] of Object.entries(more)) search.set(name, String(value));
        return `?${search}`;
    };
    const time = new Intl.DateTimeFormat(store.get().lang, { dateStyle: 'short', timeStyle: 'medium' });
    const row = (/** @type {AuditEntry} */ e) =>
        h(
            'tr',
            {},
            h('td', {}, time.format(new Date(e.at))),
            h('td', {}, e.actor ?? '–'),
            h('td', {}, t(`audited.${e.action}`), ' ', h('code', {}, e.action)),
            h('td', {}, subjectWords(e.subject)),
            h(
                'td',
                { class: 'detail' },
                detailWords(e.detail, nameOf, store.get().lang).map(words => h('div', {}, words)),
            ),
            h('td', {}, e.address ?? ''),
        );
    const body = h('tbody', { 'data-testid': 'audit' });
    const older = h('button', { type: 'button', hidden: true, ...named('audit-older') }, t('audit.older'));
    const load = async (/** @type {number | null} */ before) => {
        const page = await access.audit(query({ limit: PAGE, ...(before === null ? {} : { before }) }));
        body.append(...page.entries.map(row));
        older.hidden = page.next === null;
        older.onclick = () => attempt(() => load(page.next));
    };
    if (!(await attempt(() => load(null)))) return;
    showForm(
        t('admin'),
        [
            tabs('audit'),
            h(
                'div',
                { class: 'filters' },
                actor.row,
                action.row,
                h(
                    'datalist',
                    { id: 'audit-actions' },
                    ['session', 'password', 'account', 'token', 'plan', 'import', 'job', 'backup'].map(a =>
                        h('option', { value: a }),
                    ),
                ),
                h('button', named('audit-show'), t('audit.show')),
                h(
                    'a',
                    {
                        class: 'button',
                        href: `/api/audit${query({ format: 'csv' })}`,
                        download: 'wangge-audit.csv',
                        ...named('audit-export'),
                    },
                    t('audit.export'),
                ),
            ),
            h(
                'div',
                { class: 'scroll', tabindex: 0, 'data-key': 'audit', role: 'region', 'aria-label': t('audit') },
                h(
                    'table',
                    { class: 'audit' },
                    h(
                        'thead',
                        {},
                        h(
                            'tr',
                            {},
                            ['time', 'actor', 'action', 'subject', 'detail', 'address'].map(c =>
                                h('th', { scope: 'col' }, t(`audit.${c}`)),
                            ),
                        ),
                    ),
                    body,
                ),
            ),
            older,
        ],
        {
            wide: true,
            topic: 'admin',
            onsubmit: () => showAudit(tabs, { actor: actor.input.value.trim(), action: action.input.value.trim() }),
        },
    );
}
