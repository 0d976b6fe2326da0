package org.wangge.city;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.wangge.geo.FixedPoint;

/// The plane in which the city is built: metres east (x) and north (y) of its centre, which lies in the open sea off the
/// Yangtze's mouth so that nobody takes it for a real place. A plain linear map to and from 1e-7 degrees: the city is small.
final class Frame {

    static final GeometryFactory METRES = new GeometryFactory();

    private static final int CENTRE_LON = 1_230_500_000;
    private static final int CENTRE_LAT = 314_200_000;
    /// Metres of 1e-7 degree at the centre's latitude.
    private static final double METRES_PER_LON = 0.00950136;
    private static final double METRES_PER_LAT = 0.01108720;

    private Frame() {}

    static int lon(double x) {
        return CENTRE_LON + (int) Math.rint(x / METRES_PER_LON);
    }

    static int lat(double y) {
        return CENTRE_LAT + (int) Math.rint(y / METRES_PER_LAT);
    }

    static double x(double lonUnits) {
        return (lonUnits - CENTRE_LON) * METRES_PER_LON;
    }

    static double y(double latUnits) {
        return (latUnits - CENTRE_LAT) * METRES_PER_LAT;
    }

    static Coordinate fixed(Coordinate metres) {
        return new Coordinate(lon(metres.x), lat(metres.y));
    }

    /// The same shape on the grid of 1e-7 degree.
    static Geometry fixed(Geometry metres) {
        Geometry g = FixedPoint.FIXED.createGeometry(metres);
        g.apply(new Each() {
            @Override
            public void filter(CoordinateSequence s, int i) {
                double x = s.getX(i);
                double y = s.getY(i);
                s.setOrdinate(i, 0, lon(x));
                s.setOrdinate(i, 1, lat(y));
            }
        });
        return g;
    }

    static Geometry metres(Geometry fixed) {
        Geometry g = METRES.createGeometry(fixed);
        g.apply(new Each() {
            @Override
            public void filter(CoordinateSequence s, int i) {
                double x = s.getX(i);
                double y = s.getY(i);
                s.setOrdinate(i, 0, x(x));
                s.setOrdinate(i, 1, y(y));
            }
        });
        return g;
    }

    private abstract static class Each implements CoordinateSequenceFilter {
        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public boolean isGeometryChanged() {
            return true;
        }
    }
}
