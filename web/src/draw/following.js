/**
 * Points that are set one by one are joined along streets, rivers and rails: the server is asked for the ways, one at a time, and
 * they are kept.
 */

import { api } from '../data/api.js';
import { withoutSpikes } from '../core/sketch.js';
import { t } from '../core/i18n.js';
import { reasonOf } from '../parts/status.js';
import { createPreview } from './preview.js';

/** @typedef {import('../core/border.js').Point} Point */
/**
 * What is known of a way: without a path why there is none, in words.
 * @typedef {{path: Point[] | null, why: string | null}} Leg
 */
/** @typedef {{key: string, from: Point, to: Point, reach: number}} Question */

/** Pixels within which a street is meant, for a point beside it, and within which a point stands on it. */
const NEAR = 24;
const ON = 3;
/** Metres that the server looks around a point at most, and of a pixel at the equator at zoom 0. */
const MOST_REACH = 500;
const METRES = 156_543;
const KEPT = 300;

/** @param {import('./kit.js').Kit} kit @param {() => void} heard called when more is known */
export function createFollowing(kit, heard) {
    /** @type {Map<string, Leg>} */
    const known = new Map();
    /** @type {(() => void)[]} */
    let waiting = [];
    /** Points that stay where they are, though a street is as near as can be: they are on borders. @type {WeakSet<Point>} */
    const fixed = new WeakSet();

    const ask = createPreview(
        ({ from, to, reach }) => api.way(from, to, reach),
        (/** @type {Question} */ { key }, way, error) => {
            const why = way ? way.reason && t(`follow.${way.reason}`) : reasonOf(error);
            known.set(key, { path: way?.path ?? null, why });
            if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value));
            const those = waiting;
            waiting = [];
            heard();
            those.forEach(go => go());
        },
    );

    /** @param {Point} from @param {Point} to @returns {Question} */
    function question(from, to) {
        const metres = (METRES * Math.cos((from[1] * Math.PI) / 180)) / 2 ** kit.map.getZoom();
        return { key: `${from} ${to}`, from, to, reach: Math.min(MOST_REACH, Math.ceil(NEAR * metres)) };
    }

    /** @param {Point} a @param {Point} b */
    function near(a, b) {
        const [p, q] = [kit.pixel(a), kit.pixel(b)];
        return Math.hypot(p[0] - q[0], p[1] - q[1]) < ON;
    }

    /**
     * What lies between two points, with both: moved on to the street, but for those on borders.
     * @param {Point} from @param {Point} to
     */
    function joined(from, to) {
        const path = known.get(question(from, to).key)?.path;
        if (!path) return [from, to];
        const way = path.filter(
            (p, i) => !(i === 0 && fixed.has(from) && near(from, p)) && !(i === path.length - 1 && fixed.has(to) && near(to, p)),
        );
        return [...(fixed.has(from) ? [from] : []), ...way, ...(fixed.has(to) ? [to] : [])];
    }

    return {
        /** A border catches the point: it stays there. @param {Point} p */
        fix: p => void fixed.add(p),
        /**
         * The points with what is known of the ways between them; straight where nothing is.
         * @param {Point[]} points @param {boolean} [closed] the last is the first, and left out
         */
        route(points, closed = false) {
            if (points.length < 2) return points;
            /** @type {Point[]} */
            const whole = [];
            for (let i = 0; i + 1 < points.length; i++) whole.push(...joined(points[i], points[i + 1]));
            return withoutSpikes(whole, closed);
        },
        /** Asks for what is not known yet. @param {Point[]} points @returns {Promise<void> | null} null: all is known */
        learn(points) {
            for (let i = 0; i + 1 < points.length; i++) {
                const asked = question(points[i], points[i + 1]);
                if (known.has(asked.key)) continue;
                ask(asked);
                return new Promise(resolve => waiting.push(resolve));
            }
            return null;
        },
        /** Why the last of the straight stretches is; null: none is. @param {Point[]} points @returns {string | null} */
        reason(points) {
            for (let i = points.length - 2; i >= 0; i--) {
                const leg = known.get(question(points[i], points[i + 1]).key);
                if (leg?.why) return leg.why;
            }
            return null;
        },
    };
}
