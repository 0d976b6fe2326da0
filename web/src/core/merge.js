/** The list of grids and what has changed in it. */

/** @typedef {import('./contract.js').GridList} GridList */
/** @typedef {import('./contract.js').Grid} Grid */
/** @typedef {import('./contract.js').Branch} Branch */

/**
 * Those that changed take their places, or new ones in the order of the whole list.
 * @param {GridList} list @param {GridList} news
 */
export function merged(list, news) {
    if (news.complete) return news;
    return {
        ...news,
        complete: true,
        branches: together(list.branches, news.branches, news.gone.branches, branch => [branch.code]),
        grids: together(list.grids, news.grids, news.gone.grids, grid => [
            grid.level,
            grid.branch ?? '',
            grid.parent ?? '',
            grid.code,
        ]),
        gone: { branches: [], grids: [] },
    };
}

/**
 * @template {{id: number}} T
 * @param {T[]} all @param {T[]} changed @param {number[]} gone @param {(one: T) => (string | number)[]} place what orders them
 * @returns {T[]} the same ones when nothing has changed
 */
function together(all, changed, gone, place) {
    if (!changed.length && !gone.length) return all;
    const news = new Map(changed.map(one => [one.id, one]));
    const left = new Set(gone);
    let moved = false;
    const next = all
        .filter(one => !left.has(one.id))
        .map(one => {
            const now = news.get(one.id);
            if (!now) return one;
            news.delete(one.id);
            moved ||= compare(place(one), place(now)) !== 0;
            return now;
        });
    next.push(...news.values());
    return moved || news.size ? next.sort((a, b) => compare(place(a), place(b))) : next;
}

/** By UTF-16 units, as the server does. @param {(string | number)[]} a @param {(string | number)[]} b */
function compare(a, b) {
    const at = a.findIndex((part, i) => part !== b[i]);
    return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}
