package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.access.Access;
import org.wangge.api.Exposure;
import org.wangge.model.Table;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// What an admin and a new colleague do in Chromium, where nothing is shown without signing in.
@Tag("browser")
@Timeout(240)
class AccountJourneyTest {

    private static final String PASSWORD = "correct horse 9";

    @TempDir
    static Path folder;

    private static TestServer server;
    /// The grid that W1 is in charge of.
    private static long mine;

    @BeforeAll
    static void start() {
        var store = TestDatabases.geoPackage(folder).open(TestTown.CONTENT);
        server = new TestServer(store, new Access.Settings(false, false, null), Exposure.loopback(0), Clock.systemUTC());
        server.member("root", PASSWORD, "[{\"role\":\"admin\"}]");
        mine = store.codes(Table.GRIDS).get("D");
        long plan = server.post("/api/plans", "{\"name\":\"x\"}").json().get("id").asLong();
        server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + mine + ",\"attributes\":{\"person\":\"W1\"}}");
        assertEquals(200, server.publish(plan).status());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void anAdminLetsAColleagueInByTheKeyboardAlone() {
        List<String> complaints = new ArrayList<>();
        String once;
        try (BrowserContext context = Chromium.desk()) {
            Page page = open(context, complaints);
            page.keyboard().press("Escape");
            assertTrue(testId(page, "sign-in-name").isVisible(), "the dialog can't be left");
            type(page, "root", "wrong password");
            testId(page, "complaint").waitFor();
            assertEquals("Name or password is wrong.", testId(page, "complaint").textContent());
            testId(page, "sign-in-password").fill(PASSWORD);
            page.keyboard().press("Enter");
            ready(page);
            assertEquals("true", testId(page, "tool-reshape").getAttribute("aria-disabled"), "an admin does not draw");

            press(page, "account");
            press(page, "admin");
            press(page, "account-new");
            testId(page, "account-name").fill("han");
            testId(page, "grant-role").selectOption("planner");
            testId(page, "grant-where").selectOption("grid " + server.store().codes(Table.GRIDS).get("P1"));
            press(page, "grant-add");
            testId(page, "account-person").fill("W1");
            page.locator("[data-testid=account-person]:valid").waitFor();
            press(page, "account-save");
            once = testId(page, "one-time-password").textContent();
            press(page, "audit-tab");
            page.locator("[data-testid=audit] tr").first().waitFor();
            assertTrue(testId(page, "audit").textContent().contains("account.create"));
        }
        try (BrowserContext context = Chromium.phone()) {
            Page page = open(context, complaints);
            type(page, "han", once);
            testId(page, "password-new").fill("another horse 7");
            testId(page, "password-again").fill("another horse 8");
            page.keyboard().press("Enter");
            testId(page, "complaint").waitFor();
            testId(page, "password-again").fill("another horse 7");
            page.keyboard().press("Enter");
            ready(page);
            assertEquals(null, testId(page, "tool-reshape").getAttribute("aria-disabled"), "a planner draws");
            press(page, "account");
            testId(page, "grants").waitFor();
            assertEquals("Planner · 南区", testId(page, "grants").textContent());
            assertEquals(390, ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue(),
                    "nothing sticks out sideways");
            press(page, "my-grids");
            page.waitForFunction("id => window.wangge.state().grid === id", Math.toIntExact(mine));
            press(page, "account");
            press(page, "sign-out");
            testId(page, "sign-in-name").waitFor();
        }
        assertEquals(List.of(), complaints);
    }

    private static Page open(BrowserContext context, List<String> complaints) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.navigate(server.url() + "/?lang=en");
        testId(page, "sign-in-name").waitFor();
        return page;
    }

    private static void type(Page page, String name, String password) {
        testId(page, "sign-in-name").fill(name);
        testId(page, "sign-in-password").fill(password);
        page.keyboard().press("Enter");
    }

    /// By the keyboard: focus and Enter.
    private static void press(Page page, String id) {
        Locator button = page.locator("button[data-testid='" + id + "']");
        button.waitFor();
        button.focus();
        page.keyboard().press("Enter");
    }

    private static void ready(Page page) {
        page.waitForFunction("() => window.wangge?.ready === true && window.wangge.state().list?.grids.length > 0", null,
                new Page.WaitForFunctionOptions().setTimeout(30_000));
    }

    private static Locator testId(Page page, String id) {
        return page.locator("[data-testid='" + id + "']");
    }
}
