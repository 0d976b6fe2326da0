package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.polygonize.Polygonizer;
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
            if (right == 0) {
                add(0, left, overlay(after.get(left), before.get(left), OverlayNG.DIFFERENCE), strips);
                add(left, 0, overlay(before.get(left), after.get(left), OverlayNG.DIFFERENCE), strips);
            } else {
                add(left, right, overlay(before.get(left), after.get(right), OverlayNG.INTERSECTION), strips);
                add(right, left, overlay(before.get(right), after.get(left), OverlayNG.INTERSECTION), strips);
            }
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

    private static Geometry overlay(Geometry a, Geometry b, int operation) {
        return OverlayNG.overlay(a, b, operation, FixedPoint.FIXED.getPrecisionModel());
    }

    /// Lines and points, where areas only touch, are left out.
    private static void add(long from, long to, Geometry common, List<Patch.Strip> strips) {
        Geometry land = common.isEmpty() ? null : Areal.tidy(common);
        if (land != null) {
            strips.add(new Patch.Strip(from, to, land));
        }
    }

    /// What lies between two states of some grids that differ only by borders that end in a vertex which moved: each cell of the
    /// figure that these lines form, before and after, belongs to one grid (or to nobody: 0) at a time.
    static List<Patch.Strip> among(List<LineString> lines, Map<Long, Geometry> before, Map<Long, Geometry> after) {
        Geometry all = FixedPoint.FIXED.createMultiLineString(lines.toArray(LineString[]::new));
        Polygonizer polygonizer = new Polygonizer();
        polygonizer.add(OverlayNG.overlay(all, null, OverlayNG.UNION, FixedPoint.FIXED.getPrecisionModel()));
        List<Patch.Strip> strips = new ArrayList<>();
        for (Object cell : polygonizer.getPolygons()) {
            Polygon land = (Polygon) cell;
            long from = owner(land, before);
            long to = owner(land, after);
            if (from != to) {
                strips.add(new Patch.Strip(from, to, land));
            }
        }
        return strips;
    }

    /// Whoever has the place inside of the cell. Since places where lines cross are rounded, a narrow cell may lie askew over a
    /// border, and its place on it: then whoever has the largest part.
    private static long owner(Polygon cell, Map<Long, Geometry> areas) {
        Coordinate inside = cell.getInteriorPoint().getCoordinate();
        Map<Long, Geometry> bordering = new TreeMap<>();
        for (Map.Entry<Long, Geometry> e : new TreeMap<>(areas).entrySet()) {
            switch (SimplePointInAreaLocator.locate(inside, e.getValue())) {
                case Location.INTERIOR -> {
                    return e.getKey();
                }
                case Location.BOUNDARY -> bordering.put(e.getKey(), e.getValue());
                default -> {}
            }
        }
        long owner = 0;
        double rest = cell.getArea();
        double most = 0;
        for (Map.Entry<Long, Geometry> e : bordering.entrySet()) {
            double part = OverlayNGRobust.overlay(cell, e.getValue(), OverlayNG.INTERSECTION).getArea();
            rest -= part;
            if (part > most) {
                most = part;
                owner = e.getKey();
            }
        }
        return rest > most ? 0 : owner;
    }
}
