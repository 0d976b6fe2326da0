package org.wangge.tiles;

/// Maps numbers to small numbers; emptied in no time by raising a stamp. For one thread.
final class LongTable {

    private long[] keys = new long[1 << 12];
    private int[] values = new int[1 << 12];
    private int[] stamps = new int[1 << 12];
    private int stamp = 1;
    private int size;

    void clear() {
        stamp++;
        size = 0;
    }

    /// The number kept for `key`; `absent`, which is kept then, when there was none.
    int putIfAbsent(long key, int absent) {
        int mask = keys.length - 1;
        int at = (int) (key * 0x9E3779B97F4A7C15L >>> 40) & mask;
        while (stamps[at] == stamp) {
            if (keys[at] == key) {
                return values[at];
            }
            at = (at + 1) & mask;
        }
        if (2 * size > mask) {
            grow();
            return putIfAbsent(key, absent);
        }
        stamps[at] = stamp;
        keys[at] = key;
        values[at] = absent;
        size++;
        return absent;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        int[] oldStamps = stamps;
        int oldStamp = stamp;
        int room = 2 * keys.length;
        keys = new long[room];
        values = new int[room];
        stamps = new int[room];
        stamp = 1;
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldStamps[i] == oldStamp) {
                putIfAbsent(oldKeys[i], oldValues[i]);
            }
        }
    }
}
