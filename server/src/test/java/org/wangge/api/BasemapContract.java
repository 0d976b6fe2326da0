package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.basemap.BasemapOption;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;

/// The basemaps that admins choose, on either database.
abstract class BasemapContract {

    abstract TestDatabases.Database provide() throws Exception;

    @Test
    void adminsChooseSeveralInAnOrderThatStays() throws Exception {
        try (TestDatabases.Database database = provide()) {
            try (TestServer server = new TestServer(database.open())) {
                assertEquals("{\"version\":0,\"words\":[]}", chosen(server).toString());
                Answer changed = change(server, 0, "tianditu-img,key=K", "osm,name=Streets");
                assertEquals(200, changed.status(), changed.text());
                assertEquals(List.of("tianditu-img", "osm"), ids(changed));
                assertEquals("{\"version\":1,\"words\":[\"tianditu-img,key=K\",\"osm,name=Streets\"]}",
                        changed.json().get("chosen").toString());
                assertTrue(server.get("/api/session").json().get("basemaps").asBoolean());
                assertTrue(server.get("/").header("Content-Security-Policy").contains(" https://tile.openstreetmap.org;"));
                assertEquals(List.of("osm", "tianditu-img"), ids(change(server, 1, "osm,name=Streets", "tianditu-img,key=K")));
            }
            try (TestServer later = TestServer.over(database.open(), BasemapOption.parseAll(List.of("osm")))) {
                // Those of the command line follow, and keep their ids.
                assertEquals(List.of("osm-2", "tianditu-img", "osm"), ids(later.get("/api/basemaps")));
            }
        }
    }

    @Test
    void whoWorksFromAnOlderVersionIsToldAndChangesNothing() throws Exception {
        try (TestDatabases.Database database = provide(); TestServer server = new TestServer(database.open())) {
            assertEquals(200, change(server, 0, "osm").status());
            for (int version : new int[] {0, 2}) {
                Answer refused = change(server, version, "amap");
                assertEquals(409, refused.status(), refused.text());
                assertEquals("The list of basemaps has another version than " + version + ": somebody else changed it.",
                        refused.json().get("detail").asText());
            }
            assertEquals(List.of("osm"), ids(server.get("/api/basemaps")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"version":0,"words":["/etc/passwd"]} | Basemap '/etc/passwd': that is no map service that is known here (osm, \
            tianditu-vec, tianditu-img, amap), and no address.
            {"version":0,"words":["osm","a.mbtiles"]} | Basemap 'a.mbtiles': that is no map service that is known here (osm, \
            tianditu-vec, tianditu-img, amap), and no address.
            {"version":0,"words":["tianditu-vec"]} | Basemap 'tianditu-vec': it needs a key.
            {"version":0,"words":"osm"} | The field 'words' of the body is a text.
            {"version":0,"words":["osm\\namap"]} | The field 'words[0]' of the body has several lines.
            {"version":0} | The field 'words' of the body is missing.
            {"words":["osm"]} | The body has no version.
            """)
    void whatCannotBeIsRefusedAndNothingIsKept(String body, String detail) throws Exception {
        try (TestDatabases.Database database = provide(); TestServer server = new TestServer(database.open())) {
            Answer refused = server.send("PATCH", "/api/basemaps", body);
            assertEquals(400, refused.status(), refused.text());
            assertEquals(detail, refused.json().get("detail").asText());
            assertEquals(0, chosen(server).get("version").asInt());
        }
    }

    @Test
    void keysAreInNoLineOfTheTrailAndOnlyAdminsReadTheWords() throws Exception {
        try (TestDatabases.Database database = provide(); TestServer server = new TestServer(database.open())) {
            change(server, 0, "tianditu-vec,key=SECRET,name=底");
            JsonNode line = server.get("/api/audit?action=basemap.change").json().at("/entries/0");
            assertEquals("{\"basemaps\":[\"底\"]}", line.get("detail").toString());
            assertFalse(line.toString().contains("SECRET"));
            String viewer = server.token("vi", List.of(new Grant(Role.VIEWER, Scope.EVERYWHERE)));
            Answer read = server.bare("GET", "/api/basemaps", null, "Authorization", "Bearer " + viewer);
            assertTrue(read.json().get("chosen").isNull());
            assertEquals(1, read.json().get("basemaps").size());
        }
    }

    static Answer change(TestServer server, int version, String... words) {
        return server.send("PATCH", "/api/basemaps",
                "{\"version\":" + version + ",\"words\":[\"" + String.join("\",\"", words) + "\"]}");
    }

    static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        answer.json().get("basemaps").forEach(b -> ids.add(b.get("id").asText()));
        return ids;
    }

    private static JsonNode chosen(TestServer server) {
        return server.get("/api/basemaps").json().get("chosen");
    }
}
