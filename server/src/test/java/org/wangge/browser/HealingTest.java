package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.testing.Effort;
import org.wangge.testing.TcpGate;
import org.wangge.testing.TestServer;

/// The way between the page and the server is cut, for each request and for all, while one goes on looking around and others
/// publish; the map heals by itself, shows what a page shows that is opened then, and says of itself what is true.
@Timeout(900)
class HealingTest extends CityFixture {

    /// What the page has: each tile of the view, by its place, with a number of what is painted there, and the list of grids.
    private static final String HAS = """
            () => {
                const has = {};
                const bounds = window.wangge.map.getPixelBounds();
                window.wangge.map.eachLayer(layer => {
                    for (const [key, tile] of Object.entries(layer._tiles ?? {})) {
                        const size = layer.getTileSize();
                        const at = tile.coords.scaleBy(size);
                        const seen = at.x < bounds.max.x && at.x + size.x > bounds.min.x
                            && at.y < bounds.max.y && at.y + size.y > bounds.min.y;
                        if (!tile.current || !seen || !tile.el.getContext) continue;
                        const { width, height } = tile.el;
                        const { data } = tile.el.getContext('2d').getImageData(0, 0, width, height);
                        let hash = 0;
                        for (let i = 0; i < data.length; i++) hash = (31 * hash + data[i]) | 0;
                        has[`${layer.options.className} ${key}`] = hash;
                    }
                });
                const { list } = window.wangge.state();
                has.grids = JSON.stringify(list.grids.toSorted((a, b) => a.id - b.id));
                has.position = list.position;
                return has;
            }""";

    private static final String WELL = """
            position => {
                const { live, failures, list, stale } = window.wangge.state();
                return live === 'live' && !stale && !Object.keys(failures).length && list.position === position
                    && document.querySelector('[data-testid=live]').dataset.state === 'live'
                    && document.querySelector('#progress').hidden && !document.querySelector('.failure');
            }""";

    @Test
    void afterAnyCutTheMapIsWhatANewPageShows() throws Exception {
        TestServer.Browser planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        TestServer.Browser approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
        try (TcpGate gate = new TcpGate("127.0.0.1", URI.create(city.server.url()).getPort())) {
            Seat seat = Seat.unused(city.server, Chromium.Device.DESK, null);
            Page page = seat.page();
            page.navigate("http://127.0.0.1:" + gate.port() + "/?at=13/31.403/123.045&lang=en");
            City.ready(page);
            page.waitForFunction("() => window.wangge.state().live === 'live'");
            Effort.seeds(1, 4, 60, seed -> {
                Random random = new Random(seed);
                trouble(gate, random);
                for (int i = 0; i < 4; i++) {
                    wander(page, random);
                }
                if (seed % 4 == 1) {
                    Steps.publish(Steps.draft(planner, "Round " + seed, city.findStroke(random.nextInt(6))), planner, approver);
                }
                wander(page, random);
                gate.open();
                // what was swallowed is lost, and the system says so
                gate.cut();
                page.evaluate("() => dispatchEvent(new Event('online'))");
                page.waitForFunction(WELL, position(), City.patience());
                Calm.await(page);
                assertEquals(fresh(page), has(page));
            });
            page.close();
            seat.close();
        }
    }

    @Test
    void theHeaderTellsTheTruthAndOldTilesStayWhileTheBrowserIsOffline() {
        Seat seat = Seat.unused(city.server, Chromium.Device.DESK, null);
        try (seat) {
            Page page = seat.open("/?at=13/31.403/123.045&lang=en");
            page.waitForFunction("() => window.wangge.state().live === 'live'");
            Calm.await(page);
            Map<?, ?> before = has(page);
            page.context().setOffline(true);
            page.waitForFunction("() => document.querySelector('[data-testid=live]').dataset.state === 'lost'", null,
                    City.patience());
            testId(page, "zoom-in").click();
            Calm.await(page);
            testId(page, "zoom-out").click();
            Calm.await(page);
            assertEquals(before, has(page), "what was there is there");
            testId(page, "zoom-in").click();
            page.evaluate("() => window.wangge.map.panBy([900, 300], { animate: false })");
            page.waitForFunction("() => Object.keys(window.wangge.state().failures).length > 0", null, City.patience());
            assertTrue((boolean) page.evaluate("() => document.querySelector('#progress').hidden"), "nothing is loading");
            page.context().setOffline(false);
            page.waitForFunction(WELL, position(), City.patience());
            Calm.await(page);
            assertEquals(fresh(page), has(page));
        }
    }

    private static void trouble(TcpGate gate, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> gate.cutAfter(random.nextInt(60_000));
            case 1 -> gate.refuse();
            case 2 -> gate.swallow();
            default -> {
                gate.delay(random.nextInt(40));
                gate.cut();
            }
        }
    }

    /// Looks elsewhere, as one does.
    private static void wander(Page page, Random random) {
        page.evaluate("([lat, lon, zoom]) => window.wangge.map.setView([lat, lon], zoom, {animate: false})", List.of(
                31.37 + random.nextDouble() * 0.06, 123.0 + random.nextDouble() * 0.09, 11 + random.nextInt(6)));
        page.evaluate("n => new Promise(resolve => { const go = () => n-- > 0 ? requestAnimationFrame(go) : resolve(); go(); })",
                random.nextInt(30));
    }

    private static String position() {
        return city.server.get("/api/grids").json().get("position").asText();
    }

    private static Map<?, ?> has(Page page) {
        Map<?, ?> has = (Map<?, ?>) page.evaluate(HAS);
        assertTrue(has.size() > 10, () -> "the view is full of tiles: " + has.keySet());
        return has;
    }

    /// What a page has that is opened at the same place, with nothing between it and the server.
    private static Map<?, ?> fresh(Page page) {
        List<?> at = (List<?>) page.evaluate(
                "() => { const { lat, lng } = window.wangge.map.getCenter(); return [window.wangge.map.getZoom(), lat, lng]; }");
        try (Seat seat = city.desk()) {
            Page other = seat.open("/?at=" + at.get(0) + "/31.4/123.04&lang=en");
            other.evaluate("([zoom, lat, lon]) => window.wangge.map.setView([lat, lon], zoom, {animate: false})", at);
            Calm.await(other);
            return has(other);
        }
    }
}
