package org.wangge.atlas;

import java.util.Arrays;

/// Pairs of coordinate offsets (x, y, x, y, …), each relative to the anchor of its row: two bytes a number where all fit, as
/// they do for footprints. Immutable.
final class Offsets {

    private final short[] shorts;
    private final int[] ints;

    private Offsets(short[] shorts, int[] ints) {
        this.shorts = shorts;
        this.ints = ints;
    }

    static Offsets of(int[] values, int n) {
        for (int i = 0; i < n; i++) {
            if (values[i] != (short) values[i]) {
                return new Offsets(null, Arrays.copyOf(values, n));
            }
        }
        short[] packed = new short[n];
        for (int i = 0; i < n; i++) {
            packed[i] = (short) values[i];
        }
        return new Offsets(packed, null);
    }

    int x(int vertex) {
        return shorts != null ? shorts[2 * vertex] : ints[2 * vertex];
    }

    int y(int vertex) {
        return shorts != null ? shorts[2 * vertex + 1] : ints[2 * vertex + 1];
    }

    /// Writes the points `from` (inclusive) to `to` (exclusive), moved by the anchor, to the start of `xs` and `ys`.
    void copy(int from, int to, int anchorX, int anchorY, int[] xs, int[] ys) {
        if (shorts != null) {
            for (int v = from, k = 0; v < to; v++, k++) {
                xs[k] = anchorX + shorts[2 * v];
                ys[k] = anchorY + shorts[2 * v + 1];
            }
        } else {
            for (int v = from, k = 0; v < to; v++, k++) {
                xs[k] = anchorX + ints[2 * v];
                ys[k] = anchorY + ints[2 * v + 1];
            }
        }
    }

    /// Writes raw offsets of the points to `target`, from its position `at` on.
    void copyRaw(int from, int to, int[] target, int at) {
        for (int k = 2 * from; k < 2 * to; k++) {
            target[at++] = shorts != null ? shorts[k] : ints[k];
        }
    }

    /// True when the box of the points, moved by the anchor, meets the given box.
    boolean meets(int from, int to, int anchorX, int anchorY, int minX, int minY, int maxX, int maxY) {
        int x0 = Integer.MAX_VALUE;
        int y0 = Integer.MAX_VALUE;
        int x1 = Integer.MIN_VALUE;
        int y1 = Integer.MIN_VALUE;
        for (int v = from; v < to; v++) {
            int x = x(v);
            int y = y(v);
            x0 = Math.min(x0, x);
            x1 = Math.max(x1, x);
            y0 = Math.min(y0, y);
            y1 = Math.max(y1, y);
        }
        return anchorX + x0 <= maxX && anchorX + x1 >= minX && anchorY + y0 <= maxY && anchorY + y1 >= minY;
    }
}
