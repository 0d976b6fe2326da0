/** The plans by who has to do with them, and the revisions that came of them: to open, begin, copy, delete, show, compare, restore. */

import { byId, fill, h } from './dom.js';
import { t } from '../core/i18n.js';
import { announce, attempt, toast } from './status.js';
import { ask, askWords } from './ask.js';
import { formats, may, store } from '../data/state.js';
import { beginPlan, copyPlan, openPlan, planName, removePlan } from '../data/planning.js';
import { plans, revisions } from '../data/plans.js';
import { statusChip } from './plan-parts.js';
import { restoreRevision, showRevision, startComparison } from './revisions.js';

/** @typedef {import('../core/contract.js').PlanSummary} PlanSummary */
/** @typedef {import('../core/contract.js').Revision} Revision */

const TABS = /** @type {const} */ (['inbox', 'mine', 'others', 'revisions']);
/** What still needs somebody comes first. */
const ORDER = ['returned', 'draft', 'submitted', 'approved'];
/** Of each status. */
const SHOWN = 100;

/** @type {typeof TABS[number] | null} */
let tab = null;
/** The revisions that the dialog was opened with. @type {Revision[]} */
let known = [];

/** Is the list what the page's one dialog shows? */
export const isListShown = () => document.querySelector('dialog[open] [data-testid=plans-dialog]') !== null;
store.on(['plans'], () => isListShown() && draw(known));

export async function readPlans() {
    store.set({ plans: await plans.list() });
}

/** Opens the dialog with the list; the plans are read anew. */
export async function showPlans() {
    if (!(await attempt(readPlans))) return;
    const waiting = (store.get().plans ?? []).some(p => p.status === 'submitted');
    const role = may('approver') && (waiting || !may('planner')) ? 'inbox' : may('planner') ? 'mine' : 'others';
    tab = tab && (tab !== 'inbox' || may('approver')) && (tab !== 'mine' || may('planner')) ? tab : role;
    if (role === 'inbox' && waiting) tab = 'inbox';
    draw(await listRevisions());
}

/** @returns {Promise<Revision[]>} */
async function listRevisions() {
    /** @type {Revision[]} */
    let list = [];
    await attempt(async () => (list = await revisions.list()));
    return list;
}

/** @param {Revision[]} past */
function draw(past) {
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    known = past;
    const all = store.get().plans ?? [];
    const mine = store.get().session?.account?.id;
    const lists = {
        inbox: all.filter(p => p.status === 'submitted' || p.status === 'approved'),
        mine: all.filter(p => p.author?.id === mine),
        others: all.filter(p => p.author?.id !== mine),
        revisions: past,
    };
    const tabs = TABS.filter(name => (name === 'inbox' ? may('approver') : name === 'mine' ? may('planner') : true));
    const now = tab ?? 'others';
    fill(
        dialog,
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
                                draw(past);
                            },
                        },
                        t(`plans.${name}`),
                        name === 'inbox' || name === 'mine'
                            ? h('span', { class: 'badge' }, formats().count(lists[name].length))
                            : null,
                    ),
                ),
            ),
            h(
                'div',
                { class: 'dialog-body plans', 'data-testid': 'plans-list' },
                now === 'revisions' ? revisionRows(past) : planRows(lists[now]),
            ),
            h(
                'div',
                { class: 'actions' },
                h('button', { type: 'button', 'data-testid': 'dialog-close', onclick: () => dialog.close() }, t('close')),
                may('planner') && now === 'mine'
                    ? h(
                          'button',
                          { class: 'primary', type: 'button', 'data-testid': 'plan-begin', onclick: begin },
                          t('plan.begin'),
                      )
                    : null,
            ),
        ),
    );
    dialog.classList.add('wide');
    dialog.oncancel = null;
    dialog.onclose = () => dialog.classList.remove('wide');
    if (!dialog.open) {
        dialog.showModal();
        /** @type {HTMLElement | null} */ (
            dialog.querySelector('.plans button') ?? dialog.querySelector('.segments button')
        )?.focus();
    }
}

const close = () => /** @type {HTMLDialogElement} */ (byId('dialog')).close();

/** @param {PlanSummary[]} list */
function planRows(list) {
    const none = tab === 'inbox' ? t('plans.none_waiting') : t('plans.none');
    if (!list.length) return h('p', { class: 'hint', 'data-testid': 'plans-empty' }, none);
    return ORDER.map(status => {
        const some = list
            .filter(p => p.status === status)
            .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
            .slice(0, SHOWN);
        return some.length ? h('ul', { class: 'rows' }, some.map(planRow)) : null;
    });
}

/** @param {PlanSummary} plan */
function planRow(plan) {
    const f = formats();
    const here = store.get().planId === plan.id;
    const others = (store.get().editors[plan.id] ?? []).filter(e => e.account !== store.get().session?.account?.id);
    return h(
        'li',
        { 'data-testid': 'plan-row', 'data-plan': plan.id, 'aria-current': here ? 'true' : null },
        h(
            'div',
            {},
            h('span', { class: 'row-title' }, h('strong', {}, plan.name), statusChip(plan.status)),
            h(
                'small',
                {},
                [
                    plan.author?.name ?? '–',
                    t('plan.steps', { n: plan.command_count }),
                    f.moment(plan.updated_at),
                    ...others.map(e => t('plan.editing', { name: e.name })),
                ].join(' · '),
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
                          onclick: () => copy(plan),
                      },
                      t('plan.copy'),
                  )
                : null,
            h(
                'button',
                {
                    type: 'button',
                    class: 'primary',
                    'aria-label': `${t('plan.open')} ${plan.name}`,
                    'data-testid': 'plan-open',
                    'data-key': `open-${plan.id}`,
                    onclick: async () => {
                        close();
                        if (!(await attempt(() => openPlan(plan.id)))) return;
                        document.dispatchEvent(new CustomEvent('planopened'));
                        announce(t('plan.opened', { name: plan.name }));
                    },
                },
                t('plan.open'),
            ),
        ),
    );
}

/** @param {Revision[]} list */
function revisionRows(list) {
    if (!list.length) return h('p', { class: 'hint' }, t('revisions.none'));
    const f = formats();
    const row = (/** @type {number} */ id, /** @type {string} */ name, /** @type {string} */ detail) =>
        h(
            'li',
            { 'data-testid': 'revision-row', 'data-revision': id },
            h('div', {}, h('strong', {}, name), h('small', {}, detail)),
            h(
                'div',
                { class: 'row-actions' },
                button(
                    'restore',
                    name,
                    () => {
                        close();
                        return restoreRevision(id);
                    },
                    may('planner'),
                ),
                button('compare', name, async () => {
                    close();
                    await attempt(() => startComparison(id));
                }),
                button('show', name, () => {
                    close();
                    showRevision(id);
                }),
            ),
        );
    return h(
        'ul',
        { class: 'rows' },
        list.map(r =>
            row(
                r.id,
                t('revision.title', { id: r.id, name: r.name }),
                [
                    f.moment(r.published_at),
                    r.author?.name,
                    r.approver ? t('revision.approved_by', { name: r.approver.name }) : null,
                ]
                    .filter(Boolean)
                    .join(' · '),
            ),
        ),
        row(0, t('revision.first'), t('revision.first.detail')),
    );
}

/** @param {'show' | 'compare' | 'restore'} what @param {string} name @param {() => unknown} act @param {boolean} [offered] */
const button = (what, name, act, offered = true) =>
    offered
        ? h(
              'button',
              {
                  type: 'button',
                  'data-testid': `revision-${what}`,
                  'aria-label': `${t(`revision.${what}`)} ${name}`,
                  onclick: act,
              },
              t(`revision.${what}`),
          )
        : null;

async function begin() {
    const name = await askWords(t('plan.begin'), {
        label: t('plan.name'),
        value: planName(),
        verb: t('plan.begin'),
        required: true,
        max: 200,
        line: true,
    });
    if (name !== null && (await attempt(() => beginPlan(name)))) store.set({ panel: true, revision: null, comparison: null });
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
