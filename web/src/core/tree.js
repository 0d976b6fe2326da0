/** Grids in the order of the tree: below each those that stand below it. */

/** @typedef {{id: number, parent_id: number | null, branch: number | string, code: string}} Node */

/**
 * Branch by branch as they come, siblings by code; what stands below nothing that is given comes like a root. Grids that stand
 * in a circle, which old stores may have, come last.
 * @template {Node} G @param {G[]} grids @returns {G[]} all of them
 */
export function inTreeOrder(grids) {
    const ids = new Set(grids.map(g => g.id));
    /** @type {Map<number | string, G[]>} */
    const below = new Map();
    for (const g of grids) {
        const above = g.parent_id !== null && ids.has(g.parent_id) ? g.parent_id : `branch ${g.branch}`;
        const siblings = below.get(above);
        if (siblings) siblings.push(g);
        else below.set(above, [g]);
    }
    for (const siblings of below.values()) siblings.sort((a, b) => (a.code < b.code ? -1 : 1));
    /** @type {Set<G>} */
    const order = new Set();
    const branches = [...new Set(grids.map(g => g.branch))].reverse();
    const open = branches.flatMap(b => (below.get(`branch ${b}`) ?? []).slice().reverse());
    for (let next = open.pop(); next; next = open.pop()) {
        order.add(next);
        open.push(...(below.get(next.id) ?? []).slice().reverse());
    }
    for (const grid of grids) order.add(grid);
    return [...order];
}

/**
 * The same for a list to choose from: with what stands before the title, deeper ones further in.
 * @template {Node & {level: number}} G @param {G[]} grids @returns {[G, string][]}
 */
export function indented(grids) {
    const highest = grids.reduce((least, g) => Math.min(least, g.level), Infinity);
    return inTreeOrder(grids).map(g => [g, '\u2003'.repeat(g.level - highest)]);
}
