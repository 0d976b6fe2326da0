package org.wangge.topology;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;

/// A stretch of border in an [Arrangement], old or drawn or both: who has the land to its left and right, now and after the
/// command. `drawnSide` is 1 when a drawn line runs along it, -1 when one runs against it, 0 when none does or both. For one
/// thread.
final class Arc {

    static final long UNKNOWN = Long.MIN_VALUE;

    private final Edge edge;
    private final boolean drawn;
    private final int drawnSide;
    private long left;
    private long right;
    long newLeft;
    long newRight;

    Arc(Edge edge, long left, long right, boolean drawn, int drawnSide) {
        this.edge = edge;
        this.drawn = drawn;
        this.drawnSide = drawnSide;
        this.left = left;
        this.right = right;
        newLeft = left;
        newRight = right;
    }

    static Arc old(Edge edge) {
        return new Arc(edge, edge.left(), edge.right(), false, 0);
    }

    static Arc drawn(Line line, int side) {
        return new Arc(new Edge(line.xs(), line.ys(), UNKNOWN, UNKNOWN, false), UNKNOWN, UNKNOWN, true, side);
    }

    void found(long owner) {
        left = owner;
        right = owner;
        newLeft = owner;
        newRight = owner;
    }

    Edge edge() {
        return edge;
    }

    long left() {
        return left;
    }

    long right() {
        return right;
    }

    /// Does a new line run here?
    boolean isDrawn() {
        return drawn;
    }

    int drawnSide() {
        return drawnSide;
    }

    boolean isChanged() {
        return newLeft != left || newRight != right;
    }

    /// Between its first two points.
    Coordinate middle() {
        return new CoordinateXY((edge.xs()[0] + (double) edge.xs()[1]) / 2, (edge.ys()[0] + (double) edge.ys()[1]) / 2);
    }
}
