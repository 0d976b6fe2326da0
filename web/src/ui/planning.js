/** Brings plans, their review and the revisions to the page. Loaded when somebody signs in or follows a link to one of them. */

import { toast } from './status.js';
import { store } from '../data/state.js';
import { createPlanCard, tellReturn } from './plan.js';
import { followComments } from './plan-comments.js';
import { showPlans } from './plan-list.js';
import { createRevisions } from './revisions.js';
import { h } from './dom.js';

/** @param {import('../map/view.js').MapView} view @param {HTMLElement} root where the plan's card goes */
export function createPlanning(view, root) {
    useStyle();
    store.on(['notice'], ({ notice }) => notice && toast(notice.text));
    const [reason, card, compared] = [h('div', {}), h('div', {}), h('div', {})];
    root.append(reason, card, compared);
    tellReturn(reason);
    createPlanCard(view, card);
    createRevisions(view, compared);
    followComments();
    return { showPlans };
}

function useStyle() {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('../style/plans.css', import.meta.url).href;
    document.head.append(link);
}
