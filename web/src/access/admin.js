/** What admins do: accounts with their roles; from here to basemaps, long work and the audit trail. */

import { fill, h, icon, named } from '../parts/dom.js';
import { indented } from '../core/tree.js';
import { t } from '../core/i18n.js';
import { attempt } from '../parts/status.js';
import { store } from '../data/state.js';
import { access } from '../data/session.js';
import { field, grantWords, showForm } from '../parts/forms.js';
import { personField } from '../parts/person-field.js';

/** @typedef {import('../core/contract.js').Account} Account */
/** @typedef {import('../core/contract.js').Grant} Grant */

const ROLES = ['viewer', 'reporter', 'planner', 'approver', 'manager', 'importer', 'admin'];

/** @param {'accounts' | 'basemaps' | 'jobs' | 'audit'} at @returns {HTMLElement} */
const tabs = at =>
    h(
        'div',
        { class: 'segments', role: 'group', 'aria-label': t('admin') },
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': String(at === 'accounts'),
                ...named('accounts-tab'),
                onclick: () => showAccounts(),
            },
            t('accounts'),
        ),
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': String(at === 'basemaps'),
                ...named('basemaps-tab'),
                onclick: async () => (await import('./basemaps.js')).showBasemaps(tabs),
            },
            t('basemaps'),
        ),
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': String(at === 'jobs'),
                ...named('jobs-tab'),
                onclick: async () => (await import('./jobs.js')).showJobs(tabs),
            },
            t('jobs'),
        ),
        h(
            'button',
            {
                type: 'button',
                'aria-pressed': String(at === 'audit'),
                ...named('audit-tab'),
                onclick: async () => (await import('./audit.js')).showAudit(tabs),
            },
            t('audit'),
        ),
    );

/** @param {Account} [opened] one whose one-time password is to be shown */
export async function showAccounts(opened) {
    /** @type {Account[]} */
    let accounts = [];
    if (!(await attempt(async () => (accounts = (await access.accounts()).accounts)))) return;
    showForm(
        t('admin'),
        [
            tabs('accounts'),
            opened?.one_time_password
                ? h(
                      'div',
                      { class: 'secret', role: 'status' },
                      h('span', {}, t('account.one_time', { name: opened.name })),
                      h('code', { 'data-testid': 'one-time-password' }, opened.one_time_password),
                  )
                : null,
            h(
                'ul',
                { class: 'rows', 'data-testid': 'accounts' },
                accounts.map(a =>
                    h(
                        'li',
                        { class: a.disabled ? 'off' : null },
                        h(
                            'div',
                            {},
                            h('strong', {}, a.display_name ?? a.name),
                            h(
                                'small',
                                {},
                                [a.name, a.disabled ? t('account.disabled') : null, a.signs_in_by === 'oidc' ? 'OIDC' : null]
                                    .filter(Boolean)
                                    .join(' · '),
                            ),
                            h(
                                'span',
                                { class: 'grants' },
                                a.grants.length
                                    ? a.grants.map(g => h('span', { class: 'chip' }, grantWords(g)))
                                    : t('account.no_role'),
                            ),
                        ),
                        h(
                            'button',
                            {
                                type: 'button',
                                'aria-label': `${t('account.edit')} ${a.name}`,
                                ...named(`edit-${a.name}`),
                                onclick: () => edit(a),
                            },
                            t('account.edit'),
                        ),
                    ),
                ),
            ),
        ],
        {
            wide: true,
            topic: 'admin',
            actions: [
                h(
                    'button',
                    { class: 'primary', type: 'button', ...named('account-new'), onclick: () => edit(null) },
                    t('account.new'),
                ),
            ],
        },
    );
}

/** @param {Account | null} account null: a new one */
function edit(account) {
    let grants = account?.grants ?? [];
    const name = field('account-name', t('sign_in.name'), {
        required: true,
        maxlength: 100,
        autocapitalize: 'none',
        autofocus: !account,
    });
    const shown = field('account-shown', t('account.display_name'), { maxlength: 200, value: account?.display_name ?? '' });
    const inCharge = (store.get().list?.grids ?? []).flatMap(g => g.persons).find(p => p.code === account?.person);
    const linked = account?.person ? { code: account.person, name: inCharge?.name ?? null } : null;
    const person = personField('account-person', linked);
    const disabled = h('input', { type: 'checkbox', checked: account?.disabled ?? false, ...named('account-disabled') });
    const list = h('ul', { class: 'grants' });
    /** What is chosen and not given would be forgotten without a word. */
    const onchange = () =>
        role.setCustomValidity(role.selectedIndex > 0 || where.selectedIndex > 0 ? t('account.not_given') : '');
    const role = h(
        'select',
        { 'aria-label': t('account.role'), ...named('grant-role'), onchange },
        ROLES.map(r => h('option', { value: r }, t(`role.${r}`))),
    );
    const where = h('select', { 'aria-label': t('account.where'), ...named('grant-where'), onchange }, places());
    const note = h('small', {}, t('account.view_all'));
    const paint = () =>
        fill(
            list,
            grants.length ? null : h('li', { class: 'hint', 'data-testid': 'no-roles' }, t('account.roles.none')),
            grants.map((g, i) =>
                h(
                    'li',
                    { class: 'chip' },
                    grantWords(g),
                    h(
                        'button',
                        {
                            type: 'button',
                            class: 'quiet small',
                            'aria-label': `${t('account.take')} ${grantWords(g)}`,
                            ...named(`grant-take-${Object.values(g).join('-')}`),
                            onclick: () => {
                                grants = grants.filter((_, k) => k !== i);
                                paint();
                            },
                        },
                        icon('close'),
                    ),
                ),
            ),
        );
    paint();
    const again = (/** @type {Promise<Account>} */ changed) => changed.then(showAccounts);
    showForm(
        account ? account.name : t('account.new'),
        [
            account ? null : name.row,
            shown.row,
            h('label', { class: 'field' }, h('span', {}, t('account.person')), person.element),
            h('h3', {}, t('account.roles')),
            list,
            h(
                'div',
                { class: 'add' },
                role,
                where,
                h(
                    'button',
                    {
                        type: 'button',
                        ...named('grant-add'),
                        onclick: () => {
                            const [kind, id] = where.value.split(' ');
                            const grant = {
                                role: role.value,
                                branch: kind === 'branch' ? Number(id) : null,
                                grid: kind === 'grid' ? Number(id) : null,
                            };
                            if (!grants.some(g => JSON.stringify(g) === JSON.stringify(grant))) grants = [...grants, grant];
                            role.setCustomValidity('');
                            paint();
                        },
                    },
                    t('account.give'),
                ),
            ),
            note,
            account
                ? h('label', { class: 'check' }, disabled, h('span', {}, t('account.disable')))
                : h('p', { class: 'hint' }, t('account.new.hint')),
            account
                ? h(
                      'div',
                      { class: 'actions start' },
                      h(
                          'button',
                          {
                              type: 'button',
                              ...named('new-password'),
                              onclick: () => attempt(() => again(access.change(account.id, { new_password: true }))),
                          },
                          t('account.new_password'),
                      ),
                      h(
                          'button',
                          { type: 'button', ...named('account-remove'), onclick: () => remove(account) },
                          t('account.delete'),
                      ),
                  )
                : null,
        ],
        {
            wide: true,
            topic: 'admin',
            actions: [
                h('button', { type: 'button', ...named('back'), onclick: () => showAccounts() }, t('back')),
                h('button', { class: 'primary', ...named('account-save') }, account ? t('save') : t('account.create')),
            ],
            onsubmit: () =>
                again(
                    account
                        ? access.change(account.id, {
                              version: account.version,
                              display_name: shown.input.value,
                              disabled: disabled.checked,
                              person: person.code() ?? null,
                              grants,
                          })
                        : access.create({
                              name: name.input.value,
                              display_name: shown.input.value || null,
                              person: person.code() ?? null,
                              grants,
                          }),
                ),
        },
    );
}

/** @param {Account} account */
function remove(account) {
    showForm(t('account.delete.title', { name: account.name }), [h('p', {}, t('account.delete.detail'))], {
        actions: [
            h('button', { type: 'button', ...named('back'), onclick: () => edit(account) }, t('back')),
            h('button', { class: 'primary', ...named('account-delete') }, t('account.delete')),
        ],
        onsubmit: async () => {
            await access.remove(account.id);
            await showAccounts();
        },
    });
}

/** Everywhere, each branch, and each grid below it, deeper ones further in. */
function places() {
    const { list } = store.get();
    return [
        h('option', { value: 'all' }, t('everywhere')),
        ...(list?.branches ?? []).map(b => h('option', { value: `branch ${b.id}` }, `${t('branch')} ${b.name ?? b.code}`)),
        ...indented(list?.grids ?? []).map(([g, indent]) =>
            h('option', { value: `grid ${g.id}` }, `${indent}\u2003${g.name ?? g.code} (${g.code})`),
        ),
    ];
}
