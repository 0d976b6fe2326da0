/** The plan at hand in the panel: what it changes, its history and findings, and the next step of its review. */

import { fill, h, icon } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { comparison } from '../parts/figures.js';
import { allowed } from '../core/changes.js';
import { attempt } from '../parts/status.js';
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
import { activeCommands, canRedo, closePlan, isOpen, redo, undo, unsavedHere } from '../data/planning.js';

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
    const [head, unsaved, summary, figures, changes, findings, history, talk, actions] = Array.from({ length: 9 }, part);
    const card = h(
        'article',
        { class: 'card plan', tabindex: -1, 'data-testid': 'plan-card' },
        head,
        unsaved,
        figures,
        actions,
        changes,
        findings,
        history,
        talk,
    );
    /** Who reviews reads first what changes hands. */
    let reviewing = false;
    store.watch(['plan', 'session'], ({ plan }) => {
        const now = plan !== null && !allowed(plan, me()).edit;
        if (now === reviewing) return;
        reviewing = now;
        // what one came for stands first
        const order = now
            ? [summary, actions, changes, findings, talk, figures, history]
            : [figures, actions, changes, findings, history, talk];
        if (!now) summary.remove();
        card.append(head, unsaved, ...order);
    });
    const shown = () => {
        const { plan, planId, gesture, tool } = store.get();
        return plan !== null || planId !== null || gesture !== null || tool === 'reshape' || unsavedHere().length > 0;
    };
    store.watch(HEADED, () => {
        card.setAttribute('aria-label', t('plan'));
        if (!shown()) return card.remove();
        if (!card.isConnected) root.append(card);
        fill(head, planHead(store.get().plan));
    });
    store.watch(['unsaved', 'planId', 'plan', 'saving', 'lang'], () => fill(unsaved, unsavedSteps()));
    store.watch(['plan', 'comments', 'lang', 'wan', 'list'], ({ plan }) =>
        fill(summary, plan?.result ? planSummary(plan.result, card) : null),
    );
    store.watch(['plan', 'gesture', 'tool', 'lang', 'wan', 'list'], () => shown() && fill(figures, ...figuresOf()));
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
    const { planId, saving, editors, session, failures, gesture } = store.get();
    const failed = planId !== null && !plan ? failures.plan : undefined;
    const others = plan ? (editors[plan.id] ?? []).filter(e => e.account !== session?.account?.id) : [];
    const may_ = plan ? allowed(plan, me()) : null;
    const active = activeCommands(plan);
    return h(
        'div',
        { class: 'plan-head' },
        h(
            'header',
            { class: 'title' },
            h(
                'div',
                {},
                h(
                    'h2',
                    {},
                    plan
                        ? h('span', { class: 'clamped', title: plan.name }, plan.name)
                        : t(failed ? 'plan' : planId !== null ? 'plan.loading' : gesture ? 'plan.begin' : 'plan.none'),
                    plan ? statusChip(plan.status) : null,
                ),
                plan
                    ? h(
                          'p',
                          { class: 'code' },
                          [
                              plan.author?.name,
                              plan.base_revision ? t('plan.from_revision', { id: plan.base_revision }) : t('plan.from_start'),
                          ]
                              .filter(Boolean)
                              .join(' · '),
                      )
                    : null,
            ),
            h(
                'div',
                { class: 'buttons' },
                may_?.edit ? iconButton('undo', t('undo'), 'Ctrl+Z', !active.length || saving, () => attempt(undo)) : null,
                may_?.edit ? iconButton('redo', t('redo'), 'Ctrl+Shift+Z', !canRedo(plan) || saving, () => attempt(redo)) : null,
                may_?.edit
                    ? iconButton('rename', t('plan.rename'), null, saving, () => askName(/** @type {Plan} */ (plan)))
                    : null,
                planId !== null ? iconButton('close', t('plan.close'), null, false, closePlan, 'plan-close') : null,
            ),
        ),
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
                  may_?.edit
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
    );
}

function figuresOf() {
    const { plan, gesture } = store.get();
    const active = activeCommands(plan);
    const changes = gesture?.result?.grids ?? (gesture ? null : (plan?.result?.grids ?? null));
    const result = gesture ? gesture.result : active.length ? plan?.result : null;
    return [
        gesture?.reason ? h('p', { class: 'refused', role: 'alert', 'data-testid': 'refused' }, gesture.reason) : null,
        gesture?.between && !changes && !gesture.reason
            ? h('p', { class: 'hint' }, t('reshape.draw', { a: nameIn(gesture.between[0]), b: nameIn(gesture.between[1]) }))
            : null,
        ...(changes?.length ? folded(changes, !gesture) : []),
        result ? movedLine(result) : null,
    ];
}

/** @param {Result['grids']} changes @param {boolean} drawn */
const folded = (changes, drawn) =>
    drawn && changes.length > IN_SIGHT
        ? [section('figures', comparison(changes), { count: changes.length })]
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
