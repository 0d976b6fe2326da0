/** A grid in the panel: where it belongs, who is in charge, targets, figures, and what one may do with it. */

import { byId, fill, h, icon, yellowCards } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { figureList } from '../parts/figures.js';
import { about } from '../parts/status.js';
import { formats, gridHere, gridsById, may, store } from '../data/state.js';

/** @typedef {import('../data/state.js').Grid} Grid */

/** @typedef {import('../core/contract.js').GridChange} GridChange */
/** @typedef {import('../map/view.js').MapView} MapView */

/** @param {Grid} grid @param {MapView} view */
export function gridCard(grid, view) {
    const said = h('div', { class: 'said' }, wordsAbout(grid, view));
    return h(
        'article',
        { class: 'card', lang: store.get().lang, 'data-testid': 'grid-card', 'data-grid': grid.id },
        said,
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

/**
 * What the plan at hand or others may have changed, anew; forms that are open stay.
 * @param {HTMLElement} card @param {Grid} grid @param {MapView} view
 */
export function sayAnew(card, grid, view) {
    fill(/** @type {HTMLElement} */ (card.querySelector('.said')), wordsAbout(grid, view));
    card.querySelector('.siblings')?.replaceWith(chart(grid));
}

/**
 * Whether a form of this grid is open in the card: what is written there stays, whatever becomes known meanwhile.
 * @param {HTMLElement} card @param {Grid} grid
 */
export const isFilledIn = (card, grid) =>
    card.dataset.grid === String(grid.id)
    && card.lang === store.get().lang
    && may('planner')
    && card.querySelector('form') !== null;

/** What is said of a grid: as the plan at hand has it, with what was before. @param {Grid} live @param {MapView} view */
function wordsAbout(live, view) {
    const change = live.draft ? undefined : store.get().plan?.result?.grids.find(g => g.id === live.id);
    const grid = gridHere(live.id) ?? live;
    const differs = change !== undefined && change.change !== 'vertices';
    const path = pathOf(grid, gridHere);
    const area = formats().area(grid.area_km2);
    return [
        h(
            'nav',
            { class: 'path', 'aria-label': t('path') },
            path.map(({ name, key, go }, i) => [
                i ? h('span', { 'aria-hidden': 'true' }, '›') : null,
                h('button', { class: 'link', type: 'button', 'data-key': `path-${key}`, onclick: () => go(view) }, name),
            ]).flat(),
            was('parent', path[path.length - 1]?.name, pathOf(live, id => gridsById().get(id)).pop()?.name),
        ),
        h(
            'header',
            { class: 'title' },
            h(
                'div',
                {},
                h('h2', {}, grid.name ?? grid.code),
                was('name', grid.name, live.name ?? live.code),
                h(
                    'p',
                    { class: 'code', 'data-testid': 'grid-code' },
                    [grid.code, area, grid.draft ? t('grid.unpublished') : null].filter(Boolean).join(' · '),
                    ' ',
                    was('area', area, formats().area(live.area_km2)),
                ),
                differs
                    ? h(
                          'p',
                          { class: 'was', 'data-testid': 'grid-drafted' },
                          t(change.attributes_after ? 'grid.drafted' : 'grid.gone'),
                      )
                    : null,
            ),
            h(
                'div',
                { class: 'buttons' },
                about('grid'),
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
        ),
        persons(grid, live),
        cards(grid, live),
        targets(grid, live),
        ...figureList(grid.figures, live.figures),
    ];
}

/** The grids above one, after their branch. @param {Grid} grid @param {(id: number) => Grid | undefined} find */
function pathOf(grid, find) {
    const path = [];
    // a draft and what others have published meanwhile may make a loop together, until the conflict shows
    for (let g = find(grid.parent_id ?? -1); g && path.length < 32; g = find(g.parent_id ?? -1)) {
        const { id, bbox, name, code } = g;
        path.unshift({
            name: name ?? code,
            key: String(id),
            go(/** @type {MapView} */ view) {
                store.set({ grid: id });
                view.show(bbox);
            },
        });
    }
    const branch = store.get().list?.branches.find(b => b.code === grid.branch);
    if (branch) {
        path.unshift({
            name: branch.name ?? branch.code,
            key: 'branch',
            go(/** @type {MapView} */ view) {
                store.set({ grid: null });
                view.show(branch.bbox);
            },
        });
    }
    return path;
}

/**
 * What was before the plan at hand, where that is something else.
 * @param {string} what @param {unknown} now @param {unknown} before @param {string} [words] of what was, if it isn't a word
 * itself
 */
const was = (what, now, before, words = String(before)) =>
    now === before ? null : h('small', { class: 'was', 'data-testid': `was-${what}` }, t('grid.was', { value: words }));

/** What a planner may do besides; loaded with the first grid one looks at. @type {typeof import('./tools.js') | null} */
let planning = null;

/** @param {Grid} grid */
function tools(grid) {
    if (!may('planner')) return null;
    // at once where it can be: what is pressed there keeps the focus when the card is drawn anew
    if (planning) return planning.gridTools(grid);
    const place = h('div');
    // its form has words of the data in it
    Promise.all([import('./tools.js'), loadTexts(store.get().lang, 'plans')]).then(([loaded]) => {
        planning = loaded;
        place.replaceWith(loaded.gridTools(grid));
    });
    return place;
}

/** @param {Grid} grid */
function chart(grid) {
    const section = h(
        'section',
        { class: 'siblings', hidden: true },
        h('h3', {}, t('chart.heading', { metric: t(`metric.${store.get().metric}`) })),
    );
    import('../parts/chart.js').then(({ siblingsChart }) => {
        const bars = siblingsChart(gridHere(grid.id) ?? grid);
        if (!bars) return;
        section.append(bars);
        section.hidden = false;
    });
    return section;
}

/** @param {import('../core/contract.js').Person} person */
const dutiesOf = ({ role, contract }) =>
    [role ? t(`role.${role}`) : null, contract ? word(contract) : null].filter(Boolean).join(' · ');

/** @param {Grid} grid @param {Grid} live */
function persons(grid, live) {
    const [now, before] = [grid, live].map(g => g.persons[0]);
    const former = was('person', now?.code, before?.code, before?.name ?? t('nobody'));
    if (!now) return grid.leaf || former ? h('p', { class: 'persons none' }, t('person.none'), ' ', former) : null;
    return h(
        'ul',
        { class: 'persons', 'aria-label': t('persons') },
        grid.persons.map((p, i) =>
            h(
                'li',
                {},
                h('span', { class: 'avatar', 'aria-hidden': 'true' }, [...p.name][0] ?? '·'),
                h(
                    'span',
                    { class: 'who' },
                    h('strong', {}, p.name),
                    h('small', {}, dutiesOf(p)),
                    i ? null : former,
                ),
                p.phone ? h('a', { href: `tel:${p.phone.replace(/\s/g, '')}`, 'data-key': `tel-${p.code}` }, p.phone) : null,
            ),
        ),
    );
}

/** @param {Grid} grid @param {Grid} live */
function cards({ yellow_cards: n }, { yellow_cards: before }) {
    const say = (/** @type {number | null} */ v) => t(v === null ? 'cards.unknown' : `cards.${v}`);
    const former = was('cards', n, before, say(before));
    return n || former
        ? h('p', { class: 'cards', 'data-testid': 'cards', 'data-value': n ?? '' }, yellowCards(n), h('span', {}, say(n)), former)
        : null;
}

/** @param {Grid} grid @param {Grid} live */
function targets(grid, live) {
    const f = formats();
    const bars = [
        bar(
            'target.new_subscribers',
            grid.figures.new_subscribers,
            [grid.target_new_subscribers, live.target_new_subscribers],
            f.count,
        ),
        bar(
            'target.renewal_rate',
            grid.figures.ratios.renewal_rate?.value ?? null,
            [grid.target_renewal_rate, live.target_renewal_rate],
            v => f.metric('renewal_rate', v),
        ),
    ].filter(Boolean);
    return bars.length ? h('section', { class: 'targets' }, h('h3', {}, t('targets')), ...bars) : null;
}

/**
 * @param {string} key @param {number | null} value @param {(number | null)[]} targets now and before
 * @param {(v: number | null) => string} write
 */
function bar(key, value, [target, before], write) {
    if (target === null && before === null) return null;
    const reached = value === null || !target ? null : value / target;
    return h(
        'div',
        { class: 'target', 'data-testid': key, 'data-value': value ?? '' },
        h(
            'div',
            {},
            h('span', {}, t(key)),
            h(
                'span',
                { class: 'number' },
                // told by more than a colour
                reached !== null && reached >= 1
                    ? h('span', { class: 'reached', 'data-testid': 'reached' }, t('target.reached'))
                    : null,
                `${write(value)} / ${write(target)} `,
                was(key, target, before, write(before)),
            ),
        ),
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
