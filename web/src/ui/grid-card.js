/** A grid in the panel: where it belongs, who is in charge, targets, figures, and what one may do with it. */

import { byId, h, icon, yellowCards } from './dom.js';
import { t, word } from '../core/i18n.js';
import { figureList } from './figures.js';
import { formats, gridsById, may, store } from '../data/state.js';

/** @typedef {import('../data/state.js').Grid} Grid */

/** @param {Grid} grid @param {import('../map/view.js').MapView} view */
export function gridCard(grid, view) {
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
