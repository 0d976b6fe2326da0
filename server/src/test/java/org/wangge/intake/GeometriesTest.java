package org.wangge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.wangge.geo.Crs;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Layer;

class GeometriesTest {

    private static final Geometries ANY = new Geometries(Crs.WGS_84, Layer.Places.ANY, Terms.COMMAND_LINE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POINT (120.62 31.3) | POINT (120.62 31.3)
            point z (120.62 31.3 4)                                          | POINT (120.62 31.3)
            POINT M(1 2 3) | POINT (1 2)
            SRID=4326;POINT (1 2) | POINT (1 2)
            POINT (1.00000004 2.00000006) | POINT (1 2.0000001)
            MULTIPOINT (1 2)                                                 | POINT (1 2)
            MULTIPOINT ((1 2), (3 4))                                        | MULTIPOINT ((1 2), (3 4))
            LINESTRING (0 0, 0 0, 1 1) | LINESTRING (0 0, 1 1)
            MULTILINESTRING ((0 0, 1 1))                                     | LINESTRING (0 0, 1 1)
            POLYGON ((0 0, 1 0, 1 0, 1 1, 0 0)) | POLYGON ((0 0, 1 0, 1 1, 0 0))
            POLYGON ((0 0, 2 0, 2 2, 2 3, 2 2, 0 2, 0 0)) | POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0))
            POLYGON ((3 0, 2 0, 2 2, 0 2, 0 0, 2 0, 3 0)) | POLYGON ((2 0, 2 2, 0 2, 0 0, 2 0))
            MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))                            | POLYGON ((0 0, 1 0, 1 1, 0 0))
            POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1)) | POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))
            """)
    void takes(String wkt, String expected) throws Fault {
        assertEquals(expected, ANY.lonLat(Wkt.read(wkt, Terms.COMMAND_LINE)).toText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0)) | crosses itself at 0.5, 0.5
            POLYGON ((0 0, 2 0, 1 1, 2 2, 0 2, 1 1, 0 0))           | touches itself at 1, 1
            POLYGON ((0 0, 1 0, 1 1, 0 1)) | ring 1 is not closed: it begins at 0, 0 and ends at 0, 1
            POLYGON ((0 0, 1 0, 0 0)) | ring 1 has 3 positions; a ring needs at least 4
            POLYGON ((5 5, 6 5, 7 5, 5 5)) | ring 1 has no area, at 5, 5
            POLYGON ((0 0, 0.00000001 0, 0 0.00000001, 0 0))        | ring 1 has no area, at 0, 0
            POLYGON ((0 0, 1 0, 1 1, 0 0), (5 5, 6 5, 6 6, 5 5))    | has a hole outside its shell at 5, 5
            POLYGON ((0 0, 1 0, 1 91, 0 0)) | latitude 91 is outside -90..90; longitude 1 and latitude look swapped
            POINT (500000 3469836) | is not in degrees; name the system of the coordinates, for example --crs EPSG:4527
            POINT (181 0) | longitude 181 is outside -180..180
            POINT (NaN 0) | "NaN" is not a number (character 8)
            POINT EMPTY | is empty; a geometry is needed
            POLYGON EMPTY | is empty; a geometry is needed
            LINESTRING (1 1, 1 1) | is a line without length
            GEOMETRYCOLLECTION (POINT (1 2)) | is a GEOMETRYCOLLECTION; a Point, LineString, Polygon or a Multi… of them is needed
            POINT (1) | a number is missing (character 9)
            POINT (1 b) | "b" is not a number (character 10)
            POINT (1 2 | ")" is missing (character 11)
            POINT (1 2) 3 | text goes on after the geometry (character 13)
            120.6 31.3 | is no well-known text such as POINT (120.62 31.30) (character 1)
            SRID=4527;POINT (1 2) | has SRID 4527; leave it out and name the system with --crs EPSG:4527
            """)
    void refuses(String wkt, String reason) {
        assertEquals(reason, assertThrows(Fault.class, () -> ANY.lonLat(Wkt.read(wkt, Terms.COMMAND_LINE))).reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POINT         | LINESTRING (0 0, 1 1) | is a LineString; a Point is needed
            POINT         | POLYGON ((0 0, 1 0, 1 1, 0 0))       | is a Polygon; a Point is needed
            AREA          | POINT (1 1)                          | is a Point; a Polygon or MultiPolygon is needed
            POINT_OR_AREA | MULTILINESTRING ((0 0, 1 1)) | is a MultiLineString; a Polygon, MultiPolygon or Point is needed
            POINT         | MULTIPOINT ((0 0), (1 1)) | is a MultiPoint of 2 points; a row has one place
            """)
    void refusesWhatTheLayerDoesNotHave(Layer.Places allowed, String wkt, String reason) {
        Geometries geometries = new Geometries(Crs.WGS_84, allowed, Terms.COMMAND_LINE);
        assertEquals(reason, assertThrows(Fault.class, () -> geometries.lonLat(Wkt.read(wkt, Terms.COMMAND_LINE))).reason());
    }

    /// The quick check may send a good ring to JTS, but may never pass a bad one.
    @Property(tries = 3000)
    void theQuickCheckOfSmallRingsNeverPassesABadOne(@ForAll @Size(min = 6, max = 16) List<@IntRange(max = 6) Integer> numbers) {
        int n = numbers.size() / 2;
        Coordinate[] ring = new Coordinate[n + 1];
        for (int i = 0; i < n; i++) {
            ring[i] = new CoordinateXY(numbers.get(2 * i), numbers.get(2 * i + 1));
        }
        ring[n] = ring[0].copy();
        Polygon polygon = FixedPoint.FIXED.createPolygon(ring);
        boolean hasSpurOrRepeat = false;
        for (int i = 0; i < n; i++) {
            Coordinate a = ring[i];
            Coordinate b = ring[i + 1];
            Coordinate c = ring[(i + 2) % n];
            double cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
            double dot = (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y);
            hasSpurOrRepeat |= a.equals2D(b) || cross == 0 && dot <= 0;
        }
        if (!hasSpurOrRepeat) {
            assertEquals(IsValidOp.isValid(polygon), SimpleRing.isSimple(polygon), polygon.toText());
        }
    }
}
