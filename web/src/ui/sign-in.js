/** Dialogs of one's own account: signing in and out, password, API tokens. */

import { byId, fill, h } from './dom.js';
import { t } from '../core/i18n.js';
import { announce, attempt, reasonOf } from './status.js';
import { formats, gridName, may, store } from '../data/state.js';
import { access, changePassword, readSession, signIn, signOut } from '../data/session.js';

/** @typedef {import('../core/contract.js').Grant} Grant */
/** @typedef {import('../core/contract.js').Token} Token */
/** @typedef {HTMLElement | null | undefined | false} Part */

/**
 * Shows the page's one dialog.
 * @param {string} title @param {Part[]} body
 * @param {{actions?: Part[], onsubmit?: () => Promise<unknown>, wide?: boolean, stay?: boolean}} [options] `onsubmit` runs when
 *     the form is sent, and what it throws is said in the dialog; `stay`: it can't be left
 */
export function show(title, body, { actions = [], onsubmit, wide = false, stay = false } = {}) {
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    const complaint = h('p', { class: 'refused', role: 'alert', hidden: true, 'data-testid': 'complaint' });
    const form = h(
        'form',
        {
            method: 'dialog',
            novalidate: false,
            onsubmit: async (/** @type {Event} */ e) => {
                if (!onsubmit) return;
                e.preventDefault();
                complaint.hidden = true;
                form.setAttribute('aria-busy', 'true');
                try {
                    await onsubmit();
                } catch (error) {
                    complaint.textContent = reasonOf(error);
                    complaint.hidden = false;
                } finally {
                    form.removeAttribute('aria-busy');
                }
            },
        },
        h('h2', { id: 'dialog-title' }, title),
        h('div', { class: 'dialog-body' }, complaint, ...body.filter(Boolean).map(p => /** @type {HTMLElement} */ (p))),
        h(
            'div',
            { class: 'actions' },
            stay ? null : h('button', { type: 'button', 'data-testid': 'dialog-close', onclick: () => dialog.close() }, t('close')),
            actions.filter(Boolean).map(a => /** @type {HTMLElement} */ (a)),
        ),
    );
    fill(dialog, form);
    dialog.classList.toggle('wide', wide);
    dialog.onclose = () => dialog.classList.remove('wide');
    dialog.oncancel = stay ? e => e.preventDefault() : null;
    if (!dialog.open) dialog.showModal();
    return dialog;
}

/**
 * @param {string} label @param {Record<string, any>} attributes
 * @returns {{row: HTMLElement, input: HTMLInputElement}}
 */
export function field(label, attributes) {
    const input = h('input', attributes);
    return { row: h('label', { class: 'field' }, h('span', {}, label), input), input };
}

/** What a grant allows, in words. @param {Grant} grant */
export function grantWords({ role, branch, grid }) {
    const branches = store.get().list?.branches ?? [];
    const where =
        grid !== null
            ? gridName(grid)
            : branch !== null
              ? (branches.find(b => b.id === branch)?.name ?? String(branch))
              : t('everywhere');
    return `${t(`role.${role}`)} · ${where}`;
}

/**
 * Asks for name and password.
 * @param {{why?: string, stay?: boolean}} [options]
 * @returns {Promise<boolean>} whether somebody is signed in now
 */
export function showSignIn({ why, stay = false } = {}) {
    return new Promise(resolve => {
        const { session } = store.get();
        const name = field(t('sign_in.name'), {
            name: 'name', autocomplete: 'username', required: true, autofocus: true, 'data-testid': 'sign-in-name', autocapitalize: 'none',
        });
        const password = field(t('sign_in.password'), {
            name: 'password', type: 'password', autocomplete: 'current-password', required: true, 'data-testid': 'sign-in-password',
        });
        const enter = async (/** @type {string} */ who, /** @type {string} */ secret) => {
            const now = await signIn(who, secret);
            if (now.account?.must_change_password) await showPassword({ present: secret, stay });
            else dialog.close();
            announce(t('signed_in', { name: now.account?.display_name ?? who }));
            resolve(true);
        };
        const dialog = show(
            t('sign_in'),
            [
                why ? h('p', { class: 'hint' }, why) : null,
                name.row,
                password.row,
                session?.oidc
                    ? h('a', { class: 'button', href: '/api/oidc/start', 'data-testid': 'sign-in-oidc' }, t('sign_in.oidc'))
                    : null,
                session?.demo_accounts.length
                    ? h(
                          'fieldset',
                          { class: 'choices' },
                          h('legend', {}, t('sign_in.demo')),
                          session.demo_accounts.map(a =>
                              h(
                                  'button',
                                  {
                                      type: 'button',
                                      'data-testid': `demo-${a.name}`,
                                      onclick: () => attempt(() => enter(a.name, a.password)),
                                  },
                                  h('strong', {}, t(`demo.${a.name}`)),
                                  h('small', {}, `${a.name} / ${a.password}`),
                              ),
                          ),
                      )
                    : null,
            ],
            {
                actions: [h('button', { class: 'primary', 'data-testid': 'sign-in-submit' }, t('sign_in'))],
                onsubmit: () => enter(name.input.value, password.input.value),
                stay,
            },
        );
        dialog.addEventListener('close', () => resolve(store.get().session?.account != null), { once: true });
    });
}

/** Asks until somebody may see the map. */
export async function letIn() {
    while (!may('viewer')) {
        const account = store.get().session?.account;
        if (!account) await showSignIn({ why: t('sign_in.needed'), stay: true });
        else if (account.must_change_password) await showPassword({ stay: true });
        else await noRole();
    }
}

/** Who is signed in but has no role yet. */
function noRole() {
    return new Promise(resolve => {
        show(
            t('account.no_role'),
            [h('p', {}, t('account.no_role.detail'))],
            {
                stay: true,
                actions: [
                    h('button', { type: 'button', onclick: () => attempt(leave) }, t('sign_out')),
                    h('button', { class: 'primary' }, t('retry')),
                ],
                onsubmit: async () => resolve(await readSession()),
            },
        );
    });
}

/** @param {{present?: string, stay?: boolean}} [options] `present`: just typed */
export function showPassword({ present, stay = false } = {}) {
    return new Promise(resolve => {
        const account = store.get().session?.account;
        const once = account?.must_change_password ?? false;
        const old = field(once ? t('password.one_time') : t('password.present'), {
            type: 'password', autocomplete: 'current-password', required: true, 'data-testid': 'password-present',
        });
        const wanted = field(t('password.new'), {
            type: 'password', autocomplete: 'new-password', required: true, minlength: 10, maxlength: 200, 'data-testid': 'password-new', autofocus: true,
        });
        const again = field(t('password.again'), {
            type: 'password', autocomplete: 'new-password', required: true, 'data-testid': 'password-again',
        });
        if (present !== undefined) old.input.value = present;
        const dialog = show(
            t('password.change'),
            [
                once ? h('p', { class: 'hint' }, t('password.once')) : null,
                h('input', { type: 'hidden', autocomplete: 'username', value: account?.name }),
                present === undefined ? old.row : null,
                wanted.row,
                h('small', {}, t('password.rule')),
                again.row,
            ],
            {
                stay,
                actions: [h('button', { class: 'primary', 'data-testid': 'password-submit' }, t('password.change'))],
                onsubmit: async () => {
                    if (wanted.input.value !== again.input.value) throw new Error(t('password.differ'));
                    await changePassword(old.input.value, wanted.input.value);
                    announce(t('password.changed'));
                    dialog.close();
                    resolve(true);
                },
            },
        );
        dialog.addEventListener('close', () => resolve(false), { once: true });
    });
}

async function leave() {
    await signOut();
    location.reload();
}

/** Who one is, and what one can do about it. */
export function showAccount() {
    const account = store.get().session?.account;
    if (!account) return;
    show(t('account'), [
        h(
            'div',
            { class: 'who' },
            h('span', { class: 'avatar', 'aria-hidden': 'true' }, account.display_name.slice(0, 1).toUpperCase()),
            h('div', {}, h('strong', {}, account.display_name), h('small', {}, account.name)),
        ),
        h(
            'ul',
            { class: 'grants', 'data-testid': 'grants' },
            account.grants.length ? account.grants.map(g => h('li', { class: 'chip' }, grantWords(g))) : h('li', {}, t('account.no_role')),
        ),
        h(
            'div',
            { class: 'choices' },
            choice('password.change', 'change-password', () => showPassword()),
            choice('tokens', 'tokens', showTokens),
            may('admin') ? choice('admin', 'admin', async () => (await import('./admin.js')).showAccounts()) : null,
            choice('sign_out', 'sign-out', () => attempt(leave)),
        ),
    ]);
}

/** @param {string} key @param {string} id @param {() => void} act */
const choice = (key, id, act) => h('button', { type: 'button', 'data-testid': id, onclick: act }, t(key));

/** @param {Token} [fresh] one whose secret is to be shown */
async function showTokens(fresh) {
    /** @type {Token[]} */
    let tokens = [];
    if (!(await attempt(async () => (tokens = (await access.tokens()).tokens)))) return;
    const account = store.get().session?.account;
    const held = account?.grants ?? [];
    // with any role one sees the map, so a token may do just that
    const mine = !held.length || held.some(g => g.role === 'viewer') ? held : [{ role: 'viewer', branch: null, grid: null }, ...held];
    const name = field(t('token.name'), { required: true, maxlength: 100, 'data-testid': 'token-name' });
    const days = field(t('token.days'), { type: 'number', min: 1, max: 366, value: 90, required: true });
    const boxes = mine.map(g => ({ grant: g, box: h('input', { type: 'checkbox', checked: g.role === 'viewer' || mine.length === 1 }) }));
    const day = new Intl.DateTimeFormat(store.get().lang, { dateStyle: 'medium' });
    show(
        t('tokens'),
        [
            h('p', { class: 'hint' }, t('token.hint')),
            fresh?.token
                ? h(
                      'div',
                      { class: 'secret', role: 'status' },
                      h('span', {}, t('token.once', { name: fresh.name })),
                      h('code', { 'data-testid': 'token-secret' }, fresh.token),
                  )
                : null,
            tokens.length
                ? h(
                      'ul',
                      { class: 'rows' },
                      tokens.map(token =>
                          h(
                              'li',
                              {},
                              h(
                                  'div',
                                  {},
                                  h('strong', {}, token.name),
                                  h('small', {}, token.grants.map(grantWords).join(', ')),
                                  h(
                                      'small',
                                      {},
                                      `${t('token.expires', { day: day.format(new Date(token.expires_at)) })} · ${
                                          token.used_at ? t('token.used', { time: formats().time(new Date(token.used_at)) }) : t('token.unused')
                                      }`,
                                  ),
                              ),
                              h(
                                  'button',
                                  {
                                      type: 'button',
                                      'aria-label': `${t('token.revoke')} ${token.name}`,
                                      onclick: async () => {
                                          if (await attempt(() => access.revoke(token.id))) showTokens();
                                      },
                                  },
                                  t('token.revoke'),
                              ),
                          ),
                      ),
                  )
                : null,
            mine.length
                ? h(
                      'fieldset',
                      { class: 'new' },
                      h('legend', {}, t('token.new')),
                      name.row,
                      days.row,
                      h('div', { class: 'boxes' }, boxes.map(({ grant, box }) => h('label', {}, box, h('span', {}, grantWords(grant))))),
                  )
                : null,
        ],
        {
            actions: [mine.length ? h('button', { class: 'primary', 'data-testid': 'token-create' }, t('token.create')) : null],
            onsubmit: async () => {
                const grants = boxes.filter(b => b.box.checked).map(b => b.grant);
                await showTokens(await access.issue({ name: name.input.value, days: Number(days.input.value), grants }));
            },
        },
    );
}
