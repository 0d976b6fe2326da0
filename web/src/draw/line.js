/** What becomes of a line that is drawn: smoothed and thinned where a hand drew it, led along streets where that is wanted. */

import { simplify } from '../core/border.js';
import { distinct, smooth } from '../core/sketch.js';
import { createFollowing } from './following.js';

/** @typedef {import('../core/border.js').Point} Point */

/** Pixels by which a thinned stroke may differ from the drawn one. */
const THIN = 0.6;

/**
 * @param {import('./kit.js').Kit} kit @param {import('./tool.d.ts').Sketch} sketch
 * @param {() => void} heard called when more is known of the ways along streets
 */
export function createLine(kit, sketch, heard) {
    const following = createFollowing(kit, heard);
    /** Points that something has caught, or of a line that was run along: no smoothing moves them. @type {WeakSet<Point>} */
    const held = new WeakSet();

    /** @param {Point} p in pixels @param {Point} from in degrees */
    function moved([x, y], from) {
        const [fx, fy] = kit.pixel(from);
        return Math.abs(x - fx) + Math.abs(y - fy) > 0.01;
    }

    return {
        /**
         * Along streets where that is wanted.
         * @param {Point[]} points that were set one by one @param {boolean} [closed] the last is the first, and left out
         */
        route: (points, closed) => (kit.held.streets ? following.route(points, closed) : points),
        /** Asks for the ways. @param {Point[]} points @returns {Promise<void> | null} null: all is known */
        learn: points => (kit.held.streets ? following.learn(points) : null),
        /** Why it is straight somewhere. @param {Point[]} points */
        note: points => (kit.held.streets ? following.reason(points) : null),
        /**
         * Smoothed and thinned where a hand has drawn it; as it is where points were set or streets followed.
         * @param {Point[]} points @param {boolean} [freehand]
         */
        thin(points, freehand = sketch.freehand) {
            if (!freehand) return distinct(points);
            const smoothed = smooth(points.map(kit.pixel), i => held.has(points[i]));
            return simplify(smoothed.map((p, i) => (moved(p, points[i]) ? kit.degrees(p) : points[i])), THIN, kit.pixel);
        },
        /** Something caught the point. @param {import('./snapping.js').Mark} mark */
        caught({ at, kind }) {
            held.add(at);
            if (kind !== 'street') following.fix(at);
        },
        /** Of a stroke that runs along a line. @param {Point[]} points */
        hold: points => points.forEach(p => held.add(p)),
        /** It is on a border, and stays there. @param {Point} p */
        fix: following.fix,
    };
}
