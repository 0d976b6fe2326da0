/** The heatmap: images that stay until their successors have come. */

import L from 'leaflet';
import { WORLD, meets, tileBounds } from '../core/mercator.js';

/** @typedef {import('../core/mercator.js').Bbox} Bbox */
/** @typedef {{image: HTMLImageElement, coords: {x: number, y: number, z: number}, controller: AbortController}} Shown */

/**
 * @param {import('leaflet').Map} map
 * @param {() => {metric: string, bandwidth: number | null}} look what is drawn, and how far around each place is looked, in
 *     metres; null: as the zoom has it
 * @param {(error: Error | null) => void} report hears of each failure, and null after each success
 */
export function createSurface(map, look, report) {
    Object.assign(map.createPane('surface').style, { zIndex: '320', pointerEvents: 'none', opacity: '0.78' });
    /** @type {Map<HTMLImageElement, Shown>} */
    const shown = new Map();

    /** @param {Shown} tile @param {RequestCache} cache */
    async function bring(tile, cache) {
        const { x, y, z } = tile.coords;
        const { metric, bandwidth } = look();
        const address = `/tiles/surface/${metric}/${z}/${x}/${y}.png${bandwidth === null ? '' : `?bandwidth=${bandwidth}`}`;
        const response = await fetch(address, { cache, signal: tile.controller.signal });
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        if (response.status === 204) return;
        const url = URL.createObjectURL(await response.blob());
        const next = new Image();
        next.src = url;
        await next.decode();
        tile.image.src = url;
        await tile.image.decode().catch(() => {});
        URL.revokeObjectURL(url);
    }

    /** @param {Shown} tile @param {RequestCache} cache */
    const tryToBring = (tile, cache) =>
        bring(tile, cache).then(
            () => report(null),
            error => {
                if (!tile.controller.signal.aborted) report(error);
            },
        );

    const Layer = L.GridLayer.extend({
        options: {
            pane: 'surface',
            tileSize: 256,
            keepBuffer: 1,
            updateWhenZooming: false,
            noWrap: true,
            bounds: WORLD,
            className: 'tiles-surface',
        },
        createTile(/** @type {{x: number, y: number, z: number}} */ coords, /** @type {Function} */ done) {
            const image = document.createElement('img');
            image.alt = '';
            const tile = { image, coords: { x: coords.x, y: coords.y, z: coords.z }, controller: new AbortController() };
            shown.set(image, tile);
            tryToBring(tile, 'default').then(() => done(null, image));
            return image;
        },
    });
    const layer = new Layer();
    layer.on('tileunload', (/** @type {{tile: HTMLImageElement}} */ { tile: image }) => {
        shown.get(image)?.controller.abort();
        shown.delete(image);
    });

    return {
        layer,
        /** After another metric was chosen. */
        redraw: () => layer.redraw(),
        /** @param {(Bbox | null)[]} boxes where something changed; null: everywhere */
        refresh: boxes =>
            Promise.all(
                [...shown.values()]
                    .filter(({ coords: { z, x, y } }) => boxes.some(box => !box || meets(box, tileBounds(z, x, y))))
                    .map(tile => tryToBring(tile, 'no-cache')),
            ),
    };
}
