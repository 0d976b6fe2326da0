/**
 * The plan at hand: every step is on the server before it counts here, so that a killed tab loses at most the gesture under way.
 * Steps are sent one after another, each naming the version that it starts from, so that nobody's work is overwritten.
 */

import { refusal, t } from '../core/i18n.js';
import { withCommand } from '../core/added.js';
import { withResult } from '../core/drafted.js';
import { apartFrom, commandWords } from '../core/changes.js';
import { ProblemError } from './api.js';
import { plans } from './plans.js';
import { forget, gridName, knowDrafts, store } from './state.js';

/** @typedef {import('../core/contract.js').Command} Command */
/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('./plans.js').Known} Known */

knowDrafts(withResult);

/** How long a plan that was made for a gesture may stay without a command. */
const EMPTY_FOR = 8000;
/** How long one pauses until the whole of a plan is read, and how long after that has failed. */
const SETTLED = 300;
const TRIED_AGAIN = 5000;
/** How often a step is added again after those of somebody faster. */
const TRIES = 3;

/** Made for the first gesture, since a preview needs a plan; it counts only once it has a command. @type {Known | null} */
let fresh = null;
/** @type {Promise<number> | null} */
let creating = null;
let tidying = 0;
/** @type {Promise<unknown>} */
let queue = Promise.resolve();
let waiting = 0;
let settling = 0;

/** Local date and time to the minute, such as 2026-11-22 10:42. @param {Date} [now] */
export function planName(now = new Date()) {
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
    return `${day} ${two(now.getHours())}:${two(now.getMinutes())}`;
}

/** What a plan is called that began with this. @param {Command} command */
function nameOf(command) {
    const { key, values } = commandWords(command, gridName);
    return t(`command.${key}`, values).slice(0, 200);
}

/** @param {Plan | null} plan whether one may go on drawing in it */
export const isOpen = plan => plan === null || plan.status === 'draft' || plan.status === 'returned';

/**
 * The plan at hand, or one made for the gesture that begins.
 * @returns {Promise<number>} its id
 * @throws {Error} when the plan at hand is under review
 */
export async function ensurePlan() {
    const { planId, plan } = store.get();
    if (!isOpen(plan)) throw new Error(t('plan.closed', { status: t(`status.${plan?.status}`) }));
    if (planId !== null) return planId;
    tidyLater(EMPTY_FOR);
    if (fresh) return fresh.id;
    creating ??= plans
        .create(planName())
        .then(made => {
            fresh = made;
            return made.id;
        })
        .finally(() => {
            creating = null;
        });
    return creating;
}

/** @param {number} delay */
function tidyLater(delay) {
    clearTimeout(tidying);
    tidying = setTimeout(() => {
        if (store.get().gesture || waiting) tidyLater(EMPTY_FOR);
        else tidy();
    }, delay);
}

/** Takes the plan away again that was made for a gesture which came to nothing. */
function tidy() {
    if (!fresh) return;
    const empty = fresh;
    fresh = null;
    // when this fails an empty draft stays, and the list of plans offers to delete it
    plans.remove(empty).catch(() => {});
}

store.on(['gesture'], ({ gesture }) => {
    if (fresh && !gesture) tidyLater(2000);
});
addEventListener('pagehide', tidy);

/** Reads the plan anew, with what its draft would change in the grids as they are now. A plan that is gone is let go. */
export async function reloadPlan() {
    const { planId } = store.get();
    if (planId === null) return;
    try {
        const plan = await plans.get(planId);
        const { plan: shown } = store.get();
        // a step that was taken meanwhile is newer
        if (store.get().planId !== planId || (shown?.id === planId && shown.version > plan.version)) return;
        if (plan.status !== 'published') store.set({ plan });
        else gone(t('plan.was_published', { name: plan.name }));
    } catch (error) {
        if (!(error instanceof ProblemError && error.problem.status === 404)) throw error;
        if (store.get().planId === planId) gone(t('plan.gone'));
    }
}

const NONE = { planId: null, plan: null, gesture: null, saved: null };

/** What was drawn in it and is not saved is to be seen. */
const aside = () => (store.get().unsaved.length ? { ...NONE, panel: true } : NONE);

/** @param {string | null} why said when there is one */
const gone = why => forget({ ...aside(), ...(why ? { notice: { text: why } } : {}) });

/** @param {number} id */
export async function openPlan(id) {
    store.set({
        planId: id,
        plan: null,
        gesture: null,
        saved: null,
        revision: null,
        compared: null,
        comparison: null,
        panel: true,
    });
    await reloadPlan();
}

/** Puts the plan aside; it stays on the server. */
export const closePlan = () => store.set(aside());

/** Begins a plan of this name and takes it up. @param {string} name */
export async function beginPlan(name) {
    take(await plans.create(name), null);
}

/** Makes a copy and takes it up. @param {number} id @param {string} name */
export async function copyPlan(id, name) {
    const copy = await plans.copy(id, name);
    await openPlan(copy.id);
    return copy;
}

/** @param {Known} plan */
export async function removePlan(plan) {
    await plans.remove(plan);
    if (store.get().planId === plan.id) gone(null);
}

/**
 * Adds a command. When somebody else was faster it is added after theirs where the two have nothing to do with each other.
 * @param {Command} command
 * @throws {ProblemError | Error} when it is not done; the draft is then as it was, and what is not the command's own fault is
 *     kept among the `unsaved`, to be tried again
 */
export async function applyCommand(command) {
    const { planId, plan } = store.get();
    let into = planId;
    try {
        await step(known => {
            if (known.id !== fresh?.id) into = known.id;
            return add(known, command);
        });
    } catch (error) {
        const name = [plan, store.get().plan].find(p => p?.id === into)?.name ?? null;
        // a plan that is gone takes with it what was done in it, and not what is still to be done
        if (!isRefused(error) || isGone(error)) keep({ plan: into, name, command, error });
        throw error;
    }
}

/** @param {Known | Plan} known @param {Command} command @returns {Promise<Plan>} */
async function add(known, command) {
    /** @type {Known | Plan} */
    let now = known;
    /** @type {import('../core/contract.js').Added} */
    let added;
    for (let tries = 0; ; tries++) {
        try {
            added = await plans.apply(now, command);
            break;
        } catch (error) {
            if (!isStale(error)) {
                if (now === known || !isRefused(error)) throw error;
                throw await overtaken(known.id, 'plan.overtaken_step', refusal(error.problem));
            }
            const plan = await plans.get(known.id);
            if (tries === TRIES || !apartFrom(command, 'commands' in known ? known.commands : [], plan.commands))
                throw await overtaken(known.id, 'plan.overtaken_step');
            now = plan;
        }
    }
    if (now !== known) {
        const name = whoChanged(/** @type {Plan} */ (now));
        store.set({ notice: { text: t('plan.after_theirs', { name }) } });
    }
    if (fresh?.id === known.id || !('commands' in now)) {
        // it was named by the clock before anybody knew what it would be about; should that fail, it stays so
        await plans.rename(added.plan, nameOf(command)).catch(() => {});
        return plans.get(known.id);
    }
    settleSoon(SETTLED);
    return withCommand(now, added);
}

/**
 * What all commands together come to is read when one pauses: it costs the more, the more they are.
 * @param {number} delay
 */
function settleSoon(delay) {
    clearTimeout(settling);
    settling = setTimeout(async () => {
        const { plan, gesture } = store.get();
        if (!plan || !isOpen(plan)) return;
        if (waiting || gesture) settleSoon(SETTLED);
        else await reloadPlan().catch(() => settleSoon(TRIED_AGAIN));
    }, delay);
}

/** Shows the plan as it is now. @param {number} id @param {string} key of what to say @param {string} [why] */
async function overtaken(id, key, why = '') {
    if (store.get().planId === id) await reloadPlan();
    const { plan } = store.get();
    return new Error(`${t(key, { name: plan?.id === id ? whoChanged(plan) : '–' })} ${why}`.trim());
}

/** @param {import('./state.js').Unsaved} step */
function keep(step) {
    const others = store.get().unsaved.filter(u => u.command !== step.command);
    store.set({ unsaved: [...others, step] });
}

/** @param {import('./state.js').Unsaved} step */
export const dropUnsaved = step => store.set({ unsaved: store.get().unsaved.filter(u => u !== step) });

/** @param {import('./state.js').Unsaved} step */
export async function tryAgain(step) {
    try {
        await applyCommand(step.command);
    } catch (error) {
        keep({ ...step, error });
        throw error;
    }
    dropUnsaved(step);
}

/**
 * Does what can't come to be in its own plan any more in another one, and takes that up.
 * @param {import('./state.js').Unsaved} step
 * @param {string | null} copy the name of a copy of its plan; null: a plan that begins with it
 * @throws {ProblemError | Error} when it is not done; it is then to be done in the other plan, where there is one
 */
export async function doElsewhere(step, copy) {
    const made = copy === null || step.plan === null ? null : await copyPlan(step.plan, copy);
    if (!made) store.set(NONE);
    const moved = { ...step, plan: made?.id ?? null, name: made?.name ?? null };
    keep(moved);
    await tryAgain(moved);
}

addEventListener('beforeunload', e => {
    if (store.get().unsaved.length) e.preventDefault();
});

export const undo = () => step(plans.undo);
export const redo = () => step(plans.redo);
/** Undoes or redoes until so many commands count. @param {number} count */
export const travel = count =>
    step(async known => {
        /** @type {Plan} */
        let plan = await current(known.id);
        while (activeCommands(plan).length > count) plan = await plans.undo(plan);
        while (activeCommands(plan).length < count && canRedo(plan)) plan = await plans.redo(plan);
        return plan;
    });
/** @param {string} name */
export const rename = name =>
    step(async known => {
        await plans.rename(known, name);
        return plans.get(known.id);
    });
/** @param {'mine' | 'theirs'} choose */
export const rebase = choose => step(known => plans.rebase(known, choose));
/** @param {string} note */
export const submit = note => step(known => plans.submit(known, note));
export const withdraw = () => step(plans.withdraw);
/** @param {string} reason */
export const giveBack = reason => step(known => plans.giveBack(known, reason));
/** @param {string} note */
export const approve = note => step(known => plans.approve(known, note));

/**
 * @param {() => Promise<unknown>} shown awaited before the plan is let go, so that its border doesn't vanish before the
 *     new one is drawn
 * @returns {Promise<string>} the name of the new revision
 */
export async function publish(shown) {
    let name = '';
    /** @type {number | null} */
    let published = null;
    await step(async known => {
        const { plan, revision } = await plans.publish(known);
        name = revision.name;
        published = plan.id;
        await shown();
        return plan;
    });
    // another may be at hand by now
    if (store.get().planId === published) gone(null);
    return name;
}

export async function discard() {
    const { plan } = store.get();
    if (plan) await removePlan(plan);
}

/** @param {number} id @returns {Promise<Plan>} */
const current = id => {
    const { plan } = store.get();
    return plan?.id === id ? Promise.resolve(plan) : plans.get(id);
};

/** The step itself can't be done, or not by this person. @param {unknown} error @returns {error is ProblemError} */
const isRefused = error => error instanceof ProblemError && [400, 403, 404, 413, 422].includes(error.problem.status);
/** @param {unknown} error */
const isStale = error => error instanceof ProblemError && error.problem.status === 412;
/** @param {unknown} error */
const isConflict = error => error instanceof ProblemError && error.problem.status === 409;
/** @param {unknown} error */
const isGone = error => error instanceof ProblemError && error.problem.status === 404;

/**
 * Sends one step after those before it. It is of the plan that was at hand when it was taken, whichever is by the time that its
 * turn comes.
 * @param {(plan: Known) => Promise<Plan>} act answers the plan as it is then
 * @returns {Promise<void>}
 */
function step(act) {
    const { planId: own } = store.get();
    const run = async () => {
        const id = own ?? (await ensureKnown());
        try {
            const plan = await act(fresh?.id === id ? fresh : await current(id));
            if (fresh?.id === id) {
                fresh = null;
                clearTimeout(tidying);
            }
            if (own === null || store.get().planId === own) take(plan, id);
        } catch (error) {
            if (isStale(error)) throw await overtaken(id, 'plan.overtaken');
            // without an answer the next look at it tells
            if ((isConflict(error) || isGone(error)) && store.get().planId === id) await reloadPlan().catch(() => {});
            throw error;
        }
    };
    waiting++;
    store.set({ saving: true });
    const done = queue.then(run).finally(() => {
        waiting--;
        store.set({ saving: waiting > 0 });
    });
    queue = done.catch(() => {});
    return done;
}

/** The plan at hand whatever its state, else one for the command to come. @returns {Promise<number>} */
function ensureKnown() {
    const { planId } = store.get();
    return planId === null ? ensurePlan() : Promise.resolve(planId);
}

/** @param {Plan} plan @param {number | null} id the one that was at hand; null: whichever */
function take(plan, id) {
    const { planId } = store.get();
    if (id !== null && planId !== null && planId !== id) return;
    store.set({ planId: plan.id, plan, saved: new Date() });
}

/** Who brought the plan to its present version. @param {Plan} plan */
function whoChanged({ changed_by: last }) {
    const me = store.get().session?.account?.id;
    return last && last.id !== me ? last.name : t('plan.yourself');
}

/** Commands that count, in order. @param {Plan | null} plan */
export const activeCommands = plan => plan?.commands.filter(c => !c.undone) ?? [];
/** @param {Plan | null} plan */
export const canRedo = plan => plan?.commands.some(c => c.undone) ?? false;
