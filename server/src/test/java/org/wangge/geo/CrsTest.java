package org.wangge.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrsTest {

    /// A centimetre in degrees of latitude.
    private static final double CENTIMETRE = 0.01 / 111_320;

    @ParameterizedTest
    @ValueSource(strings = {"EPSG:4326", "epsg:4326", "WGS84", "wgs 84", "CRS84", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:EPSG::4326", "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    "http://www.opengis.net/def/crs/EPSG/0/4326"})
    void knowsTheNamesOfWgs84(String name) {
        assertSame(Crs.WGS_84, Crs.find(name).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"GCJ-02, GCJ-02", "gcj02, GCJ-02", "BD-09, BD-09", "bd09ll, BD-09", "EPSG:4527, EPSG:4527",
            "urn:ogc:def:crs:EPSG::4527, EPSG:4527", "urn:ogc:def:crs:EPSG:9.8:4490, EPSG:4490"})
    void knowsOtherSystems(String name, String expected) {
        assertEquals(expected, Crs.find(name).orElseThrow().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EPSG:", "EPSG:999999", "EPSG:5773", "Beijing", "4527"})
    void doesNotKnow(String name) {
        assertTrue(Crs.find(name).isEmpty());
    }

    /// Tiananmen and others, as the widespread implementations of the formula answer.
    @ParameterizedTest
    @CsvSource({
        "GCJ-02, 116.404, 39.915, 116.41024449916938, 39.91640428150164",
        "GCJ-02, 9.52, 47.14, 9.52, 47.14",
        "GCJ-02, -73.98, 40.75, -73.98, 40.75",
    })
    void shiftsAsPublished(String crs, double lon, double lat, double x, double y) {
        double[] xy = {lon, lat};
        Crs.find(crs).orElseThrow().fromLonLat(xy);
        assertEquals(x, xy[0], 1e-9);
        assertEquals(y, xy[1], 1e-9);
    }

    @Test
    void baiduShiftsGcj02AsPublished() {
        double[] xy = {116.404, 39.915};
        ChinaOffset.gcj02ToBd09(xy, 0);
        assertEquals(116.41036949371029, xy[0], 1e-9);
        assertEquals(39.92133699351021, xy[1], 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"GCJ-02", "BD-09", "EPSG:4490", "EPSG:4527", "EPSG:3857", "EPSG:32651"})
    void returnsToTheSamePlaceWithinACentimetre(String name) {
        Crs crs = Crs.find(name).orElseThrow();
        for (double lon = 117; lon < 123; lon += 0.37) {
            for (double lat = 22; lat < 45; lat += 0.91) {
                double[] xy = {lon, lat};
                crs.fromLonLat(xy);
                crs.toLonLat(xy);
                assertEquals(lon, xy[0], CENTIMETRE);
                assertEquals(lat, xy[1], CENTIMETRE);
            }
        }
    }

    /// The false easting of zone 39 is on its central meridian, 117° E; the meridian's arc to 31.6226° N is 3,500 km.
    @Test
    void readsGaussKruegerWithEastingFirst() {
        double[] xy = {39_500_000, 3_500_000};
        Crs.find("EPSG:4527").orElseThrow().toLonLat(xy);
        assertEquals(117.0, xy[0], 1e-9);
        assertEquals(31.62255494315118, xy[1], 1e-9);
    }

    @Test
    void aPointThatASystemCannotExpressIsNaNAndItsNeighboursStand() {
        double[] xy = {1e12, 1e12, 39_500_000, 3_500_000};
        Crs.find("EPSG:4527").orElseThrow().toLonLat(xy);
        assertFalse(xy[0] >= -180 && xy[0] <= 180 && xy[1] >= -90 && xy[1] <= 90, xy[0] + " " + xy[1]);
        assertEquals(117.0, xy[2], 1e-9);
    }
}
