package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.metrics.Ratio;
import org.wangge.testing.Await;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// What the HTTP interface answers over [TestTown]; the same on both databases.
abstract class ApiContract extends SharedTownContract {

    @Test
    void metricsAndPropertiesSayWhatTheyAreAndWhichValuesAreTheGoodOnes() {
        Map<String, JsonNode> metrics = new HashMap<>();
        server.get("/api/metrics").json().get("metrics").forEach(m -> metrics.put(m.get("key").asText(), m));
        assertEquals("down", metrics.get("churn").get("better").asText());
        assertEquals("离网率", metrics.get("churn").at("/title/zh-CN").asText());
        assertTrue(metrics.get("workload").get("better").isNull());
        Map<String, JsonNode> properties = new HashMap<>();
        server.get("/api/schema").json().at("/layers/buildings").forEach(p -> properties.put(p.get("name").asText(), p));
        assertEquals("flow", properties.get("disconnects").get("kind").asText());
        assertEquals("stock", properties.get("subscribers").get("kind").asText());
        assertEquals("opening", properties.get("opening_subscribers").get("kind").asText());
        assertEquals("CNY a month", properties.get("revenue").get("unit").asText());
        JsonNode collection = server.get("/ogc/collections/sightings").json();
        String schema = collection.at("/links/2/href").asText().replaceFirst("^https?://[^/]+", "");
        assertEquals("application/schema+json", server.get(schema).header("Content-Type"));
        JsonNode severity = server.get(schema).json().at("/properties/severity");
        assertEquals("{\"title\":\"Severity (1–5)\",\"description\":\"1 slight to 5 grave\",\"type\":\"integer\","
                + "\"x-better\":\"down\",\"minimum\":1,\"maximum\":5}", severity.toString());
    }

    @Test
    void gridsComeWithFiguresThatAddUpThroughTheTree() {
        JsonNode body = server.get("/api/grids").json();

        JsonNode a = grid(body, "A");
        assertEquals(100, a.at("/figures/buildings").asInt());
        assertEquals(1000, a.at("/figures/households").asInt());
        assertEquals(0.1, a.at("/figures/ratios/penetration/value").asDouble());
        assertEquals(1.0, a.at("/figures/ratios/penetration/known_share").asDouble());
        assertEquals(0.31, a.at("/figures/ratios/port_utilisation/value").asDouble());
        assertEquals(1, a.at("/figures/ports_capacity_unknown").asInt());
        assertEquals(2.0, a.at("/figures/ratios/competitor_pressure/value").asDouble(), 1e-9);
        assertEquals(List.of("P1", "P2", "A", "B", "C", "D"), codes(body.get("grids")));
        assertEquals(2000, grid(body, "P1").at("/figures/households").asInt());
        assertEquals(0.15, grid(body, "P1").at("/figures/ratios/penetration/value").asDouble());
        assertEquals(3990, body.at("/branches/0/figures/households").asInt());
        assertTrue(a.at("/figures/ratios/churn/value").isNull());
        assertEquals("unknown_base", a.at("/figures/ratios/churn/reason").asText());
        assertTrue(a.at("/figures/disconnects").isNull(), "unknown is not zero");
    }

    @Test
    void whatSaysHowSureAFigureIsHasFourDecimalsAndNeverSaysMore() {
        int ratios = 0;
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            Figures figures = Figures.of(server.publisher().current().findGrid(grid.get("code").asText()).orElseThrow().sums(),
                    server.publisher().current().day());
            for (Metric m : Metric.values()) {
                Ratio exact = figures.ratio(m);
                JsonNode ratio = grid.at("/figures/ratios/" + m.key());
                if (exact.low() != null) {
                    ratios++;
                    assertTrue(near(exact.low() - ratio.get("low").asDouble()), ratio + " of " + exact);
                    assertTrue(near(ratio.get("high").asDouble() - exact.high()), ratio + " of " + exact);
                    assertTrue(near(exact.knownShare() - ratio.get("known_share").asDouble()), ratio + " of " + exact);
                    for (String name : List.of("low", "high", "known_share")) {
                        assertTrue(ratio.get(name).asText().length() <= "0.1234".length(), ratio.toString());
                    }
                }
            }
        }
        assertTrue(ratios > 5, ratios + " with an interval");
    }

    @Test
    void whereAllTouchAllThereIsNoHotSpotAndItIsSaidWhy() {
        JsonNode body = server.get("/api/hotspots?metric=penetration").json();
        assertEquals(List.of(id("A"), id("B"), id("C"), id("D")),
                body.get("grids").valueStream().map(g -> g.get("id").asLong()).toList());
        body.get("grids").forEach(g -> {
            assertTrue(g.get("spot").isNull());
            assertEquals("nothing_to_compare", g.get("reason").asText());
        });
        server.get("/api/hotspots?metric=churn").json().get("grids")
                .forEach(g -> assertEquals("unknown_base", g.get("reason").asText()));
    }

    /// At most a unit of the last decimal.
    private static boolean near(double difference) {
        return difference > -1e-9 && difference < 1e-4;
    }

    @Test
    void aBuildingOfUnknownHouseholdsCountsAsUnknownAndNotAsZero() {
        JsonNode d = grid(server.get("/api/grids").json(), "D").get("figures");

        assertEquals(1, d.get("households_unknown").asInt());
        assertEquals(990, d.get("households").asInt());
        assertEquals(400, d.get("subscribers").asInt());
        assertEquals(396, d.at("/ratios/penetration/numerator").asInt());
        assertEquals(0.99, d.at("/ratios/penetration/known_share").asDouble());
    }

    @Test
    void oneGridComesWithItsAreaAndBorders() {
        long a = id("A");
        JsonNode body = server.get("/api/grids/" + a).json();

        assertEquals("Polygon", body.at("/geometry/type").asText());
        assertEquals(0.96, body.get("area_km2").asDouble(), 0.01);
        var neighbours = new TreeSet<String>();
        body.get("borders").forEach(b -> neighbours.add(b.get("neighbour").asText()));
        assertEquals(new TreeSet<>(List.of("null", "" + id("B"), "" + id("C"))), neighbours);
        assertEquals(0.02, server.get("/api/grids/" + id("P1")).json().at("/bbox/2").asDouble() - TestTown.WEST, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"117.005, 39.005, A", "117.015, 39.005, B", "117.01, 39.005, A", "117.01, 39.01, A", "116.997, 39.005, ''"})
    void aPointIsInOneLeafAndOnABorderInTheOldest(double lon, double lat, String code) {
        JsonNode body = server.get("/api/locate?lon=" + lon + "&lat=" + lat).json();

        assertEquals(code, body.at("/leaf/code").asText());
        assertEquals(code.isEmpty() ? 0 : 1, body.get("parents").size());
    }

    @Test
    void searchFindsGridsAndAddresses() {
        assertEquals("grid", server.get("/api/search?q=A%E7%BD%91%E6%A0%BC").json().at("/results/0/type").asText());
        JsonNode building = server.get("/api/search?q=%E4%BA%BA%E6%B0%91%E8%B7%AFB7%E5%8F%B7").json().at("/results/0");
        assertEquals("B7", building.get("code").asText());
        assertEquals("人民路B7号", building.get("detail").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/grids/999999|404|not-found|There is no grid with id 999999.|GET /api/grids lists them.",
                "/api/grids/x|400|bad-input|The id in the path is 'x'.|It must be a whole number.",
                "/api/grids?colour=red|400|bad-input|The query parameter 'colour' is not known here.|Use asOf, revision, since.",
                "/api/hotspots|400|bad-input|The query parameter 'metric' is missing.|Add ?metric=….",
                "/api/hotspots?metric=x|400|bad-input|The query parameter 'metric' is 'x'.|It must be one of penetration, "
                        + "take_rate, coverage, ftth_share, two_way_share, renewal_rate, churn, market_share, "
                        + "revenue_per_household, port_utilisation, workload, competitor_pressure.",
                "/api/locate?lon=1|400|bad-input|The query parameter 'lat' is missing.|Add ?lat=….",
                "/api/locate?lon=1&lat=91|400|bad-input|The query parameter 'lat' is '91'.|It must be a number from -90 to 90.",
                "/api/locate?lon=NaN&lat=1|400|bad-input|The query parameter 'lon' is 'NaN'.|It must be a number from -180 to "
                        + "180.",
                "/api/locate?lon=1&lon=2&lat=3|400|bad-input|The query parameter 'lon' is given 2 times.|Give it once.",
                "/tiles/grids/5/32/0.mvt|400|bad-input|There is no tile 5/32/0: x 32 is outside 0..31 at zoom 5.|At zoom z "
                        + "(0..22), x and y go from 0 to 2^z - 1.",
                "/tiles/grids/-1/0/0.mvt|400|bad-input|There is no tile -1/0/0: zoom -1 is outside 0..22.|At zoom z (0..22), x "
                        + "and y go from 0 to 2^z - 1.",
                "/tiles/grids/5/NaN/1.mvt|400|bad-input|There is no tile 5/NaN/1: x is 'NaN', not a whole number.|At zoom z "
                        + "(0..22), x and y go from 0 to 2^z - 1.",
                "/tiles/roads/5/1/1.mvt|404|not-found|There is no layer 'roads'.|The layers are branches, grids, buildings, "
                        + "ports, sightings, base.",
                "/tiles/surface/workload/5/1/1.png|404|not-found|There is no surface of 'workload'.|Surfaces are drawn of "
                        + "penetration, take_rate, coverage, ftth_share, two_way_share, renewal_rate, churn, market_share, "
                        + "revenue_per_household.",
                "/ogc/collections/roads/items|404|not-found|There is no collection 'roads'.|The collections are branches, "
                        + "grids, buildings, ports, sightings, base.",
                "/ogc/collections/grids/items?limit=0|400|bad-input|The query parameter 'limit' is '0'.|It must be a whole "
                        + "number from 1 to 10000.",
                "/ogc/collections/grids/items?bbox=1,2,3|400|bad-input|The query parameter 'bbox' is '1,2,3'.|It must be four "
                        + "numbers: west,south,east,north in degrees.",
                "/nowhere|404|not-found|There is nothing at /nowhere.|The API reference lists the paths; the map is at /.",
            })
    void whatIsWrongIsSaidWithPlaceAndRemedy(String path, int status, String type, String detail, String remedy) {
        Answer answer = server.get(path);

        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(
                "%d urn:wangge:problem:%s %s %s".formatted(status, type, detail, remedy),
                "%d %s %s %s".formatted(
                        answer.status(), answer.json().get("type").asText(), answer.json().get("detail").asText(),
                        answer.json().get("remedy").asText()));
    }

    @Test
    void anUnknownParameterNamesThoseThatAreKnown() {
        JsonNode problem = server.get("/ogc/collections/grids/items?box=1").json();

        assertEquals("[\"after\",\"bbox\",\"bbox-crs\",\"datetime\",\"f\",\"limit\"]", problem.get("allowed").toString());
    }

    @Test
    void aMethodThatIsNotOfferedIs405() {
        assertEquals(405, server.send("DELETE", "/api/grids", null).status());
    }

    @Test
    void onlyRequestsToThisMachineAreAnsweredAndOnlyItsOwnPagesMayWrite() {
        assertEquals(400, server.get("/api/grids", "Host", "evil.example").status());
        Answer foreign = server.post("/api/plans", "{\"name\":\"x\"}", "Origin", "http://evil.example");
        assertEquals("403 application/problem+json", foreign.status() + " " + foreign.header("Content-Type"));
        assertEquals("urn:wangge:problem:forbidden foreign_origin", foreign.json().get("type").asText() + " "
                + foreign.json().get("reason").asText());
        assertEquals("The request comes from a page of 'http://evil.example'.", foreign.json().get("detail").asText());
        assertEquals(0, server.get("/api/plans").json().get("plans").size());
        Answer made = server.post("/api/plans", "{\"name\":\"x\"}", "Origin", server.url());
        assertEquals(201, made.status());
        assertEquals(204, server.change("DELETE", made.json().get("id").asLong(), "", null).status());
    }

    @Test
    void tilesCarryAnEtagAndComeCompressedWhenAsked() throws IOException {
        String path = "/tiles/grids,buildings/14/13516/6261.mvt";
        Answer plain = server.get(path);
        Answer gzip = server.get(path, "Accept-Encoding", "gzip");

        assertEquals(200, plain.status());
        assertEquals("application/vnd.mapbox-vector-tile", plain.header("Content-Type"));
        assertEquals("gzip", gzip.header("Content-Encoding"));
        assertArrayEquals(plain.body(), new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(gzip.body()))
                .readAllBytes());
        assertEquals(304, server.get(path, "If-None-Match", plain.header("ETag")).status());
        assertEquals(200, server.get(path, "If-None-Match", "\"other\"").status());
    }

    @Test
    void tileJsonListsLayersFieldsAndBounds() {
        JsonNode body = server.get("/tiles/grids,buildings.json").json();

        assertEquals("3.0.0", body.get("tilejson").asText());
        assertEquals(List.of("grids", "buildings"),
                List.of(body.at("/vector_layers/0/id").asText(), body.at("/vector_layers/1/id").asText()));
        assertTrue(body.at("/vector_layers/1/fields/households").isTextual());
        assertTrue(body.at("/tiles/0").asText().startsWith(server.url() + "/tiles/grids,buildings/{z}/{x}/{y}.mvt"));
        assertEquals(TestTown.WEST, body.at("/bounds/0").asDouble(), 1e-6);
    }

    @Test
    void theSurfaceIsAPictureOfTheClassesAndClearWhereNobodyLives() throws IOException {
        Answer answer = server.get("/tiles/surface/penetration/14/13516/6261.png");
        var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(answer.body()));

        assertEquals("image/png", answer.header("Content-Type"));
        assertEquals(256, image.getWidth());
        var empty = javax.imageio.ImageIO.read(
                new java.io.ByteArrayInputStream(server.get("/tiles/surface/penetration/14/0/0.png").body()));
        assertEquals(0, empty.getRGB(128, 128) >>> 24);
    }

    @Test
    void itemsArePagedById() {
        var seen = new ArrayList<Long>();
        String next = "/ogc/collections/buildings/items?limit=90";
        int pages = 0;
        while (next != null) {
            JsonNode page = server.get(next).json();
            assertEquals(400, page.get("numberMatched").asInt());
            page.get("features").forEach(f -> seen.add(f.get("id").asLong()));
            next = null;
            for (JsonNode link : page.get("links")) {
                if (link.get("rel").asText().equals("next")) {
                    next = link.get("href").asText().substring(server.url().length());
                }
            }
            pages++;
        }
        assertEquals(5, pages);
        assertEquals(new ArrayList<>(new TreeSet<>(seen)), seen);
        assertEquals(400, seen.size());
    }

    @Test
    void itemsAreNarrowedByABoxAndCarryTheirColumns() {
        JsonNode page = server.get("/ogc/collections/buildings/items?bbox=117,39,117.001,39.001").json();

        assertEquals(1, page.get("numberReturned").asInt());
        JsonNode building = page.at("/features/0/properties");
        assertEquals("A0", building.get("code").asText());
        assertEquals("A", building.get("grid").asText());
        assertEquals(10, building.get("households").asInt());
        assertTrue(building.get("revenue").isNull());
        long id = page.at("/features/0/id").asLong();
        assertEquals("A0", server.get("/ogc/collections/buildings/items/" + id).json().at("/properties/code").asText());
        assertEquals(0, server.get("/ogc/collections/sightings/items?datetime=../2020-01-01").json().get("numberReturned")
                .asInt());
    }

    @Test
    void aBodyOverTheLimitIs413() {
        assertEquals(413, server.post("/api/plans", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}").status());
    }

    @Test
    void whoIsStillSendingHearsWhyItIsRefused() {
        String large = "x".repeat(6 << 20);
        for (int i = 0; i < 20; i++) {
            assertEquals(413, server.post("/api/plans", large).status());
            assertEquals(401, server.bare("POST", "/api/plans", large).status());
            assertEquals(404, server.post("/api/nowhere", large).status());
            assertEquals(405, server.post("/api/grids", large).status());
        }
    }

    @Test
    void aRowChangedByAnotherProgramShowsByItself() throws Exception {
        String path = "/tiles/buildings/14/13516/6261.mvt";
        byte[] before = server.get(path).body();
        setSubscribers(9);
        assertFalse(java.util.Arrays.equals(before, server.get(path).body()));
        setSubscribers(1);
        assertArrayEquals(before, server.get(path).body());
    }

    /// Of the first building of A, as another program would, and waits until the map has it.
    private void setSubscribers(int subscribers) throws Exception {
        try (Connection other = database.connect();
                Statement s = other.createStatement()) {
            s.executeUpdate("update buildings set subscribers = " + subscribers + " where code = 'A0'");
        }
        Await.until("the new figure", Duration.ofSeconds(20),
                () -> grid(server.get("/api/grids").json(), "A").at("/figures/subscribers").asInt() == 99 + subscribers);
    }

    @Test
    void healthTellsWhatIsLoaded() {
        assertEquals(200, server.get("/health/live").status());
        JsonNode ready = server.get("/health/ready").json();
        assertEquals(400, ready.get("buildings").asInt());
        assertTrue(server.get("/metrics").text().contains("wangge_atlas_seq"));
    }

    @Test
    void thePageNamesItsFilesByTheirContent() {
        Answer page = server.get("/?lang=en");
        assertEquals(200, page.status());
        var m = java.util.regex.Pattern.compile("/assets/[0-9a-f]{16}/[^\"'`\\s]+\\.(?:js|css)").matcher(page.text());
        assertTrue(m.find());
        Answer file = server.get(m.group());
        assertEquals("public, max-age=31536000, immutable", file.header("Cache-Control"));
        assertEquals(404, server.get(m.group().replaceFirst("[0-9a-f]{16}", "0123456789abcdef")).status());
    }
}
