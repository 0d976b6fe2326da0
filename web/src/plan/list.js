/** The plans by who has to do with them: to open, begin, copy, delete. In the same dialog, the revisions that came of them. */

import { movingWords } from '../core/sums.js';
import { h } from '../parts/dom.js';
import { closeDialog, openDialog } from '../parts/dialog.js';
import { t } from '../core/i18n.js';
import { about, announce, attempt, reasonOf, toast } from '../parts/status.js';
import { ask, askWords } from '../parts/ask.js';
import { formats, may, store } from '../data/state.js';
import { beginPlan, copyPlan, planName, removePlan } from '../data/planning.js';
import { plans, revisions } from '../data/plans.js';
import { presenceWords, skeleton, statusChip } from '../parts/plan.js';
import { takeUp } from './read.js';
import { changedGrids } from '../core/changes.js';
import { revisionRows } from '../review/revision-list.js';

/** @typedef {import('../core/contract.js').PlanSummary} PlanSummary */
/** @typedef {import('../core/contract.js').Revision} Revision */

const TABS = /** @type {const} */ (['inbox', 'mine', 'others', 'revisions']);
/** What still needs somebody comes first. */
const ORDER = ['returned', 'draft', 'submitted', 'approved'];
/** Of each status. */
const SHOWN = 100;

/** What a plan in the inbox comes to is asked for of so many. */
const SUMMED = 40;

/** @type {typeof TABS[number] | null} */
let tab = null;

/**
 * What plans come to, by their version and the grids that they were drawn on; null: it is being asked for.
 * @type {Map<string, {grids: number, moved: import('../core/contract.js').Moved | null, conflict: boolean} | null>}
 */
const sums = new Map();

/** @param {PlanSummary} plan */
const sumKey = ({ id, version }) => `${id} ${version} ${store.get().list?.revision}`;

/** Asks what those that wait come to, one after another. @param {PlanSummary[]} waiting */
async function sumUp(waiting) {
    for (const plan of waiting.slice(0, SUMMED)) {
        const key = sumKey(plan);
        if (sums.has(key)) continue;
        sums.set(key, null);
        try {
            const { result, conflict } = await plans.get(plan.id);
            const grids = result ? changedGrids(result).length : 0;
            sums.set(key, { grids, moved: result?.moved ?? null, conflict: conflict !== undefined });
        } catch {
            // it is asked for another time; the row says what is known without
            sums.delete(key);
            return;
        }
        // in its place: a row that came anew would lose the click that is on its way
        const row = document.querySelector(`#dialog [data-plan="${plan.id}"] [data-of="inbox"]`);
        if (row) row.textContent = rowWords(plan, true);
    }
}

export async function readPlans() {
    store.set({ plans: await plans.list() });
}

/** What the list waits for or lacks. @type {{past: Revision[] | null, failed: string | null}} */
let got = { past: null, failed: null };

/** Opens the dialog with the list as it was last; plans and revisions are read anew. */
export async function showPlans() {
    got = { ...got, failed: null };
    if (firstTab() === 'inbox') tab = 'inbox';
    draw(true);
    await read();
}

/** What isn't there yet is waited for; what can't be had is said, beside what was there. */
async function read() {
    try {
        const [past] = await Promise.all([revisions.list(), readPlans()]);
        got = { past, failed: null };
    } catch (error) {
        got = { ...got, failed: reasonOf(error) };
    }
    if (isListShown()) draw();
}

/** Is the list what the page's one dialog shows? */
export const isListShown = () => document.querySelector('#dialog[open] [data-testid="plans-dialog"]') !== null;
store.on(['plans'], () => isListShown() && draw());

/** Where one looks first: at what waits for oneself. @returns {typeof TABS[number]} */
function firstTab() {
    const waiting = (store.get().plans ?? []).some(p => p.status === 'submitted');
    return may('approver') && (waiting || !may('planner')) ? 'inbox' : may('planner') ? 'mine' : 'others';
}

/** @param {boolean} [anew] */
function draw(anew = false) {
    const all = store.get().plans;
    const mine = store.get().session?.account?.id;
    const some = (/** @type {(p: PlanSummary) => boolean} */ which) => all?.filter(which) ?? null;
    const shown = {
        inbox: some(p => p.status === 'submitted' || p.status === 'approved'),
        mine: some(p => p.author?.id === mine),
        others: some(p => p.author?.id !== mine),
        revisions: got.past,
    };
    const tabs = TABS.filter(name => (name === 'inbox' ? may('approver') : name === 'mine' ? may('planner') : true));
    const now = tab && tabs.includes(tab) ? tab : firstTab();
    if (now === 'inbox' && shown.inbox) sumUp(inOrder(shown.inbox));
    const rows = now === 'revisions' ? got.past && revisionRows(got.past) : shown[now] && planRows(shown[now], now);
    openDialog(
        [
            h(
                'form',
                { method: 'dialog', 'data-testid': 'plans-dialog' },
                h('h2', { id: 'dialog-title' }, t('plans')),
                h(
                    'div',
                    { class: 'segments', role: 'group', 'aria-label': t('plans') },
                    tabs.map(name =>
                        h(
                            'button',
                            {
                                type: 'button',
                                'aria-pressed': String(name === now),
                                'data-testid': `tab-${name}`,
                                'data-key': `tab-${name}`,
                                onclick: () => {
                                    tab = name;
                                    draw();
                                },
                            },
                            t(`plans.${name}`),
                            name === 'inbox' || name === 'mine'
                                ? h('span', { class: 'badge' }, shown[name] ? formats().count(shown[name].length) : '…')
                                : null,
                        ),
                    ),
                ),
                h(
                    'div',
                    { class: 'dialog-body plans', 'data-testid': 'plans-list', 'aria-busy': rows || got.failed ? null : 'true' },
                    got.failed ? failure(got.failed) : null,
                    rows ?? (got.failed ? null : skeleton(t('plans.loading'))),
                ),
                h(
                    'div',
                    { class: 'actions' },
                    about('plans'),
                    h(
                        'button',
                        { type: 'button', 'data-testid': 'dialog-close', 'data-key': 'dialog-close', onclick: closeDialog },
                        t('close'),
                    ),
                    may('planner') && now === 'mine'
                        ? h(
                              'button',
                              {
                                  class: 'primary',
                                  type: 'button',
                                  'data-testid': 'plan-begin',
                                  'data-key': 'plan-begin',
                                  onclick: begin,
                              },
                              t('plan.begin'),
                          )
                        : null,
                ),
            ),
        ],
        { kind: 'wide', focus: anew ? '.plans [data-testid=plan-open], .segments [aria-pressed=true]' : undefined },
    );
}

/** @param {string} why */
const failure = why =>
    h(
        'div',
        { class: 'refused retry', role: 'alert', 'data-testid': 'plans-failed' },
        h('span', {}, `${t('plans.failed')} ${why}`),
        h(
            'button',
            {
                type: 'button',
                'data-testid': 'plans-retry',
                'data-key': 'plans-retry',
                onclick: () => {
                    got = { ...got, failed: null };
                    draw();
                    return read();
                },
            },
            t('retry'),
        ),
    );

/** @param {PlanSummary[]} list @param {'inbox' | 'mine' | 'others'} of */
function planRows(list, of) {
    if (!list.length) return h('p', { class: 'hint', 'data-testid': 'plans-empty' }, t(`plans.none.${of}`));
    return ORDER.map(status => {
        const some = inOrder(list.filter(p => p.status === status));
        return some.length ? h('ul', { class: 'rows' }, some.map(plan => planRow(plan, of))) : null;
    });
}

/** The latest first. @param {PlanSummary[]} list */
const inOrder = list => [...list].sort((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, SHOWN);

/** What it comes to, as far as that is known. @param {PlanSummary} plan */
function sumWords(plan) {
    const sum = sums.get(sumKey(plan));
    const f = formats();
    if (!sum) return [];
    if (sum.conflict) return [t('conflict')];
    const grids = t('grids.count', { n: f.count(sum.grids) });
    return sum.moved ? [grids, movingWords(f, sum.moved)] : [grids];
}

/** @param {PlanSummary} plan @param {boolean} waits for who looks: what it comes to counts, not how it was drawn */
function rowWords(plan, waits) {
    const others = (store.get().editors[plan.id] ?? []).filter(e => e.account !== store.get().session?.account?.id);
    return [
        plan.author?.name ?? '–',
        ...(waits ? sumWords(plan) : [t('plan.steps', { n: plan.command_count })]),
        formats().ago(plan.updated_at),
        ...others.map(e => presenceWords(e, 0)),
    ].join(' · ');
}

/** @param {PlanSummary} plan @param {'inbox' | 'mine' | 'others'} of */
function planRow(plan, of) {
    const here = store.get().planId === plan.id;
    return h(
        'li',
        { 'data-testid': 'plan-row', 'data-plan': plan.id, 'aria-current': here ? 'true' : null },
        h(
            'div',
            {},
            h('span', { class: 'row-title' }, h('strong', {}, plan.name), statusChip(plan.status)),
            h(
                'small',
                { title: formats().moment(plan.updated_at), 'data-testid': 'plan-words', 'data-of': of },
                rowWords(plan, of === 'inbox'),
            ),
        ),
        h(
            'div',
            { class: 'row-actions' },
            may('planner') && (plan.status === 'draft' || plan.status === 'returned')
                ? h(
                      'button',
                      {
                          type: 'button',
                          'aria-label': `${t('plan.delete')} ${plan.name}`,
                          'data-testid': 'plan-delete',
                          'data-key': `delete-${plan.id}`,
                          onclick: () => remove(plan),
                      },
                      t('plan.delete'),
                  )
                : null,
            may('planner')
                ? h(
                      'button',
                      {
                          type: 'button',
                          'aria-label': `${t('plan.copy')} ${plan.name}`,
                          'data-testid': 'plan-copy',
                          'data-key': `copy-${plan.id}`,
                          onclick: () => copy(plan),
                      },
                      t('plan.copy'),
                  )
                : null,
            h(
                'button',
                {
                    type: 'button',
                    class: 'primary whole',
                    'aria-label': `${t('plan.open')} ${plan.name}`,
                    'data-testid': 'plan-open',
                    'data-key': `open-${plan.id}`,
                    onclick: async () => {
                        closeDialog();
                        if (!(await takeUp(plan.id))) return;
                        document.dispatchEvent(new CustomEvent('planopened'));
                        announce(t('plan.opened', { name: plan.name }));
                    },
                },
                t('plan.open'),
            ),
        ),
    );
}

async function begin() {
    const name = await askWords(t('plan.begin'), {
        label: t('plan.name'),
        value: planName(),
        verb: t('plan.begin'),
        required: true,
        max: 200,
        line: true,
    });
    if (name !== null && (await attempt(() => beginPlan(name))))
        store.set({ panel: true, revision: null, compared: null, comparison: null });
}

/** @param {PlanSummary} plan */
async function copy(plan) {
    const name = await askWords(t('plan.copy.title', { name: plan.name }), {
        label: t('plan.name'),
        value: t('plan.copy.name', { name: plan.name }).slice(0, 200),
        verb: t('plan.copy'),
        required: true,
        max: 200,
        line: true,
    });
    if (name !== null && (await attempt(() => copyPlan(plan.id, name)))) toast(t('plan.copied', { name }));
}

/** @param {PlanSummary} plan */
async function remove(plan) {
    const sure = await ask(t('plan.delete.title', { name: plan.name }), [h('p', {}, t('discard.detail'))], t('plan.delete'));
    if (sure && (await attempt(() => removePlan(plan)))) announce(t('discarded'));
    await showPlans();
}
