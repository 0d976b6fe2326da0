package org.wangge.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;

/// Points in a row, in fixed coordinates.
record Line(int[] xs, int[] ys) {

    static Line of(Edge e) {
        return new Line(e.xs(), e.ys());
    }

    /// Whole coordinates of a line, each point once where it comes several times in a row.
    static Line of(Coordinate[] points) {
        int[] xs = new int[points.length];
        int[] ys = new int[points.length];
        int n = 0;
        for (Coordinate c : points) {
            int x = (int) Math.rint(c.x);
            int y = (int) Math.rint(c.y);
            if (n == 0 || x != xs[n - 1] || y != ys[n - 1]) {
                xs[n] = x;
                ys[n++] = y;
            }
        }
        return new Line(Arrays.copyOf(xs, n), Arrays.copyOf(ys, n));
    }

    int size() {
        return xs.length;
    }

    int last() {
        return xs.length - 1;
    }

    boolean same(int i, int x, int y) {
        return xs[i] == x && ys[i] == y;
    }

    Line reversed() {
        int[] rx = new int[size()];
        int[] ry = new int[size()];
        for (int i = 0; i < size(); i++) {
            rx[i] = xs[last() - i];
            ry[i] = ys[last() - i];
        }
        return new Line(rx, ry);
    }

    /// Points `from`..`to`, both included; empty when `from` is after `to`.
    Line part(int from, int to) {
        return new Line(Arrays.copyOfRange(xs, from, Math.max(from, to + 1)),
                Arrays.copyOfRange(ys, from, Math.max(from, to + 1)));
    }

    /// The lines one after another; a point that ends one and begins the next comes once.
    static Line join(Line... parts) {
        int total = Arrays.stream(parts).mapToInt(Line::size).sum();
        int[] xs = new int[total];
        int[] ys = new int[total];
        int n = 0;
        for (Line p : parts) {
            for (int i = 0; i < p.size(); i++) {
                if (n == 0 || !p.same(i, xs[n - 1], ys[n - 1])) {
                    xs[n] = p.xs[i];
                    ys[n++] = p.ys[i];
                }
            }
        }
        return new Line(Arrays.copyOf(xs, n), Arrays.copyOf(ys, n));
    }

    Envelope box() {
        int minX = Integer.MAX_VALUE;
        int maxX = Integer.MIN_VALUE;
        int minY = Integer.MAX_VALUE;
        int maxY = Integer.MIN_VALUE;
        for (int i = 0; i < xs.length; i++) {
            minX = Math.min(minX, xs[i]);
            maxX = Math.max(maxX, xs[i]);
            minY = Math.min(minY, ys[i]);
            maxY = Math.max(maxY, ys[i]);
        }
        return new Envelope(minX, maxX, minY, maxY);
    }

    Coordinate[] coordinates() {
        Coordinate[] c = new Coordinate[size()];
        for (int i = 0; i < c.length; i++) {
            c[i] = new CoordinateXY(xs[i], ys[i]);
        }
        return c;
    }

    static SegmentIndex index(List<Line> lines) {
        List<int[][]> arrays = new ArrayList<>(lines.size());
        lines.forEach(l -> arrays.add(new int[][] {l.xs, l.ys}));
        return SegmentIndex.ofLines(arrays);
    }
}
