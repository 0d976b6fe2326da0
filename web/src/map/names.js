/** Names of the ground, after those of the grids: places, streets along their lines, water and green within. Each once. */

import { along, joined, within } from '../core/along.js';
import { contains } from '../core/hit.js';
import { anchor } from '../core/labels.js';
import { property } from '../core/mvt.js';
import { addressOf } from './tile-layer.js';
import { FONT } from './labels.js';

/** @typedef {import('../core/along.js').Point} Point */
/** @typedef {import('./overlay.js').Frame} Frame */
/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */
/** @typedef {ReturnType<typeof import('../core/labels.js').createLabelIndex>} Index */
/** From which zoom on, how large, in which colour. @typedef {{from: number, size: number, ink: string}} Style */
/** What a tile has of one name. @typedef {{layer: FlatLayer, i: number, k: number, x: number, y: number}} Piece */

const STREET = { from: 15, size: 11, ink: '#57534e' };
/** Of lines, those that go first before the others; any other kind is a street. @type {Record<string, Style>} */
const LINES = {
    motorway: { from: 12, size: 12, ink: '#7c5a12' },
    ring: { from: 13, size: 12, ink: '#6b5a2a' },
    avenue: { from: 14, size: 12, ink: '#57534e' },
    water: { from: 13, size: 12, ink: '#3f6f91' },
    rail: { from: 14, size: 11, ink: '#78716c' },
    street: STREET,
    path: { from: 17, size: 10.5, ink: '#78716c' },
    lane: { from: 16, size: 10.5, ink: '#78716c' },
};
/** @type {Record<string, Style>} */
const AREAS = {
    water: { from: 9, size: 13, ink: '#3f6f91' },
    hill: { from: 12, size: 12, ink: '#6b6a3f' },
    park: { from: 13, size: 11.5, ink: '#46703f' },
};
/** Places, which are points. @type {Record<string, Style>} */
const POINTS = {
    town: { from: 8, size: 13.5, ink: '#44403c' },
    village: { from: 12, size: 12, ink: '#57534e' },
};
/** More than these would be no map any more. */
export const MOST = 220;
const HALO = 'rgba(255, 255, 255, 0.88)';

/** Widths of letters in a font of one pixel. @type {Map<string, number>} */
const widths = new Map();

/** @param {CanvasRenderingContext2D} c whose font is of this size @param {string} letter @param {number} size in pixels */
function widthOf(c, letter, size) {
    let width = widths.get(letter);
    if (width === undefined) {
        width = c.measureText(letter).width / size;
        // an alphabet and some thousand characters; what is beyond is measured anew
        if (widths.size > 20_000) widths.clear();
        widths.set(letter, width);
    }
    return width * size;
}

/** The named features of a tile, found once and kept with it. @param {FlatLayer} layer @returns {number[]} */
function named(layer) {
    if (!layer.derived.named) {
        const found = [];
        for (let i = 0; i < layer.n; i++) if (property(layer, i, 'name')) found.push(i);
        layer.derived.named = found;
    }
    return layer.derived.named;
}

/**
 * @param {import('./tile-layer.js').Shown[]} tiles @param {import('../tiles/source.js').TileSource} source of the ground
 * @param {Frame} frame
 * @returns {Map<string, {name: string, type: number, style: Style, order: number, pieces: Piece[]}>}
 */
function gather(tiles, source, frame) {
    const all = new Map();
    const seen = new Set();
    for (const { coords } of tiles) {
        const address = addressOf(source, coords);
        const key = address && `${address.z}/${address.x}/${address.y}`;
        const layer = address && source.peek(address)?.base;
        if (!layer || seen.has(key)) continue;
        seen.add(key);
        const size = 256 * 2 ** (frame.zoom - address.z);
        for (const i of named(layer)) {
            const kind = String(property(layer, i, 'kind'));
            const type = layer.types[i];
            const style = type === 1 ? POINTS[kind] : type === 3 ? AREAS[kind] : (LINES[kind] ?? STREET);
            if (!style || frame.zoom < style.from) continue;
            const name = String(property(layer, i, 'name'));
            const id = `${type} ${kind} ${name}`;
            if (!all.has(id)) {
                const order = type === 2 ? Object.values(LINES).indexOf(style) : -1;
                all.set(id, { name, type, style, order, pieces: [] });
            }
            all.get(id).pieces.push({
                layer,
                i,
                k: size / layer.extent,
                x: address.x * size - frame.left,
                y: address.y * size - frame.top,
            });
        }
    }
    return all;
}

/** @param {Piece} piece @returns {Point[][]} within its tile, on the canvas */
function linesOf({ layer: { partOf, pointOf, xy, extent }, i, k, x, y }) {
    const lines = [];
    for (let p = partOf[i]; p < partOf[i + 1]; p++) {
        /** @type {Point[]} */
        const line = [];
        for (let q = pointOf[p]; q < pointOf[p + 1]; q++) line.push([xy[2 * q], xy[2 * q + 1]]);
        for (const piece of within(line, 0, extent)) {
            lines.push(piece.map(([px, py]) => /** @type {Point} */ ([px * k + x, py * k + y])));
        }
    }
    return lines;
}

/** @param {Piece} piece @returns {[number, number, number, number]} its box on the canvas, within its tile */
function boxOf({ layer: { bbox, extent }, i, k, x, y }) {
    const at = (/** @type {number} */ v) => Math.max(0, Math.min(extent, v)) * k;
    return [at(bbox[4 * i]) + x, at(bbox[4 * i + 1]) + y, at(bbox[4 * i + 2]) + x, at(bbox[4 * i + 3]) + y];
}

/**
 * Draws the names that find room.
 * @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Index} index of what is there already
 * @param {import('./tile-layer.js').Shown[]} tiles @param {import('../tiles/source.js').TileSource} source of the ground
 */
export function drawNames(c, frame, index, tiles, source) {
    const all = [...gather(tiles, source, frame).values()].map(each => {
        const size = each.pieces.reduce((sum, { layer: { bbox }, i, k }) => {
            return sum + k * Math.hypot(bbox[4 * i + 2] - bbox[4 * i], bbox[4 * i + 3] - bbox[4 * i + 1]);
        }, 0);
        return { ...each, size };
    });
    all.sort((a, b) => a.order - b.order || b.size - a.size);
    let drawn = 0;
    for (const each of all) {
        if (drawn === MOST) break;
        c.font = `500 ${each.style.size}px ${FONT}`;
        if ([drawAt, drawAlong, drawIn][each.type - 1](c, frame, index, each)) drawn++;
    }
}

/**
 * @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Index} index
 * @param {{name: string, style: Style, pieces: Piece[]}} each
 */
function drawAlong(c, frame, index, { name, style, pieces }) {
    const letters = [...name];
    const spaced = letters.map(letter => widthOf(c, letter, style.size) + 1);
    const width = spaced.reduce((sum, w) => sum + w, 0);
    const [middleX, middleY] = [frame.width / 2, frame.height / 2];
    const cost = (/** @type {number} */ x, /** @type {number} */ y) =>
        x < width / 2 || y < 10 || x > frame.width - width / 2 || y > frame.height - 10
            ? Infinity
            : Math.hypot(x - middleX, y - middleY) / 4;
    for (const line of joined(pieces.flatMap(linesOf))) {
        const places = along(line, letters, spaced, cost);
        if (!places) continue;
        const half = style.size / 2 + 3;
        if (!index.placeAll(places.map(({ x, y }) => [x - half, y - half, x + half, y + half]))) continue;
        pen(c, style.ink);
        const turns = places.map(p => p.turn);
        const straight = Math.max(...turns) - Math.min(...turns) < 0.02;
        const isRow = straight && Math.abs(places[0].turn - direction(places)) < 0.1;
        // a straight name is one text: its letters keep their distances
        const [first, last] = [places[0], places[places.length - 1]];
        if (isRow) write(c, name, (first.x + last.x) / 2, (first.y + last.y) / 2, first.turn);
        else {
            for (const step of /** @type {const} */ (['strokeText', 'fillText']))
                places.forEach(({ x, y, turn }, i) => write(c, letters[i], x, y, turn, step));
        }
        return true;
    }
    return false;
}

/** @param {import('../core/along.js').Place[]} places */
function direction(places) {
    const [first, last] = [places[0], places[places.length - 1]];
    return Math.atan2(last.y - first.y, last.x - first.x);
}

/**
 * @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Index} index
 * @param {{name: string, style: Style, pieces: Piece[]}} each
 */
function drawAt(c, frame, index, { name, style, pieces }) {
    const [w, n] = boxOf(pieces[0]);
    return w >= 0 && n >= 0 && w <= frame.width && n <= frame.height && writeFlat(c, index, name, style, w, n);
}

/**
 * @param {CanvasRenderingContext2D} c @param {Frame} frame @param {Index} index
 * @param {{name: string, style: Style, pieces: Piece[]}} each
 */
function drawIn(c, frame, index, { name, style, pieces }) {
    const { width, height } = flat(c, name, style);
    const boxes = pieces
        .map(piece => {
            const [w, n, e, s] = boxOf(piece);
            const box = /** @type {[number, number, number, number]} */ ([
                Math.max(0, w), Math.max(0, n), Math.min(frame.width, e), Math.min(frame.height, s),
            ]);
            return { piece, box, room: Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]) };
        })
        .sort((a, b) => b.room - a.room);
    const { piece, box } = boxes[0];
    if (box[2] - box[0] < width || box[3] - box[1] < height) return false;
    const { layer, i, k, x, y } = piece;
    const place = anchor(box, width, height, (px, py) => contains(layer, i, (px - x) / k, (py - y) / k));
    if (!place) return false;
    return writeFlat(c, index, name, style, ...place);
}

/** @param {CanvasRenderingContext2D} c @param {string} name @param {Style} style */
const flat = (c, name, style) => ({
    width: [...name].reduce((sum, letter) => sum + widthOf(c, letter, style.size), 0) + 4,
    height: style.size + 3,
});

/**
 * @param {CanvasRenderingContext2D} c @param {Index} index @param {string} name @param {Style} style
 * @param {number} x of the middle @param {number} y @returns {boolean} whether there was room
 */
export function writeFlat(c, index, name, style, x, y) {
    const { width, height } = flat(c, name, style);
    if (!index.place([x - width / 2, y - height / 2, x + width / 2, y + height / 2])) return false;
    pen(c, style.ink);
    c.strokeText(name, x, y);
    c.fillText(name, x, y);
    return true;
}

/** @param {CanvasRenderingContext2D} c @param {string} ink */
function pen(c, ink) {
    c.strokeStyle = HALO;
    c.lineWidth = 3;
    c.fillStyle = ink;
}

/**
 * @param {CanvasRenderingContext2D} c @param {string} text @param {number} x @param {number} y @param {number} turn
 * @param {'strokeText' | 'fillText'} [step] one of both, else both
 */
function write(c, text, x, y, turn, step) {
    c.save();
    c.translate(x, y);
    if (turn) c.rotate(turn);
    if (step !== 'fillText') c.strokeText(text, 0, 0);
    if (step !== 'strokeText') c.fillText(text, 0, 0);
    c.restore();
}
