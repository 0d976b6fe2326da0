package org.wangge.planning;

import java.util.Base64;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Fixed geometry as text that is kept: well-known binary in base 64, exact to the last vertex. Pure functions.
final class Wkb {

    private Wkb() {}

    static String write(Geometry fixed) {
        return Base64.getEncoder().encodeToString(new WKBWriter().write(fixed));
    }

    /// `BadInput` problem for what [#write] did not write, as when another program has changed it.
    static Geometry read(String text) {
        try {
            return new WKBReader(FixedPoint.FIXED).read(Base64.getDecoder().decode(text));
        } catch (ParseException | IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem.BadInput("Its geometry that was kept can't be read.", "Undo the command, and draw it again."), e);
        }
    }
}
