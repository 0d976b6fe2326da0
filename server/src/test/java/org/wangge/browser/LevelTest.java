package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// Which level of the tree the map shows, in Chromium on the sample city: legend, table and pointer follow it.
class LevelTest extends CityFixture {

    @Test
    void theLevelFollowsTheZoomAndEverythingSaysTheSameOfIt() {
        JsonNode grids = city.server.get("/api/grids").json().get("grids");
        long leaves = ofLevel(grids, 3);
        long streets = ofLevel(grids, 2);
        long districts = ofLevel(grids, 1);
        assertTrue(leaves > streets && streets > districts && districts > 1, leaves + " " + streets + " " + districts);
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/31.418/123.05");
            requireShown(page, leaves);

            zoom(page, 11);
            requireShown(page, streets);
            assertEquals("By zoom: street", testId(page, "level").locator("option").first().textContent());
            JsonNode street = at(grids, 2, 123.05, 31.418);
            double[] middle = place(page, 123.05, 31.418);
            page.mouse().click(middle[0], middle[1]);
            page.waitForFunction("id => window.wangge.state().grid === id", street.get("id").asDouble(), City.patience());

            testId(page, "level").selectOption("1");
            requireShown(page, districts);
            assertTrue(page.url().contains("level=1"), page.url());
            zoom(page, 14);
            requireShown(page, districts);

            page.reload();
            City.ready(page);
            requireShown(page, districts);
            testId(page, "level").selectOption("");
            requireShown(page, leaves);
        }
    }

    /// By quantiles a class has as many grids as any other, whatever the thresholds say.
    @Test
    void classesMayFollowTheValues() {
        int leaves = (int) ofLevel(city.server.get("/api/grids").json().get("grids"), 3);
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/31.418/123.05&metric=churn");
            assertTrue(counts(page).stream().anyMatch(n -> n > leaves / 2), "most lie in one: " + counts(page));
            testId(page, "classing").selectOption("quantile");
            page.waitForFunction("""
                    n => [...document.querySelectorAll('[data-testid="legend"] .class .range + .number')]
                        .every(e => Math.abs(Number(e.textContent) - n / 5) <= 1.5)""", leaves, City.patience());
            assertTrue(page.url().contains("classes=quantile"), page.url());

            page.reload();
            City.ready(page);
            requireShown(page, leaves);
            page.waitForFunction("() => window.wangge.state().breaks !== null", null, City.patience());
            assertEquals(leaves, counts(page).stream().mapToInt(n -> n).sum());
            assertTrue(counts(page).stream().allMatch(n -> Math.abs(n - leaves / 5.0) <= 1.5), counts(page).toString());
            testId(page, "mode-surface").click();
            assertEquals(0, testId(page, "classing").count());
        }
    }

    private static List<Integer> counts(Page page) {
        return testId(page, "legend-class").all().stream()
                .map(row -> Integer.valueOf(row.locator(".number").first().textContent())).toList();
    }

    /// Whoever draws sees the grids that are drawn, however far away.
    @Test
    void aToolShowsTheLeaves() {
        JsonNode grids = city.server.get("/api/grids").json().get("grids");
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=11/31.418/123.05");
            requireShown(page, ofLevel(grids, 2));
            testId(page, "tool-measure").click();
            requireShown(page, ofLevel(grids, 3));
            assertEquals(0, testId(page, "level").count());
            // it is in hand, and can be let go of
            testId(page, "tool-card").waitFor();
            Calm.await(page);
            page.keyboard().press("Escape");
            requireShown(page, ofLevel(grids, 2));
        }
    }

    @Test
    void fromFarAwayTheServiceAreaIsFoundAndNothingBeyondTheWorldIsAskedFor() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=12/31.418/123.05");
            List<String> asked = new ArrayList<>();
            page.onRequest(request -> asked.add(request.url()));
            page.evaluate(Canvas.RECORD);
            for (int zoom = 8; zoom >= 3; zoom--) {
                zoom(page, zoom);
                assertTrue(Canvas.drawn(page).contains("澜湾分公司"), "the branch at zoom " + zoom + ": " + Canvas.drawn(page));
            }
            page.evaluate("() => window.wangge.map.setView([75, -178], 3, { animate: false })");
            Calm.await(page);
            Pattern address = Pattern.compile("/tiles/[^/]+/(\\d+)/(-?\\d+)/(-?\\d+)\\.");
            int seen = 0;
            for (String url : asked) {
                Matcher m = address.matcher(url);
                if (m.find()) {
                    seen++;
                    int n = 1 << Integer.parseInt(m.group(1));
                    assertTrue(Integer.parseInt(m.group(2)) >= 0 && Integer.parseInt(m.group(2)) < n
                            && Integer.parseInt(m.group(3)) >= 0 && Integer.parseInt(m.group(3)) < n, url);
                }
            }
            assertTrue(seen > 5, asked.toString());
        }
    }

    /// As the legend and the table count them.
    private static void requireShown(Page page, long grids) {
        page.waitForFunction("""
                n => {
                    const rows = document.querySelectorAll('[data-testid="legend"] .class');
                    const told = [...rows].map(row => Number(row.querySelector('.number').textContent.replace(/\\\\D/g, '')));
                    return told.reduce((a, b) => a + b, 0) === n
                        && document.querySelector('#drawer-toggle .badge').textContent === String(n);
                }""", (double) grids, City.patience());
    }

    private static long ofLevel(JsonNode grids, int level) {
        return StreamSupport.stream(grids.spliterator(), false).filter(g -> g.get("level").asInt() == level
                || g.get("leaf").asBoolean() && g.get("level").asInt() < level).count();
    }

    private static JsonNode at(JsonNode grids, int level, double lon, double lat) {
        JsonNode parents = city.server.get("/api/locate?lon=" + lon + "&lat=" + lat).json().get("parents");
        return StreamSupport.stream(grids.spliterator(), false)
                .filter(g -> g.get("level").asInt() == level && StreamSupport.stream(parents.spliterator(), false)
                        .anyMatch(p -> p.get("id").asLong() == g.get("id").asLong()))
                .findFirst().orElseThrow();
    }

    private static void zoom(Page page, int zoom) {
        page.evaluate("v => window.wangge.map.setView([v[0], v[1]], v[2], { animate: false })", List.of(31.418, 123.05, zoom));
        Calm.await(page);
    }

    private static double[] place(Page page, double lon, double lat) {
        List<?> at = (List<?>) page.evaluate("v => { const p = window.wangge.toPage(v[0], v[1]); return [p.x, p.y]; }",
                List.of(lon, lat));
        return at.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }
}
