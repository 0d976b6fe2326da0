package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.Crs;
import org.wangge.model.Layer;

class WkbTest {

    private static final Geometries ANY = new Geometries(Crs.WGS_84, Layer.Places.ANY, Terms.COMMAND_LINE);

    private static byte[] blob(byte[] wkb, int flags) {
        int[] envelopes = {0, 32, 48, 48, 64};
        return ByteBuffer.allocate(8 + envelopes[flags >> 1 & 7] + wkb.length)
                .put(new byte[] {'G', 'P', 0, (byte) flags}).putInt(4326).position(8 + envelopes[flags >> 1 & 7]).put(
                        wkb).array();
    }

    /// Written by JTS, read by us, in both byte orders, with and without Z, with every size of envelope.
    @ParameterizedTest
    @ValueSource(strings = {"POINT (1 2)", "LINESTRING (0 0, 1 1, 2 0)", "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, "
            + "1 1))",
            "MULTIPOINT ((1 2), (3 4))", "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3))",
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))"})
    void readsWhatJtsWrites(String wkt) throws ParseException, Fault {
        Geometry g = new WKTReader().read(wkt);
        Geometry withZ = g.copy();
        withZ.apply((org.locationtech.jts.geom.CoordinateFilter) c -> c.setZ(7));
        for (int order : new int[] {1, 2}) {
            for (int flags = 0; flags <= 8; flags += 2) {
                assertEquals(g.toText(), ANY.lonLat(Wkb.readGeoPackage(blob(new WKBWriter(2, order).write(g), flags))).toText());
                assertEquals(g.toText(), ANY.lonLat(Wkb.readGeoPackage(blob(new WKBWriter(3, order).write(withZ),
                        flags))).toText());
            }
        }
    }

    @Test
    void readsIsoTypesOfThreeAndFourDimensions() throws Fault {
        byte[] pointZm = HexFormat.of().parseHex("01B90B0000" + "000000000000F03F" + "0000000000000040" + "0000000000000840"
                + "0000000000001040");
        assertEquals("POINT (1 2)", ANY.lonLat(Wkb.readGeoPackage(blob(pointZm, 1))).toText());
    }

    @Test
    void anEmptyGeometryIsNone() throws Fault {
        assertNull(Wkb.readGeoPackage(blob(new byte[0], 0x10)));
    }

    @Test
    void damageIsAFault() throws ParseException {
        byte[] whole = blob(new WKBWriter().write(new WKTReader().read("POLYGON ((0 0, 1 0, 1 1, 0 0))")), 0);
        assertEquals("is damaged: it ends after 50 bytes, before its last position",
                assertThrows(Fault.class, () -> Wkb.readGeoPackage(Arrays.copyOf(whole, 50))).reason());
        assertEquals("is not a GeoPackage geometry: it does not begin with GP",
                assertThrows(Fault.class, () -> Wkb.readGeoPackage(new byte[40])).reason());
        byte[] collection = blob(new WKBWriter().write(
                new org.locationtech.jts.geom.GeometryFactory().createGeometryCollection()), 0);
        assertEquals("is a GeometryCollection; a Point, LineString, Polygon or a Multi… of them is needed",
                assertThrows(Fault.class, () -> Wkb.readGeoPackage(collection)).reason());
    }
}
