package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// One way to redraw an edge: the points of the edge afterwards, walked in the direction of the old one, in which the path takes
/// the segments from `first` to `last` (in its own order or backwards), and the closed ring of what lies between the path and the
/// stretch that it replaces.
record Redrawn(Edge old, Line line, int first, int last, boolean backwards, Line path, Line replaced) {

    /// The ways to lead the edge along the path, whose ends are on it; the one that changes less land first.
    static List<Redrawn> ways(BorderPoint begin, BorderPoint end, Line drawn) {
        boolean backwards = end.isBefore(begin);
        BorderPoint u = backwards ? end : begin;
        BorderPoint v = backwards ? begin : end;
        Edge edge = begin.edge();
        Line old = Line.of(edge);
        Line path = backwards ? drawn.reversed() : drawn;
        Line head = Line.join(old.part(0, u.vertexBefore()), u.point());
        Line between = Line.join(u.point(), old.part(u.nextVertex(), v.vertexBefore()), v.point());
        Line tail = Line.join(v.point(), old.part(v.nextVertex(), old.last()));
        List<Redrawn> ways = new ArrayList<>();
        boolean closed = old.same(old.last(), old.xs()[0], old.ys()[0]);
        boolean fromNode = u.isVertex() && u.segment() == 0;
        ways.add(new Redrawn(edge, Line.join(head, path, tail), head.size() - 1, head.size() + path.size() - 3, backwards,
                path, between));
        if (closed && (edge.isIsland() || fromNode)) {
            Line line = Line.join(between, path.reversed());
            Line around = Line.join(tail, head).reversed();
            int from = between.size() - 1;
            ways.add(new Redrawn(edge, line, from, from + path.size() - 2, !backwards, path, around));
            if (Math.abs(ways.get(1).doubledArea()) < Math.abs(ways.get(0).doubledArea())) {
                return ways.reversed();
            }
        }
        return ways;
    }

    /// The ring of the path and, backwards, what it replaces.
    Line ring() {
        return Line.join(path, replaced.reversed());
    }

    /// Of that ring, positive when it runs counter-clockwise.
    long doubledArea() {
        Line ring = ring();
        return Exact.doubledArea(ring.xs(), ring.ys(), ring.xs()[0], ring.ys()[0]);
    }

    /// Segments of the new edge that were not there before, in the order in which the path was drawn: those of the path and,
    /// where its ends were put between two vertices, the rest of those segments.
    IntStream newSegments() {
        int n = line.last();
        boolean closed = line.same(n, line.xs()[0], line.ys()[0]);
        List<Integer> order = new ArrayList<>();
        if (first > 0 || closed) {
            order.add(Math.floorMod(first - 1, n));
        }
        IntStream.rangeClosed(first, last).forEach(order::add);
        if (last + 1 < n || closed) {
            order.add((last + 1) % n);
        }
        return (backwards ? order.reversed() : order).stream().mapToInt(Integer::intValue);
    }

    boolean isOfPath(int segment) {
        return segment >= first && segment <= last;
    }

    /// Is this point of the new edge one of its ends in nodes?
    boolean isNode(int point) {
        return !old.isIsland() && (point == 0 || point == line.last());
    }
}
