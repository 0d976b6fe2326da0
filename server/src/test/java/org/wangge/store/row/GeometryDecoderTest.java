package org.wangge.store.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ByteOrderValues;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.locationtech.jts.io.WKBWriter;
import org.wangge.geo.FixedPoint;
import org.wangge.store.StoreSamples;

class GeometryDecoderTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "POINT (117.1234567 39.7654321)",
        "POINT EMPTY",
        "POLYGON ((0 0, 3 0, 3 3, 0 3, 0 0))",
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1), (5 5, 6 5, 6 6, 5 5))",
        "POLYGON EMPTY",
        "MULTIPOLYGON (((0 0, 3 0, 3 3, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
        "LINESTRING (0 0, 1 1, 2 0)"})
    void everyShapeIsReadAsJtsReadsIt(String wkt) throws ParseException {
        Geometry given = StoreSamples.geometry(wkt);
        for (int order : new int[] {ByteOrderValues.LITTLE_ENDIAN, ByteOrderValues.BIG_ENDIAN}) {
            byte[] wkb = new WKBWriter(2, order).write(given);
            Geometry expected = new WKBReader(FixedPoint.LON_LAT).read(wkb);
            byte[] among = new byte[wkb.length + 7];
            System.arraycopy(wkb, 0, among, 4, wkb.length);
            Geometry decoded = new GeometryDecoder().decode(among, 4, wkb.length);
            assertTrue(expected.equalsExact(decoded), decoded.toText());
            assertEquals(expected.getSRID(), decoded.getSRID());
        }
    }

    @Test
    void bytesThatEndTooEarlyAreRefused() {
        byte[] wkb = new WKBWriter().write(StoreSamples.geometry("POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 2 2, 1 1))"));
        for (int length = 0; length < wkb.length; length++) {
            byte[] cut = Arrays.copyOf(wkb, length);
            assertThrows(IllegalArgumentException.class, () -> new GeometryDecoder().decode(cut, 0, cut.length),
                    "of length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 900, 100_000})
    void collectionsAreRefusedHoweverDeepTheyAreNested(int depth) {
        ByteBuffer wkb = ByteBuffer.allocate(9 * (depth + 1));
        for (int i = 0; i <= depth; i++) {
            wkb.put((byte) 0).putInt(7).putInt(i < depth ? 1 : 0);
        }
        assertThrows(IllegalArgumentException.class, () -> new GeometryDecoder().decode(wkb.array(), 0, wkb.capacity()));
    }
}
