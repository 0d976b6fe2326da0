package org.wangge.tiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.locationtech.jts.geom.LineString;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;
import org.wangge.topology.Edge;

/// Borders in world units, simplified for each zoom once and kept as long as the edge itself lives: both neighbours draw the
/// very same line, and ends (the nodes of the map) never move, so that no gap or overlap opens. For any number of threads.
final class EdgeLines {

    /// From this zoom on borders are drawn as they are.
    private static final int EXACT_ZOOM = 14;
    /// Tolerance in tile units.
    private static final int TOLERANCE = 4;

    /// A line in world units; never written to.
    record Line(int[] xs, int[] ys) {}

    private record Lines(Line exact, AtomicReferenceArray<Line> byZoom) {}

    private final Cache<Object, Lines> known = Caffeine.newBuilder().weakKeys().build();

    Line line(Edge edge, int zoom) {
        return at(known.get(edge, e -> lines(edge)), zoom);
    }

    /// A ring (closed, in degrees) that is not made of edges.
    Line ring(LineString ring, int zoom) {
        return at(known.get(ring, r -> lines(ring)), zoom);
    }

    private static Lines lines(Edge edge) {
        int n = edge.xs().length;
        int[] xs = new int[n];
        int[] ys = new int[n];
        for (int i = 0; i < n; i++) {
            xs[i] = Mercator.worldX(FixedPoint.degrees(edge.xs()[i]));
            ys[i] = Mercator.worldY(FixedPoint.degrees(edge.ys()[i]));
        }
        return new Lines(new Line(xs, ys), new AtomicReferenceArray<>(EXACT_ZOOM));
    }

    private static Lines lines(LineString ring) {
        int n = ring.getNumPoints();
        int[] xs = new int[n];
        int[] ys = new int[n];
        for (int i = 0; i < n; i++) {
            xs[i] = Mercator.worldX(ring.getCoordinateN(i).x);
            ys[i] = Mercator.worldY(ring.getCoordinateN(i).y);
        }
        return new Lines(new Line(xs, ys), new AtomicReferenceArray<>(EXACT_ZOOM));
    }

    private static Line at(Lines lines, int zoom) {
        if (zoom >= EXACT_ZOOM) {
            return lines.exact;
        }
        Line simple = lines.byZoom.get(zoom);
        if (simple == null) {
            simple = simplified(lines.exact, (double) TOLERANCE * (1L << (Mercator.WORLD_BITS - zoom)) / LayerWriter.EXTENT);
            lines.byZoom.set(zoom, simple);
        }
        return simple;
    }

    /// Douglas and Peucker. Of a closed line the point farthest from the ends stays too, and the one farthest from both.
    static Line simplified(Line line, double tolerance) {
        int n = line.xs.length;
        boolean[] keep = new boolean[n];
        keep[0] = true;
        keep[n - 1] = true;
        if (line.xs[0] == line.xs[n - 1] && line.ys[0] == line.ys[n - 1] && n > 3) {
            int far = farthest(line, 0, n - 1);
            keep[far] = true;
            int left = far > 1 ? farthest(line, 0, far) : 0;
            int right = far < n - 2 ? farthest(line, far, n - 1) : 0;
            boolean useLeft = right == 0 || (left != 0 && distance2(line, left, 0, far) >= distance2(line, right, far, n - 1));
            keep[useLeft ? left : right] = true;
        }
        int from = 0;
        for (int to = 1; to < n; to++) {
            if (keep[to]) {
                split(line, from, to, tolerance * tolerance, keep);
                from = to;
            }
        }
        int m = 0;
        for (boolean k : keep) {
            m += k ? 1 : 0;
        }
        int[] xs = new int[m];
        int[] ys = new int[m];
        m = 0;
        for (int i = 0; i < n; i++) {
            if (keep[i]) {
                xs[m] = line.xs[i];
                ys[m++] = line.ys[i];
            }
        }
        return new Line(xs, ys);
    }

    /// Keeps the stretches that are left to do in a list of its own: a line may make as many as it has points.
    private static void split(Line line, int first, int last, double tolerance2, boolean[] keep) {
        int[] ends = new int[16];
        ends[0] = last;
        int open = 1;
        int from = first;
        while (open > 0) {
            int to = ends[open - 1];
            int far = to - from < 2 ? from : farthest(line, from, to);
            if (far > from && distance2(line, far, from, to) > tolerance2) {
                keep[far] = true;
                ends = open < ends.length ? ends : Arrays.copyOf(ends, 2 * open);
                ends[open++] = far;
            } else {
                from = to;
                open--;
            }
        }
    }

    private static int farthest(Line line, int from, int to) {
        int best = from + 1;
        double most = -1;
        for (int i = from + 1; i < to; i++) {
            double d = distance2(line, i, from, to);
            if (d > most) {
                most = d;
                best = i;
            }
        }
        return best;
    }

    /// Square of the distance of point `i` from the segment between two others.
    private static double distance2(Line line, int i, int a, int b) {
        double dx = (double) line.xs[b] - line.xs[a];
        double dy = (double) line.ys[b] - line.ys[a];
        double px = (double) line.xs[i] - line.xs[a];
        double py = (double) line.ys[i] - line.ys[a];
        double length2 = dx * dx + dy * dy;
        double t = length2 == 0 ? 0 : Math.clamp((px * dx + py * dy) / length2, 0, 1);
        double ox = px - t * dx;
        double oy = py - t * dy;
        return ox * ox + oy * oy;
    }
}
