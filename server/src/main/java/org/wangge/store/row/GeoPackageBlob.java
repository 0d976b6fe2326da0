package org.wangge.store.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.WKBWriter;

/// The geometry blob of OGC GeoPackage 1.3, clause 2.1.3: `GP`, version, flags, SRS id, envelope, then WKB.
public final class GeoPackageBlob {

    private static final int LITTLE_ENDIAN = 1;
    private static final int LITTLE_ENDIAN_WITH_XY_ENVELOPE = LITTLE_ENDIAN | 1 << 1;
    private static final int FIXED_HEADER = 8;
    private static final int XY_ENVELOPE = 32;
    /// Bytes of the envelope by the three bits in the flags: none, XY, XYZ, XYM, XYZM.
    private static final int[] ENVELOPES = {0, XY_ENVELOPE, 48, 48, 64};

    private GeoPackageBlob() {}

    /// Takes lon/lat degrees.
    public static byte[] encode(Geometry lonLat) {
        return of(new WKBWriter(2, ByteOrderValues.LITTLE_ENDIAN).write(lonLat), lonLat.getEnvelopeInternal());
    }

    /// Takes little-endian WKB in lon/lat degrees, which stays as it is. What JTS can't read, such as arcs, gets no envelope.
    public static byte[] of(byte[] wkb) {
        Envelope envelope;
        try {
            envelope = new GeometryDecoder().decode(wkb, 0, wkb.length).getEnvelopeInternal();
        } catch (IllegalArgumentException e) {
            return ByteBuffer.allocate(FIXED_HEADER + wkb.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 'G')
                    .put((byte) 'P')
                    .put((byte) 0)
                    .put((byte) LITTLE_ENDIAN)
                    .putInt(4326)
                    .put(wkb)
                    .array();
        }
        return of(wkb, envelope);
    }

    private static byte[] of(byte[] wkb, Envelope e) {
        return ByteBuffer.allocate(FIXED_HEADER + XY_ENVELOPE + wkb.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'G')
                .put((byte) 'P')
                .put((byte) 0)
                .put((byte) LITTLE_ENDIAN_WITH_XY_ENVELOPE)
                .putInt(4326)
                .putDouble(e.getMinX())
                .putDouble(e.getMaxX())
                .putDouble(e.getMinY())
                .putDouble(e.getMaxY())
                .put(wkb)
                .array();
    }

    /// WKB begins with its byte order, 0 or 1, so the two can't be confused.
    public static boolean isBlob(byte[] bytes, int from, int length) {
        return length > FIXED_HEADER && bytes[from] == 'G' && bytes[from + 1] == 'P';
    }

    public static int headerLength(byte[] bytes, int from) {
        int kind = bytes[from + 3] >> 1 & 7;
        if (kind >= ENVELOPES.length) {
            throw new IllegalArgumentException("geometry has an envelope of kind " + kind + "; GeoPackage knows 0 to 4");
        }
        return FIXED_HEADER + ENVELOPES[kind];
    }
}
