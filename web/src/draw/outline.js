/** The service area's own outline: what a command would do to it, which neither strips nor figures tell. */

import { formats, gridsById, noteFailure, store } from '../data/state.js';
import { outlines } from '../data/branches.js';
import { reachesBeyond } from '../core/changes.js';
import { squareMetres } from '../core/mercator.js';
import { t } from '../core/i18n.js';
import { h } from '../parts/dom.js';

/** @typedef {import('../core/border.js').Areal} Areal */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {'unassigned' | 'outside' | 'gained' | 'extends'} Fate of land that is or was nobody's */

/** Degrees by which a corner may lie beside the outline and still be on it. */
const BESIDE = 2e-7;

export function createOutlines() {
    /** @type {Map<string, Areal>} */
    let known = new Map();

    /** So that the first words are right. */
    async function learn() {
        try {
            known = await outlines();
            noteFailure('borders', null);
        } catch (error) {
            noteFailure('borders', /** @type {Error} */ (error), learn);
        }
    }

    /**
     * @param {import('../core/contract.js').Strip} strip @param {boolean} outside
     * @returns {Fate | null} null: it goes from grid to grid
     */
    function fate({ from, to, geometry }, outside) {
        if (to === null) return outside ? 'outside' : 'unassigned';
        if (from !== null) return null;
        const { list } = store.get();
        const code = gridsById().get(to)?.branch || list?.branches[0]?.code;
        const outline = known.get(code ?? '');
        return outline && reachesBeyond(outline, geometry, BESIDE) ? 'extends' : 'gained';
    }

    /**
     * What becomes of land that is, or was, nobody's: one line for each kind.
     * @param {Result} result @param {boolean} outside whether land that is given up leaves the service area
     * @returns {HTMLElement[]}
     */
    function words({ strips }, outside) {
        /** @type {Map<Fate, number>} */
        const areas = new Map();
        for (const strip of strips) {
            const kind = fate(strip, outside);
            if (kind) areas.set(kind, (areas.get(kind) ?? 0) + sizeOf(strip.geometry));
        }
        const f = formats();
        return [...areas].map(([kind, size]) =>
            h('span', { class: `fate ${kind}`, 'data-testid': `fate-${kind}` }, t(`fate.${kind}`, { area: f.area(size / 1e6) })),
        );
    }
    return { learn, words };
}

/** In square metres. @param {Areal} area */
const sizeOf = area =>
    (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).reduce((sum, rings) => sum + squareMetres(rings), 0);
