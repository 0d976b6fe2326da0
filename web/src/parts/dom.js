/** Elements in one expression, and replacing them without losing the keyboard's place. */

/** As wide as a phone: the panel is a sheet over the lower half of the map then. */
export const phone = matchMedia('(max-width: 720px)');

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes] `onclick` and the like are listeners, a false or null attribute is left out,
 *     true is empty
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    set(element, attributes);
    element.append(
        ...children
            .flat()
            .filter(c => c !== null && c !== undefined && c !== false)
            .map(c => (typeof c === 'number' ? String(c) : /** @type {Node | string} */ (c))),
    );
    return element;
}

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string)} children */
export function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    set(element, attributes);
    element.append(...children);
    return element;
}

/** @param {Element} element @param {Record<string, any>} attributes */
function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
        // As an attribute it would be inline style, which the page's policy refuses.
        else if (name === 'style') /** @type {HTMLElement | SVGElement} */ (element).style.cssText = String(value);
        else element.setAttribute(name, value === true ? '' : String(value));
    }
}

/**
 * Replaces the children; what has the focus keeps it, and its caret, if an element of the same `data-key` comes again. Where that
 * can't have it, the card around has it, until it can.
 * @param {Element} root @param {...(Child | Child[])} children
 */
export function fill(root, ...children) {
    const focused = root.contains(document.activeElement) ? document.activeElement : null;
    const key = focused?.getAttribute('data-key') ?? null;
    const caret = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused.selectionStart : null;
    root.replaceChildren(
        ...children
            .flat()
            .filter(c => c !== null && c !== undefined && c !== false)
            .map(c => (typeof c === 'number' ? String(c) : /** @type {Node | string} */ (c))),
    );
    const waits = waiting && waiting.root === root && document.activeElement === waiting.card ? waiting.key : null;
    const wanted = key ?? waits;
    if (!wanted) return;
    waiting = null;
    const again = /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${CSS.escape(wanted)}"]`));
    if (again && !again.matches(':disabled')) {
        const folded = again.closest('details');
        if (folded && !again.matches('summary')) folded.open = true;
        again.focus({ preventScroll: true });
        if (caret !== null && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) {
            again.setSelectionRange(caret, caret);
        }
        return;
    }
    const card = /** @type {HTMLElement | null} */ (root.closest('[tabindex="-1"]'));
    card?.focus({ preventScroll: true });
    if (card) waiting = { root, key: wanted, card };
}

/** What had the focus before it could not have it any more. @type {{root: Element, key: string, card: Element} | null} */
let waiting = null;

/** What a mouse is pressed on. @type {HTMLElement | null} */
let pressed = null;
/** @param {PointerEvent} e @returns {HTMLElement | null} */
const controlAt = e => /** @type {Element} */ (e.target).closest?.('[data-key]') ?? null;
addEventListener('pointerdown', e => (pressed = e.button === 0 && e.pointerType !== 'touch' ? controlAt(e) : null), true);
// of a control that comes anew while it is pressed the browser makes no click
addEventListener(
    'pointerup',
    e => {
        const [was, now] = [pressed, controlAt(e)];
        pressed = null;
        if (was && now && !was.isConnected && now.dataset.key === was.dataset.key) now.click();
    },
    true,
);

/** What finds a control, in tests and when what is around it is drawn anew. @param {string} key that no other on the page has */
export const named = key => ({ 'data-testid': key, 'data-key': key });

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
    const element = document.getElementById(id);
    if (!element) throw new Error(`the page has no #${id}`);
    return element;
}

/** Icons of 20 by 20 units, drawn with strokes in the text's colour. @type {Record<string, string>} */
const ICONS = {
    select: 'M5 3l10.5 6-4.7 1.4L8.4 15z',
    reshape: 'M3 15c3 0 3-9 7-9s4 7 7 7 M3 15h.01 M17 13h.01 M10 6h.01',
    vertex: 'M4 16L10 6l6 8 M10 3.6a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 0 1 0-4.4z M2.5 14.5h3v3h-3z M14.5 12.5h3v3h-3z',
    split: 'M4 4h12v12H4z M12.500 2L8 18',
    merge: 'M3 5h5v10H3z M17 5h-5v10h5 M8 10h9 M14.500 7.500L17 10l-2.500 2.500',
    lasso: 'M10 4c4 0 7 1.9 7 4.5S14 13 10 13s-7-1.9-7-4.5S6 4 10 4z M6 12.3c-1.3.7-1.6 2.4-.3 2.9s1 1.8-.7 2.3',
    hole: 'M3 3h14v14H3z M7 7.500l4-1 2.500 3-1.500 3.500-4.500.5z',
    measure: 'M2.500 13L13 2.500l4.500 4.500L7 17.500z M6 9.500l1.800 1.800 M9 6.500l2.300 2.300 M12 3.500l1.800 1.800',
    help: 'M7.5 7.6A2.6 2.6 0 1 1 10 10.6v1.4 M10 15h.01',
    close: 'M5 5l10 10 M15 5L5 15',
    undo: 'M7 5L3.5 8.5 7 12 M4 8.5h7.5a4 4 0 0 1 0 8H8',
    redo: 'M13 5l3.5 3.5L13 12 M16 8.5H8.5a4 4 0 0 0 0 8H12',
    plus: 'M10 4v12 M4 10h12',
    minus: 'M4 10h12',
    home: 'M4 4h4 M4 4v4 M16 4h-4 M16 4v4 M4 16h4 M4 16v-4 M16 16h-4 M16 16v-4',
    layers: 'M10 3l7 3.6-7 3.6-7-3.6z M3 10l7 3.6 7-3.6 M3 13.4L10 17l7-3.6',
    table: 'M3 4.5h14v11H3z M3 8.2h14 M8 8.2v7.3',
    chevron: 'M5 8l5 5 5-5',
    search: 'M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4z M13 13l4 4',
    panel: 'M3 4h14v12H3z M12.5 4v12',
    plans: 'M6 3.5h7l3 3v10H6z M13 3.5v3h3 M8.5 10h5 M8.5 13h5',
    rename: 'M4 16l.8-3.4L13.500 4l2.500 2.500-8.600 8.700z',
    pin: 'M10 17s5.200-4.800 5.200-9a5.200 5.200 0 0 0-10.400 0c0 4.200 5.200 9 5.200 9z M10 9.500h.01',
    person: 'M10 10.2a3.4 3.4 0 1 0 0-6.800a3.4 3.4 0 0 0 0 6.800z M3.800 17c.6-3.4 3-5 6.200-5s5.600 1.600 6.200 5',
    phone: 'M5 3.5l2.6.4.9 3-1.6 1.5a10 10 0 0 0 4.7 4.7l1.5-1.6 3 .9.4 2.6c-6.500 1.500-13-5-11.500-11.500z',
};

/** @param {string} name */
export function icon(name) {
    return svg('svg', { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

/** As many little cards; what they mean is said beside them. @param {number | null} n */
export const yellowCards = n => Array.from({ length: n ?? 0 }, () => h('i', { class: 'yellow-card', 'aria-hidden': 'true' }));

/** Styles that the first picture can do without. @param {string} name of a file in `style` */
export function useStyle(name) {
    document.head.append(h('link', { rel: 'stylesheet', href: new URL(`../style/${name}`, import.meta.url).href }));
}
