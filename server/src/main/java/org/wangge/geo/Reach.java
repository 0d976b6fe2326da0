package org.wangge.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/// How far the land of an operator may reach. A leaf grid that is wider than [#MAX_DEGREES], or that far from all other land
/// of its branch, is a slip of the hand or swapped axes, and no grid: the largest provinces are 30° wide, and islands lie up
/// to 40° off their mainland. Boxes and areas are fixed; east and west are measured the short way around the Earth. Pure
/// functions.
public final class Reach {

    public static final int MAX_DEGREES = 45;

    private static final double AROUND = 360 * FixedPoint.UNITS_PER_DEGREE;
    private static final double MAX = MAX_DEGREES * FixedPoint.UNITS_PER_DEGREE;

    private Reach() {}

    /// Why this can't be the land of one leaf, to follow its name: `is 358° wide; …`. Null when it can.
    public static String tooWide(Geometry area) {
        Envelope box = area.getEnvelopeInternal();
        if (box.getHeight() > MAX) {
            return "is " + degrees(box.getHeight()) + "° high; a leaf grid is at most " + MAX_DEGREES + "°";
        }
        if (box.getWidth() > MAX) {
            double width = width(area);
            return width > MAX ? "is " + degrees(width) + "° wide; a leaf grid is at most " + MAX_DEGREES + "°" : null;
        }
        return null;
    }

    /// Around the Earth, but for the widest stretch without land.
    private static double width(Geometry area) {
        List<Envelope> parts = new ArrayList<>();
        for (int i = 0; i < area.getNumGeometries(); i++) {
            parts.add(area.getGeometryN(i).getEnvelopeInternal());
        }
        parts.sort(Comparator.comparingDouble(Envelope::getMinX));
        double east = parts.getFirst().getMaxX();
        double widest = 0;
        for (Envelope part : parts) {
            widest = Math.max(widest, part.getMinX() - east);
            east = Math.max(east, part.getMaxX());
        }
        widest = Math.max(widest, parts.getFirst().getMinX() + AROUND - east);
        return AROUND - widest;
    }

    /// Why land in this box can't belong to a branch whose other land has the box `rest`, to follow its name: `lies 103° from …`.
    /// Null when it can, as when there is no other land.
    public static String tooFar(Envelope land, Envelope rest) {
        if (land.isNull() || rest.isNull()) {
            return null;
        }
        double north = Math.max(0, Math.max(land.getMinY() - rest.getMaxY(), rest.getMinY() - land.getMaxY()));
        double east = Math.max(0, Math.max(land.getMinX() - rest.getMaxX(), rest.getMinX() - land.getMaxX()));
        double span = Math.max(land.getMaxX(), rest.getMaxX()) - Math.min(land.getMinX(), rest.getMinX());
        double away = Math.max(north, Math.min(east, Math.max(0, AROUND - span)));
        return away > MAX
                ? "lies " + degrees(away) + "° away from all other land of its branch; at most " + MAX_DEGREES + "° are taken"
                : null;
    }

    private static String degrees(double units) {
        return String.format(Locale.ROOT, "%.0f", FixedPoint.degrees(units));
    }
}
