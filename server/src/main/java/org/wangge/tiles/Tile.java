package org.wangge.tiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// An encoded tile, as it is sent. The compressed form and the tag are worked out when first asked for. For any number of
/// threads.
public final class Tile {

    private final byte[] bytes;
    private final long seq;
    private volatile byte[] gzip;
    private volatile String etag;

    public Tile(byte[] bytes, long seq) {
        this.bytes = bytes;
        this.seq = seq;
    }

    /// The uncompressed tile; not to be written to.
    public byte[] bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// Number of the snapshot it was made from.
    public long seq() {
        return seq;
    }

    /// The same compressed; not to be written to.
    public byte[] gzip() {
        byte[] packed = gzip;
        if (packed == null) {
            packed = compressed(bytes);
            gzip = packed;
        }
        return packed;
    }

    /// A strong entity tag with its quotes, which changes exactly when the bytes do.
    public String etag() {
        String tag = etag;
        if (tag == null) {
            tag = '"' + digest(bytes) + '"';
            etag = tag;
        }
        return tag;
    }

    /// Bytes that it takes up in memory, about, and with its compressed form once that is there.
    int weight() {
        return 200 + bytes.length + bytes.length / 2;
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8192) {
            {
                // A tile is packed once and mostly sent once: speed counts for more than the last few percent.
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(Arrays.copyOf(sum, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
