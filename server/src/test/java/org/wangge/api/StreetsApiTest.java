package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.FixedPoint;
import org.wangge.model.BaseFeature;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

class StreetsApiTest {

    private static final Set<String> COLUMNS = Set.of("kind", "name", "geometry");

    @TempDir
    Path folder;

    private Store store;
    private TestServer server;

    @BeforeEach
    void start() {
        store = TestDatabases.geoPackage(folder).open(TestTown.CONTENT);
        load(ground("main", "street", "人民路", "LINESTRING (117 39.001, 117.02 39.001)"),
                ground("cross", "street", "解放路", "LINESTRING (117.01 39, 117.01 39.02)"),
                ground("park", "park", "公园", "POLYGON ((117.012 39.005, 117.014 39.005, 117.014 39.006, 117.012 39.005))"));
        server = new TestServer(store);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static BaseFeature ground(String code, String kind, String name, String wkt) {
        try {
            Geometry geometry = new WKTReader(FixedPoint.LON_LAT).read(wkt);
            return new BaseFeature(0, code, kind, name, geometry);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private void load(BaseFeature... rows) {
        store.load(Table.BASE, COLUMNS, List.of(rows).iterator(), n -> {});
    }

    private JsonNode way(String query) {
        return server.get("/api/streets/way?" + query).json();
    }

    private String said(String query, String field) {
        return way(query).get(field).asText();
    }

    @Test
    void aWayRunsAlongStreetsFromCornerToCorner() {
        JsonNode way = way("lon=117.002&lat=39.0011&to_lon=117.0101&to_lat=39.008&reach=30");
        assertEquals("[[117.002,39.001],[117.01,39.001],[117.01,39.008]]", way.get("path").toString());
        assertEquals("[\"人民路\",\"解放路\"]", way.get("names").toString());
        assertEquals(1_469.7, way.get("metres").asDouble(), 0.2);
        assertEquals(true, way.get("reason").isNull());
    }

    @Test
    void whyThereIsNoneIsSaid() {
        assertEquals("nothing_near_from", said("lon=117.013&lat=39.0055&to_lon=117.01&to_lat=39.008&reach=30", "reason"),
                "no border runs around a park");
        assertEquals("nothing_near_to", said("lon=117.01&lat=39.008&to_lon=117.013&to_lat=39.0055&reach=30", "reason"));
        load(ground("lone", "rail", null, "LINESTRING (117.015 39.01, 117.016 39.01)"));
        server.sync();
        JsonNode none = way("lon=117.01&lat=39.008&to_lon=117.015&to_lat=39.01&reach=30");
        assertEquals("not_connected", none.get("reason").asText());
        assertEquals(true, none.get("path").isNull());
    }

    @Test
    void aGroundThatChangesChangesTheWay() {
        String asked = "lon=117.002&lat=39.001&to_lon=117.01&to_lat=39.005&reach=30";
        assertEquals(3, way(asked).get("path").size());
        load(ground("short", "street", null, "LINESTRING (117.004 39.001, 117.01 39.003)"));
        server.sync();
        assertEquals("[[117.002,39.001],[117.004,39.001],[117.01,39.003],[117.01,39.005]]", way(asked).get("path").toString());
    }

    @Test
    void whatIsTooFarOrNotAPlaceIsRefusedInWords() {
        assertEquals("The two places are 8598 m apart.",
                said("lon=117&lat=39&to_lon=117.0995&to_lat=39&reach=30", "detail"));
        assertEquals("The query parameter 'to_lat' is missing.", said("lon=117&lat=39&to_lon=117&reach=30", "detail"));
        assertEquals("The query parameter 'reach' is '501'.",
                said("lon=117&lat=39&to_lon=117&to_lat=39&reach=501", "detail"));
    }
}
