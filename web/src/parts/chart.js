/** A grid among its siblings: one bar each, the branch as a line. Plain SVG. */

import { svg } from './dom.js';
import { t } from '../core/i18n.js';
import { formats, gridsHere, paint, store } from '../data/state.js';
import { pooled } from '../core/paint.js';

const MOST = 12;
const WIDTH = 328;
const ROW = 20;
const NAME = 108;
const VALUE = 52;

/** @param {import('../core/contract.js').Grid} grid @returns {Element | null} null when there is nothing to compare */
export function siblingsChart(grid) {
    const { metric } = store.get();
    const grids = gridsHere();
    const table = paint();
    const all = grids.filter(g => g.level === grid.level && g.parent_id === grid.parent_id && g.branch === grid.branch);
    const valued = all.filter(g => g.figures.ratios[metric]?.value !== null && g.figures.ratios[metric] !== undefined);
    if (!table || valued.length < 2) return null;
    const value = (/** @type {import('../core/contract.js').Grid} */ g) => g.figures.ratios[metric].value ?? 0;
    const sorted = valued.sort((a, b) => value(b) - value(a));
    const rank = sorted.findIndex(g => g.id === grid.id);
    const from = sorted.length <= MOST ? 0 : Math.max(0, Math.min(sorted.length - MOST, rank - MOST / 2));
    const shown = sorted.slice(from, from + MOST);
    const branch = pooled(grids.filter(g => g.leaf && g.branch === grid.branch), metric);
    const most = Math.max(...sorted.map(value), branch ?? 0) || 1;
    const f = formats();
    const room = WIDTH - NAME - VALUE;
    const height = shown.length * ROW + (branch === null ? 0 : 18);
    const x = (/** @type {number} */ v) => NAME + (room * v) / most;
    const title = t('chart.title', { metric: t(`metric.${metric}`), rank: rank + 1, n: sorted.length });
    return svg(
        'svg',
        { viewBox: `0 0 ${WIDTH} ${height}`, class: 'chart', role: 'img', 'aria-label': title, 'data-testid': 'chart' },
        ...shown.flatMap((g, i) => {
            const own = g.id === grid.id;
            const colour = table.rows[table.classOf.get(g.id) ?? -1]?.colour ?? table.metric.colours[2];
            const name = g.name ?? g.code;
            return [
                svg(
                    'text',
                    { x: NAME - 6, y: i * ROW + 14, 'text-anchor': 'end', class: own ? 'own' : '' },
                    name.length > 15 ? `${name.slice(0, 14)}…` : name,
                ),
                svg('rect', {
                    x: NAME,
                    y: i * ROW + 4,
                    width: Math.max(1, x(value(g)) - NAME),
                    height: ROW - 8,
                    rx: 1.5,
                    fill: colour,
                    class: own ? 'own' : '',
                }),
            ];
        }),
        ...(branch === null
            ? []
            : [svg('line', { x1: x(branch), x2: x(branch), y1: 0, y2: shown.length * ROW, class: 'mean' })]),
        // over the line, which may cross them
        ...shown.map((g, i) =>
            svg(
                'text',
                { x: x(value(g)) + 5, y: i * ROW + 14, class: g.id === grid.id ? 'own value' : 'value' },
                f.metric(metric, value(g)),
            ),
        ),
        ...(branch === null
            ? []
            : [
                  svg(
                      'text',
                      { x: Math.min(x(branch), WIDTH - 90), y: height - 4, class: 'mean' },
                      `${t('branch')} ${f.metric(metric, branch)}`,
                  ),
              ]),
    );
}
