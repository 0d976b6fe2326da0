/** Ports and sightings: how they are drawn, which of them lie at a place, and what is in view. Loaded with the first of them. */

import { POINT, property } from '../core/mvt.js';
import { classIndex } from '../core/paint.js';
import { NARROWED } from '../core/url.js';
import { WIDEST, accepted, apartFrom, bunches, countIn, valuesOf } from '../core/things.js';
import { VIEW_TILE, placement } from '../core/mercator.js';
import { store } from '../data/state.js';
import { spot } from './pick.js';
import { addressOf } from './tile-layer.js';

/** @typedef {import('./tile-layer.js').Placed} Placed */
/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */
/** @typedef {import('../core/contract.js').Metric} Metric */
/** @typedef {import('../core/things.js').Bunch} Bunch */
/** @typedef {CanvasRenderingContext2D} Context */
/** @typedef {'ports' | 'sightings'} Name */

export const SEVERITY = ['#fdd0a2', '#fdb863', '#f59a3e', '#e66101', '#b34700'];
const NAMES = /** @type {const} */ (['ports', 'sightings']);

/**
 * @param {import('leaflet').Map} map
 * @param {ReturnType<typeof import('./tile-layer.js').createTileLayer>} marks on which they are drawn
 * @param {import('../tiles/source.js').TileSource} source of both
 * @param {Record<string, number>} minzoom of each layer, from which zoom of the tiles on they hold each thing
 */
export function createPoints(map, marks, source, minzoom) {
    /** Values that were met, by layer and property. @type {Record<string, Set<string>>} */
    const met = {};
    let looking = 0;

    const grids = () => store.get().list?.grids ?? [];
    const utilisation = () => store.get().metrics?.metrics.find(m => m.key === 'port_utilisation') ?? null;
    const isShown = (/** @type {Name} */ name) => store.get().layers.includes(name);
    const mask = (/** @type {FlatLayer} */ layer) => accepted(layer, store.get().only, store.get().list?.as_of ?? '');
    const from = (/** @type {Name} */ name) => Math.max(minzoom[name] + 1, apartFrom(grids(), name));

    /** @param {Name} name @param {number} zoom @returns {'all' | 'left' | 'right'} */
    const side = (name, zoom) =>
        !NAMES.every(other => isShown(other) && zoom < from(other)) ? 'all' : name === 'ports' ? 'left' : 'right';

    /** What is drawn as bunches of a layer of a tile; null: each thing is drawn. @param {FlatLayer} layer @param {number} zoom */
    function bunched(layer, zoom) {
        const name = /** @type {Name} */ (layer.name);
        return zoom < from(name) ? bunches(layer, mask(layer), side(name, zoom)) : null;
    }

    map.on('moveend', look);
    store.on(['layers', 'only', 'list'], look);
    return {
        /** @param {Context} c @param {Record<string, Placed>} placed @param {number} zoom */
        paint(c, placed, zoom) {
            const metric = utilisation();
            const scale = markScale(zoom);
            for (const name of NAMES) {
                const here = placed[name];
                if (!here || !isShown(name)) continue;
                const { layer } = here;
                const one = (/** @type {number} */ i) =>
                    name === 'ports' ? paintPort(c, here, i, metric, scale) : paintSighting(c, here, i, scale);
                const all = bunched(layer, zoom);
                for (const bunch of all ?? []) isAlone(layer, bunch) ? one(bunch.first) : paintBunch(c, here, bunch, metric);
                if (all) continue;
                const shown = mask(layer);
                for (let i = 0; i < layer.n; i++) if (shown[i]) one(i);
            }
        },
        /**
         * Which things are marked for themselves.
         * @param {FlatLayer} layer @param {number} zoom @returns {(i: number) => boolean}
         */
        alone(layer, zoom) {
            const all = bunched(layer, zoom);
            const firsts = all && new Set(all.filter(b => isAlone(layer, b)).map(b => b.first));
            return i => (firsts ? firsts.has(i) : mask(layer)[i] === 1);
        },
        /**
         * The bunch whose mark is there. @param {number} x in world pixels of the zoom @param {number} y
         * @returns {(Bunch & {name: Name}) | null}
         */
        bunchAt(x, y) {
            const zoom = map.getZoom();
            for (const name of NAMES) {
                const s = isShown(name) ? spot(source, name, x, y, zoom) : null;
                const found = s && bunched(s.layer, zoom)
                    ?.find(b => !isAlone(s.layer, b) && Math.hypot(b.x - s.x, b.y - s.y) * s.k <= radius(b));
                if (found) return { ...found, name };
            }
            return null;
        },
        look,
    };

    /** Tells what is in view before the next frame. */
    function look() {
        looking ||= requestAnimationFrame(() => {
            looking = 0;
            const seen = Object.fromEntries(NAMES.filter(isShown).map(name => [name, inView(name)]));
            if (JSON.stringify(seen) !== JSON.stringify(store.get().seen)) store.set({ seen });
        });
    }

    /** @param {Name} name @returns {import('../core/things.js').Seen} */
    function inView(name) {
        const zoom = map.getZoom();
        const bounds = map.getPixelBounds();
        const [min, max] = [bounds.getTopLeft(), bounds.getBottomRight()];
        const there = new Map(marks.tiles().flatMap(({ coords }) => {
            const address = addressOf(source, coords);
            return address ? [[`${address.x}/${address.y}`, address]] : [];
        }));
        let n = 0;
        let exact = there.size > 0;
        let sums = false;
        for (const address of there.values()) {
            const tile = source.peek(address);
            exact &&= tile !== null;
            const layer = tile?.[name];
            if (!layer) continue;
            const { k } = placement(address, layer.extent);
            const [left, top] = [address.x, address.y].map(v => v * VIEW_TILE * address.scale);
            const part = [min.x - left, min.y - top, max.x - left, max.y - top].map(v => v / k);
            const found = countIn(layer, mask(layer), /** @type {[number, number, number, number]} */ (part));
            n += found.n;
            exact &&= found.exact;
            sums ||= layer.columns.count !== undefined;
            for (const column of NARROWED[name].filter(c => c !== 'age')) {
                const values = (met[`${name}.${column}`] ??= new Set());
                valuesOf(layer, column).forEach(value => values.add(value));
            }
        }
        const values = Object.fromEntries(NARROWED[name].map(column => [column, [...(met[`${name}.${column}`] ?? [])].sort()]));
        return { n, exact, sums, told: minzoom[name] + 1, bunched: zoom < from(name), from: from(name), values };
    }
}

/** @typedef {ReturnType<typeof createPoints>} Points */

/** Whether it is one thing that the tile tells of, and no sum. @param {FlatLayer} layer @param {Bunch} b */
const isAlone = (layer, { n, first }) => n === 1 && property(layer, first, 'count') === undefined;

/** Marks of single points are small where many are in view. @param {number} zoom */
const markScale = zoom => Math.max(0.65, Math.min(1, 0.45 + (zoom - 13) * 0.2));

/** In pixels; the area grows with their number, slower and slower. @param {Bunch} bunch */
const radius = ({ n }) => Math.min(WIDEST, 6 + 1.7 * Math.log2(n) / 2);

/**
 * As many things as are written on it: ports as a square, in the colour of what is used of them, sightings as a disc.
 * @param {Context} c @param {Placed} placed @param {Bunch} bunch @param {Metric | null} metric
 */
function paintBunch(c, { layer, k, dx, dy }, bunch, metric) {
    const port = layer.name === 'ports';
    const [x, y, r] = [bunch.x * k + dx, bunch.y * k + dy, radius(bunch)];
    c.beginPath();
    if (port) c.roundRect(x - r, y - r, 2 * r, 2 * r, 3);
    else c.arc(x, y, r, 0, 2 * Math.PI);
    const i = port && metric && bunch.capacity ? classIndex(bunch.used / bunch.capacity, metric.breaks) : -1;
    c.fillStyle = !port ? SEVERITY[1] : (metric?.colours[i] ?? '#ffffff');
    c.fill();
    c.strokeStyle = port ? '#334155' : '#7c2d12';
    c.lineWidth = 1;
    if (port && i < 0) c.setLineDash([2, 1.5]);
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = i > 2 ? '#ffffff' : '#1c1917';
    c.font = '600 10px system-ui, sans-serif';
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(shortly(bunch.n), x, y + 0.5);
}

/** In four letters. @param {number} n */
const shortly = n =>
    n < 1000 ? String(n)
    : n < 9950 ? `${(n / 1000).toFixed(1)}k`
    : n < 999_500 ? `${Math.round(n / 1000)}k`
    : `${Math.round(n / 1e6)}M`;

/**
 * A square in the colour of its utilisation; hollow where the capacity is unknown.
 * @param {Context} c @param {Placed} placed @param {number} i @param {Metric | null} metric
 * @param {number} scale of the marks
 */
function paintPort(c, placed, i, metric, scale) {
    const { layer } = placed;
    if (layer.types[i] !== POINT) return;
    const capacity = property(layer, i, 'capacity');
    const used = property(layer, i, 'used');
    const known = typeof capacity === 'number' && typeof used === 'number' && capacity > 0;
    const [x, y] = at(placed, i);
    const r = 4 * scale;
    c.beginPath();
    c.rect(x - r, y - r, 2 * r, 2 * r);
    c.fillStyle = known && metric ? metric.colours[classIndex(used / capacity, metric.breaks)] : 'rgba(255, 255, 255, 0.55)';
    c.fill();
    c.strokeStyle = '#ffffff';
    c.lineWidth = 1 + 1.6 * scale;
    if (known) c.stroke();
    c.strokeStyle = '#334155';
    c.lineWidth = known ? 1 : 1.4;
    c.setLineDash(known ? [] : [2, 1.5]);
    c.stroke();
    c.setLineDash([]);
    if (!known || used <= capacity) return;
    // more used than there are: a data error, marked with a stroke through the square
    c.beginPath();
    c.moveTo(x - 5.5, y + 5.5);
    c.lineTo(x + 5.5, y - 5.5);
    c.strokeStyle = '#b34700';
    c.lineWidth = 1.8;
    c.stroke();
}

/**
 * A triangle, larger and darker the graver; hollow where the severity is unknown.
 * @param {Context} c @param {Placed} placed @param {number} i @param {number} scale of the marks
 */
function paintSighting(c, placed, i, scale) {
    const severity = property(placed.layer, i, 'severity');
    const [x, y] = at(placed, i);
    const r = (5 + (typeof severity === 'number' ? severity * 0.7 : 1)) * scale;
    c.beginPath();
    c.moveTo(x, y - r);
    c.lineTo(x + r * 0.92, y + r * 0.66);
    c.lineTo(x - r * 0.92, y + r * 0.66);
    c.closePath();
    c.strokeStyle = '#ffffff';
    c.lineWidth = 2.6;
    c.stroke();
    c.fillStyle = typeof severity === 'number' ? SEVERITY[Math.max(0, Math.min(4, Math.round(severity) - 1))] : '#ffffff';
    c.fill();
    c.strokeStyle = '#7c2d12';
    c.lineWidth = 1;
    c.stroke();
}

/** @param {Placed} placed @param {number} i @returns {[number, number]} of the feature's first point */
function at({ layer: { xy, pointOf, partOf }, k, dx, dy }, i) {
    const p = 2 * pointOf[partOf[i]];
    return [xy[p] * k + dx, xy[p + 1] * k + dy];
}
