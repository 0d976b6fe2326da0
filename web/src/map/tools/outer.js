/** What reshape asks: what becomes of land that is given up at the outer border. */

import { store } from '../../data/state.js';
import { t } from '../../core/i18n.js';
import { field, segments } from '../../ui/tool-card.js';

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./drawing.js').DrawingTool} */
export const createOuterChoice = drawing => ({
    passive: true,
    card: () => ({ tool: 'reshape', words: t('reshape.outer_hint'), body: [givenUp(drawing.refresh)] }),
});

/** @param {() => void} changed */
export const givenUp = changed =>
    field(
        t('given_up'),
        segments(
            t('given_up'),
            store.get().outside ? 'outside' : 'unassigned',
            [
                { value: 'unassigned', words: t('given_up.unassigned') },
                { value: 'outside', words: t('given_up.outside') },
            ],
            value => {
                store.set({ outside: value === 'outside' });
                changed();
            },
        ),
    );
