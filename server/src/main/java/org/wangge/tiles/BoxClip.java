package org.wangge.tiles;

import java.util.Arrays;

/// Cuts rings and lines to a square of integer coordinates (Sutherland–Hodgman; Liang–Barsky's idea, in whole numbers). A cut edge gets
/// the same new point whichever way it is walked, so that neighbours keep a common border. For one thread.
///
/// A ring that leaves the square several times comes back joined along the sides of the square; [Areas] mends that.
final class BoxClip {

    private final int min;
    private final int max;
    private int[] xs = new int[256];
    private int[] ys = new int[256];
    private int[] nextXs = new int[256];
    private int[] nextYs = new int[256];
    private int n;

    BoxClip(int min, int max) {
        this.min = min;
        this.max = max;
    }

    int[] xs() {
        return xs;
    }

    int[] ys() {
        return ys;
    }

    /// Cuts a ring without closing point; the result is in [#xs] and [#ys]. Answers its number of points, 0 when nothing is left.
    int ring(int[] ringXs, int[] ringYs, int size) {
        room(size);
        System.arraycopy(ringXs, 0, xs, 0, size);
        System.arraycopy(ringYs, 0, ys, 0, size);
        n = size;
        for (int side = 0; side < 4 && n > 0; side++) {
            cut(side);
        }
        return n;
    }

    private void cut(int side) {
        int m = 0;
        int limit = side % 2 == 0 ? min : max;
        boolean vertical = side < 2;
        int[] along = vertical ? xs : ys;
        for (int i = 0, j = n - 1; i < n; j = i++) {
            boolean wasIn = side % 2 == 0 ? along[j] >= limit : along[j] <= limit;
            boolean isIn = side % 2 == 0 ? along[i] >= limit : along[i] <= limit;
            if (m + 2 > nextXs.length) {
                nextXs = Arrays.copyOf(nextXs, 2 * m + 2);
                nextYs = Arrays.copyOf(nextYs, 2 * m + 2);
            }
            if (wasIn != isIn) {
                nextXs[m] = vertical ? limit : crossing(ys[j], xs[j], ys[i], xs[i], limit);
                nextYs[m++] = vertical ? crossing(xs[j], ys[j], xs[i], ys[i], limit) : limit;
            }
            if (isIn) {
                nextXs[m] = xs[i];
                nextYs[m++] = ys[i];
            }
        }
        int[] swap = xs;
        xs = nextXs;
        nextXs = swap;
        swap = ys;
        ys = nextYs;
        nextYs = swap;
        n = m;
    }

    /// Where a segment from (a, b) to (c, d) reaches `limit` in its first coordinate: the second one, rounded.
    private static int crossing(int a, int b, int c, int d, int limit) {
        if (a > c) {
            return crossing(c, d, a, b, limit);
        }
        long run = (long) c - a;
        long rise = (long) d - b;
        return (int) (b + Math.floorDiv(rise * ((long) limit - a) + run / 2, run));
    }

    private void room(int size) {
        if (xs.length < size) {
            xs = new int[2 * size];
            ys = new int[2 * size];
        }
    }

    /// Takes pieces of a line.
    @FunctionalInterface
    interface Pieces {
        void piece(int[] xs, int[] ys, int n);
    }

    /// Cuts a line into the pieces inside the square.
    void line(int[] lineXs, int[] lineYs, int size, Pieces pieces) {
        room(size + 2);
        n = 0;
        for (int i = 1; i < size; i++) {
            int[] s = segment(lineXs[i - 1], lineYs[i - 1], lineXs[i], lineYs[i]);
            if (s == null) {
                flush(pieces);
                continue;
            }
            if (n > 0 && (xs[n - 1] != s[0] || ys[n - 1] != s[1])) {
                flush(pieces);
            }
            if (n == 0) {
                add(s[0], s[1]);
            }
            add(s[2], s[3]);
        }
        flush(pieces);
    }

    private void add(int x, int y) {
        if (n == 0 || xs[n - 1] != x || ys[n - 1] != y) {
            xs[n] = x;
            ys[n++] = y;
        }
    }

    private void flush(Pieces pieces) {
        if (n > 1) {
            pieces.piece(xs, ys, n);
        }
        n = 0;
    }

    /// The part of a segment inside the square, null when there is none.
    private int[] segment(int ax, int ay, int bx, int by) {
        int[] s = {ax, ay, bx, by};
        for (int round = 0; round < 4; round++) {
            int codeA = code(s[0], s[1]);
            int codeB = code(s[2], s[3]);
            if ((codeA | codeB) == 0) {
                return s;
            }
            if ((codeA & codeB) != 0) {
                return null;
            }
            int at = codeA != 0 ? 0 : 2;
            int code = codeA != 0 ? codeA : codeB;
            if ((code & 3) != 0) {
                int limit = (code & 1) != 0 ? min : max;
                s[at + 1] = crossing(ax, ay, bx, by, limit);
                s[at] = limit;
            } else {
                int limit = (code & 4) != 0 ? min : max;
                s[at] = crossing(ay, ax, by, bx, limit);
                s[at + 1] = limit;
            }
        }
        return (code(s[0], s[1]) | code(s[2], s[3])) == 0 ? s : null;
    }

    private int code(int x, int y) {
        return (x < min ? 1 : x > max ? 2 : 0) | (y < min ? 4 : y > max ? 8 : 0);
    }
}
