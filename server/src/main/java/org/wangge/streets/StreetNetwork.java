package org.wangge.streets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateArrays;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.noding.snapround.SnapRoundingNoder;
import org.locationtech.jts.operation.overlayng.LineLimiter;
import org.wangge.geo.FixedPoint;

/// Lines that meet in nodes: wherever two of the ground cross or touch, and where one ends. All vertices are on the fixed grid.
/// Immutable, for any number of threads.
public final class StreetNetwork {

    /// A line of the ground, in fixed coordinates; of an area, its border. `name` may be null.
    public record Course(Way way, String name, Geometry fixed) {}

    /// A way through the network. `path` begins and ends at the places of the network that are nearest to where it was asked
    /// from and to, fixed; `names` are those of the streets that it runs along, in their order.
    public record Route(Coordinate[] path, double metres, List<String> names) {}

    /// What can be said of two places.
    public sealed interface Answer {
        record Found(Route route) implements Answer {}

        /// No line of the network is within reach.
        record NothingNear(boolean from) implements Answer {}

        /// The two are on lines that do not meet.
        record NotConnected() implements Answer {}
    }

    /// A stretch between two nodes.
    private record Stretch(Course course, Coordinate[] points, int from, int to, double metres) {
        double cost() {
            return metres * course.way.cost;
        }

        int other(int node) {
            return node == from ? to : from;
        }
    }

    /// A place on a stretch: beyond the vertex of this number.
    private record Place(int stretch, int vertex, Coordinate at, double metres) {}

    private final Plane plane;
    private final List<Stretch> stretches = new ArrayList<>();
    private final Map<Coordinate, Integer> nodes = new HashMap<>();
    /// The stretches at each node.
    private final List<List<Integer>> at = new ArrayList<>();

    private StreetNetwork(Plane plane) {
        this.plane = plane;
    }

    /// Of what of these lines lies about a box of a few kilometres, fixed.
    public static StreetNetwork of(Collection<Course> courses, Envelope box) {
        List<NodedSegmentString> lines = new ArrayList<>();
        LineLimiter limiter = new LineLimiter(box);
        for (Course course : courses) {
            course.fixed.apply((GeometryComponentFilter) part -> {
                if (part instanceof LineString line) {
                    for (Object piece : limiter.limit(CoordinateArrays.removeRepeatedPoints(line.getCoordinates()))) {
                        lines.add(new NodedSegmentString((Coordinate[]) piece, course));
                    }
                }
            });
        }
        lines.removeIf(line -> line.size() < 2);
        StreetNetwork network = new StreetNetwork(Plane.at(box.centre()));
        if (!lines.isEmpty()) {
            SnapRoundingNoder noder = new SnapRoundingNoder(FixedPoint.FIXED.getPrecisionModel());
            noder.computeNodes(lines);
            for (Object noded : noder.getNodedSubstrings()) {
                network.add((SegmentString) noded);
            }
        }
        return network;
    }

    private void add(SegmentString noded) {
        Coordinate[] points = CoordinateArrays.removeRepeatedPoints(noded.getCoordinates());
        if (points.length < 2) {
            return;
        }
        int number = stretches.size();
        stretches.add(stretch((Course) noded.getData(), points, node(points[0]), node(points[points.length - 1])));
        at.get(stretches.getLast().from).add(number);
        at.get(stretches.getLast().to).add(number);
    }

    private int node(Coordinate point) {
        return nodes.computeIfAbsent(point, _ -> {
            at.add(new ArrayList<>(4));
            return at.size() - 1;
        });
    }

    /// About, for a cache.
    public long bytes() {
        return 200L * (stretches.size() + at.size()) + 40L * stretches.stream().mapToLong(s -> s.points.length).sum();
    }

    /// The shortest way between the places of the network that are nearest to two points, if they are within so many metres.
    public Answer route(Coordinate from, Coordinate to, double reach) {
        Place start = nearest(from, reach);
        Place end = nearest(to, reach);
        if (start == null || end == null) {
            return new Answer.NothingNear(start == null);
        }
        Search search = new Search(start, end);
        return search.run() ? new Answer.Found(search.route()) : new Answer.NotConnected();
    }

    private Place nearest(Coordinate p, double reach) {
        Place best = null;
        double limit = reach;
        for (int s = 0; s < stretches.size(); s++) {
            Coordinate[] points = stretches.get(s).points;
            for (int i = 0; i + 1 < points.length; i++) {
                Coordinate on = plane.nearest(points[i], points[i + 1], p);
                double metres = plane.metres(p, on);
                if (metres <= limit) {
                    limit = metres;
                    best = new Place(s, i, on, plane.metres(points, 0, i) + plane.metres(points[i], on));
                }
            }
        }
        return best;
    }

    /// The piece of a stretch between two places of it; null stands for its beginning, and for its end.
    private Stretch piece(Stretch of, Place from, Place to, int fromNode, int toNode) {
        List<Coordinate> points = new ArrayList<>();
        if (from != null) {
            points.add(from.at);
        }
        points.addAll(Arrays.asList(of.points).subList(
                from == null ? 0 : from.vertex + 1, to == null ? of.points.length : to.vertex + 1));
        if (to != null) {
            points.add(to.at);
        }
        return stretch(of.course, points.toArray(Coordinate[]::new), fromNode, toNode);
    }

    private Stretch stretch(Course course, Coordinate[] points, int from, int to) {
        return new Stretch(course, points, from, to, plane.metres(points, 0, points.length - 1));
    }

    /// Dijkstra's algorithm from one place to another, which are nodes of their own here. For one use.
    private final class Search {

        private record Visit(int node, double cost) {}

        private final int start = at.size();
        private final int end = start + 1;
        private final Map<Integer, List<Stretch>> pieces = new HashMap<>();
        private final double[] costs = new double[at.size() + 2];
        /// By which stretch each node was reached.
        private final Stretch[] by = new Stretch[at.size() + 2];
        private final PriorityQueue<Visit> next = new PriorityQueue<>((a, b) -> Double.compare(a.cost, b.cost));

        Search(Place from, Place to) {
            divide(from, start);
            divide(to, end);
            if (from.stretch == to.stretch) {
                Stretch whole = stretches.get(from.stretch);
                add(from.metres <= to.metres ? piece(whole, from, to, start, end) : piece(whole, to, from, end, start));
            }
        }

        private void divide(Place place, int node) {
            Stretch whole = stretches.get(place.stretch);
            add(piece(whole, null, place, whole.from, node));
            add(piece(whole, place, null, node, whole.to));
        }

        private void add(Stretch piece) {
            pieces.computeIfAbsent(piece.from, _ -> new ArrayList<>()).add(piece);
            pieces.computeIfAbsent(piece.to, _ -> new ArrayList<>()).add(piece);
        }

        boolean run() {
            Arrays.fill(costs, Double.POSITIVE_INFINITY);
            reach(start, 0, null);
            for (Visit visit = next.poll(); visit != null && visit.node != end; visit = next.poll()) {
                if (visit.cost == costs[visit.node]) {
                    goOn(visit);
                }
            }
            return by[end] != null;
        }

        private void goOn(Visit visit) {
            pieces.getOrDefault(visit.node, List.of()).forEach(piece -> follow(visit, piece));
            if (visit.node < start) {
                at.get(visit.node).forEach(s -> follow(visit, stretches.get(s)));
            }
        }

        private void follow(Visit visit, Stretch stretch) {
            reach(stretch.other(visit.node), visit.cost + stretch.cost(), stretch);
        }

        private void reach(int node, double cost, Stretch stretch) {
            if (cost < costs[node]) {
                costs[node] = cost;
                by[node] = stretch;
                next.add(new Visit(node, cost));
            }
        }

        Route route() {
            List<Coordinate> backwards = new ArrayList<>();
            Set<String> names = new LinkedHashSet<>();
            for (int node = end; node != start; node = by[node].other(node)) {
                List<Coordinate> points = Arrays.asList(by[node].points);
                backwards.addAll(by[node].to == node ? points.reversed() : points);
                if (by[node].metres > 0 && by[node].course.name != null) {
                    names.add(by[node].course.name);
                }
            }
            Coordinate[] path = CoordinateArrays.removeRepeatedPoints(backwards.reversed().toArray(Coordinate[]::new));
            return new Route(path, plane.metres(path, 0, path.length - 1), List.copyOf(names).reversed());
        }
    }
}
