package org.wangge.atlas;

import java.util.Arrays;

/// Ids in some order: none, two or four bytes each where they lie near enough to each other, as a database's own do. Immutable.
final class IdColumn {

    private static final int NEAR = 0xFFFF;

    private final int size;
    private final long lowest;
    /// At most one of these is there; none when each id is the next one after the id before.
    private final char[] near;
    private final int[] offsets;
    private final long[] wide;

    private IdColumn(int size, long lowest, char[] near, int[] offsets, long[] wide) {
        this.size = size;
        this.lowest = lowest;
        this.near = near;
        this.offsets = offsets;
        this.wide = wide;
    }

    /// Packs the first `n` ids; the array may be used again afterwards.
    static IdColumn of(long[] ids, int n) {
        long lowest = n == 0 ? 0 : Long.MAX_VALUE;
        long highest = n == 0 ? 0 : Long.MIN_VALUE;
        boolean isRow = true;
        for (int i = 0; i < n; i++) {
            lowest = Math.min(lowest, ids[i]);
            highest = Math.max(highest, ids[i]);
            isRow &= ids[i] == ids[0] + i;
        }
        if (isRow) {
            return new IdColumn(n, lowest, null, null, null);
        }
        // The difference of two ids that lie very far from each other overflows and is negative.
        if (highest - lowest < 0 || highest - lowest > Integer.MAX_VALUE) {
            return new IdColumn(n, 0, null, null, Arrays.copyOf(ids, n));
        }
        if (highest - lowest <= NEAR) {
            char[] near = new char[n];
            for (int i = 0; i < n; i++) {
                near[i] = (char) (ids[i] - lowest);
            }
            return new IdColumn(n, lowest, near, null, null);
        }
        int[] offsets = new int[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = (int) (ids[i] - lowest);
        }
        return new IdColumn(n, lowest, null, offsets, null);
    }

    int size() {
        return size;
    }

    long get(int i) {
        if (near != null) {
            return lowest + near[i];
        }
        if (offsets != null) {
            return lowest + offsets[i];
        }
        return wide != null ? wide[i] : lowest + i;
    }

    /// Where an id is among ids in ascending order; else minus its place there, minus one.
    int search(long id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = get(middle);
            if (found == id) {
                return middle;
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
