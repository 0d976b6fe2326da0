package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.locationtech.jts.geom.LineString;
import org.wangge.geo.FixedPoint;

/// Where two states of the borders differ. Pure functions.
public final class Differences {

    private record Segment(long low, long high) {}

    private Differences() {}

    /// The stretches of border around these grids (ids that are in neither map are passed over) that one of the maps has and the
    /// other has not around them: those of `base` first, then those of `live`. Fixed coordinates. Costs what the borders of these
    /// grids cost; edges that both maps share are not looked at.
    public static List<LineString> arcs(PlanarMap base, PlanarMap live, Set<Long> grids) {
        Set<Edge> before = edges(base, grids);
        Set<Edge> after = edges(live, grids);
        Set<Edge> shared = edges(base, grids);
        shared.retainAll(after);
        before.removeAll(shared);
        after.removeAll(shared);
        List<LineString> arcs = new ArrayList<>();
        addMissing(before, segments(after), arcs);
        addMissing(after, segments(before), arcs);
        return arcs;
    }

    private static Set<Edge> edges(PlanarMap map, Set<Long> grids) {
        Set<Edge> edges = Collections.newSetFromMap(new IdentityHashMap<>());
        grids.stream().filter(map::contains).sorted().forEach(id -> edges.addAll(map.edgesOf(id)));
        return edges;
    }

    private static Set<Segment> segments(Set<Edge> edges) {
        Set<Segment> segments = new HashSet<>();
        for (Edge e : edges) {
            for (int i = 0; i + 1 < e.xs().length; i++) {
                segments.add(segment(e, i));
            }
        }
        return segments;
    }

    private static Segment segment(Edge e, int i) {
        long a = Exact.key(e.xs()[i], e.ys()[i]);
        long b = Exact.key(e.xs()[i + 1], e.ys()[i + 1]);
        return new Segment(Math.min(a, b), Math.max(a, b));
    }

    private static void addMissing(Set<Edge> edges, Set<Segment> present, List<LineString> arcs) {
        List<Edge> ordered = new ArrayList<>(edges);
        ordered.sort((a, b) -> Long.compare(Exact.key(a.xs()[0], a.ys()[0]), Exact.key(b.xs()[0], b.ys()[0])));
        for (Edge e : ordered) {
            int from = 0;
            for (int i = 0; i < e.xs().length; i++) {
                boolean last = i == e.xs().length - 1;
                if (last || present.contains(segment(e, i))) {
                    if (i > from) {
                        arcs.add(FixedPoint.FIXED.createLineString(Line.of(e).part(from, i).coordinates()));
                    }
                    from = i + 1;
                }
            }
        }
    }
}
