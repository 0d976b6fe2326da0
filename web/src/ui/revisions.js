/** Past states of the grids: the banner that says which one the map shows, and what lies between two of them. */

import { byId, fill, h, icon } from './dom.js';
import { t } from '../core/i18n.js';
import { comparison } from './figures.js';
import { announce, attempt, reasonOf, toast } from './status.js';
import { boxAround } from '../core/border.js';
import { formats, may, noteFailure, store } from '../data/state.js';
import { revisions } from '../data/plans.js';
import { movedLine } from './plan-parts.js';
import { movedList, pairsTable } from './plan-changes.js';
import { openPlan } from '../data/planning.js';

/** @typedef {import('../core/contract.js').Comparison} Comparison */
/** @typedef {import('../core/contract.js').Revision} Revision */
/** @typedef {import('../map/view.js').MapView} MapView */

/** @type {Revision[]} newest first */
let known = [];

/** Shows a past state; plans are put aside. @param {number} id */
export function showRevision(id) {
    store.set({ revision: id, mode: 'grid', comparison: null, planId: null, plan: null, gesture: null, tool: 'select' });
}

export function backToToday() {
    store.set({ revision: null, comparison: null });
    announce(t('revision.today'));
    byId('map').focus();
}

/** Makes a plan that brings the grids back to what they were, and opens it. @param {number} id */
export const restoreRevision = id =>
    attempt(async () => {
        const plan = await revisions.restore(id);
        await openPlan(plan.id);
        toast(t('revision.restored', { name: plan.name }));
    });

/**
 * What moved from one to the other; the map shows the other.
 * @param {number} from @param {number | null} [to] null: the newest, or the one before when that is compared
 */
export async function startComparison(from, to = null) {
    known = await revisions.list();
    const newest = known[0]?.id ?? 0;
    const [a, b] = to !== null ? [from, to] : from === newest ? [known[1]?.id ?? 0, from] : [from, newest];
    const comparison = await revisions.compare(a, b);
    store.set({
        comparison,
        revision: b === newest ? null : b,
        planId: null,
        plan: null,
        gesture: null,
        tool: 'select',
        mode: 'grid',
        panel: true,
    });
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
    const learn = async (/** @type {number} */ id) => {
        if (id === 0 || known.some(r => r.id === id)) return;
        try {
            known = await revisions.list();
            noteFailure('revisions', null);
        } catch (error) {
            noteFailure('revisions', new Error(reasonOf(error)), () => learn(id).then(drawBanner));
        }
    };
    function drawBanner() {
        const { revision } = store.get();
        banner.hidden = revision === null;
        document.body.classList.toggle('past', revision !== null);
        if (revision === null) return fill(banner);
        fill(
            banner,
            h('strong', {}, titleOf(revision)),
            h(
                'span',
                { class: 'buttons' },
                button('compare', () => attempt(() => startComparison(revision))),
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
    store.watch(['comparison', 'lang', 'wan', 'list'], ({ comparison: c }) => fill(root, c ? card(c, view) : null));
    store.on(['comparison'], ({ comparison: c }) => {
        const box = c && boxAround(c.result.strips.map(s => s.geometry));
        if (box) view.show(box);
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
        ? result.grids
              .filter(g => kept.then[g.id] || kept.now[g.id])
              .map(g => ({ ...g, before: kept.then[g.id] ?? kept.now[g.id], after: kept.now[g.id] ?? kept.then[g.id] }))
        : result.grids;
    return h(
        'article',
        { class: 'card plan', 'data-testid': 'compare-card', 'aria-label': t('compare') },
        h(
            'header',
            { class: 'title' },
            h('h2', {}, t('compare')),
            h(
                'button',
                {
                    class: 'quiet',
                    type: 'button',
                    'aria-label': t('close'),
                    'data-testid': 'compare-close',
                    'data-key': 'compare-close',
                    onclick: () => store.set({ comparison: null }),
                },
                icon('close'),
            ),
        ),
        choose('from'),
        choose('to'),
        ...(result.grids.length
            ? [pairsTable(result, view), movedLine(result), h('p', { class: 'hint' }, t(kept ? 'compare.kept' : 'compare.today'))]
            : [h('p', { class: 'hint', 'data-testid': 'compare-same' }, t('compare.same'))]),
        ...comparison(changes),
        movedList(result, view),
    );
}
