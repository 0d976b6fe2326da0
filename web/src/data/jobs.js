/** The requests around long work; loaded with the dialog that shows it. */

import { call } from './api.js';

/** @typedef {import('../core/contract.js').Job} Job */

export const jobs = {
    /**
     * Newest first.
     * @param {number | null} [before] the `next` of the page before
     * @returns {Promise<{jobs: Job[], next: number | null}>}
     */
    list: (before = null) => call('GET', `/api/jobs?limit=50${before === null ? '' : `&before=${before}`}`),
    /** @param {number} id @returns {Promise<Job>} */
    cancel: id => call('DELETE', `/api/jobs/${id}`),
    /** @returns {Promise<Job>} */
    backUp: () => call('POST', '/api/backups'),
};
