package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.basemap.BasemapOption;
import org.wangge.geo.TileId;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TileFiles;
import org.wangge.testing.TileFiles.Drawn;
import org.wangge.testing.TileFiles.Keeping;
import org.wangge.testing.TileFiles.Pm;

/// What the page is told of the maps under the grids.
class BasemapApiTest {

    @TempDir
    Path folder;

    @Test
    void withoutAnyNothingOutsideIsAllowedAndNothingIsAskedFor() throws Exception {
        try (TestServer server = new TestServer(TestDatabases.geoPackage(folder).open())) {
            assertTrue(policy(server).contains("img-src 'self' data: blob:;"), policy(server));
            assertFalse(server.get("/api/session").json().get("basemaps").asBoolean(true));
            assertEquals(0, server.get("/api/basemaps").json().get("basemaps").size());
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

    @Test
    void tilesOfAFileAreGivenOutPackedAsTheyAreAndKeptByBrowsers() throws Exception {
        byte[] tile = TileFiles.mvt(Map.of("water", List.of(
                new Drawn(3, Map.of("class", "lake"), new int[][] {{0, 0}, {99, 0}, {99, 99}}))));
        Path file = TileFiles.mbtiles(folder.resolve("城区.mbtiles"), Keeping.MAP, Map.of("format", "pbf"),
                Map.of(new TileId(1, 1, 0), TileFiles.gzip(tile)));
        try (TestServer server = server(file.toString())) {
            var map = server.get("/api/basemaps").json().get("basemaps").get(0);
            assertEquals("vector", map.get("format").asText());
            assertEquals("/basemaps/%E5%9F%8E%E5%8C%BA/{z}/{x}/{y}", map.at("/tiles/0/0").asText());
            assertTrue(map.get("kinds").size() > 50);
            String path = "/basemaps/%E5%9F%8E%E5%8C%BA/1/1/0";
            Answer plain = server.get(path, "Accept-Encoding", "identity");
            assertArrayEquals(tile, plain.body());
            assertEquals("application/vnd.mapbox-vector-tile", plain.header("Content-Type"));
            assertEquals("private, max-age=3600", plain.header("Cache-Control"));
            Answer packed = server.get(path, "Accept-Encoding", "gzip");
            assertArrayEquals(TileFiles.gzip(tile), packed.body());
            assertEquals("gzip", packed.header("Content-Encoding"));
            assertEquals("Accept-Encoding", packed.header("Vary"));
            assertEquals(304, server.get(path, "Accept-Encoding", "gzip", "If-None-Match", packed.header("ETag")).status());
            Answer none = server.get("/basemaps/%E5%9F%8E%E5%8C%BA/1/0/0");
            assertEquals(200, none.status());
            assertEquals(0, none.body().length);
            assertEquals("There is no basemap 'osm' in a file of this server.",
                    server.get("/basemaps/osm/0/0/0").json().get("detail").asText());
            assertEquals(400, server.get("/basemaps/%E5%9F%8E%E5%8C%BA/1/2/0").status());
        }
    }

    @Test
    void whereAFileHasNoPictureAnEmptyOneIsGivenOut() throws Exception {
        byte[] picture = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};
        Path file = TileFiles.pmtiles(folder.resolve("a.pmtiles"), new Pm(3, true, 0, true, "{}"),
                Map.of(new TileId(0, 0, 0), picture));
        try (TestServer server = server(file + ",name=Photo")) {
            Answer there = server.get("/basemaps/a/0/0/0");
            assertArrayEquals(picture, there.body());
            assertEquals("image/jpeg", there.header("Content-Type"));
            Answer none = server.get("/basemaps/a/1/0/0");
            assertEquals("image/png", none.header("Content-Type"));
            assertEquals(0, ImageIO.read(new ByteArrayInputStream(none.body())).getRGB(0, 0));
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
                BasemapOption.parseAll(List.of(options)));
    }

    private static String policy(TestServer server) {
        return server.get("/").header("Content-Security-Policy");
    }
}
