package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.wangge.testing.TestServer;

/// A place before the browser that a test has for itself, in the name of an account or of nobody. Who leaves it takes cookies and
/// storage along, and the next test on such a device finds the same page: a new one would cost more than most of what is done in
/// it. What is about a browser that has never been here takes [#unused].
final class Seat implements AutoCloseable {

    /// Pages that nobody sits before.
    private static final Map<Chromium.Device, Deque<Page>> FREE = new EnumMap<>(Chromium.Device.class);

    /// Its history holds fifty at most, and a test may count them.
    private static final int MANY_STEPS = 25;

    private final String url;
    private final Chromium.Device device;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final Consumer<String> listener = complaints::add;

    private Seat(TestServer server, Chromium.Device device, TestServer.Browser session, Page page) {
        url = server.url();
        this.device = device;
        this.page = page;
        page.onPageError(listener);
        if (session != null) {
            String[] cookie = session.cookie().split("=", 2);
            page.context().addCookies(List.of(new Cookie(cookie[0], cookie[1]).setUrl(url)));
        }
    }

    /// `session` is null for nobody.
    static Seat take(TestServer server, Chromium.Device device, TestServer.Browser session) {
        Page left = FREE.computeIfAbsent(device, _ -> new ArrayDeque<>()).poll();
        return left == null ? unused(server, device, session) : new Seat(server, device, session, left);
    }

    /// One where nobody sat before: nothing is kept there of any server.
    static Seat unused(TestServer server, Chromium.Device device, TestServer.Browser session) {
        return new Seat(server, device, session, Chromium.context(device).newPage());
    }

    /// Loads the map anew.
    Page open(String path) {
        show(path);
        City.ready(page);
        return page;
    }

    /// What is shown there, or was last.
    Page page() {
        return page;
    }

    /// The same where no city may be.
    Page show(String path) {
        page.navigate(url + path);
        return page;
    }

    /// Fails when the page met an error of its own.
    @Override
    public void close() {
        page.offPageError(listener);
        if (page.isClosed() || ((Number) page.evaluate("() => history.length")).intValue() > MANY_STEPS) {
            page.context().close();
        } else {
            leave();
            FREE.computeIfAbsent(device, _ -> new ArrayDeque<>()).push(page);
        }
        assertEquals(List.of(), complaints);
    }

    private void leave() {
        page.unrouteAll();
        // It asks whether one wants to lose what is not saved.
        Consumer<Dialog> yes = Dialog::accept;
        page.onDialog(yes);
        // A page of the same server, so that the process stays.
        page.navigate(url + "/health/live");
        page.offDialog(yes);
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }");
        page.context().clearCookies();
        page.setViewportSize(device.width(), device.height());
        page.mouse().move(0, 0);
    }
}
