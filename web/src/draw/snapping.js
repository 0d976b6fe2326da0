/** What a drawn point is caught by: a node, else a border, else a street of the ground, within a reach. */

import { VIEW_TILE, placement } from '../core/mercator.js';
import { property } from '../core/mvt.js';
import { placeOn } from '../core/border.js';
import { along, catchPoint, runsAlong } from '../core/sketch.js';
import { addressOf } from '../map/tile-layer.js';
import { rounded } from './kit.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {import('../core/sketch.js').Caught} Caught */
/**
 * `at` in degrees; `line` the caught line in pixels of the zoom, `key` the same for the same line.
 * @typedef {{kind: import('../core/sketch.js').Kind, at: Point, key: string, line: Point[],
 *     place: import('../core/border.js').Snap | null}} Mark
 */

const STREETS = new Set(['street', 'ring', 'motorway']);

/** @param {import('./kit.js').Kit} kit @param {ReturnType<typeof import('./borders.js').createBorders>} borders */
export function createSnapping(kit, borders) {
    const { map, view } = kit;
    let made = '';
    /** @type {{nodes: Point[], edges: Point[][], degrees: Point[][], keys: string[]}} */
    let targets = { nodes: [], edges: [], degrees: [], keys: [] };

    /** In pixels of the zoom, made anew when zoom or borders change. */
    function known() {
        const now = `${map.getZoom()} ${borders.version()}`;
        if (now === made) return targets;
        made = now;
        const lines = borders.all().flatMap(pair => pair.lines.map((line, i) => ({ line, key: `${pair.a} ${pair.b} ${i}` })));
        targets = {
            nodes: borders.nodes().map(kit.pixel),
            edges: lines.map(l => l.line.map(kit.pixel)),
            degrees: lines.map(l => l.line),
            keys: lines.map(l => l.key),
        };
        return targets;
    }

    /** Lines of streets whose box is near. @param {Point} p pixels of the zoom @param {number} reach */
    function streets([x, y], reach) {
        /** @type {{key: string, line: Point[]}[]} */
        const found = [];
        const source = view.sources.ground;
        const [column, row] = [Math.floor(x / VIEW_TILE), Math.floor(y / VIEW_TILE)];
        const address = addressOf(source, { x: column, y: row, z: map.getZoom() });
        const layer = address && source.peek(address)?.base;
        if (!layer) return found;
        const { k, dx, dy } = placement(address, layer.extent);
        const [left, top] = [column * VIEW_TILE + dx, row * VIEW_TILE + dy];
        const [tx, ty, within] = [(x - left) / k, (y - top) / k, reach / k];
        for (let i = 0; i < layer.n; i++) {
            const b = 4 * i;
            if (layer.types[i] !== 2 || layer.bbox[b] > tx + within || layer.bbox[b + 2] < tx - within) continue;
            if (layer.bbox[b + 1] > ty + within || layer.bbox[b + 3] < ty - within) continue;
            if (!STREETS.has(String(property(layer, i, 'kind')))) continue;
            for (let part = layer.partOf[i]; part < layer.partOf[i + 1]; part++) {
                /** @type {Point[]} */
                const line = [];
                for (let q = layer.pointOf[part]; q < layer.pointOf[part + 1]; q++)
                    line.push([layer.xy[2 * q] * k + left, layer.xy[2 * q + 1] * k + top]);
                found.push({ key: `${address.z}/${address.x}/${address.y}/${part}`, line });
            }
        }
        return found;
    }

    return {
        /**
         * @param {Point} p in degrees @param {number} reach pixels @param {{borders?: boolean, streets?: boolean}} [by]
         * @param {Point | null} [heading] pixels, of a stroke: it is caught only by a line that it runs along
         * @returns {Mark | null}
         */
        catchAt(p, reach, by = {}, heading = null) {
            const pixel = kit.pixel(p);
            const { nodes, edges, degrees, keys } = known();
            const near = by.streets === false ? [] : streets(pixel, reach);
            const without = by.borders === false;
            const found = catchPoint(
                { nodes: without || heading ? [] : nodes, edges: without ? [] : edges, streets: near.map(s => s.line) },
                pixel,
                reach,
            );
            if (!found) return null;
            const caughtBy = found.kind === 'street' ? near[found.line]?.line : edges[found.line];
            if (heading && found.place && !runsAlong(caughtBy, found.place, heading)) return null;
            if (found.kind === 'street') {
                const { key, line } = near[found.line];
                return { kind: 'street', at: kit.degrees(found.point), key, line, place: found.place };
            }
            if (found.kind === 'node' || !found.place) {
                const at = borders.nodes()[nodes.indexOf(found.point)];
                return { kind: 'node', at, key: '', line: [], place: null };
            }
            const at = rounded(placeOn(degrees[found.line], found.place));
            return { kind: 'edge', at, key: keys[found.line], line: edges[found.line], place: found.place };
        },
        /**
         * What a stroke passes that runs along one line from one mark to another.
         * @param {Mark | null} from @param {Mark | null} to
         */
        between(from, to) {
            if (!from?.place || !to?.place || from.key !== to.key || !from.key) return [];
            return along(to.line, from.place, to.place).map(place => {
                const i = known().keys.indexOf(to.key);
                return i >= 0 ? known().degrees[i][place.segment] : kit.degrees(place.point);
            });
        },
    };
}
