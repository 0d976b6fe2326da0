/** Brings plans, their review and the revisions to the page. Loaded when somebody signs in or follows a link to one of them. */

import { reasonOf, toast } from '../parts/status.js';
import { may, noteFailure, store } from '../data/state.js';
import { createPlanCard } from './card.js';
import { tellReturn } from './steps.js';
import { followComments, readComments } from '../review/comments.js';
import { isListShown, readPlans, showPlans } from './list.js';
import { createRevisions } from '../review/revisions.js';
import { h, useStyle } from '../parts/dom.js';
import { showConflict } from '../review/conflict.js';
import { activeCommands, isOpen, reloadPlan } from '../data/planning.js';
import { readPlan } from './read.js';
import { take, tellPresence } from '../data/presence.js';
import { t } from '../core/i18n.js';

/** @typedef {import('../core/contract.js').PlanChange} PlanChange */

/** How often a page looks at the plans though nothing was said of them. */
const LOOK = 90_000;
/** How long what is told of plans is gathered before they are read. */
const BURST = 200;

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
    tellPresence();
    hearOthers();
    hearChanges();
    watchInbox();
    announceConflicts();
    store.on(['planId'], ({ planId }) => planId === null && noteFailure('plan', null));
    return { showPlans };
}

function hearOthers() {
    store.on(['heard'], ({ heard }) => heard && take(heard.plan, heard.editors));
}

/** What the server tells of plans: the one at hand, its comments and the list are read anew where they are no longer as told. */
function hearChanges() {
    /**
     * What was told of the plan at hand while a step of one's own was under way, or the plan not there yet.
     * @type {PlanChange | null}
     */
    let open = null;
    let listed = false;
    let timer = 0;

    async function read() {
        timer = 0;
        const { plan, planId, saving, comments } = store.get();
        try {
            if (listed) {
                listed = false;
                await readPlans();
            }
            if (open && planId !== open.plan) open = null;
            if (open && plan && !saving) {
                const told = open;
                open = null;
                if (told.status === 'deleted' || (told.version ?? 0) > plan.version) await reloadPlan();
                if (told.comments !== undefined && told.comments !== comments.length) await readComments(plan.id);
            }
            noteFailure('plan', null);
        } catch (error) {
            noteFailure('plan', new Error(reasonOf(error)), readPlan);
        }
    }
    const soon = () => {
        timer ||= setTimeout(read, BURST);
    };
    store.on(['told'], ({ told, planId, plans }) => {
        if (!told) return;
        // what only the list shows is read when it is opened: a hundred pages needn't read it at every command of every planner
        listed ||= isListShown() || (plans !== null && told.plan === null) || !knows(told);
        if (planId !== null && (told.plan === planId || told.plan === null))
            open = told.plan === null ? { plan: planId, version: Infinity } : told;
        if (listed || open) soon();
    });
    store.on(['plan', 'saving'], () => {
        if (open) soon();
    });

    /**
     * Takes the new status of a plan over into the list.
     * @param {PlanChange} told @returns {boolean} false for one that waits for somebody and isn't there
     */
    function knows({ plan, status }) {
        const { plans } = store.get();
        if (!plans || plan === null) return true;
        const known = plans.find(p => p.id === plan);
        if (!known) return status === undefined || !['submitted', 'returned', 'approved'].includes(status);
        if (status === 'deleted' || status === 'published') store.set({ plans: plans.filter(p => p !== known) });
        else if (status && status !== known.status) store.set({ plans: plans.map(p => (p === known ? { ...p, status } : p)) });
        return true;
    }
}

/** Looks at the number of plans that wait for who is here, and at the plan at hand, whenever something may have been missed. */
function watchInbox() {
    let timer = 0;
    const look = async () => {
        clearTimeout(timer);
        if (document.hidden) return;
        try {
            const { plan } = store.get();
            if (may('approver') || may('planner')) await readPlans();
            if (plan && !isOpen(plan)) await reloadPlan();
            noteFailure('plans', null);
        } catch (error) {
            noteFailure('plans', new Error(reasonOf(error)), look);
        }
        timer = setTimeout(look, LOOK);
    };
    document.addEventListener('visibilitychange', look);
    store.watch(['session'], look);
    let lost = false;
    store.on(['live'], ({ live }) => {
        if (live === 'live' && lost) look();
        lost = live === 'lost' || live === 'paused';
    });
    /** @type {import('../core/contract.js').Plan | null} */
    let before = null;
    store.watch(['plan'], ({ plan, saving }) => {
        if (plan && plan.id === before?.id && plan.status !== before.status && !saving)
            toast(t('plan.became', { name: plan.name, status: t(`status.${plan.status}`) }));
        before = plan ?? before;
    });
    store.on(['plan'], ({ plan, plans }) => {
        const listed = plan && plans?.find(p => p.id === plan.id);
        if (!plan || !plans || !listed || listed.version === plan.version) return;
        const { name, status, version, updated_at } = plan;
        const now = { ...listed, name, status, version, updated_at, command_count: activeCommands(plan).length };
        store.set({ plans: status === 'published' ? plans.filter(p => p !== listed) : plans.map(p => (p === listed ? now : p)) });
    });
}

/** Whether somebody is at something that a dialog, and a map that goes elsewhere, would take from them. */
const isBusy = () => store.get().gesture !== null || document.querySelector('dialog[open], .grid-form') !== null;

/** Opens the dialog once for each conflict that one can resolve, and not over what one is filling in or drawing. */
function announceConflicts() {
    let told = '';
    /** Looks whether one is done with it. @type {MutationObserver | null} */
    let waits = null;
    const offer = () => {
        const { plan } = store.get();
        const due = plan?.conflict && isOpen(plan) && may('planner');
        if (due && isBusy()) {
            if (waits) return;
            toast(t('conflict.waits'));
            waits = new MutationObserver(offer);
            waits.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['open'] });
            return;
        }
        waits?.disconnect();
        waits = null;
        if (due) showConflict(plan);
    };
    store.on(['gesture'], () => waits && queueMicrotask(offer));
    store.watch(['plan'], ({ plan, saving }) => {
        const key = plan?.conflict ? `${plan.id} ${plan.version}` : '';
        if (key === told) return;
        told = key;
        if (plan?.conflict && isOpen(plan) && may('planner') && !saving) queueMicrotask(offer);
    });
}
