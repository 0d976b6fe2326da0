package org.wangge.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.PlanarMap.Step;

/// Works out a reshape: a stretch of one edge between two grids is replaced by a path. The two areas are put together anew from
/// their edges, so nothing is computed that could be rounded and no third grid changes. For one thread and one use.
final class Reshaping {

    /// The ends of the path may lie this far from the border and are moved onto it: more than rounding or a shaky hand leaves,
    /// and less than a narrow street block, so that a border is never taken that was not meant.
    static final double TOLERANCE_METRES = 30;
    static final int MAX_VERTICES = 10_000;

    private final PlanarMap map;
    private final Face a;
    private final Face b;
    private final LongFunction<String> name;

    Reshaping(PlanarMap map, Command.Reshape command, LongFunction<String> name) {
        if (command.a() == command.b()) {
            throw new Problem.BadInput("The path is between " + name.apply(command.a()) + " and itself.", "Name two grids.")
                    .asException();
        }
        this.map = map;
        this.name = id -> id == 0 ? "land that belongs to no grid" : name.apply(id);
        a = command.a() == 0 ? nobody(command) : map.faceOf(command.a());
        b = command.b() == 0 ? nobody(command) : map.faceOf(command.b());
    }

    /// Nobody's land as far as the path may come near it: the borders that others have with it.
    private Face nobody(Command.Reshape command) {
        Face grid = map.faceOf(command.a() == 0 ? command.b() : command.a());
        Envelope box = new Envelope(grid.box());
        for (Coordinate c : command.path().getCoordinates()) {
            box.expandToInclude(Math.rint(c.x), Math.rint(c.y));
        }
        Set<Edge> edges = new LinkedHashSet<>();
        for (Face f : map.facesMeeting(box)) {
            f.edges().stream().filter(e -> e.right() == 0).forEach(edges::add);
        }
        Geometry none = FixedPoint.FIXED.createPolygon();
        return new Face(0, none, none, List.copyOf(edges));
    }

    Patch patch(LineString drawn) {
        Line path = points(drawn);
        List<BorderPoint> ends = ends(path);
        BorderPoint begin = ends.getFirst();
        BorderPoint end = ends.getLast();
        if (begin.isSamePlace(end)) {
            throw refused("same_place",
                    "The path begins and ends at the same place of the border.", "End it at another place.", begin.x(),
                    begin.y());
        }
        Line snapped = Line.join(begin.point(), path.part(1, path.last() - 1), end.point());
        ProblemException first = null;
        for (Redrawn way : Redrawn.ways(begin, end, snapped)) {
            try {
                return patch(way, begin);
            } catch (ProblemException e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    static Line points(LineString drawn) {
        Refusal.requireInWorld("The path", drawn.getCoordinates());
        Line path = Line.of(drawn.getCoordinates());
        if (path.size() > MAX_VERTICES) {
            throw refused("too_many_points", "The path has " + path.size() + " points; at most " + MAX_VERTICES + " are taken.",
                    "Draw it in several strokes, or simplify it.", path.xs()[MAX_VERTICES], path.ys()[MAX_VERTICES]);
        }
        if (path.size() == 0) {
            throw new Problem.BadInput("The path has no points.", "Give at least two different ones.").asException();
        }
        if (path.size() == 1) {
            throw refused("single_point",
                    "The path is a single point.", "Draw from one place of the border to another.", path.xs()[0],
                    path.ys()[0]);
        }
        return path;
    }

    /// Where the path begins and ends, on one and the same edge.
    private List<BorderPoint> ends(Line path) {
        List<Edge> arcs = a.edges().stream().filter(e -> e.separates(a.id(), b.id())).toList();
        if (arcs.isEmpty()) {
            throw refused("no_common_border", name.apply(a.id()) + " and " + name.apply(b.id()) + " have no common border.",
                    "Name two grids that are neighbours.", path.xs()[0], path.ys()[0]);
        }
        List<BorderPoint> begins = near(arcs, path.xs()[0], path.ys()[0], "begins");
        List<BorderPoint> ends = near(arcs, path.xs()[path.last()], path.ys()[path.last()], "ends");
        List<BorderPoint> best = null;
        for (BorderPoint u : begins) {
            for (BorderPoint v : ends) {
                if (u.edge() == v.edge()
                        && (best == null || u.metres() + v.metres() < best.get(0).metres() + best.get(1).metres())) {
                    best = List.of(u, v);
                }
            }
        }
        if (best == null) {
            throw refused("two_stretches",
                    "The path begins and ends on two different stretches of the border between " + both() + ".",
                    "Begin and end on the same stretch; another grid or a gap lies between the two.",
                    path.xs()[path.last()], path.ys()[path.last()]);
        }
        return best;
    }

    /// The nearest places on the border; several where stretches meet in a node.
    private List<BorderPoint> near(List<Edge> arcs, int x, int y, String verb) {
        List<BorderPoint> all = arcs.stream().map(e -> BorderPoint.nearest(e, x, y)).toList();
        double nearest = all.stream().mapToDouble(BorderPoint::metres).min().orElseThrow();
        if (nearest > TOLERANCE_METRES) {
            throw refused("off_border",
                    String.format(Locale.ROOT, "The path %s %.0f m from the border between %s.", verb, nearest, both()),
                    String.format(Locale.ROOT, "Let it %s on that border; up to %.0f m are mended.",
                            verb.substring(0, verb.length() - 1), TOLERANCE_METRES), x, y);
        }
        return all.stream().filter(p -> p.metres() <= nearest + BorderPoint.VERTEX_METRES).toList();
    }

    private Patch patch(Redrawn redrawn, BorderPoint begin) {
        Set<Edge> others = new LinkedHashSet<>();
        Stream.concat(a.edges().stream(), b.edges().stream()).filter(e -> e != redrawn.old()).forEach(others::add);
        new PathCheck(name, a.id(), b.id(), List.copyOf(others)).check(redrawn, this::isInside);
        Set<Edge> swapped = swapped(redrawn, others);
        Edge old = redrawn.old();
        Edge edge = new Edge(redrawn.line().xs(), redrawn.line().ys(), old.left(), old.right(), old.isIsland());
        Map<Long, Geometry> before = new HashMap<>();
        Map<Long, Geometry> after = new HashMap<>();
        for (Face f : List.of(a, b)) {
            if (f.id() != 0) {
                before.put(f.id(), f.area());
                after.put(f.id(), areaAfter(f, f == a ? b : a, edge, old, swapped));
            }
        }
        List<Patch.Strip> strips = Strips.of(redrawn, before, after, !swapped.isEmpty());
        if (strips.isEmpty()) {
            throw refused("no_change", "The path runs along the present border; nothing would change.",
                    "Draw it through one of the two grids.",
                    begin.x(), begin.y());
        }
        Patch patch = new Patch(before, after, strips);
        if (before.size() == 1) {
            Redistribution.requireFit(map, patch, new CoordinateXY(begin.x(), begin.y()));
        }
        return patch;
    }

    /// Is the point in the land of either, borders included?
    private boolean isInside(Coordinate point) {
        if (a.id() != 0 && b.id() != 0) {
            return isOn(a, point) || isOn(b, point);
        }
        Face grid = a.id() == 0 ? b : a;
        return isOn(grid, point) || map.facesMeeting(new Envelope(point)).stream().noneMatch(f ->
                SimplePointInAreaLocator.locate(point, f.area()) == Location.INTERIOR);
    }

    private static boolean isOn(Face f, Coordinate point) {
        return SimplePointInAreaLocator.locate(point, f.area()) != Location.EXTERIOR;
    }

    /// Edges around islands that the path goes around: the land about them changes hands.
    private Set<Edge> swapped(Redrawn redrawn, Set<Edge> others) {
        Coordinate[] ring = redrawn.ring().coordinates();
        Envelope box = new Envelope();
        Arrays.stream(ring).forEach(box::expandToInclude);
        Set<Edge> swapped = new LinkedHashSet<>();
        for (Edge e : others) {
            Coordinate middle = new CoordinateXY((e.xs()[0] + (double) e.xs()[1]) / 2, (e.ys()[0] + (double) e.ys()[1]) / 2);
            if (box.contains(middle) && RayCrossingCounter.locatePointInRing(middle, ring) == Location.INTERIOR) {
                if (e.separates(a.id(), b.id())) {
                    throw refused("goes_around", "The path goes around another stretch of the border between " + both() + ".",
                            "Keep that stretch outside, or redraw it first.", e.xs()[0], e.ys()[0]);
                }
                swapped.add(e);
            }
        }
        return swapped;
    }

    private Geometry areaAfter(Face grid, Face other, Edge edge, Edge old, Set<Edge> swapped) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(edge, edge.left() == grid.id()));
        for (Edge e : grid.edges()) {
            if (e != old && !swapped.contains(e)) {
                steps.add(new Step(e, e.left() == grid.id()));
            }
        }
        for (Edge e : other.edges()) {
            if (swapped.contains(e)) {
                steps.add(new Step(e, e.left() == other.id()));
            }
        }
        Geometry area = RingTracer.polygon(RingTracer.rings(steps));
        TopologyValidationError error = area == null ? null : new IsValidOp(area).getValidationError();
        if (area == null || error != null) {
            int x = error == null ? edge.xs()[0] : (int) error.getCoordinate().x;
            int y = error == null ? edge.ys()[0] : (int) error.getCoordinate().y;
            throw refused("no_area",
                    "The path would leave " + name.apply(grid.id()) + " without a proper area.", "Draw it another way.",
                    x, y);
        }
        return area;
    }

    private String both() {
        return name.apply(a.id()) + " and " + name.apply(b.id());
    }

    private static ProblemException refused(String reason, String detail, String remedy, int x, int y) {
        return Refusal.refused(reason, detail, remedy, new CoordinateXY(x, y), List.of());
    }
}
