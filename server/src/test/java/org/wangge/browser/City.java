package org.wangge.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.wangge.basemap.Basemap;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Layer;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// The sample city on a server of its own, a Chromium to look at it, and what the journeys do there again and again.
final class City implements AutoCloseable {

    static final int PATIENCE = 60_000;
    static final String PASSWORD = "correct horse 9";
    static final Path SCREENSHOTS = Path.of("target/screenshots");
    /// Imported once and copied for each class of tests.
    private static final TestDatabases.Content SAMPLE = new TestDatabases.Content("sample city", City::load);

    /// A border between two grids with a path over it that moves buildings: its points in lon/lat.
    record Stroke(long a, long b, double[][] path) {

        String command() {
            return City.command(a, b, path);
        }

        /// From and to the same places, on the same side, but nearer to the border.
        Stroke flatter() {
            double[][] flat = new double[path.length][];
            for (int i = 0; i < path.length; i++) {
                double t = i / (double) (path.length - 1);
                double x = path[0][0] + t * (path[path.length - 1][0] - path[0][0]);
                double y = path[0][1] + t * (path[path.length - 1][1] - path[0][1]);
                flat[i] = new double[] {x + (path[i][0] - x) * 0.4, y + (path[i][1] - y) * 0.4};
            }
            return new Stroke(a, b, flat);
        }
    }

    final TestServer server;

    City(Path folder) throws Exception {
        this(folder, List.of());
    }

    /// With these maps under the grids.
    City(Path folder, List<Basemap> basemaps) throws Exception {
        server = TestServer.over(TestDatabases.geoPackage(folder).open(SAMPLE), basemaps);
        Files.createDirectories(SCREENSHOTS);
    }

    private static void load(Store store) {
        Importer importer = new Importer(store);
        Map<Layer, String> files = Map.of(
                Layer.BRANCHES, "branches.geojson", Layer.GRIDS, "grids.geojson", Layer.BUILDINGS, "buildings.csv",
                Layer.PORTS, "ports.csv", Layer.SIGHTINGS, "sightings.csv", Layer.BASE, "base.geojson");
        for (Layer layer : Layer.values()) {
            importer.run(ImportRequest.of(layer, Path.of("../data/demo").resolve(files.get(layer))).withStrict(true));
        }
    }

    @Override
    public void close() {
        server.close();
    }

    /// A desk at which nobody is signed in.
    Seat desk() {
        return desk(null);
    }

    Seat desk(TestServer.Browser session) {
        return seat(Chromium.Device.DESK, session);
    }

    Seat tablet(TestServer.Browser session) {
        return seat(Chromium.Device.TABLET, session);
    }

    Seat phone(TestServer.Browser session) {
        return seat(Chromium.Device.PHONE, session);
    }

    Seat seat(Chromium.Device device, TestServer.Browser session) {
        return Seat.take(server, device, session);
    }

    static void ready(Page page) {
        page.waitForFunction("() => window.wangge?.ready === true", null, patience());
        page.waitForFunction("() => window.wangge.state().list?.grids.length > 0", null, patience());
    }

    /// Waits until the page hears what the server tells, too: as its feed begins it tries again whatever has failed.
    static void live(Page page) {
        page.waitForFunction("() => window.wangge.state().live === 'live'", null, patience());
        Calm.await(page);
    }

    long gridAt(double[] lonLat) {
        return server.get("/api/locate?lon=" + lonLat[0] + "&lat=" + lonLat[1]).json().at("/leaf/id").asLong();
    }

    int households(long grid) {
        return server.get("/api/grids/" + grid).json().at("/figures/households").asInt();
    }

    /// The buildings in the middle of the city.
    JsonNode buildings() {
        return server.get("/ogc/collections/buildings/items?limit=1000&bbox=123.036,31.394,123.056,31.412").json()
                .get("features");
    }

    /// The middle of the box of a ring.
    static double[] middle(JsonNode ring) {
        double[] low = {180, 90};
        double[] high = {-180, -90};
        for (JsonNode p : ring) {
            for (int axis = 0; axis < 2; axis++) {
                low[axis] = Math.min(low[axis], p.get(axis).asDouble());
                high[axis] = Math.max(high[axis], p.get(axis).asDouble());
            }
        }
        return new double[] {(low[0] + high[0]) / 2, (low[1] + high[1]) / 2};
    }

    static Page.WaitForFunctionOptions patience() {
        return new Page.WaitForFunctionOptions().setTimeout(PATIENCE);
    }

    static Locator testId(Page page, String id) {
        return page.locator("[data-testid='" + id + "']");
    }

    static Locator testId(Locator root, String id) {
        return root.locator("[data-testid='" + id + "']");
    }

    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    static void look(Page page, double[] lonLat) {
        page.evaluate("([lon, lat]) => window.wangge.map.setView([lat, lon], 16, {animate: false})",
                List.of(lonLat[0], lonLat[1]));
        Calm.await(page);
    }

    /// Presses, draws and waits until the figures follow; the button stays down.
    static void draw(Page page, Stroke stroke) {
        testId(page, "tool-card").waitFor();
        // a map that still moves has its places elsewhere in a moment
        Calm.await(page);
        boolean first = true;
        for (double[] lonLat : stroke.path()) {
            List<?> at = (List<?>) page.evaluate(
                    "([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }",
                    List.of(lonLat[0], lonLat[1]));
            page.mouse().move(
                    ((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue(), new Mouse.MoveOptions().setSteps(2));
            if (first) {
                Calm.await(page);
                page.mouse().down();
                first = false;
            }
        }
        page.waitForFunction(
                """
                () => {
                    const cells = [...document.querySelectorAll('[data-testid=figure-after][data-metric=households]')];
                    const before = c => c.parentElement.querySelector('[data-testid=figure-before]').dataset.value;
                    return cells.length === 2 && cells.every(c => c.dataset.value !== before(c));
                }""",
                null, patience());
    }

    /// A stretch of a border, bulged to one side, that the server accepts and that moves at least a hundred households; `skip`
    /// borders like it are passed over.
    Stroke findStroke(int skip) {
        int found = 0;
        long plan = server.post("/api/plans", "{\"name\":\"probe\"}").json().get("id").asLong();
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            if (!grid.get("leaf").asBoolean()) {
                continue;
            }
            long a = grid.get("id").asLong();
            for (JsonNode border : server.get("/api/grids/" + a).json().get("borders")) {
                long b = border.get("neighbour").asLong();
                if (b < a) {
                    continue;
                }
                for (double bulge : new double[] {0.4, -0.4, 0.25, -0.25}) {
                    double[][] path = bulged(border.at("/geometry/coordinates"), bulge);
                    if (path == null) {
                        break;
                    }
                    var answer = server.post("/api/plans/" + plan + "/preview", command(a, b, path));
                    if (answer.status() == 200 && answer.json().at("/moved/households").asInt() >= 100) {
                        if (found++ == skip) {
                            server.change("DELETE", plan, "", null);
                            return new Stroke(a, b, path);
                        }
                        break;
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

    static String command(long a, long b, double[][] path) {
        StringBuilder points = new StringBuilder();
        for (double[] p : path) {
            points.append(points.isEmpty() ? "" : ",").append('[').append(p[0]).append(',').append(p[1]).append(']');
        }
        return "{\"type\":\"reshape\",\"between\":[" + a + "," + b + "],\"path\":{\"type\":\"LineString\",\"coordinates\":["
                + points + "]}}";
    }
}
