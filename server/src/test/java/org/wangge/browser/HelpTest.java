package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.testing.TestServer;

/// Help at hand: of tools and panels, of terms, by hints at the first visit, and from a refusal to what mends it.
class HelpTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser admin;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
        admin = city.server.member("head", City.PASSWORD, "[{\"role\":\"admin\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void everyToolAndPanelIsExplainedInASentenceWithADrawing(String lang) {
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=" + lang + "&table=1");
            for (String tool : List.of("reshape", "vertex", "split", "merge", "lasso", "hole", "measure")) {
                City.testId(page, "tool-" + tool).click();
                explained(page, tool);
            }
            City.testId(page, "tool-select").click();
            for (String panel : List.of("overview", "legend", "table")) {
                explained(page, panel);
            }
            City.testId(page, "plans").click();
            explained(page, "plans");
            page.keyboard().press("Escape");
            page.evaluate("() => document.querySelector('.grid-table tbody tr').click()");
            explained(page, "grid");
            Axe.check(page, "explained");
        }
    }

    private static void explained(Page page, String topic) {
        City.testId(page, "about-" + topic).click();
        Locator note = City.testId(page, "explained");
        note.waitFor();
        Calm.await(page);
        String words = note.textContent();
        assertTrue(words.length() > 10 && !words.startsWith("about."), words);
        assertTrue(note.locator("svg path").count() > 1, topic);
        BoundingBox box = note.boundingBox();
        assertTrue(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1440 && box.y + box.height <= 900, topic);
        assertEquals("explained", City.testId(page, "about-" + topic).getAttribute("aria-describedby"));
        page.keyboard().press("Escape");
        note.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    }

    @Test
    void escapeTakesTheExplanationAwayAndNothingElse() {
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            City.testId(page, "plans").click();
            explained(page, "plans");
            assertTrue(City.testId(page, "plans-dialog").isVisible());
        }
    }

    @Test
    void termsExplainThemselvesUnderThePointerAndAtTheFocus() {
        try (Seat seat = city.desk(null)) {
            Page page = seat.open("/?lang=en&metric=market_share");
            Locator lifeline = page.locator("#control [data-term=lifeline]");
            lifeline.hover();
            Locator note = City.testId(page, "explained");
            note.waitFor();
            assertTrue(note.textContent().contains("生死线"), note.textContent());
            page.mouse().move(700, 500);
            note.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            page.keyboard().press("Tab");
            lifeline.focus();
            note.waitFor();
            Locator known = page.locator("#panel [data-term=known], #panel [data-term=capacity]").first();
            known.focus();
            page.waitForFunction("() => /(recorded|known)/.test(document.querySelector('#explained')?.textContent)");
            page.keyboard().press("Escape");
            note.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
    }

    @ParameterizedTest
    @EnumSource(Chromium.Device.class)
    void theFirstVisitHasThreeHintsThatLieOverNothing(Chromium.Device device) {
        try (Seat seat = Seat.unused(city.server, device, null)) {
            Page page = anew(seat);
            Locator hints = City.testId(page, "hints");
            hints.waitFor();
            Calm.await(page);
            BoundingBox bar = hints.boundingBox();
            BoundingBox map = City.testId(page, "map").boundingBox();
            assertTrue(bar.y >= map.y + map.height - 1, () -> bar.y + " over the map down to " + (map.y + map.height));
            Axe.check(page, "hints");
            for (String count : List.of("1 / 3", "2 / 3", "3 / 3")) {
                assertEquals(count, hints.locator("small").textContent());
                City.testId(page, "hints-next").click();
            }
            assertEquals(0, hints.count());
            page.reload();
            City.ready(page);
            City.testId(page, "account").waitFor();
            Calm.await(page);
            assertEquals(0, hints.count());
        }
    }

    @Test
    void escapeEndsTheHints() {
        try (Seat seat = Seat.unused(city.server, Chromium.Device.DESK, null)) {
            Page page = anew(seat);
            City.testId(page, "hints").waitFor();
            page.keyboard().press("Escape");
            assertEquals(0, City.testId(page, "hints").count());
        }
    }

    /// The page as somebody sees it who has never been here.
    private static Page anew(Seat seat) {
        seat.show("/health/live").evaluate(
                "() => { sessionStorage.setItem('first visit', 'yes'); localStorage.removeItem('wangge.hints'); }");
        return seat.open("/?lang=en");
    }

    @Test
    void whatAToolRefusesLinksToHowItIsDone() {
        try (Board board = new Board(city, city.desk(planner))) {
            board.take("l", "lasso");
            board.stroke(new double[][] {{123.038, 31.402}, {123.046, 31.396}, {123.046, 31.402}, {123.038, 31.396}});
            board.page.mouse().up();
            Locator toast = board.find("toast-error");
            toast.waitFor();
            toast.locator("button.link").click();
            board.find("explained").waitFor();
            assertTrue(board.find("explained").textContent().startsWith("Circle land"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void aPastStateThatCannotBeDrawnOnLinksBackToNow(String lang) {
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=" + lang + "&revision=0");
            City.testId(page, "banner").waitFor();
            City.testId(page, "tool-reshape").click();
            City.testId(page, "toast-info").locator("button.link").click();
            page.waitForFunction("() => window.wangge.state().revision === null");
        }
    }

    @ParameterizedTest
    @EnumSource(Chromium.Device.class)
    void aChangeOfTenPointsFitsItsCell(Chromium.Device device) {
        try (Seat seat = Seat.take(city.server, device, null)) {
            Page page = seat.open("/?lang=en&grid=1");
            Object wide = page.evaluate(
                    """
                    async () => {
                        const { createFormats } = await import(document.querySelector('link[href$="core/format.js"]').href);
                        const change = createFormats('en').change('penetration', 0.201, 0.309);
                        if (change !== '+10.8 pp') return change;
                        const table = document.createElement('table');
                        table.className = 'comparison';
                        table.innerHTML = '<thead><tr><th></th><th>Before</th><th>After</th><th>Change</th></tr></thead><tbody>'
                            + `<tr class="moved"><th>Penetration</th><td>20.1%</td><td>30.9%</td>`
                            + `<td class="delta">${change}</td>`;
                        const card = document.createElement('article');
                        card.className = 'card';
                        card.append(table);
                        document.querySelector('#panel-body').append(card);
                        document.body.classList.remove('panel-closed');
                        return [...table.querySelectorAll('td')].map(c => c.scrollWidth - c.clientWidth).join(' ');
                    }
                    """);
            assertEquals("0 0 0", wide);
        }
    }

    @Test
    void theDialogOfAdministrationKeepsItsSizeAndBeginsAtItsTop() {
        try (Seat seat = city.phone(admin)) {
            Page page = seat.open("/?lang=en");
            City.testId(page, "account").tap();
            City.testId(page, "admin").tap();
            double height = 0;
            for (String tab : List.of("jobs-tab", "audit-tab", "accounts-tab")) {
                City.testId(page, tab).tap();
                Calm.await(page);
                BoundingBox box = City.testId(page, "dialog").boundingBox();
                assertTrue(height == 0 || height == box.height, tab);
                height = box.height;
                assertEquals(0, ((Number) page.evaluate("() => document.querySelector('#dialog').scrollTop")).intValue(), tab);
            }
            page.keyboard().press("Escape");
            page.evaluate("() => document.querySelector('[data-testid=help]').click()");
            page.locator("#dialog .tool-help").waitFor();
            Calm.await(page);
            assertEquals(0, ((Number) page.evaluate("() => document.querySelector('#dialog').scrollTop")).intValue());
            assertFalse(page.locator("#dialog .tool-help svg").count() < 8);
        }
    }
}
