package org.wangge.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.wangge.problem.ProblemException;

/// Refuses a redrawn edge that would not leave an exact coverage, at the first place along the path where it goes wrong.
final class PathCheck {

    private final LongFunction<String> name;
    private final long a;
    private final long b;
    private final List<Edge> others;
    private final SegmentIndex otherSegments;
    private final int[] otherOf;

    /// `others` are all edges of the two grids except the one to be redrawn.
    PathCheck(LongFunction<String> name, long a, long b, List<Edge> others) {
        this.name = name;
        this.a = a;
        this.b = b;
        this.others = others;
        otherSegments = Line.index(others.stream().map(Line::of).toList());
        otherOf = new int[otherSegments.size()];
        int at = 0;
        for (int i = 0; i < others.size(); i++) {
            for (int k = 0; k + 1 < others.get(i).xs().length; k++) {
                otherOf[at++] = i;
            }
        }
    }

    /// `inside` tells whether a point is in the land of either.
    void check(Redrawn redrawn, Predicate<Coordinate> inside) {
        SegmentIndex own = Line.index(List.of(redrawn.line()));
        Map<Long, Integer> seen = new HashMap<>();
        for (int i = 0; i < redrawn.line().size(); i++) {
            seen.putIfAbsent(Exact.key(redrawn.line().xs()[i], redrawn.line().ys()[i]), i);
        }
        redrawn.newSegments().forEach(k -> {
            checkOwn(redrawn, k, own, seen);
            checkOthers(redrawn, k);
        });
        checkBegin(redrawn, inside);
    }

    private void checkOwn(Redrawn redrawn, int k, SegmentIndex own, Map<Long, Integer> seen) {
        Line line = redrawn.line();
        int hit = firstHit(redrawn, k, own, j -> j != k && conflict(line, k, own, j));
        if (hit >= 0) {
            throw crossesOwn(redrawn, k, hit, meeting(redrawn, k, own, hit));
        }
        for (int i = k; i <= k + 1; i++) {
            int before = seen.get(Exact.key(line.xs()[i], line.ys()[i]));
            boolean closes = before == 0 && i == line.last();
            if (before != i && !closes) {
                throw crossesOwn(redrawn, k, before, new CoordinateXY(line.xs()[i], line.ys()[i]));
            }
        }
    }

    /// Of the segments that `meets` accepts, the one that segment `k` comes to first; -1 when there is none.
    private static int firstHit(Redrawn redrawn, int k, SegmentIndex segments, IntPredicate meets) {
        Line line = redrawn.line();
        int begin = redrawn.backwards() ? k + 1 : k;
        Coordinate from = new CoordinateXY(line.xs()[begin], line.ys()[begin]);
        int[] first = {-1};
        double[] nearest = {Double.POSITIVE_INFINITY};
        segments.any(line.xs()[k], line.ys()[k], line.xs()[k + 1], line.ys()[k + 1], j -> {
            double d = meets.test(j) ? meeting(redrawn, k, segments, j).distance(from) : Double.POSITIVE_INFINITY;
            if (d < nearest[0]) {
                nearest[0] = d;
                first[0] = j;
            }
            return false;
        });
        return first[0];
    }

    private ProblemException crossesOwn(Redrawn redrawn, int k, int j, Coordinate at) {
        if (redrawn.isOfPath(k) && redrawn.isOfPath(j)) {
            return Refusal.refused("crosses_itself", "The path crosses or touches itself.", "Draw it without a loop.", at,
                    List.of());
        }
        return Refusal.refused(
                "meets_rest",
                "The path meets the part of the border between " + name.apply(a) + " and " + name.apply(b) + " that stays.",
                "Begin or end the path there, or keep it away from that part.", at, List.of());
    }

    private void checkOthers(Redrawn redrawn, int k) {
        SegmentIndex o = otherSegments;
        int hit = firstHit(redrawn, k, o, j ->
                conflict(redrawn.line(), k, o, j) || meetsVertex(redrawn, k, o, j) || meetsVertex(redrawn, k + 1, o, j));
        if (hit >= 0) {
            throw meetsOther(others.get(otherOf[hit]), meeting(redrawn, k, o, hit));
        }
    }

    private ProblemException meetsOther(Edge other, Coordinate at) {
        if (other.separates(a, b)) {
            return Refusal.refused(
                    "meets_stretch",
                    "The path meets another stretch of the border between " + name.apply(a) + " and " + name.apply(b) + ".",
                    "Redraw one stretch at a time.", at, List.of());
        }
        long third = other.left() == a || other.left() == b ? other.right() : other.left();
        String beyond = third == 0 ? "land that belongs to no grid" : name.apply(third);
        return Refusal.refused(
                "leaves",
                "The path leaves " + name.apply(a) + " and " + name.apply(b) + ": it meets the border with " + beyond + ".",
                "Keep it inside the two grids; only its ends may lie where three borders meet.", at, third == 0 ? List.of()
                        : List.of(third));
    }

    /// A path that begins in a node could begin on the wrong side of it; once begun it can't leave without meeting a border.
    private void checkBegin(Redrawn redrawn, Predicate<Coordinate> inside) {
        Line line = redrawn.line();
        int k = redrawn.backwards() ? redrawn.last() : redrawn.first();
        Coordinate middle = new CoordinateXY(
                (line.xs()[k] + (double) line.xs()[k + 1]) / 2, (line.ys()[k] + (double) line.ys()[k + 1]) / 2);
        if (!inside.test(middle)) {
            throw Refusal.refused(
                    "outside",
                    "The path runs outside " + name.apply(a) + " and " + name.apply(b) + ".", "Keep it inside the two grids.",
                            middle, List.of());
        }
    }

    private static boolean conflict(Line line, int k, SegmentIndex o, int j) {
        return Exact.conflict(
                line.xs()[k], line.ys()[k], line.xs()[k + 1], line.ys()[k + 1], o.x0[j], o.y0[j], o.x1[j], o.y1[j]);
    }

    /// Is this point of the path, no node of the edge, an end of segment `j`?
    private static boolean meetsVertex(Redrawn redrawn, int point, SegmentIndex o, int j) {
        Line line = redrawn.line();
        return !redrawn.isNode(point) && (line.same(point, o.x0[j], o.y0[j]) || line.same(point, o.x1[j], o.y1[j]));
    }

    /// Where segment `k` of the new edge first meets segment `j`, rounded.
    private static Coordinate meeting(Redrawn redrawn, int k, SegmentIndex o, int j) {
        Line line = redrawn.line();
        int i = redrawn.backwards() ? k + 1 : k;
        int e = redrawn.backwards() ? k : k + 1;
        double ax = line.xs()[i];
        double ay = line.ys()[i];
        double dx = line.xs()[e] - ax;
        double dy = line.ys()[e] - ay;
        double ex = (double) o.x1[j] - o.x0[j];
        double ey = (double) o.y1[j] - o.y0[j];
        double det = dx * ey - dy * ex;
        double t = det == 0 ? 0 : ((o.x0[j] - ax) * ey - (o.y0[j] - ay) * ex) / det;
        if (det == 0) {
            double t0 = ((o.x0[j] - ax) * dx + (o.y0[j] - ay) * dy) / (dx * dx + dy * dy);
            double t1 = ((o.x1[j] - ax) * dx + (o.y1[j] - ay) * dy) / (dx * dx + dy * dy);
            t = Math.min(t0, t1);
        }
        t = Math.clamp(t, 0, 1);
        return new CoordinateXY(ax + t * dx, ay + t * dy);
    }
}
