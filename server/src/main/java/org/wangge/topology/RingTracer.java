package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Joins the stretches of border around an area to rings, and rings to polygons. Each step has the area on its left.
///
/// Where several stretches meet in a node, a ring stays with the piece of land that it bounds, so parts that only touch in a
/// point become parts of their own; then it is cut wherever it comes back to a node, so holes that touch become holes of their
/// own.
final class RingTracer {

    /// Twice the area of half the Earth, in square units.
    private static final double HALF_OF_ALL = 3.6e9 * 1.8e9;

    private final Map<Long, List<Step>> outgoing = new HashMap<>();

    private RingTracer() {}

    /// The rings around an area, each shell followed by its holes; none when there is no shell.
    static List<Ring> rings(Collection<Step> steps) {
        return nested(loops(steps));
    }

    /// The simple closed rings that the steps form, counter-clockwise ones and clockwise ones. Chains that end in the open are
    /// left out.
    static List<List<Step>> loops(Collection<Step> steps) {
        RingTracer tracer = new RingTracer();
        for (Step s : steps) {
            tracer.outgoing.computeIfAbsent(start(s), k -> new ArrayList<>(1)).add(s);
        }
        List<List<Step>> simple = new ArrayList<>();
        Set<Step> used = new HashSet<>();
        for (Step first : steps) {
            if (used.contains(first)) {
                continue;
            }
            List<Step> walk = new ArrayList<>();
            Step s = first;
            do {
                walk.add(s);
                s = used.add(s) ? tracer.next(s) : null;
            } while (s != null && !s.equals(first));
            if (s != null) {
                split(walk, simple);
            }
        }
        return simple;
    }

    /// The area that the steps go around, shells counter-clockwise: the same to the order of its vertices, however its border is
    /// cut into steps.
    static Geometry area(Collection<Step> steps) {
        return polygon(rings(steps)).norm().reverse();
    }

    /// The polygon (or MultiPolygon) that the rings bound; null when there are none.
    static Geometry polygon(List<Ring> rings) {
        List<Polygon> polygons = new ArrayList<>();
        int at = 0;
        while (at < rings.size()) {
            LinearRing shell = linearRing(rings.get(at++).steps());
            List<LinearRing> holes = new ArrayList<>();
            while (at < rings.size() && rings.get(at).hole()) {
                holes.add(linearRing(rings.get(at++).steps()));
            }
            polygons.add(FixedPoint.FIXED.createPolygon(shell, holes.toArray(LinearRing[]::new)));
        }
        if (polygons.isEmpty()) {
            return null;
        }
        return polygons.size() == 1 ? polygons.getFirst() : FixedPoint.FIXED.createMultiPolygon(polygons.toArray(Polygon[]::new));
    }

    /// The outgoing step next to `s`, turning clockwise from the way back: it bounds the same piece of land. The way back itself
    /// comes last, where a line ends in the open that has the land on both sides. Null in the open.
    private Step next(Step s) {
        List<Step> all = outgoing.get(end(s));
        if (all == null) {
            return null;
        }
        Step best = null;
        for (Step other : all) {
            boolean back = other.edge() == s.edge() && other.forward() != s.forward();
            if (!back && (best == null || firstClockwise(s, other, best))) {
                best = other;
            }
        }
        return best == null ? all.getFirst() : best;
    }

    /// Turning clockwise from the way back along `s`, does `a` come before `b`?
    private static boolean firstClockwise(Step s, Step a, Step b) {
        int n = s.edge().xs().length;
        long rx = (long) x(s, n - 2) - x(s, n - 1);
        long ry = (long) y(s, n - 2) - y(s, n - 1);
        long ax = (long) x(a, 1) - x(a, 0);
        long ay = (long) y(a, 1) - y(a, 0);
        long bx = (long) x(b, 1) - x(b, 0);
        long by = (long) y(b, 1) - y(b, 0);
        boolean aEarly = clockwiseHalf(rx, ry, ax, ay);
        boolean bEarly = clockwiseHalf(rx, ry, bx, by);
        if (aEarly != bEarly) {
            return aEarly;
        }
        return Exact.orientation(0, 0, ax, ay, bx, by) < 0;
    }

    /// Is (x, y) less than half a turn clockwise of r (or just opposite)?
    private static boolean clockwiseHalf(long rx, long ry, long x, long y) {
        return Exact.orientation(0, 0, rx, ry, x, y) <= 0;
    }

    private static void split(List<Step> walk, List<List<Step>> simple) {
        List<Step> open = new ArrayList<>();
        Map<Long, Integer> seen = new HashMap<>();
        for (Step s : walk) {
            Integer at = seen.get(start(s));
            if (at != null) {
                List<Step> loop = open.subList(at, open.size());
                simple.add(List.copyOf(loop));
                loop.forEach(l -> seen.remove(start(l)));
                loop.clear();
            }
            seen.put(start(s), open.size());
            open.add(s);
        }
        simple.add(List.copyOf(open));
    }

    private static List<Ring> nested(List<List<Step>> simple) {
        List<List<Step>> shells = new ArrayList<>();
        List<Long> areas = new ArrayList<>();
        List<List<Step>> holes = new ArrayList<>();
        for (List<Step> ring : simple) {
            long area = doubledArea(ring);
            if (area > 0) {
                shells.add(ring);
                areas.add(area);
            } else if (area < 0) {
                holes.add(ring);
            }
        }
        if (shells.isEmpty()) {
            return List.of();
        }
        List<List<List<Step>>> holesOf = new ArrayList<>();
        shells.forEach(s -> holesOf.add(new ArrayList<>()));
        List<Coordinate[]> lines = holes.isEmpty() || shells.size() < 2 ? null
                : shells.stream().map(RingTracer::coordinates).toList();
        for (List<Step> hole : holes) {
            holesOf.get(lines == null ? 0 : smallestAround(hole, lines, areas)).add(hole);
        }
        List<Ring> rings = new ArrayList<>();
        for (int i = 0; i < shells.size(); i++) {
            rings.add(new Ring(shells.get(i), false));
            holesOf.get(i).forEach(h -> rings.add(new Ring(h, true)));
        }
        return List.copyOf(rings);
    }

    /// Rings share no segment and don't cross, so the middle of any segment of the hole decides.
    private static int smallestAround(List<Step> hole, List<Coordinate[]> shells, List<Long> areas) {
        Step s = hole.getFirst();
        Coordinate middle = new CoordinateXY((x(s, 0) + (double) x(s, 1)) / 2, (y(s, 0) + (double) y(s, 1)) / 2);
        int best = -1;
        for (int i = 0; i < shells.size(); i++) {
            if ((best < 0 || areas.get(i) < areas.get(best))
                    && RayCrossingCounter.locatePointInRing(middle, shells.get(i)) == Location.INTERIOR) {
                best = i;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("hole outside every shell at " + middle);
        }
        return best;
    }

    /// Exact below half of the Earth; beyond that the largest `long` there is, with the right sign.
    static long doubledArea(List<Step> ring) {
        int ox = x(ring.getFirst(), 0);
        int oy = y(ring.getFirst(), 0);
        long sum = 0;
        double rough = 0;
        for (Step s : ring) {
            long part = Exact.doubledArea(s.edge().xs(), s.edge().ys(), ox, oy);
            double roughPart = Exact.roughDoubledArea(s.edge().xs(), s.edge().ys(), ox, oy);
            sum += s.forward() ? part : -part;
            rough += s.forward() ? roughPart : -roughPart;
        }
        boolean wrapped = Math.abs(rough) > HALF_OF_ALL;
        return !wrapped ? sum : rough > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }

    private static LinearRing linearRing(List<Step> steps) {
        return FixedPoint.FIXED.createLinearRing(coordinates(steps));
    }

    private static Coordinate[] coordinates(List<Step> steps) {
        int n = 1;
        for (Step s : steps) {
            n += s.edge().xs().length - 1;
        }
        Coordinate[] line = new Coordinate[n];
        int at = 0;
        for (Step s : steps) {
            for (int i = 0; i + 1 < s.edge().xs().length; i++) {
                line[at++] = new CoordinateXY(x(s, i), y(s, i));
            }
        }
        line[at] = line[0].copy();
        return line;
    }

    private static int x(Step s, int i) {
        int[] xs = s.edge().xs();
        return s.forward() ? xs[i] : xs[xs.length - 1 - i];
    }

    private static int y(Step s, int i) {
        int[] ys = s.edge().ys();
        return s.forward() ? ys[i] : ys[ys.length - 1 - i];
    }

    private static long start(Step s) {
        return Exact.key(x(s, 0), y(s, 0));
    }

    private static long end(Step s) {
        int n = s.edge().xs().length;
        return Exact.key(x(s, n - 1), y(s, n - 1));
    }
}
