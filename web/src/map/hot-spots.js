/** Hot and cold spots: which grids, together with those around them, are so high or so low as chance would hardly make them. */

import { NO_DATA, paintTable } from '../core/paint.js';
import { api, loadTexts } from '../data/api.js';
import { noteFailure, store } from '../data/state.js';

/** @typedef {import('../core/contract.js').HotSpots} HotSpots */

/** From low to high: the words of the server and their colours, in which no class of a value is drawn. */
const KINDS = /** @type {const} */ ({
    clear_cold: '#5e3c99',
    likely_cold: '#b2abd2',
    none: '#f7f7f7',
    likely_hot: '#fdb863',
    clear_hot: '#e66101',
});

let following = false;
/** What was asked for last. @type {{metric: string, revision: number | null, list: object} | null} */
let asked = null;

/** From now on the spots of the metric and the state at hand are asked for whenever they are shown. */
export async function follow() {
    if (following) return;
    following = true;
    await loadTexts(store.get().lang, 'map');
    store.watch(['mode', 'metric', 'revision', 'list', 'metrics'], read);
}

async function read() {
    const { mode, metric, revision, list, metrics, spots } = store.get();
    if (mode !== 'spots' || !list || !metrics?.metrics.some(m => m.key === metric)) return;
    const before = asked;
    const isSame = before?.metric === metric && before.revision === revision;
    if (isSame && before.list === list) return;
    const mine = { metric, revision, list };
    asked = mine;
    // what is of another metric would be wrong under this one's name; after a publication those of before stay until the new come
    if (!isSame || !spots) store.set({ spots: table(null) });
    try {
        const found = await api.hotSpots(metric, revision);
        if (mine !== asked) return;
        noteFailure('tiles.spots', null);
        store.set({ spots: table(found) });
    } catch (error) {
        if (mine !== asked) return;
        asked = null;
        noteFailure('tiles.spots', /** @type {Error} */ (error), read);
    }
}

/** @param {HotSpots | null} found null: not yet */
function table(found) {
    const { list, metrics, metric: key } = store.get();
    const metric = /** @type {import('../core/contract.js').Metric} */ (metrics?.metrics.find(m => m.key === key));
    const names = Object.keys(KINDS);
    const of = new Map(found?.grids.map(g => [g.id, g.spot === null ? NO_DATA : names.indexOf(g.spot)]));
    const painted = paintTable(
        found ? (list?.grids.filter(g => g.leaf) ?? []) : [],
        { ...metric, breaks: [], colours: Object.values(KINDS) },
        metrics?.unknown_colour ?? '',
        grid => of.get(grid.id) ?? NO_DATA,
    );
    names.forEach((name, i) => (painted.rows[i].label = `spots.${name}`));
    painted.noData.label = 'spots.untold';
    return { ...painted, metric, note: 'spots.note', small: new Set() };
}
