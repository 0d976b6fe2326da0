/**
 * What the layer list says of buildings, ports and sightings: from which zoom on they are shown, how many are in view, what their
 * marks mean; and where ports and sightings are narrowed down.
 */

import { crowding } from '../core/paint.js';
import { t, word } from '../core/i18n.js';
import { NARROWED } from '../core/url.js';
import { loadTexts } from '../data/api.js';
import { formats, store } from '../data/state.js';
import { h, svg, useStyle } from '../parts/dom.js';

/** Ages to choose from, in days. */
const AGES = ['7', '30', '90', '180', '365'];
/** As the map draws them; the graver the darker. */
const SEVERITY = ['#fdd0a2', '#fdb863', '#f59a3e', '#e66101', '#b34700'];
/** Whose key is unfolded. @type {Set<string>} */
const unfolded = new Set();

/** @param {import('./control.js').Control} control */
export async function bringNotes(control) {
    useStyle('layers.css');
    await loadTexts(store.get().lang, 'map');
    control.bring({ notes: name => (name === 'buildings' ? ofBuildings() : name in NARROWED ? ofThings(name) : null) });
}

/** @param {string} name @param {...(string | null)} said */
const note = (name, ...said) => h('p', { class: 'layer-note', 'data-testid': `note-${name}` }, said.filter(Boolean).join(' · '));

/** Where buildings are too small to be told apart they are not drawn. */
function ofBuildings() {
    const { list, view } = store.get();
    const grids = list?.grids ?? [];
    const zoom = view?.zoom ?? 0;
    if (!grids.length || crowding(grids, zoom).apart) return null;
    let from = zoom;
    while (from < 20 && !crowding(grids, from).apart) from++;
    return note('buildings', t('things.hidden', { zoom: from, now: zoom }));
}

/** @param {string} name */
function ofThings(name) {
    const { seen, only, view } = store.get();
    const here = seen[name];
    if (!here) return null;
    const f = formats();
    const narrowed = Object.keys(only).some(key => key.startsWith(`${name}.`));
    const untold = here.sums && narrowed;
    const n = t(here.exact ? 'things.shown' : 'things.about', { n: f.count(here.n) });
    const key = () => [name === 'ports' ? keyOfPorts() : keyOfSightings(), here.bunched ? bunched(name, here.from) : null];
    return h(
        'details',
        {
            class: 'layer-key',
            open: unfolded.has(name),
            'data-testid': `key-${name}`,
            ontoggle: (/** @type {Event} */ e) => {
                const { open } = /** @type {HTMLDetailsElement} */ (e.currentTarget);
                unfolded[open ? 'add' : 'delete'](name);
            },
        },
        h(
            'summary',
            { 'data-key': `key-${name}`, 'data-testid': `shown-${name}`, 'data-n': untold ? '' : here.n },
            untold
                ? t('things.untold', { zoom: here.told, now: view?.zoom ?? 0 })
                : [n, narrowed ? t('things.narrowed') : null].filter(Boolean).join(' · '),
        ),
        h('ul', { class: 'key-marks' }, key().flat()),
        h('div', { class: 'narrow' }, NARROWED[name].map(column => choice(name, column, here.values[column] ?? []))),
    );
}

/** @param {string} name @param {string} column @param {string[]} met values */
function choice(name, column, met) {
    const { only } = store.get();
    const key = `${name}.${column}`;
    const chosen = only[key];
    const values = column === 'age' ? AGES : met;
    const all = chosen === undefined || values.includes(chosen) ? values : [...values, chosen];
    // what is the same for all, as far as is known, narrows nothing down
    if (column !== 'age' && chosen === undefined && all.length < 2) return null;
    const said = (/** @type {string} */ value) =>
        column === 'age' ? t('things.days', { n: Number(value) }) : value === '' ? t('unknown') : word(value);
    return h(
        'label',
        { class: 'held' },
        h('span', {}, t(`things.by.${column}`)),
        h(
            'select',
            {
                'data-testid': key,
                'data-key': key,
                onchange: (/** @type {Event} */ e) => {
                    const { [key]: _, ...others } = store.get().only;
                    const { selectedOptions: [option] } = /** @type {HTMLSelectElement} */ (e.target);
                    store.set({ only: option.dataset.all === undefined ? { ...others, [key]: option.value } : others });
                },
            },
            h('option', { 'data-all': true, value: '*' }, t('things.all')),
            all.map(value => h('option', { value, selected: value === chosen }, said(value))),
        ),
    );
}

/** @param {Element} mark @param {string} said @param {string} [kind] */
const row = (mark, said, kind) => h('li', { class: kind }, mark, h('span', {}, said));

/** @param {...Element} shapes in 16 by 16 units */
const mark = (...shapes) => svg('svg', { viewBox: '0 0 16 16', class: 'key-mark', 'aria-hidden': 'true' }, ...shapes);

/** @param {string} fill @param {Record<string, string>} [more] */
const square = (fill, more) => svg('rect', { x: 3.5, y: 3.5, width: 9, height: 9, fill, stroke: '#334155', ...more });

/** @param {string} fill @param {number} r */
const triangle = (fill, r) =>
    svg('path', { d: `M8 ${8 - r}l${r * 0.92} ${r * 1.66}h${-r * 1.84}z`, fill, stroke: '#7c2d12', 'stroke-linejoin': 'round' });

function keyOfPorts() {
    const { metrics } = store.get();
    const metric = metrics?.metrics.find(m => m.key === 'port_utilisation');
    const f = formats();
    const classes = metric?.colours.map((colour, i) =>
        row(mark(square(colour)), f.range(metric.key, metric.breaks[i - 1] ?? null, metric.breaks[i] ?? null)),
    );
    return [
        h('li', { class: 'key-title' }, t('metric.port_utilisation')),
        ...(classes ?? []),
        row(mark(square('#ffffff', { 'stroke-dasharray': '2 1.5' })), t('things.capacity_unknown')),
        row(
            mark(
                square(metric?.colours.at(-1) ?? '#ffffff'),
                svg('path', { d: 'M2.5 13.5l11-11', stroke: '#b34700', 'stroke-width': 1.8 }),
            ),
            t('things.overfull'),
        ),
    ];
}

const keyOfSightings = () => [
    h('li', { class: 'key-title' }, t('things.severity')),
    ...SEVERITY.map((colour, i) => row(mark(triangle(colour, 4.2 + 0.6 * (i + 1))), t(`severity.${i + 1}`))),
    row(mark(triangle('#ffffff', 5.2)), t('things.severity_unknown')),
];

/** @param {string} name @param {number} zoom from which on each has its own mark */
const bunched = (name, zoom) =>
    row(
        name === 'ports'
            ? mark(svg('rect', { x: 1.5, y: 1.5, width: 13, height: 13, rx: 2.5, fill: '#ffffff', stroke: '#334155' }), digits())
            : mark(svg('circle', { cx: 8, cy: 8, r: 6.8, fill: SEVERITY[1], stroke: '#7c2d12' }), digits()),
        t('things.bunched', { zoom }),
        'wide',
    );

const digits = () => svg('text', { x: 8, y: 11, 'text-anchor': 'middle', 'font-size': 8, 'font-weight': 600 }, '12');
