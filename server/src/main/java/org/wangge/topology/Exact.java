package org.wangge.topology;

/// Geometry on whole numbers, without rounding: points are fixed coordinates (|x| ≤ 1.8e9, |y| ≤ 0.9e9), so every product of
/// two differences fits a `long`, and products are compared rather than subtracted.
final class Exact {

    private Exact() {}

    /// 1 when c lies to the left of the line from a to b, -1 to the right, 0 on it.
    static int orientation(long ax, long ay, long bx, long by, long cx, long cy) {
        return Long.compare((bx - ax) * (cy - ay), (by - ay) * (cx - ax));
    }

    /// Do the segments a–b and c–d have a point in common that is not an end of both?
    static boolean conflict(long ax, long ay, long bx, long by, long cx, long cy, long dx, long dy) {
        if (Math.max(ax, bx) < Math.min(cx, dx)
                || Math.max(cx, dx) < Math.min(ax, bx)
                || Math.max(ay, by) < Math.min(cy, dy)
                || Math.max(cy, dy) < Math.min(ay, by)) {
            return false;
        }
        int c = orientation(ax, ay, bx, by, cx, cy);
        int d = orientation(ax, ay, bx, by, dx, dy);
        if (c == 0 && d == 0) {
            return Math.max(Math.min(ax, bx), Math.min(cx, dx)) < Math.min(Math.max(ax, bx), Math.max(cx, dx))
                    || Math.max(Math.min(ay, by), Math.min(cy, dy)) < Math.min(Math.max(ay, by), Math.max(cy, dy));
        }
        if (c * d > 0) {
            return false;
        }
        int a = orientation(cx, cy, dx, dy, ax, ay);
        int b = orientation(cx, cy, dx, dy, bx, by);
        if (a * b > 0) {
            return false;
        }
        if (a * b < 0 || c * d < 0) {
            return true;
        }
        boolean commonEnd = (ax == cx && ay == cy) || (ax == dx && ay == dy) || (bx == cx && by == cy) || (bx == dx && by == dy);
        return !commonEnd;
    }

    /// Do they have any point in common?
    static boolean meet(long ax, long ay, long bx, long by, long cx, long cy, long dx, long dy) {
        return (ax == cx && ay == cy) || (ax == dx && ay == dy) || (bx == cx && by == cy) || (bx == dx && by == dy)
                || conflict(ax, ay, bx, by, cx, cy, dx, dy);
    }

    /// Twice the area between the line and the origin `(ox, oy)`, as walked: positive when it runs around it to the left. Sums
    /// of such terms wrap around, and still end exact as long as the whole is below 70 % of the Earth.
    static long doubledArea(int[] xs, int[] ys, int ox, int oy) {
        long sum = 0;
        for (int i = 0; i + 1 < xs.length; i++) {
            sum += ((long) xs[i] - ox) * ((long) ys[i + 1] - oy) - ((long) xs[i + 1] - ox) * ((long) ys[i] - oy);
        }
        return sum;
    }

    /// The same without wrapping around, and not exact.
    static double roughDoubledArea(int[] xs, int[] ys, int ox, int oy) {
        double sum = 0;
        for (int i = 0; i + 1 < xs.length; i++) {
            sum += ((double) xs[i] - ox) * ((double) ys[i + 1] - oy) - ((double) xs[i + 1] - ox) * ((double) ys[i] - oy);
        }
        return sum;
    }

    /// A point as one `long`.
    static long key(int x, int y) {
        return ((long) x << 32) | (y & 0xffffffffL);
    }

    /// Spreads the bits of a key over a table of 2^k places, for the highest k bits.
    static long spread(long key) {
        long h = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L;
        h ^= h >>> 29;
        return (h + key) * 0xBF58476D1CE4E5B9L;
    }
}
