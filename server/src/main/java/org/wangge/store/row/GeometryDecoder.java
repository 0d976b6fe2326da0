package org.wangge.store.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.impl.CoordinateArraySequence;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.wangge.geo.FixedPoint;

/// Reads geometry as the databases hand it out: plain WKB (PostGIS), or WKB behind a GeoPackage header. One per scan: it keeps
/// its buffers and is for one thread.
public final class GeometryDecoder {

    private static final int POINT = 1;
    private static final int POLYGON = 3;
    private static final int POSITION = 2 * Double.BYTES;

    private final WKBReader reader = new WKBReader(FixedPoint.LON_LAT);

    /// `IllegalArgumentException` when these bytes are no geometry.
    public Geometry decode(byte[] bytes, int from, int length) {
        int start = from + (GeoPackageBlob.isBlob(bytes, from, length) ? GeoPackageBlob.headerLength(bytes, from) : 0);
        try {
            Geometry common = common(ByteBuffer.wrap(bytes, start, from + length - start));
            return common != null ? common : uncommon(Arrays.copyOfRange(bytes, start, from + length));
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("geometry can't be read: " + e.getMessage(), e);
        }
    }

    /// No row has a collection, and those that are nested would have whatever walks them run out of stack, JTS's reader first.
    private Geometry uncommon(byte[] wkb) throws ParseException {
        try {
            Geometry read = reader.read(wkb);
            if (read.getClass() == GeometryCollection.class) {
                throw new IllegalArgumentException("it is a GeometryCollection");
            }
            return read;
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it is nested too deep", e);
        }
    }

    /// A sound point or polygon, which is what millions of rows have, in a third of the time of JTS's reader; null for all else.
    private static Geometry common(ByteBuffer wkb) {
        if (wkb.remaining() < 1 + Integer.BYTES) {
            return null;
        }
        wkb.order(wkb.get() == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int type = wkb.getInt();
        if (type == POINT && wkb.remaining() == POSITION) {
            Coordinate position = new CoordinateXY(wkb.getDouble(), wkb.getDouble());
            return Double.isNaN(position.x) ? null : FixedPoint.LON_LAT.createPoint(sequence(position));
        }
        if (type != POLYGON || wkb.remaining() < Integer.BYTES) {
            return null;
        }
        int rings = wkb.getInt();
        LinearRing shell = rings > 0 ? ring(wkb) : null;
        if (shell == null || rings - 1 > wkb.remaining() / POSITION) {
            return null;
        }
        LinearRing[] holes = new LinearRing[rings - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(wkb);
            if (holes[i] == null) {
                return null;
            }
        }
        return wkb.hasRemaining() ? null : FixedPoint.LON_LAT.createPolygon(shell, holes);
    }

    /// Null when it is not a closed ring.
    private static LinearRing ring(ByteBuffer wkb) {
        if (wkb.remaining() < Integer.BYTES) {
            return null;
        }
        int n = wkb.getInt();
        if (n < LinearRing.MINIMUM_VALID_SIZE || n > wkb.remaining() / POSITION) {
            return null;
        }
        Coordinate[] positions = new Coordinate[n];
        for (int i = 0; i < n; i++) {
            positions[i] = new CoordinateXY(wkb.getDouble(), wkb.getDouble());
        }
        return positions[0].equals2D(positions[n - 1]) ? FixedPoint.LON_LAT.createLinearRing(sequence(positions)) : null;
    }

    private static CoordinateArraySequence sequence(Coordinate... positions) {
        return new CoordinateArraySequence(positions, 2);
    }
}
