/** The requests around plans and revisions; loaded with the modules that show them. */

import { call } from './api.js';

/** @typedef {import('../core/contract.js').Command} Command */
/** @typedef {import('../core/contract.js').Added} Added */
/** @typedef {import('../core/contract.js').Comparison} Comparison */
/** @typedef {import('../core/contract.js').Editor} Editor */
/** @typedef {import('../core/contract.js').MovedItem} MovedItem */
/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').PlanComment} PlanComment */
/** @typedef {import('../core/contract.js').PlanEvent} PlanEvent */
/** @typedef {import('../core/contract.js').PlanSummary} PlanSummary */
/** @typedef {import('../core/contract.js').Revision} Revision */
/** A plan as one knows it: what is sent names this version, and is refused when it is no longer the present one.
 * @typedef {{id: number, version: number}} Known */

/** @param {Known} plan @param {string} step @param {unknown} [body] @returns {Promise<any>} */
const change = ({ id, version }, step, body) => call('POST', `/api/plans/${id}/${step}`, body, undefined, version);

export const plans = {
    /** Those that aren't published yet, newest first; of very many the newest. @returns {Promise<PlanSummary[]>} */
    list: async () => (await call('GET', '/api/plans?status=draft,submitted,returned,approved&limit=1000')).plans,
    /** @param {string} name @returns {Promise<Plan>} */
    create: name => call('POST', '/api/plans', { name }),
    /** @param {number} id @returns {Promise<Plan>} */
    get: id => call('GET', `/api/plans/${id}`),
    /** @param {Known} plan @param {string} name @returns {Promise<Plan>} */
    rename: (plan, name) => call('PATCH', `/api/plans/${plan.id}`, { name }, undefined, plan.version),
    /** @param {number} id @param {string} name @returns {Promise<Plan>} a new draft */
    copy: (id, name) => call('POST', `/api/plans/${id}/copy`, { name }),
    /** @param {Known} plan */
    remove: plan => call('DELETE', `/api/plans/${plan.id}`, undefined, undefined, plan.version),
    /** Answers what is new. @param {Known} plan @param {Command} command @returns {Promise<Added>} */
    apply: ({ id, version }, command) =>
        call('POST', `/api/plans/${id}/commands`, command, undefined, version, { Prefer: 'return=minimal' }),
    /** @param {Known} plan @returns {Promise<Plan>} */
    undo: plan => change(plan, 'undo'),
    /** @param {Known} plan @returns {Promise<Plan>} */
    redo: plan => change(plan, 'redo'),
    /** @param {Known} plan @param {'mine' | 'theirs'} choose @returns {Promise<Plan>} */
    rebase: (plan, choose) => change(plan, 'rebase', { choose }),
    /** @param {Known} plan @param {string} note @returns {Promise<Plan>} */
    submit: (plan, note) => change(plan, 'submit', worded(note)),
    /** @param {Known} plan @returns {Promise<Plan>} */
    withdraw: plan => change(plan, 'withdraw'),
    /** @param {Known} plan @param {string} reason @returns {Promise<Plan>} */
    giveBack: (plan, reason) => change(plan, 'return', { reason }),
    /** @param {Known} plan @param {string} note @returns {Promise<Plan>} */
    approve: (plan, note) => change(plan, 'approve', worded(note)),
    /** @param {Known} plan @returns {Promise<{plan: Plan, revision: Revision}>} */
    publish: plan => change(plan, 'publish'),
    /** Oldest first. @param {number} id @returns {Promise<PlanEvent[]>} */
    events: async id => (await call('GET', `/api/plans/${id}/events`)).events,
    /** Oldest first. @param {number} id @returns {Promise<PlanComment[]>} */
    comments: async id => (await call('GET', `/api/plans/${id}/comments`)).comments,
    /** @param {number} id @param {number | null} grid @param {string} note @returns {Promise<PlanComment>} */
    comment: (id, grid, note) => call('POST', `/api/plans/${id}/comments`, { grid, note }),
    /** @param {number} id @param {number} after @returns {Promise<{items: MovedItem[], next: number | null}>} */
    moved: (id, after) => call('GET', `/api/plans/${id}/moved?after=${after}&limit=100`),
    /**
     * Says that one works on the plan.
     * @param {number} id @param {number[]} grids in hand @returns {Promise<{editors: Editor[]}>}
     */
    present: (id, grids) => call('PUT', `/api/plans/${id}/presence`, { grids }),
    /** @param {number} id */
    absent: id => call('DELETE', `/api/plans/${id}/presence`),
};

export const revisions = {
    /** Newest first. @returns {Promise<Revision[]>} */
    list: async () => (await call('GET', '/api/revisions')).revisions,
    /** @param {number} from @param {number} to @returns {Promise<Comparison>} */
    compare: (from, to) => call('GET', `/api/revisions/${to}/compare?with=${from}`),
    /** @param {number} id @returns {Promise<Plan>} a new draft */
    restore: id => call('POST', `/api/revisions/${id}/restore`),
};

/** @param {string} note */
const worded = note => (note.trim() ? { note: note.trim() } : undefined);
