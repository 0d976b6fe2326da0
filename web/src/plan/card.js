/** The plan at hand in the panel: what it changes, its history and findings, and the next step of its review. */

import { fill, h, icon } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { comparison } from '../parts/comparison.js';
import { allowed, changedGrids } from '../core/changes.js';
import { about, attempt } from '../parts/status.js';
import { actionsOf, askName } from './steps.js';
import { findingsList } from '../review/findings.js';
import { historyOf } from './history.js';
import { movedList, pairsTable, wordsTable } from '../review/changes.js';
import { commentThread, openByPin } from '../review/comments.js';
import { editorColour, me, movedLine, nameIn, presenceWords, section, skeleton, statusChip } from '../parts/plan.js';
import { planSummary } from '../review/summary.js';
import { unsavedSteps } from './unsaved.js';
import { showConflict } from '../review/conflict.js';
import { formats, store } from '../data/state.js';
import { activeCommands, canRedo, closePlan, isOpen, redo, undo } from '../data/planning.js';

/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('../map/view.js').MapView} MapView */

/** Ctrl+Z and Ctrl+Shift+Z. */
function undoByKey() {
    document.addEventListener('keydown', e => {
        if (
            !(e.ctrlKey || e.metaKey) ||
            e.key.toLowerCase() !== 'z' ||
            /** @type {HTMLElement} */ (e.target).closest('input, textarea, dialog[open]')
        )
            return;
        const { plan, saving, gesture } = store.get();
        if (!isOpen(plan)) return;
        e.preventDefault();
        if (saving || gesture) return;
        if (e.shiftKey && canRedo(plan)) attempt(redo);
        else if (!e.shiftKey && activeCommands(plan).length) attempt(undo);
    });
}

/** So many grids have their figures in sight; of more they are folded, or the next step would be pages below. */
const IN_SIGHT = 4;

/** What the head of the card depends on. @type {(keyof import('../data/state.js').State)[]} */
const HEADED = ['plan', 'planId', 'gesture', 'tool', 'lang', 'editors', 'session', 'saving', 'list', 'failures', 'unsaved'];

/**
 * Keeps the plan's card in the panel.
 * @param {MapView} view @param {HTMLElement} root
 */
export function createPlanCard(view, root) {
    const part = () => h('div', { class: 'part' });
    const [head, headline, actions] = [part(), part(), part()];
    // whatever is read below, what changes hands and what one may do with it stays in sight
    const bar = h('section', { class: 'card plan plan-bar', tabindex: -1, 'data-testid': 'plan-bar' }, head, headline, actions);
    const [state, unsaved, summary, figures, changes, findings, history, talk] = Array.from({ length: 8 }, part);
    const card = h('article', { class: 'card plan', tabindex: -1, 'data-testid': 'plan-card' });
    /** Who reviews reads first what changes hands. @type {boolean | null} */
    let reviewing = null;
    store.watch(['plan', 'session'], ({ plan }) => {
        const now = plan !== null && !allowed(plan, me()).edit;
        if (now === reviewing) return;
        reviewing = now;
        // what one came for stands first
        const order = now ? [summary, changes, findings, talk, figures, history] : [figures, changes, findings, history, talk];
        if (!now) summary.remove();
        card.append(state, unsaved, ...order);
    });
    const shown = () => {
        const { plan, planId, gesture, tool, unsaved } = store.get();
        return plan !== null || planId !== null || gesture !== null || tool === 'reshape' || unsaved.length > 0;
    };
    store.watch(HEADED, () => {
        bar.setAttribute('aria-label', t('plan'));
        card.setAttribute('aria-label', t('plan.details'));
        if (!shown()) return [bar, card].forEach(part => part.remove());
        if (!card.isConnected) root.append(bar, card);
        fill(head, planHead(store.get().plan));
        fill(state, stateOf(store.get().plan));
    });
    store.watch(['unsaved', 'planId', 'plan', 'plans', 'saving', 'lang'], () => fill(unsaved, unsavedSteps()));
    store.watch(['plan', 'comments', 'lang', 'wan', 'list'], ({ plan }) =>
        fill(summary, plan?.result ? planSummary(plan.result, card) : null),
    );
    store.watch(['plan', 'gesture', 'tool', 'lang', 'wan', 'list'], () => {
        if (!shown()) return;
        fill(headline, headlineOf());
        fill(figures, ...figuresOf());
    });
    store.watch(['plan', 'gesture', 'lang', 'wan', 'list'], ({ plan, gesture }) =>
        fill(
            changes,
            plan?.result?.grids.length && !gesture
                ? section('changes', changesOf(plan.result, view), { open: !allowed(plan, me()).edit })
                : null,
        ),
    );
    store.watch(['plan', 'lang', 'list'], ({ plan }) => {
        fill(findings, plan?.result ? findingsList(plan.result, view) : null);
        fill(history, plan?.commands.length ? historyOf(plan) : null);
    });
    store.watch(['plan', 'comments', 'lang', 'grid'], ({ plan }) => {
        if (plan) commentThread(talk, plan, view);
        else fill(talk);
    });
    store.watch(['plan', 'saving', 'gesture', 'lang', 'session'], ({ plan }) =>
        fill(actions, plan ? actionsOf(plan, view) : null),
    );
    openByPin(talk);
    undoByKey();
}

/** @param {Plan | null} plan */
function planHead(plan) {
    const { planId, saving, failures, gesture } = store.get();
    const failed = planId !== null && !plan && failures.plan;
    const edit = plan !== null && allowed(plan, me()).edit;
    return h(
        'header',
        { class: 'title' },
        h(
            'h2',
            {},
            plan
                ? h('span', { class: 'clamped', title: plan.name }, plan.name)
                : t(failed ? 'plan' : planId !== null ? 'plan.loading' : gesture ? 'plan.begin' : 'plan.none'),
            plan ? statusChip(plan.status) : null,
        ),
        h(
            'div',
            { class: 'buttons' },
            edit
                ? [
                      iconButton('undo', t('undo'), 'Ctrl+Z', !activeCommands(plan).length || saving, () => attempt(undo)),
                      iconButton('redo', t('redo'), 'Ctrl+Shift+Z', !canRedo(plan) || saving, () => attempt(redo)),
                      iconButton('rename', t('plan.rename'), null, saving, () => askName(plan)),
                  ]
                : null,
            about('plan'),
            planId !== null ? iconButton('close', t('plan.close'), null, false, closePlan, 'plan-close') : null,
        ),
    );
}

/** Where the plan stands: what it began from, what fails, who else is in it, what it conflicts with. @param {Plan | null} plan */
function stateOf(plan) {
    const { planId, editors, session, failures } = store.get();
    const failed = planId !== null && !plan ? failures.plan : undefined;
    const others = plan ? (editors[plan.id] ?? []).filter(e => e.account !== session?.account?.id) : [];
    const base = plan?.base_revision ? t('plan.from_revision', { id: plan.base_revision }) : t('plan.from_start');
    return [
        plan ? h('p', { class: 'code' }, [plan.author?.name, base].filter(Boolean).join(' · ')) : null,
        failed
            ? h(
                  'div',
                  { class: 'refused', role: 'alert', 'data-testid': 'plan-failed' },
                  h('span', {}, `${t('plan.load_failed')} ${failed.message}`),
                  h(
                      'button',
                      { type: 'button', 'data-key': 'plan-retry', 'data-testid': 'plan-retry', onclick: failed.retry },
                      t('retry'),
                  ),
              )
            : planId !== null && !plan
              ? skeleton(t('plan.loading'))
              : null,
        others.length
            ? h(
                  'p',
                  { class: 'editors', 'data-testid': 'editors' },
                  others.map(e =>
                      h(
                          'span',
                          {
                              class: e.grids.length ? 'editor' : 'editor looking',
                              style: `--editor:${editorColour(e.account)}`,
                              'data-testid': 'editor',
                              'data-doing': e.grids.length ? 'editing' : 'looking',
                          },
                          presenceWords(e),
                      ),
                  ),
              )
            : null,
        plan?.conflict
            ? h(
                  'div',
                  { class: 'refused', role: 'alert', 'data-testid': 'conflict' },
                  h('strong', {}, t('conflict')),
                  h('span', {}, t('conflict.short')),
                  allowed(plan, me()).edit
                      ? h(
                            'button',
                            {
                                type: 'button',
                                'data-testid': 'resolve',
                                'data-key': 'resolve',
                                onclick: () => showConflict(plan),
                            },
                            t('conflict.resolve'),
                        )
                      : null,
              )
            : null,
    ];
}

/** What changes hands, by the plan or by the gesture under way. */
function headlineOf() {
    const { plan, gesture } = store.get();
    const result = gesture ? gesture.result : activeCommands(plan).length ? plan?.result : null;
    return result ? movedLine(result) : null;
}

function figuresOf() {
    const { plan, gesture } = store.get();
    const result = gesture ? gesture.result : plan?.result;
    const changes = result && changedGrids(result);
    return [
        gesture?.reason ? h('p', { class: 'refused', role: 'alert', 'data-testid': 'refused' }, gesture.reason) : null,
        gesture?.between && !changes && !gesture.reason
            ? h('p', { class: 'hint' }, t('reshape.draw', { a: nameIn(gesture.between[0]), b: nameIn(gesture.between[1]) }))
            : null,
        ...(changes?.length ? folded(changes, !gesture) : []),
    ];
}

/** @param {Result['grids']} changes @param {boolean} drawn what follows the pointer is not folded */
const folded = (changes, drawn) =>
    drawn
        ? [section('figures', comparison(changes), { count: changes.length, open: changes.length <= IN_SIGHT })]
        : comparison(changes);

/** @param {Result} result @param {MapView} view */
const changesOf = (result, view) => [pairsTable(result, view), wordsTable(result), movedList(result, view)];

/**
 * @param {string} name of the icon @param {string} words @param {string | null} keys @param {boolean} disabled
 * @param {() => void} act
 * @param {string} [id]
 */
const iconButton = (name, words, keys, disabled, act, id = name) =>
    h(
        'button',
        {
            class: 'quiet',
            type: 'button',
            disabled,
            'data-testid': id,
            'data-key': id,
            'aria-label': words,
            title: keys ? `${words} (${keys})` : words,
            onclick: act,
        },
        icon(name),
    );
