package org.wangge.topology;

import org.wangge.geo.FixedPoint;

/// A place on an edge: the vertex `segment`, or a grid point in the inside of the segment that begins there (off it by rounding,
/// at most one unit). `metres` is how far the point that was asked for lies from it.
record BorderPoint(Edge edge, int segment, boolean isVertex, int x, int y, double metres) {

    /// A vertex as near as this is taken instead of making another one beside it.
    static final double VERTEX_METRES = 0.25;

    /// The place on the edge that is nearest on the ground.
    static BorderPoint nearest(Edge edge, int px, int py) {
        double squeeze = Math.cos(Math.toRadians(FixedPoint.degrees(py)));
        int[] xs = edge.xs();
        int[] ys = edge.ys();
        double best = Double.POSITIVE_INFINITY;
        int segment = 0;
        double along = 0;
        for (int i = 0; i + 1 < xs.length; i++) {
            double dx = ((double) xs[i + 1] - xs[i]) * squeeze;
            double dy = (double) ys[i + 1] - ys[i];
            double ex = ((double) px - xs[i]) * squeeze;
            double ey = (double) py - ys[i];
            double t = Math.clamp((ex * dx + ey * dy) / (dx * dx + dy * dy), 0, 1);
            double d = Math.hypot(ex - t * dx, ey - t * dy);
            if (d < best) {
                best = d;
                segment = i;
                along = t;
            }
        }
        double metres = best * Areal.METRES_PER_UNIT;
        double length = Math.hypot(((double) xs[segment + 1] - xs[segment]) * squeeze, (double) ys[segment + 1] - ys[segment]);
        int nearer = along < 0.5 ? segment : segment + 1;
        int x = (int) Math.rint(xs[segment] + along * ((double) xs[segment + 1] - xs[segment]));
        int y = (int) Math.rint(ys[segment] + along * ((double) ys[segment + 1] - ys[segment]));
        boolean isVertex = Math.min(along, 1 - along) * length * Areal.METRES_PER_UNIT <= VERTEX_METRES
                || (x == xs[nearer] && y == ys[nearer]);
        return isVertex
                ? new BorderPoint(edge, nearer, true, xs[nearer], ys[nearer], metres)
                : new BorderPoint(edge, segment, false, x, y, metres);
    }

    boolean isBefore(BorderPoint o) {
        if (segment != o.segment || isVertex != o.isVertex) {
            return segment < o.segment || (segment == o.segment && isVertex);
        }
        double own = Math.hypot((double) x - edge.xs()[segment], (double) y - edge.ys()[segment]);
        double other = Math.hypot((double) o.x - edge.xs()[segment], (double) o.y - edge.ys()[segment]);
        return own < other;
    }

    boolean isSamePlace(BorderPoint o) {
        return x == o.x && y == o.y;
    }

    /// The first vertex that comes after this place (itself not counted).
    int nextVertex() {
        return segment + 1;
    }

    /// The last vertex at or before this place.
    int vertexBefore() {
        return segment;
    }

    Line point() {
        return new Line(new int[] {x}, new int[] {y});
    }
}
