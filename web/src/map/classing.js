/** Classes by the values at hand: found anew when these, or what is shown, are others. */

import { naturalBreaks, quantiles } from '../core/classes.js';
import { onGridsHere, shownGrids, store } from '../data/state.js';

let following = false;

function find() {
    const { classing, metrics, metric: key, list, breaks: now, gesture } = store.get();
    // while one draws the classes stay, and grids go from one to another
    if (gesture && now?.key === key && now.by === classing) return;
    const metric = metrics?.metrics.find(m => m.key === key);
    if (classing === 'thresholds' || !metric || !list) return store.set({ breaks: null });
    const values = shownGrids().flatMap(g => g.figures.ratios[key]?.value ?? []);
    const breaks = (classing === 'quantile' ? quantiles : naturalBreaks)(values, metric.colours.length);
    store.set({ breaks: { key, by: classing, breaks } });
}

export function follow() {
    if (following) return;
    following = true;
    onGridsHere(find);
    store.watch(['classing', 'shown', 'metric', 'metrics'], find);
}
