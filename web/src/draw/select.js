/** Select without a pointer: the cursor of the other tools, with which Enter is a click. */

import { gridName, gridsById } from '../data/state.js';
import { t } from '../core/i18n.js';
import { middleOf } from './places.js';

/** @param {import('./drawing.js').Drawing} drawing @returns {import('./tool.d.ts').DrawingTool} */
export function createSelect({ kit, borders, cursor }) {
    return {
        keysOnly: true,
        card: () => null,
        hover(p) {
            const thing = kit.view.thingAt(kit.inContainer(p), 8);
            const id = kit.gridAt(p);
            const name = thing && (thing.properties.name ?? thing.properties.code);
            return name ? String(name) : id === null ? t('nobody') : gridName(id);
        },
        tap(p) {
            kit.choose(p);
            return true;
        },
        // before there is a cursor Tab goes past the map, as in any page
        candidates() {
            if (!cursor()) return [];
            const view = kit.map.getBounds();
            return [...gridsById().values()]
                .filter(g => g.leaf)
                .map(g => middleOf(borders, g.id))
                .filter(({ point }) => view.contains([point[1], point[0]]));
        },
    };
}
