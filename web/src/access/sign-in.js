/** Dialogs of one's own account: signing in and out, password. */

import { h, named } from '../parts/dom.js';
import { closeDialog } from '../parts/dialog.js';
import { t } from '../core/i18n.js';
import { announce, attempt } from '../parts/status.js';
import { may, store } from '../data/state.js';
import { changePassword, readSession, signIn, signOut } from '../data/session.js';
import { field, grantWords, showForm } from '../parts/forms.js';
import { union } from '../core/mercator.js';

/** @typedef {import('../core/contract.js').Grid} Grid */

/**
 * Asks for name and password.
 * @param {{why?: string, stay?: boolean}} [options]
 * @returns {Promise<boolean>} whether somebody is signed in now
 */
export function showSignIn({ why, stay = false } = {}) {
    return new Promise(resolve => {
        const { session } = store.get();
        const name = field('sign-in-name', t('sign_in.name'), {
            name: 'name',
            autocomplete: 'username',
            required: true,
            autofocus: true,
            autocapitalize: 'none',
        });
        const password = field('sign-in-password', t('sign_in.password'), {
            name: 'password',
            type: 'password',
            autocomplete: 'current-password',
            required: true,
        });
        let entered = false;
        const enter = async (/** @type {string} */ who, /** @type {string} */ secret) => {
            const now = await signIn(who, secret);
            entered = true;
            if (now.account?.must_change_password) await showPassword({ present: secret, stay });
            else closeDialog();
            announce(t('signed_in', { name: now.account?.display_name ?? who }));
            resolve(true);
        };
        showForm(
            t('sign_in'),
            [
                why ? h('p', { class: 'hint' }, why) : null,
                name.row,
                password.row,
                session?.oidc
                    ? h('a', { class: 'button', href: '/api/oidc/start', ...named('sign-in-oidc') }, t('sign_in.oidc'))
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
                                      ...named(`demo-${a.name}`),
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
                actions: [h('button', { class: 'primary', ...named('sign-in-submit') }, t('sign_in'))],
                onsubmit: () => enter(name.input.value, password.input.value),
                onclose: () => entered || resolve(false),
                stay,
            },
        );
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
        showForm(t('account.no_role'), [h('p', {}, t('account.no_role.detail'))], {
            stay: true,
            actions: [
                h('button', { type: 'button', ...named('sign-out'), onclick: () => attempt(leave) }, t('sign_out')),
                h('button', { class: 'primary', ...named('sign-in-again') }, t('retry')),
            ],
            onsubmit: async () => resolve(await readSession()),
        });
    });
}

/** @param {{present?: string, stay?: boolean}} [options] `present`: just typed */
export function showPassword({ present, stay = false } = {}) {
    return new Promise(resolve => {
        const account = store.get().session?.account;
        const once = account?.must_change_password ?? false;
        const old = field('password-present', once ? t('password.one_time') : t('password.present'), {
            type: 'password',
            autocomplete: 'current-password',
            required: true,
        });
        const wanted = field('password-new', t('password.new'), {
            type: 'password',
            autocomplete: 'new-password',
            required: true,
            minlength: 10,
            maxlength: 200,
            autofocus: true,
        });
        const again = field('password-again', t('password.again'), {
            type: 'password',
            autocomplete: 'new-password',
            required: true,
        });
        if (present !== undefined) old.input.value = present;
        showForm(
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
                actions: [h('button', { class: 'primary', ...named('password-submit') }, t('password.change'))],
                onsubmit: async () => {
                    if (wanted.input.value !== again.input.value) throw new Error(t('password.differ'));
                    await changePassword(old.input.value, wanted.input.value);
                    announce(t('password.changed'));
                    resolve(true);
                    closeDialog();
                },
                onclose: () => resolve(false),
            },
        );
    });
}

async function leave() {
    await signOut();
    location.reload();
}

/** Who one is, and what one can do about it. @param {import('../map/view.js').MapView} [view] */
export function showAccount(view) {
    const account = store.get().session?.account;
    if (!account) return;
    const mine = (store.get().list?.grids ?? []).filter(g => account.person && g.persons[0]?.code === account.person.code);
    showForm(t('account'), [
        h(
            'div',
            { class: 'who' },
            h('span', { class: 'avatar', 'aria-hidden': 'true' }, account.display_name.slice(0, 1).toUpperCase()),
            h('div', {}, h('strong', {}, account.display_name), h('small', {}, account.name)),
        ),
        h(
            'ul',
            { class: 'grants', 'data-testid': 'grants' },
            account.grants.length
                ? account.grants.map(g => h('li', { class: 'chip' }, grantWords(g)))
                : h('li', {}, t('account.no_role')),
        ),
        h(
            'div',
            { class: 'choices' },
            view && mine.length ? choice('account.mine', 'my-grids', () => showMine(mine, view), { n: mine.length }) : null,
            choice('password.change', 'change-password', () => showPassword()),
            choice('tokens', 'tokens', async () => (await import('./tokens.js')).showTokens()),
            may('admin') ? choice('admin', 'admin', async () => (await import('./admin.js')).showAccounts()) : null,
            choice('sign_out', 'sign-out', () => attempt(leave)),
        ),
    ]);
}

/** Selects the first of the grids and shows them all. @param {Grid[]} grids @param {import('../map/view.js').MapView} view */
function showMine(grids, view) {
    closeDialog();
    store.set({ grid: grids[0].id, thing: null });
    const box = union(grids.map(g => g.bbox).filter(b => b?.every(Number.isFinite)));
    if (box) view.show(box);
}

/** @param {string} key @param {string} id @param {() => void} act @param {Record<string, string | number>} [values] */
const choice = (key, id, act, values) =>
    h('button', { type: 'button', ...named(id), onclick: act }, t(key, values));
