/**
 * Help at hand: one sentence with a small drawing for what says `data-about`, at a press; the meaning of what says `data-term`,
 * under the pointer, at the focus, or at a tap. Comes after the first picture; the words with the first that is asked for.
 */

import { h, useStyle } from '../parts/dom.js';
import { t } from '../core/i18n.js';
import { loadTexts } from '../data/api.js';
import { announce } from '../parts/status.js';
import { store } from '../data/state.js';

useStyle('explain.css');

const note = h('div', { id: 'explained', role: 'tooltip', popover: 'manual', 'data-testid': 'explained' });

/** What it explains now. @type {Element | null} */
let origin = null;

function hide() {
    origin?.removeAttribute('aria-describedby');
    origin = null;
    if (note.isConnected) note.hidePopover();
    note.remove();
}

/** Beside it, within the window. @param {Element} beside */
function place(beside) {
    const at = beside.getBoundingClientRect();
    const [width, height] = [note.offsetWidth, note.offsetHeight];
    const left = Math.max(8, Math.min(at.left + at.width / 2 - width / 2, innerWidth - width - 8));
    const below = at.bottom + 6;
    note.style.left = `${left}px`;
    note.style.top = `${Math.max(8, below + height < innerHeight - 8 ? below : at.top - height - 6)}px`;
}

/** @param {Element} beside */
async function show(beside) {
    hide();
    origin = beside;
    const { about, term } = /** @type {HTMLElement} */ (beside).dataset;
    const [{ drawing }] = await Promise.all([import('./drawings.js'), loadTexts(store.get().lang, 'help')]);
    // it may be gone meanwhile, or something else was asked for
    if (origin !== beside || !beside.isConnected) return;
    const words = t(about ? `about.${about}` : `term.${term}`);
    note.replaceChildren(...(about ? [drawing(about)] : []), h('p', {}, words));
    // what a dialog covers can't be read
    (beside.closest('dialog') ?? document.body).append(note);
    note.showPopover();
    place(beside);
    beside.setAttribute('aria-describedby', note.id);
    announce(words);
}

/** @param {Event} e @param {string} wanted @returns {Element | null} */
const within = (e, wanted) => (e.target instanceof Element ? e.target.closest(wanted) : null);

export function explain() {
    document.addEventListener('click', e => {
        const asked = within(e, '[data-about]');
        if (asked && origin === asked) return hide();
        const meant = asked ?? within(e, '[data-term]');
        if (meant && meant !== origin) show(meant);
    });
    document.addEventListener('pointerdown', e => origin && !within(e, '[data-about], [data-term], #explained') && hide(), true);
    document.addEventListener('pointerover', e => {
        const term = e.pointerType === 'mouse' ? within(e, '[data-term]') : null;
        if (term && term !== origin) show(term);
    });
    document.addEventListener('pointerout', e => {
        const to = e.relatedTarget instanceof Element ? e.relatedTarget.closest('[data-term], #explained') : null;
        if (e.pointerType === 'mouse' && origin?.matches('[data-term]') && !to) hide();
    });
    document.addEventListener('focusin', e => {
        const term = within(e, '[data-term]:focus-visible');
        if (term) show(term);
        else if (origin && e.target !== origin) hide();
    });
    document.addEventListener(
        'keydown',
        e => {
            if (e.key !== 'Escape' || !origin) return;
            hide();
            e.preventDefault();
            e.stopPropagation();
        },
        true,
    );
    // it would stand where nothing is any more
    document.addEventListener('scroll', () => origin && hide(), true);
    document.addEventListener('explain', () => {
        const asked = document.querySelector(`[data-about="${store.get().tool}"]`);
        if (asked?.checkVisibility()) show(asked);
    });
    store.on(['tool', 'lang', 'panel', 'table'], hide);
}
