package org.wangge.topology;

import java.util.List;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.intervalrtree.SortedPackedIntervalRTree;

/// Which points lie inside the rings that some arcs form. Few points are counted against all segments; when they become many, an
/// index is made first: a ragged area of ten thousand points is asked ten thousand times. For one thread.
final class Inside {

    /// So many segments are gone through before an index pays.
    private static final int WALKED = 200_000;

    private final List<Arc> rings;
    private int walked;
    /// Segments by the y that they reach; null until it pays.
    private SortedPackedIntervalRTree index;

    private record Segment(Coordinate from, Coordinate to) {}

    Inside(List<Arc> rings) {
        this.rings = rings;
    }

    boolean holds(Coordinate point) {
        RayCrossingCounter counter = new RayCrossingCounter(point);
        if (index == null && walked >= WALKED) {
            index = indexed();
        }
        if (index == null) {
            count(counter);
        } else {
            index.query(point.y, point.y, item -> counter.countSegment(((Segment) item).from, ((Segment) item).to));
        }
        return counter.getLocation() == Location.INTERIOR;
    }

    private void count(RayCrossingCounter counter) {
        Coordinate from = new CoordinateXY();
        Coordinate to = new CoordinateXY();
        for (Arc a : rings) {
            int[] xs = a.edge().xs();
            int[] ys = a.edge().ys();
            walked += xs.length;
            for (int i = 0; i + 1 < xs.length; i++) {
                from.x = xs[i];
                from.y = ys[i];
                to.x = xs[i + 1];
                to.y = ys[i + 1];
                counter.countSegment(from, to);
            }
        }
    }

    private SortedPackedIntervalRTree indexed() {
        SortedPackedIntervalRTree tree = new SortedPackedIntervalRTree();
        for (Arc a : rings) {
            int[] xs = a.edge().xs();
            int[] ys = a.edge().ys();
            for (int i = 0; i + 1 < xs.length; i++) {
                tree.insert(Math.min(ys[i], ys[i + 1]), Math.max(ys[i], ys[i + 1]),
                        new Segment(new CoordinateXY(xs[i], ys[i]), new CoordinateXY(xs[i + 1], ys[i + 1])));
            }
        }
        return tree;
    }
}
