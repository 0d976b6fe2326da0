/** The card on the map: Grid | Surface | Cells, the metric, the legend, the layers. */

import { byId, fill, h, icon, phone } from '../parts/dom.js';
import { t, word } from '../core/i18n.js';
import { about, term } from '../parts/status.js';
import { CLASSINGS, LAYERS, MODES } from '../core/url.js';
import { BANDWIDTHS, NO_DATA, bandwidthOf, cellMetres } from '../core/paint.js';
import { SURFACES } from '../core/format.js';
import { kindOf, levelsOf } from '../core/level.js';
import { formats, gridsById, gridsHere, paint, shownBasemap, store, unassignedHere } from '../data/state.js';

/** Metrics in the order of the list; others that the server knows follow. */
const FIRST = ['penetration', 'port_utilisation', 'competitor_pressure', 'workload', 'ftth_share'];

/**
 * What comes after the first picture: how the values are distributed, and what there is to say of a layer.
 * @typedef {{distribution: () => Element | null, notes: (layer: string) => Element | null}} Later
 */
/** @type {Partial<Later>} */
const later = {};

/** @typedef {ReturnType<typeof createControl>} Control */
export function createControl() {
    // open it would cover much of a small map
    let open = byId('map').offsetWidth > 700;
    const root = byId('control');
    /** What was drawn last. */
    let counted = gridsHere();
    let drawing = false;

    function draw() {
        const { mode, metric, metrics, layers, list, failures, covered, gesture } = store.get();
        counted = gridsHere();
        drawing = gesture !== null;
        const keys = metrics?.metrics.map(m => m.key) ?? [];
        const offered =
            mode === 'surface'
                ? keys.filter(k => SURFACES.includes(k))
                : [...FIRST.filter(k => keys.includes(k)), ...keys.filter(k => !FIRST.includes(k))];
        fill(
            root,
            h(
                'div',
                { class: 'control-head' },
                h(
                    'div',
                    { class: 'segments', role: 'radiogroup', 'aria-label': t('mode'), 'data-testid': 'mode' },
                    MODES.map((m, i) =>
                        h(
                            'button',
                            {
                                type: 'button',
                                role: 'radio',
                                'aria-checked': String(m === mode),
                                'data-testid': `mode-${m}`,
                                'data-key': `mode-${m}`,
                                tabindex: m === mode ? 0 : -1,
                                onclick: () => choose(m),
                                onkeydown: (/** @type {KeyboardEvent} */ e) => {
                                    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
                                    if (step) {
                                        e.preventDefault();
                                        choose(MODES[(i + step + MODES.length) % MODES.length]);
                                        byKey(`mode-${store.get().mode}`);
                                    }
                                },
                            },
                            t(`mode.${m}`),
                        ),
                    ),
                ),
                h(
                    'button',
                    {
                        class: 'quiet',
                        type: 'button',
                        'aria-expanded': String(open),
                        'aria-controls': 'control-body',
                        'aria-label': t('legend.toggle'),
                        'data-key': 'legend-toggle',
                        'data-testid': 'legend-toggle',
                        onclick: () => {
                            open = !open;
                            // one at a time
                            if (open && phone.matches) store.set({ panel: false, table: false });
                            draw();
                        },
                    },
                    icon('layers'),
                ),
            ),
            h('label', { class: 'visually-hidden', for: 'metric' }, t('metric')),
            h(
                'select',
                {
                    id: 'metric',
                    'data-testid': 'metric',
                    'data-key': 'metric',
                    onchange: (/** @type {Event} */ e) =>
                        store.set({ metric: /** @type {HTMLSelectElement} */ (e.target).value, isolated: null }),
                },
                offered.map(k => h('option', { value: k, selected: k === metric }, t(`metric.${k}`))),
            ),
            h(
                'div',
                { id: 'control-body', hidden: !open },
                levels(),
                bandwidths(),
                classings(),
                list?.grids.length ? legend() : null,
                h(
                    'fieldset',
                    { class: 'layers' },
                    h('legend', {}, t('layers')),
                    basemaps(),
                    LAYERS.flatMap(name => {
                        const failure =
                            failures[`tiles.${{ base: 'ground', grids: 'grids', buildings: 'buildings' }[name] ?? 'points'}`];
                        const row = h(
                            'label',
                            {},
                            h('input', {
                                type: 'checkbox',
                                checked: layers.includes(name),
                                disabled: name === 'base' && covered,
                                'data-testid': `layer-${name}`,
                                'data-key': `layer-${name}`,
                                onchange: () => toggle(name),
                            }),
                            sample(name),
                            h('span', {}, t(`layer.${name}`)),
                            failure && layers.includes(name)
                                ? h(
                                      'button',
                                      {
                                          class: 'link warn',
                                          type: 'button',
                                          title: failure.message,
                                          'data-key': `retry-${name}`,
                                          'data-testid': `retry-${name}`,
                                          onclick: failure.retry,
                                      },
                                      t('retry.since', { time: formats().time(failure.since) }),
                                  )
                                : null,
                        );
                        return [row, layers.includes(name) ? later.notes?.(name) : null];
                    }),
                ),
            ),
        );
    }

    /** @param {string} key */
    const byKey = key => /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${key}"]`))?.focus();

    phone.addEventListener('change', () => {
        open = !phone.matches;
        draw();
    });
    const what = /** @type {const} */ (['list', 'plan', 'mode', 'metric', 'metrics', 'layers', 'spots', 'isolated', 'failures']);
    const how = /** @type {const} */ (['level', 'shown', 'classing', 'breaks', 'bandwidth', 'planId', 'tool']);
    const more = /** @type {const} */ (['compared', 'comparison', 'revision', 'basemap', 'basemaps', 'covered', 'lang', 'wan']);
    store.watch([...what, ...how, ...more, 'only', 'seen'], draw);
    store.on(['panel', 'table'], ({ panel, table }) => {
        if (!phone.matches || !open || !(panel || table)) return;
        open = false;
        draw();
    });
    store.on(['gesture'], ({ gesture }) => {
        // most moves of a gesture change nothing of it
        if (counted !== gridsHere() || drawing !== (gesture !== null)) draw();
    });
    let zoom = store.get().view?.zoom;
    store.on(['view'], ({ view, mode }) => {
        if (view?.zoom === zoom) return;
        zoom = view?.zoom;
        if (mode === 'cells' || mode === 'surface' || later.notes) draw();
    });
    return {
        /** Draws these too from now on. @param {Partial<Later>} more */
        bring(more) {
            Object.assign(later, more);
            draw();
        },
    };
}

/** @param {import('../core/url.js').Mode} mode */
function choose(mode) {
    const { metric } = store.get();
    store.set({ mode, isolated: null, metric: mode === 'surface' && !SURFACES.includes(metric) ? SURFACES[0] : metric });
}

/** @param {string} name */
function toggle(name) {
    const { layers } = store.get();
    store.set({ layers: LAYERS.filter(l => (l === name ? !layers.includes(l) : layers.includes(l))) });
}

/** @param {string} name */
const sample = name => h('i', { class: `sample ${name}`, 'aria-hidden': 'true' });

/** Which level of the tree is shown, where there are several. */
function levels() {
    const { list, level, shown, mode, planId, tool, compared } = store.get();
    const all = levelsOf(list?.grids ?? []);
    if (all.length < 2 || mode !== 'grid' || planId !== null || compared !== null || tool !== 'select') return null;
    const deepest = all[all.length - 1];
    const name = (/** @type {number} */ l) => {
        const kind = kindOf(list?.grids ?? [], l);
        return l === deepest ? t('grids') : kind === null ? t('level.n', { n: l }) : word(kind);
    };
    return held('level', level, name(shown ?? deepest), all.map(l => [l, name(l)]));
}

/** How far around each place the surface looks. */
function bandwidths() {
    const { mode, bandwidth, view } = store.get();
    if (mode !== 'surface') return null;
    const f = formats();
    return held('bandwidth', bandwidth, f.length(bandwidthOf(view?.zoom ?? 0)), BANDWIDTHS.map(m => [m, f.length(m)]));
}

/** How values are put into classes. */
function classings() {
    const { mode, classing, compared } = store.get();
    if (mode !== 'grid' || compared !== null) return null;
    return picker('classing', classing, CLASSINGS.map(c => [c, t(`classing.${c}`)]), c => c);
}

/** Which map of others lies under the grids, where there are any. */
function basemaps() {
    const { basemaps: all, lang } = store.get();
    if (!all.length) return null;
    /** @type {[string, string][]} */
    const choices = [...all.map(b => /** @type {[string, string]} */ ([b.id, b.title[lang]])), ['none', t('basemap.none')]];
    // the first needs no word in the link
    return picker('basemap', shownBasemap()?.id ?? 'none', choices, id => (id === all[0].id ? null : id));
}

/**
 * What follows the zoom, until one of several is held.
 * @param {'level' | 'bandwidth'} key @param {number | null} value @param {string} now what the zoom has
 * @param {[number, string][]} choices
 */
const held = (key, value, now, choices) =>
    picker(key, value ?? '', [['', t('by_zoom', { now })], ...choices], chosen => (chosen ? Number(chosen) : null));

/**
 * @param {'level' | 'bandwidth' | 'classing' | 'basemap'} key @param {string | number} value
 * @param {[string | number, string][]} choices
 * @param {(chosen: string) => string | number | null} read
 */
const picker = (key, value, choices, read) =>
    h(
        'label',
        { class: 'held' },
        h('span', {}, t(key)),
        h(
            'select',
            {
                'data-testid': key,
                'data-key': key,
                onchange: (/** @type {Event} */ e) =>
                    store.set({ [key]: read(/** @type {HTMLSelectElement} */ (e.target).value), isolated: null }),
            },
            choices.map(([choice, name]) => h('option', { value: choice, selected: choice === value }, name)),
        ),
    );

/** Which state of the grids it is that the legend counts. */
function whose() {
    const { mode, plan, gesture, revision, compared } = store.get();
    const drawn = mode === 'grid' && (plan !== null || gesture !== null);
    // one that no longer fits can't be counted
    const fits = drawn && plan?.result;
    const without = plan !== null && !fits && (mode === 'spots' || mode === 'grid');
    const of = (/** @type {number} */ id) => (id ? t('state.revision', { id }) : t('state.first'));
    const [state, words] =
        drawn && gesture ? ['drawing', t('state.drawing')]
        : fits ? ['plan', t('state.plan', { status: t(`status.${plan.status}`), name: plan.name })]
        : compared ? ['compared', t('state.compared', { from: of(compared.from), to: of(compared.to) })]
        : revision !== null ? ['past', t('state.past', { of: of(revision) })]
        : ['published', t(without ? 'state.without_plan' : 'state.published')];
    return h(
        'div',
        { class: 'legend-top' },
        h('p', { class: 'legend-state', 'data-testid': 'legend-state', 'data-state': state, title: words }, words),
        about('legend'),
    );
}

function legend() {
    const table = paint();
    const { isolated, mode, list, metric, revision, view, breaks } = store.get();
    if (!table || !list) return null;
    const f = formats();
    const own = mode === 'grid' && breaks !== null;
    const homes = (/** @type {import('../core/paint.js').ClassRow} */ { households: n }) =>
        n === null ? t('sum.households.unknown') : t('sum.households', { n: f.count(n) });
    const range = (/** @type {import('../core/paint.js').ClassRow} */ { from, to }) => f.range(metric, from, to, own);
    const rows = [
        ...table.rows.map((row, k) => ({ row, k, label: row.label ? t(row.label) : range(row) })),
        ...(table.noData.grids ? [{ row: table.noData, k: NO_DATA, label: t(table.noData.label ?? 'legend.no_data') }] : []),
    ];
    // what is counted are grids, and only these are drawn as such; hot spots once they are told
    const counted = mode === 'grid' || (mode === 'spots' && table.classOf.size > 0);
    const outside = unassignedHere();
    const { better } = table.metric;
    const most = Math.max(1, ...rows.map(({ row }) => row.grids));
    const anyPerson = [...gridsById().values()].some(g => g.leaf);
    return h(
        'div',
        { class: 'legend', 'data-testid': 'legend' },
        whose(),
        mode === 'grid' ? (later.distribution?.() ?? null) : null,
        h(
            'div',
            { class: 'legend-head', 'aria-hidden': 'true' },
            h('span', {}),
            h('span', {}, table.note ? '' : t(`unit.${metric}`)),
            counted ? h('span', {}, t('grids')) : null,
            counted ? h('span', {}, t('figure.households')) : null,
        ),
        rows.map(({ row, k, label }) =>
            h(
                'button',
                {
                    class: 'class',
                    type: 'button',
                    'aria-pressed': String(isolated === k),
                    disabled: mode === 'surface' || (counted && !row.grids),
                    'data-testid': 'legend-class',
                    'data-class': k,
                    'data-key': `class-${k}`,
                    title: t('legend.isolate'),
                    'aria-label': counted
                        ? t('legend.class', {
                              range: label,
                              grids: f.count(row.grids),
                              households: homes(row),
                              share: f.share(row.share),
                          })
                        : label,
                    onclick: () => store.set({ isolated: isolated === k ? null : k }),
                },
                h('i', { class: k === NO_DATA ? 'swatch none' : 'swatch', style: `background-color:${row.colour}` }),
                h('span', { class: 'range', style: counted ? `--part:${row.grids / most}` : null }, label),
                counted ? h('span', { class: 'number' }, f.count(row.grids)) : null,
                counted
                    ? h(
                          'span',
                          { class: 'number' },
                          row.households === null ? t('unknown') : f.count(row.households),
                          row.share === null ? null : h('small', {}, f.share(row.share)),
                      )
                    : null,
            ),
        ),
        anyPerson && table.small.size && counted
            ? h(
                  'p',
                  { class: 'legend-note' },
                  h('i', { class: 'swatch small-sample' }),
                  h('span', {}, t('legend.small', { n: f.count(table.small.size) }), ' ', term('interval', t('why'), '-legend')),
              )
            : null,
        outside.buildings
            ? h(
                  'p',
                  { class: 'legend-note' },
                  h('i', { class: 'swatch hatched' }),
                  t('legend.unassigned', { buildings: f.count(outside.buildings) }),
              )
            : null,
        metric === 'market_share' && !own
            ? h('p', { class: 'legend-note' }, h('span', {}, '< 15 %: ', term('lifeline', t('lifeline'))))
            : null,
        better && !table.note ? h('p', { class: 'legend-note', 'data-testid': 'legend-better' }, t(`better.${better}`)) : null,
        table.note ? h('p', { class: 'legend-note', 'data-testid': 'legend-spots' }, t(table.note)) : null,
        mode === 'surface' ? h('p', { class: 'legend-note' }, t('legend.surface')) : null,
        mode === 'cells'
            ? h('p', { class: 'legend-note', 'data-testid': 'legend-cells' },
                t('legend.cells', { width: f.length(cellMetres(view?.zoom ?? 0)) }))
            : null,
        revision === null ? null : h('p', { class: 'legend-note', 'data-testid': 'legend-past' }, t('legend.past')),
    );
}
