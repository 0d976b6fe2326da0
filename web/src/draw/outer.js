/** What is asked where land is given up: whether it stays in the service area. */

import { store } from '../data/state.js';
import { t } from '../core/i18n.js';
import { field, segments } from '../parts/tool-card.js';

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
