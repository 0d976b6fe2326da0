package org.wangge.tiles;

import java.util.Arrays;

/// A growing array of bytes with the few pieces of Protocol Buffers that vector tiles need. For one thread.
final class ProtoBuffer {

    private byte[] bytes = new byte[1 << 16];
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    /// One byte; the caller has made room.
    void raw(int b) {
        bytes[size++] = (byte) b;
    }

    /// An unsigned number; makes room itself.
    void varint(long v) {
        ensure(10);
        rawVarint(v);
    }

    /// An unsigned number of up to 10 bytes; the caller has made room.
    void rawVarint(long v) {
        while ((v & ~0x7fL) != 0) {
            bytes[size++] = (byte) (v & 0x7f | 0x80);
            v >>>= 7;
        }
        bytes[size++] = (byte) v;
    }

    /// An unsigned number of up to 5 bytes; the caller has made room.
    void rawVarint(int v) {
        while ((v & ~0x7f) != 0) {
            bytes[size++] = (byte) (v & 0x7f | 0x80);
            v >>>= 7;
        }
        bytes[size++] = (byte) v;
    }

    /// A signed number, zigzag; the caller has made room.
    void rawZigzag(int v) {
        rawVarint((v << 1) ^ (v >> 31));
    }

    void add(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    void add(ProtoBuffer more) {
        ensure(more.size);
        System.arraycopy(more.bytes, 0, bytes, size, more.size);
        size += more.size;
    }

    /// Opens a message of unknown length after its tag; give the answer to [#close].
    int open() {
        ensure(1);
        return ++size;
    }

    /// Writes the length of the message that began at `start`, which nearly always fits the one byte kept for it.
    void close(int start) {
        int length = size - start;
        int extra = length < 1 << 7 ? 0 : length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : length < 1 << 28 ? 3 : 4;
        if (extra > 0) {
            ensure(extra);
            System.arraycopy(bytes, start, bytes, start + extra, length);
        }
        int end = size + extra;
        size = start - 1;
        rawVarint(length);
        size = end;
    }

    /// Overwrites one byte that was written before.
    void patch(int at, int b) {
        bytes[at] = (byte) b;
    }

    /// Forgets everything from `at` on.
    void cut(int at) {
        size = at;
    }
}
