/** What would move, in a few words. */

import { formats } from '../data/state.js';
import { t } from '../core/i18n.js';
import { sumWords } from '../core/sums.js';
import { h } from '../parts/dom.js';

/** Grids named beside the pointer; the panel has all of them. */
const NAMED = 4;

/** What moves, and of the grids the figures that decide. @param {import('../core/contract.js').Result} result */
export function inWords({ moved, grids }) {
    const f = formats();
    const arrow = (/** @type {string} */ before, /** @type {string} */ after) =>
        before === after ? after : `${before} → ${after}`;
    const households = sumWords(f, 'households', moved.households, moved.households_unknown);
    return [
        h('strong', {}, t('reshape.moving', { households, buildings: f.count(moved.buildings) })),
        ...grids
            .slice(0, NAMED)
            .map(g =>
                h(
                    'span',
                    {},
                    h('b', {}, g.name ?? g.code),
                    ' ',
                    // buildings are counted also where nobody knows the households
                    g.before.households === null && g.after.households === null
                        ? `${t('figure.buildings')} ${arrow(f.count(g.before.buildings), f.count(g.after.buildings))}`
                        : arrow(f.count(g.before.households), f.count(g.after.households)),
                    ' · ',
                    arrow(
                        f.metric('penetration', g.before.ratios.penetration?.value),
                        f.metric('penetration', g.after.ratios.penetration?.value),
                    ),
                ),
            ),
    ];
}
