package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.testing.TestServer;

/// The card of a building, a port device or a competitor sighting that one clicks on the map: what the server knows of it.
@Timeout(240)
class ThingCardTest extends CityFixture {

    /// What a card shows of each type, by the names that the schema has.
    private static final Map<String, List<String>> SHOWN = Map.of(
            "building", List.of("households", "subscribers", "homes_passed"),
            "port", List.of("capacity", "used"),
            "sighting", List.of("severity"));

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", City.PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", City.PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void whatOneClicksShowsWhatTheServerKnowsInBothLanguages() {
        for (String language : List.of("en", "zh-CN")) {
            JsonNode titles = city.server.get("/api/schema").json().get("layers");
            try (Seat seat = city.desk()) {
                Page page = seat.open("/?lang=" + language + "&layers=base,grids,buildings,ports,sightings");
                for (String type : List.of("building", "port", "sighting")) {
                    JsonNode thing = known(type);
                    Locator card = choose(page, type, thing);
                    String words = card.textContent();
                    JsonNode properties = thing.get("properties");
                    assertTrue(words.contains(properties.get("code").asText()), words);
                    for (String name : SHOWN.get(type)) {
                        String title = property(titles.get(type + "s"), name).get("title").get(language).asText();
                        assertEquals(String.valueOf(properties.get(name).asLong()), row(card, title), words);
                    }
                    String grid = city.server.get("/api/locate?lon=" + at(thing)[0] + "&lat=" + at(thing)[1]).json()
                            .at("/leaf/name").asText();
                    assertTrue(words.contains(grid), words + " names the grid " + grid);
                    assertTrue(!words.matches("(?s).*\\b(thing|word|metric)\\.\\w.*"), words);
                    City.picture(page, "thing-" + type + "-" + language);
                }
            }
        }
    }

    @Test
    void theCardFollowsWhatIsPublished() {
        long plan = Steps.draft(planner, "Moves", city.findStroke(0));
        JsonNode moved = city.server.get("/api/plans/" + plan + "/moved").json().at("/items/0");
        JsonNode building = city.server.get("/ogc/collections/buildings/items/" + moved.get("id")).json();
        String title = property(city.server.get("/api/schema").json().at("/layers/buildings"), "grid").at("/title/en").asText();
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en");
            page.waitForFunction("() => window.wangge.state().live === 'live'");
            Locator card = choose(page, "building", building);
            assertEquals(name(moved.get("from")), row(card, title));
            Steps.publish(plan, planner, approver);
            card.locator("dd").getByText(name(moved.get("to")), new Locator.GetByTextOptions().setExact(true)).waitFor();
            assertEquals(name(moved.get("to")), row(card, title));
        }
    }

    private static String name(JsonNode grid) {
        return city.server.get("/api/grids/" + grid).json().get("name").asText();
    }

    @Test
    void theCardIsClosedByTheKeyboardAndOpensAsASheetOnAPhone() {
        JsonNode port = known("port");
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=en&layers=base,grids,buildings,ports");
            Locator card = choose(page, "port", port);
            assertTrue(card.isVisible(), "the sheet is there");
            assertEquals(page.viewportSize().width, page.evaluate("() => document.documentElement.scrollWidth"));
            card.locator("[data-key=deselect]").focus();
            page.keyboard().press("Enter");
            page.waitForFunction("() => window.wangge.state().thing === null");
            assertEquals(0, testId(page, "thing-card").count());
        }
    }

    /// Clicks it and waits for its card.
    private static Locator choose(Page page, String type, JsonNode thing) {
        double[] at = at(thing);
        page.evaluate("([lon, lat]) => window.wangge.map.setView([lat, lon], 18, {animate: false})", List.of(at[0], at[1]));
        Calm.await(page);
        List<?> p = (List<?>) page.evaluate(
                "([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }", List.of(at[0], at[1]));
        page.mouse().click(((Number) p.get(0)).doubleValue(), ((Number) p.get(1)).doubleValue());
        Locator card = page.locator("[data-testid=thing-card][data-type=" + type + "][data-id='" + thing.get("id") + "']");
        card.waitFor();
        Calm.await(page);
        return card;
    }

    /// One of which the figures are known, small enough to be written without a separator, with nothing above it.
    private static JsonNode known(String type) {
        JsonNode all = city.server.get("/ogc/collections/" + type + "s/items?limit=500").json().get("features");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(f -> SHOWN.get(type).stream().allMatch(name -> f.at("/properties/" + name).isNumber()
                        && f.at("/properties/" + name).asLong() < 1000))
                .filter(f -> !f.at("/properties/grid").isNull())
                .skip(3)
                .findFirst()
                .orElseThrow();
    }

    private static double[] at(JsonNode thing) {
        JsonNode coordinates = thing.at("/geometry/coordinates");
        return coordinates.get(0).isNumber()
                ? new double[] {coordinates.get(0).asDouble(), coordinates.get(1).asDouble()}
                : City.middle(coordinates.get(0));
    }

    private static JsonNode property(JsonNode layer, String name) {
        return StreamSupport.stream(layer.spliterator(), false)
                .filter(p -> p.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String row(Locator card, String title) {
        return card.locator("dl > div")
                .filter(new Locator.FilterOptions().setHas(card.page().locator("dt").getByText(
                        title, new Locator.GetByTextOptions().setExact(true))))
                .locator("dd")
                .textContent();
    }
}
