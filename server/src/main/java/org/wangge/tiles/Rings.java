package org.wangge.tiles;

/// Rings in tile coordinates (y grows to the south), as the first `n` entries of two arrays, without a closing point.
final class Rings {

    private static final int MANY = 64;

    private Rings() {}

    /// Takes out repeated points, spikes and points on a straight stretch; answers how many points are left, 0 for a ring without area.
    static int clean(int[] xs, int[] ys, int n) {
        int m = 0;
        for (int i = 0; i < n; i++) {
            m = push(xs, ys, m, xs[i], ys[i]);
        }
        // The seam between last and first point has not been looked at yet.
        int from = 0;
        boolean changed = true;
        while (changed && m - from >= 3) {
            changed = false;
            if (isBetween(xs, ys, m - 2, m - 1, from)) {
                m--;
                changed = true;
            } else if (isBetween(xs, ys, m - 1, from, from + 1)) {
                from++;
                changed = true;
            }
        }
        if (m - from < 3) {
            return 0;
        }
        if (from > 0) {
            System.arraycopy(xs, from, xs, 0, m - from);
            System.arraycopy(ys, from, ys, 0, m - from);
        }
        return m - from;
    }

    private static int push(int[] xs, int[] ys, int m, int x, int y) {
        xs[m] = x;
        ys[m] = y;
        while (true) {
            if (m >= 1 && xs[m - 1] == x && ys[m - 1] == y) {
                return m;
            }
            if (m < 2 || cross(xs, ys, m - 2, m - 1, x, y) != 0) {
                return m + 1;
            }
            m--;
            xs[m] = x;
            ys[m] = y;
        }
    }

    private static long cross(int[] xs, int[] ys, int a, int b, int x, int y) {
        return (long) (xs[b] - xs[a]) * (y - ys[b]) - (long) (ys[b] - ys[a]) * (x - xs[b]);
    }

    private static boolean isBetween(int[] xs, int[] ys, int a, int b, int c) {
        return cross(xs, ys, a, b, xs[c], ys[c]) == 0;
    }

    /// Twice the area; positive for an exterior ring as the specification wants it.
    static long area2(int[] xs, int[] ys, int n) {
        long sum = 0;
        for (int i = 0, j = n - 1; i < n; j = i++) {
            sum += (long) xs[j] * ys[i] - (long) xs[i] * ys[j];
        }
        return sum;
    }

    /// True when a cleaned ring neither crosses nor touches itself.
    static boolean isSimple(int[] xs, int[] ys, int n) {
        if (n == 3 || isConvex(xs, ys, n)) {
            return true;
        }
        if (n > MANY) {
            return Mending.isSimple(xs, ys, n);
        }
        for (int i = 0; i < n; i++) {
            int i2 = i + 1 == n ? 0 : i + 1;
            int minX = Math.min(xs[i], xs[i2]);
            int maxX = Math.max(xs[i], xs[i2]);
            int minY = Math.min(ys[i], ys[i2]);
            int maxY = Math.max(ys[i], ys[i2]);
            for (int j = i + 2; j < n; j++) {
                int j2 = j + 1 == n ? 0 : j + 1;
                if (j2 == i
                        || Math.max(xs[j], xs[j2]) < minX || Math.min(xs[j], xs[j2]) > maxX
                        || Math.max(ys[j], ys[j2]) < minY || Math.min(ys[j], ys[j2]) > maxY) {
                    continue;
                }
                if (meet(xs, ys, i, i2, j, j2)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether two segments whose boxes meet have a point in common.
    private static boolean meet(int[] xs, int[] ys, int a, int b, int c, int d) {
        int s1 = Long.signum(cross(xs, ys, a, b, xs[c], ys[c]));
        int s2 = Long.signum(cross(xs, ys, a, b, xs[d], ys[d]));
        int s3 = Long.signum(cross(xs, ys, c, d, xs[a], ys[a]));
        int s4 = Long.signum(cross(xs, ys, c, d, xs[b], ys[b]));
        return s1 * s2 <= 0 && s3 * s4 <= 0;
    }

    /// All turns the same way, and only once around.
    private static boolean isConvex(int[] xs, int[] ys, int n) {
        int turn = 0;
        int changes = 0;
        int lastX = 0;
        int firstX = 0;
        for (int i = 0; i < n; i++) {
            int b = i + 1 == n ? 0 : i + 1;
            int c = b + 1 == n ? 0 : b + 1;
            int sign = Long.signum(cross(xs, ys, i, b, xs[c], ys[c]));
            if (sign == 0 || turn * sign < 0) {
                return false;
            }
            turn = sign;
            int dx = Integer.signum(xs[b] - xs[i]);
            if (dx != 0) {
                if (lastX == 0) {
                    firstX = dx;
                } else if (dx != lastX) {
                    changes++;
                }
                lastX = dx;
            }
        }
        return changes + (firstX != lastX ? 1 : 0) <= 2;
    }

    /// Turns the ring so that it begins with its least point (x, then y), whatever it began with before.
    static void rotate(int[] xs, int[] ys, int n) {
        int least = 0;
        for (int i = 1; i < n; i++) {
            if (xs[i] < xs[least] || (xs[i] == xs[least] && ys[i] < ys[least])) {
                least = i;
            }
        }
        if (least > 0) {
            rotate(xs, n, least);
            rotate(ys, n, least);
        }
    }

    private static void rotate(int[] a, int n, int by) {
        int[] head = java.util.Arrays.copyOf(a, by);
        System.arraycopy(a, by, a, 0, n - by);
        System.arraycopy(head, 0, a, n - by, by);
    }
}
