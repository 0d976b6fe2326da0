/** Past states of the grids: the banner that says which one the map shows, and what lies between two of them. */

import { byId, fill, h, icon } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { comparison } from '../parts/comparison.js';
import { about, announce, attempt, reasonOf, toast } from '../parts/status.js';
import { skeleton } from '../parts/plan.js';
import { forget, formats, may, noteFailure, store } from '../data/state.js';
import { ProblemError } from '../data/api.js';
import { plans, revisions } from '../data/plans.js';
import { changedGrids } from '../core/changes.js';
import { planSummary } from './summary.js';
import { movedList, pairsTable, wordsTable } from './changes.js';
import { openPlan } from '../data/planning.js';

/** @typedef {import('../core/contract.js').Comparison} Comparison */
/** @typedef {import('../core/contract.js').Revision} Revision */
/** @typedef {import('../map/view.js').MapView} MapView */

/** @type {Revision[]} newest first */
let known = [];
/** Counts the comparisons that were asked for. */
let asked = 0;

/** Shows a past state; plans are put aside. @param {number} id */
export function showRevision(id) {
    store.set({ revision: id, compared: null, comparison: null, planId: null, plan: null, gesture: null, tool: 'select' });
}

export function backToToday() {
    store.set({ revision: null, compared: null, comparison: null });
    announce(t('revision.today'));
    byId('map').focus();
}

/** Makes a plan that brings the grids back to what they were, and opens it. @param {number} id */
export const restoreRevision = id =>
    attempt(async () => {
        known = await revisions.list();
        const plan = await revisions.restore(id);
        // should that fail it stays as the server called it
        const name = restoredName(id);
        await plans.rename(plan, name).catch(() => {});
        await openPlan(plan.id);
        /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="plan-card"]'))?.focus({ preventScroll: true });
        toast(t('revision.restored', { name }));
    });

/**
 * What moved from one to the other; the map shows the other.
 * @param {number} from @param {number | null} [to] null: the newest, or the one before when that is compared
 */
export async function startComparison(from, to = null) {
    const mine = ++asked;
    known = await revisions.list();
    const newest = known[0]?.id ?? 0;
    const [a, b] = to !== null ? [from, to] : from === newest ? [known[1]?.id ?? 0, from] : [from, newest];
    const comparison = await revisions.compare(a, b);
    // two were chosen in a row: the last one counts
    if (mine !== asked) return;
    store.set({
        compared: { from: a, to: b },
        comparison,
        revision: b === newest ? null : b,
        planId: null,
        plan: null,
        gesture: null,
        tool: 'select',
        panel: true,
    });
}

/** Compares because somebody asked for it here, who then goes on in the card. @param {number} id */
export async function compareWith(id) {
    if (await attempt(() => startComparison(id)))
        /** @type {HTMLElement | null} */ (document.querySelector('[data-key="compare-from"]'))?.focus({ preventScroll: true });
}

/** Brings the comparison that the address names. @param {import('../core/url.js').Compared} compared */
async function readComparison({ from, to }) {
    const mine = asked + 1;
    try {
        await startComparison(from, to);
    } catch (error) {
        if (mine !== asked) return;
        if (error instanceof ProblemError && error.problem.status === 404) {
            toast(reasonOf(error), { kind: 'error' });
            forget({ compared: null });
        } else noteFailure('compare', new Error(reasonOf(error)), () => readComparison({ from, to }));
    }
}

function stopComparing() {
    store.set({ compared: null, comparison: null });
    /** @type {HTMLElement | null} */ (document.querySelector('[data-key="plans"]'))?.focus();
}

/** What a plan is called that brings back a state: by the day of it. @param {number} id */
function restoredName(id) {
    const revision = known.find(r => r.id === id);
    return revision
        ? t('revision.back_to', { time: formats().moment(revision.published_at), id })
        : t('revision.back_to_first');
}

/** @param {number} id */
function titleOf(id) {
    const revision = known.find(r => r.id === id);
    if (id === 0) return t('revision.first');
    return revision
        ? t('revision.of', { id, day: formats().date(revision.published_at), name: revision.name })
        : t('revision.number', { id });
}

/** @param {MapView} view @param {HTMLElement} root of the card that compares */
export function createRevisions(view, root) {
    const banner = h('div', { id: 'banner', role: 'status', hidden: true, 'data-testid': 'banner' });
    byId('stage').append(banner);
    // on a phone the control makes room for it
    new ResizeObserver(() => document.body.style.setProperty('--banner', `${banner.offsetHeight}px`)).observe(banner);
    const learn = async (/** @type {number} */ id) => {
        if (id === 0 || known.some(r => r.id === id)) return;
        try {
            known = await revisions.list();
            noteFailure('revisions', null);
            if (!known.some(r => r.id === id) && store.get().revision === id) leave(id);
        } catch (error) {
            noteFailure('revisions', new Error(reasonOf(error)), () => learn(id).then(drawBanner));
        }
    };
    /** A link to what isn't there leads to today. @param {number} id */
    function leave(id) {
        toast(t('revision.unknown', { id }), { kind: 'error' });
        // without grids the map had nothing to fit to
        astray = store.get().list === null;
        forget({ revision: null });
    }
    let astray = false;
    store.on(['list'], () => {
        const all = astray ? view.extent() : null;
        astray = false;
        if (all) view.show(all, { fly: false });
    });
    function drawBanner() {
        const { revision } = store.get();
        banner.hidden = revision === null;
        document.body.classList.toggle('past', revision !== null);
        if (revision === null) return fill(banner);
        fill(
            banner,
            h('p', {}, h('strong', {}, titleOf(revision)), h('small', {}, t('revision.figures'))),
            h(
                'span',
                { class: 'buttons' },
                about('past'),
                button('compare', () => compareWith(revision)),
                may('planner') ? button('restore', () => restoreRevision(revision)) : null,
                h(
                    'button',
                    {
                        type: 'button',
                        class: 'primary',
                        'data-testid': 'back-to-today',
                        'data-key': 'today',
                        onclick: backToToday,
                    },
                    t('revision.back'),
                ),
            ),
        );
    }
    const button = (/** @type {string} */ what, /** @type {() => unknown} */ act) =>
        h(
            'button',
            { type: 'button', 'data-testid': `banner-${what}`, 'data-key': `banner-${what}`, onclick: act },
            t(`revision.${what}`),
        );
    store.watch(['revision', 'lang', 'session'], async ({ revision }) => {
        if (revision !== null) await learn(revision);
        drawBanner();
    });
    store.watch(['comparison', 'compared', 'lang', 'wan', 'list', 'failures'], ({ comparison: c, compared, failures }) =>
        fill(root, c ? card(c, view) : compared && !failures.compare ? skeleton(t('compare')) : null),
    );
    store.watch(['compared', 'revision', 'planId'], ({ compared, comparison: c }) => {
        // what was asked for before no longer counts
        asked++;
        noteFailure('compare', null);
        if (compared && (compared.from !== c?.from || compared.to !== c?.to)) readComparison(compared);
    });
}

/** @param {Comparison} c @param {MapView} view */
function card(c, view) {
    const { from, to, result } = c;
    const choose = (/** @type {'from' | 'to'} */ side) => {
        const select = h(
            'select',
            {
                'data-testid': `compare-${side}`,
                'data-key': `compare-${side}`,
                onchange: () => {
                    const id = Number(select.value);
                    attempt(() => startComparison(side === 'from' ? id : from, side === 'to' ? id : to));
                },
            },
            [...known.map(r => r.id), 0].map(id =>
                h('option', { value: id, selected: id === (side === 'from' ? from : to) }, titleOf(id)),
            ),
        );
        return h('label', { class: 'field' }, h('span', {}, t(`compare.${side}`)), select);
    };
    const kept = c.figures_then && c.figures_now ? { then: c.figures_then, now: c.figures_now } : null;
    const changes = kept
        ? changedGrids(result)
              .filter(g => kept.then[g.id] || kept.now[g.id])
              .map(g => ({ ...g, before: kept.then[g.id] ?? kept.now[g.id], after: kept.now[g.id] ?? kept.then[g.id] }))
        : changedGrids(result);
    return h(
        'article',
        { class: 'card plan', 'data-testid': 'compare-card', 'aria-label': t('compare') },
        h(
            'header',
            { class: 'title' },
            h('h2', {}, t('compare')),
            about('compare'),
            h(
                'button',
                {
                    class: 'quiet small',
                    type: 'button',
                    'aria-label': t('close'),
                    'data-testid': 'compare-close',
                    'data-key': 'compare-close',
                    onclick: stopComparing,
                },
                icon('close'),
            ),
        ),
        choose('from'),
        choose('to'),
        ...(result.grids.length
            ? [
                  planSummary(result, null),
                  pairsTable(result, view),
                  wordsTable(result),
                  h('p', { class: 'hint' }, t(kept ? 'compare.kept' : 'compare.today')),
              ]
            : [h('p', { class: 'hint', 'data-testid': 'compare-same' }, t('compare.same'))]),
        ...comparison(changes),
        movedList(result, view),
    );
}
