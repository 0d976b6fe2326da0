/** What every tool that draws needs: places in degrees and pixels, the words near the pointer, and the keys that are held down. */

import { store } from '../data/state.js';
import { latOf, lonOf, worldX, worldY } from '../core/mercator.js';
import { contains } from '../core/partition.js';
import { byId } from '../ui/dom.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {ReturnType<typeof createKit>} Kit */

/** Pixels within which a mouse, or a finger, catches something. */
const SNAP = 12;
const SNAP_TOUCH = 24;

/** To 1e-7 degree. @param {number} degrees */
const round = degrees => Math.round(degrees * 1e7) / 1e7;
/** @param {Point} p @returns {Point} */
export const rounded = ([lon, lat]) => [round(lon), round(lat)];

/** @param {import('./view.js').MapView} view */
export function createKit(view) {
    const { map } = view;
    const container = byId('map');
    const hint = byId('hint');
    const world = () => 256 * 2 ** map.getZoom();
    const held = { space: false };

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

    return {
        view,
        map,
        container,
        held,
        typing,
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
        /** @param {PointerEvent} e */
        reach: e => (e.pointerType === 'mouse' ? SNAP : SNAP_TOUCH),
        snap: SNAP,
        /** The leaf grid there as the draft has it. @param {Point} p @returns {number | null} */
        gridAt(p) {
            const changes = store.get().plan?.result?.grids ?? [];
            const drawn = changes.find(g => g.geometry && contains(g.geometry, p));
            if (drawn) return drawn.id;
            const id = view.leafAt(map.latLngToContainerPoint([p[1], p[0]]));
            return changes.some(g => g.id === id && g.geometry !== undefined) ? null : id;
        },
        /** Words near the pointer. @param {string | Node[] | null} words @param {boolean} [wrong] */
        tell(words, wrong = false) {
            hint.hidden = words === null;
            hint.classList.toggle('wrong', wrong);
            if (words !== null) hint.replaceChildren(...(words instanceof Array ? words : [words]));
        },
        /** @param {Point} p */
        moveHint(p) {
            const { x, y } = map.latLngToContainerPoint([p[1], p[0]]);
            const size = map.getSize();
            const left = Math.max(8, Math.min(x + 18, size.x - hint.offsetWidth - 8));
            const top = Math.max(8, Math.min(y + 18, size.y - hint.offsetHeight - 8));
            hint.style.transform = `translate(${left}px, ${top}px)`;
        },
    };
}
