package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// The map in passing: while it flies, while parts of it fail, under the sheet of a phone, and while a draft lies over it.
@Timeout(240)
class MapStatesTest extends CityFixture {

    /// Somebody takes hold of the map, or the table gives its place to the map, in the middle of the flight.
    @Test
    void aFlightThatIsCutShortEndsWhereItWasBoundFor() {
        for (String cut : List.of("by hand", "by size")) {
            try (Seat seat = city.desk()) {
                Page page = seat.open("/?lang=en&table=1");
                Calm.await(page);
                Locator row = testId(page, "row").nth(3);
                fly(page, row, 300);
                page.waitForFunction("() => !Number.isInteger(window.wangge.map.getZoom())");
                if (cut.equals("by hand")) {
                    page.mouse().move(700, 300);
                    page.mouse().down();
                    page.mouse().move(720, 310);
                    page.mouse().up();
                } else {
                    testId(page, "table-toggle").click();
                }
                assertLanded(page, row, cut);
            }
        }
    }

    /// Whether a step of a flight falls on its end is chance.
    @Test
    void aFlightWhoseLastStepFallsOnItsEndBringsTheTilesThere() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&table=1");
            Calm.await(page);
            int exact = 0;
            for (int i = 0; i < 6; i++) {
                Locator row = testId(page, "row").nth(i);
                fly(page, row, 5_000);
                Calm.await(page);
                page.evaluate(
                        "() => window.wangge.map.setView([31.42, 123.05], window.wangge.map.getZoom() - 1, { animate: false })");
                fly(page, row, 600);
                exact += (Boolean) page.evaluate("() => new Promise(done => requestAnimationFrame(() => "
                        + "requestAnimationFrame(() => done(Number.isInteger(window.wangge.map.getZoom())))))") ? 1 : 0;
                assertLanded(page, row, "row " + i);
            }
            assertTrue(exact > 0, "no step fell on the end");
        }
    }

    /// Begins a flight to the grid of that row, and holds the clock that many milliseconds later.
    private static void fly(Page page, Locator row, int milliseconds) {
        page.evaluate(
                """
                () => {
                    window.clock ??= { now: Date.now(), at: 0 };
                    clock.now += 10_000;
                    clock.at = 0;
                    Date.now = () => clock.now + clock.at;
                }""");
        row.click();
        page.evaluate("later => { clock.at = later; }", milliseconds);
    }

    private static void assertLanded(Page page, Locator row, String how) {
        page.evaluate("() => { clock.at = 5_000; }");
        Calm.await(page);
        assertTrue((Boolean) page.evaluate("() => Number.isInteger(window.wangge.map.getZoom())"), how);
        assertEquals(List.of(), page.evaluate(
                """
                () => [...document.querySelectorAll('#map .leaflet-tile-container')]
                    .filter(c => c.childElementCount).map(c => c.style.transform).filter(t => !t.endsWith('scale(1)'))"""), how);
        assertTrue((Boolean) row.evaluate(
                """
                row => {
                    const { grids } = window.wangge.state().list;
                    const { bbox: [w, s, e, n] } = grids.find(g => String(g.id) === row.dataset.gridId);
                    const { x, y } = window.wangge.toPage((w + e) / 2, (s + n) / 2);
                    return document.elementFromPoint(x, y).closest('#map') !== null;
                }"""), how);
    }

    @Test
    void whatComesAnewWhileItIsPressedIsClickedOnce() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/31.418/123.05");
            Calm.await(page);
            Locator toggle = testId(page, "legend-toggle");
            assertEquals("true", toggle.getAttribute("aria-expanded"));
            toggle.hover();
            page.mouse().down();
            page.evaluate("() => { window.before = document.querySelector('[data-testid=legend-toggle]'); }");
            page.evaluate("() => window.wangge.map.setZoom(11, { animate: false })");
            Calm.await(page);
            assertFalse((Boolean) page.evaluate("() => window.before.isConnected"), "another level has another legend");
            page.mouse().up();
            assertEquals("false", toggle.getAttribute("aria-expanded"));
            toggle.click();
            assertEquals("true", toggle.getAttribute("aria-expanded"));
        }
    }

    @Test
    void aMapThatFailsSaysSoWhereTheLegendIsFolded() {
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=en");
            City.live(page);
            page.route("**/tiles/**", r -> r.abort());
            page.evaluate("() => window.wangge.map.setZoom(16, { animate: false })");
            Locator told = testId(page, "failure-tiles");
            told.waitFor();
            // all of it has failed, before any of it can succeed
            Calm.await(page);
            testId(page, "legend-toggle").click();
            assertFalse(told.isVisible(), "it is told beside the layers");
            testId(page, "retry-grids").waitFor();
            testId(page, "legend-toggle").click();
            page.unroute("**/tiles/**");
            told.locator("button").click();
            page.waitForFunction("() => !Object.keys(window.wangge.state().failures).length");
            assertEquals(0, told.count());
        }
    }

    @Test
    void aMapThatFailedForWantOfANetworkHealsByItself() {
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=en");
            Calm.await(page);
            page.context().setOffline(true);
            try {
                page.evaluate("() => window.wangge.map.setZoom(16, { animate: false })");
                testId(page, "failure-tiles").waitFor();
            } finally {
                page.context().setOffline(false);
            }
            page.waitForFunction("() => !Object.keys(window.wangge.state().failures).length");
        }
    }

    @Test
    void whatFailsOfTheModeAtHandIsTold() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=zh-CN");
            City.live(page);
            page.route("**/api/hotspots**", r -> r.abort());
            testId(page, "mode-spots").click();
            Locator told = testId(page, "failure-tiles.spots");
            told.waitFor();
            assertTrue(told.innerText().startsWith("热点于"), told.innerText());
            assertEquals(0, page.locator(".legend .class .number").count(), "what is not known is not 0");
            testId(page, "mode-grid").click();
            assertEquals(0, told.count());
            testId(page, "mode-spots").click();
            // it is asked for anew, and fails once more
            Calm.await(page);
            page.unroute("**/api/hotspots**");
            told.locator("button").click();
            page.waitForFunction("() => !Object.keys(window.wangge.state().failures).length");
        }
    }

    @Test
    void whatIsFoundStandsAboveTheSheetOfAPhone() {
        JsonNode building = city.buildings().get(0);
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=en");
            testId(page, "search").fill(building.at("/properties/code").asText());
            testId(page, "search-result").first().waitFor();
            page.keyboard().press("Enter");
            testId(page, "thing-card").waitFor();
            Calm.await(page);
            double[] at = City.middle(building.at("/geometry/coordinates/0"));
            assertTrue((Boolean) page.evaluate(
                    """
                    ([lon, lat]) => {
                        const { x, y } = window.wangge.toPage(lon, lat);
                        return document.elementFromPoint(x, y)?.closest('#map') !== null;
                    }""", List.of(at[0], at[1])));
        }
    }

    @Test
    void theTooltipOfAGridThatADraftChangesSaysWhatTheDraftDoes() {
        TestServer.Browser planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        Stroke stroke = city.findStroke(0);
        long plan = Steps.draft(planner, "Tip", stroke);
        JsonNode changed = null;
        for (JsonNode grid : city.server.get("/api/plans/" + plan).json().at("/result/grids")) {
            changed = grid.get("id").asLong() == stroke.a() ? grid : changed;
        }
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            page.waitForFunction("() => window.wangge.state().plan?.result");
            Calm.await(page);
            JsonNode box = city.server.get("/api/grids/" + stroke.a()).json().get("bbox");
            double[] middle = {(box.get(0).asDouble() + box.get(2).asDouble()) / 2,
                (box.get(1).asDouble() + box.get(3).asDouble()) / 2};
            assertEquals(stroke.a(), city.gridAt(middle));
            City.look(page, middle);
            List<?> at = (List<?>) page.evaluate(
                    "([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }",
                    List.of(middle[0], middle[1]));
            page.mouse().move(((Number) at.get(0)).doubleValue() - 5, ((Number) at.get(1)).doubleValue());
            page.mouse().move(((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue());
            page.waitForFunction("() => !document.querySelector('#tip').hidden");
            int households = changed.at("/after/ratios/penetration/denominator").asInt();
            assertFalse(households == changed.at("/before/ratios/penetration/denominator").asInt());
            String words = page.locator("#tip").innerText();
            assertTrue(words.contains(String.format(Locale.ROOT, " of %,d ", households)), words);
        }
    }

    @Test
    void whatWasRefusedIsNoLongerSaidOnceTheNextIsSaved() {
        Stroke stroke = city.findStroke(0);
        try (Seat seat = city.desk(city.server.member("wu", PASSWORD, "[{\"role\":\"planner\"}]"))) {
            Page page = atBorder(seat, stroke);
            City.draw(page, stroke);
            page.mouse().move(600, 600);
            page.mouse().up();
            testId(page, "toast-error").waitFor();
            Calm.await(page);
            City.draw(page, stroke);
            page.mouse().up();
            page.waitForFunction("() => window.wangge.state().plan?.commands.length === 1");
            Calm.await(page);
            assertEquals(0, testId(page, "toast-error").count());
        }
    }

    @Test
    void whoseSessionEndsWhileDrawingIsLedToSignIn() {
        Stroke stroke = city.findStroke(4);
        try (Seat seat = city.desk(city.server.member("su", PASSWORD, "[{\"role\":\"planner\"}]"))) {
            Page page = atBorder(seat, stroke);
            City.draw(page, stroke);
            page.context().clearCookies();
            page.mouse().up();
            testId(page, "toast-error").locator("[data-key=toast-act]").click();
            testId(page, "sign-in-name").waitFor();
            page.keyboard().press("Escape");
            testId(page, "unsaved").waitFor();
        }
    }

    private static Page atBorder(Seat seat, Stroke stroke) {
        Page page = seat.open("/?lang=en");
        City.look(page, stroke.path()[4]);
        page.keyboard().press("r");
        return page;
    }
}
