package org.wangge.planning;

import java.util.Base64;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.wangge.geo.FixedPoint;

/// Fixed geometry as text that is kept: well-known binary in base 64, exact to the last vertex. Pure functions.
final class Wkb {

    private Wkb() {}

    static String write(Geometry fixed) {
        return Base64.getEncoder().encodeToString(new WKBWriter().write(fixed));
    }

    /// `IllegalStateException` for what [#write] did not write.
    static Geometry read(String text) {
        try {
            return new WKBReader(FixedPoint.FIXED).read(Base64.getDecoder().decode(text));
        } catch (ParseException e) {
            throw new IllegalStateException("a geometry that was kept can't be read: " + text, e);
        }
    }
}
