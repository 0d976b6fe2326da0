/** The right panel: the plan at hand, then what is selected, else the branch and what needs attention in it. */

import { byId, fill, h } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { figureList } from '../parts/figures.js';
import { about, reasonOf } from '../parts/status.js';
import { api } from '../data/api.js';
import { formats, gridsById, gridsHere, noteFailure, onGridsHere, store, unassignedHere } from '../data/state.js';

/** @typedef {import('../data/state.js').Grid} Grid */
/** @typedef {import('../core/contract.js').GridList} GridList */

/**
 * @param {import('../map/view.js').MapView} view
 * @returns {{plan: HTMLElement}} where the card of the plan goes; it comes later, with the tools that make plans
 */
export function createPanel(view) {
    // the plan follows the pointer and is drawn often, what is selected is not
    const plan = h('div', { class: 'part' });
    const rest = h('div', { class: 'part' });
    byId('panel-body').append(plan, rest);
    /** @type {((thing: import('../data/state.js').Thing) => HTMLElement) | null} loaded with the first of them */
    let thingCard = null;
    let loading = false;
    /** @type {typeof import('../grids/card.js') | null} likewise */
    let gridCards = null;
    async function loadThingCard() {
        if (loading) return;
        loading = true;
        try {
            const [loaded, schema] = await Promise.all([import('../grids/thing.js'), api.schema()]);
            thingCard = shown => loaded.thingCard(shown, schema);
            noteFailure('card', null);
        } catch (error) {
            noteFailure('card', new Error(reasonOf(error)), loadThingCard);
        }
        loading = false;
        if (thingCard) drawRest();
    }
    function drawRest() {
        const { list, grid, thing } = store.get();
        const selected = grid === null ? undefined : gridsById().get(grid);
        if (thing && !thingCard) {
            loadThingCard();
        }
        if (selected && !gridCards) {
            import('../grids/card.js').then(loaded => {
                gridCards = loaded;
                drawRest();
            });
        }
        const card = /** @type {HTMLElement | null} */ (rest.querySelector('[data-testid="grid-card"]'));
        if (!thing && selected && card && gridCards?.isFilledIn(card, selected)) {
            return gridCards.sayAnew(card, selected, view);
        }
        const other = () => (list ? overview(list, view) : skeleton());
        fill(rest, thing ? thingCard?.(thing) : selected ? (gridCards?.gridCard(selected, view) ?? skeleton()) : other());
    }
    store.watch(['grid', 'thing', 'list', 'metrics', 'metric', 'lang', 'wan', 'session'], drawRest);
    onGridsHere(() => {
        const { grid, list, thing } = store.get();
        if (thing) return;
        const live = list?.grids.find(g => g.id === grid);
        const card = /** @type {HTMLElement | null} */ (rest.querySelector('[data-testid="grid-card"]'));
        if (!live) drawRest();
        else if (card && gridCards) gridCards.sayAnew(card, live, view);
    });
    store.watch(['panel', 'lang'], ({ panel }) => {
        document.body.classList.toggle('panel-closed', !panel);
        byId('panel').inert = !panel;
        const toggle = byId('panel-toggle');
        toggle.setAttribute('aria-expanded', String(panel));
        toggle.setAttribute('aria-label', t(panel ? 'panel.hide' : 'panel.show'));
        byId('panel-close').setAttribute('aria-label', t('panel.hide'));
    });
    byId('panel-toggle').addEventListener('click', () => store.set({ panel: !store.get().panel }));
    byId('panel-close').addEventListener('click', () => {
        store.set({ panel: false });
        byId('panel-toggle').focus();
    });
    return { plan };
}

function skeleton() {
    return h(
        'div',
        { class: 'card skeleton', 'aria-hidden': 'true' },
        ...[60, 90, 40, 100, 80, 100].map(w => h('div', { style: `width:${w}%` })),
    );
}

/** @param {GridList} list @param {import('../map/view.js').MapView} view */
function overview(list, view) {
    if (!list.grids.length) return empty();
    const f = formats();
    const grids = gridsHere();
    const leaves = grids.filter(g => g.leaf);
    return h(
        'article',
        { class: 'card', 'data-testid': 'overview' },
        list.branches
            .map((b, i) => [
                h(
                    'header',
                    { class: 'title' },
                    h(
                        'div',
                        {},
                        h('h2', {}, b.name ?? b.code),
                        h(
                            'p',
                            { class: 'code' },
                            [
                                b.code,
                                f.area(b.area_km2),
                                t('grids.count', { n: f.count(leaves.filter(g => g.branch === b.code).length) }),
                            ].join(' · '),
                        ),
                    ),
                    i === 0 ? about('overview') : null,
                ),
                figureList(b.figures),
            ])
            .flat(2),
        findings(list, grids, view),
        h('p', { class: 'hint' }, t('hint.select')),
    );
}

/**
 * Whether it needs more customer managers than it has; without any, whoever there is counts as one.
 * @param {Grid} grid
 */
function isOverloaded({ figures, persons }) {
    const managers = persons.filter(p => p.role === 'customer_manager').length;
    return (figures.ratios.workload?.value ?? 0) > Math.max(1, managers);
}

/**
 * What needs attention; a click goes there.
 * @param {GridList} list @param {Grid[]} grids @param {import('../map/view.js').MapView} view
 */
function findings(list, grids, view) {
    const f = formats();
    const leaves = grids.filter(g => g.leaf);
    const misplaced = (/** @type {string} */ kind) => {
        const ids = new Set((list.findings ?? []).filter(f => f.kind === kind).flatMap(f => f.grids));
        return grids.filter(g => ids.has(g.id));
    };
    const groups = [
        { key: 'parent_loop', grids: misplaced('parent_loop') },
        { key: 'too_deep', grids: misplaced('too_deep') },
        { key: 'covered', grids: misplaced('covered') },
        { key: 'no_person', grids: leaves.filter(g => !g.persons.length) },
        { key: 'replacement_due', grids: grids.filter(g => g.yellow_cards === 2) },
        { key: 'overloaded', grids: leaves.filter(isOverloaded) },
        { key: 'overfull', grids: leaves.filter(g => g.figures.ports_overfull > 0) },
    ].filter(group => group.grids.length);
    const outside = unassignedHere();
    if (!groups.length && !outside.buildings) return null;
    return h(
        'section',
        { class: 'findings' },
        h('h3', {}, t('findings')),
        outside.buildings
            ? h(
                  'p',
                  { class: 'unassigned', 'data-testid': 'unassigned', 'data-value': outside.buildings },
                  h('i', { class: 'swatch hatched', 'aria-hidden': 'true' }),
                  outside.households === null
                      ? t('unassigned.unknown', { buildings: f.count(outside.buildings) })
                      : t('unassigned.detail',
                          { buildings: f.count(outside.buildings), households: f.count(outside.households) }),
              )
            : null,
        groups.map(({ key, grids: found }) =>
            h(
                'details',
                { open: found.length <= 6 },
                h(
                    'summary',
                    { 'data-key': `finding-${key}` },
                    t(`finding.${key}`),
                    h('span', { class: 'badge' }, f.count(found.length)),
                ),
                h(
                    'ul',
                    {},
                    found.slice(0, 50).map(g =>
                        h(
                            'li',
                            {},
                            h(
                                'button',
                                {
                                    class: 'link',
                                    type: 'button',
                                    'data-key': `finding-${key}-${g.id}`,
                                    onclick: () => {
                                        store.set({ grid: g.id });
                                        view.show(g.bbox);
                                    },
                                },
                                g.name ?? g.code,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    );
}

function empty() {
    return h(
        'article',
        { class: 'card empty', 'data-testid': 'empty' },
        h('h2', {}, t('empty.title')),
        h('p', {}, t('empty.detail')),
        h('pre', {}, './wangge import --layer grids FILE'),
    );
}
