/** Places that several tools offer to the keyboard, and outlines that they show. */

import { gridName, gridsById } from '../data/state.js';
import { placeAt } from '../core/border.js';
import { insidePoint } from '../core/changes.js';
import { t } from '../core/i18n.js';
import { stroke } from '../map/canvas.js';
import { rounded } from './kit.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('./tool.d.ts').Candidate} Candidate */

/** @param {import('./borders.js').Pair} pair @param {number} id */
export const otherOf = (pair, id) => (pair.a === id ? pair.b : pair.a);

/** @param {number | null} id */
export const nameOrNobody = id => (id === null ? t('nobody') : gridName(id));

/**
 * Three places on each border of a grid, from one end to the other.
 * @param {import('./borders.js').Pair[]} pairs @param {number} id @returns {Candidate[]}
 */
export function borderPlaces(pairs, id) {
    return pairs.flatMap(pair =>
        pair.lines
            .filter(line => line.length > 1)
            .flatMap(line =>
                [0.5, 0.25, 0.75].map(share => ({
                    point: rounded(placeAt(line, share).point),
                    words: t('place.border', { name: nameOrNobody(otherOf(pair, id)) }),
                })),
            ),
    );
}

/**
 * Leaf grids that touch this one.
 * @param {ReturnType<typeof import('./borders.js').createBorders>} borders @param {number} id
 */
export const neighboursOf = (borders, id) => [
    ...new Set(
        borders
            .of(id)
            .map(p => otherOf(p, id))
            .filter(n => n !== null),
    ),
];

/**
 * A place in a grid; in the middle of its box as long as its shape isn't known.
 * @param {ReturnType<typeof import('./borders.js').createBorders>} borders @param {number} id @returns {Candidate}
 */
export function middleOf(borders, id) {
    const area = borders.area(id);
    const [w, s, e, n] = gridsById().get(id)?.bbox ?? [0, 0, 0, 0];
    return { point: rounded((area && insidePoint(area)) ?? [(w + e) / 2, (s + n) / 2]), words: gridName(id) };
}

/**
 * The outline of a grid as the draft has it, for which there may be no tile.
 * @param {CanvasRenderingContext2D} c @param {import('../map/overlay.js').Frame} frame
 * @param {ReturnType<typeof import('./borders.js').createBorders>} borders @param {number | null} id @param {string} [colour]
 */
export function outline(c, frame, borders, id, colour = '#0f172a') {
    if (id === null) return;
    stroke(
        c,
        frame,
        borders.of(id).flatMap(p => p.lines),
        colour,
        3,
    );
}
