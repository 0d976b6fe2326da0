package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;
import static org.wangge.browser.Steps.change;
import static org.wangge.browser.Steps.draft;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Plans that leave the hands of who draws in them, by whomever, in Chromium on the sample city: tools are laid down, what was
/// drawn and is not saved stays within reach, and nothing is taken from who is at something else.
@Timeout(300)
class LeftPlansTest extends CityFixture {

    private static TestServer.Browser planner;
    private static TestServer.Browser second;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        second = city.server.member("zhao", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void aToolIsLaidDownWhenItsPlanIsSubmittedAnywhereAndNoneIsTakenUpUntilItIsBack() {
        long plan = draft(planner, "Under review", city.findStroke(0));
        long other = draft(planner, "Other");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            City.live(page);
            take(page);
            change(planner, plan, "submit", "");
            tool(page, "select");
            page.keyboard().press("r");
            testId(page, "toast-info").getByText("This plan is Submitted. Withdraw it, or put it aside, to draw.").waitFor();
            tool(page, "select");
            testId(page, "withdraw").click();
            testId(page, "submit").waitFor();
            take(page);
            testId(page, "submit").click();
            testId(page, "confirm").click();
            tool(page, "select");
            testId(page, "withdraw").click();
            testId(page, "submit").waitFor();
            take(page);
            testId(page, "plan-close").click();
            tool(page, "select");
            take(page);
            testId(page, "plans").click();
            page.locator("[data-testid=plan-row][data-plan='" + other + "']").click();
            tool(page, "select");
            page.waitForFunction("() => window.wangge.state().plan?.name === 'Other'", null, City.patience());
            take(page);
            city.server.change("DELETE", other, "", null);
            tool(page, "select");
        }
    }

    @Test
    void whoIsSignedOutElsewhereHasNoToolInHand() {
        long plan = draft(planner, "Signed out", city.findStroke(6));
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "undo").waitFor();
            take(page);
            page.context().clearCookies();
            testId(page, "undo").click();
            tool(page, "select");
            assertEquals("Sign in", testId(page, "account").innerText());
        }
    }

    @Test
    void whatIsNotSavedOutlivesItsPlanAndIsDoneInAnother() {
        Stroke stroke = city.findStroke(1);
        Stroke elsewhere = apart(stroke);
        long plan = draft(planner, "Left", stroke);
        long next = draft(planner, "Next");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            City.live(page);
            page.route("**/api/plans/*/commands", route -> route.abort());
            drawn(page, elsewhere);
            testId(page, "unsaved-again").waitFor();
            assertEquals("Not saved", testId(page, "saved").textContent());
            Steps.publish(plan, planner, approver);
            page.waitForFunction("() => window.wangge.state().planId === null", null, City.patience());
            tool(page, "select");
            testId(page, "unsaved-new").waitFor();
            String words = testId(page, "unsaved").textContent();
            assertTrue(words.contains("It was drawn in “Left”."), words);
            assertEquals("", testId(page, "saved").textContent(), "no plan is open");
            City.picture(page, "unsaved-left");
            testId(page, "plans").click();
            page.locator("[data-testid=plan-row][data-plan='" + next + "']").click();
            page.waitForFunction("() => window.wangge.state().plan?.name === 'Next'", null, City.patience());
            assertFalse(testId(page, "saved").textContent().contains("Not saved"), "all of this one is");
            page.unroute("**/api/plans/*/commands");
            testId(page, "unsaved-new").click();
            page.waitForFunction(
                    "() => window.wangge.state().plan?.commands.length === 1 && window.wangge.state().unsaved.length === 0",
                    null, City.patience());
            assertTrue(((Number) page.evaluate("() => window.wangge.state().planId")).longValue() > next);
            assertTrue(city.server.get("/api/plans/" + next).json().get("commands").isEmpty());
            assertEquals(0, testId(page, "unsaved").count());
        }
    }

    @Test
    void whatIsNotSavedWhenItsPlanIsSubmittedIsDoneInACopy() {
        Stroke stroke = city.findStroke(2);
        long plan = draft(planner, "Waits", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            City.live(page);
            before(page, () -> change(planner, plan, "submit", ""));
            drawn(page, apart(stroke));
            testId(page, "unsaved-copy").waitFor();
            tool(page, "select");
            testId(page, "unsaved-copy").click();
            page.waitForFunction("() => window.wangge.state().plan?.name === 'Waits (copy)'"
                    + " && window.wangge.state().plan.commands.length === 2", null, City.patience());
            page.waitForFunction("() => window.wangge.state().unsaved.length === 0", null, City.patience());
            assertEquals("submitted", city.server.get("/api/plans/" + plan).json().get("status").asText());
        }
    }

    @Test
    void whatIsDrawnInAPlanThatIsDeletedJustThenIsNotLost() {
        Stroke stroke = city.findStroke(3);
        long plan = draft(planner, "Deleted", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            before(page, () -> city.server.change("DELETE", plan, "", null));
            drawn(page, apart(stroke));
            testId(page, "unsaved-new").waitFor();
            page.waitForFunction("() => window.wangge.state().planId === null", null, City.patience());
            testId(page, "unsaved-drop").click();
            page.waitForFunction("() => document.querySelector('[data-testid=plan-card]') === null", null, City.patience());
        }
    }

    @Test
    void aConflictWaitsUntilWhatOneFillsInIsDone() {
        Stroke stroke = city.findStroke(4);
        long plan = draft(planner, "Filled in", stroke);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan + "&grid=" + apart(stroke).a());
            testId(page, "grid-edit").click();
            testId(page, "attribute-name").fill("Half a na");
            City.live(page);
            Object view = page.evaluate("() => window.wangge.map.getCenter().toString()");
            Steps.publish(draft(second, "Faster", stroke.flatter()), second, approver);
            testId(page, "conflict").waitFor();
            testId(page, "toast-info").getByText("Once you are done here you are asked whose stay.").waitFor();
            Calm.await(page);
            assertEquals(0, testId(page, "conflict-dialog").count());
            assertEquals(view, page.evaluate("() => window.wangge.map.getCenter().toString()"));
            assertEquals("Half a na", testId(page, "attribute-name").inputValue());
            testId(page, "attributes-cancel").click();
            testId(page, "conflict-dialog").waitFor();
        }
    }

    private static void take(Page page) {
        page.keyboard().press("r");
        testId(page, "tool-card").waitFor();
        tool(page, "reshape");
        Calm.await(page);
    }

    private static void tool(Page page, String tool) {
        page.waitForFunction("tool => window.wangge.state().tool === tool", tool, City.patience());
    }

    /// Does this after the page has sent its step, and before the server has it.
    private static void before(Page page, Runnable act) {
        AtomicBoolean first = new AtomicBoolean(true);
        page.route("**/api/plans/*/commands", route -> {
            if (first.getAndSet(false)) {
                act.run();
            }
            route.resume();
        });
    }

    private static void drawn(Page page, Stroke stroke) {
        City.look(page, stroke.path()[4]);
        take(page);
        City.draw(page, stroke);
        page.mouse().up();
    }

    private static Stroke apart(Stroke stroke) {
        for (int skip = 5;; skip++) {
            Stroke other = city.findStroke(skip);
            if (List.of(other.a(), other.b()).stream().noneMatch(List.of(stroke.a(), stroke.b())::contains)) {
                return other;
            }
        }
    }
}
