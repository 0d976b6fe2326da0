package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.LineString;
import org.wangge.geo.FixedPoint;

/// Where two states of the borders differ. Pure functions.
public final class Differences {

    private record Segment(long low, long high) {}

    private Differences() {}

    /// The stretches of border around these grids (ids that are in neither map are passed over) that one of the maps has and the
    /// other has not around them: those of `base` first, then those of `live`, each from fork to fork. Fixed
    /// coordinates. Costs what the borders of these grids cost; edges that both maps share are not looked at.
    public static List<LineString> arcs(PlanarMap base, PlanarMap live, Set<Long> grids) {
        Set<Edge> before = edges(base, grids);
        Set<Edge> after = edges(live, grids);
        Set<Edge> shared = edges(base, grids);
        shared.retainAll(after);
        before.removeAll(shared);
        after.removeAll(shared);
        Set<Segment> then = segments(before);
        Set<Segment> now = segments(after);
        List<LineString> arcs = new ArrayList<>(lines(then, now));
        arcs.addAll(lines(now, then));
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

    /// The segments that the others have not, as lines from fork to fork. They follow from the points alone, and not from where
    /// the edges of a map begin, which is another matter after each restart.
    private static List<LineString> lines(Set<Segment> segments, Set<Segment> others) {
        NavigableMap<Long, NavigableSet<Long>> neighbours = new TreeMap<>();
        for (Segment s : segments) {
            if (!others.contains(s)) {
                neighbours.computeIfAbsent(s.low(), _ -> new TreeSet<>()).add(s.high());
                neighbours.computeIfAbsent(s.high(), _ -> new TreeSet<>()).add(s.low());
            }
        }
        Set<Long> ends = new TreeSet<>();
        neighbours.forEach((point, around) -> {
            if (around.size() != 2) {
                ends.add(point);
            }
        });
        List<LineString> lines = new ArrayList<>();
        ends.forEach(end -> addFrom(end, ends, neighbours, lines));
        // what is left is closed
        List.copyOf(neighbours.keySet()).forEach(point -> addFrom(point, ends, neighbours, lines));
        return lines;
    }

    /// Takes the lines that begin at a point out of what is there.
    private static void addFrom(
            long start, Set<Long> ends, NavigableMap<Long, NavigableSet<Long>> neighbours, List<LineString> lines) {
        while (!neighbours.get(start).isEmpty()) {
            List<Coordinate> points = new ArrayList<>(List.of(point(start)));
            long at = start;
            do {
                long next = neighbours.get(at).removeFirst();
                neighbours.get(next).remove(at);
                points.add(point(next));
                at = next;
            } while (at != start && !ends.contains(at));
            lines.add(FixedPoint.FIXED.createLineString(points.toArray(Coordinate[]::new)));
        }
    }

    private static Coordinate point(long key) {
        return new CoordinateXY((int) (key >> 32), (int) key);
    }
}
