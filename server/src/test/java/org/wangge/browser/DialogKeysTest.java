package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;
import static org.wangge.browser.Steps.focused;
import static org.wangge.browser.Steps.goTo;
import static org.wangge.browser.Steps.reach;
import static org.wangge.browser.Steps.waitForFocus;

import com.microsoft.playwright.Page;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Dialogs and cards by the keyboard alone, in Chromium on the sample city: the focus goes into a dialog, stays in it, can be
/// seen, and comes back to where it was.
@Timeout(600)
class DialogKeysTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser second;
    private static TestServer.Browser approver;
    private static TestServer.Browser admin;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        second = city.server.member("zhao", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
        admin = city.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
    }

    @Test
    void aConflictIsSettled() {
        Stroke stroke = city.findStroke(0);
        long plan = Steps.draft(planner, "East", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            reach(page, "heading-comments");
            goTo(page, "comment-note");
            page.keyboard().type("A word in bet");
            Steps.publish(Steps.draft(second, "Faster", stroke.flatter()), second, approver);
            testId(page, "conflict-dialog").waitFor();
            page.keyboard().press("Enter");
            assertTrue(testId(page, "conflict-dialog").isVisible(), "who is typing chooses nothing by accident");
            stays(page, 12);
            page.keyboard().press("Escape");
            waitForFocus(page, "comment-note");
            assertEquals("A word in bet", testId(page, "comment-note").inputValue());
            reach(page, "resolve");
            testId(page, "conflict-dialog").waitFor();
            page.keyboard().press("Escape");
            waitForFocus(page, "resolve");
            page.keyboard().press("Enter");
            reach(page, "keep-mine");
            page.waitForFunction(
                    "() => window.wangge.state().plan && !window.wangge.state().plan.conflict", null, City.patience());
            page.waitForFunction("() => document.activeElement.closest('.card.plan')", null, City.patience());
            assertTrue(!city.server.get("/api/plans/" + plan).json().at("/result/strips").isEmpty(), "mine stays");
        }
    }

    @Test
    void aPastStateIsComparedAndRestored() {
        Steps.publish(Steps.draft(second, "Kept", city.findStroke(8)), second, approver);
        Steps.publish(Steps.draft(second, "Regretted", city.findStroke(3)), second, approver);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            reach(page, "plans");
            reach(page, "tab-revisions");
            testId(page, "revision-row").first().waitFor();
            assertEquals("tab-revisions", focused(page), "the tab keeps the focus");
            stays(page, 20);
            page.keyboard().press("Escape");
            waitForFocus(page, "plans");
            page.keyboard().press("Enter");
            testId(page, "revision-row").first().waitFor();
            reach(page, "revision-compare");
            waitForFocus(page, "compare-from");
            int from = ((Number) page.evaluate("() => window.wangge.state().comparison.from")).intValue();
            page.keyboard().press("ArrowDown");
            page.waitForFunction("from => window.wangge.state().comparison.from !== from", from, City.patience());
            waitForFocus(page, "compare-from");
            reach(page, "compare-close");
            waitForFocus(page, "plans");
            page.keyboard().press("Enter");
            testId(page, "revision-row").first().waitFor();
            reach(page, "revision-show");
            testId(page, "banner").waitFor();
            reach(page, "back-to-today");
            waitForFocus(page, "map");
            reach(page, "plans");
            testId(page, "revision-row").nth(1).waitFor();
            page.locator("[data-testid=revision-row]:nth-child(2) [data-testid=revision-restore]").focus();
            page.keyboard().press("Enter");
            testId(page, "submit").waitFor();
            waitForFocus(page, "plan-card");
        }
    }

    @Test
    void theListsOfPlansComeAnewUnderTheHandsOfWhoIsInThem() {
        Steps.draft(planner, "Mine");
        Steps.publish(Steps.draft(second, "Done", city.findStroke(6)), second, approver);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            reach(page, "plans");
            for (String tab : new String[] {"mine", "others", "revisions"}) {
                reach(page, "tab-" + tab);
                testId(page, tab.equals("revisions") ? "revision-row" : "plan-row").first().waitFor();
                List<?> keys = (List<?>) page.evaluate(
                        "() => [...document.querySelectorAll('#dialog :is(button, input)')].map(e => e.dataset.key)");
                for (Object key : new LinkedHashSet<>(keys)) {
                    page.evaluate("key => document.querySelector(`#dialog [data-key='${key}']`).focus()", key);
                    long plan = Steps.draft(second, "While " + key);
                    page.waitForFunction("id => window.wangge.state().plans.some(p => String(p.id) === id)", String.valueOf(plan),
                            City.patience());
                    assertEquals(key, page.evaluate("() => document.activeElement.dataset.key"));
                }
            }
        }
    }

    @Test
    void aReviewIsReadCommentedAndApprovedAndTheFocusNeverFallsOutOfTheCard() {
        long plan = Steps.draft(planner, "North", city.findStroke(5));
        Steps.change(planner, plan, "submit", "");
        try (Seat seat = city.desk(approver)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "approve").waitFor();
            reach(page, "heading-comments");
            goTo(page, "comment-note");
            page.keyboard().type("Fine");
            reach(page, "comment-send");
            testId(page, "summary-comments").waitFor();
            page.waitForFunction("() => document.activeElement.closest('.card.plan')", null, City.patience());
            reach(page, "summary-comments");
            assertTrue((boolean) page.evaluate("() => document.activeElement.closest('[data-testid=section-comments]')?.open"));
            reach(page, "approve");
            waitForFocus(page, "words");
            stays(page, 6);
            page.keyboard().press("Escape");
            waitForFocus(page, "approve");
            page.keyboard().press("Enter");
            waitForFocus(page, "words");
            reach(page, "confirm");
            testId(page, "publish").waitFor();
            page.waitForFunction("() => document.activeElement.closest('.card.plan')", null, City.patience());
        }
    }

    @Test
    void anAccountIsChangedAndTheTrailRead() {
        try (Seat seat = city.desk(admin)) {
            Page page = seat.open("/?lang=en");
            reach(page, "account");
            testId(page, "grants").waitFor();
            reach(page, "admin");
            testId(page, "accounts").waitFor();
            stays(page, 12);
            reach(page, "audit-tab");
            testId(page, "audit-export").waitFor();
            assertEquals("audit-tab", focused(page), "the tab keeps the focus");
            reach(page, "accounts-tab");
            testId(page, "accounts").waitFor();
            reach(page, "edit-zhao");
            testId(page, "grant-role").waitFor();
            goTo(page, "grant-role");
            // one letter: of several the browser takes each that comes late for the first of another word
            page.keyboard().press("A");
            assertEquals("approver", testId(page, "grant-role").inputValue());
            reach(page, "grant-add");
            reach(page, "account-save");
            testId(page, "edit-zhao").waitFor();
            page.keyboard().press("Escape");
            waitForFocus(page, "account");
            String grants = city.server.get("/api/accounts").json().toString();
            assertTrue(grants.matches(".*\"name\":\"zhao\".*?\"role\":\"approver\".*"), grants);
            page.keyboard().press("Enter");
            testId(page, "grants").waitFor();
            reach(page, "change-password");
            waitForFocus(page, "password-new");
            page.keyboard().press("Escape");
            waitForFocus(page, "account");
        }
    }

    /// Goes on with the tabulator: what has the focus is always in the dialog (or the browser's own bar), and always visibly so.
    private static void stays(Page page, int times) {
        for (int i = 0; i < times; i++) {
            page.keyboard().press("Tab");
            String where = (String) page.evaluate("""
                    () => {
                        const now = document.activeElement;
                        if (now === document.body) return 'in';
                        if (!now.closest('dialog[open]')) return 'out: ' + now.outerHTML.slice(0, 100);
                        const { outlineStyle, outlineWidth } = getComputedStyle(now);
                        const seen = outlineStyle !== 'none' && outlineWidth !== '0px';
                        return seen ? 'in' : 'unseen: ' + now.outerHTML.slice(0, 100);
                    }""");
            assertEquals("in", where);
        }
    }
}
