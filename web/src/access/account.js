/** The account button in the top bar, and what the page does when somebody has to sign in. The dialogs are loaded when needed. */

import { byId, fill, h, icon, useStyle } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { signIn, toast } from '../parts/status.js';
import { store } from '../data/state.js';

// everything in this room is reached through here
await loadTexts(store.get().lang, 'access');

const dialogs = () => import('./sign-in.js');

/**
 * Lets one who is not signed in do so, and tells one who is what they lack.
 * @param {'planner' | 'approver'} role
 */
export async function askForRole(role) {
    const { session } = store.get();
    if (!session?.account) await (await dialogs()).showSignIn({ why: t('sign_in.to_draw') });
    else toast(t('reason.role_missing', { roles: t(`role.${role}`) }), { kind: 'error', action: signIn() });
}

/** @param {import('../map/view.js').MapView} [view] the map, once there is one */
export function createAccountButton(view) {
    useStyle('access.css');
    store.watch(['session', 'lang'], ({ session }) => {
        const account = session?.account;
        const label = account ? t('account.of', { name: account.display_name }) : t('sign_in');
        fill(
            byId('account'),
            h(
                'button',
                {
                    type: 'button',
                    class: 'quiet text',
                    'data-testid': 'account',
                    'data-key': 'account',
                    'aria-haspopup': 'dialog',
                    'aria-label': label,
                    title: label,
                    onclick: async () => {
                        const { showAccount, showSignIn } = await dialogs();
                        if (account) showAccount(view);
                        else showSignIn();
                    },
                },
                icon('person'),
                h('span', {}, account ? account.display_name : t('sign_in')),
            ),
        );
    });
    document.addEventListener('signinneeded', async () => (await dialogs()).showSignIn());
}

/** Nobody may see the map without signing in: asks until somebody does, then begins anew. */
export async function letIn() {
    tellArrival();
    byId('control').hidden = true;
    byId('drawer').hidden = true;
    byId('panel-toggle').hidden = true;
    byId('panel').hidden = true;
    await (await dialogs()).letIn();
    location.reload();
}

/** Says why the identity provider sent one back without being signed in. */
export function tellArrival() {
    const url = new URL(location.href);
    const refused = url.searchParams.get('sign_in_refused');
    if (!refused) return;
    url.searchParams.delete('sign_in_refused');
    history.replaceState(null, '', url);
    toast(refused.endsWith('disabled') ? t('reason.oidc_disabled') : t('reason.oidc'), { kind: 'error' });
}
