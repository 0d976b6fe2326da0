package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// What one came for is in sight, whatever the size of the window: the head of a long dialog and its buttons, the next step of a
/// plan with many changes, the land that changes hands; and nothing says that it goes on when it is done.
@Timeout(240)
class InSightTest extends CityFixture {

    private static final int[][] SIZES = {{1440, 900}, {1024, 700}, {390, 844}};

    private static final TestDatabases.Content NOTHING = new TestDatabases.Content("nothing", _ -> {});

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;
    private static long plan;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
        Stroke[] strokes = {city.findStroke(0), city.findStroke(4), city.findStroke(8), city.findStroke(12)};
        plan = Steps.draft(planner, "Many", strokes);
    }

    @Test
    void helpOpensAtItsHeadWithItsButtonInReach() {
        for (int[] size : SIZES) {
            try (Seat seat = at(size, null)) {
                Page page = open(seat, size, "/?lang=en");
                page.keyboard().press("?");
                page.waitForFunction("() => document.querySelector('#dialog').open");
                Calm.await(page);
                for (String what : List.of("#dialog-title", "#dialog .actions button")) {
                    BoundingBox box = page.locator(what).boundingBox();
                    assertTrue(box.y >= 0 && box.y + box.height <= size[1], what + " at " + size[0]);
                    assertTrue(onTop(page.locator(what)), what + " at " + size[0]);
                }
            }
        }
    }

    @Test
    void theNextStepOfAPlanWithManyChangesIsInSight() {
        int changed = city.server.get("/api/plans/" + plan).json().at("/result/grids").size();
        assertTrue(changed > 4, changed + " grids are changed");
        for (int[] size : SIZES) {
            try (Seat seat = at(size, planner)) {
                Page page = open(seat, size, "/?lang=en&plan=" + plan);
                testId(page, "submit").waitFor(
                        new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
                if (size[0] < 720) {
                    testId(page, "panel-toggle").click();
                }
                Calm.await(page);
                assertTrue(onTop(testId(page, "submit")), "Submit at " + size[0]);
                testId(page, "heading-figures").click();
                page.waitForFunction("n => [...document.querySelectorAll('[data-testid=figure-after][data-metric=households]')]"
                        + ".filter(c => c.checkVisibility()).length === n", changed);
            }
        }
    }

    @Test
    void whatOneHasOpenedIsOpenThoughItComesAnewAtOnce() {
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "heading-figures").waitFor();
            Calm.await(page);
            List<?> open = (List<?>) page.evaluate(
                    """
                    () => {
                        const find = id => document.querySelector(`[data-testid=${id}]`);
                        const before = find('section-figures');
                        find('heading-figures').click();
                        find('tool-measure').click();
                        return [before.isConnected, before.open, find('section-figures').open];
                    }""");
            assertEquals(List.of(false, true, true), open);
        }
    }

    @Test
    void whatChangesHandsAndTheNextStepStayInSightHoweverFarOneScrolls() {
        for (int[] size : SIZES) {
            try (Seat seat = at(size, planner)) {
                Page page = open(seat, size, "/?lang=zh-CN&plan=" + plan);
                testId(page, "submit").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
                if (size[0] < 720) {
                    testId(page, "panel-toggle").click();
                }
                Calm.await(page);
                page.evaluate("() => { const panel = document.querySelector('#panel'); panel.scrollTop = panel.scrollHeight; }");
                Calm.await(page);
                assertTrue((boolean) page.evaluate("() => document.querySelector('#panel').scrollTop > 100"), "it is long");
                for (String what : List.of("moved", "undo", "redo", "submit")) {
                    assertTrue(onTop(testId(page, what)), what + " at " + size[0]);
                }
            }
        }
    }

    @Test
    void theLandThatChangesHandsIsNeitherUnderTheLegendNorOutOfTheMiddle() {
        Steps.change(planner, plan, "submit", "");
        try {
            for (int[] size : new int[][] {{1440, 900}, {1024, 700}}) {
                try (Seat seat = at(size, approver)) {
                    Page page = open(seat, size, "/?lang=en&table=0");
                    testId(page, "plans").click();
                    testId(page, "plan-open").first().click();
                    testId(page, "approve").waitFor();
                    Calm.await(page);
                    List<?> box = (List<?>) page.evaluate(
                            """
                            () => {
                                const { strips } = window.wangge.state().plan.result;
                                const flat = strips.flatMap(s => s.geometry.coordinates.flat(3));
                                const lons = flat.filter((_, i) => i % 2 === 0);
                                const p = lons.map((lon, i) => window.wangge.toPage(lon, flat[2 * i + 1]));
                                const [xs, ys] = [p.map(q => q.x), p.map(q => q.y)];
                                const map = document.querySelector('#map').getBoundingClientRect();
                                return [Math.min(...xs), (Math.min(...ys) + Math.max(...ys)) / 2 - map.y - map.height / 2];
                            }""");
                    BoundingBox legend = testId(page, "control").boundingBox();
                    double left = ((Number) box.get(0)).doubleValue();
                    if (size[0] == 1440) {
                        assertTrue(left > legend.x + legend.width, left + " at " + size[0]);
                    }
                    double off = ((Number) box.get(1)).doubleValue();
                    assertTrue(Math.abs(off) < 10, off + " from the middle at " + size[0]);
                }
            }
        } finally {
            Steps.change(planner, plan, "withdraw", "");
        }
    }

    @Test
    void aSmallMapShowsTheCityAndTheLegendIsFolded() {
        try (Seat seat = city.desk()) {
            for (int[] size : new int[][] {{1440, 900}, {1024, 700}}) {
                seat.show("/health/live").setViewportSize(size[0], size[1]);
                Page page = seat.open("/?lang=en");
                Calm.await(page);
                List<?> under = (List<?>) page.evaluate(
                        """
                        () => {
                            const card = document.querySelector('#control').getBoundingClientRect();
                            return window.wangge.state().list.grids.filter(g => g.leaf).filter(({ bbox: [w, s, e, n] }) => {
                                const { x, y } = window.wangge.toPage((w + e) / 2, (s + n) / 2);
                                return x < card.right && y < card.bottom;
                            }).map(g => g.name);
                        }""");
                assertEquals(List.of(), under, "grids under the legend at " + size[0]);
                assertEquals(String.valueOf(size[0] == 1440), testId(page, "legend-toggle").getAttribute("aria-expanded"));
            }
        }
    }

    @Test
    void whatALinkIsAboutIsInSightOnAPhone() {
        long grid = city.findStroke(0).a();
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=zh-CN&grid=" + grid);
            testId(page, "grid-card").waitFor();
            Calm.await(page);
            assertTrue(onTop(testId(page, "grid-card").locator("h2")));
            assertTrue((Boolean) page.evaluate(
                    """
                    id => {
                        const { bbox: [w, s, e, n] } = window.wangge.state().list.grids.find(g => String(g.id) === id);
                        const { x, y } = window.wangge.toPage((w + e) / 2, (s + n) / 2);
                        return document.elementFromPoint(x, y).closest('#map') !== null;
                    }""", String.valueOf(grid)), "its middle is above the sheet");
        }
    }

    @Test
    void theBarOfProgressEndsWithTheFirstPictureEvenIfItComesSoon() {
        try (Seat seat = Seat.unused(city.server, Chromium.Device.DESK, null)) {
            Page page = seat.open("/?lang=en");
            // The bar, which is due after 300 ms, is due at once after the first picture.
            page.addInitScript(
                    """
                    const later = window.setTimeout;
                    window.setTimeout = (act, delay, ...rest) => {
                        if (delay !== 300) return later(act, delay, ...rest);
                        const look = setInterval(() => {
                            if (!window.wangge?.ready) return;
                            clearInterval(look);
                            act();
                        }, 1);
                        return look;
                    };""");
            page.reload();
            City.ready(page);
            page.waitForFunction("() => window.wangge.state().live === 'live'");
            Calm.await(page);
            assertFalse(page.locator("#progress").isVisible());
            page.close();
        }
    }

    @Test
    void anEmptyCitySaysWhatToDoOnAPhoneToo() throws Exception {
        try (TestServer empty = new TestServer(TestDatabases.geoPackage(folder.resolve("empty")).open(NOTHING));
                Seat seat = Seat.take(empty, Chromium.Device.PHONE, null)) {
            Page page = seat.show("/?lang=zh-CN");
            testId(page, "empty").waitFor();
            assertTrue(onTop(testId(page, "empty").locator("h2")));
            assertEquals(page.viewportSize().width, page.evaluate("() => document.documentElement.scrollWidth"));
        }
    }

    private static Seat at(int[] size, TestServer.Browser session) {
        return size[0] < 720 ? city.phone(session) : city.desk(session);
    }

    private static Page open(Seat seat, int[] size, String path) {
        Page page = seat.open(path);
        page.setViewportSize(size[0], size[1]);
        Calm.await(page);
        return page;
    }

    /// Whether its middle is in the window and nothing lies over it.
    private static boolean onTop(Locator what) {
        return (Boolean) what.evaluate(
                """
                e => {
                    const { x, y, width, height } = e.getBoundingClientRect();
                    const there = document.elementFromPoint(x + width / 2, y + height / 2);
                    return there !== null && (e.contains(there) || there.contains(e));
                }""");
    }
}
