/** What a link shows: the part of the state that the address holds, there and back. */

import { BANDWIDTHS } from './paint.js';

/** @typedef {{lat: number, lon: number, zoom: number}} View */
/** @typedef {typeof MODES[number]} Mode how the metric is drawn */
/** @typedef {typeof CLASSINGS[number]} Classing */
/**
 * What properties of ports and sightings have to be, by `layer.property`, as in `ports.kind`; an empty text: unknown. `age` is
 * the greatest age in days.
 * @typedef {Record<string, string>} Only
 */
/** The earlier and the later of two revisions. @typedef {{from: number, to: number}} Compared */
/**
 * @typedef {object} Linked
 * @property {View | null} view null: fit the data
 * @property {string[]} layers
 * @property {string} metric
 * @property {Mode} mode
 * @property {number | null} level of the tree, 1 the coarsest; null: it follows the zoom
 * @property {Classing} classing how values are put into classes
 * @property {number | null} bandwidth of the surface, in metres; null: it follows the zoom
 * @property {string | null} basemap the id of the one that lies under the grids, or `none`; null: the first
 * @property {number | null} grid id of the selected grid
 * @property {number | null} plan
 * @property {number | null} revision a past one
 * @property {Compared | null} compared two revisions
 * @property {Only} only the ports and sightings that are shown; empty: all
 * @property {string | null} lang
 * @property {boolean} table
 */

export const MODES = /** @type {const} */ (['grid', 'surface', 'cells', 'spots']);
export const CLASSINGS = /** @type {const} */ (['thresholds', 'quantile', 'natural']);
export const LAYERS = ['base', 'grids', 'buildings', 'ports', 'sightings'];
/** By what ports and sightings are narrowed down. @type {Record<string, string[]>} */
export const NARROWED = { ports: ['kind', 'technology', 'managed_by'], sightings: ['operator', 'kind', 'age'] };
/** @type {Only} */
const ALL = {};
/** @type {Linked} */
export const DEFAULTS = {
    view: null,
    layers: ['base', 'grids', 'buildings'],
    metric: 'penetration',
    mode: 'grid',
    classing: 'thresholds',
    level: null,
    bandwidth: null,
    basemap: null,
    grid: null,
    plan: null,
    revision: null,
    compared: null,
    only: ALL,
    lang: null,
    table: false,
};

/** @param {string} search the query of an address; what can't be read takes its default @returns {Linked} */
export function parse(search) {
    const query = new URLSearchParams(search);
    const [zoom, lat, lon] = (query.get('at') ?? '').split('/').map(Number);
    const placed = query.has('at') && [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) <= 85.06 && Math.abs(lon) <= 180;
    const layers = query.get('layers');
    return {
        view: placed ? { lat, lon, zoom: Math.max(0, Math.min(20, Math.round(zoom))) } : null,
        layers: layers === null ? DEFAULTS.layers : LAYERS.filter(l => layers.split(',').includes(l)),
        metric: query.get('metric') ?? DEFAULTS.metric,
        mode: MODES.find(m => m === query.get('mode')) ?? 'grid',
        level: id(query.get('level')),
        classing: CLASSINGS.find(c => c === query.get('classes')) ?? 'thresholds',
        bandwidth: BANDWIDTHS.find(m => String(m) === query.get('bandwidth')) ?? null,
        basemap: query.get('basemap') || null,
        grid: id(query.get('grid')),
        plan: id(query.get('plan')),
        revision: id(query.get('revision')),
        compared: pair(query.get('compare')),
        only: onlyOf(query),
        lang: query.get('lang'),
        table: query.get('table') === '1',
    };
}

/**
 * @param {Linked} state @returns {string} the query with its question mark; empty when all is default but never without a view
 */
export function format(state) {
    const parts = [];
    if (state.view) {
        // a pixel at this zoom, and no more digits than that needs
        const digits = Math.max(2, Math.min(6, Math.ceil(state.view.zoom * 0.302) + 1));
        parts.push(`at=${state.view.zoom}/${state.view.lat.toFixed(digits)}/${state.view.lon.toFixed(digits)}`);
    }
    if (state.layers.join() !== DEFAULTS.layers.join())
        parts.push(`layers=${LAYERS.filter(l => state.layers.includes(l)).join(',')}`);
    if (state.metric !== DEFAULTS.metric) parts.push(`metric=${encodeURIComponent(state.metric)}`);
    if (state.mode !== DEFAULTS.mode) parts.push(`mode=${state.mode}`);
    if (state.level !== null) parts.push(`level=${state.level}`);
    if (state.classing !== DEFAULTS.classing) parts.push(`classes=${state.classing}`);
    if (state.bandwidth !== null) parts.push(`bandwidth=${state.bandwidth}`);
    if (state.basemap !== null) parts.push(`basemap=${encodeURIComponent(state.basemap)}`);
    if (state.grid !== null) parts.push(`grid=${state.grid}`);
    if (state.plan !== null) parts.push(`plan=${state.plan}`);
    if (state.revision !== null) parts.push(`revision=${state.revision}`);
    if (state.compared !== null) parts.push(`compare=${state.compared.from}-${state.compared.to}`);
    for (const [key, value] of Object.entries(state.only)) parts.push(`${key}=${encodeURIComponent(value)}`);
    if (state.lang !== null) parts.push(`lang=${encodeURIComponent(state.lang)}`);
    if (state.table) parts.push('table=1');
    return parts.length ? `?${parts.join('&')}` : '';
}

/** @param {string | null} text */
const id = text => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null);

/** @param {URLSearchParams} query @returns {Only} in an order of its own */
function onlyOf(query) {
    const keys = Object.entries(NARROWED).flatMap(([layer, names]) => names.map(name => `${layer}.${name}`));
    const found = keys.flatMap(key => {
        const value = query.get(key);
        return value === null || (key.endsWith('.age') && !/^[1-9]\d{0,4}$/.test(value)) ? [] : [[key, value]];
    });
    return found.length ? Object.fromEntries(found) : ALL;
}

/** @param {string | null} text @returns {Compared | null} */
function pair(text) {
    const [from, to, ...more] = (text ?? '').split('-').map(id);
    return from !== null && to !== undefined && to !== null && !more.length ? { from, to } : null;
}
