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
    Geometry decode(byte[] bytes) {
        int start = GeoPackageBlob.isBlob(bytes) ? GeoPackageBlob.headerLength(bytes) : 0;
        try {
            return reader.read(start == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length));
        } catch (ParseException | RuntimeException e) {
            throw new IllegalArgumentException("geometry can't be read: " + e.getMessage(), e);
        }
    }
}
