package org.wangge.atlas;

import org.wangge.model.Counts;

/// A column of whole numbers in as few bytes as its values need, with [Counts#UNKNOWN] for "not known". Immutable.
final class IntColumn {

    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private final int constant;

    private IntColumn(byte[] bytes, short[] shorts, int[] ints, int constant) {
        this.bytes = bytes;
        this.shorts = shorts;
        this.ints = ints;
        this.constant = constant;
    }

    /// Packs the first `n` values; the array may be used again afterwards.
    static IntColumn of(int[] values, int n) {
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        boolean same = true;
        for (int i = 0; i < n; i++) {
            int v = values[i];
            same &= v == values[0];
            if (v != Counts.UNKNOWN) {
                min = Math.min(min, v);
                max = Math.max(max, v);
            }
        }
        if (same) {
            return new IntColumn(null, null, null, n == 0 ? Counts.UNKNOWN : values[0]);
        }
        if (min > Byte.MIN_VALUE && max <= Byte.MAX_VALUE) {
            byte[] packed = new byte[n];
            for (int i = 0; i < n; i++) {
                packed[i] = values[i] == Counts.UNKNOWN ? Byte.MIN_VALUE : (byte) values[i];
            }
            return new IntColumn(packed, null, null, 0);
        }
        if (min > Short.MIN_VALUE && max <= Short.MAX_VALUE) {
            short[] packed = new short[n];
            for (int i = 0; i < n; i++) {
                packed[i] = values[i] == Counts.UNKNOWN ? Short.MIN_VALUE : (short) values[i];
            }
            return new IntColumn(null, packed, null, 0);
        }
        return new IntColumn(null, null, java.util.Arrays.copyOf(values, n), 0);
    }

    int get(int i) {
        if (bytes != null) {
            byte v = bytes[i];
            return v == Byte.MIN_VALUE ? Counts.UNKNOWN : v;
        }
        if (shorts != null) {
            short v = shorts[i];
            return v == Short.MIN_VALUE ? Counts.UNKNOWN : v;
        }
        return ints != null ? ints[i] : constant;
    }
}
