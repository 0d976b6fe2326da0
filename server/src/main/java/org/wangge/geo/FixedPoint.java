package org.wangge.geo;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.PrecisionModel;

/// The integer grid on which borders live: 1e-7 degree (about 1 cm). Two points are the same exactly when their integers are.
///
/// A *fixed* geometry is a JTS geometry whose x and y are whole numbers of 1e-7 degree; a *lonLat* geometry has degrees
/// (WGS 84). `lonLat(fixed(g))` and back is lossless for geometry that is on the grid.
public final class FixedPoint {

    public static final double UNITS_PER_DEGREE = 1e7;
    /// Factory of fixed geometries: precision model of scale 1, so overlays stay on the grid.
    public static final GeometryFactory FIXED = new GeometryFactory(new PrecisionModel(1.0));
    /// Factory of geometries in degrees, SRID 4326.
    public static final GeometryFactory LON_LAT = new GeometryFactory(new PrecisionModel(), 4326);

    private FixedPoint() {}

    public static int units(double degrees) {
        return (int) Math.round(degrees * UNITS_PER_DEGREE);
    }

    /// Never -0, which programs write in another way than 0.
    public static double degrees(double units) {
        return units / UNITS_PER_DEGREE + 0.0;
    }

    public static Coordinate fixed(double lon, double lat) {
        return new Coordinate(Math.rint(lon * UNITS_PER_DEGREE), Math.rint(lat * UNITS_PER_DEGREE));
    }

    /// Moves every coordinate to the grid. Points that fall together are kept; the caller cleans up where that matters.
    public static Geometry fixed(Geometry lonLat) {
        return mapped(lonLat, FIXED, v -> Math.rint(v * UNITS_PER_DEGREE));
    }

    public static Geometry lonLat(Geometry fixed) {
        return mapped(fixed, LON_LAT, FixedPoint::degrees);
    }

    private static Geometry mapped(Geometry source, GeometryFactory factory, java.util.function.DoubleUnaryOperator f) {
        Geometry copy = factory.createGeometry(source);
        copy.apply(new CoordinateSequenceFilter() {
            @Override
            public void filter(CoordinateSequence seq, int i) {
                seq.setOrdinate(i, 0, f.applyAsDouble(seq.getOrdinate(i, 0)));
                seq.setOrdinate(i, 1, f.applyAsDouble(seq.getOrdinate(i, 1)));
            }

            @Override
            public boolean isDone() {
                return false;
            }

            @Override
            public boolean isGeometryChanged() {
                return true;
            }
        });
        copy.setSRID(factory.getSRID());
        return copy;
    }
}
