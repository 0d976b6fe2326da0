package org.wangge.atlas;

import java.util.Arrays;

/// The ids of the rows of a block: four bytes each where they lie near enough to each other, as a database's own do. Immutable.
final class IdColumn {

    private final long lowest;
    private final int[] offsets;
    private final long[] wide;

    private IdColumn(long lowest, int[] offsets, long[] wide) {
        this.lowest = lowest;
        this.offsets = offsets;
        this.wide = wide;
    }

    /// Packs the first `n` ids; the array may be used again afterwards.
    static IdColumn of(long[] ids, int n) {
        long lowest = n == 0 ? 0 : Long.MAX_VALUE;
        long highest = n == 0 ? 0 : Long.MIN_VALUE;
        for (int i = 0; i < n; i++) {
            lowest = Math.min(lowest, ids[i]);
            highest = Math.max(highest, ids[i]);
        }
        // The difference of two ids that lie very far from each other overflows and is negative.
        if (highest - lowest < 0 || highest - lowest > Integer.MAX_VALUE) {
            return new IdColumn(0, null, Arrays.copyOf(ids, n));
        }
        int[] offsets = new int[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = (int) (ids[i] - lowest);
        }
        return new IdColumn(lowest, offsets, null);
    }

    int size() {
        return offsets != null ? offsets.length : wide.length;
    }

    long get(int i) {
        return offsets != null ? lowest + offsets[i] : wide[i];
    }
}
