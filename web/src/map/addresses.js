/** Names of compounds, and the numbers of houses on them; loaded where the map is near enough. */

import { numberOf } from '../core/addresses.js';
import { properties, property } from '../core/mvt.js';
import { addressOf } from './tile-layer.js';
import { FONT } from './labels.js';
import { MOST, writeFlat } from './names.js';

/** @typedef {import('../core/mvt.js').FlatLayer} FlatLayer */
/** @typedef {ReturnType<typeof import('../core/labels.js').createLabelIndex>} Index */
/** In tile units. @typedef {{text: string, x: number, y: number}} Numbered */
/** @typedef {{n: number, x: number, y: number}} Sum */

const COMPOUND = { from: 17, size: 12, ink: '#7a2e0e' };
const NUMBER = { from: 17, size: 10, ink: '#292524' };

/**
 * What a tile has of its own of both, found once and kept with it: a building that two tiles have in common belongs to the one in
 * which the middle of its box lies.
 * @param {FlatLayer} layer @returns {{numbers: Numbered[], compounds: Map<string, Sum>}}
 */
function ofTile(layer) {
    if (layer.derived.addresses) return layer.derived.addresses;
    const { bbox, extent } = layer;
    /** @type {Numbered[]} */
    const numbers = [];
    /** @type {Map<string, Sum>} */
    const compounds = new Map();
    for (let i = 0; i < layer.n; i++) {
        const [x, y] = [(bbox[4 * i] + bbox[4 * i + 2]) / 2, (bbox[4 * i + 1] + bbox[4 * i + 3]) / 2];
        if (x < 0 || y < 0 || x >= extent || y >= extent || property(layer, i, 'count') !== undefined) continue;
        const text = numberOf(properties(layer, i));
        if (text) numbers.push({ text, x, y });
        const compound = property(layer, i, 'compound');
        if (compound === undefined) continue;
        const sum = compounds.get(String(compound)) ?? { n: 0, x: 0, y: 0 };
        compounds.set(String(compound), { n: sum.n + 1, x: sum.x + x, y: sum.y + y });
    }
    return (layer.derived.addresses = { numbers, compounds });
}

/**
 * @param {import('./tile-layer.js').Shown[]} tiles @param {import('../tiles/source.js').TileSource} source of the buildings
 * @param {import('./overlay.js').Frame} frame
 */
export function addressesOf(tiles, source, frame) {
    const there = new Map(tiles.flatMap(({ coords }) => {
        const address = addressOf(source, coords);
        const layer = address && source.peek(address)?.buildings;
        if (!layer) return [];
        const size = 256 * 2 ** (frame.zoom - address.z);
        const place = { k: size / layer.extent, x: address.x * size - frame.left, y: address.y * size - frame.top };
        return [[`${address.x}/${address.y}`, { found: ofTile(layer), place }]];
    }));
    const isInside = (/** @type {number} */ x, /** @type {number} */ y) => x > 0 && y > 0 && x < frame.width && y < frame.height;

    return {
        /** In the middle of their buildings, the largest first. @param {CanvasRenderingContext2D} c @param {Index} index */
        compounds(c, index) {
            /** @type {Map<string, Sum>} */
            const all = new Map();
            for (const { found, place } of there.values()) {
                for (const [name, { n, x, y }] of found.compounds) {
                    const sum = all.get(name) ?? { n: 0, x: 0, y: 0 };
                    all.set(name, { n: sum.n + n, x: sum.x + x * place.k + n * place.x, y: sum.y + y * place.k + n * place.y });
                }
            }
            c.font = `600 ${COMPOUND.size}px ${FONT}`;
            for (const [name, { n, x, y }] of [...all].sort((a, b) => b[1].n - a[1].n))
                if (isInside(x / n, y / n)) writeFlat(c, index, name, COMPOUND, x / n, y / n);
        },
        /** As many as are still a map. @param {CanvasRenderingContext2D} c @param {Index} index */
        numbers(c, index) {
            c.font = `500 ${NUMBER.size}px ${FONT}`;
            let drawn = 0;
            for (const { found, place: { k, x: left, y: top } } of there.values()) {
                for (const { text, x, y } of found.numbers) {
                    const at = /** @type {const} */ ([x * k + left, y * k + top]);
                    if (drawn < MOST && isInside(...at) && writeFlat(c, index, text, NUMBER, ...at)) drawn++;
                }
            }
        },
    };
}
