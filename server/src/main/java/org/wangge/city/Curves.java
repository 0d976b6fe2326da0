package org.wangge.city;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.simplify.DouglasPeuckerSimplifier;

/// Smooth lines and shapes in metres.
final class Curves {

    private Curves() {}

    /// A smooth line through all points (Catmull–Rom), with `steps` pieces between two of them.
    static List<Coordinate> spline(List<Coordinate> points, int steps) {
        List<Coordinate> line = new ArrayList<>();
        for (int i = 0; i + 1 < points.size(); i++) {
            Coordinate a = points.get(Math.max(0, i - 1));
            Coordinate b = points.get(i);
            Coordinate c = points.get(i + 1);
            Coordinate d = points.get(Math.min(points.size() - 1, i + 2));
            for (int k = 0; k < steps; k++) {
                double t = (double) k / steps;
                line.add(new Coordinate(catmullRom(a.x, b.x, c.x, d.x, t), catmullRom(a.y, b.y, c.y, d.y, t)));
            }
        }
        line.add(points.getLast().copy());
        return line;
    }

    private static double catmullRom(double a, double b, double c, double d, double t) {
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
    }

    /// A wobbly, roughly round shape; `seed` chooses its wobble, `stretch` its length along `angle` in radians.
    static Polygon blob(Coordinate centre, double radius, double stretch, double angle, long seed, int corners) {
        Coordinate[] ring = new Coordinate[corners + 1];
        double p2 = phase(seed, 2);
        double p3 = phase(seed, 3);
        double p5 = phase(seed, 5);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        for (int i = 0; i < corners; i++) {
            double t = 2 * Math.PI * i / corners;
            double r = radius
                    * (1
                            + 0.12 * StrictMath.cos(2 * t + p2)
                            + 0.10 * StrictMath.cos(3 * t + p3)
                            + 0.05 * StrictMath.cos(5 * t + p5));
            double u = r * StrictMath.cos(t) * stretch;
            double v = r * StrictMath.sin(t) / stretch;
            ring[i] = new Coordinate(centre.x + u * cos - v * sin, centre.y + u * sin + v * cos);
        }
        ring[corners] = ring[0].copy();
        return Frame.METRES.createPolygon(ring);
    }

    private static double phase(long seed, int harmonic) {
        return (Noise.hash(seed, harmonic) >>> 11) * 0x1p-53 * 2 * Math.PI;
    }

    /// Rounds corners, both ways, to about this radius.
    static Geometry rounded(Geometry shape, double radius) {
        Geometry smooth = shape.buffer(-radius, 6).buffer(2 * radius, 6).buffer(-radius, 6);
        return DouglasPeuckerSimplifier.simplify(smooth, Math.min(2.5, radius / 10));
    }

    static LineString line(List<Coordinate> points) {
        return Frame.METRES.createLineString(points.toArray(Coordinate[]::new));
    }

    /// All rings of a polygonal shape.
    static List<LinearRing> rings(Geometry areal) {
        List<LinearRing> rings = new ArrayList<>();
        for (Polygon p : polygons(areal)) {
            rings.add(p.getExteriorRing());
            for (int i = 0; i < p.getNumInteriorRing(); i++) {
                rings.add(p.getInteriorRingN(i));
            }
        }
        return rings;
    }

    static List<Polygon> polygons(Geometry g) {
        List<Polygon> parts = new ArrayList<>();
        for (int i = 0; i < g.getNumGeometries(); i++) {
            if (g.getGeometryN(i) instanceof Polygon p && !p.isEmpty()) {
                parts.add(p);
            }
        }
        return parts;
    }

    static List<LineString> lines(Geometry g) {
        List<LineString> parts = new ArrayList<>();
        for (int i = 0; i < g.getNumGeometries(); i++) {
            if (g.getGeometryN(i) instanceof LineString l && !l.isEmpty()) {
                parts.add(l);
            }
        }
        return parts;
    }
}
