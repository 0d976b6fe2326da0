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
 * Grids of a level, the widest first, and how wide the one in the middle is, in parts of the world.
 * @typedef {{grids: Grid[], middle: number}} Sorted
 */
/** @type {WeakMap<Grid[], Map<number | null, Sorted>>} */
const known = new WeakMap();

/** @param {Grid[]} grids @param {number | null} level @returns {Sorted} made once for a list of grids */
function sorted(grids, level) {
    const levels = known.get(grids) ?? new Map();
    known.set(grids, levels);
    if (!levels.has(level)) {
        const wide = ofLevel(grids, level)
            .map(grid => {
                const [w, s, e, n] = grid.bbox;
                return { grid, width: Math.min(worldX(e) - worldX(w), worldY(s) - worldY(n)) };
            })
            .sort((a, b) => b.width - a.width);
        levels.set(level, { grids: wide.map(({ grid }) => grid), middle: wide[Math.floor(wide.length / 2)]?.width ?? 0 });
    }
    return levels.get(level);
}

/**
 * The grids of the level shown where they are wide enough to read, else of the level above them.
 * @param {Grid[]} grids @param {number} zoom @param {number | null} shown null: the leaves
 * @returns {{level: number | null, grids: Grid[]}} the most important first
 */
export function labelled(grids, zoom, shown) {
    const world = 256 * 2 ** zoom;
    const coarser = levelsOf(grids).filter(level => level < (shown ?? Infinity) && grids.some(g => g.level === level && !g.leaf));
    for (const level of [shown, ...coarser.reverse()]) {
        const of = sorted(grids, level);
        if (of.middle * world >= 2 * NARROWEST) return { level, grids: of.grids };
    }
    const top = coarser.length ? coarser[coarser.length - 1] : shown;
    return { level: top, grids: sorted(grids, top).grids };
}
