/** A canvas over the view and a margin around it, redrawn when asked, moving with the map in between. */

import L from 'leaflet';
import { worldX, worldY } from '../core/mercator.js';

const MARGIN = 0.15;

/**
 * What a drawer is given. `x` and `y` turn degrees into pixels of the canvas; `left` and `top` are its corner in world pixels
 * of the zoom.
 * @typedef {{width: number, height: number, left: number, top: number, zoom: number, x: (lon: number) => number, y: (lat:
 *     number) => number}} Frame
 */

/**
 * @param {import('leaflet').Map} map
 * @param {string} name of the pane
 * @param {number} zIndex
 * @param {(context: CanvasRenderingContext2D, frame: Frame) => void} draw
 * @returns {{redraw: () => void}} `redraw` draws before the next frame is shown, once however often it is called
 */
export function createOverlay(map, name, zIndex, draw) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(zIndex);
    pane.style.pointerEvents = 'none';
    const canvas = L.DomUtil.create('canvas', 'leaflet-zoom-hide', pane);
    canvas.setAttribute('aria-hidden', 'true');
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    let wanted = 0;

    function now() {
        wanted = 0;
        const size = map.getSize();
        const corner = map.containerPointToLayerPoint([-size.x * MARGIN, -size.y * MARGIN]).round();
        const width = Math.round(size.x * (1 + 2 * MARGIN));
        const height = Math.round(size.y * (1 + 2 * MARGIN));
        const ratio = globalThis.devicePixelRatio || 1;
        L.DomUtil.setPosition(canvas, corner);
        if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
            canvas.width = Math.round(width * ratio);
            canvas.height = Math.round(height * ratio);
            canvas.style.width = `${width}px`;
            canvas.style.height = `${height}px`;
        }
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        const origin = map.getPixelOrigin();
        const [left, top, zoom] = [origin.x + corner.x, origin.y + corner.y, map.getZoom()];
        const world = 256 * 2 ** zoom;
        draw(context, {
            width,
            height,
            left,
            top,
            zoom,
            x: lon => worldX(lon) * world - left,
            y: lat => worldY(lat) * world - top,
        });
    }

    let placed = false;
    const redraw = () => {
        if (placed) wanted ||= requestAnimationFrame(now);
    };
    map.on('moveend zoomend resize viewreset', redraw);
    // before it has a view the map can't say where anything lies
    map.whenReady(() => {
        placed = true;
        redraw();
    });
    return { redraw };
}
