package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.basemap.BasemapOption;
import org.wangge.basemap.Basemaps;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// What the page is told of the maps under the grids.
class BasemapApiTest {

    @TempDir
    Path folder;

    @Test
    void withoutAnyNothingOutsideIsAllowedAndNothingIsAskedFor() throws Exception {
        try (TestServer server = new TestServer(TestDatabases.geoPackage(folder).open())) {
            assertTrue(policy(server).contains("img-src 'self' data: blob:;"), policy(server));
            assertFalse(server.get("/api/session").json().get("basemaps").asBoolean(true));
            assertEquals("{\"basemaps\":[]}", server.get("/api/basemaps").text());
        }
    }

    @Test
    void thePageMayShowPicturesOfTheConfiguredServersAndIsTold() throws Exception {
        try (TestServer server = server("tianditu-img,key=K1", "https://{a-b}.example/{z}/{x}/{y}.png,name=Town")) {
            String policy = policy(server);
            assertTrue(policy.contains(
                    "img-src 'self' data: blob: https://a.example https://b.example https://t0.tianditu.gov.cn "), policy);
            assertTrue(policy.contains("default-src 'self';"), policy);
            assertTrue(server.get("/api/session").json().get("basemaps").asBoolean());
            var town = server.get("/api/basemaps").json().get("basemaps").get(1);
            assertEquals("""
                    {"id":"town","title":{"en":"Town","zh-CN":"Town"},"crs":"WGS84","minzoom":0,"maxzoom":18,"attribution":null,\
                    "attribution_url":null,"format":"raster","tile_size":256,\
                    "tiles":[["https://a.example/{z}/{x}/{y}.png","https://b.example/{z}/{x}/{y}.png"]]}""", town.toString());
        }
    }

    /// A browser keeps a page together with its policy.
    @Test
    void aPageWithAnotherPolicyIsAnotherPage() throws Exception {
        String before;
        try (TestServer server = new TestServer(TestDatabases.geoPackage(folder).open())) {
            before = server.get("/").header("ETag");
            assertEquals(304, server.get("/", "If-None-Match", before).status());
        }
        try (TestServer server = server("osm")) {
            assertEquals(200, server.get("/", "If-None-Match", before).status());
        }
    }

    private TestServer server(String... options) throws Exception {
        return TestServer.over(TestDatabases.geoPackage(Files.createDirectories(folder.resolve("two"))).open(),
                new Basemaps(BasemapOption.parseAll(List.of(options))));
    }

    private static String policy(TestServer server) {
        return server.get("/").header("Content-Security-Policy");
    }
}
