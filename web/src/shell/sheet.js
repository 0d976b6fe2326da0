/** On a phone: one sheet at a time lies over the map, at one of three heights. Comes after the first picture. */

import { byId, h, phone, useStyle } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { announce } from '../parts/status.js';
import { store } from '../data/state.js';

/** @typedef {'low' | 'half' | 'full'} Height */

/** From the lowest. @type {Height[]} */
const HEIGHTS = ['low', 'half', 'full'];
/** Parts of the map that a sheet covers, from where on the next height is meant. */
const BETWEEN = [0.12, 0.36, 0.74];
/** A finger that has gone less far, in pixels, has tapped. */
const STILL = 8;

useStyle('sheet.css');

/** How high the sheet is that is shown. @type {Height} */
let height = 'half';

export function createSheet() {
    const panelGrip = grip('panel-grip', byId('panel'), () => store.set({ panel: false }));
    byId('panel').prepend(panelGrip);
    const tableGrip = grip('table-grip', byId('drawer-body'), () => store.set({ table: false }));
    byId('drawer').prepend(tableGrip);
    const grips = [panelGrip, tableGrip];

    /** @param {Height} wanted */
    function rise(wanted) {
        height = wanted;
        document.body.dataset.sheet = wanted;
        for (const g of grips) g.setAttribute('aria-label', t('sheet.height', { height: t(`sheet.${wanted}`) }));
    }

    /**
     * @param {string} key @param {HTMLElement} sheet what it makes higher @param {() => void} close
     * @returns {HTMLElement}
     */
    function grip(key, sheet, close) {
        /** @type {{from: number, high: number, moved: boolean} | null} */
        let drag = null;
        // a mouse's click follows
        let dragged = false;
        const room = () => byId('stage').offsetHeight + (sheet === byId('drawer-body') ? sheet.offsetHeight : 0);
        const chosen = (/** @type {Height} */ next) => {
            rise(next);
            announce(t('sheet.height', { height: t(`sheet.${next}`) }));
        };
        const end = () => {
            drag = null;
            sheet.classList.remove('dragged');
            sheet.style.removeProperty('--high');
        };
        return h('button', {
            id: key,
            class: 'grip',
            type: 'button',
            'data-testid': key,
            'data-key': key,
            onpointerdown: (/** @type {PointerEvent} */ e) => {
                dragged = false;
                drag = { from: e.clientY, high: sheet.offsetHeight, moved: false };
                /** @type {Element} */ (e.currentTarget).setPointerCapture(e.pointerId);
            },
            onpointermove: (/** @type {PointerEvent} */ e) => {
                if (!drag || (!drag.moved && Math.abs(e.clientY - drag.from) < STILL)) return;
                drag.moved = true;
                sheet.classList.add('dragged');
                sheet.style.setProperty('--high', `${Math.max(0, drag.high + drag.from - e.clientY)}px`);
            },
            onpointerup: (/** @type {PointerEvent} */ e) => {
                if (!drag) return;
                const { moved, high, from } = drag;
                const part = (high + from - e.clientY) / room();
                end();
                dragged = moved;
                if (!moved) return;
                const reached = BETWEEN.filter(b => part > b).length;
                if (reached) chosen(HEIGHTS[reached - 1]);
                else close();
            },
            onpointercancel: end,
            // not before: what comes to lie under the finger would be clicked
            onclick: () => {
                if (!dragged) chosen(HEIGHTS[(HEIGHTS.indexOf(height) + 1) % HEIGHTS.length]);
                dragged = false;
            },
            onkeydown: (/** @type {KeyboardEvent} */ e) => {
                const at = HEIGHTS.indexOf(height);
                const next = { ArrowUp: HEIGHTS[at + 1], ArrowDown: HEIGHTS[at - 1], Home: 'full', End: 'low' }[e.key];
                if (next) chosen(/** @type {Height} */ (next));
                else if (e.key !== 'ArrowDown') return;
                else close();
                e.preventDefault();
                e.stopPropagation();
            },
        });
    }

    store.watch(['lang'], () => rise(height));
    /** Whoever opens one has put the other aside. @param {Partial<import('../data/state.js').State>} patch */
    const only = patch => {
        if (!phone.matches) return;
        if (height === 'full') rise('half');
        store.set(patch);
    };
    store.on(['panel'], ({ panel, table }) => panel && table && only({ table: false }));
    store.on(['table'], ({ panel, table }) => panel && table && only({ panel: false }));
    // what is drawn on is not covered
    store.on(['tool'], ({ tool }) => tool !== 'select' && only({ panel: false, table: false }));
    phone.addEventListener('change', () => only({ table: store.get().table && !store.get().panel }));
}
