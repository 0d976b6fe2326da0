package org.wangge.topology;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.locationtech.jts.geom.Geometry;

/// The partition of the land into leaf grids as a planar map. Immutable and safe for any number of threads.
public final class PlanarMap {

    /// A stretch of a ring: an edge, walked forwards or backwards.
    public record Step(Edge edge, boolean forward) {}

    /// A closed ring of an outline; `hole` when it bounds a hole. A shell is followed by its holes.
    public record Ring(List<Step> steps, boolean hole) {}

    /// Something that was wrong with the polygons and was mended by rule, or that a person should look at.
    public record Finding(String kind, List<Long> grids, String text, Geometry where) {}

    /// Builds the map of these leaf areas (fixed Polygon or MultiPolygon, by grid id). Overlaps go to the lowest id and are
    /// listed in [#findings()].
    public static PlanarMap of(Map<Long, Geometry> leaves) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Set<Long> faces() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Area of a leaf, fixed Polygon or MultiPolygon.
    public Geometry face(long grid) {
        throw new UnsupportedOperationException("not built yet");
    }

    public List<Edge> edges() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The edges around a leaf.
    public List<Edge> edgesOf(long grid) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The rings around the union of the leaves that `inside` accepts; shells are followed by their holes.
    public List<Ring> outline(LongPredicate inside) {
        throw new UnsupportedOperationException("not built yet");
    }

    public List<Finding> findings() {
        throw new UnsupportedOperationException("not built yet");
    }

    /// Works the command out without changing anything. Throws a `Refused` problem that says where and why when it can't be done.
    public Patch preview(Command command) {
        throw new UnsupportedOperationException("not built yet");
    }

    /// The map in which these leaves have these areas (null: gone) and all others are as they were. Edges that are not touched
    /// stay the same objects.
    public PlanarMap with(Map<Long, Geometry> changed) {
        throw new UnsupportedOperationException("not built yet");
    }
}
