/** What people say about a plan, pinned to a grid or to the plan as a whole. */

import { fill, h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { announce, attempt } from '../parts/status.js';
import { formats, gridsById, may, store } from '../data/state.js';
import { plans } from '../data/plans.js';
import { nameIn, section } from '../parts/plan.js';

/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../map/view.js').MapView} MapView */

/**
 * A comment that isn't sent yet; kept while the panel is drawn anew.
 * @type {{plan: number, grid: number | null, text: string}}
 */
let draft = { plan: 0, grid: null, text: '' };

/** Reads the comments of the plan at hand whenever that is another one, or has changed. */
export function followComments() {
    let read = '';
    store.watch(['plan'], async ({ plan }) => {
        const key = plan ? `${plan.id} ${plan.version}` : '';
        if (key === read) return;
        if (!plan || !read.startsWith(`${plan.id} `)) store.set({ comments: [] });
        read = key;
        if (plan) await attempt(() => readComments(plan.id));
    });
}

/** Opens the thread when a pin is clicked. @param {HTMLElement} root */
export function openByPin(root) {
    document.addEventListener('commentsshown', () => {
        const thread = root.querySelector('details');
        if (!thread) return;
        thread.open = true;
        thread.querySelector('summary')?.focus();
    });
}

/** @param {number} id */
export async function readComments(id) {
    const comments = await plans.comments(id);
    if (store.get().plan?.id === id) store.set({ comments });
}

/** @param {HTMLElement} root @param {Plan} plan @param {MapView} view */
export function commentThread(root, plan, view) {
    const { comments, grid } = store.get();
    const f = formats();
    if (draft.plan !== plan.id) draft = { plan: plan.id, grid: null, text: '' };
    // what one has clicked is what one means, until one has begun to write
    if (!draft.text) draft.grid = grid;
    const open = may('planner') || may('approver');
    if (!comments.length && !open) return fill(root);
    const grids = [
        ...new Set([...(plan.result?.grids.map(g => g.id) ?? []), ...comments.map(c => c.grid), grid, draft.grid]),
    ].filter(g => g !== null);
    const where = h(
        'select',
        {
            'data-testid': 'comment-grid',
            'data-key': 'comment-grid',
            onchange: () => (draft.grid = where.value ? Number(where.value) : null),
        },
        h('option', { value: '' }, t('comment.plan')),
        grids.map(g => h('option', { value: g, selected: g === draft.grid }, nameIn(g))),
    );
    const note = h('textarea', {
        rows: 2,
        maxlength: 2000,
        'data-testid': 'comment-note',
        'data-key': 'comment-note',
        oninput: () => (draft.text = note.value),
    });
    note.value = draft.text;
    fill(
        root,
        section(
            'comments',
            [
                h(
                    'ol',
                    { class: 'comments', 'data-testid': 'comments' },
                    comments.map(c =>
                        h(
                            'li',
                            { 'data-testid': 'comment', 'data-grid': c.grid ?? '' },
                            h('p', { class: 'by' }, h('strong', {}, c.author?.name ?? '–'), h('small', {}, f.moment(c.at))),
                            h('p', {}, c.note),
                            c.grid === null
                                ? null
                                : h(
                                      'button',
                                      {
                                          class: 'link',
                                          type: 'button',
                                          'data-key': `comment-${c.id}`,
                                          onclick: () => goTo(/** @type {number} */ (c.grid), view),
                                      },
                                      nameIn(c.grid),
                                  ),
                        ),
                    ),
                ),
                open
                    ? h(
                          'form',
                          {
                              class: 'comment-form',
                              onsubmit: (/** @type {Event} */ e) => {
                                  e.preventDefault();
                                  if (note.value.trim()) attempt(() => send(plan.id));
                              },
                          },
                          h('label', { class: 'field' }, h('span', {}, t('comment.add')), note),
                          h('label', { class: 'field' }, h('span', {}, t('comment.on')), where),
                          h('button', { 'data-testid': 'comment-send', 'data-key': 'comment-send' }, t('comment.send')),
                      )
                    : null,
            ],
            { count: comments.length, open: comments.length > 0 },
        ),
    );
}

/** @param {number} plan */
async function send(plan) {
    await plans.comment(plan, draft.grid, draft.text.trim());
    draft = { plan, grid: null, text: '' };
    await readComments(plan);
    announce(t('comment.sent'));
}

/** @param {number} id @param {MapView} view */
function goTo(id, view) {
    const grid = gridsById().get(id);
    if (!grid) return;
    store.set({ grid: id, thing: null });
    view.show(grid.bbox);
}
