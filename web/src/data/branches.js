/** The outlines of the branches, which grids may leave as unassigned land or reach beyond. */

import { call } from './api.js';
import { store } from './state.js';

/** @typedef {import('../core/border.js').Areal} Areal */

/** @type {{revision: number | undefined, answer: Promise<Map<string, Areal>>} | null} */
let asked = null;

/** As they are published; asked for once per revision. @returns {Promise<Map<string, Areal>>} by the code of the branch */
export function outlines() {
    const revision = store.get().list?.revision;
    if (asked?.revision === revision && asked) return asked.answer;
    const answer = call('GET', '/ogc/collections/branches/items?limit=1000').then(
        (/** @type {{features: {geometry: Areal | null, properties: {code: string}}[]}} */ { features }) =>
            new Map(features.flatMap(f => (f.geometry ? [[f.properties.code, f.geometry]] : []))),
    );
    asked = { revision, answer };
    answer.catch(() => {
        asked = null;
    });
    return answer;
}
