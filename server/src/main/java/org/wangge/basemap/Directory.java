package org.wangge.basemap;

import java.io.IOException;
import java.util.Arrays;

/// A directory of a PMTiles file (specification 3): for each run of tiles where they lie, in the order of their numbers.
/// Immutable.
final class Directory {

    private final long[] tiles;
    private final long[] offsets;
    private final int[] lengths;
    private final int[] runs;

    private Directory(int n) {
        tiles = new long[n];
        offsets = new long[n];
        lengths = new int[n];
        runs = new int[n];
    }

    /// Of `run` tiles the bytes are the same; a run of 0 is a directory below.
    record Entry(long offset, int length, int run) {}

    /// Throws for what is none.
    static Directory read(byte[] bytes) throws IOException {
        Varints in = new Varints(bytes);
        long n = in.next();
        // Each entry has four numbers of a byte at least.
        if (n < 1 || n > bytes.length / 4) {
            throw new IOException("a directory of " + bytes.length + " bytes says that it has " + n + " entries");
        }
        Directory d = new Directory((int) n);
        long last = 0;
        for (int i = 0; i < n; i++) {
            last = Math.addExact(last, in.next());
            if (i > 0 && last <= d.tiles[i - 1]) {
                throw new IOException("the entries of a directory are not in order");
            }
            d.tiles[i] = last;
        }
        for (int i = 0; i < n; i++) {
            d.runs[i] = Math.toIntExact(in.next());
        }
        for (int i = 0; i < n; i++) {
            d.lengths[i] = Math.toIntExact(in.next());
            if (d.lengths[i] == 0) {
                throw new IOException("an entry of a directory has no bytes");
            }
        }
        for (int i = 0; i < n; i++) {
            long offset = in.next();
            if (offset == 0 && i == 0) {
                throw new IOException("the first entry of a directory lies after none");
            }
            d.offsets[i] = offset == 0 ? Math.addExact(d.offsets[i - 1], d.lengths[i - 1]) : offset - 1;
        }
        return d;
    }

    /// Null where it has none.
    Entry find(long tile) {
        int i = Arrays.binarySearch(tiles, tile);
        i = i >= 0 ? i : -i - 2;
        if (i < 0 || runs[i] > 0 && tile - tiles[i] >= runs[i]) {
            return null;
        }
        return new Entry(offsets[i], lengths[i], runs[i]);
    }

    Entry first() {
        return new Entry(offsets[0], lengths[0], runs[0]);
    }

    int bytes() {
        return 24 * tiles.length + 64;
    }

    /// Numbers of seven bits a byte, the lowest first.
    private static final class Varints {
        private final byte[] bytes;
        private int at;

        Varints(byte[] bytes) {
            this.bytes = bytes;
        }

        long next() throws IOException {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                if (at == bytes.length) {
                    throw new IOException("a directory ends inside a number");
                }
                byte b = bytes[at++];
                value |= (long) (b & 127) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw new IOException("a number of a directory has more than 63 bits");
        }
    }
}
