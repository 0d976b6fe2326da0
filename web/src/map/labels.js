/** Names of grids and their values, placed once for the whole view. */

import { anchor, createLabelIndex } from '../core/labels.js';
import { NARROWEST } from '../core/level.js';
import { createOverlay } from './overlay.js';

/** @typedef {import('../core/contract.js').Grid} Grid */
/** `lines`: asked for where they may be seen. @typedef {{grid: Grid, lines: () => string[], strong: boolean}} Label */

/** A branch no wider than this, in pixels, is marked. */
const FAR = 48;

export const FONT = 'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/**
 * @param {import('leaflet').Map} map
 * @param {{branches: () => import('../core/contract.js').Branch[], labels: () => Label[],
 *     inside: (id: number, x: number, y: number) => boolean, settled: () => boolean,
 *     others: (c: CanvasRenderingContext2D, frame: import('./overlay.js').Frame, index: ReturnType<typeof createLabelIndex>) =>
 *     void}} options
 *     `branches`: all of them; `labels`: the most important first; `inside` says whether a place, in world pixels of the zoom,
 *     lies in a leaf of that grid; `settled` whether all tiles are there, so that a place found may be kept; `others` draws what
 *     finds room beside them
 */
export function createLabels(map, { branches, labels, inside, settled, others }) {
    /** Places found, as pixels from the north-west corner of the grid's box. @type {Map<string, [number, number]>} */
    const known = new Map();

    const overlay = createOverlay(map, 'labels', 450, (c, frame) => {
        const index = createLabelIndex();
        c.textAlign = 'center';
        c.textBaseline = 'middle';
        c.lineJoin = 'round';
        for (const branch of branches()) pin(c, frame, index, branch);
        for (const { grid, lines: told, strong } of labels()) {
            const [w, s, e, n] = grid.bbox;
            const box = /** @type {[number, number, number, number]} */ ([frame.x(w), frame.y(n), frame.x(e), frame.y(s)]);
            if (box[2] < 0 || box[3] < 0 || box[0] > frame.width || box[1] > frame.height || box[2] - box[0] < NARROWEST)
                continue;
            const lines = told();
            const size = grid.leaf ? 12 : 13;
            c.font = `600 ${size}px ${FONT}`;
            const width = Math.max(...lines.map(line => c.measureText(line).width)) + 4;
            const height = lines.length * (size + 3);
            const place = placeOf(grid, box, width, height, frame);
            if (!place) continue;
            const [x, y] = place;
            if (!index.place([x - width / 2, y - height / 2, x + width / 2, y + height / 2])) continue;
            lines.forEach((line, i) => {
                c.font = `${i ? 500 : strong ? 700 : 600} ${i ? size - 0.5 : size}px ${FONT}`;
                write(c, line, x, y + (i - (lines.length - 1) / 2) * (size + 3), grid.leaf ? '#0f172a' : '#334155');
            });
        }
        others(c, frame, index);
    });

    /**
     * @param {Grid} grid @param {[number, number, number, number]} box @param {number} width @param {number} height
     * @param {import('./overlay.js').Frame} frame
     */
    function placeOf(grid, box, width, height, frame) {
        const whole = box[0] >= 0 && box[1] >= 0 && box[2] <= frame.width && box[3] <= frame.height;
        const key = `${grid.id} ${grid.version} ${frame.zoom} ${Math.round(width)}`;
        const before = known.get(key);
        if (before) return /** @type {const} */ ([box[0] + before[0], box[1] + before[1]]);
        const seen = /** @type {[number, number, number, number]} */ ([
            Math.max(0, box[0]),
            Math.max(0, box[1]),
            Math.min(frame.width, box[2]),
            Math.min(frame.height, box[3]),
        ]);
        const place = anchor(seen, width, height, (x, y) => inside(grid.id, x + frame.left, y + frame.top));
        if (place && whole && settled()) known.set(key, [place[0] - box[0], place[1] - box[1]]);
        return place;
    }

    return { redraw: overlay.redraw, forget: () => known.clear() };
}

/** @param {CanvasRenderingContext2D} c @param {string} text @param {number} x @param {number} y @param {string} ink */
function write(c, text, x, y, ink) {
    c.strokeStyle = 'rgba(255, 255, 255, 0.92)';
    c.lineWidth = 3.5;
    c.strokeText(text, x, y);
    c.fillStyle = ink;
    c.fillText(text, x, y);
}

/**
 * A branch that is too small to be seen as an area is marked, with its name.
 * @param {CanvasRenderingContext2D} c @param {import('./overlay.js').Frame} frame
 * @param {ReturnType<typeof createLabelIndex>} index @param {import('../core/contract.js').Branch} branch
 */
function pin(c, frame, index, { code, name, bbox }) {
    if (!bbox) return;
    const [w, s, e, n] = [frame.x(bbox[0]), frame.y(bbox[1]), frame.x(bbox[2]), frame.y(bbox[3])];
    const wide = Math.max(e - w, s - n);
    if (wide > FAR) return;
    const [x, y] = [(w + e) / 2, (n + s) / 2];
    const r = Math.max(8, wide / 2 + 4);
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    for (const [ink, width] of /** @type {const} */ ([['rgba(255, 255, 255, 0.92)', 5], ['#0f4c5c', 2.5]])) {
        c.strokeStyle = ink;
        c.lineWidth = width;
        c.stroke();
    }
    c.font = `700 13px ${FONT}`;
    const text = name ?? code;
    const half = c.measureText(text).width / 2 + 2;
    const at = y + r + 11;
    if (index.placeAll([[x - r, y - r, x + r, y + r], [x - half, at - 8, x + half, at + 8]])) write(c, text, x, at, '#0f172a');
}
