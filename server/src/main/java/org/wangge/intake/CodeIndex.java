package org.wangge.intake;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The codes of a file and the rows on which they stood first. Exact, and an order of magnitude smaller than a map of
/// strings: the UTF-8 bytes lie one after the other, so that ten million codes take some 250 MB rather than gigabytes. One
/// thread.
final class CodeIndex {

    private byte[] bytes = new byte[1 << 16];
    private int used;
    /// Where entry `i` ends in [#bytes]; it begins where the one before ends.
    private int[] ends = new int[1 << 10];
    private long[] rows = new long[1 << 10];
    private int size;
    /// Open addressing: entry + 1, 0 for free.
    private int[] slots = new int[1 << 12];

    /// Remembers the code; answers the row on which it stood before, or -1 when this is the first.
    long put(String code, long row) {
        byte[] key = code.getBytes(StandardCharsets.UTF_8);
        if (size * 2 >= slots.length) {
            grow();
        }
        int slot = slot(key, 0, key.length);
        if (slots[slot] != 0) {
            return rows[slots[slot] - 1];
        }
        append(key, row);
        slots[slot] = size;
        return -1;
    }

    int size() {
        return size;
    }

    /// The slot that holds this key, or the free one where it belongs.
    private int slot(byte[] from, int start, int end) {
        int mask = slots.length - 1;
        int slot = hash(from, start, end) & mask;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (Arrays.equals(bytes, begin(entry), ends[entry], from, start, end)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int begin(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    private void append(byte[] key, long row) {
        if (used + key.length > bytes.length) {
            long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, Math.max(used + key.length, (int) doubled));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            rows = Arrays.copyOf(rows, size * 2);
        }
        System.arraycopy(key, 0, bytes, used, key.length);
        used += key.length;
        ends[size] = used;
        rows[size] = row;
        size++;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int entry = 0; entry < size; entry++) {
            slots[slot(bytes, begin(entry), ends[entry])] = entry + 1;
        }
    }

    private static int hash(byte[] from, int start, int end) {
        int h = 0;
        for (int i = start; i < end; i++) {
            h = h * 31 + from[i];
        }
        return (h ^ h >>> 15) * 0x2C1B3C6D >>> 4;
    }
}
