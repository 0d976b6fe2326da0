/** The revisions in the list of plans: to show, compare and restore. */

import { h } from '../parts/dom.js';
import { closeDialog } from '../parts/dialog.js';
import { t } from '../core/i18n.js';
import { formats, may } from '../data/state.js';
import { compareWith, restoreRevision, showRevision } from './revisions.js';

/** @typedef {import('../core/contract.js').Revision} Revision */

/** @param {Revision[]} list */
export function revisionRows(list) {
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
                    id,
                    name,
                    () => {
                        closeDialog();
                        return restoreRevision(id);
                    },
                    may('planner'),
                ),
                button('compare', id, name, () => {
                    closeDialog();
                    return compareWith(id);
                }),
                button('show', id, name, () => {
                    closeDialog();
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
                    r.author ? t('revision.drawn_by', { name: r.author.name }) : null,
                    ...approval(r),
                ]
                    .filter(Boolean)
                    .join(' · '),
            ),
        ),
        row(0, t('revision.first'), t('revision.first.detail')),
    );
}

/** Who let it through. @param {Revision} r @returns {string[]} */
function approval({ approver, publisher }) {
    const of = (/** @type {string} */ key, /** @type {{name: string} | null} */ who) => (who ? [t(key, { name: who.name })] : []);
    return approver && approver.id === publisher?.id
        ? of('revision.approved_and_published_by', approver)
        : [...of('revision.approved_by', approver), ...of('revision.published_by', publisher)];
}

/**
 * @param {'show' | 'compare' | 'restore'} what @param {number} id @param {string} name @param {() => unknown} act
 * @param {boolean} [offered]
 */
const button = (what, id, name, act, offered = true) =>
    offered
        ? h(
              'button',
              {
                  type: 'button',
                  class: what === 'show' ? 'whole' : null,
                  'data-testid': `revision-${what}`,
                  'data-key': `revision-${what}-${id}`,
                  'aria-label': `${t(`revision.${what}`)} ${name}`,
                  onclick: act,
              },
              t(`revision.${what}`),
          )
        : null;
