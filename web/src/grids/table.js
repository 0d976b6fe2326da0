/**
 * The table of the grids that are shown: everything the map says, for the keyboard and for screen readers. Only the rows in
 * view are in the page.
 */

import { byId, fill, h, useStyle, yellowCards } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { announce } from '../parts/status.js';
import { formats, gridsById, paint, shownGrids, store } from '../data/state.js';
import { NO_DATA } from '../core/paint.js';
import { ratioWords } from '../parts/figures.js';

/** @typedef {import('../core/contract.js').Grid} Grid */

useStyle('table.css');

/** Pixels of a row; a finger needs more. */
const ROW = matchMedia('(pointer: coarse)').matches ? 44 : 34;
/** Below this many all rows are in the page. */
const ALL = 200;
const RATIOS = ['penetration', 'port_utilisation', 'ftth_share', 'competitor_pressure', 'workload'];

/** @type {{key: string, number: boolean, value: (g: Grid) => string | number | null}[]} */
const COLUMNS = [
    { key: 'code', number: false, value: g => g.code },
    { key: 'name', number: false, value: g => g.name },
    { key: 'parent', number: false, value: g => gridsById().get(g.parent_id ?? -1)?.name ?? g.parent },
    { key: 'person', number: false, value: g => g.person },
    { key: 'households', number: true, value: g => g.figures.households },
    { key: 'subscribers', number: true, value: g => g.figures.subscribers },
    ...RATIOS.map(key => ({ key, number: true, value: (/** @type {Grid} */ g) => g.figures.ratios[key]?.value ?? null })),
    {
        key: 'target',
        number: true,
        value: g =>
            g.target_new_subscribers && g.figures.new_subscribers !== null
                ? g.figures.new_subscribers / g.target_new_subscribers
                : null,
    },
];

/** @param {import('../map/view.js').MapView} view */
export function createTable(view) {
    const root = byId('drawer-body');
    let sort = { key: 'code', down: false };
    /** @type {Grid[]} */
    let rows = [];
    /** The row that Tab reaches. */
    let current = 0;

    function draw() {
        const { table: open, metric } = store.get();
        if (!open) return;
        const column = COLUMNS.find(c => c.key === sort.key) ?? COLUMNS[0];
        const collator = new Intl.Collator(store.get().lang, { numeric: true });
        rows = shownGrids()
            .map(grid => ({ grid, value: column.value(grid) }))
            .sort((a, b) => {
                // what is unknown comes last either way
                if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
                const order =
                    typeof a.value === 'number' && typeof b.value === 'number'
                        ? a.value - b.value
                        : collator.compare(String(a.value), String(b.value));
                return sort.down ? -order : order;
            })
            .map(r => r.grid);
        const selected = rows.findIndex(g => g.id === store.get().grid);
        if (selected >= 0) current = selected;
        current = Math.min(current, Math.max(0, rows.length - 1));
        const top = root.scrollTop;
        // with its rows, so that one of them keeps the focus
        const body = h('tbody');
        renderRows(body);
        fill(
            root,
            rows.length
                ? h(
                      'table',
                      {
                          class: 'grid-table',
                          role: 'grid',
                          'aria-label': t('table.title'),
                          'aria-rowcount': rows.length + 1,
                          'data-testid': 'table',
                      },
                      h(
                          'thead',
                          {},
                          h(
                              'tr',
                              { 'aria-rowindex': 1 },
                              COLUMNS.map(c =>
                                  h(
                                      'th',
                                      {
                                          scope: 'col',
                                          class: c.number ? 'number' : null,
                                          'aria-sort': c.key === sort.key ? (sort.down ? 'descending' : 'ascending') : null,
                                      },
                                      h(
                                          'button',
                                          {
                                              type: 'button',
                                              class: c.key === metric ? 'metric' : null,
                                              'data-key': `sort-${c.key}`,
                                              'data-testid': `sort-${c.key}`,
                                              onclick: () => {
                                                  sort = { key: c.key, down: c.key === sort.key ? !sort.down : c.number };
                                                  draw();
                                              },
                                          },
                                          t(`column.${c.key}`),
                                          c.key === sort.key
                                              ? h('span', { 'aria-hidden': 'true' }, sort.down ? ' ↓' : ' ↑')
                                              : null,
                                      ),
                                  ),
                              ),
                          ),
                      ),
                      body,
                  )
                : h('p', { class: 'hint' }, t('empty.title')),
        );
        root.scrollTop = top;
    }

    /** Puts the rows in view into the page, and room for the others. */
    function renderRows(body = root.querySelector('tbody')) {
        if (!body) return;
        const from = rows.length <= ALL ? 0 : Math.max(0, Math.min(rows.length - 40, Math.floor(root.scrollTop / ROW) - 10));
        const to = rows.length <= ALL ? rows.length : Math.min(rows.length, from + 60);
        const room = (/** @type {number} */ n) => (n ? h('tr', { 'aria-hidden': 'true', style: `height:${n * ROW}px` }) : null);
        fill(
            body,
            room(from),
            rows.slice(from, to).map((g, i) => row(g, from + i)),
            room(rows.length - to),
        );
    }

    /** @param {Grid} g @param {number} i */
    function row(g, i) {
        const f = formats();
        const table = paint();
        const { grid, metric } = store.get();
        const k = table?.classOf.get(g.id) ?? NO_DATA;
        const colour = k === NO_DATA ? null : table?.rows[k].colour;
        return h(
            'tr',
            {
                tabindex: i === current ? 0 : -1,
                'aria-rowindex': i + 2,
                'aria-selected': String(g.id === grid),
                'data-grid-id': g.id,
                'data-key': `row-${g.id}`,
                'data-testid': 'row',
                onclick: () => choose(i),
                onkeydown: (/** @type {KeyboardEvent} */ e) => press(e, i),
                onmouseenter: () => view.hover(g.id),
                onmouseleave: () => view.hover(null),
            },
            COLUMNS.map(c => {
                const value = c.value(g);
                const ratio = g.figures.ratios[c.key];
                const text =
                    value === null
                        ? '–'
                        : typeof value === 'string'
                          ? value
                          : ratio
                            ? f.metric(c.key, value)
                            : c.key === 'target'
                              ? f.share(value)
                              : f.count(value);
                return h(
                    'td',
                    {
                        class: [c.number ? 'number' : '', ratio?.small ? 'small-base' : ''].join(' ').trim() || null,
                        'data-metric': c.number ? c.key : null,
                        'data-value': c.number ? (value ?? '') : null,
                        title: ratio ? ratioWords(c.key, ratio) : null,
                    },
                    c.key === metric && colour ? h('i', { class: 'swatch dot', style: `background-color:${colour}` }) : null,
                    text,
                    c.key === 'person' && g.yellow_cards
                        ? h(
                              'span',
                              { class: 'cards', title: t(`cards.${g.yellow_cards}`) },
                              yellowCards(g.yellow_cards),
                              h('span', { class: 'visually-hidden' }, t(`cards.${g.yellow_cards}`)),
                          )
                        : null,
                );
            }),
        );
    }

    /** @param {number} i */
    function choose(i) {
        current = i;
        store.set({ grid: rows[i].id, thing: null });
        view.show(rows[i].bbox);
    }

    /** @param {KeyboardEvent} e @param {number} i */
    function press(e, i) {
        const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: rows.length - 1, PageDown: i + 10, PageUp: i - 10 }[e.key];
        if (e.key === 'Enter' || e.key === ' ') choose(i);
        else if (to !== undefined) {
            current = Math.max(0, Math.min(rows.length - 1, to));
            root.scrollTop = Math.max(Math.min(root.scrollTop, current * ROW), (current + 3) * ROW - root.clientHeight);
            renderRows();
            const next = /** @type {HTMLElement | null} */ (root.querySelector(`[data-grid-id="${rows[current].id}"]`));
            next?.focus();
            view.hover(rows[current].id);
            announce(`${rows[current].name ?? rows[current].code}`);
        } else return;
        e.preventDefault();
    }

    root.addEventListener('scroll', () => {
        if (rows.length > ALL) renderRows();
    });
    store.watch(['list', 'shown', 'table', 'grid', 'metric', 'lang', 'wan', 'metrics'], draw);
    store.on(['grid'], () => root.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
}
