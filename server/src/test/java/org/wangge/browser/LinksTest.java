package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// An address shows what its sender saw: a comparison, a past state, a plan under review; reloaded, and in a second browser. Also
/// what the list of plans shows while it waits and when it fails.
@Timeout(300)
class LinksTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;
    private static Stroke stroke;
    private static long newest;
    private static long waiting;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
        stroke = city.findStroke(0);
        Steps.publish(Steps.draft(planner, "First", stroke), planner, approver);
        Steps.publish(Steps.draft(planner, "Second", city.findStroke(3)), planner, approver);
        newest = city.server.get("/api/revisions").json().at("/revisions/0/id").asLong();
        waiting = Steps.draft(planner, "Waiting", city.findStroke(5));
        Steps.change(planner, waiting, "submit", "");
    }

    @Test
    void aComparisonIsInTheAddressAndOpensInASecondBrowserAsItWas() {
        long first = newest - 1;
        try (Seat mine = city.desk(planner);
                Seat theirs = city.desk()) {
            Page page = mine.open("/?lang=en&table=1");
            testId(page, "plans").click();
            testId(page, "tab-revisions").click();
            page.locator("[data-revision='" + first + "'] [data-testid=revision-compare]").click();
            compares(page, first, newest);
            page.waitForURL("**/*compare=" + first + "-" + newest + "*");
            testId(page, "compare-from").selectOption("0");
            compares(page, 0, newest);
            testId(page, "compare-to").selectOption(String.valueOf(first));
            compares(page, 0, first);
            assertTrue(page.url().contains("revision=" + first), "the map shows the later of the two");
            settled(page);
            String households = testId(page, "summary-households").getAttribute("data-value");

            Page other = theirs.open(page.url().substring(city.server.url().length()));
            compares(other, 0, first);
            settled(other);
            assertEquals(households, testId(other, "summary-households").getAttribute("data-value"));
            assertSameAddress(page.url(), other.url());
            other.reload();
            City.ready(other);
            compares(other, 0, first);
            settled(other);
            assertSameAddress(page.url(), other.url());

            int steps = steps(page);
            page.goBack();
            compares(page, 0, newest);
            page.goBack();
            compares(page, first, newest);
            settled(page);
            page.goBack();
            comparesNothing(page);
            page.goForward();
            compares(page, first, newest);
            settled(page);
            assertEquals(steps, steps(page), "going back adds no step");
        }
    }

    @Test
    void aComparisonThatComesAfterGoingBackDoesNotShow() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&compare=0-" + newest);
            compares(page, 0, newest);
            testId(page, "compare-close").click();
            comparesNothing(page);
            AtomicReference<Route> held = new AtomicReference<>();
            page.route("**/compare?with=0", held::set);
            page.goBack();
            page.waitForCondition(() -> held.get() != null);
            testId(page, "skeleton").waitFor();
            page.goForward();
            page.waitForResponse("**/compare?with=0", () -> held.get().resume());
            settled(page);
            comparesNothing(page);
            assertFalse(page.url().contains("compare="), page.url());
        }
    }

    @Test
    void aPlanUnderReviewOpensFromItsAddressWithWhatItMovesInAll() {
        try (Seat mine = city.desk(approver);
                Seat theirs = city.desk()) {
            Page page = mine.open("/?lang=en");
            testId(page, "plans").click();
            page.locator("[data-plan='" + waiting + "'] [data-testid=plan-open]").click();
            testId(page, "summary").waitFor();
            var moved = city.server.get("/api/plans/" + waiting).json().at("/result/moved");
            for (String figure : List.of("buildings", "households", "subscribers", "revenue")) {
                assertEquals(moved.get(figure).asText(), testId(page, "summary-" + figure).getAttribute("data-value"), figure);
            }
            settled(page);
            Page other = theirs.open(page.url().substring(city.server.url().length()));
            testId(other, "summary").waitFor();
            settled(other);
            assertSameAddress(page.url(), other.url());
            assertEquals(moved.get("households").asText(), testId(other, "summary-households").getAttribute("data-value"));
            assertEquals(0, testId(other, "approve").count(), "nobody but an approver approves");
            assertTrue(testId(other, "directions").isVisible());
        }
    }

    @Test
    void aPastStateShowsTheSurfaceAndSaysWhatIsOfThenAndWhatOfToday() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&revision=" + (newest - 1));
            testId(page, "banner").waitFor();
            assertTrue(testId(page, "banner").textContent().contains("buildings and figures are today’s"));
            testId(page, "mode-surface").click();
            page.waitForFunction("() => document.querySelectorAll('.tiles-surface img[src]').length > 0", null, City.patience());
            assertTrue(page.url().contains("mode=surface") && page.url().contains("revision=" + (newest - 1)), page.url());
            assertTrue(testId(page, "legend-past").isVisible());
            page.reload();
            City.ready(page);
            assertEquals("surface", page.evaluate("() => window.wangge.state().mode"));
            page.waitForFunction("() => document.querySelectorAll('.tiles-surface img[src]').length > 0", null, City.patience());
            City.picture(page, "past-surface");
            testId(page, "back-to-today").click();
            page.waitForFunction("() => !document.querySelector('[data-testid=legend-past]')", null, City.patience());
        }
    }

    @Test
    void aLinkToWhatIsNotThereLeadsToTodayAndSaysSo() {
        try (Seat seat = city.desk()) {
            int steps = steps(seat.open("/?lang=en"));
            for (String link : List.of("revision=999", "compare=0-999", "plan=999")) {
                // it is said for ten seconds, and the map may take longer
                Page page = seat.show("/?lang=en&" + link);
                page.locator(".toast").first().waitFor();
                City.ready(page);
                page.waitForFunction("() => !/revision=|compare=|plan=/.test(location.search)", null, City.patience());
                page.waitForFunction(
                        "() => window.wangge.map.getBounds().getEast() - window.wangge.map.getBounds().getWest() < 2");
                assertEquals(++steps, steps(page), "the way back does not lead there again");
            }
        }
    }

    @Test
    void theListOfPlansSaysThatItWaitsAndWhatFailedAndTriesAgain() {
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            City.live(page);
            AtomicReference<Route> held = new AtomicReference<>();
            page.route("**/api/revisions", held::set);
            testId(page, "plans").click();
            testId(page, "tab-revisions").click();
            testId(page, "skeleton").waitFor();
            page.waitForCondition(() -> held.get() != null);
            held.get().abort();
            testId(page, "plans-failed").waitFor();
            City.picture(page, "plans-failed");
            page.unroute("**/api/revisions");
            testId(page, "plans-retry").click();
            testId(page, "revision-row").first().waitFor();
            assertEquals(0, testId(page, "plans-failed").count());

            page.keyboard().press("Escape");
            page.route("**/api/plans/" + waiting, Route::abort);
            testId(page, "plans").click();
            testId(page, "tab-mine").click();
            page.locator("[data-plan='" + waiting + "'] [data-testid=plan-open]").click();
            testId(page, "plan-failed").waitFor();
            page.unroute("**/api/plans/" + waiting);
            testId(page, "plan-retry").click();
            testId(page, "summary").waitFor();
            assertEquals(0, testId(page, "plan-failed").count());
        }
    }

    @Test
    void thePastFitsAPhoneInBothLanguages() {
        for (String lang : List.of("en", "zh-CN")) {
            try (Seat seat = city.phone(planner)) {
                Page page = seat.open("/?lang=" + lang + "&revision=0");
                testId(page, "back-to-today").waitFor();
                page.waitForFunction("() => document.querySelector('#banner').getBoundingClientRect().bottom"
                        + " <= document.querySelector('#control').getBoundingClientRect().top");
                for (Locator button : testId(page, "banner").locator("button").all()) {
                    assertTrue(button.boundingBox().height >= 44, "as high as a finger");
                }
                City.picture(page, "past-phone-" + lang);
                testId(page, "banner-compare").click();
                testId(page, "compare-card").waitFor();
                assertFalse(testId(page, "skeleton").isVisible());
                Number width = (Number) page.evaluate("() => document.documentElement.scrollWidth");
                assertEquals(390, width.intValue(), "nothing sticks out sideways");
                City.picture(page, "compare-phone-" + lang);
            }
        }
    }

    /// Steps that the browser could go back and forth.
    private static int steps(Page page) {
        return ((Number) page.evaluate("() => history.length")).intValue();
    }

    /// The same state, and the same view to the pixel.
    private static void assertSameAddress(String expected, String actual) {
        assertEquals(expected.replaceFirst("at=[^&]+", "at"), actual.replaceFirst("at=[^&]+", "at"));
        double[] wanted = view(expected);
        double pixel = 360 / 256.0 / Math.pow(2, wanted[0]);
        assertEquals(wanted[0], view(actual)[0], "zoom");
        assertEquals(wanted[1], view(actual)[1], pixel, "latitude");
        assertEquals(wanted[2], view(actual)[2], pixel, "longitude");
    }

    /// Zoom, latitude and longitude.
    private static double[] view(String url) {
        return Arrays.stream(url.replaceFirst(".*[?&]at=([^&]+).*", "$1").split("/")).mapToDouble(Double::parseDouble).toArray();
    }

    /// The map has come to rest, and the address says where.
    private static void settled(Page page) {
        Calm.await(page);
        page.waitForFunction(
                """
                () => {
                    const now = location.search + window.wangge.map.getCenter() + window.wangge.map.getZoom();
                    const same = window.seen === now;
                    window.seen = now;
                    return same;
                }""",
                null, City.patience().setPollingInterval(900));
        Calm.await(page);
    }

    private static void comparesNothing(Page page) {
        page.waitForFunction("() => !document.querySelector('[data-testid=compare-card]')", null, City.patience());
    }

    private static void compares(Page page, long from, long to) {
        page.waitForFunction(
                "([from, to]) => document.querySelector('[data-testid=compare-card]')"
                        + " && window.wangge.state().comparison?.from === from && window.wangge.state().comparison.to === to",
                List.of((int) from, (int) to), City.patience());
    }
}
