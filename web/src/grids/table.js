/**
 * The table of the grids that are shown: everything the map says, for the keyboard and for screen readers. Only the rows in
 * view are in the page.
 */

import { byId, fill, h, named, useStyle, yellowCards } from '../parts/dom.js';
import { hasText, t } from '../core/i18n.js';
import { about, announce, toast } from '../parts/status.js';
import { formats, gridHere, onGridsHere, paint, shownGrids, store } from '../data/state.js';
import { NO_DATA } from '../core/paint.js';
import { ratioWords } from '../parts/figures.js';

/** @typedef {import('../data/state.js').Grid} Grid */

useStyle('table.css');

/** Pixels of a row; a finger needs more. */
const ROW = matchMedia('(pointer: coarse)').matches ? 44 : 34;
/** Below this many all rows are in the page. */
const ALL = 200;
/** The metrics that have a column until others are chosen. */
const RATIOS = ['penetration', 'port_utilisation', 'ftth_share', 'competitor_pressure', 'workload'];
/** Where the browser keeps which are chosen. */
const CHOSEN = 'wangge.columns';

/** @typedef {{key: string, number: boolean, value: (g: Grid) => string | number | null}} Column */
/** @type {Column[]} */
const WORDS = [
    { key: 'code', number: false, value: g => g.code },
    { key: 'name', number: false, value: g => g.name },
    { key: 'parent', number: false, value: g => gridHere(g.parent_id)?.name ?? g.parent },
    { key: 'person', number: false, value: g => g.person },
    { key: 'households', number: true, value: g => g.figures.households },
    { key: 'subscribers', number: true, value: g => g.figures.subscribers },
];
/** @type {Column} */
const TARGET = {
    key: 'target',
    number: true,
    value: g =>
        g.target_new_subscribers && g.figures.new_subscribers !== null
            ? g.figures.new_subscribers / g.target_new_subscribers
            : null,
};

/** @param {string} key of a metric @returns {Column} */
const ofMetric = key => ({ key, number: true, value: g => g.figures.ratios[key]?.value ?? null });

/** @param {string} key */
const title = key => t(hasText(`column.${key}`) ? `column.${key}` : `metric.${key}`);

/** What a filter looks at. @param {Grid} g */
const words = g => [g.code, g.name, gridHere(g.parent_id)?.name, g.person].join('\n').toLowerCase();

/** @param {import('../map/view.js').MapView} view */
export function createTable(view) {
    const root = byId('drawer-body');
    let sort = { key: 'code', down: false };
    let filter = '';
    let chosen = RATIOS;
    try {
        chosen = JSON.parse(localStorage.getItem(CHOSEN) ?? 'null') ?? RATIOS;
    } catch {
        // a browser that keeps nothing, or something else under the name
    }
    /** @type {Grid[]} */
    let rows = [];
    /** As they were sorted last. @type {Grid[]} */
    let sorted = [];
    /** The row that Tab reaches. */
    let current = 0;

    function draw() {
        const { table: open, metric, metrics } = store.get();
        if (!open) return;
        const shown = columns();
        const column = shown.find(c => c.key === sort.key) ?? shown[0];
        const wanted = filter.trim().toLowerCase();
        const all = shownGrids();
        const collator = new Intl.Collator(store.get().lang, { numeric: true });
        rows = all
            .filter(g => !wanted || words(g).includes(wanted))
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
        sorted = rows;
        const selected = rows.findIndex(g => g.id === store.get().grid);
        if (selected >= 0) current = selected;
        current = Math.min(current, Math.max(0, rows.length - 1));
        const top = root.scrollTop;
        // with its rows, so that one of them keeps the focus
        const body = h('tbody');
        renderRows(body);
        fill(
            root,
            all.length ? tools(all.length, metrics?.metrics.map(m => m.key) ?? []) : null,
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
                              shown.map(c =>
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
                                                  sort = { key: c.key, down: c.key === sort.key ? !sort.down : worstDown(c) };
                                                  draw();
                                              },
                                          },
                                          title(c.key),
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
                : h('p', { class: 'hint' }, t(all.length ? 'table.none' : 'empty.title')),
        );
        root.scrollTop = top;
    }

    /** While one draws the rows stay in their places, and say what they are now; what is new comes last. */
    function follow() {
        if (!store.get().table) return;
        const now = new Map(shownGrids().map(g => [g.id, g]));
        const had = new Set(sorted.map(g => g.id));
        const wanted = filter.trim().toLowerCase();
        const made = [...now.values()].filter(g => g.draft && !had.has(g.id) && (!wanted || words(g).includes(wanted)));
        rows = [...sorted.flatMap(g => now.get(g.id) ?? []), ...made];
        root.querySelector('table')?.setAttribute('aria-rowcount', String(rows.length + 1));
        renderRows();
    }

    /** Those chosen, and the metric that the map shows. @returns {Column[]} */
    function columns() {
        const { metric, metrics } = store.get();
        const keys = metrics?.metrics.map(m => m.key).filter(key => chosen.includes(key) || key === metric) ?? [];
        return [...WORDS, ...keys.map(ofMetric), TARGET];
    }

    /** Whether the worst come first when the largest do. @param {Column} column */
    const worstDown = ({ key, number }) => number && store.get().metrics?.metrics.find(m => m.key === key)?.better !== 'up';

    /** @param {number} total @param {string[]} keys of the metrics that there are */
    function tools(total, keys) {
        return h(
            'div',
            { class: 'table-tools' },
            h('input', {
                type: 'search',
                value: filter,
                placeholder: t('table.filter'),
                'aria-label': t('table.filter'),
                ...named('table-filter'),
                oninput: (/** @type {Event} */ e) => {
                    filter = /** @type {HTMLInputElement} */ (e.target).value;
                    current = 0;
                    draw();
                },
            }),
            h('span', { role: 'status' }, filter.trim() ? t('table.found', { n: rows.length, total }) : ''),
            h(
                'details',
                {},
                h('summary', named('table-columns'), t('table.columns')),
                h(
                    'div',
                    { class: 'choices' },
                    keys.map(key =>
                        h(
                            'label',
                            {},
                            h('input', {
                                type: 'checkbox',
                                checked: chosen.includes(key),
                                ...named(`column-${key}`),
                                onchange: () => choosing(key),
                            }),
                            t(`metric.${key}`),
                        ),
                    ),
                ),
            ),
            h('button', { type: 'button', class: 'quiet', ...named('table-copy'), onclick: copy }, t('table.copy')),
            about('table'),
        );
    }

    /** @param {string} key */
    function choosing(key) {
        chosen = chosen.includes(key) ? chosen.filter(k => k !== key) : [...chosen, key];
        try {
            localStorage.setItem(CHOSEN, JSON.stringify(chosen));
        } catch {
            // for this visit alone, then
        }
        draw();
    }

    /** The rows as a spreadsheet takes them: numbers in full, unknown ones empty. */
    async function copy() {
        const shown = columns();
        const line = (/** @type {(string | number | null)[]} */ cells) =>
            cells.map(cell => String(cell ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t');
        const text = [line(shown.map(c => title(c.key))), ...rows.map(g => line(shown.map(c => c.value(g))))].join('\n');
        try {
            await navigator.clipboard.writeText(text);
            toast(t('table.copied', { n: rows.length }));
        } catch {
            // not allowed, or not over a plain connection
            toast(t('table.not_copied'), { kind: 'error' });
        }
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
            columns().map(c => {
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
            root.scrollTop = Math.max(Math.min(root.scrollTop, current * ROW), (current + 4) * ROW - root.clientHeight);
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
    store.watch(['list', 'shown', 'table', 'grid', 'metric', 'breaks', 'spots', 'mode', 'lang', 'wan', 'metrics'], draw);
    onGridsHere(() => (store.get().gesture ? follow() : draw()));
    store.on(['grid'], () => root.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }));
}
