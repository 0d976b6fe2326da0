package org.wangge.model;

import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/// Checks shared by the records of this package; each message quotes the bad value.
final class Valid {

    private Valid() {}

    static String code(String code) {
        if (code == null || code.isBlank()) {
            throw new IllegalArgumentException("code is empty; every row needs one that is its own");
        }
        return text("code", code);
    }

    /// Null stays null, blank becomes null, white space at the ends goes. What comes in is held to [PlainText]; here only to
    /// what a database may have got from elsewhere, so that such rows are shown.
    static String text(String column, String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String trimmed = value.strip();
        if (trimmed.length() > PlainText.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    column + " has " + trimmed.length() + " characters; at most " + PlainText.MAX_LENGTH + " are kept");
        }
        for (int i = 0; i < trimmed.length(); i++) {
            if (trimmed.charAt(i) == 0 || trimmed.charAt(i) == '\uFFFD') {
                throw new IllegalArgumentException(
                        column + " has a character that is not text at position " + (i + 1) + "; is the file's encoding UTF-8?");
            }
        }
        return trimmed;
    }

    static void inWorld(Geometry lonLat) {
        Envelope e = lonLat.getEnvelopeInternal();
        if (e.isNull()) {
            throw new IllegalArgumentException("geometry is empty");
        }
        if (!(e.getMinX() >= -180 && e.getMaxX() <= 180)) {
            throw new IllegalArgumentException(
                    "longitude " + (e.getMinX() < -180 ? e.getMinX() : e.getMaxX()) + " is outside -180..180");
        }
        if (!(e.getMinY() >= -90 && e.getMaxY() <= 90)) {
            throw new IllegalArgumentException("latitude " + (e.getMinY() < -90 ? e.getMinY() : e.getMaxY())
                    + " is outside -90..90");
        }
    }

    static void areal(Geometry lonLat) {
        if (!(lonLat instanceof Polygon) && !(lonLat instanceof MultiPolygon)) {
            throw new IllegalArgumentException("geometry is a " + lonLat.getGeometryType()
                    + "; it must be a Polygon or MultiPolygon");
        }
        inWorld(lonLat);
    }

    static void point(Geometry lonLat) {
        if (!(lonLat instanceof Point)) {
            throw new IllegalArgumentException("geometry is a " + lonLat.getGeometryType() + "; it must be a Point");
        }
        inWorld(lonLat);
    }
}
