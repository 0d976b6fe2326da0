/** Takes what has changed into the list of grids; loaded when something has for the first time. */

import { merged } from '../core/merge.js';
import { api, ProblemError } from './api.js';

/** @typedef {import('../core/contract.js').GridList} GridList */

/**
 * The list as it is now: with what has changed since, or all of it where nobody knows.
 * @param {GridList} known that is shown, with a position @returns {Promise<GridList>}
 */
export async function changedList(known) {
    try {
        return merged(known, await api.gridsSince(/** @type {string} */ (known.position)));
    } catch (error) {
        // another database, or nobody remembers so far back
        if (error instanceof ProblemError && [400, 410].includes(error.problem.status)) return api.grids();
        throw error;
    }
}
