package org.wangge.tiles;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.UnaryUnionNG;
import org.locationtech.jts.operation.valid.IsSimpleOp;
import org.locationtech.jts.precision.GeometryPrecisionReducer;

/// The rare polygons that rounding to tile coordinates has broken.
final class Mending {

    private static final PrecisionModel WHOLE = new PrecisionModel(1);
    private static final GeometryFactory FACTORY = new GeometryFactory(WHOLE);

    /// A ring in arrays that are exactly as long as it is.
    record Ring(int[] xs, int[] ys, boolean shell) {}

    private Mending() {}

    static boolean isSimple(int[] xs, int[] ys, int n) {
        return new IsSimpleOp(FACTORY.createLinearRing(coordinates(xs, ys, n))).isSimple();
    }

    static boolean isValid(List<Ring> polygon) {
        return polygon(polygon).isValid();
    }

    /// Whether polygons, valid each, make a valid area together: they may meet in points only.
    static boolean areApart(List<List<Ring>> polygons) {
        return FACTORY.createMultiPolygon(polygons.stream().map(Mending::polygon).toArray(Polygon[]::new)).isValid();
    }

    /// Rings of valid polygons in whole coordinates that cover the same land; none when nothing of it is left.
    static List<Ring> mended(List<Ring> polygon) {
        return whole(GeometryFixer.fix(polygon(polygon)));
    }

    /// The same for polygons, valid each, that are not apart.
    static List<Ring> joined(List<List<Ring>> polygons) {
        return whole(UnaryUnionNG.union(polygons.stream().<Geometry>map(Mending::polygon).toList(), WHOLE));
    }

    private static List<Ring> whole(Geometry fixed) {
        Geometry whole = GeometryPrecisionReducer.reduce(fixed, WHOLE);
        List<Ring> rings = new ArrayList<>();
        for (int p = 0; p < whole.getNumGeometries(); p++) {
            if (whole.getGeometryN(p) instanceof Polygon part && !part.isEmpty()) {
                rings.add(ring(part.getExteriorRing(), true));
                for (int h = 0; h < part.getNumInteriorRing(); h++) {
                    rings.add(ring(part.getInteriorRingN(h), false));
                }
            }
        }
        return rings;
    }

    private static Polygon polygon(List<Ring> rings) {
        LinearRing shell = FACTORY.createLinearRing(coordinates(rings.getFirst().xs, rings.getFirst().ys, rings.getFirst().xs.length));
        LinearRing[] holes = rings.stream()
                .skip(1)
                .map(r -> FACTORY.createLinearRing(coordinates(r.xs, r.ys, r.xs.length)))
                .toArray(LinearRing[]::new);
        return FACTORY.createPolygon(shell, holes);
    }

    private static Ring ring(LinearRing line, boolean shell) {
        int n = line.getNumPoints() - 1;
        int[] xs = new int[n];
        int[] ys = new int[n];
        for (int i = 0; i < n; i++) {
            xs[i] = (int) line.getCoordinateN(i).x;
            ys[i] = (int) line.getCoordinateN(i).y;
        }
        return new Ring(xs, ys, shell);
    }

    private static Coordinate[] coordinates(int[] xs, int[] ys, int n) {
        Coordinate[] result = new Coordinate[n + 1];
        for (int i = 0; i < n; i++) {
            result[i] = new Coordinate(xs[i], ys[i]);
        }
        result[n] = result[0].copy();
        return result;
    }
}
