package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;

/// A line with the points that noding put into it.
final class Noded {

    interface Cut {
        boolean at(int x, int y);
    }

    private final List<Long> points;
    private final boolean touched;
    private final boolean more;

    /// `first` is the number of the line's first segment in the index.
    Noded(int[] xs, int[] ys, int first, Noding noding, boolean drawn) {
        points = new ArrayList<>(xs.length + 4);
        boolean isTouched = false;
        for (int i = 0; i < xs.length; i++) {
            isTouched |= noding.isPixel(xs[i], ys[i]);
            points.add(Exact.key(xs[i], ys[i]));
            if (i + 1 < xs.length) {
                points.addAll(drawn ? noding.insideDrawn(first + i) : noding.insideOld(first + i));
            }
        }
        more = points.size() > xs.length;
        touched = isTouched || more;
    }

    List<Long> points() {
        return points;
    }

    /// Does it meet a pixel at all?
    boolean isTouched() {
        return touched;
    }

    boolean hasMore() {
        return more;
    }

    /// The pieces between its ends and the points where it is to be cut, or turns back on itself.
    List<Line> cut(Cut cut) {
        List<Line> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < points.size(); i++) {
            if (i == points.size() - 1 || points.get(i - 1).equals(points.get(i + 1))
                    || cut.at((int) Noding.x(points.get(i)), (int) Noding.y(points.get(i)))) {
                int[] xs = new int[i - from + 1];
                int[] ys = new int[i - from + 1];
                for (int k = from; k <= i; k++) {
                    xs[k - from] = (int) Noding.x(points.get(k));
                    ys[k - from] = (int) Noding.y(points.get(k));
                }
                pieces.add(new Line(xs, ys));
                from = i;
            }
        }
        return pieces;
    }
}
