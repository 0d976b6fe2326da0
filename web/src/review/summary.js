/** A plan in one look: how much changes hands in all, which grids come and go, and what to read before one decides. */

import { h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { changedGrids } from '../core/changes.js';
import { formats, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').Result} Result */

const SUMS = /** @type {const} */ (['buildings', 'households', 'subscribers', 'revenue']);
const KINDS = /** @type {const} */ ([
    'compound_cut',
    'several_parts',
    'no_person',
    'replacement_due',
    'overloaded',
    'unassigned',
]);

/** @param {Result} result @param {HTMLElement | null} card where findings and comments stand; null: they don't */
export function planSummary(result, card) {
    return h(
        'section',
        { class: 'summary', 'data-testid': 'summary' },
        h('h3', {}, t('summary.title')),
        sums(result),
        h('p', {}, words(result)),
        card ? toRead(result, card) : null,
    );
}

/** @param {Result} result */
function sums({ moved }) {
    const f = formats();
    return h(
        'dl',
        { class: 'tiles four' },
        SUMS.map(key => {
            const unknown = key === 'buildings' ? 0 : moved[`${key}_unknown`];
            return h(
                'div',
                { class: 'tile' },
                h('dt', {}, t(`figure.${key}`)),
                h(
                    'dd',
                    { 'data-testid': `summary-${key}`, 'data-value': moved[key] ?? '' },
                    moved[key] === null ? t('unknown') : key === 'revenue' ? f.money(moved.revenue) : f.count(moved[key]),
                    unknown ? h('small', {}, t('unknown.buildings', { n: f.count(unknown) })) : null,
                ),
            );
        }),
    );
}

/** @param {Result} result */
function words(result) {
    const f = formats();
    const count = (/** @type {string} */ change) => result.grids.filter(g => g.change === change).length;
    const said = [
        t('summary.grids', { n: f.count(changedGrids(result).length) }),
        count('new') ? t('summary.new', { n: f.count(count('new')) }) : null,
        count('gone') ? t('summary.gone', { n: f.count(count('gone')) }) : null,
    ];
    return said.filter(Boolean).join(' · ');
}

/** @param {Result} result @param {HTMLElement} card */
function toRead({ findings }, card) {
    const f = formats();
    const { comments } = store.get();
    const link = (
        /** @type {string} */ key,
        /** @type {string} */ section,
        /** @type {string} */ label,
        /** @type {number} */ n,
    ) =>
        h(
            'li',
            {},
            h(
                'button',
                {
                    type: 'button',
                    class: 'link',
                    'data-testid': `summary-${key}`,
                    'data-key': `summary-${key}`,
                    onclick: () => open(card, section),
                },
                label,
                h('span', { class: 'badge' }, f.count(n)),
            ),
        );
    const links = [
        ...KINDS.map(kind => ({ kind, n: findings.filter(found => found.kind === kind).length }))
            .filter(({ n }) => n)
            .map(({ kind, n }) => link(kind, 'findings', t(`plan.finding.${kind}`), n)),
        comments.length ? link('comments', 'comments', t('plan.comments'), comments.length) : null,
    ].filter(Boolean);
    return links.length
        ? h('ul', { class: 'to-read', 'aria-label': t('summary.read') }, links)
        : h('p', { class: 'hint', 'data-testid': 'summary-clear' }, t('summary.clear'));
}

/** @param {HTMLElement} card @param {string} section */
function open(card, section) {
    const details = /** @type {HTMLDetailsElement | null} */ (card.querySelector(`[data-testid="section-${section}"]`));
    if (!details) return;
    details.open = true;
    details.querySelector('summary')?.focus();
    details.scrollIntoView({ block: 'nearest' });
}
