/** Measure: length and area along clicks or a stroke. The server isn't asked. */

import { formats } from '../data/state.js';
import { squareMetres } from '../core/mercator.js';
import { metresOf, ringOf } from '../core/sketch.js';
import { t } from '../core/i18n.js';
import { h } from '../parts/dom.js';
import { announce } from '../parts/status.js';

/** @typedef {import('../core/border.js').Point} Point */

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createMeasure(drawing) {
    const { kit } = drawing;
    /** @type {Point[]} */
    let measured = [];

    function figures() {
        const f = formats();
        const ring = ringOf(measured);
        return {
            metres: metresOf(measured),
            squareMetres: ring ? squareMetres([ring]) : null,
            length: f.length(metresOf(measured)),
            area: ring ? f.area(squareMetres([ring]) / 1e6) : null,
        };
    }

    const words = () => {
        const { length, area } = figures();
        return area ? t('measure.both', { length, area }) : t('measure.length', { length });
    };

    return {
        alone: true,
        snaps: {},
        draws: () => 'line',
        drawn(points) {
            measured = points;
            kit.tell(words());
            drawing.refresh();
            return null;
        },
        finished(points) {
            measured = points;
            announce(words());
        },
        cancel() {
            const had = measured.length > 0;
            measured = [];
            return had;
        },
        card() {
            const { metres, squareMetres: size, length, area } = figures();
            return {
                tool: 'measure',
                words: t('measure.hint'),
                body: measured.length
                    ? [
                          h(
                              'dl',
                              { class: 'tiles two' },
                              h(
                                  'div',
                                  { class: 'tile' },
                                  h('dt', {}, t('measure.length_label')),
                                  h('dd', { 'data-testid': 'measure-length', 'data-value': metres }, length),
                              ),
                              h(
                                  'div',
                                  { class: 'tile' },
                                  h('dt', {}, t('measure.area_label')),
                                  h('dd', { 'data-testid': 'measure-area', 'data-value': size ?? '' }, area ?? '–'),
                              ),
                          ),
                      ]
                    : [],
                cancel: measured.length ? drawing.cancel : undefined,
            };
        },
    };
}
