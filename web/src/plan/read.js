/** Reading the plan at hand: what fails is said, with the way to try again. */

import { noteFailure } from '../data/state.js';
import { openPlan, reloadPlan } from '../data/planning.js';
import { reasonOf } from '../parts/status.js';

/** Reads the plan at hand anew. @returns {Promise<boolean>} whether it is there */
export const readPlan = () => tried(reloadPlan);

/** @param {number} id @returns {Promise<boolean>} whether it is there */
export const takeUp = id => tried(() => openPlan(id));

/** @param {() => Promise<void>} act @returns {Promise<boolean>} */
async function tried(act) {
    try {
        await act();
        noteFailure('plan', null);
        return true;
    } catch (error) {
        noteFailure('plan', new Error(reasonOf(error)), readPlan);
        return false;
    }
}
