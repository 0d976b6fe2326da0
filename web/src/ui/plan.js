/** The draft in the panel: its steps, both grids' figures before and after, undo, publish, discard. */

import { byId, fill, h, icon } from './dom.js';
import { t } from '../core/i18n.js';
import { comparison } from './figures.js';
import { boxAround } from '../core/border.js';
import { announce, attempt, toast } from './status.js';
import { formats, gridName, store } from '../data/state.js';
import { activeCommands, canRedo, discard, publish, redo, reloadPlan, undo } from '../data/planning.js';

/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('../map/view.js').MapView} MapView */

/** Ctrl+Z and Ctrl+Shift+Z. */
export function undoByKey() {
    document.addEventListener('keydown', e => {
        if (
            !(e.ctrlKey || e.metaKey) ||
            e.key.toLowerCase() !== 'z' ||
            /** @type {HTMLElement} */ (e.target).closest('input, dialog[open]')
        )
            return;
        const { plan, saving, gesture } = store.get();
        e.preventDefault();
        if (saving || gesture) return;
        if (e.shiftKey && canRedo(plan)) attempt(redo);
        else if (!e.shiftKey && activeCommands(plan).length) attempt(undo);
    });
}

/** @param {MapView} view @returns {HTMLElement | null} null without a draft or a gesture */
export function planCard(view) {
    const { plan, gesture, saving, tool } = store.get();
    const active = activeCommands(plan);
    if (!plan?.commands.length && !gesture && tool !== 'reshape') return null;
    const changes = gesture?.result?.grids ?? (gesture ? null : (plan?.result?.grids ?? null));
    return h(
        'article',
        { class: 'card plan', 'data-testid': 'plan-card', 'aria-label': t('draft') },
        h(
            'header',
            { class: 'title' },
            h(
                'div',
                {},
                h('h2', {}, t('draft'), plan ? h('span', { class: 'chip' }, t('draft.chip')) : null),
                h('p', { class: 'code' }, plan?.name ?? t('draft.none')),
            ),
            h(
                'div',
                { class: 'buttons' },
                iconButton('undo', 'undo', !active.length || saving, () => attempt(undo)),
                iconButton('redo', 'redo', !canRedo(plan) || saving, () => attempt(redo)),
            ),
        ),
        gesture?.reason ? h('p', { class: 'refused', role: 'alert', 'data-testid': 'refused' }, gesture.reason) : null,
        !active.length && !gesture ? h('p', { class: 'hint' }, t('reshape.hint')) : null,
        gesture && !changes && !gesture.reason
            ? h('p', { class: 'hint' }, t('reshape.draw', { a: gridName(gesture.between[0]), b: gridName(gesture.between[1]) }))
            : null,
        changes?.length ? comparison(changes) : null,
        gesture?.result ? moved(gesture.result) : !gesture && plan?.result && active.length ? moved(plan.result) : null,
        plan?.commands.length
            ? h(
                  'details',
                  { class: 'history' },
                  h('summary', {}, t('history'), h('span', { class: 'badge' }, formats().count(active.length))),
                  h(
                      'ol',
                      {},
                      plan.commands.map(c =>
                          h(
                              'li',
                              { class: c.undone ? 'undone' : null },
                              t('command.reshape', { a: gridName(c.command.between[0]), b: gridName(c.command.between[1]) }),
                          ),
                      ),
                  ),
              )
            : null,
        active.length
            ? h(
                  'div',
                  { class: 'actions' },
                  h(
                      'button',
                      {
                          class: 'primary',
                          type: 'button',
                          'data-testid': 'publish',
                          'data-key': 'publish',
                          disabled: saving || gesture !== null,
                          onclick: () => confirmPublish(view),
                      },
                      t('publish'),
                  ),
                  h(
                      'button',
                      {
                          type: 'button',
                          'data-testid': 'discard',
                          'data-key': 'discard',
                          disabled: saving,
                          onclick: confirmDiscard,
                      },
                      t('discard'),
                  ),
              )
            : null,
    );
}

/** @param {'undo' | 'redo'} name @param {string} key @param {boolean} disabled @param {() => void} act */
const iconButton = (name, key, disabled, act) =>
    h(
        'button',
        {
            class: 'quiet',
            type: 'button',
            disabled,
            'data-testid': name,
            'data-key': key,
            'aria-label': t(name),
            title: `${t(name)} (${name === 'undo' ? 'Ctrl+Z' : 'Ctrl+Shift+Z'})`,
            onclick: act,
        },
        icon(name),
    );

/** @param {Result} result */
function moved({ moved: { buildings, households, subscribers } }) {
    const f = formats();
    return h(
        'p',
        { class: 'moved-line', 'data-testid': 'moved', 'data-value': buildings },
        t('moved', { buildings: f.count(buildings), households: f.count(households), subscribers: f.count(subscribers) }),
    );
}

/** What moves from whom to whom, before it becomes everyone's map. @param {MapView} view */
async function confirmPublish(view) {
    const { plan } = store.get();
    const result = plan?.result;
    if (!result || !(await ask(t('publish.title', { name: plan.name }), summary(result), t('publish')))) return;
    (await attempt(async () => {
        const touched = boxAround(result.grids.flatMap(g => g.geometry ?? []));
        const name = await publish(() => view.refresh([{ layer: 'grids', bbox: touched }]));
        toast(t('published', { name }));
    })) || (await attempt(reloadPlan));
}

/** @param {Result} result */
function summary(result) {
    /** @type {Map<string, {from: number | null, to: number | null, strips: number}>} */
    const pairs = new Map();
    for (const { from, to } of result.strips) {
        const pair = pairs.get(`${from} ${to}`) ?? { from, to, strips: 0 };
        pairs.set(`${from} ${to}`, { ...pair, strips: pair.strips + 1 });
    }
    return [
        h(
            'ul',
            { class: 'pairs' },
            [...pairs.values()].map(({ from, to }) =>
                h('li', {}, h('strong', {}, gridName(from)), ' → ', h('strong', {}, gridName(to))),
            ),
        ),
        moved(result),
        result.moved.items.length
            ? h(
                  'details',
                  {},
                  h('summary', {}, t('publish.buildings')),
                  h(
                      'ul',
                      { class: 'items' },
                      result.moved.items.map(i =>
                          h(
                              'li',
                              {},
                              h('span', {}, i.name ?? i.code),
                              h('small', {}, [gridName(i.from), gridName(i.to)].join(' → ')),
                          ),
                      ),
                  ),
              )
            : null,
        h('div', { class: 'comparisons' }, comparison(result.grids)),
    ];
}

async function confirmDiscard() {
    if (!(await ask(t('discard.title'), [h('p', {}, t('discard.detail'))], t('discard')))) return;
    if (await attempt(discard)) announce(t('discarded'));
}

/**
 * @param {string} title @param {(HTMLElement | null)[]} body @param {string} verb
 * @returns {Promise<boolean>} whether the answer was yes
 */
function ask(title, body, verb) {
    const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
    return new Promise(resolve => {
        fill(
            dialog,
            h(
                'form',
                { method: 'dialog' },
                h('h2', { id: 'dialog-title' }, title),
                h('div', { class: 'dialog-body' }, body),
                h(
                    'div',
                    { class: 'actions' },
                    h('button', { value: 'no', 'data-testid': 'cancel' }, t('cancel')),
                    h('button', { class: 'primary', value: 'yes', 'data-testid': 'confirm', autofocus: true }, verb),
                ),
            ),
        );
        dialog.returnValue = 'no';
        dialog.onclose = () => resolve(dialog.returnValue === 'yes');
        dialog.showModal();
    });
}
