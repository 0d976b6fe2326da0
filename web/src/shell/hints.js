/** Three hints for whoever is here for the first time, one after the other and never again. They lie over nothing. */

import { byId, fill, h, icon, named, useStyle } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { announce } from '../parts/status.js';
import { store } from '../data/state.js';
import { drawing } from './drawings.js';

/** Each with the drawing beside it. */
const HINTS = ['select', 'legend', 'reshape'];

export async function showHints() {
    await loadTexts(store.get().lang, 'help');
    localStorage.setItem('wangge.hints', 'seen');
    useStyle('explain.css');
    let at = 0;
    const bar = h('section', { id: 'hints', 'data-testid': 'hints' });
    // above the table, which is no part of the map: the map gives way
    byId('drawer').prepend(bar);

    function end() {
        document.removeEventListener('keydown', press);
        const focused = bar.contains(document.activeElement);
        bar.remove();
        if (focused) byId('map').focus({ preventScroll: true });
    }
    function next() {
        at++;
        if (at === HINTS.length) return end();
        draw();
        announce(t(`hints.${HINTS[at]}`));
    }
    function draw() {
        const last = at === HINTS.length - 1;
        bar.setAttribute('aria-label', t('hints'));
        fill(
            bar,
            drawing(HINTS[at]),
            h('p', {}, h('small', {}, `${at + 1} / ${HINTS.length}`), ' ', t(`hints.${HINTS[at]}`)),
            h('button', { type: 'button', ...named('hints-next'), onclick: next }, t(last ? 'hints.done' : 'hints.next')),
            h(
                'button',
                { type: 'button', class: 'quiet', 'aria-label': t('hints.close'), ...named('hints-close'), onclick: end },
                icon('close'),
            ),
        );
    }
    /** @param {KeyboardEvent} e */
    function press(e) {
        if (e.key !== 'Escape' || e.defaultPrevented || document.querySelector('dialog[open]')) return;
        end();
    }
    document.addEventListener('keydown', press);
    store.on(['lang'], async ({ lang }) => {
        await loadTexts(lang, 'help');
        if (bar.isConnected) draw();
    });
    // who has begun needs none
    store.on(['tool'], ({ tool }) => tool !== 'select' && end());
    draw();
}
