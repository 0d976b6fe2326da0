package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.testing.TestServer;

/// What lies over the map of a phone: one sheet at a time, as high as one likes, and a search with room for a name.
class SheetTest extends CityFixture {

    private static TestServer.Browser planner;

    private Board board;
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
    }

    @AfterEach
    void nothingBroke() {
        board.close();
    }

    @Test
    void aTapMakesTheSheetHigherAndNothingBeneathIsTapped() {
        open();
        board.find("panel-toggle").tap();
        double half = height("panel");
        board.find("panel-grip").tap();
        assertEquals(stage(), height("panel"), 1);
        board.find("panel-grip").tap();
        assertTrue(height("panel") < half && height("panel") > 100, () -> height("panel") + " of " + half);
        assertEquals("grid", page.evaluate("() => window.wangge.state().mode"));
        board.find("panel-grip").tap();
        assertEquals(half, height("panel"), 1);
    }

    @Test
    void aFingerDragsTheSheetToItsHeightsAndAway() {
        open();
        board.find("panel-toggle").tap();
        Calm.await(page);
        drag("panel-grip", 70);
        assertEquals("full", sheet());
        drag("panel-grip", 640);
        assertEquals("low", sheet());
        drag("panel-grip", 400);
        assertEquals("half", sheet());
        drag("panel-grip", 740);
        board.find("panel").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        assertEquals(false, page.evaluate("() => window.wangge.state().panel"));
    }

    @Test
    void keysMoveTheSheet() {
        open();
        board.find("panel-toggle").tap();
        board.find("panel-grip").focus();
        page.keyboard().press("ArrowUp");
        assertEquals("full", sheet());
        assertEquals("Height of the sheet: full", board.find("panel-grip").getAttribute("aria-label"));
        page.keyboard().press("End");
        assertEquals("low", sheet());
        page.keyboard().press("Enter");
        assertEquals("half", sheet());
    }

    @Test
    void oneSheetAtATimeLiesOverTheMap() {
        open();
        board.find("panel-toggle").tap();
        board.find("table-toggle").tap();
        board.find("table-filter").waitFor();
        assertFalse(board.find("panel").isVisible());
        board.find("panel-toggle").tap();
        board.find("panel").waitFor();
        assertFalse(board.find("table-filter").isVisible());
        board.find("legend-toggle").tap();
        assertFalse(board.find("panel").isVisible());
        assertTrue(page.locator("#control-body").isVisible());
        board.find("panel-toggle").tap();
        assertFalse(page.locator("#control-body").isVisible());
        board.find("tool-measure").tap();
        board.inHand("measure");
        assertFalse(board.find("panel").isVisible());
        board.find("panel-toggle").tap();
        assertFalse(board.find("tool-card").isVisible());
    }

    @Test
    void theTableHasThreeHeightsToo() {
        open();
        board.find("table-toggle").tap();
        board.find("table-filter").waitFor();
        double half = page.locator("#drawer-body").boundingBox().height;
        board.find("table-grip").tap();
        assertTrue(page.locator("#drawer-body").boundingBox().height > 1.5 * half);
        assertTrue(page.locator("#rail").boundingBox().y + 40 < Chromium.Device.PHONE.height());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void theSearchHasRoomForANameAlsoBesideADraft(String lang) throws Exception {
        open();
        board.find("plans").tap();
        board.find("plan-begin").tap();
        board.find("words").fill("Room");
        board.find("confirm").tap();
        board.find("plan-card").waitFor();
        board.find("about-plan").waitFor();
        page.evaluate("l => document.querySelector(`[data-testid=lang-${l}]`).click()", lang);
        Calm.await(page);
        Locator field = board.find("search");
        assertTrue(field.boundingBox().width >= 170, () -> field.boundingBox().width + " wide");
        assertTrue((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"));
    }

    @Test
    void aThumbReachesTheSearch() {
        open();
        Locator opener = page.locator("[data-key='search.open']");
        BoundingBox at = opener.boundingBox();
        assertTrue(at.y > Chromium.Device.PHONE.height() / 2.0, () -> "at " + at.y);
        opener.tap();
        assertEquals("search-input", page.evaluate("() => document.activeElement.id"));
        assertTrue(board.find("search").boundingBox().width > 300);
    }

    private void drag(String grip, double to) {
        BoundingBox from = board.find(grip).boundingBox();
        double[] start = {from.x + from.width / 2, from.y + 20};
        board.touch("touchStart", start);
        for (int i = 1; i <= 5; i++) {
            board.touch("touchMove", new double[] {start[0], start[1] + (to - start[1]) * i / 5});
        }
        board.touch("touchEnd");
        Calm.await(page);
    }

    private Object sheet() {
        return page.evaluate("() => document.body.dataset.sheet");
    }

    private double height(String testId) {
        Calm.await(page);
        return board.find(testId).boundingBox().height;
    }

    private double stage() {
        return page.locator("#stage").boundingBox().height;
    }

    private void open() {
        board = new Board(city, city.phone(planner));
        page = board.page;
        board.find("panel-grip").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }
}
