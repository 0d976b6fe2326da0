/** The hovered and the selected feature, in a pane of their own, drawn from every visible tile that holds them. */

import { VIEW_TILE, placement } from '../core/mercator.js';
import { POINT } from '../core/mvt.js';
import { createOverlay } from './overlay.js';
import { addressOf } from './tile-layer.js';
import { featuresById, traceOutline } from './trace.js';

/** @typedef {(c: CanvasRenderingContext2D, frame: Pick<import('./overlay.js').Frame, 'x' | 'y'>) => void} Trace */
/**
 * `trace`: the shape that counts instead of that in the tiles.
 * @typedef {{source: import('../tiles/source.js').TileSource, layer: string, id: number, trace?: Trace}} Target
 */

/**
 * @param {import('leaflet').Map} map
 * @param {() => {x: number, y: number, z: number}[]} tiles those visible
 * @param {() => {hovered: Target | null, selected: Target[]}} look
 */
export function createHighlight(map, tiles, look) {
    return createOverlay(map, 'highlight', 440, (c, frame) => {
        c.lineJoin = c.lineCap = 'round';
        const { hovered, selected } = look();
        if (hovered) {
            stroke(c, frame, hovered, 'rgba(255, 255, 255, 0.9)', 5);
            stroke(c, frame, hovered, '#334155', 2);
        }
        for (const target of selected) {
            stroke(c, frame, target, '#ffffff', 7);
            stroke(c, frame, target, '#0f172a', 3.4);
        }
    });

    /**
     * @param {CanvasRenderingContext2D} c @param {import('./overlay.js').Frame} frame @param {Target} target
     * @param {string} colour @param {number} width
     */
    function stroke(c, frame, target, colour, width) {
        c.strokeStyle = colour;
        c.lineWidth = width;
        if (target.trace) {
            c.beginPath();
            target.trace(c, frame);
            c.stroke();
            return;
        }
        for (const coords of tiles()) {
            const address = addressOf(target.source, coords);
            const layer = address && target.source.peek(address)?.[target.layer];
            const features = layer && featuresById(layer).get(target.id);
            if (!features) continue;
            const place = placement(address, layer.extent);
            const left = coords.x * VIEW_TILE - frame.left;
            const top = coords.y * VIEW_TILE - frame.top;
            const placed = { layer, k: place.k, dx: place.dx + left, dy: place.dy + top };
            c.save();
            c.beginPath();
            c.rect(left, top, VIEW_TILE, VIEW_TILE);
            c.clip();
            c.beginPath();
            for (const i of features) {
                if (layer.types[i] !== POINT) {
                    traceOutline(c, placed, i);
                    continue;
                }
                const p = 2 * layer.pointOf[layer.partOf[i]];
                const x = layer.xy[p] * placed.k + placed.dx;
                const y = layer.xy[p + 1] * placed.k + placed.dy;
                c.moveTo(x + 9, y);
                c.arc(x, y, 9, 0, 2 * Math.PI);
            }
            c.stroke();
            c.restore();
        }
    }
}
