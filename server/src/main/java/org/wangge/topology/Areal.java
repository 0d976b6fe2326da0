package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.geo.FixedPoint;

/// Brings what was given as an area into the shape that the map works with: fixed Polygon or MultiPolygon, whole coordinates, no
/// point twice in a row. Metres of fixed areas.
public final class Areal {

    static final double METRES_PER_UNIT = 111_319.49 / FixedPoint.UNITS_PER_DEGREE;

    private Areal() {}

    /// Why this can't be an area at all, or null when it can.
    static String whyNot(Geometry g) {
        if (g == null) {
            return "has no area";
        }
        if (g.isEmpty()) {
            return "has an empty area";
        }
        if (g.getDimension() != 2) {
            return "has a " + g.getGeometryType() + " instead of an area";
        }
        for (Coordinate c : g.getCoordinates()) {
            if (!(Math.abs(c.x) <= 180 * FixedPoint.UNITS_PER_DEGREE && Math.abs(c.y) <= 90 * FixedPoint.UNITS_PER_DEGREE)) {
                return "has the point " + FixedPoint.degrees(c.x) + " " + FixedPoint.degrees(c.y)
                        + ", which is outside the world";
            }
        }
        return null;
    }

    /// The same object where nothing has to be done; null when no ring with three points is left.
    static Geometry tidy(Geometry g) {
        if ((g instanceof Polygon || g instanceof MultiPolygon) && isTidy(g)) {
            return g;
        }
        List<Polygon> polygons = new ArrayList<>();
        collect(g, polygons);
        if (polygons.isEmpty()) {
            return null;
        }
        return polygons.size() == 1 ? polygons.getFirst() : FixedPoint.FIXED.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    /// The land of both (fixed). Where rounding lets a narrow place of one close up, only a line is left of it, which is no land.
    public static Geometry union(Geometry a, Geometry b) {
        return tidy(OverlayNG.overlay(a, b, OverlayNG.UNION, FixedPoint.FIXED.getPrecisionModel()));
    }

    private static boolean isTidy(Geometry g) {
        for (int i = 0; i < g.getNumGeometries(); i++) {
            Polygon p = (Polygon) g.getGeometryN(i);
            if (p.isEmpty() || !isTidy(p.getExteriorRing().getCoordinateSequence())) {
                return false;
            }
            for (int h = 0; h < p.getNumInteriorRing(); h++) {
                if (!isTidy(p.getInteriorRingN(h).getCoordinateSequence())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isTidy(CoordinateSequence line) {
        if (line.size() < 4) {
            return false;
        }
        for (int i = 0; i < line.size(); i++) {
            double x = line.getX(i);
            double y = line.getY(i);
            if (x != Math.rint(x) || y != Math.rint(y) || (i > 0 && x == line.getX(i - 1) && y == line.getY(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static void collect(Geometry g, List<Polygon> polygons) {
        if (g instanceof Polygon p) {
            LinearRing shell = tidy(p.getExteriorRing());
            if (shell != null) {
                List<LinearRing> holes = new ArrayList<>();
                for (int h = 0; h < p.getNumInteriorRing(); h++) {
                    LinearRing hole = tidy(p.getInteriorRingN(h));
                    if (hole != null) {
                        holes.add(hole);
                    }
                }
                polygons.add(FixedPoint.FIXED.createPolygon(shell, holes.toArray(LinearRing[]::new)));
            }
        } else if (g instanceof GeometryCollection many) {
            for (int i = 0; i < many.getNumGeometries(); i++) {
                collect(many.getGeometryN(i), polygons);
            }
        }
    }

    private static LinearRing tidy(LinearRing ring) {
        List<Coordinate> points = new ArrayList<>();
        for (Coordinate c : ring.getCoordinates()) {
            CoordinateXY p = new CoordinateXY(Math.rint(c.x), Math.rint(c.y));
            if (points.isEmpty() || !points.getLast().equals2D(p)) {
                points.add(p);
            }
        }
        return points.size() < 4 ? null : FixedPoint.FIXED.createLinearRing(points.toArray(Coordinate[]::new));
    }

    /// Square metres on the ground of a fixed area, with the scale at the middle of its latitudes.
    public static double squareMetres(Geometry fixed) {
        return fixed.getArea() * METRES_PER_UNIT * METRES_PER_UNIT * Math.cos(latitude(fixed.getEnvelopeInternal()));
    }

    /// Mean width in metres of a long thin area: area / half the perimeter.
    public static double meanWidthMetres(Geometry fixed) {
        return 2 * fixed.getArea() / fixed.getLength() * METRES_PER_UNIT;
    }

    /// Radians.
    private static double latitude(Envelope e) {
        return Math.toRadians(FixedPoint.degrees((e.getMinY() + e.getMaxY()) / 2));
    }
}
