/** Hexagons of one size on the ground, in the classes of the metric: what is where, whatever the grids are. */

import { t } from '../core/i18n.js';
import { isPercent } from '../core/format.js';
import { ratioOf } from '../core/ratio.js';
import { property } from '../core/mvt.js';
import { FINEST_CELLS, NO_DATA, classIndex } from '../core/paint.js';
import { createTileSource } from '../tiles/source.js';
import { areas, hatch } from './fill.js';
import { cellAt } from './pick.js';
import { createTileLayer } from './tile-layer.js';
import { traceArea } from './trace.js';
import { h } from '../parts/dom.js';
import { formats, paint, store } from '../data/state.js';

/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */

/**
 * @param {import('leaflet').Map} map
 * @param {(error: Error | null) => void} report hears of each failure, and null after each success
 */
export function createCells(map, report) {
    const source = createTileSource({
        layers: 'cells',
        minzoom: 0,
        maxzoom: FINEST_CELLS,
        query: () => (store.get().revision === null ? '' : `?revision=${store.get().revision}`),
        report,
    });
    const tiles = createTileLayer(map, {
        pane: 'cells',
        zIndex: 320,
        sources: () => [source],
        paint(c, { cells }) {
            const table = paint();
            const { isolated } = store.get();
            if (!cells || !table) return;
            const { layer } = cells;
            const metric = table.metric;
            const ratios = Array.from({ length: layer.n }, (_, i) => ratioAt(layer, i, metric.key));
            const classes = ratios.map(r => (r.value === null ? NO_DATA : classIndex(r.value, metric.breaks)));
            for (const k of [...table.rows.keys(), NO_DATA]) {
                if (!areas(c, cells, (_, i) => classes[i] === k)) continue;
                c.globalAlpha = isolated === null || isolated === k ? 1 : 0.12;
                c.fillStyle = (k === NO_DATA ? table.noData : table.rows[k]).colour;
                c.fill('evenodd');
            }
            c.globalAlpha = 1;
            if (areas(c, cells, (_, i) => ratios[i].small && (isolated === null || classes[i] === isolated))) {
                c.fillStyle = hatch(c, 'rgba(15, 23, 42, 0.45)', 1);
                c.fill('evenodd');
            }
            c.beginPath();
            for (let i = 0; i < layer.n; i++) traceArea(c, cells, i);
            c.strokeStyle = 'rgba(255, 255, 255, 0.8)';
            c.lineWidth = 1;
            c.stroke();
        },
    });
    /** @type {HTMLElement} */ (map.getPane('cells')).style.opacity = '0.78';

    return {
        layer: tiles.layer,
        repaint: tiles.repaint,
        /** After something has changed, or another time is shown. */
        async refresh() {
            source.invalidate(null);
            if (!map.hasLayer(tiles.layer)) return;
            tiles.repaintOf(source, await source.refresh(tiles.addresses(source)));
        },
        /**
         * What there is to say of the hexagon at a place in world pixels; null where there is none.
         * @param {number} x @param {number} y
         */
        words(x, y) {
            const found = cellAt(source, x, y, map.getZoom());
            if (!found) return null;
            const { layer, i } = found;
            const { metric } = store.get();
            const f = formats();
            const count = (/** @type {string} */ key) => f.count(/** @type {number | undefined} */ (property(layer, i, key)));
            return [
                h('strong', {}, `${t(`metric.${metric}`)} ${f.metric(metric, ratioAt(layer, i, metric).value)}`),
                ...['households', 'subscribers'].map(key => h('span', {}, `${t(`figure.${key}`)} ${count(key)}`)),
                h('span', {}, `${t('figure.buildings')} ${count('count')}`),
            ];
        },
    };
}

/** @param {FlatLayer} layer @param {number} i @param {string} metric @returns {import('../core/contract.js').Ratio} */
function ratioAt(layer, i, metric) {
    const part = (/** @type {string} */ name) => /** @type {number} */ (property(layer, i, `${metric}_${name}`) ?? 0);
    // of how many members is not told
    const known = part('known');
    return ratioOf(part('numerator'), part('denominator'), known, Math.max(1, known), isPercent(metric));
}
