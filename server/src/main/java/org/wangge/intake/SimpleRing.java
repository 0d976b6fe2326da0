package org.wangge.intake;

import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;

/// A quick exact answer for what nearly every building is: one small ring. JTS's validity check builds indexes and graphs
/// that cost more than the ring itself.
final class SimpleRing {

    private static final int MAX_POINTS = 24;
    /// Below this side length (units) differences fit 30 bits and cross products fit a long.
    private static final double MAX_SIDE = 1 << 30;

    private SimpleRing() {}

    /// True when the fixed polygon has no holes and its ring surely neither crosses nor touches itself; false when that is
    /// not so, or when it is too large to tell here.
    static boolean isSimple(Polygon fixed) {
        CoordinateSequence ring = fixed.getExteriorRing().getCoordinateSequence();
        int edges = ring.size() - 1;
        Envelope e = fixed.getEnvelopeInternal();
        if (fixed.getNumInteriorRing() > 0 || edges > MAX_POINTS || e.getWidth() > MAX_SIDE || e.getHeight() > MAX_SIDE) {
            return false;
        }
        for (int i = 0; i < edges; i++) {
            for (int j = i + 2; j < edges; j++) {
                boolean areNeighbours = i == 0 && j == edges - 1;
                if (!areNeighbours && meet(ring, i, j)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether the segments from points `i` and `j` to the next ones have a point in common.
    private static boolean meet(CoordinateSequence ring, int i, int j) {
        double ax = ring.getX(i);
        double ay = ring.getY(i);
        double bx = ring.getX(i + 1);
        double by = ring.getY(i + 1);
        double cx = ring.getX(j);
        double cy = ring.getY(j);
        double dx = ring.getX(j + 1);
        double dy = ring.getY(j + 1);
        if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)
                || Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) {
            return false;
        }
        return side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0
                && side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0;
    }

    private static int side(double ax, double ay, double bx, double by, double px, double py) {
        return Long.signum((long) (bx - ax) * (long) (py - ay) - (long) (by - ay) * (long) (px - ax));
    }
}
