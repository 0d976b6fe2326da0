/** The right panel: the plan at hand, then what is selected, else the branch and what needs attention in it. */

import { byId, fill, h, icon, yellowCards } from './dom.js';
import { t, word } from '../core/i18n.js';
import { figureList } from './figures.js';
import { formats, gridName, gridsById, may, store } from '../data/state.js';

/** @typedef {import('../data/state.js').Grid} Grid */
/** @typedef {import('../core/contract.js').GridList} GridList */

/** A grid that needs more managers than this is overloaded. */
const OVERLOADED = 1.5;

/**
 * @param {import('../map/view.js').MapView} view
 * @returns {{plan: HTMLElement}} where the card of the plan goes; it comes later, with the tools that make plans
 */
export function createPanel(view) {
    // the plan follows the pointer and is drawn often, what is selected is not
    const plan = h('div', { class: 'part' });
    const rest = h('div', { class: 'part' });
    byId('panel-body').append(plan, rest);
    /** @type {typeof import('./thing.js').thingCard | null} loaded with the first of them */
    let thingCard = null;
    function drawRest() {
        const { list, grid, thing } = store.get();
        const selected = grid === null ? undefined : gridsById().get(grid);
        if (thing && !thingCard) {
            import('./thing.js').then(loaded => {
                thingCard = loaded.thingCard;
                drawRest();
            });
        }
        fill(rest, thing ? thingCard?.(thing) : selected ? gridCard(selected, view) : list ? overview(list, view) : skeleton());
    }
    store.watch(['grid', 'thing', 'list', 'metrics', 'metric', 'lang', 'wan', 'session'], drawRest);
    store.on(['plan'], ({ grid }) => {
        if (grid !== null && !store.get().list?.grids.some(g => g.id === grid)) drawRest();
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

/** @param {Grid} grid @param {import('../map/view.js').MapView} view */
function gridCard(grid, view) {
    const path = [];
    for (let g = gridsById().get(grid.parent_id ?? -1); g; g = gridsById().get(g.parent_id ?? -1)) path.unshift(g);
    const branch = store.get().list?.branches.find(b => b.code === grid.branch);
    return h(
        'article',
        { class: 'card', 'data-testid': 'grid-card', 'data-grid': grid.id },
        h(
            'nav',
            { class: 'path', 'aria-label': t('path') },
            branch
                ? h(
                      'button',
                      {
                          class: 'link',
                          type: 'button',
                          'data-key': 'path-branch',
                          onclick: () => {
                              store.set({ grid: null });
                              view.show(branch.bbox);
                          },
                      },
                      branch.name ?? branch.code,
                  )
                : null,
            path
                .map(g => [
                    h('span', { 'aria-hidden': 'true' }, '›'),
                    h(
                        'button',
                        {
                            class: 'link',
                            type: 'button',
                            'data-key': `path-${g.id}`,
                            onclick: () => {
                                store.set({ grid: g.id });
                                view.show(g.bbox);
                            },
                        },
                        g.name ?? g.code,
                    ),
                ])
                .flat(),
        ),
        h(
            'header',
            { class: 'title' },
            h(
                'div',
                {},
                h('h2', {}, grid.name ?? grid.code),
                h(
                    'p',
                    { class: 'code' },
                    [grid.code, formats().area(grid.area_km2), grid.draft ? t('grid.unpublished') : null].filter(Boolean).join(' · '),
                ),
            ),
            h(
                'button',
                {
                    class: 'quiet small',
                    type: 'button',
                    'aria-label': t('deselect'),
                    'data-key': 'deselect',
                    onclick: () => store.set({ grid: null }),
                },
                icon('close'),
            ),
        ),
        persons(grid),
        cards(grid),
        targets(grid),
        figureList(grid.figures),
        chart(grid),
        grid.leaf
            ? h(
                  'button',
                  {
                      class: 'wide',
                      type: 'button',
                      'data-testid': 'redraw',
                      'data-key': 'redraw',
                      onclick: () => {
                          view.show(grid.bbox);
                          store.set({ tool: 'reshape', mode: 'grid' });
                          byId('map').focus();
                      },
                  },
                  icon('reshape'),
                  t('redraw'),
                  h('kbd', {}, 'R'),
              )
            : null,
        tools(grid),
    );
}

/** What a planner may do besides; loaded with the first grid one looks at. @param {Grid} grid */
function tools(grid) {
    if (!may('planner')) return null;
    const place = h('div');
    import('./grid-tools.js').then(({ gridTools }) => place.replaceWith(gridTools(grid)));
    return place;
}

/** @param {Grid} grid */
function chart(grid) {
    const section = h(
        'section',
        { hidden: true },
        h('h3', {}, t('chart.heading', { metric: t(`metric.${store.get().metric}`) })),
    );
    import('./chart.js').then(({ siblingsChart }) => {
        const bars = siblingsChart(grid);
        if (!bars) return;
        section.append(bars);
        section.hidden = false;
    });
    return section;
}

/** @param {Grid} grid */
function persons(grid) {
    if (!grid.persons.length) return grid.leaf ? h('p', { class: 'persons none' }, t('person.none')) : null;
    return h(
        'ul',
        { class: 'persons', 'aria-label': t('persons') },
        grid.persons.map(p =>
            h(
                'li',
                {},
                h('span', { class: 'avatar', 'aria-hidden': 'true' }, [...p.name][0] ?? '·'),
                h(
                    'span',
                    { class: 'who' },
                    h('strong', {}, p.name),
                    h(
                        'small',
                        {},
                        [p.role ? t(`role.${p.role}`) : null, p.contract ? word(p.contract) : null].filter(Boolean).join(' · '),
                    ),
                ),
                p.phone ? h('a', { href: `tel:${p.phone.replace(/\s/g, '')}` }, p.phone) : null,
            ),
        ),
    );
}

/** @param {Grid} grid */
const cards = ({ yellow_cards: n }) =>
    n ? h('p', { class: 'cards', 'data-testid': 'cards', 'data-value': n }, yellowCards(n), t(`cards.${n}`)) : null;

/** @param {Grid} grid */
function targets(grid) {
    const f = formats();
    const bars = [
        bar('target.new_subscribers', grid.figures.new_subscribers, grid.target_new_subscribers, v => f.count(v)),
        bar('target.renewal_rate', grid.figures.ratios.renewal_rate?.value ?? null, grid.target_renewal_rate, v =>
            f.metric('renewal_rate', v),
        ),
    ].filter(Boolean);
    return bars.length ? h('section', { class: 'targets' }, h('h3', {}, t('targets')), ...bars) : null;
}

/** @param {string} key @param {number | null} value @param {number | null} target @param {(v: number | null) => string} write */
function bar(key, value, target, write) {
    if (target === null) return null;
    const reached = value === null || !target ? null : value / target;
    return h(
        'div',
        { class: 'target', 'data-testid': key, 'data-value': value ?? '' },
        h('div', {}, h('span', {}, t(key)), h('span', { class: 'number' }, `${write(value)} / ${write(target)}`)),
        h(
            'div',
            {
                class: reached !== null && reached >= 1 ? 'bar reached' : 'bar',
                role: 'progressbar',
                'aria-label': t(key),
                'aria-valuemin': 0,
                'aria-valuemax': 100,
                'aria-valuenow': reached === null ? null : Math.round(Math.min(1, reached) * 100),
                'aria-valuetext': reached === null ? t('unknown') : formats().share(reached),
            },
            h('i', { style: `width:${Math.min(100, (reached ?? 0) * 100).toFixed(1)}%` }),
        ),
    );
}

/** @param {GridList} list @param {import('../map/view.js').MapView} view */
function overview(list, view) {
    if (!list.grids.length) return empty();
    const f = formats();
    const leaves = list.grids.filter(g => g.leaf);
    return h(
        'article',
        { class: 'card', 'data-testid': 'overview' },
        list.branches
            .map(b => [
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
                ),
                figureList(b.figures),
            ])
            .flat(2),
        findings(list, leaves, view),
        h('p', { class: 'hint' }, t('hint.select')),
    );
}

/**
 * What needs attention; a click goes there.
 * @param {GridList} list @param {Grid[]} leaves @param {import('../map/view.js').MapView} view
 */
function findings(list, leaves, view) {
    const f = formats();
    const groups = [
        { key: 'no_person', grids: leaves.filter(g => !g.persons.length) },
        { key: 'replacement_due', grids: list.grids.filter(g => g.yellow_cards === 2) },
        { key: 'overloaded', grids: leaves.filter(g => (g.figures.ratios.workload?.value ?? 0) > OVERLOADED) },
        { key: 'overfull', grids: leaves.filter(g => g.figures.ports_overfull > 0) },
    ].filter(group => group.grids.length);
    const outside = list.unassigned;
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
                      : t('unassigned.detail', { buildings: f.count(outside.buildings), households: f.count(outside.households) }),
              )
            : null,
        groups.map(({ key, grids }) =>
            h(
                'details',
                { open: grids.length <= 6 },
                h('summary', {}, t(`finding.${key}`), h('span', { class: 'badge' }, f.count(grids.length))),
                h(
                    'ul',
                    {},
                    grids.slice(0, 50).map(g =>
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
                                gridName(g.id),
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
