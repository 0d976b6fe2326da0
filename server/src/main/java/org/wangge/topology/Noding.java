package org.wangge.topology;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts new lines into a map on the integer grid, by snap rounding (Hobby, Goodrich et al.): every vertex and every rounded
/// crossing is a pixel of one unit, and a segment that runs through such a pixel gets a vertex there. Rounding all of a map that
/// way would move segments that merely pass near each other, so it is confined to what the new lines stir up: pixels of the
/// lines' vertices and crossings, the segments through these pixels, the old vertices within a pixel of those segments, and so on
/// until nothing is added. The segments in that closure come out as rounding everything would leave them, and no other runs
/// through any of the pixels, so what they become meets the rest only in vertices. For one thread and one use.
final class Noding {

    /// No point.
    static final long NONE = Long.MIN_VALUE;

    private final SegmentIndex old;
    private final SegmentIndex drawn;
    private final Set<Long> pixels = new HashSet<>();
    private final ArrayDeque<Long> freshPixels = new ArrayDeque<>();
    private final ArrayDeque<Integer> freshSegments = new ArrayDeque<>();
    /// Points to put into segments, by number: `i` is an old one, `-1 - i` a drawn one.
    private final Map<Integer, List<Long>> inserted = new HashMap<>();

    /// `old` must not cross each other.
    Noding(SegmentIndex old, SegmentIndex drawn) {
        this.old = old;
        this.drawn = drawn;
        for (int k = 0; k < drawn.size(); k++) {
            addPixel(Exact.key(drawn.x0[k], drawn.y0[k]));
            addPixel(Exact.key(drawn.x1[k], drawn.y1[k]));
            freshSegments.add(-1 - k);
        }
        while (!freshSegments.isEmpty() || !freshPixels.isEmpty()) {
            if (!freshSegments.isEmpty()) {
                follow(freshSegments.poll());
            } else {
                spread(freshPixels.poll());
            }
        }
    }

    /// Is the point one of the pixels? All others keep exactly the segments that they had.
    boolean isPixel(int x, int y) {
        return pixels.contains(Exact.key(x, y));
    }

    boolean changesOld(int segment) {
        return inserted.containsKey(segment);
    }

    /// Points to be put into an old segment, in order from its beginning; as [Exact#key].
    List<Long> insideOld(int segment) {
        return sorted(inserted.get(segment), old.x0, old.y0, old.x1, old.y1, segment);
    }

    List<Long> insideDrawn(int segment) {
        return sorted(inserted.get(-1 - segment), drawn.x0, drawn.y0, drawn.x1, drawn.y1, segment);
    }

    private static List<Long> sorted(List<Long> points, int[] x0, int[] y0, int[] x1, int[] y1, int s) {
        if (points == null) {
            return List.of();
        }
        long dx = (long) x1[s] - x0[s];
        long dy = (long) y1[s] - y0[s];
        points.sort(Comparator.comparingLong(p -> (x(p) - x0[s]) * dx + (y(p) - y0[s]) * dy));
        return points;
    }

    static long x(long key) {
        return (int) (key >> 32);
    }

    static long y(long key) {
        return (int) key;
    }

    private void addPixel(long key) {
        if (pixels.add(key)) {
            freshPixels.add(key);
        }
    }

    /// Old vertices within a pixel of the segment, and crossings with it, become pixels.
    private void follow(int segment) {
        boolean isDrawn = segment < 0;
        SegmentIndex of = isDrawn ? drawn : old;
        int s = isDrawn ? -1 - segment : segment;
        int ax = of.x0[s];
        int ay = of.y0[s];
        int bx = of.x1[s];
        int by = of.y1[s];
        old.any(Math.min(ax, bx) - 1, Math.min(ay, by) - 1, Math.max(ax, bx) + 1, Math.max(ay, by) + 1, i -> {
            if (passes(ax, ay, bx, by, old.x0[i], old.y0[i])) {
                addPixel(Exact.key(old.x0[i], old.y0[i]));
            }
            if (passes(ax, ay, bx, by, old.x1[i], old.y1[i])) {
                addPixel(Exact.key(old.x1[i], old.y1[i]));
            }
            if (isDrawn) {
                addCrossing(ax, ay, bx, by, old.x0[i], old.y0[i], old.x1[i], old.y1[i]);
            }
            return false;
        });
        if (isDrawn) {
            drawn.any(ax, ay, bx, by, i -> {
                if (i > s) {
                    addCrossing(ax, ay, bx, by, drawn.x0[i], drawn.y0[i], drawn.x1[i], drawn.y1[i]);
                }
                return false;
            });
        }
    }

    private void spread(long pixel) {
        spread(pixel, old, false);
        spread(pixel, drawn, true);
    }

    private void spread(long pixel, SegmentIndex of, boolean isDrawn) {
        int x = (int) x(pixel);
        int y = (int) y(pixel);
        of.any(x - 1, y - 1, x + 1, y + 1, i -> {
            boolean end = (x == of.x0[i] && y == of.y0[i]) || (x == of.x1[i] && y == of.y1[i]);
            if (!end && passes(of.x0[i], of.y0[i], of.x1[i], of.y1[i], x, y)) {
                int number = isDrawn ? -1 - i : i;
                List<Long> points = inserted.get(number);
                if (points == null) {
                    points = new ArrayList<>(2);
                    inserted.put(number, points);
                    if (!isDrawn) {
                        freshSegments.add(number);
                    }
                }
                points.add(pixel);
            }
            return false;
        });
    }

    private void addCrossing(int ax, int ay, int bx, int by, int cx, int cy, int dx, int dy) {
        if (Exact.conflict(ax, ay, bx, by, cx, cy, dx, dy)) {
            long key = crossing(ax, ay, bx, by, cx, cy, dx, dy);
            if (key != NONE) {
                addPixel(key);
            }
        }
    }

    /// The grid point of the pixel in which two segments that meet cross; NONE when they lie on one line.
    static long crossing(long ax, long ay, long bx, long by, long cx, long cy, long dx, long dy) {
        BigInteger ux = BigInteger.valueOf(bx - ax);
        BigInteger uy = BigInteger.valueOf(by - ay);
        BigInteger vx = BigInteger.valueOf(dx - cx);
        BigInteger vy = BigInteger.valueOf(dy - cy);
        BigInteger den = ux.multiply(vy).subtract(uy.multiply(vx));
        if (den.signum() == 0) {
            return NONE;
        }
        BigInteger num = BigInteger.valueOf(cx - ax).multiply(vy).subtract(BigInteger.valueOf(cy - ay).multiply(vx));
        return Exact.key((int) (ax + rounded(ux.multiply(num), den)), (int) (ay + rounded(uy.multiply(num), den)));
    }

    /// n/d to the nearest whole number, halves upwards.
    private static long rounded(BigInteger n, BigInteger d) {
        BigInteger two = BigInteger.TWO;
        BigInteger top = n.multiply(two).add(d);
        BigInteger bottom = d.multiply(two);
        BigInteger[] parts = top.divideAndRemainder(bottom);
        boolean below = parts[1].signum() != 0 && (parts[1].signum() != bottom.signum());
        return parts[0].longValueExact() - (below ? 1 : 0);
    }

    /// Does the segment a–b run through the pixel of the point: half a unit around it, the left and lower side included? So every
    /// place belongs to one pixel only.
    static boolean passes(long ax, long ay, long bx, long by, long px, long py) {
        if (Math.max(ax, bx) < px || Math.min(ax, bx) > px || Math.max(ay, by) < py || Math.min(ay, by) > py) {
            return false;
        }
        long dx = bx - ax;
        long dy = by - ay;
        long twice = 2 * (dx * (py - ay) - dy * (px - ax));
        long reach = Math.abs(dx) + Math.abs(dy);
        if (Math.abs(twice) != reach) {
            return Math.abs(twice) < reach;
        }
        // The line touches one corner; of the corners only the lower left belongs to the pixel.
        return reach > 0 && dx != 0 && dy != 0 && (dx > 0) != (dy > 0) && (dx > 0) == (twice > 0);
    }
}
