/** Brings plans, their review and the revisions to the page. Loaded when somebody signs in or follows a link to one of them. */

import { reasonOf, toast } from './status.js';
import { may, noteFailure, store } from '../data/state.js';
import { createPlanCard } from './plan.js';
import { tellReturn } from './plan-steps.js';
import { followComments } from './plan-comments.js';
import { readPlans, showPlans } from './plan-list.js';
import { createRevisions } from './revisions.js';
import { h, useStyle } from './dom.js';
import { showConflict } from './conflict.js';
import { createChanges } from '../map/changes.js';
import { isOpen, reloadPlan } from '../data/planning.js';
import { readPlan } from './plan-read.js';
import { take, tellPresence } from '../data/presence.js';
import { t } from '../core/i18n.js';

/** How often an approver's page looks for submitted plans. */
const LOOK = 20_000;

/** @param {import('../map/view.js').MapView} view @param {HTMLElement} root where the plan's card goes */
export function createPlanning(view, root) {
    useStyle('plans.css');
    store.on(['notice'], ({ notice }) => notice && toast(notice.text));
    const [reason, card, compared] = [h('div', {}), h('div', {}), h('div', {})];
    root.append(reason, card, compared);
    tellReturn(reason);
    createPlanCard(view, card);
    createRevisions(view, compared);
    followComments();
    createChanges(view);
    tellPresence();
    hearOthers();
    watchInbox();
    announceConflicts();
    store.on(['planId'], ({ planId }) => planId === null && noteFailure('plan', null));
    return { showPlans };
}

/** Another's step in the plan at hand shows as presence: the plan is read anew then. */
function hearOthers() {
    store.on(['heard'], async ({ heard, planId, saving, session }) => {
        if (!heard) return;
        take(heard.plan, heard.editors);
        if (heard.plan !== planId || saving || heard.editors.every(e => e.account === session?.account?.id)) return;
        await readPlan();
    });
}

/** Keeps the number of plans that wait for an approver, and the state of the one that is looked at. */
function watchInbox() {
    let timer = 0;
    const look = async () => {
        clearTimeout(timer);
        if (document.hidden) return;
        try {
            const { plan } = store.get();
            if (may('approver')) await readPlans();
            // nobody tells a page that its plan was approved or returned
            if (plan && !isOpen(plan)) await reloadPlan();
            noteFailure('plans', null);
        } catch (error) {
            noteFailure('plans', new Error(reasonOf(error)), look);
        }
        timer = setTimeout(look, LOOK);
    };
    document.addEventListener('visibilitychange', look);
    store.watch(['session', 'heard'], look);
    /** @type {import('../core/contract.js').Plan | null} */
    let before = null;
    store.watch(['plan'], ({ plan, saving }) => {
        if (plan && plan.id === before?.id && plan.status !== before.status && !saving)
            toast(t('plan.became', { name: plan.name, status: t(`status.${plan.status}`) }));
        before = plan ?? before;
    });
    store.on(['plan'], ({ plan, plans }) => {
        const listed = plan && plans?.find(p => p.id === plan.id);
        if (plan && plans && listed && listed.version !== plan.version)
            store.set({ plans: plans.map(p => (p.id === plan.id ? { ...plan, result: undefined } : p)) });
    });
}

/** Opens the dialog once for each conflict that one can resolve. */
function announceConflicts() {
    let told = '';
    store.watch(['plan'], ({ plan, saving }) => {
        const key = plan?.conflict ? `${plan.id} ${plan.version}` : '';
        if (key === told) return;
        told = key;
        if (plan?.conflict && isOpen(plan) && may('planner') && !saving) queueMicrotask(() => showConflict(plan));
    });
}
