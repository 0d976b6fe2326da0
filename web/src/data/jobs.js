/** The requests around long work; loaded with the dialog that shows it. */

import { call } from './api.js';

/** @typedef {import('../core/contract.js').Job} Job */

export const jobs = {
    /** Newest first. @returns {Promise<{jobs: Job[]}>} */
    list: () => call('GET', '/api/jobs?limit=100'),
    /** @param {number} id @returns {Promise<Job>} */
    cancel: id => call('DELETE', `/api/jobs/${id}`),
    /** @returns {Promise<Job>} */
    backUp: () => call('POST', '/api/backups'),
};
