/** Who has which plan open, and who works on what in it: tells the server of oneself, and hears of the others. */

import { ProblemError } from './api.js';
import { plans } from './plans.js';
import { may, store } from './state.js';
import { isOpen } from './planning.js';
import { gridsInHand } from '../core/changes.js';

/** @typedef {import('../core/contract.js').Editor} Editor */

/** The server forgets one who has not said anything for a while longer than this. */
const EVERY = 10_000;
/** Somebody who has changed nothing for so long, and has no tool in hand, only looks. */
const BUSY = 120_000;

export function tellPresence() {
    /** @type {number | null} */
    let told = null;
    let timer = 0;
    /** Servers that know nothing of presence are asked once. */
    let known = true;

    async function tell() {
        clearTimeout(timer);
        const { planId, plan } = store.get();
        if (!known || plan === null || plan.id !== planId || !(may('planner') || may('approver'))) return;
        told = planId;
        try {
            take(planId, (await plans.present(planId, inHand(plan))).editors);
        } catch (error) {
            if (error instanceof ProblemError && [404, 405].includes(error.problem.status)) known = false;
            // others can't see one for now; the next beat tries again
        }
        clearTimeout(timer);
        timer = setTimeout(tell, EVERY);
    }

    function leave() {
        if (told === null) return;
        const left = told;
        told = null;
        // when this is lost the server forgets by itself
        if (known) plans.absent(left).catch(() => {});
    }

    store.watch(['planId', 'plan', 'session', 'tool', 'grid'], ({ planId }) => {
        if (told !== null && told !== planId) leave();
        if (told === null) tell();
        else {
            clearTimeout(timer);
            timer = setTimeout(tell, 400);
        }
    });
    store.on(['gesture'], ({ gesture }) => {
        if (gesture && !gesture.result) tell();
    });
    addEventListener('pagehide', leave);
}

/** @param {import('../core/contract.js').Plan} plan the one at hand @returns {number[]} */
function inHand(plan) {
    const { gesture, saved, tool, grid, session } = store.get();
    if (!isOpen(plan) || !may('planner')) return [];
    return gridsInHand({
        plan,
        account: session?.account?.id ?? null,
        drawn: [...(gesture?.between ?? []), ...(gesture?.result?.grids.map(g => g.id) ?? [])],
        drawing: tool !== 'select' && tool !== 'measure',
        lately: saved !== null && Date.now() - saved.getTime() < BUSY,
        grid,
    });
}

/** @param {number} plan @param {Editor[]} editors */
export function take(plan, editors) {
    const { [plan]: previous, ...others } = store.get().editors;
    if (JSON.stringify(previous ?? []) === JSON.stringify(editors)) return;
    store.set({ editors: editors.length ? { ...others, [plan]: editors } : others });
}
