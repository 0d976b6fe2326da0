/** Which level of the tree the map shows: the finest whose grids can be told apart as they lie on the screen. */

import { worldX, worldY } from './mercator.js';
import { TELLABLE, sides } from './paint.js';

/** @typedef {import('./contract.js').Grid} Grid */

/** An area narrower than this, in pixels, carries no label. */
export const NARROWEST = 38;

/** @param {Grid[]} grids @returns {number[]} from the coarsest on */
export const levelsOf = grids => [...new Set(grids.map(g => g.level))].sort((a, b) => a - b);

/**
 * The grids of a level; where the tree is less deep, its leaves. They cover what all leaves cover.
 * @param {Grid[]} grids @param {number | null} level null: the leaves
 */
export const ofLevel = (grids, level) =>
    grids.filter(g => (level === null ? g.leaf : g.level === level || (g.leaf && g.level < level)));

/**
 * @param {Grid[]} grids @param {number} zoom
 * @param {number | null} held the level that somebody has chosen; null: it follows the zoom
 * @returns {number | null} null: the leaves
 */
export function levelShown(grids, zoom, held) {
    const levels = levelsOf(grids);
    const deepest = levels.pop();
    if (deepest === undefined) return null;
    const wide = sides(grids, zoom);
    const shown = held ?? [...levels, deepest].reverse().find(level => wide(level) >= TELLABLE) ?? levels[0] ?? deepest;
    return levels.includes(shown) ? shown : null;
}

/** What most grids of a level are, as the data has it; null when they say nothing. @param {Grid[]} grids @param {number} level */
export function kindOf(grids, level) {
    /** @type {Map<string, number>} */
    const kinds = new Map();
    for (const g of grids) if (g.level === level && g.kind) kinds.set(g.kind, (kinds.get(g.kind) ?? 0) + 1);
    return [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/**
 * The grids of the level shown where they are wide enough to read, else of the level above them.
 * @param {Grid[]} grids @param {number} zoom @param {number | null} shown null: the leaves
 * @returns {{level: number | null, grids: Grid[]}} the most important first
 */
export function labelled(grids, zoom, shown) {
    const world = 256 * 2 ** zoom;
    const width = (/** @type {Grid} */ g) =>
        Math.min(worldX(g.bbox[2]) - worldX(g.bbox[0]), worldY(g.bbox[1]) - worldY(g.bbox[3])) * world;
    const sorted = (/** @type {number | null} */ level) => ofLevel(grids, level).sort((a, b) => width(b) - width(a));
    const coarser = levelsOf(grids).filter(level => level < (shown ?? Infinity) && grids.some(g => g.level === level && !g.leaf));
    for (const level of [shown, ...coarser.reverse()]) {
        const of = sorted(level);
        const middle = of[Math.floor(of.length / 2)];
        if (middle && width(middle) >= 2 * NARROWEST) return { level, grids: of };
    }
    const top = coarser.length ? coarser[coarser.length - 1] : shown;
    return { level: top, grids: sorted(top) };
}
