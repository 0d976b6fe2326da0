package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Page;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// What journeys around plans do again and again: the steps of a plan over HTTP, and going through the page by the keyboard
/// alone.
final class Steps {

    private Steps() {}

    /// Begins a plan with these borders and returns its id.
    static long draft(TestServer.Browser by, String name, Stroke... strokes) {
        long plan = by.send("POST", "/api/plans", "{\"name\":\"" + name + "\"}").json().get("id").asLong();
        for (Stroke stroke : strokes) {
            change(by, plan, "commands", stroke.command());
        }
        return plan;
    }

    static void change(TestServer.Browser by, long plan, String step, String body) {
        TestServer.Answer answer = by.change(plan, step, body);
        assertEquals(200, answer.status(), answer::text);
    }

    /// Submits a plan, has it approved and publishes it.
    static void publish(long plan, TestServer.Browser by, TestServer.Browser approver) {
        change(by, plan, "submit", "");
        change(approver, plan, "approve", "");
        change(by, plan, "publish", "");
    }

    /// Goes there with the tabulator.
    static void goTo(Page page, String id) {
        testId(page, id).first().waitFor();
        for (int i = 0; i < 250 && !id.equals(focused(page)); i++) {
            page.keyboard().press("Tab");
        }
        assertEquals(id, focused(page), "can be reached with the tabulator");
    }

    /// Goes there with the tabulator and presses Enter.
    static void reach(Page page, String id) {
        goTo(page, id);
        page.keyboard().press("Enter");
    }

    /// The test id of what has the focus; empty for what has none.
    static String focused(Page page) {
        return (String) page.evaluate("() => document.activeElement?.dataset.testid ?? ''");
    }

    static void waitForFocus(Page page, String id) {
        page.waitForFunction("id => document.activeElement?.dataset.testid === id", id, City.patience());
    }
}
