package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// A border's way in Chromium on the sample city: pick a metric, select a grid, redraw a border, see both figures change,
/// submit; an approver approves and publishes in a second browser, and a third one sees it. Reload, still there.
@Timeout(240)
class JourneyTest extends CityFixture {

    private static final Logger LOG = LoggerFactory.getLogger(JourneyTest.class);

    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        city.server.member("planner", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("approver", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void aBorderIsRedrawnReviewedPublishedAndSeenByEveryone() {
        try (Seat mine = city.desk();
                Seat theirs = city.desk(approver);
                Seat everyone = city.desk()) {
            Page page = mine.open("/?lang=en&table=1");
            City.picture(page, "open");
            // with all tiles of the first view
            Calm.await(page);
            List<String> tiles = new ArrayList<>();
            Consumer<Request> listener = r -> {
                if (r.url().contains("/tiles/")) {
                    tiles.add(r.url());
                }
            };
            page.onRequest(listener);
            testId(page, "metric").selectOption("port_utilisation");
            page.waitForFunction("() => location.search.includes('metric=port_utilisation')");
            assertEquals(List.of(), tiles, "another metric needs no tile");
            page.offRequest(listener);
            testId(page, "metric").selectOption("penetration");

            Stroke stroke = city.findStroke(0);
            double[] middle = stroke.path()[stroke.path().length / 2];
            City.look(page, middle);
            page.locator("[data-testid=row][data-grid-id='" + stroke.a() + "']").first().click();
            testId(page, "grid-card").waitFor();
            City.look(page, middle);
            Page other = everyone.open("/?lang=zh-CN&table=1");
            String before = household(other, stroke.a());

            page.keyboard().press("r");
            testId(page, "sign-in-name").fill("planner");
            testId(page, "sign-in-password").fill(PASSWORD);
            page.keyboard().press("Enter");
            page.waitForFunction("() => window.wangge.state().tool === 'reshape'");
            City.draw(page, stroke);
            for (long grid : new long[] {stroke.a(), stroke.b()}) {
                assertNotEquals(figure(page, "figure-before", grid), figure(page, "figure-after", grid),
                        "the figures follow the pointer");
            }
            City.picture(page, "reshape");
            page.mouse().up();
            testId(page, "submit").click();
            testId(page, "words").fill("A straighter border");
            testId(page, "confirm").click();
            page.waitForFunction("() => window.wangge.state().plan?.status === 'submitted'");
            String after = figure(page, "figure-after", stroke.a());
            assertEquals(before, household(other, stroke.a()), "a plan is not yet everyone's map");

            Page desk = theirs.open("/?lang=en");
            testId(desk, "waiting").waitFor();
            assertEquals("1", testId(desk, "waiting").textContent());
            testId(desk, "plans").click();
            testId(desk, "plan-open").click();
            testId(desk, "approve").click();
            testId(desk, "confirm").click();
            testId(desk, "publish").click();
            long start = System.nanoTime();
            testId(desk, "confirm").click();

            other.waitForFunction(
                    "([grid, households]) => document.querySelector(`[data-testid=row][data-grid-id=\"${grid}\"] "
                            + "[data-metric=households]`)"
                            + "?.dataset.value === households",
                    List.of(String.valueOf(stroke.a()), after), City.patience());
            LOG.info("the other browser shows the figures {} ms after the click", (System.nanoTime() - start) / 1_000_000);
            City.picture(other, "second-browser");

            page.waitForFunction("() => window.wangge.state().planId === null", null, City.patience());
            page.reload();
            City.ready(page);
            assertEquals(after, household(page, stroke.a()));
            assertEquals(Integer.parseInt(after), city.server.get("/api/grids/" + stroke.a()).json().at("/figures/households")
                    .asInt());
        }
    }

    @Test
    void theFirstPaintIsSmallAndNothingOfItIsMissing() {
        List<String> errors = new ArrayList<>();
        try (BrowserContext context = Chromium.context(Chromium.Device.DESK)) {
            Page page = context.newPage();
            page.onConsoleMessage(m -> {
                if (m.type().equals("error")) {
                    errors.add(m.text());
                }
            });
            // However long the first picture takes, what comes after it waits for it: not for three seconds.
            page.addInitScript("const later = window.setTimeout;"
                    + "window.setTimeout = (act, delay, ...rest) => delay === 3000 ? 0 : later(act, delay, ...rest);");
            page.navigate(city.server.url() + "/?lang=zh-CN");
            City.ready(page);
            // what is asked for after the first picture is not part of it
            Map<?, ?> sizes = (Map<?, ?>) page.evaluate("""
                    () => Object.fromEntries(['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
                        .filter(e => e.startTime <= window.wangge.readyAt && !/[/]tiles[/]|[/]api[/]events/.test(e.name))
                        .map(e => [e.name, e.encodedBodySize]))""");
            int bytes = sizes.values().stream().mapToInt(v -> ((Number) v).intValue()).sum();
            LOG.info("the first paint takes {} requests and {} bytes", sizes.size(), bytes);
            assertTrue(sizes.size() > 20, "the browser tells of hardly any request");
            assertTrue(sizes.size() <= 40, () -> sizes.size() + " requests: " + sizes.keySet());
            assertTrue(bytes <= 150_000, () -> bytes + " bytes: " + sizes);
            assertFalse(page.content().contains("{{"), "a text was not filled in");
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void theMapFitsAPhone() {
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=zh-CN");
            Calm.await(page);
            City.picture(page, "phone");
            assertEquals(390, ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue(),
                    "nothing sticks out sideways");
        }
    }

    private static String figure(Page page, String testId, long grid) {
        return page.locator("[data-testid=" + testId + "][data-grid='" + grid + "'][data-metric=households]")
                .getAttribute("data-value");
    }

    private static String household(Page page, long grid) {
        return page.locator("[data-testid=row][data-grid-id='" + grid + "'] [data-metric=households]").getAttribute("data-value");
    }
}
