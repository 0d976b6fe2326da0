package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.geo.FixedPoint;

/// The land between a path and the stretch of border that it replaces, by the grid that loses it.
final class Strips {

    private Strips() {}

    /// `entangled`: other borders lie inside. No strips when nothing changes.
    static List<Patch.Strip> of(Redrawn redrawn, Map<Long, Geometry> before, Map<Long, Geometry> after, boolean entangled) {
        long left = redrawn.old().left();
        long right = redrawn.old().right();
        if (entangled || meets(redrawn)) {
            List<Patch.Strip> strips = new ArrayList<>();
            overlay(left, right, before, after, strips);
            overlay(right, left, before, after, strips);
            return strips;
        }
        long area = ringAlongEdge(redrawn);
        Coordinate[] ring = redrawn.ring().coordinates();
        if (area == 0 || ring.length < 4) {
            return List.of();
        }
        Geometry land = FixedPoint.FIXED.createPolygon(ring);
        return List.of(area > 0 ? new Patch.Strip(right, left, land) : new Patch.Strip(left, right, land));
    }

    /// Twice the area between path and stretch as seen along the edge: positive when the land lies to the right of the old
    /// edge. The stretch runs along the edge in the first of the two ways around a closed edge and against it in the second.
    private static long ringAlongEdge(Redrawn redrawn) {
        Line line = redrawn.line();
        boolean along = line.same(redrawn.first(), redrawn.path().xs()[0], redrawn.path().ys()[0]);
        return along ? redrawn.doubledArea() : -redrawn.doubledArea();
    }

    /// Do path and stretch meet between their ends?
    private static boolean meets(Redrawn redrawn) {
        Line path = redrawn.path();
        SegmentIndex stretch = Line.index(List.of(redrawn.replaced()));
        for (int k = 0; k + 1 < path.size(); k++) {
            int i = k;
            boolean hit = stretch.any(path.xs()[k], path.ys()[k], path.xs()[k + 1], path.ys()[k + 1], j ->
                    Exact.conflict(path.xs()[i], path.ys()[i], path.xs()[i + 1], path.ys()[i + 1],
                            stretch.x0[j], stretch.y0[j], stretch.x1[j], stretch.y1[j])
                    || (i > 0 && (path.same(i, stretch.x0[j], stretch.y0[j]) || path.same(i, stretch.x1[j], stretch.y1[j]))));
            if (hit) {
                return true;
            }
        }
        return false;
    }

    private static void overlay(
            long from, long to, Map<Long, Geometry> before, Map<Long, Geometry> after, List<Patch.Strip> strips) {
        Geometry common = OverlayNG.overlay(
                before.get(from), after.get(to), OverlayNG.INTERSECTION, FixedPoint.FIXED.getPrecisionModel());
        Geometry land = common.isEmpty() ? null : Areal.tidy(common);
        if (land != null) {
            strips.add(new Patch.Strip(from, to, land));
        }
    }
}
