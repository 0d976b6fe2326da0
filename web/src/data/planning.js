/**
 * The draft plan: every step is on the server before it counts here, so that a killed tab loses at most the gesture under way.
 */

import { api, ProblemError } from './api.js';
import { store } from './state.js';

/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').Reshape} Reshape */

/** @type {Promise<number> | null} */
let creating = null;

/** Local date and time to the minute, such as 2026-11-22 10:42. @param {Date} now */
function planName(now) {
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
    return `${day} ${two(now.getHours())}:${two(now.getMinutes())}`;
}

/** The plan at hand; made at the first need. @returns {Promise<number>} its id */
export function ensurePlan() {
    const { planId } = store.get();
    if (planId !== null) return Promise.resolve(planId);
    creating ??= api
        .createPlan(planName(new Date()))
        .then(plan => {
            store.set({ planId: plan.id, plan, saved: new Date() });
            return plan.id;
        })
        .finally(() => {
            creating = null;
        });
    return creating;
}

/** Reads the plan anew, with what its draft would change in the grids as they are now. A plan that is gone is let go. */
export async function reloadPlan() {
    const { planId } = store.get();
    if (planId === null) return;
    try {
        const plan = await api.plan(planId);
        if (store.get().planId !== planId) return;
        store.set(plan.status === 'draft' ? { plan } : { plan: null, planId: null });
    } catch (error) {
        if (!(error instanceof ProblemError && error.problem.status === 404)) throw error;
        if (store.get().planId === planId) store.set({ plan: null, planId: null });
    }
}

/** @param {Reshape} command @throws {ProblemError} when the server refuses it; the draft is then as it was */
export async function applyCommand(command) {
    await step(async id => {
        await api.apply(id, command);
        return api.plan(id);
    });
}

export const undo = () => step(api.undo);
export const redo = () => step(api.redo);

/**
 * @param {() => Promise<unknown>} shown awaited before the draft is let go, so that its border doesn't vanish before the
 *     new one is drawn
 * @returns {Promise<string>} the name of the new revision
 */
export async function publish(shown) {
    const { planId } = store.get();
    if (planId === null) throw new Error('no plan to publish');
    const { revision } = await api.publish(planId);
    await shown();
    store.set({ planId: null, plan: null, gesture: null, saved: new Date() });
    return revision.name;
}

export async function discard() {
    const { planId } = store.get();
    if (planId === null) return;
    await api.discardPlan(planId);
    store.set({ planId: null, plan: null, gesture: null, saved: null });
}

/** @param {(id: number) => Promise<Plan>} act */
async function step(act) {
    const id = await ensurePlan();
    store.set({ saving: true });
    try {
        const plan = await act(id);
        if (store.get().planId === id) store.set({ plan, saved: new Date() });
    } finally {
        store.set({ saving: false });
    }
}

/** Commands that count, in order. @param {Plan | null} plan */
export const activeCommands = plan => plan?.commands.filter(c => !c.undone) ?? [];
/** @param {Plan | null} plan */
export const canRedo = plan => plan?.commands.some(c => c.undone) ?? false;
