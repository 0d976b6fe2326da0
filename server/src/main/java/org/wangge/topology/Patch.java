package org.wangge.topology;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;

/// What a command changes: the areas (fixed Polygon or MultiPolygon) of every leaf grid of which even one vertex changes, before
/// and after, and the strips of land that change hands, by the grid they come from and the one they go to. An id that is only in
/// `before` is gone afterwards, one that is only in `after` is new.
public record Patch(Map<Long, Geometry> before, Map<Long, Geometry> after, List<Strip> strips) {

    /// Land (fixed Polygon or MultiPolygon) that moves from one leaf grid to another; 0 is nobody. Exact, but for the fraction of
    /// a unit by which a border gives way to a new vertex on it.
    public record Strip(long from, long to, Geometry area) {}

    public Patch {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
        strips = List.copyOf(strips);
    }

    /// Every grid touched, with its area afterwards, null when it is gone: what [PlanarMap#with] takes. Unmodifiable.
    public Map<Long, Geometry> change() {
        Map<Long, Geometry> change = new HashMap<>(after);
        before.keySet().forEach(id -> change.putIfAbsent(id, null));
        return Collections.unmodifiableMap(change);
    }

    /// Every grid touched, gone and new ones included; ascending.
    public Set<Long> grids() {
        Set<Long> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        return ids;
    }

    /// The patch that undoes this one.
    public Patch inverse() {
        return new Patch(after, before, strips.stream().map(s -> new Strip(s.to(), s.from(), s.area())).toList());
    }
}
