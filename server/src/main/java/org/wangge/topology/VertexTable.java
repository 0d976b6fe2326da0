package org.wangge.topology;

import java.util.Arrays;

/// Numbers points: equal points get the same number, 0, 1, 2, … For one thread.
final class VertexTable {

    private final long[] keys;
    private final int[] numbers;
    private final int shift;
    private int[] xs;
    private int[] ys;
    private int size;

    /// A table for up to `points` points.
    VertexTable(int points) {
        int bits = Math.max(4, 33 - Integer.numberOfLeadingZeros(Math.max(1, points)));
        keys = new long[1 << bits];
        numbers = new int[1 << bits];
        Arrays.fill(numbers, -1);
        shift = 64 - bits;
        xs = new int[Math.max(16, points / 2)];
        ys = new int[xs.length];
    }

    /// The number of a point, a new one when it was not seen before.
    int number(int x, int y) {
        int slot = slot(x, y);
        if (numbers[slot] < 0) {
            if (size == xs.length) {
                xs = Arrays.copyOf(xs, size * 2);
                ys = Arrays.copyOf(ys, size * 2);
            }
            xs[size] = x;
            ys[size] = y;
            keys[slot] = Exact.key(x, y);
            numbers[slot] = size++;
        }
        return numbers[slot];
    }

    /// The number of a point, -1 when it was not seen.
    int find(int x, int y) {
        return numbers[slot(x, y)];
    }

    private int slot(int x, int y) {
        long key = Exact.key(x, y);
        int slot = (int) (Exact.spread(key) >>> shift);
        while (numbers[slot] >= 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    int size() {
        return size;
    }

    int x(int number) {
        return xs[number];
    }

    int y(int number) {
        return ys[number];
    }
}
