package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds segments by box. Segments come in the order of their lines, so that neighbours in the list are neighbours on the
/// ground: a tree of boxes over runs of the list is good without any sorting. Immutable once built.
final class SegmentIndex {

    private static final int FAN_OUT = 8;

    final int[] x0;
    final int[] y0;
    final int[] x1;
    final int[] y1;
    /// Per level the boxes (minX, minY, maxX, maxY) of runs of FAN_OUT things of the level below; level 0 holds the segments.
    private final List<int[]> levels = new ArrayList<>();

    SegmentIndex(int[] x0, int[] y0, int[] x1, int[] y1) {
        this.x0 = x0;
        this.y0 = y0;
        this.x1 = x1;
        this.y1 = y1;
        int[] boxes = new int[4 * x0.length];
        for (int i = 0; i < x0.length; i++) {
            boxes[4 * i] = Math.min(x0[i], x1[i]);
            boxes[4 * i + 1] = Math.min(y0[i], y1[i]);
            boxes[4 * i + 2] = Math.max(x0[i], x1[i]);
            boxes[4 * i + 3] = Math.max(y0[i], y1[i]);
        }
        levels.add(boxes);
        while (boxes.length > 4 * FAN_OUT) {
            boxes = parents(boxes);
            levels.add(boxes);
        }
    }

    /// The segments of one line after another.
    static SegmentIndex ofLines(List<int[][]> lines) {
        int n = lines.stream().mapToInt(line -> line[0].length - 1).sum();
        int[][] s = new int[4][n];
        int at = 0;
        for (int[][] line : lines) {
            for (int i = 0; i + 1 < line[0].length; i++, at++) {
                s[0][at] = line[0][i];
                s[1][at] = line[1][i];
                s[2][at] = line[0][i + 1];
                s[3][at] = line[1][i + 1];
            }
        }
        return new SegmentIndex(s[0], s[1], s[2], s[3]);
    }

    int size() {
        return x0.length;
    }

    /// Offers every segment whose box meets the box of a–b, in order, until one is accepted; true when one was.
    boolean any(int ax, int ay, int bx, int by, IntPredicate accept) {
        int top = levels.size() - 1;
        return any(top, 0, levels.get(top).length / 4, Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by),
                accept);
    }

    private boolean any(int level, int from, int to, int minX, int minY, int maxX, int maxY, IntPredicate accept) {
        int[] b = levels.get(level);
        for (int i = from; i < to; i++) {
            if (b[4 * i] > maxX || b[4 * i + 2] < minX || b[4 * i + 1] > maxY || b[4 * i + 3] < minY) {
                continue;
            }
            if (level == 0) {
                if (accept.test(i)) {
                    return true;
                }
            } else {
                int end = Math.min((i + 1) * FAN_OUT, levels.get(level - 1).length / 4);
                if (any(level - 1, i * FAN_OUT, end, minX, minY, maxX, maxY, accept)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int[] parents(int[] boxes) {
        int n = boxes.length / 4;
        int[] up = new int[4 * ((n + FAN_OUT - 1) / FAN_OUT)];
        for (int i = 0; i < n; i++) {
            int p = 4 * (i / FAN_OUT);
            boolean first = i % FAN_OUT == 0;
            up[p] = first ? boxes[4 * i] : Math.min(up[p], boxes[4 * i]);
            up[p + 1] = first ? boxes[4 * i + 1] : Math.min(up[p + 1], boxes[4 * i + 1]);
            up[p + 2] = first ? boxes[4 * i + 2] : Math.max(up[p + 2], boxes[4 * i + 2]);
            up[p + 3] = first ? boxes[4 * i + 3] : Math.max(up[p + 3], boxes[4 * i + 3]);
        }
        return up;
    }
}
