/** Reads the list of grids: what has changed since the one that is there, or all of it. */

import { merged } from '../core/merge.js';
import { api, ProblemError } from './api.js';

/** @typedef {import('../core/contract.js').GridList} GridList */

/**
 * @param {number | null} revision null: as they are @param {GridList | null} known the list that is shown
 * @returns {Promise<GridList>}
 */
export async function readList(revision, known) {
    // a past state has no position, and does not change
    if (revision !== null || !known?.position) return api.grids(revision);
    try {
        return merged(known, await api.gridsSince(known.position));
    } catch (error) {
        // another database, or nobody remembers so far back
        if (error instanceof ProblemError && [400, 410].includes(error.problem.status)) return api.grids();
        throw error;
    }
}
