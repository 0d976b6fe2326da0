/** The map that others have drawn, under everything; loaded where one is configured. */

import L from 'leaflet';
import { addressOf, tilesUnder, zoomOf } from '../core/basemap.js';
import { asGround } from '../core/ground-kinds.js';
import { VIEW_TILE, WORLD } from '../core/mercator.js';
import { decode } from '../core/mvt.js';
import { api } from '../data/api.js';
import { noteFailure, shownBasemap, store } from '../data/state.js';
import { createTileSource } from '../tiles/source.js';
import { h, named } from '../parts/dom.js';

/** @typedef {import('../core/contract.js').Basemap} Basemap */
/** @typedef {import('../core/basemap.js').Placed} Placed */
/** `ok`: null while it is on its way. @typedef {{image: HTMLImageElement, users: Set<View>, ok: boolean | null}} Picture */
/** @typedef {{canvas: HTMLCanvasElement, coords: {z: number, x: number, y: number}, tiles: Placed[], done: Function}} View */

/** A server that says nothing for so long is one that does not answer, in milliseconds. */
const PATIENCE = 12_000;
/** Then it is asked again each time so many have passed. */
const AGAIN = 20_000;

/** From now on the basemap that the state names is shown. @param {import('./view.js').MapView} view */
export async function followBasemaps(view) {
    const { map } = view;
    // it recedes: what is told of the grids lies over it
    Object.assign(map.createPane('basemap').style, { zIndex: '205', pointerEvents: 'none', opacity: '0.8' });
    store.set({ basemaps: (await api.basemaps()).basemaps });
    /** @type {{basemap: Basemap, remove: () => void} | null} */
    let shown = null;
    map.whenReady(() => {
        store.watch(['basemap', 'basemaps'], () => {
            const wanted = shownBasemap();
            if (shown?.basemap === wanted) return;
            shown?.remove();
            shown = wanted && (wanted.format === 'vector' ? createGround(view, wanted) : createPictures(map, wanted));
            if (!shown) store.set({ covered: false });
        });
    });
}

/** Vector tiles are drawn as the map's own ground is. @param {import('./view.js').MapView} view @param {Basemap} basemap */
function createGround(view, basemap) {
    const source = createTileSource({
        layers: basemap.id,
        minzoom: basemap.minzoom,
        maxzoom: basemap.maxzoom,
        addressOf: at => addressOf(basemap.tiles[0], at),
        read: bytes => asGround(decode(bytes), basemap.kinds ?? []),
        report: error => noteFailure('basemap', error, () => view.useGround(source)),
    });
    view.useGround(source);
    store.set({ covered: true });
    const credit = words(basemap);
    view.map.attributionControl.addAttribution(credit);
    return {
        basemap,
        remove() {
            view.map.attributionControl.removeAttribution(credit);
            view.useGround(null);
            noteFailure('basemap', null);
        },
    };
}

/** @param {import('leaflet').Map} map @param {Basemap} basemap */
function createPictures(map, basemap) {
    /** By address, as long as a tile of the view needs them. @type {Map<string, Picture>} */
    const pictures = new Map();
    /** @type {Map<HTMLCanvasElement, View>} */
    const views = new Map();
    let slow = 0;
    let next = 0;

    /** @param {View} view */
    const addresses = view => basemap.tiles.flatMap(servers => view.tiles.map(tile => addressOf(servers, tile)));

    /** @param {string} address @param {View} view */
    function want(address, view) {
        const known = pictures.get(address);
        if (known) {
            known.users.add(view);
            return;
        }
        /** @type {Picture} */
        const picture = { image: new Image(), users: new Set([view]), ok: null };
        pictures.set(address, picture);
        fetchOf(picture, address);
    }

    /** @param {Picture} picture @param {string} address */
    function fetchOf(picture, address) {
        const { image } = picture;
        const over = (/** @type {boolean} */ ok) => {
            picture.ok = ok;
            picture.users.forEach(draw);
            judge();
        };
        image.onload = () => over(true);
        image.onerror = () => over(false);
        // who serves maps asks where they are shown, and need not learn what is looked at
        image.referrerPolicy = 'strict-origin-when-cross-origin';
        image.decoding = 'async';
        image.src = address;
        if (!slow) slow = window.setTimeout(judge, PATIENCE, true);
    }

    /** @param {View} view */
    function draw(view) {
        const { canvas, tiles } = view;
        const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
        const ratio = canvas.width / VIEW_TILE;
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, canvas.width, canvas.height);
        for (const servers of basemap.tiles) {
            // a rim lies under the edges, which would let the ground through where two meet within a pixel
            for (const rim of basemap.crs === 'WGS84' ? [0] : [1, 0]) {
                for (const tile of tiles) {
                    const picture = pictures.get(addressOf(servers, tile));
                    if (picture?.ok) place(context, picture.image, tile, ratio, rim);
                }
            }
        }
        if (addresses(view).every(a => typeof pictures.get(a)?.ok === 'boolean')) view.done();
    }

    /** Says whether the server answers: it doesn't when nothing of all that is in sight has come. @param {boolean} [late] */
    function judge(late = false) {
        if (late) slow = 0;
        const all = [...pictures.values()];
        const come = all.some(p => p.ok);
        const silent = !come && all.length > 0 && (late || all.every(p => p.ok === false));
        if (come || !all.length) calm();
        else if (silent) {
            store.set({ covered: false });
            noteFailure('basemap', new Error(new URL(all[0].image.src).host), again);
            if (!next) next = window.setTimeout(again, AGAIN);
        }
    }

    function calm() {
        clearTimeout(slow);
        clearTimeout(next);
        slow = next = 0;
        noteFailure('basemap', null);
        store.set({ covered: reaches() });
    }

    /** Asks anew for what has not come. */
    function again() {
        clearTimeout(next);
        next = 0;
        const missing = [...pictures].filter(([, picture]) => !picture.ok);
        for (const [, picture] of missing) {
            forget(picture.image);
            picture.ok = null;
        }
        // who asks for the same at once would be given the answer that does not come
        setTimeout(() => {
            for (const [address, picture] of missing) {
                if (pictures.get(address) !== picture) continue;
                picture.image = new Image();
                fetchOf(picture, address);
            }
        }, 100);
    }

    const reaches = () => zoomOf(basemap, map.getZoom()) !== null;

    const Layer = L.GridLayer.extend({
        options: {
            pane: 'basemap',
            tileSize: VIEW_TILE,
            keepBuffer: 1,
            updateWhenZooming: false,
            noWrap: true,
            bounds: WORLD,
            className: 'tiles-basemap',
        },
        createTile(/** @type {{x: number, y: number, z: number}} */ coords, /** @type {Function} */ done) {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = VIEW_TILE * (globalThis.devicePixelRatio || 1);
            const view = { canvas, coords, tiles: tilesUnder(basemap, coords), done: () => {} };
            views.set(canvas, view);
            let told = false;
            view.done = () => {
                if (!told) setTimeout(done, 0, null, canvas);
                told = true;
            };
            addresses(view).forEach(address => want(address, view));
            draw(view);
            return canvas;
        },
    });
    const layer = new Layer();
    layer.on('tileunload', (/** @type {{tile: HTMLCanvasElement}} */ { tile: canvas }) => {
        const view = views.get(canvas);
        if (!view) return;
        views.delete(canvas);
        for (const address of addresses(view)) {
            const picture = pictures.get(address);
            picture?.users.delete(view);
            if (!picture || picture.users.size) continue;
            forget(picture.image);
            pictures.delete(address);
        }
        canvas.width = canvas.height = 0;
    });
    const cover = () => {
        if (!reaches()) calm();
        else if (!store.get().failures.basemap) store.set({ covered: true });
    };
    map.on('zoomend', cover);
    layer.addTo(map);
    cover();
    const credit = words(basemap);
    map.attributionControl.addAttribution(credit);

    return {
        basemap,
        remove() {
            map.off('zoomend', cover);
            map.attributionControl.removeAttribution(credit);
            layer.remove();
            clearTimeout(slow);
            clearTimeout(next);
            noteFailure('basemap', null);
        },
    };
}

/**
 * @param {CanvasRenderingContext2D} context @param {HTMLImageElement} image @param {Placed} tile @param {number} ratio of
 *     pixels of the screen to those of the page @param {number} rim by which it is larger at each side, in pixels of the page
 */
function place(context, image, { nw, ne, sw }, ratio, rim) {
    const { naturalWidth: w, naturalHeight: high } = image;
    const [ax, ay] = [(ne[0] - nw[0]) / w, (ne[1] - nw[1]) / w];
    const [bx, by] = [(sw[0] - nw[0]) / high, (sw[1] - nw[1]) / high];
    context.setTransform(ratio * ax, ratio * ay, ratio * bx, ratio * by, ratio * nw[0], ratio * nw[1]);
    const [rx, ry] = [rim / ax, rim / by];
    context.drawImage(image, -rx, -ry, w + 2 * rx, high + 2 * ry);
}

/** Waits no longer for a picture. @param {HTMLImageElement} image */
function forget(image) {
    image.onload = image.onerror = null;
    image.src = '';
}

/** Who is to be named. @param {Basemap} basemap */
function words({ attribution, attribution_url: url }) {
    if (!attribution) return '';
    const name = url
        ? h('a', { href: url, target: '_blank', rel: 'noopener', ...named('basemap-credit') }, attribution)
        : h('span', named('basemap-credit'), attribution);
    return name.outerHTML;
}
