package org.wangge.topology;

import java.util.Map;
import org.locationtech.jts.geom.Geometry;

/// What a command changes: the areas (fixed Polygon or MultiPolygon) of every leaf grid that it touches, before and after, and
/// the strips of land that change hands, by the grid they come from and the one they go to.
public record Patch(Map<Long, Geometry> before, Map<Long, Geometry> after, java.util.List<Strip> strips) {

    /// Land (fixed Polygon or MultiPolygon) that moves from one leaf grid to another.
    public record Strip(long from, long to, Geometry area) {}

    public Patch {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
        strips = java.util.List.copyOf(strips);
    }

    /// The patch that undoes this one.
    public Patch inverse() {
        return new Patch(after, before, strips.stream().map(s -> new Strip(s.to(), s.from(), s.area())).toList());
    }
}
