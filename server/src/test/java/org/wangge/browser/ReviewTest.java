package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;
import static org.wangge.browser.Steps.change;
import static org.wangge.browser.Steps.draft;
import static org.wangge.browser.Steps.focused;
import static org.wangge.browser.Steps.reach;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Plans between planners and an approver, in Chromium on the sample city: history, review with comments and a reason,
/// conflicts, two planners in one plan, and the revisions that came of it all.
@Timeout(300)
class ReviewTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser second;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        second = city.server.member("zhao", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"},{\"role\":\"planner\"}]");
    }

    @Test
    void aPlanIsReturnedWithAReasonAndCommentsMendedAndApprovedByTheKeyboardAlone() {
        Stroke stroke = city.findStroke(1);
        Stroke more = city.findStroke(5);
        long plan = draft(planner, "North", stroke, more);
        try (Seat mine = city.desk(planner);
                Seat theirs = city.desk(approver)) {
            Page page = mine.open("/?lang=en");
            reach(page, "plans");
            page.locator("[data-plan='" + plan + "']").waitFor();
            reach(page, "plan-open");
            testId(page, "history-2").waitFor();
            assertTrue(testId(page, "history").textContent().contains(" ↔ "), "every step is named");
            reach(page, "history-1");
            page.waitForFunction("() => window.wangge.state().plan.commands.map(c => c.undone).join() === 'false,true'");
            assertEquals("history-1", focused(page), "the focus stays where one was");
            page.keyboard().press("Control+Shift+Z");
            page.waitForFunction("() => window.wangge.state().plan.commands.map(c => c.undone).join() === 'false,false'");
            City.picture(page, "history");
            Page desk = theirs.open("/?lang=en");
            desk.waitForFunction("() => window.wangge.state().plans !== null && window.wangge.state().live === 'live'");
            submit(page);
            desk.waitForFunction("id => window.wangge.state().plans.some(p => p.id === id && p.status === 'submitted')",
                    (double) plan);
            testId(desk, "waiting").waitFor();
            reach(desk, "plans");
            reach(desk, "plan-open");
            testId(desk, "approve").waitFor();
            assertEquals("A straighter border", desk.locator("[data-testid=said] p").textContent());
            JsonNode flows = city.server.get("/api/plans/" + plan).json().at("/result/flows");
            for (JsonNode flow : flows) {
                Locator row = desk.locator("[data-testid=flow][data-from='" + flow.get("from") + "'][data-to='" + flow.get("to")
                        + "']");
                for (String figure : List.of("buildings", "households", "subscribers", "revenue")) {
                    assertEquals(flow.get(figure).asText(), row.locator("[data-metric=" + figure + "]")
                            .getAttribute("data-value"), figure);
                }
            }
            assertTrue(testId(desk, "directions").isVisible(), "the map says which colour goes where");
            testId(desk, "moved-items").locator("button").first().click();
            desk.waitForFunction("() => window.wangge.state().thing?.type === 'building' && window.wangge.map.getZoom() >= 17");
            City.picture(desk, "review");
            desk.locator("[data-testid=section-comments] summary").focus();
            desk.keyboard().press("Enter");
            testId(desk, "comment-note").fill("Follow the canal here");
            testId(desk, "comment-grid").selectOption(String.valueOf(stroke.a()));
            reach(desk, "comment-send");
            testId(desk, "comment").waitFor();
            assertEquals(String.valueOf(stroke.a()), testId(desk, "comment").getAttribute("data-grid"));
            testId(desk, "pin").waitFor(new Locator.WaitForOptions()
                    .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED));
            reach(desk, "return");
            reach(desk, "confirm");
            assertTrue(testId(desk, "words").isVisible(), "nothing is returned without a reason");
            testId(desk, "words").fill("Not across the canal");
            reach(desk, "confirm");
            desk.waitForFunction("() => window.wangge.state().plan?.status === 'returned'");

            testId(page, "returned").waitFor();
            page.waitForFunction("() => window.wangge.state().comments.length === 1");
            page.reload();
            City.ready(page);
            testId(page, "returned").waitFor();
            assertTrue(testId(page, "returned").textContent().contains("Not across the canal"));
            testId(page, "comment").waitFor();
            City.picture(page, "returned");
            page.keyboard().press("Control+z");
            page.waitForFunction("() => window.wangge.state().plan.commands.filter(c => !c.undone).length === 1");
            submit(page);
            assertEquals("It waits for an approver.", testId(page, "why-not").textContent());

            reach(desk, "plans");
            reach(desk, "plan-open");
            reach(desk, "approve");
            reach(desk, "confirm");
            desk.waitForFunction("() => window.wangge.state().plan?.status === 'approved'");
            reach(desk, "publish");
            reach(desk, "confirm");
            desk.waitForFunction("() => window.wangge.state().planId === null", null, City.patience());
            page.waitForFunction("() => window.wangge.state().planId === null", null, City.patience());
            assertEquals("published", city.server.get("/api/plans/" + plan).json().get("status").asText());
        }
    }

    @Test
    void nobodyIsOfferedToApproveAPlanOfTheirOwn() {
        long plan = draft(approver, "Own", city.findStroke(2));
        change(approver, plan, "submit", "");
        try (Seat seat = city.phone(approver)) {
            Page page = seat.open("/?lang=zh-CN&plan=" + plan);
            testId(page, "panel-toggle").click();
            testId(page, "why-not").waitFor();
            assertTrue(testId(page, "why-not").textContent().startsWith("这是您自己的方案"));
            assertEquals(0, testId(page, "approve").count());
            City.picture(page, "review-phone");
            testId(page, "plans").click();
            testId(page, "plans-list").waitFor();
            Calm.await(page);
            City.picture(page, "inbox-phone");
            assertEquals(390, ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue(),
                    "nothing sticks out sideways");
        }
        change(approver, plan, "withdraw", "");
    }

    @Test
    void aConflictIsShownWithBothVersionsAndTheCopyKeepsWhatWasDrawn() {
        Stroke stroke = city.findStroke(3);
        long plan = draft(planner, "East", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            publish(draft(second, "Faster", stroke.flatter()));
            testId(page, "conflict-dialog").waitFor();
            Calm.await(page);
            assertEquals("Published state, without the plan", testId(page, "legend-state").textContent());
            City.picture(page, "conflict");
            for (long grid : new long[] {stroke.a(), stroke.b()}) {
                String words = page.locator("[data-testid=conflict-grids] [data-grid='" + grid + "']").textContent();
                assertTrue(words.matches(".*version \\d+version \\d+"), words);
            }
            page.keyboard().press("Escape");
            assertTrue(testId(page, "conflict").isVisible(), "it can wait");
            reach(page, "resolve");
            reach(page, "keep-copy");
            page.waitForFunction("() => window.wangge.state().plan && !window.wangge.state().plan.conflict");
            List<String> kept = new ArrayList<>();
            for (JsonNode p : city.server.get("/api/plans").json().get("plans")) {
                if (p.get("name").asText().startsWith("East")) {
                    kept.add(p.get("name").asText() + " " + p.get("command_count"));
                }
            }
            assertEquals(List.of("East (mine) 1", "East 0"), kept, "newest first");
        }
    }

    @Test
    void twoPlannersInOnePlanSeeEachOtherAndOverwriteNothing() {
        long plan = draft(planner, "Together", city.findStroke(4));
        try (Seat seat = city.desk(planner);
                Seat others = city.desk(second)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            Page other = others.open("/?lang=en&plan=" + plan);
            testId(other, "editors").waitFor();
            page.waitForFunction("() => document.querySelector('[data-testid=editors]')?.textContent === 'zhao is looking'",
                    null, City.patience());
            change(second, plan, "commands", city.findStroke(6).command());
            page.keyboard().press("Control+z");
            page.waitForFunction("() => window.wangge.state().plan.commands.length === 2", null, City.patience());
            int active = 0;
            for (JsonNode c : city.server.get("/api/plans/" + plan).json().get("commands")) {
                active += c.get("undone").asBoolean() ? 0 : 1;
            }
            assertTrue(active >= 1, "the other's step was not lost");
        }
    }

    @Test
    void aPastRevisionIsShownComparedAndRestored() {
        Stroke stroke = city.findStroke(7);
        String before = households(stroke.a(), "");
        publish(draft(second, "Later regretted", stroke));
        long revision = city.server.get("/api/revisions").json().at("/revisions/0/id").asLong();
        String after = households(stroke.a(), "");
        assertNotEquals(before, after);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&table=1&revision=" + (revision - 1));
            testId(page, "banner").waitFor();
            shows(page, stroke.a(), before);
            page.keyboard().press("r");
            assertEquals("select", page.evaluate("() => window.wangge.state().tool"), "the past can't be drawn in");
            testId(page, "banner-compare").click();
            testId(page, "compare-card").waitFor();
            assertTrue(testId(page, "compare-card").locator("[data-testid=flow]").count() >= 1);
            Calm.await(page);
            City.picture(page, "compare");
            shows(page, stroke.a(), after);
            testId(page, "compare-close").click();
            testId(page, "plans").click();
            testId(page, "tab-revisions").click();
            page.locator("[data-revision='" + revision + "'] [data-testid=revision-show]").click();
            testId(page, "banner").waitFor();
            assertTrue(testId(page, "banner").textContent().contains("Later regretted"));
            assertTrue(page.url().contains("revision=" + revision));
            testId(page, "back-to-today").click();
            page.waitForFunction("() => !location.search.includes('revision')");
            assertFalse(testId(page, "banner").isVisible());
            testId(page, "plans").click();
            page.locator("[data-revision='" + (revision - 1) + "'] [data-testid=revision-restore]").click();
            testId(page, "submit").waitFor();
            assertEquals(before,
                    page.locator("[data-testid=figure-after][data-grid='" + stroke.a() + "'][data-metric=households]")
                    .getAttribute("data-value"));
        }
    }

    @Test
    void aCancelledFirstGestureLeavesNoEmptyDraftBehind() {
        Stroke stroke = city.findStroke(8);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            int plans = city.server.get("/api/plans").json().get("plans").size();
            City.look(page, stroke.path()[4]);
            page.keyboard().press("r");
            City.draw(page, stroke);
            assertEquals(plans + 1, city.server.get("/api/plans").json().get("plans").size(), "a preview needs a plan");
            page.waitForResponse(r -> r.request().method().equals("DELETE") && r.status() == 204, () -> {
                page.keyboard().press("Escape");
                page.mouse().up();
            });
            assertEquals(plans, city.server.get("/api/plans").json().get("plans").size());
        }
    }

    private static void submit(Page page) {
        reach(page, "submit");
        testId(page, "words").waitFor();
        assertEquals("words", focused(page), "one can write at once");
        page.keyboard().type("A straighter border");
        reach(page, "confirm");
        page.waitForFunction("() => window.wangge.state().plan?.status === 'submitted'");
    }

    private static void shows(Page page, long grid, String households) {
        page.waitForFunction(
                "([grid, households]) => document.querySelector(`[data-testid=row][data-grid-id=\"${grid}\"] "
                        + "[data-metric=households]`)"
                        + "?.dataset.value === households",
                List.of(String.valueOf(grid), households), City.patience());
    }

    private static String households(long grid, String query) {
        return city.server.get("/api/grids/" + grid + query).json().at("/figures/households").asText();
    }

    /// Submits, has it approved and publishes it.
    private static void publish(long plan) {
        Steps.publish(plan, second, approver);
    }
}
