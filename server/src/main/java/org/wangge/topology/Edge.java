package org.wangge.topology;

import java.util.Arrays;
import java.util.Comparator;
import org.wangge.geo.FixedPoint;

/// A maximal stretch of border between two nodes, walked so that the face `left` lies to its left and `right` to its right; 0 is
/// land that belongs to no leaf grid. `left` is always the higher of the two ids, hence never 0. `xs` and `ys` are fixed
/// coordinates (1e-7 degree); a closed edge (island) repeats its first point. Immutable; never write into the arrays. An edge
/// that a change does not touch stays the same object from one map to the next, so that work done on it can be kept.
public final class Edge {

    /// By first point, then second: no two edges of a map have both in common, since they would overlap.
    static final Comparator<Edge> BY_PLACE = Comparator.<Edge>comparingInt(e -> e.xs[0]).thenComparingInt(e -> e.ys[0])
            .thenComparingInt(e -> e.xs[1]).thenComparingInt(e -> e.ys[1]);

    private final int[] xs;
    private final int[] ys;
    private final long left;
    private final long right;
    private final boolean island;

    Edge(int[] xs, int[] ys, long left, long right, boolean island) {
        this.xs = xs;
        this.ys = ys;
        this.left = left;
        this.right = right;
        this.island = island;
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

    /// The face on the other side of `face`.
    public long across(long face) {
        return face == left ? right : left;
    }

    /// Is it a ring without any node? It begins at its point with the lowest x (then y). An edge that ends in the node where it
    /// begins is closed too, and no island.
    public boolean isIsland() {
        return island;
    }

    /// In units, without regard to latitude.
    double length() {
        double sum = 0;
        for (int i = 0; i + 1 < xs.length; i++) {
            sum += Math.hypot((double) xs[i + 1] - xs[i], (double) ys[i + 1] - ys[i]);
        }
        return sum;
    }

    /// On the ground.
    double metres() {
        double squeeze = Math.cos(Math.toRadians(FixedPoint.degrees(ys[0])));
        double sum = 0;
        for (int i = 0; i + 1 < xs.length; i++) {
            sum += Math.hypot(((double) xs[i + 1] - xs[i]) * squeeze, (double) ys[i + 1] - ys[i]);
        }
        return sum * Areal.METRES_PER_UNIT;
    }

    boolean separates(long a, long b) {
        return (left == a && right == b) || (left == b && right == a);
    }

    boolean sameAs(Edge o) {
        return left == o.left && right == o.right && island == o.island && Arrays.equals(xs, o.xs) && Arrays.equals(ys, o.ys);
    }

    @Override
    public String toString() {
        return "Edge[" + left + "|" + right + ", " + xs.length + " points from " + xs[0] + " " + ys[0] + "]";
    }
}
