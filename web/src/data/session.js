/** The requests around accounts; loaded with the dialogs that make them. */

import { api, call, useCsrf } from './api.js';
import { store } from './state.js';

/** @typedef {import('../core/contract.js').Session} Session */
/** @typedef {import('../core/contract.js').Account} Account */
/** @typedef {import('../core/contract.js').Grant} Grant */
/** @typedef {import('../core/contract.js').Token} Token */
/** @typedef {import('../core/contract.js').AuditPage} AuditPage */

/** @param {Session} session */
function take(session) {
    useCsrf(session.csrf);
    store.set({ session });
    return session;
}

/** @returns {Promise<Session>} */
export const readSession = async () => take(await api.session());

/** @param {string} name @param {string} password @returns {Promise<Session>} */
export const signIn = async (name, password) => take(await call('POST', '/api/session', { name, password }));

/** @param {string} password @param {string} wanted @returns {Promise<Session>} */
export const changePassword = async (password, wanted) =>
    take(await call('POST', '/api/session/password', { password, new_password: wanted }));

export const signOut = () => call('DELETE', '/api/session');

export const access = {
    /** @returns {Promise<{accounts: Account[]}>} */
    accounts: () => call('GET', '/api/accounts'),
    /**
     * @param {{name: string, display_name: string | null, person: string | null, grants: Grant[]}} account
     * @returns {Promise<Account>}
     */
    create: account => call('POST', '/api/accounts', account),
    /**
     * @param {number} id
     * @param {{version?: number, display_name?: string, disabled?: boolean, person?: string | null, grants?: Grant[],
     *     new_password?: boolean}} change
     * @returns {Promise<Account>}
     */
    change: (id, change) => call('PATCH', `/api/accounts/${id}`, change),
    /** @param {number} id */
    remove: id => call('DELETE', `/api/accounts/${id}`),
    /** @returns {Promise<{tokens: Token[]}>} */
    tokens: () => call('GET', '/api/tokens'),
    /** @param {{name: string, grants: Grant[], days: number}} token @returns {Promise<Token>} */
    issue: token => call('POST', '/api/tokens', token),
    /** @param {number} id */
    revoke: id => call('DELETE', `/api/tokens/${id}`),
    /**
     * Puts basemaps in the place of those that were chosen in that version.
     * @param {number} version @param {string[]} words @returns {Promise<import('../core/contract.js').BasemapList>}
     */
    chooseBasemaps: (version, words) => call('PATCH', '/api/basemaps', { version, words }),
    /** @param {string} query @returns {Promise<AuditPage>} */
    audit: query => call('GET', `/api/audit${query}`),
};
