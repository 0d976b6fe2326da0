package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.jobs.Jobs;
import org.wangge.model.Actor;
import org.wangge.model.Job;
import org.wangge.problem.Problem;
import org.wangge.testing.TestServer;

/// Every main state of the page, entered once in each language and looked at in three sizes: nothing is cut, covered, without
/// translation or complained of, and at a desk in English and on a phone in Chinese axe finds nothing moderate, serious or
/// critical. With `-Dwangge.pictures=true` all that is seen is kept as pictures.
@Timeout(300)
class AccessibilityTest extends CityFixture {

    /// A state: who looks, at which address, and what is done there.
    private record State(String name, TestServer.Browser who, String query, Consumer<Page> act) {}

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;
    private static TestServer.Browser admin;
    private static Stroke stroke;
    private static long draft;
    private static long waiting;
    private static long returned;
    private static long conflicting;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"},{\"role\":\"planner\"}]");
        admin = city.server.member("wu", PASSWORD, "[{\"role\":\"admin\"}]");
        stroke = city.findStroke(0);
        Stroke other = city.findStroke(3);
        conflicting = Steps.draft(planner, "Conflicting", other);
        Steps.publish(Steps.draft(planner, "Sooner", other.flatter()), planner, approver);
        draft = Steps.draft(planner, "Draft", stroke);
        waiting = Steps.draft(planner, "Waiting", stroke);
        planner.send("POST", "/api/plans/" + waiting + "/comments", "{\"grid\":" + stroke.a() + ",\"note\":\"Why here?\"}");
        Steps.change(planner, waiting, "submit", "{\"note\":\"A straighter border\"}");
        returned = Steps.draft(planner, "Returned", stroke);
        Steps.change(planner, returned, "submit", "");
        Steps.change(approver, returned, "return", "{\"reason\":\"Not across the canal\"}");
        // One that goes on, one that waits, one that has failed.
        Jobs jobs = city.server.work().jobs();
        jobs.start(Job.Kind.BACKUP, "", new Actor(1, "wu"), job -> {}, task -> {
            throw new Problem.BadInput("The disk is full.", "Make room.").asException();
        });
        for (int i = 0; i < 2; i++) {
            jobs.start(Job.Kind.IMPORT, "ports.csv", new Actor(1, "wu"), job -> {}, task -> {
                while (true) {
                    task.at(3, 10);
                    LockSupport.parkNanos(1_000_000);
                }
            });
        }
    }

    @Test
    void nothingIsWrongInAnyStateInEitherLanguageAtAnySize() {
        List<String> found = new ArrayList<>();
        for (TestServer.Browser who : new TestServer.Browser[] {null, planner, approver, admin}) {
            try (Seat seat = city.desk(who); Looks looks = new Looks(seat.page())) {
                for (State state : states()) {
                    if (state.who() == who) {
                        try {
                            visit(seat, state, looks, found);
                        } catch (PlaywrightException e) {
                            found.add(state.name() + " is not reached: " + e.getMessage());
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), found, () -> String.join("\n", found));
    }

    private static void visit(Seat seat, State state, Looks looks, List<String> found) {
        Page page = seat.open(state.query() + "&lang=en");
        state.act().accept(page);
        look(page, state, Size.DESK, "en", looks, found);
        look(page, state, Size.LAPTOP, "en", looks, found);
        look(page, state, Size.PHONE, "en", looks, found);
        if ((boolean) page.evaluate("() => document.querySelector('dialog[open]') !== null")) {
            // the language cannot be changed meanwhile
            seat.open(state.query() + "&lang=zh-CN");
        } else {
            page.evaluate("() => document.querySelector('[data-key=lang-zh-CN]').click()");
            page.waitForFunction("() => window.wangge.state().lang === 'zh-CN'");
        }
        Calm.await(page);
        state.act().accept(page);
        look(page, state, Size.PHONE, "zh-CN", looks, found);
        look(page, state, Size.LAPTOP, "zh-CN", looks, found);
        look(page, state, Size.DESK, "zh-CN", looks, found);
    }

    private static void look(Page page, State state, Size size, String lang, Looks looks, List<String> found) {
        size.take(page);
        // colours are judged when nothing moves any more
        Calm.await(page);
        String name = state.name() + " " + lang + " " + size;
        looks.wrong(lang).forEach(each -> found.add(name + ": " + each));
        if (Boolean.getBoolean("wangge.pictures")) {
            City.picture(page, "state-" + name.replace(' ', '-'));
        }
        if (size == Size.DESK == lang.equals("en") && size != Size.LAPTOP) {
            found.addAll(keyless(page, name));
            try {
                Axe.check(page, name);
            } catch (AssertionError e) {
                found.add(e.getMessage());
            }
        }
        if (size == Size.PHONE) {
            unreadable(page).forEach(each -> found.add(name + ": what is to be written cannot be read: " + each));
        }
    }

    /// What a window is made into, and whether it is touched.
    private enum Size {
        DESK(1440, 900),
        LAPTOP(1024, 700),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }

        void take(Page page) {
            page.setViewportSize(width, height);
            JsonObject touch = new JsonObject();
            touch.addProperty("enabled", this == PHONE);
            CDPSession session = page.context().newCDPSession(page);
            session.send("Emulation.setTouchEmulationEnabled", touch);
            if (this != PHONE) {
                session.detach();
            }
        }
    }

    @Test
    void whatIsWrongIsFound() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en");
            page.evaluate("() => document.querySelector('[data-testid=zoom-in]').removeAttribute('aria-label')");
            page.evaluate("() => document.querySelector('[data-testid=zoom-in]').removeAttribute('title')");
            AssertionError found = assertThrows(AssertionError.class, () -> Axe.check(page, "a button without a name"));
            assertTrue(found.getMessage().contains("critical button-name"), found.getMessage());
        }
    }

    private static List<State> states() {
        List<State> states = new ArrayList<>();
        String grid = "/?grid=" + stroke.a();
        String plan = "/?plan=";
        String map = "/?layers=base,grids,buildings";
        states.add(new State("map", null, map, page -> {}));
        states.add(new State("table", null, map + "&table=1", page -> testId(page, "row").first().waitFor()));
        states.add(new State("cells", null, map + "&mode=cells", page -> page.waitForFunction(
                "() => document.querySelector('.tiles-cells canvas')", null, City.patience())));
        states.add(new State("hot spots", null, map + "&mode=spots&metric=churn", page -> page.waitForFunction(
                "() => window.wangge.state().spots?.rows.some(r => r.grids)", null, City.patience())));
        states.add(new State("help", null, map, page -> page.keyboard().press("?")));
        states.add(new State("sign-in", null, map, page -> see(page, "account", "sign-in-name")));
        states.add(new State("grid", planner, grid, page -> reveal(page, "grid-card")));
        states.add(new State("split tool", planner, grid, page -> tool(page, "s")));
        states.add(new State("reshape tool", planner, grid, page -> tool(page, "r")));
        states.add(new State("draft", planner, plan + draft, page -> reveal(page, "submit")));
        states.add(new State("returned", planner, plan + returned, page -> reveal(page, "returned")));
        states.add(new State("conflict", planner, plan + conflicting, page -> testId(page, "keep-mine").waitFor()));
        states.add(new State("review", approver, plan + waiting, page -> reveal(page, "approve")));
        states.add(new State("approve", approver, plan + waiting, page -> {
            reveal(page, "approve");
            see(page, "approve", "words");
        }));
        states.add(new State("inbox", approver, map, page -> see(page, "plans", "plan-open")));
        states.add(new State("past", planner, map + "&revision=0", page -> testId(page, "banner").waitFor()));
        states.add(new State("compare", planner, map + "&compare=0-1", page -> testId(page, "compare-card").waitFor()));
        states.add(new State("account", admin, map, page -> see(page, "account", "grants")));
        states.add(new State("password", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "change-password", "password-new");
        }));
        states.add(new State("tokens", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "tokens", "token-name");
        }));
        states.add(new State("admin", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "admin", "accounts");
        }));
        states.add(new State("an account", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "admin", "accounts");
            see(page, "edit-li", "grant-role");
        }));
        states.add(new State("jobs", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "admin", "accounts");
            see(page, "jobs-tab", "job");
        }));
        states.add(new State("audit", admin, map, page -> {
            see(page, "account", "grants");
            see(page, "admin", "accounts");
            see(page, "audit-tab", "audit-export");
        }));
        return states;
    }

    /// Who has another language come, or other figures, goes on where they were.
    @Test
    void theFocusStaysWhenAllIsDrawnAnew() {
        List<State> states = states();
        List<Object> done = new ArrayList<>();
        List<Object> lost = new ArrayList<>();
        for (String name : List.of("table", "draft", "review", "compare")) {
            State state = states.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
            try (Seat seat = city.desk(state.who())) {
                Page page = seat.open(state.query() + "&lang=en&grid=" + stroke.a());
                state.act().accept(page);
                testId(page, "grid-card").waitFor();
                Calm.await(page);
                List<?> found = (List<?>) page.evaluate("""
                        async done => {
                            const lost = [];
                            const control = key => document.querySelector(`[data-key="${CSS.escape(key)}"]`);
                            const keys = [...document.querySelectorAll('[data-key]:not(:disabled)')]
                                .filter(e => e.checkVisibility() && e.tabIndex === 0)
                                .map(e => e.dataset.key).filter(key => !done.includes(key));
                            for (const key of keys) {
                                control(key)?.focus();
                                const was = document.activeElement.dataset.key;
                                const to = window.wangge.state().lang === 'en' ? 'zh-CN' : 'en';
                                control(`lang-${to}`).click();
                                while (window.wangge.state().lang !== to) await new Promise(requestAnimationFrame);
                                if (was !== key || document.activeElement.dataset.key !== key) lost.push(key);
                            }
                            return [keys, lost];
                        }""", done);
                done.addAll((List<?>) found.getFirst());
                lost.addAll((List<?>) found.getLast());
            }
        }
        assertTrue(done.size() > 50, done::toString);
        assertEquals(List.of(), lost);
    }

    /// Hints in fields that have too little room for them.
    private static List<?> unreadable(Page page) {
        return (List<?>) page.evaluate("""
                () => [...document.querySelectorAll(':is(#dialog, #panel) [placeholder]')].filter(e => {
                    if (!e.checkVisibility()) return false;
                    const style = getComputedStyle(e);
                    const pen = new OffscreenCanvas(1, 1).getContext('2d');
                    pen.font = style.font;
                    const room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
                    return pen.measureText(e.placeholder).width > room;
                }).map(e => e.placeholder)""");
    }

    /// Controls that lose the focus when what is around them is drawn anew, because they have no `data-key` or share it. What
    /// stands in the page from the beginning has an id; toasts are never drawn anew, and Leaflet's name is not ours.
    private static List<String> keyless(Page page, String state) {
        List<?> found = (List<?>) page.evaluate("""
                () => {
                    const controls = 'button, input:not([type=hidden]), select, textarea, summary, a[href], [tabindex="0"]';
                    const all = [...document.querySelectorAll(controls)]
                        .filter(e => !e.id && !e.closest('#toasts, .leaflet-control'));
                    const times = Map.groupBy(all, e => e.dataset.key);
                    return all.filter(e => !e.dataset.key || times.get(e.dataset.key).length > 1)
                        .map(e => e.outerHTML.slice(0, 200));
                }""");
        return found.stream().map(control -> state + ": has no key of its own: " + control).toList();
    }

    private static void see(Page page, String button, String then) {
        page.locator("button[data-testid='" + button + "']").first().click();
        testId(page, then).first().waitFor();
    }

    /// On a phone the panel is a sheet that has to be drawn up.
    private static void reveal(Page page, String id) {
        Locator toggle = testId(page, "panel-toggle");
        if (toggle.isVisible() && "false".equals(toggle.getAttribute("aria-expanded"))) {
            toggle.click();
        }
        testId(page, id).first().waitFor();
    }

    private static void tool(Page page, String key) {
        page.keyboard().press(key);
        page.waitForFunction("() => window.wangge.state().tool !== 'select'");
        page.locator("[data-testid=tool-card]:visible, [data-testid=plan-card]:visible").first().waitFor();
    }
}
