package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.TestServer.Answer;

/// The form of answers: HEAD, compression, entity tags, and what goes with each.
abstract class RepresentationContract extends SharedTownContract {

    private static final String TILE = "/tiles/grids,buildings/14/13516/6261.mvt";

    @Test
    void headAnswersWhatGetWouldOnEveryRoute() {
        server.post("/api/plans", "{\"name\":\"x\"}");
        for (Endpoint route : StatusTable.routes()) {
            if (!route.method().name().equals("GET")) {
                continue;
            }
            String path = real(route.path());
            for (String encoding : List.of("identity", "gzip")) {
                Answer get = server.get(path, "Accept-Encoding", encoding, "Accept", "application/json");
                Answer head = server.send("HEAD", path, null, "Accept-Encoding", encoding, "Accept", "application/json");
                if (path.equals("/api/events")) {
                    assertEquals("200 text/event-stream", head.status() + " " + head.header("Content-Type"));
                    assertEquals(0, head.body().length);
                    continue;
                }
                assertEquals(told(get, path), told(head, path), path);
                assertEquals(0, head.body().length, path);
            }
        }
    }

    /// What is said of an answer; of the measurements all but their length, which grows, and of the position only that it is
    /// told: the change of a plan shows in it a moment after its own answer.
    private static Map<String, String> told(Answer answer, String path) {
        Map<String, String> told = new TreeMap<>();
        told.put("status", String.valueOf(answer.status()));
        answer.headers().map().forEach((name, values) -> {
            boolean fleeting = name.equals("date") || name.equals("set-cookie") || name.equals("wangge-stale-since")
                    || name.equals("content-length")
                    && (path.equals("/metrics") || path.equals("/health/ready"));
            if (!fleeting) {
                told.put(name, name.equals("wangge-position") ? "told" : String.join("; ", values));
            }
        });
        return told;
    }

    private String real(String path) {
        String asset = server.get("/").text().replaceFirst("(?s).*?/assets/([0-9a-f]+)/.*", "$1");
        return path.replace("{hash}", asset).replace("<path>", "main.js").replace("{layers}", "grids").replace("{layer}", "grids")
                .replace("{metric}", "penetration").replace("{z}/{x}/{y}", "14/13516/6261")
                .replace("{id}", path.startsWith("/api/grids") || path.startsWith("/ogc") ? "" + id("A") : "1")
                + Map.of("/api/hotspots", "?metric=churn", "/api/locate", "?lon=117&lat=39", "/api/search", "?q=A",
                                "/api/streets/way", "?lon=117&lat=39&to_lon=117&to_lat=39&reach=1")
                        .getOrDefault(path, "");
    }

    @TestFactory
    List<DynamicTest> aTagIsOfOneFormOnly() {
        return List.of(TILE, "/api/grids", "/").stream().map(path -> DynamicTest.dynamicTest(path, () -> {
            Answer plain = server.get(path);
            Answer packed = server.get(path, "Accept-Encoding", "gzip");

            assertTrue(plain.header("ETag").matches("\"[^\"]+\""), "strong");
            assertNotEquals(plain.header("ETag"), packed.header("ETag"));
            assertArrayEquals(plain.body(), new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
            for (Answer answer : List.of(plain, packed)) {
                assertEquals("Accept-Encoding", answer.header("Vary"));
            }
            Answer known = server.get(path, "If-None-Match", packed.header("ETag"), "Accept-Encoding", "gzip");
            assertEquals(304, known.status());
            for (String header : List.of("ETag", "Vary", "Cache-Control")) {
                assertEquals(packed.header(header), known.header(header), header);
            }
            assertNull(known.header("Content-Encoding"));
            assertNull(known.header("Content-Type"));
            assertEquals(200, server.get(path, "If-None-Match", packed.header("ETag")).status(), "the tag of the other form");
        })).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "TAG|304", "W/TAG|304", "*|304", "\"a\", W/\"b\",TAG|304", "\"a\"|200", "x|200", "\"xTAGx\"|200", "\"a,b\", TAG|304",
    })
    void ifNoneMatchTakesListsAndWeakTags(String header, int status) {
        String tag = server.get(TILE).header("ETag");

        assertEquals(status, server.get(TILE, "If-None-Match", header.replace("TAG", header.contains("xTAGx")
                ? tag.replace("\"", "") : tag)).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gzip|gzip", "GZIP;q=0.5|gzip", "gzip;q=0|", "identity|", "*|gzip", "*;q=0|", "gzip;q=0, *|", "br, gzip;q=0.001|gzip",
        "xgzipx|", "gzip;q=0.000|",
    })
    void compressedIsWhoTakesIt(String accepted, String encoding) {
        assertEquals(encoding, server.get(TILE, "Accept-Encoding", accepted).header("Content-Encoding"));
        assertEquals(encoding, server.get("/ogc/collections", "Accept-Encoding", accepted).header("Content-Encoding"));
    }

    @Test
    void theVersionOfAPlanIsTakenInEitherForm() throws IOException {
        long plan = server.post("/api/plans", "{\"name\":\"" + "x".repeat(100) + "\"}").json().get("id").asLong();
        for (int i = 0; i < 40; i++) {
            server.change("PATCH", plan, "", "{\"name\":\"" + i + "\"}");
        }
        for (int i = 0; i < 3; i++) {
            server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + id("A")
                    + ",\"attributes\":{\"name\":\"甲\"}}");
        }
        Answer packed = server.get("/api/plans/" + plan, "Accept-Encoding", "gzip");

        assertEquals("gzip", packed.header("Content-Encoding"));
        assertTrue(packed.header("ETag").endsWith("-gzip\""), packed.header("ETag"));
        assertEquals(200, server.send("PATCH", "/api/plans/" + plan, "{\"name\":\"y\"}", "If-Match", packed.header("ETag"))
                .status());
        assertEquals(412, server.send("PATCH", "/api/plans/" + plan, "{\"name\":\"y\"}", "If-Match", packed.header("ETag"))
                .status());
    }

    @Test
    void onlyThePageMayLoadAnythingAndNoSiteMayFrameIt() {
        String page = server.get("/").header("Content-Security-Policy");
        assertTrue(page.contains("frame-ancestors 'none'") && page.contains("script-src 'self' 'sha256-")
                && !page.contains("unsafe"), page);
        for (String path : List.of("/api/grids", TILE, "/nowhere", "/api/oidc/callback", "/favicon.ico", "/health/live")) {
            String policy = server.get(path).header("Content-Security-Policy");
            assertTrue(policy.startsWith("default-src 'none'") && policy.contains("frame-ancestors 'none'"), path + " " + policy);
        }
        assertNull(server.get("/").header("Strict-Transport-Security"), "not over TLS");
    }
}
