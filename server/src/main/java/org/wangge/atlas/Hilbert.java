package org.wangge.atlas;

/// Position of a point of the Mercator world along a Hilbert curve of order 31: near points get near keys, and every tile of
/// every zoom is one unbroken range of keys.
final class Hilbert {

    private Hilbert() {}

    /// 62 bits, never negative.
    static long key(int worldX, int worldY) {
        int x = worldX;
        int y = worldY;
        long key = 0;
        for (int bit = 30; bit >= 0; bit--) {
            int rx = (x >>> bit) & 1;
            int ry = (y >>> bit) & 1;
            key = key << 2 | ((3 * rx) ^ ry);
            if (ry == 0) {
                if (rx == 1) {
                    x = ~x;
                    y = ~y;
                }
                int swap = x;
                x = y;
                y = swap;
            }
        }
        return key;
    }

    /// Sorts row numbers 0..n-1 by key; equal keys keep their order. O(n): four passes of 16 bits.
    static int[] order(long[] keys) {
        int n = keys.length;
        int[] from = new int[n];
        int[] to = new int[n];
        for (int i = 0; i < n; i++) {
            from[i] = i;
        }
        int[] starts = new int[1 << 16];
        for (int shift = 0; shift < 64; shift += 16) {
            java.util.Arrays.fill(starts, 0);
            for (long key : keys) {
                starts[(int) (key >>> shift) & 0xffff]++;
            }
            int at = 0;
            for (int b = 0; b < starts.length; b++) {
                int size = starts[b];
                starts[b] = at;
                at += size;
            }
            for (int i = 0; i < n; i++) {
                to[starts[(int) (keys[from[i]] >>> shift) & 0xffff]++] = from[i];
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
