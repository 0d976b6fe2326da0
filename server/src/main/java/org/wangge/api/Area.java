package org.wangge.api;

import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/// Area on the ground of lon/lat polygons: on the authalic sphere of WGS 84, by the line integral of sin(lat) d(lon), good to
/// about 0.3 %.
final class Area {

    private static final double RADIUS_KM = 6371.0072;

    private Area() {}

    /// Square kilometres rounded to 1e-4; null for no area.
    static Double km2(Geometry lonLat) {
        if (lonLat == null) {
            return null;
        }
        double sum = 0;
        for (int i = 0; i < lonLat.getNumGeometries(); i++) {
            if (lonLat.getGeometryN(i) instanceof Polygon p && !p.isEmpty()) {
                sum += Math.abs(ring(p.getExteriorRing()));
                for (int k = 0; k < p.getNumInteriorRing(); k++) {
                    sum -= Math.abs(ring(p.getInteriorRingN(k)));
                }
            }
        }
        return Math.rint(sum * 1e4) / 1e4;
    }

    private static double ring(LineString ring) {
        CoordinateSequence seq = ring.getCoordinateSequence();
        double sum = 0;
        for (int i = 1; i < seq.size(); i++) {
            double width = Math.toRadians(seq.getX(i) - seq.getX(i - 1));
            double a = Math.toRadians(seq.getY(i - 1));
            double b = Math.toRadians(seq.getY(i));
            sum += width * (2 + Math.sin(a) + Math.sin(b)) / 2;
        }
        return sum * RADIUS_KM * RADIUS_KM;
    }
}
