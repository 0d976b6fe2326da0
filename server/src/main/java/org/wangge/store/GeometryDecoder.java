package org.wangge.store;

import java.util.Arrays;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.wangge.geo.FixedPoint;

/// Reads geometry as the databases hand it out: plain WKB (PostGIS), or WKB behind a GeoPackage header. One per scan: it keeps
/// its buffers and is for one thread.
final class GeometryDecoder {

    private final WKBReader reader = new WKBReader(FixedPoint.LON_LAT);

    /// `IllegalArgumentException` when the bytes are no geometry.
    Geometry decode(byte[] bytes, int from, int length) {
        byte[] own = from == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
        int start = GeoPackageBlob.isBlob(own) ? GeoPackageBlob.headerLength(own) : 0;
        try {
            return reader.read(start == 0 ? own : Arrays.copyOfRange(own, start, own.length));
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("geometry can't be read: " + e.getMessage(), e);
        }
    }
}
