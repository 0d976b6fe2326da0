package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Location;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Cuts a grid along a line. For one thread and one use.
final class Splitting {

    /// Land of the grid that no part of the line runs through, with the steps around it.
    private record Part(List<Step> steps, Geometry land) {
        double x() {
            return land.getEnvelopeInternal().getMinX();
        }

        double y() {
            return land.getEnvelopeInternal().getMinY();
        }
    }

    private final PlanarMap map;
    private final Face face;
    private final LongFunction<String> name;
    private final Coordinate at;
    private final Arrangement arrangement;
    /// Largest first.
    private final List<Part> parts = new ArrayList<>();

    Splitting(PlanarMap map, long grid, LineString drawn, LongFunction<String> name) {
        this.map = map;
        this.name = name;
        face = map.faceOf(grid);
        Line line = Reshaping.points(drawn);
        at = new CoordinateXY(line.xs()[0], line.ys()[0]);
        List<Line> inside = inside(mended(line));
        arrangement = new Arrangement(map, inside, List.of(grid));
        trace();
        if (parts.size() < 2) {
            throw Refusal.refused("no_split", "The line does not divide " + name.apply(grid) + ".",
                    "Lead it from border to border, or close it.", at, List.of(grid));
        }
        for (Part p : parts) {
            if (Areal.squareMetres(p.land()) < Areas.SMALLEST_SQUARE_METRES
                    || Areal.meanWidthMetres(p.land()) <= Sliver.CRACK_WIDTH_METRES) {
                throw Refusal.refused("too_small",
                        String.format(Locale.ROOT, "A part of %s would have only %.2f m² and a width of %.2f m.",
                                name.apply(grid), Areal.squareMetres(p.land()), Areal.meanWidthMetres(p.land())),
                        "Keep the line away from the border, or let it run exactly along it.",
                        p.land().getCoordinate(), List.of(grid));
            }
        }
    }

    /// How many grids come of it, the one that keeps its id included.
    int parts() {
        return parts.size();
    }

    Patch patch(List<Long> ids) {
        int needed = parts.size() - 1;
        if (ids.size() < needed) {
            throw Refusal.refused("too_few_ids",
                    "The line cuts " + name.apply(face.id()) + " into " + parts.size() + " parts, and there are ids for "
                            + ids.size() + " new grids.",
                    "Give " + needed + " ids.", at, List.of(face.id()), Map.of("needed", needed));
        }
        Set<Long> used = new HashSet<>();
        for (long id : ids.subList(0, needed)) {
            if (id <= 0 || map.contains(id) || !used.add(id)) {
                throw new Problem.BadInput("A grid with id " + id + " can't be made.", "Name new ids above 0, each once.")
                        .asException();
            }
        }
        Map<Edge, Arc> arcOf = new IdentityHashMap<>();
        arrangement.arcs().forEach(a -> arcOf.put(a.edge(), a));
        for (int i = 1; i < parts.size(); i++) {
            for (Step s : parts.get(i).steps()) {
                if (s.forward()) {
                    arcOf.get(s.edge()).newLeft = ids.get(i - 1);
                } else {
                    arcOf.get(s.edge()).newRight = ids.get(i - 1);
                }
            }
        }
        return new Redistribution(map, arrangement.arcs(), arrangement.bent()).patch(at);
    }

    /// The line with ends that fall short of the border led onto it, or to each other.
    private Line mended(Line line) {
        if (line.same(line.last(), line.xs()[0], line.ys()[0])) {
            return line;
        }
        BorderPoint begin = shortfall(line.xs()[0], line.ys()[0]);
        BorderPoint end = shortfall(line.xs()[line.last()], line.ys()[line.last()]);
        double open = metres(line);
        boolean far = (begin != null && begin.metres() > Reshaping.TOLERANCE_METRES)
                || (end != null && end.metres() > Reshaping.TOLERANCE_METRES);
        if (far && begin != null && end != null && open <= Reshaping.TOLERANCE_METRES) {
            return Line.join(line, line.part(0, 0));
        }
        for (BorderPoint p : far ? new BorderPoint[] {begin, end} : new BorderPoint[0]) {
            if (p != null && p.metres() > Reshaping.TOLERANCE_METRES) {
                int i = p == begin ? 0 : line.last();
                throw Refusal.refused("off_border",
                        String.format(Locale.ROOT, "The line %s inside %s, %.0f m from its border.",
                                p == begin ? "begins" : "ends", name.apply(face.id()), p.metres()),
                        String.format(Locale.ROOT, "Lead it to the border; up to %.0f m are mended.", Reshaping.TOLERANCE_METRES),
                        new CoordinateXY(line.xs()[i], line.ys()[i]), List.of(face.id()));
            }
        }
        Line none = line.part(0, -1);
        return Line.join(begin == null ? none : begin.point(), line, end == null ? none : end.point());
    }

    /// Where the border is nearest to a point inside the grid; null for a point that is not inside.
    private BorderPoint shortfall(int x, int y) {
        if (SimplePointInAreaLocator.locate(new CoordinateXY(x, y), face.area()) != Location.INTERIOR) {
            return null;
        }
        return face.edges().stream().map(e -> BorderPoint.nearest(e, x, y)).min(Comparator.comparingDouble(BorderPoint::metres))
                .orElseThrow();
    }

    private static double metres(Line line) {
        double squeeze = Math.cos(Math.toRadians(FixedPoint.degrees(line.ys()[0])));
        return Areal.METRES_PER_UNIT * Math.hypot(((double) line.xs()[line.last()] - line.xs()[0]) * squeeze,
                (double) line.ys()[line.last()] - line.ys()[0]);
    }

    /// The stretches of the line between its crossings with the grid's border that lie inside; their ends are rounded.
    private List<Line> inside(Line line) {
        SegmentIndex border = Line.index(face.edges().stream().map(Line::of).toList());
        List<Line> all = new ArrayList<>();
        List<Long> open = new ArrayList<>();
        open.add(Exact.key(line.xs()[0], line.ys()[0]));
        for (int k = 0; k < line.last(); k++) {
            int ax = line.xs()[k];
            int ay = line.ys()[k];
            int bx = line.xs()[k + 1];
            int by = line.ys()[k + 1];
            List<Long> cuts = new ArrayList<>();
            border.any(ax, ay, bx, by, i -> {
                if (Exact.meet(ax, ay, bx, by, border.x0[i], border.y0[i], border.x1[i], border.y1[i])) {
                    long key = Noding.crossing(ax, ay, bx, by, border.x0[i], border.y0[i], border.x1[i], border.y1[i]);
                    cuts.add(key == Noding.NONE ? Exact.key(border.x0[i], border.y0[i]) : key);
                    if (key == Noding.NONE) {
                        cuts.add(Exact.key(border.x1[i], border.y1[i]));
                    }
                }
                return false;
            });
            double dx = (double) bx - ax;
            double dy = (double) by - ay;
            cuts.removeIf(c -> {
                double t = (Noding.x(c) - ax) * dx + (Noding.y(c) - ay) * dy;
                return t < -Math.abs(dx) - Math.abs(dy) || t > dx * dx + dy * dy + Math.abs(dx) + Math.abs(dy);
            });
            cuts.sort(Comparator.comparingDouble(c -> (Noding.x(c) - ax) * dx + (Noding.y(c) - ay) * dy));
            for (long c : cuts) {
                open.add(c);
                all.add(line(open));
                open = new ArrayList<>(List.of(c));
            }
            open.add(Exact.key(bx, by));
        }
        all.add(line(open));
        all.removeIf(l -> l.size() < 2 || SimplePointInAreaLocator.locate(middle(l), face.area()) == Location.EXTERIOR);
        if (all.isEmpty()) {
            throw Refusal.refused("no_split", "The line does not divide " + name.apply(face.id()) + ".",
                    "Lead it from border to border, or close it.", at, List.of(face.id()));
        }
        return all;
    }

    /// Of its longest segment, since ends are rounded.
    private static Coordinate middle(Line l) {
        Coordinate middle = null;
        double longest = -1;
        for (int i = 0; i < l.last(); i++) {
            double dx = (double) l.xs()[i + 1] - l.xs()[i];
            double dy = (double) l.ys()[i + 1] - l.ys()[i];
            if (Math.hypot(dx, dy) > longest) {
                longest = Math.hypot(dx, dy);
                middle = new CoordinateXY(l.xs()[i] + dx / 2, l.ys()[i] + dy / 2);
            }
        }
        return middle;
    }

    private static Line line(List<Long> points) {
        Line line = new Line(points.stream().mapToInt(p -> (int) Noding.x(p)).toArray(),
                points.stream().mapToInt(p -> (int) Noding.y(p)).toArray());
        return Line.join(line);
    }

    /// The parts of the grid between its border and the line. A drawn arc with the same part on both sides divides nothing.
    private void trace() {
        long grid = face.id();
        List<Step> steps = new ArrayList<>();
        Set<Edge> drawn = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Arc a : arrangement.arcs()) {
            if (a.left() == grid) {
                steps.add(new Step(a.edge(), true));
            }
            if (a.right() == grid) {
                steps.add(new Step(a.edge(), false));
            }
            if (a.left() == grid && a.right() == grid) {
                drawn.add(a.edge());
            }
        }
        List<List<Step>> pieces = Neighbours.parts(RingTracer.rings(steps));
        Map<Edge, Integer> sides = new HashMap<>();
        for (List<Step> piece : pieces) {
            Set<Edge> own = new HashSet<>();
            for (Step s : piece) {
                if (drawn.contains(s.edge()) && own.add(s.edge())) {
                    sides.merge(s.edge(), 1, Integer::sum);
                }
            }
        }
        for (List<Step> piece : pieces) {
            if (piece.stream().anyMatch(s -> sides.getOrDefault(s.edge(), 0) == 2)) {
                List<Step> real = piece.stream().filter(s -> !drawn.contains(s.edge()) || sides.get(s.edge()) == 2).toList();
                List<Ring> rings = RingTracer.rings(real);
                parts.add(new Part(real, RingTracer.polygon(rings)));
            }
        }
        parts.sort(Comparator.<Part>comparingDouble(p -> -p.land().getArea()).thenComparingDouble(Part::x)
                .thenComparingDouble(Part::y));
    }
}
