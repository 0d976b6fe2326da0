/** The steps of a plan's way: rename, submit, withdraw, return, approve, publish, discard; and what was said at the last one. */

import { fill, h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { comparison } from '../parts/comparison.js';
import { allowed, changedGrids } from '../core/changes.js';
import { boxAround } from '../core/border.js';
import { announce, attempt, toast } from '../parts/status.js';
import { ask, askWords } from '../parts/ask.js';
import { closeDialog } from '../parts/dialog.js';
import { pairsTable } from '../review/changes.js';
import { byKind } from '../review/findings.js';
import { me, movedLine } from '../parts/plan.js';
import { formats, may, store } from '../data/state.js';
import { approve, discard, giveBack, publish, rename, submit, withdraw } from '../data/planning.js';
import { plans } from '../data/plans.js';

/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../map/view.js').MapView} MapView */

/** @param {Plan} plan @param {MapView} view */
export function actionsOf(plan, view) {
    const { saving, gesture } = store.get();
    const can = allowed(plan, me());
    const button = (/** @type {string} */ id, /** @type {string} */ words, /** @type {() => unknown} */ act, primary = false) =>
        h(
            'button',
            {
                class: primary ? 'primary' : null,
                type: 'button',
                'data-testid': id,
                'data-key': id,
                disabled: saving || gesture !== null,
                onclick: act,
            },
            words,
        );
    const buttons = [
        can.submit && !plan.conflict ? button('submit', t('plan.submit'), () => askSubmit(plan, view), true) : null,
        can.approve ? button('approve', t('plan.approve'), () => askApprove(plan), true) : null,
        can.publish && !plan.conflict ? button('publish', t('publish'), () => confirmPublish(plan, view), true) : null,
        can.approve || (plan.status === 'approved' && may('approver'))
            ? button('return', t('plan.return'), () => askReturn(plan))
            : null,
        can.withdraw
            ? button('withdraw', t('plan.withdraw'), () => attemptAnd(withdraw, t('plan.withdrawn', { name: plan.name })))
            : null,
        can.remove ? button('discard', t('discard'), confirmDiscard) : null,
    ].filter(Boolean);
    return [
        can.why && (may('planner') || may('approver')) ? h('p', { class: 'hint', 'data-testid': 'why-not' }, t(can.why)) : null,
        buttons.length ? h('div', { class: 'actions start' }, buttons) : null,
    ];
}

/** @param {() => Promise<unknown>} act @param {string} done said then */
async function attemptAnd(act, done) {
    const ok = await attempt(act);
    if (ok) toast(done);
    return ok;
}

/** Words of steps that were not done, for the next try; by plan and step. @type {Map<string, string>} */
const kept = new Map();

/**
 * Asks for words and does something with them; they are kept when it can't be done now.
 * @param {Plan} plan @param {'submit' | 'approve' | 'return'} what @param {Parameters<typeof askWords>[1]} question
 * @param {(words: string) => Promise<unknown>} act @param {string} done said then
 */
async function askAnd(plan, what, question, act, done) {
    const key = `${plan.id} ${what}`;
    const typed = (/** @type {string} */ words) => kept.set(key, words);
    const words = await askWords(t(`plan.${what}.title`, { name: plan.name }), { ...question, value: kept.get(key), typed });
    if (words === null) return;
    if (await attemptAnd(() => act(words), done)) kept.delete(key);
}

/** What should be looked at before others do stands first. @param {Plan} plan @param {MapView} view */
const askSubmit = (plan, view) =>
    askAnd(
        plan,
        'submit',
        {
            label: t('plan.note'),
            hint: t('plan.submit.hint'),
            verb: t('plan.submit'),
            before: plan.result ? [movedLine(plan.result), toLookAt(plan.result, view)] : [],
        },
        submit,
        t('plan.submitted', { name: plan.name }),
    );

/** @param {import('../core/contract.js').Result} result @param {MapView} view */
const toLookAt = (result, view) =>
    h(
        'section',
        { class: 'to-look-at', 'data-testid': 'submit-findings' },
        result.findings.length
            ? [h('h3', {}, t('plan.findings')), ...byKind(result, view, closeDialog)]
            : h('p', { class: 'hint' }, t('plan.submit.clear')),
    );

/** @param {Plan} plan */
const askApprove = plan =>
    askAnd(
        plan,
        'approve',
        { label: t('plan.note'), hint: t('plan.approve.hint'), verb: t('plan.approve') },
        approve,
        t('plan.approved', { name: plan.name }),
    );

/** @param {Plan} plan */
const askReturn = plan =>
    askAnd(
        plan,
        'return',
        { label: t('plan.reason'), hint: t('plan.return.hint'), verb: t('plan.return.verb'), required: true },
        giveBack,
        t('plan.returned', { name: plan.name }),
    );

/** What moves from whom to whom, before it becomes everyone's map. @param {Plan} plan @param {MapView} view */
async function confirmPublish(plan, view) {
    const { result } = plan;
    if (!result) return;
    const figures = h('div', { class: 'comparisons' }, comparison(changedGrids(result)));
    const body = [pairsTable(result, null), movedLine(result), figures];
    if (!(await ask(t('publish.title', { name: plan.name }), body, t('publish')))) return;
    await attempt(async () => {
        const touched = boxAround(result.grids.flatMap(g => g.geometry ?? []));
        const name = await publish(() => view.refresh([{ layer: 'grids', bbox: touched }]));
        toast(t('published', { name }));
    });
}

async function confirmDiscard() {
    if (!(await ask(t('discard.title'), [h('p', {}, t('discard.detail'))], t('discard')))) return;
    if (await attempt(discard)) announce(t('discarded'));
}

/** @param {Plan} plan */
export async function askName(plan) {
    const name = await askWords(t('plan.rename'), {
        label: t('plan.name'),
        value: plan.name,
        verb: t('save'),
        required: true,
        max: 200,
        line: true,
    });
    if (name !== null && name !== plan.name) await attempt(() => rename(name));
}

/**
 * What was said when the plan came to the state that it is in, above all why it was returned; at the top.
 * @param {HTMLElement} root
 */
export function tellReturn(root) {
    let asked = '';
    store.watch(['plan', 'lang'], async ({ plan, lang }) => {
        const told = plan?.status === 'returned' || plan?.status === 'submitted' || plan?.status === 'approved';
        const key = plan && told ? `${plan.id} ${plan.version} ${lang}` : '';
        if (key === asked) return;
        asked = key;
        fill(root);
        if (!plan || !told) return;
        await attempt(async () => {
            const events = await plans.events(plan.id);
            if (key !== asked) return;
            const last = events.filter(e => e.kind === plan.status).pop();
            if (!last?.note) return;
            const back = plan.status === 'returned';
            const words = { name: last.actor?.name ?? '–', time: formats().moment(last.at) };
            fill(
                root,
                h(
                    'div',
                    {
                        class: back ? 'told' : 'told said',
                        role: back ? 'alert' : null,
                        'data-testid': back ? 'returned' : 'said',
                    },
                    h('strong', {}, back ? t('plan.returned_by', words) : t('plan.said', words)),
                    h('p', {}, last.note),
                ),
            );
        });
    });
}
