package org.wangge.atlas;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;

/// How the vertices of a geometry of several rings, or of many vertices, hang together. `ends[r]` is the number of vertices up to
/// the end of ring (line, point) `r`; `shells[r]` tells whether a ring begins a new polygon. Rings are kept without their closing
/// point. `box` is minX, minY, maxX, maxY in world units. Arrays are never written to.
record Parts(Type type, int[] ends, boolean[] shells, int[] box) {

    enum Type {
        POINT(0, false),
        MULTI_POINT(0, true),
        LINE(1, false),
        MULTI_LINE(1, true),
        POLYGON(2, false),
        MULTI_POLYGON(2, true);

        final int dimension;
        final boolean many;

        Type(int dimension, boolean many) {
            this.dimension = dimension;
            this.many = many;
        }

        static Type of(Geometry g) {
            return switch (g.getGeometryType()) {
                case Geometry.TYPENAME_POINT -> POINT;
                case Geometry.TYPENAME_MULTIPOINT -> MULTI_POINT;
                case Geometry.TYPENAME_LINESTRING, Geometry.TYPENAME_LINEARRING -> LINE;
                case Geometry.TYPENAME_MULTILINESTRING -> MULTI_LINE;
                case Geometry.TYPENAME_POLYGON -> POLYGON;
                case Geometry.TYPENAME_MULTIPOLYGON -> MULTI_POLYGON;
                default -> throw new IllegalArgumentException(
                        "geometry is a " + g.getGeometryType() + "; take its parts one by one");
            };
        }
    }

    private static final GeometryFactory FACTORY = FixedPoint.LON_LAT;

    /// Puts the geometry together again from its vertices in units of 1e-7 degree.
    static Geometry geometry(Type type, int[] ends, boolean[] shells, int[] lon, int[] lat) {
        return switch (type) {
            case POINT, MULTI_POINT -> points(type, ends, lon, lat);
            case LINE, MULTI_LINE -> lines(type, ends, lon, lat);
            case POLYGON, MULTI_POLYGON -> polygons(type, ends, shells, lon, lat);
        };
    }

    private static Geometry points(Type type, int[] ends, int[] lon, int[] lat) {
        Point[] points = new Point[ends.length];
        for (int r = 0; r < points.length; r++) {
            points[r] = FACTORY.createPoint(coordinates(r, 1, lon, lat, false)[0]);
        }
        return type.many ? FACTORY.createMultiPoint(points) : points[0];
    }

    private static Geometry lines(Type type, int[] ends, int[] lon, int[] lat) {
        LineString[] lines = new LineString[ends.length];
        for (int r = 0, from = 0; r < lines.length; from = ends[r++]) {
            lines[r] = FACTORY.createLineString(coordinates(from, ends[r] - from, lon, lat, false));
        }
        return type.many ? FACTORY.createMultiLineString(lines) : lines[0];
    }

    private static Geometry polygons(Type type, int[] ends, boolean[] shells, int[] lon, int[] lat) {
        java.util.List<Polygon> polygons = new java.util.ArrayList<>();
        LinearRing shell = null;
        java.util.List<LinearRing> holes = new java.util.ArrayList<>();
        for (int r = 0, from = 0; r < ends.length; from = ends[r++]) {
            LinearRing ring = FACTORY.createLinearRing(coordinates(from, ends[r] - from, lon, lat, true));
            if (shells[r]) {
                if (shell != null) {
                    polygons.add(FACTORY.createPolygon(shell, holes.toArray(LinearRing[]::new)));
                    holes.clear();
                }
                shell = ring;
            } else {
                holes.add(ring);
            }
        }
        polygons.add(FACTORY.createPolygon(shell, holes.toArray(LinearRing[]::new)));
        return type.many ? FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new)) : polygons.getFirst();
    }

    static Coordinate[] coordinates(int from, int n, int[] lon, int[] lat, boolean closed) {
        Coordinate[] result = new Coordinate[closed ? n + 1 : n];
        for (int i = 0; i < n; i++) {
            result[i] = new Coordinate(FixedPoint.degrees(lon[from + i]), FixedPoint.degrees(lat[from + i]));
        }
        if (closed) {
            result[n] = result[0].copy();
        }
        return result;
    }
}
