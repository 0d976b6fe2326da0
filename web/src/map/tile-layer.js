/** Leaflet's grid of tiles, each a canvas painted from the decoded tiles of one or more sources. */

import L from 'leaflet';
import { VIEW_TILE, WORLD, dataTile, placement, worldX, worldY } from '../core/mercator.js';

/** @typedef {import('../tiles/source.js').TileSource} TileSource */
/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */
/** A layer and where its units fall on the canvas. @typedef {{layer: FlatLayer, k: number, dx: number, dy: number}} Placed */
/** Where degrees fall on the canvas. @typedef {Pick<import('./overlay.js').Frame, 'x' | 'y'>} Degrees */
/**
 * @typedef {(context: CanvasRenderingContext2D, layers: Record<string, Placed>, zoom: number, degrees: Degrees) => void} Painter
 */
/**
 * @typedef {{canvas: HTMLCanvasElement, coords: {x: number, y: number, z: number}, who: symbol, held: Map<TileSource,
 *     import('../core/mercator.js').DataTile>}} Shown
 */

/**
 * @param {TileSource} source @param {{x: number, y: number, z: number}} coords
 * @returns {import('../core/mercator.js').DataTile | null} null below the source's zooms
 */
export function addressOf(source, coords) {
    const tile = dataTile(coords.z, coords.x, coords.y, source.maxzoom);
    return tile.z < source.minzoom ? null : tile;
}

/**
 * @param {import('leaflet').Map} map
 * @param {{pane: string, zIndex: number, sources: () => TileSource[], paint: Painter, painted?: () => void}} options
 *     `sources`: those wanted now; `painted` is called after each painting
 */
export function createTileLayer(map, { pane, zIndex, sources, paint, painted = () => {} }) {
    Object.assign(map.createPane(pane).style, { zIndex: String(zIndex), pointerEvents: 'none' });
    /** @type {Map<HTMLCanvasElement, Shown>} */
    const shown = new Map();

    /** @param {Shown} tile */
    function draw(tile) {
        const context = /** @type {CanvasRenderingContext2D} */ (tile.canvas.getContext('2d'));
        const ratio = tile.canvas.width / VIEW_TILE;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, VIEW_TILE, VIEW_TILE);
        /** @type {Record<string, Placed>} */
        const layers = {};
        for (const source of sources()) {
            const address = addressOf(source, tile.coords);
            const data = address && source.peek(address);
            if (!data) continue;
            for (const layer of Object.values(data)) layers[layer.name] = { layer, ...placement(address, layer.extent) };
        }
        const { x, y, z } = tile.coords;
        const world = 256 * 2 ** z;
        paint(context, layers, z, {
            x: lon => worldX(lon) * world - x * VIEW_TILE,
            y: lat => worldY(lat) * world - y * VIEW_TILE,
        });
        painted();
    }

    /** Loads what the tile lacks, then paints it. @param {Shown} tile */
    async function bring(tile) {
        const loads = [];
        for (const source of sources()) {
            const address = addressOf(source, tile.coords);
            if (!address) continue;
            tile.held.set(source, address);
            loads.push(source.load(address, tile.who));
        }
        await Promise.allSettled(loads);
        if (shown.get(tile.canvas) === tile) draw(tile);
    }

    const Layer = L.GridLayer.extend({
        options: {
            pane,
            tileSize: VIEW_TILE,
            keepBuffer: 1,
            updateWhenZooming: false,
            noWrap: true,
            bounds: WORLD,
            className: `tiles-${pane}`,
        },
        createTile(/** @type {{x: number, y: number, z: number}} */ coords, /** @type {Function} */ done) {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = VIEW_TILE * (globalThis.devicePixelRatio || 1);
            const tile = { canvas, coords: { x: coords.x, y: coords.y, z: coords.z }, who: Symbol(), held: new Map() };
            shown.set(canvas, tile);
            bring(tile).then(() => done(null, canvas));
            return canvas;
        },
    });
    const layer = new Layer();
    layer.on('tileunload', (/** @type {{tile: HTMLCanvasElement}} */ { tile: canvas }) => {
        const tile = shown.get(canvas);
        if (!tile) return;
        shown.delete(canvas);
        for (const [source, address] of tile.held) source.release(address, tile.who);
        canvas.width = canvas.height = 0;
    });

    return {
        layer,
        /** Paints again from what is there; asks the server for nothing. */
        repaint: () => shown.forEach(draw),
        /** After the wanted sources changed. */
        reload: () => Promise.all([...shown.values()].map(bring)),
        /** The tiles of the zoom at hand. @returns {Shown[]} */
        tiles: () => [...shown.values()].filter(tile => tile.coords.z === map.getZoom()),
        /** @param {TileSource} source @returns {import('../tiles/source.js').Address[]} what the tiles shown need of it */
        addresses: source => [...shown.values()].map(tile => tile.held.get(source)).filter(a => a !== undefined),
        /** @param {TileSource} source @param {import('../tiles/source.js').Address[]} changed */
        repaintOf(source, changed) {
            const keys = new Set(changed.map(a => `${a.z}/${a.x}/${a.y}`));
            for (const tile of shown.values()) {
                const a = tile.held.get(source);
                if (a && keys.has(`${a.z}/${a.x}/${a.y}`)) draw(tile);
            }
        },
    };
}
