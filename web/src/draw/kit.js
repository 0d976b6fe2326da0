/** What every tool that draws needs: places in degrees and pixels, the words near the pointer, and the keys held down. */

import { store } from '../data/state.js';
import { latOf, lonOf, worldX, worldY } from '../core/mercator.js';
import { byId, phone } from '../parts/dom.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {ReturnType<typeof createKit>} Kit */

/** Pixels within which a mouse, or a finger, catches something. */
const SNAP = 12;
const SNAP_TOUCH = 24;

/** To 1e-7 degree. @param {number} degrees */
const round = degrees => Math.round(degrees * 1e7) / 1e7;
/** @param {Point} p @returns {Point} */
export const rounded = ([lon, lat]) => [round(lon), round(lat)];

/** @param {Event & {pointerType?: string}} e */
const fingered = e => e.pointerType !== undefined && e.pointerType !== '' && e.pointerType !== 'mouse';

/** @param {import('../map/view.js').MapView} view @param {(p: Point) => void} choose selects what is at a place */
export function createKit(view, choose) {
    const { map } = view;
    const container = byId('map');
    const hint = byId('hint');
    const world = () => 256 * 2 ** map.getZoom();
    /** `free`: nothing snaps, for whoever has no Alt key to hold; `streets`: points are joined along streets. */
    const held = { space: false, free: false, streets: false };

    const typing = (/** @type {KeyboardEvent} */ e) =>
        /** @type {HTMLElement} */ (e.target).closest('input, textarea, select, button, a, summary, dialog[open]') !== null;
    document.addEventListener('keydown', e => {
        if (store.get().tool === 'select' || typing(e)) return;
        if (e.key === 'Alt') e.preventDefault();
        if (e.key !== ' ') return;
        e.preventDefault();
        held.space = true;
        container.classList.add('panning');
    });
    const letGo = () => {
        held.space = false;
        container.classList.remove('panning');
    };
    document.addEventListener('keyup', e => {
        if (e.key === ' ') letGo();
    });
    addEventListener('blur', letGo);

    /** @type {Point} */
    let at = [0, 0];
    let pointer = 'mouse';
    /** At the edge of the map that is farther from the finger: near it, words would cover what is drawn. @param {number} y */
    function atEdge(y) {
        const card = /** @type {HTMLElement | null} */ (document.querySelector('#stage > .tool-card:not([hidden])'));
        const lower = (card?.offsetTop ?? map.getSize().y) - hint.offsetHeight - 8;
        return y - hint.offsetHeight - 8 > lower - y ? 8 : lower;
    }
    /** Beside a mouse, above a finger, which would cover it; within the view, whatever its size. */
    function place() {
        if (hint.hidden) return;
        const { x, y } = map.latLngToContainerPoint([at[1], at[0]]);
        const { x: width, y: height } = map.getSize();
        const finger = pointer !== 'mouse';
        const above = y - hint.offsetHeight - 44;
        const overFinger = phone.matches ? atEdge(y) : above < 8 ? y + 44 : above;
        const [left, top] = finger ? [x - hint.offsetWidth / 2, overFinger] : [x + 18, y + 18];
        const across = Math.max(8, Math.min(left, width - hint.offsetWidth - 8));
        hint.style.transform = `translate(${across}px, ${Math.max(8, Math.min(top, height - hint.offsetHeight - 8))}px)`;
    }

    return {
        view,
        map,
        container,
        held,
        typing,
        choose,
        /** Pixels of the zoom. @param {Point} p @returns {Point} */
        pixel: ([lon, lat]) => [worldX(lon) * world(), worldY(lat) * world()],
        /** @param {Point} p pixels of the zoom @returns {Point} in degrees, to 1e-7 */
        degrees: ([x, y]) => rounded([lonOf(x / world()), latOf(y / world())]),
        /** @param {PointerEvent | MouseEvent} e @returns {Point} in degrees, to 1e-7 */
        place(e) {
            const { lat, lng } = map.containerPointToLatLng(map.mouseEventToContainerPoint(e));
            return rounded([lng, lat]);
        },
        /** @param {Point} p @returns {{x: number, y: number}} in the container */
        inContainer: ([lon, lat]) => map.latLngToContainerPoint([lat, lon]),
        /** @param {PointerEvent | MouseEvent} e */
        reach: e => (fingered(e) ? SNAP_TOUCH : SNAP),
        snap: SNAP,
        /** The leaf grid there as the draft has it. @param {Point} p @returns {number | null} */
        gridAt: ([lon, lat]) => view.leafThere(worldX(lon) * world(), worldY(lat) * world()),
        /** Whether some of a box is in view. @param {import('../core/mercator.js').Bbox} bbox @returns {boolean} */
        sees: ([w, s, e, n]) =>
            map.getBounds().intersects([
                [s, w],
                [n, e],
            ]),
        /** Words near the pointer. @param {string | Node[] | null} words @param {boolean} [wrong] */
        tell(words, wrong = false) {
            hint.hidden = words === null;
            hint.classList.toggle('wrong', wrong);
            if (words === null) return;
            hint.replaceChildren(...(words instanceof Array ? words : [words]));
            place();
        },
        /** @param {Point} p where the words go @param {string} [by] the type of the pointer */
        moveHint(p, by = 'mouse') {
            [at, pointer] = [p, by];
            place();
        },
    };
}
