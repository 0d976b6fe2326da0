package org.wangge.streets;

import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;

/// Metres between fixed points that lie within a few kilometres: degrees of longitude are as long as they are at one latitude.
record Plane(double metresPerX, double metresPerY) {

    private static final double METRES_PER_DEGREE = Math.toRadians(6_371_008.8);

    static Plane at(Coordinate fixed) {
        double unit = METRES_PER_DEGREE / FixedPoint.UNITS_PER_DEGREE;
        return new Plane(unit * Math.cos(Math.toRadians(FixedPoint.degrees(fixed.y))), unit);
    }

    double metres(Coordinate a, Coordinate b) {
        return Math.hypot((b.x - a.x) * metresPerX, (b.y - a.y) * metresPerY);
    }

    /// Along the line, from one of its vertices to another.
    double metres(Coordinate[] points, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += metres(points[i], points[i + 1]);
        }
        return sum;
    }

    /// The point of the grid that is nearest to where the segment comes nearest to `p`.
    Coordinate nearest(Coordinate a, Coordinate b, Coordinate p) {
        double dx = (b.x - a.x) * metresPerX;
        double dy = (b.y - a.y) * metresPerY;
        double square = dx * dx + dy * dy;
        double t = square == 0 ? 0 : ((p.x - a.x) * metresPerX * dx + (p.y - a.y) * metresPerY * dy) / square;
        double on = Math.clamp(t, 0, 1);
        return new Coordinate(Math.rint(a.x + on * (b.x - a.x)), Math.rint(a.y + on * (b.y - a.y)));
    }
}
