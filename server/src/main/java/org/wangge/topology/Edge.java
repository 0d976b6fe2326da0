package org.wangge.topology;

/// A maximal stretch of border between two nodes, walked so that the face `left` lies to its left and `right` to its right; 0 is
/// land that belongs to no leaf grid. `xs` and `ys` are fixed coordinates (1e-7 degree); a closed edge (island) repeats its
/// first point. Immutable; never write into the arrays. An edge that a change does not touch stays the same object from one map
/// to the next, so that work done on it can be kept.
public final class Edge {

    private final int[] xs;
    private final int[] ys;
    private final long left;
    private final long right;

    Edge(int[] xs, int[] ys, long left, long right) {
        this.xs = xs;
        this.ys = ys;
        this.left = left;
        this.right = right;
    }

    public int[] xs() {
        return xs;
    }

    public int[] ys() {
        return ys;
    }

    public long left() {
        return left;
    }

    public long right() {
        return right;
    }
}
