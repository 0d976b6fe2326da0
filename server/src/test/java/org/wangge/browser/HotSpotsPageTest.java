package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Hot and cold spots on the map, in Chromium on the sample city.
class HotSpotsPageTest extends CityFixture {

    private static final List<String> FROM_LOW_TO_HIGH =
            List.of("Clearly low", "Likely low", "Not unusual", "Likely high", "Clearly high");
    private static final List<String> WORDS = List.of("clear_cold", "likely_cold", "none", "likely_hot", "clear_hot");

    @Test
    void legendAndFillsShowWhatTheServerFindsOfTheMetricAtHand() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&mode=spots&metric=churn");
            answered(page, "churn");
            assertLegend(page, "churn");
            City.picture(page, "hot-spots");

            JsonNode found = city.server.get("/api/hotspots?metric=churn").json().get("grids");
            Map<String, String> colours = new HashMap<>();
            for (JsonNode grid : found) {
                JsonNode box = city.server.get("/api/grids/" + grid.get("id")).json().get("bbox");
                double lon = (box.get(0).asDouble() + box.get(2).asDouble()) / 2;
                double lat = (box.get(1).asDouble() + box.get(3).asDouble()) / 2;
                if (city.gridAt(new double[] {lon, lat}) == grid.get("id").asLong() && !grid.get("spot").isNull()) {
                    colours.merge(grid.get("spot").asText(), fill(page, lon, lat), (a, b) -> a.isEmpty() ? b : a);
                }
            }
            assertEquals(Map.of("clear_cold", "5e3c99", "none", "f7f7f7", "likely_hot", "fdb863", "clear_hot", "e66101"),
                    colours);

            page.locator("#metric").selectOption("penetration");
            answered(page, "penetration");
            assertLegend(page, "penetration");
            page.reload();
            City.ready(page);
            answered(page, "penetration");
            assertEquals("true", testId(page, "mode-spots").getAttribute("aria-checked"));
            testId(page, "mode-grid").click();
            page.waitForFunction("() => !document.querySelector('[data-testid=legend-spots]')", null, City.patience());
        }
    }

    private static void answered(Page page, String metric) {
        page.waitForFunction("key => { const { spots } = window.wangge.state();"
                + " return spots?.metric.key === key && spots.rows.some(r => r.grids); }", metric, City.patience());
        testId(page, "legend-spots").waitFor();
        Calm.await(page);
    }

    private static void assertLegend(Page page, String metric) {
        Map<String, Integer> counts = new HashMap<>();
        city.server.get("/api/hotspots?metric=" + metric).json().get("grids")
                .forEach(g -> counts.merge(g.get("spot").asText(), 1, Integer::sum));
        List<String> shown = page.locator("[data-testid=legend-class]:not([data-class='-1'])").all().stream()
                .map(row -> row.locator(".range").textContent() + " " + row.locator(".number").first().textContent()).toList();
        List<String> expected = FROM_LOW_TO_HIGH.stream()
                .map(label -> label + " " + counts.getOrDefault(WORDS.get(FROM_LOW_TO_HIGH.indexOf(label)), 0)).toList();
        assertEquals(expected, shown);
        assertTrue(testId(page, "legend-spots").textContent().contains("1 in 100"));
    }

    /// The colour with which the ground is filled there, empty where that is not in sight.
    private static String fill(Page page, double lon, double lat) {
        return (String) page.evaluate(
                """
                ([lon, lat]) => {
                    const { x, y } = window.wangge.map.latLngToContainerPoint([lat, lon]);
                    const { left, top } = document.getElementById('map').getBoundingClientRect();
                    for (const canvas of document.querySelectorAll('.tiles-fill canvas')) {
                        const box = canvas.getBoundingClientRect();
                        const [at, down] = [left + x - box.left, top + y - box.top];
                        if (at < 0 || down < 0 || at >= box.width || down >= box.height) continue;
                        const scale = canvas.width / box.width;
                        const data = canvas.getContext('2d').getImageData(at * scale, down * scale, 1, 1).data;
                        return [...data].slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('');
                    }
                    return '';
                }""", List.of(lon, lat));
    }
}
