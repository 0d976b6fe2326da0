package org.wangge.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Words for commands that can't be done.
final class Refusal {

    private Refusal() {}

    /// `reason` is a stable word for programs, and for the map, which says it in the reader's language. `at` is fixed and may lie
    /// between grid points.
    static ProblemException refused(String reason, String detail, String remedy, Coordinate at, List<Long> grids) {
        return refused(reason, detail, remedy, at, grids, Map.of());
    }

    static ProblemException refused(
            String reason, String detail, String remedy, Coordinate at, List<Long> grids, Map<String, Object> more) {
        List<Double> position = List.of(degrees(at.x), degrees(at.y));
        String where = String.format(Locale.ROOT, " (at %.7f, %.7f)", position.get(0), position.get(1));
        String placed = detail.substring(0, detail.length() - 1) + where + ".";
        Map<String, Object> extra = new HashMap<>(Map.of("reason", reason, "position", position));
        if (!grids.isEmpty()) {
            extra.put("grids", new ArrayList<>(grids));
        }
        extra.putAll(more);
        return new Problem.Refused(placed, remedy, extra).asException();
    }

    private static double degrees(double units) {
        return FixedPoint.degrees(Math.rint(units));
    }

    /// Refuses points that are nowhere on Earth.
    static void requireInWorld(String what, Coordinate[] points) {
        for (Coordinate c : points) {
            if (!(Math.abs(c.x) <= 180 * FixedPoint.UNITS_PER_DEGREE && Math.abs(c.y) <= 90 * FixedPoint.UNITS_PER_DEGREE)) {
                throw new Problem.BadInput(
                        what + " has the point " + FixedPoint.degrees(c.x) + " " + FixedPoint.degrees(c.y)
                                + ", which is outside the world.",
                        "Give longitude and latitude in degrees, in this order.").asException();
            }
        }
    }
}
