/** A tool that draws is in hand for as long as there is something that one may draw in. */

import { t } from '../core/i18n.js';
import { isOpen } from '../data/planning.js';
import { may, store } from '../data/state.js';
import { toast } from '../parts/status.js';

/** @param {import('../data/state.js').State} state */
const whose = ({ planId, session, tool }) => ({ planId, account: session?.account?.id ?? null, tool });

/**
 * Puts it down when the plan at hand leaves one's hands, whoever did it and wherever: it is submitted, approved, published,
 * deleted, put aside, or another takes its place; and when who drew is signed out, replaced or no longer a planner. A plan that
 * begins with what is drawn is no other one. In a plan that is under review none is taken up.
 */
export function layDownTools() {
    let before = whose({ ...store.get(), tool: 'select' });
    const look = (/** @type {import('../data/state.js').State} */ state) => {
        const { planId, account, tool } = before;
        before = whose(state);
        if (state.tool === 'select' || state.tool === 'measure') return;
        const other = before.planId !== planId && (planId !== null || state.plan === null);
        const somebodyElse = account !== null && before.account !== account;
        const closed = !isOpen(state.plan);
        if (!other && !somebodyElse && !closed && may('planner')) return;
        if (closed && tool !== state.tool) toast(t('plan.closed', { status: t(`status.${state.plan?.status}`) }));
        store.set({ tool: 'select' });
    };
    store.watch(['plan', 'planId', 'session', 'tool'], look);
}
