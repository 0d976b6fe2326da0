/** What is drawn above the choropleth: buildings, or their sums per cell at low zooms, borders, and then ports and sightings. */

import { POINT, POLYGON, property } from '../core/mvt.js';
import { NO_DATA, classIndex, crowding } from '../core/paint.js';
import { traceArea, traceOutline } from './trace.js';

/** @typedef {import('./tile-layer.js').Placed} Placed */
/** @typedef {import('../core/contract.js').Grid} Grid */
/** @typedef {import('../core/contract.js').Metric} Metric */
/** @typedef {import('../core/paint.js').Crowding} Crowding */
/** @typedef {CanvasRenderingContext2D} Context */

/** From this zoom on buildings are large enough to carry a colour of their own. */
export const BUILDING_COLOURS_FROM = 16;
const UNKNOWN = '#e0e0e0';

/**
 * @param {() => {layers: string[], grids: Grid[], penetration: Metric | null, points: import('./points.js').Points | null}} look
 *     `points`: loaded with the first port or sighting
 * @returns {import('./tile-layer.js').Painter}
 */
export const marksPainter = look => (c, placed, zoom) => {
    const { layers, grids, penetration, points } = look();
    const crowd = crowding(grids, zoom);
    c.lineJoin = 'round';
    // where grids are too small to be told apart, so is what lies in them
    const apart = crowd.apart && layers.includes('buildings');
    if (placed.buildings && apart) paintBuildings(c, placed.buildings, zoom, penetration, crowd.dot);
    if (layers.includes('grids')) {
        if (placed.grids) paintBorders(c, placed.grids, crowd);
        if (placed.branches) paintOutline(c, placed.branches);
    }
    points?.paint(c, placed, zoom);
};

/** @param {Context} c @param {Placed} placed @param {number} zoom @param {Metric | null} metric @param {number} dot */
function paintBuildings(c, placed, zoom, metric, dot) {
    const { layer } = placed;
    const coloured = zoom >= BUILDING_COLOURS_FROM && metric !== null;
    const classes = coloured ? ownClasses(layer, metric) : null;
    const rows = coloured ? [NO_DATA, ...metric.colours.keys()] : [NO_DATA];
    for (const k of rows) {
        c.beginPath();
        for (let i = 0; i < layer.n; i++) {
            if ((classes && classes[i] !== k) || property(layer, i, 'count') !== undefined) continue;
            if (layer.types[i] === POLYGON) traceArea(c, placed, i);
            else square(c, placed, i, zoom >= 15 ? 3 : 1.5);
        }
        if (!classes) {
            c.fillStyle = 'rgba(71, 85, 105, 0.38)';
            c.fill('evenodd');
            continue;
        }
        c.fillStyle = k === NO_DATA ? UNKNOWN : (metric?.colours[k] ?? UNKNOWN);
        c.fill('evenodd');
        c.strokeStyle = 'rgba(51, 65, 85, 0.75)';
        c.lineWidth = 0.8;
        c.setLineDash(k === NO_DATA ? [1.5, 2] : []);
        c.stroke();
        c.setLineDash([]);
    }
    if (layer.columns.count) paintCells(c, placed, dot);
}

/**
 * Sums per cell as dots whose area is proportional to households, or to buildings where households are unknown.
 * @param {Context} c @param {Placed} placed @param {number} dot radius of one household's
 */
function paintCells(c, placed, dot) {
    const { layer } = placed;
    c.beginPath();
    for (let i = 0; i < layer.n; i++) {
        const count = property(layer, i, 'count');
        if (typeof count !== 'number') continue;
        const households = property(layer, i, 'households');
        const r = Math.min(9, dot * Math.sqrt(typeof households === 'number' ? households : 20 * count));
        disc(c, placed, i, Math.max(5 * dot, r));
    }
    c.fillStyle = 'rgba(51, 65, 85, 0.42)';
    c.fill();
}

/**
 * Class of each building by its own penetration.
 * @param {import('../core/mvt.js').FlatLayer} layer @param {Metric} metric @returns {Int8Array}
 */
function ownClasses(layer, metric) {
    const known = layer.derived.ownClasses;
    if (known?.metric === metric) return known.classes;
    const classes = new Int8Array(layer.n).fill(NO_DATA);
    for (let i = 0; i < layer.n; i++) {
        const households = property(layer, i, 'households');
        const subscribers = property(layer, i, 'subscribers');
        if (typeof households !== 'number' || typeof subscribers !== 'number' || !households) continue;
        classes[i] = classIndex(subscribers / households, metric.breaks);
    }
    layer.derived.ownClasses = { metric, classes };
    return classes;
}

/**
 * Finer levels first, so that a district's border lies over its communities'.
 * @param {Context} c @param {Placed} placed @param {Crowding} crowd
 */
function paintBorders(c, placed, crowd) {
    const { layer } = placed;
    /** @type {Map<number, number[]>} */
    const levels = (layer.derived.levels ??= byLevel(layer));
    const deepest = Math.max(...levels.keys());
    const drawn = [...levels.keys()].filter(level => crowd.border(level) > 0).sort((a, b) => b - a);
    for (const level of drawn) {
        c.beginPath();
        for (const i of levels.get(level) ?? []) traceOutline(c, placed, i);
        const part = crowd.border(level);
        const width = part * (level === deepest ? 1.1 : Math.min(2.6, 1.2 + 0.6 * (deepest - level)));
        c.strokeStyle = `rgba(255, 255, 255, ${0.75 * part})`;
        c.lineWidth = width + 2 * part;
        // two casings are told apart, more of them are noise
        if (drawn.indexOf(level) >= drawn.length - 2) c.stroke();
        c.strokeStyle = level === deepest ? '#475569' : '#1e293b';
        c.lineWidth = width;
        c.stroke();
    }
}

/** @param {import('../core/mvt.js').FlatLayer} layer */
function byLevel(layer) {
    /** @type {Map<number, number[]>} */
    const levels = new Map();
    for (let i = 0; i < layer.n; i++) {
        const level = Number(property(layer, i, 'level') ?? 1);
        const list = levels.get(level);
        if (list) list.push(i);
        else levels.set(level, [i]);
    }
    return levels;
}

/** @param {Context} c @param {Placed} placed */
function paintOutline(c, placed) {
    c.beginPath();
    for (let i = 0; i < placed.layer.n; i++) {
        if (property(placed.layer, i, 'kind') !== 'unassigned') traceOutline(c, placed, i);
    }
    c.strokeStyle = '#0f172a';
    c.lineWidth = 2;
    c.setLineDash([10, 3, 2, 3]);
    c.stroke();
    c.setLineDash([]);
}

/** @param {Placed} placed @param {number} i @returns {[number, number]} of the feature's first point */
function at({ layer: { xy, pointOf, partOf }, k, dx, dy }, i) {
    const p = 2 * pointOf[partOf[i]];
    return [xy[p] * k + dx, xy[p + 1] * k + dy];
}

/** @param {Context} c @param {Placed} placed @param {number} i @param {number} r */
function square(c, placed, i, r) {
    if (placed.layer.types[i] !== POINT) return;
    const [x, y] = at(placed, i);
    c.rect(x - r, y - r, 2 * r, 2 * r);
}

/** @param {Context} c @param {Placed} placed @param {number} i @param {number} r */
function disc(c, placed, i, r) {
    const [x, y] = at(placed, i);
    c.moveTo(x + r, y);
    c.arc(x, y, r, 0, 2 * Math.PI);
}
