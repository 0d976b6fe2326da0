/** Who works on what: tells the server that one does, and hears of the others. */

import { ProblemError } from './api.js';
import { plans } from './plans.js';
import { may, store } from './state.js';
import { isOpen } from './planning.js';

/** @typedef {import('../core/contract.js').Editor} Editor */

/** The server forgets one who has not said anything for a while longer than this. */
const EVERY = 10_000;
/** Grids that are only previewed have ids from here on. */
const PROVISIONAL = 4e15;
/** Grids that one is said to work on. */
const NAMED = 50;

export function tellPresence() {
    /** @type {number | null} */
    let told = null;
    let timer = 0;
    /** Servers that know nothing of presence are asked once. */
    let known = true;

    async function tell() {
        clearTimeout(timer);
        const { planId, plan, gesture } = store.get();
        if (!known || planId === null || plan?.id !== planId || !isOpen(plan) || !may('planner')) return;
        const drawn = [...(gesture?.between ?? []), ...(gesture?.result?.grids.map(g => g.id) ?? [])];
        const all = [...drawn, ...(plan.result?.grids.map(g => g.id) ?? [])].filter(id => id !== null && id < PROVISIONAL);
        const grids = /** @type {number[]} */ ([...new Set(all)]).slice(0, NAMED);
        told = planId;
        try {
            take(planId, (await plans.present(planId, grids)).editors);
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

    store.watch(['planId', 'plan', 'session'], ({ planId, plan }) => {
        if (told !== null && (told !== planId || !isOpen(plan))) leave();
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

/** @param {number} plan @param {Editor[]} editors */
export function take(plan, editors) {
    const { [plan]: previous, ...others } = store.get().editors;
    if (JSON.stringify(previous ?? []) === JSON.stringify(editors)) return;
    store.set({ editors: editors.length ? { ...others, [plan]: editors } : others });
}
