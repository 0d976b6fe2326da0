package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Layer;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// What a planner does, in Chromium on the sample city: open, pick a metric, select a grid, sign in, redraw a border, see both figures change,
/// publish, see it in a second browser, reload, still there.
@Tag("browser")
@Timeout(240)
class JourneyTest {

    private static final Logger LOG = LoggerFactory.getLogger(JourneyTest.class);
    private static final List<String> FLAGS = List.of(
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync");
    private static final int SECONDS = 30_000;
    private static final String PASSWORD = "correct horse 9";
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    @TempDir
    static Path folder;

    private static TestServer server;
    private static Playwright playwright;
    private static Browser browser;

    /// A border between two grids with a path over it that moves buildings: its points in lon/lat.
    private record Stroke(long a, long b, double[][] path) {}

    @BeforeAll
    static void start() throws Exception {
        Store store = TestDatabases.geoPackage(folder).open();
        Importer importer = new Importer(store);
        Map<Layer, String> files = Map.of(
                Layer.BRANCHES, "branches.geojson", Layer.GRIDS, "grids.geojson", Layer.BUILDINGS, "buildings.csv", Layer.PORTS, "ports.csv",
                Layer.SIGHTINGS, "sightings.csv", Layer.BASE, "base.geojson");
        for (Layer layer : List.of(Layer.BRANCHES, Layer.GRIDS, Layer.BUILDINGS, Layer.PORTS, Layer.SIGHTINGS, Layer.BASE)) {
            importer.run(ImportRequest.of(layer, Path.of("../data/demo").resolve(files.get(layer))).withStrict(true));
        }
        server = new TestServer(store);
        server.member("planner", PASSWORD, "[{\"role\":\"planner\"}]");
        Files.createDirectories(SCREENSHOTS);
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String program = System.getenv().getOrDefault("WANGGE_TEST_CHROMIUM", "/usr/bin/chromium");
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(program)).setArgs(FLAGS));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aBorderIsRedrawnPublishedAndSeenByEveryone() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext mine = context();
                BrowserContext theirs = context()) {
            Page page = open(mine, "/?lang=en&table=1", complaints);
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("open.png")));
            List<String> tiles = new ArrayList<>();
            page.onRequest(r -> {
                if (r.url().contains("/tiles/")) {
                    tiles.add(r.url());
                }
            });
            testId(page, "metric").selectOption("port_utilisation");
            page.waitForFunction("() => location.search.includes('metric=port_utilisation')");
            assertEquals(List.of(), tiles, "another metric needs no tile");
            testId(page, "metric").selectOption("penetration");

            Stroke stroke = findStroke();
            double[] middle = stroke.path()[stroke.path().length / 2];
            page.evaluate("([lon, lat]) => window.wangge.map.setView([lat, lon], 16, {animate: false})", List.of(middle[0], middle[1]));
            page.waitForTimeout(500);
            page.locator("[data-testid=row][data-grid-id='" + stroke.a() + "']").first().click();
            testId(page, "grid-card").waitFor();
            page.evaluate("([lon, lat]) => window.wangge.map.setView([lat, lon], 16, {animate: false})", List.of(middle[0], middle[1]));
            Page other = open(theirs, "/?lang=zh-CN&table=1", complaints);
            String before = household(other, stroke.a());

            page.keyboard().press("r");
            testId(page, "sign-in-name").fill("planner");
            testId(page, "sign-in-password").fill(PASSWORD);
            page.keyboard().press("Enter");
            page.waitForFunction("() => window.wangge.state().tool === 'reshape'");
            draw(page, stroke);
            for (long grid : new long[] {stroke.a(), stroke.b()}) {
                assertNotEquals(figure(page, "figure-before", grid), figure(page, "figure-after", grid), "the figures follow the pointer");
            }
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("reshape.png")));
            page.mouse().up();
            Locator publish = testId(page, "publish");
            publish.waitFor();
            String after = figure(page, "figure-after", stroke.a());
            assertEquals(before, household(other, stroke.a()), "a draft is nobody else's");
            publish.click();
            long start = System.nanoTime();
            testId(page, "confirm").click();

            other.waitForFunction(
                    "([grid, households]) => document.querySelector(`[data-testid=row][data-grid-id=\"${grid}\"] [data-metric=households]`)"
                            + "?.dataset.value === households",
                    List.of(String.valueOf(stroke.a()), after), new Page.WaitForFunctionOptions().setTimeout(SECONDS));
            LOG.info("the other browser shows the figures {} ms after the click", (System.nanoTime() - start) / 1_000_000);
            other.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("second-browser.png")));

            page.reload();
            ready(page);
            assertEquals(after, household(page, stroke.a()));
            assertEquals(Integer.parseInt(after), grid(stroke.a()).at("/figures/households").asInt());
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void theFirstPaintIsSmallAndNothingOfItIsMissing() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = context()) {
            Page page = context.newPage();
            List<String> requests = new ArrayList<>();
            long[] bytes = {0};
            page.onRequestFinished(r -> {
                if (!r.url().contains("/tiles/") && !r.url().contains("/api/events")) {
                    requests.add(r.url());
                    bytes[0] += r.sizes().responseBodySize;
                }
            });
            page.onConsoleMessage(m -> {
                if (m.type().equals("error")) {
                    complaints.add(m.text());
                }
            });
            page.navigate(server.url() + "/?lang=zh-CN");
            ready(page);
            assertTrue(requests.size() <= 40, () -> requests.size() + " requests: " + requests);
            assertTrue(bytes[0] <= 150_000, () -> bytes[0] + " bytes: " + requests);
            assertFalse(page.content().contains("{{"), "a text was not filled in");
        }
        assertEquals(List.of(), complaints);
    }

    @Test
    void theMapFitsAPhone() {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844).setHasTouch(true))) {
            Page page = open(context, "/?lang=zh-CN", new ArrayList<>());
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("phone.png")));
            assertEquals(390, ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue(), "nothing sticks out sideways");
        }
    }

    private static BrowserContext context() {
        return browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 900));
    }

    private static Page open(BrowserContext context, String path, List<String> complaints) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.navigate(server.url() + path);
        ready(page);
        return page;
    }

    private static void ready(Page page) {
        page.waitForFunction("() => window.wangge?.ready === true", null, new Page.WaitForFunctionOptions().setTimeout(SECONDS));
        page.waitForFunction("() => window.wangge.state().list?.grids.length > 0", null, new Page.WaitForFunctionOptions().setTimeout(SECONDS));
    }

    private static void draw(Page page, Stroke stroke) {
        boolean first = true;
        for (double[] lonLat : stroke.path()) {
            Object at = page.evaluate("([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }", List.of(lonLat[0], lonLat[1]));
            List<?> xy = (List<?>) at;
            page.mouse().move(((Number) xy.get(0)).doubleValue(), ((Number) xy.get(1)).doubleValue(), new com.microsoft.playwright.Mouse.MoveOptions().setSteps(5));
            if (first) {
                page.waitForTimeout(300);
                page.mouse().down();
                first = false;
            }
        }
        page.waitForFunction(
                "() => { const cells = [...document.querySelectorAll('[data-testid=figure-after][data-metric=households]')];"
                        + " return cells.length === 2 && cells.every(c => c.dataset.value !== c.parentElement.querySelector('[data-testid=figure-before]').dataset.value); }",
                null, new Page.WaitForFunctionOptions().setTimeout(SECONDS));
    }

    /// The first stretch of a border, bulged to one side, that the server accepts and that moves at least five buildings.
    private static Stroke findStroke() {
        long plan = server.post("/api/plans", "{\"name\":\"probe\"}").json().get("id").asLong();
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            if (!grid.get("leaf").asBoolean()) {
                continue;
            }
            long a = grid.get("id").asLong();
            for (JsonNode border : server.get("/api/grids/" + a).json().get("borders")) {
                if (border.get("neighbour").isNull()) {
                    continue;
                }
                long b = border.get("neighbour").asLong();
                for (double bulge : new double[] {0.4, -0.4, 0.25, -0.25}) {
                    double[][] path = bulged(border.at("/geometry/coordinates"), bulge);
                    var answer = server.post("/api/plans/" + plan + "/preview", command(a, b, path));
                    if (path != null && answer.status() == 200 && answer.json().at("/moved/households").asInt() >= 100) {
                        server.send("DELETE", "/api/plans/" + plan, null);
                        return new Stroke(a, b, path);
                    }
                }
            }
        }
        throw new AssertionError("no border of the sample city can be redrawn");
    }

    private static double[][] bulged(JsonNode border, double bulge) {
        int from = border.size() / 4;
        int to = border.size() * 3 / 4;
        double x0 = border.get(from).get(0).asDouble();
        double y0 = border.get(from).get(1).asDouble();
        double dx = border.get(to).get(0).asDouble() - x0;
        double dy = border.get(to).get(1).asDouble() - y0;
        double[][] path = new double[9][];
        for (int i = 0; i <= 8; i++) {
            double t = i / 8.0;
            double off = bulge * Math.sin(Math.PI * t);
            path[i] = new double[] {x0 + dx * t - dy * off, y0 + dy * t + dx * off};
        }
        return Math.hypot(dx, dy) > 0.002 && Math.hypot(dx, dy) < 0.008 ? path : null;
    }

    private static String command(long a, long b, double[][] path) {
        StringBuilder points = new StringBuilder();
        if (path != null) {
            for (double[] p : path) {
                points.append(points.isEmpty() ? "" : ",").append('[').append(p[0]).append(',').append(p[1]).append(']');
            }
        }
        return "{\"type\":\"reshape\",\"between\":[" + a + "," + b + "],\"path\":{\"type\":\"LineString\",\"coordinates\":[" + points + "]}}";
    }

    private static String figure(Page page, String testId, long grid) {
        return page.locator("[data-testid=" + testId + "][data-grid='" + grid + "'][data-metric=households]").getAttribute("data-value");
    }

    private static String household(Page page, long grid) {
        return page.locator("[data-testid=row][data-grid-id='" + grid + "'] [data-metric=households]").getAttribute("data-value");
    }

    private static JsonNode grid(long id) {
        return server.get("/api/grids/" + id).json();
    }

    private static Locator testId(Page page, String id) {
        return page.locator("[data-testid='" + id + "']");
    }
}
