package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestServer;

/// Each drawing tool in Chromium on the sample city: what is drawn arrives as the command that was meant, and the figures that were shown
/// are those that the server gives. By mouse, by keyboard alone, and by touch.
@Tag("browser")
@Timeout(120)
class ToolsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /// Places in the sample city, and the grids that they lie in.
    private static final double[] LW040101 = {123.0468, 31.4000};
    private static final double[] TEMPLE = {123.0494499, 31.4085204};
    private static final double[] RIVERSIDE = {123.0443001, 31.404125};
    private static final double[] WEST_GATE = {123.0597496, 31.4099854};

    @TempDir
    static Path folder;

    private static City city;
    private static TestServer server;
    private static TestServer.Browser planner;
    private static TestServer.Browser viewer;

    private final List<String> complaints = new ArrayList<>();
    private final List<JsonNode> commands = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private BrowserContext context;

    @BeforeAll
    static void start() throws Exception {
        city = new City(folder);
        server = city.server;
        planner = server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
        viewer = server.member("viewer", City.PASSWORD, "[{\"role\":\"viewer\"}]");
    }

    @AfterAll
    static void stop() {
        if (city != null) {
            city.close();
        }
    }

    @AfterEach
    void nothingBroke() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void aLineAcrossAGridSplitsItInThreeActions() {
        Page page = open(planner, false);
        long grid = gridAt(LW040101);
        int households = households(grid);
        page.keyboard().press("s");
        tool(page, "split");
        stroke(page, new double[][] {{123.0492, 31.4062}, {123.0484, 31.4000}, {123.0480, 31.3935}});
        page.mouse().up();
        page.waitForFunction("() => document.querySelectorAll('[data-testid=part]').length === 2"
                + " && !document.querySelector('[data-testid=tool-confirm]').disabled");
        shot(page, "split");
        int parts = 0;
        for (Locator part : testId(page, "part").all()) {
            parts += Integer.parseInt(part.getAttribute("data-households"));
        }
        assertEquals(households, parts, "the parts have what the grid had");
        testId(page, "part-name").fill("东稻香");
        JsonNode command = confirm(page);
        assertEquals("split", command.get("type").asText());
        assertEquals(grid, command.get("grid").asLong());
        assertEquals("[{\"name\":\"东稻香\"}]", command.get("parts").toString());
        assertEquals(new TreeSet<>(List.of("new", "reshaped")), kinds(page));
    }

    @Test
    void twoGridsBecomeOneThatKeepsTheChosenAttributes() {
        Page page = open(planner, false);
        long into = gridAt(RIVERSIDE);
        long gone = gridAt(TEMPLE);
        int together = households(into) + households(gone);
        page.keyboard().press("m");
        tool(page, "merge");
        click(page, TEMPLE);
        click(page, RIVERSIDE);
        page.locator("[data-testid=merge-into][data-grid='" + into + "']").check();
        figure(page, into, together);
        shot(page, "merge");
        JsonNode command = confirm(page);
        assertEquals("{\"type\":\"merge\",\"grids\":[" + gone + "," + into + "],\"into\":" + into + "}", command.toString());
        assertEquals(new TreeSet<>(List.of("gone", "reshaped")), kinds(page));
    }

    @Test
    void theLassoGivesLandToTheGridThatIsClicked() {
        Page page = open(planner, false);
        page.keyboard().press("l");
        tool(page, "lasso");
        stroke(page, circle(123.0392, 31.3983, 0.0045, 0.0038));
        page.mouse().up();
        click(page, WEST_GATE);
        testId(page, "lasso-moved").waitFor();
        int moved = Integer.parseInt(testId(page, "lasso-moved").getAttribute("data-value"));
        assertTrue(moved > 10, moved + " buildings");
        shot(page, "lasso");
        JsonNode command = confirm(page);
        assertEquals("transfer", command.get("type").asText());
        assertEquals(gridAt(WEST_GATE), command.get("to").asLong());
        assertEquals("Polygon", command.at("/area/type").asText());
        assertEquals(moved, result(page).at("/moved/buildings").asInt(), "what was previewed is what is done");
    }

    @Test
    void aWholeCompoundIsPickedByOneOfItsBuildings() {
        Page page = open(planner, false);
        page.evaluate("() => window.wangge.map.setView([31.4035, 123.0465], 17, {animate: false})");
        page.keyboard().press("l");
        tool(page, "lasso");
        testId(page, "choice-compound").click();
        JsonNode building = compound();
        testId(page, "lasso-target").selectOption("nobody");
        page.waitForTimeout(600);
        click(page, middle(building.at("/geometry/coordinates/0")));
        JsonNode command = confirm(page);
        assertTrue(command.get("to").isNull(), command::toString);
        TreeSet<Long> wanted = new TreeSet<>();
        for (JsonNode other : buildings()) {
            if (other.at("/properties/compound").equals(building.at("/properties/compound"))) {
                wanted.add(other.get("id").asLong());
            }
        }
        TreeSet<Long> picked = new TreeSet<>();
        command.get("buildings").forEach(id -> picked.add(id.asLong()));
        assertEquals(wanted, picked);
    }

    @Test
    void aLassoThatCrossesItselfSpringsBackAndSaysWhy() {
        Page page = open(planner, false);
        page.keyboard().press("l");
        tool(page, "lasso");
        stroke(page, new double[][] {{123.038, 31.402}, {123.046, 31.396}, {123.046, 31.402}, {123.038, 31.396}});
        page.mouse().up();
        testId(page, "toast-error").waitFor();
        assertEquals("The line crosses or touches itself. Draw it without a loop.",
                testId(page, "toast-error").locator("span").textContent());
        page.waitForFunction("() => window.wangge.state().gesture === null");
        assertEquals(List.of(), commands);
    }

    @Test
    void aNewGridIsCarvedOutNamedAndChangedAndDeleted() {
        Page page = open(planner, false);
        page.keyboard().press("h");
        tool(page, "hole");
        stroke(page, circle(123.0323, 31.4012, 0.004, 0.0032));
        page.mouse().up();
        testId(page, "hole-name").fill("新港");
        shot(page, "hole");
        JsonNode command = confirm(page);
        assertEquals("create 新港 true", command.get("type").asText() + " " + command.get("name").asText() + " " + command.get("carve"));
        assertTrue(command.get("parent").isIntegralNumber(), "the parent of the land drawn on");
        page.keyboard().press("v");
        testId(page, "grid-edit").click();
        testId(page, "attribute-target_new_subscribers").fill("777");
        testId(page, "attribute-target_renewal_rate").fill("87.5");
        testId(page, "attributes-save").click();
        JsonNode words = await(page, 2);
        long made = words.get("grid").asLong();
        assertEquals("{\"target_new_subscribers\":777,\"target_renewal_rate\":0.875}", words.get("attributes").toString());
        page.locator("[data-testid=grid-card][data-grid='" + made + "']").waitFor();
        testId(page, "grid-delete").click();
        testId(page, "confirm").click();
        assertEquals("{\"type\":\"delete\",\"grid\":" + made + "}", await(page, 3).toString());
    }

    @Test
    void aVertexIsMovedAndDeleted() {
        Page page = open(planner, false);
        page.evaluate("() => window.wangge.map.setView([31.4042, 123.0485], 16, {animate: false})");
        page.waitForTimeout(500);
        click(page, TEMPLE);
        long grid = gridAt(TEMPLE);
        page.waitForFunction("id => String(window.wangge.state().grid) === id", String.valueOf(grid));
        page.keyboard().press("e");
        tool(page, "vertex");
        double[] vertex = vertex(grid);
        double[] to = {vertex[0] + 0.0004, vertex[1] - 0.0005};
        page.keyboard().down("Alt");
        stroke(page, new double[][] {vertex, to});
        page.mouse().up();
        page.keyboard().up("Alt");
        JsonNode move = await(page, 1);
        assertEquals("moveNode", move.get("type").asText());
        near(vertex, move.get("node"), 1e-7);
        near(to, move.get("to"), 2e-5);
        shot(page, "vertex");
        page.keyboard().press("Delete");
        JsonNode removed = await(page, 2);
        assertEquals("reshape 2", removed.get("type").asText() + " " + removed.at("/path/coordinates").size());
    }

    @Test
    void theOuterBorderIsPulledInAndTheLandLeavesTheServiceArea() {
        Page page = open(planner, false);
        page.evaluate("() => window.wangge.map.setView([31.39, 123.03], 15, {animate: false})");
        page.keyboard().press("r");
        tool(page, "reshape");
        testId(page, "choice-outside").click();
        double[][] border = outer(page);
        double[] a = border[1];
        double[] z = border[border.length - 2];
        double[][] path = new double[9][];
        for (int i = 0; i <= 8; i++) {
            double t = i / 8.0;
            path[i] = new double[] {a[0] + (z[0] - a[0]) * t, a[1] + (z[1] - a[1]) * t + 0.0022 * Math.sin(Math.PI * t)};
        }
        stroke(page, path);
        page.mouse().up();
        JsonNode command = await(page, 1);
        assertTrue(command.at("/between/1").isNull() && command.get("outside").asBoolean(), command::toString);
        shot(page, "outer");
    }

    @Test
    void measuringAsksNobody() {
        Page page = open(viewer, false);
        assertEquals("true", testId(page, "tool-split").getAttribute("aria-disabled"), "a viewer does not draw");
        page.keyboard().press("d");
        tool(page, "measure");
        page.keyboard().down("Alt");
        for (double[] p : new double[][] {{123.03, 31.40}, {123.05, 31.40}, {123.05, 31.41}}) {
            click(page, p);
        }
        page.keyboard().up("Alt");
        page.keyboard().press("Enter");
        double metres = Double.parseDouble(testId(page, "measure-length").getAttribute("data-value"));
        assertEquals(111_195 * (0.02 * Math.cos(Math.toRadians(31.4)) + 0.01), metres, 15);
        double area = Double.parseDouble(testId(page, "measure-area").getAttribute("data-value"));
        assertEquals(111_195.0 * 111_195 * 0.02 * Math.cos(Math.toRadians(31.4)) * 0.01 / 2, area, 20_000);
        assertEquals(List.of(), changes);
    }

    @Test
    void aGridIsSplitByTheKeyboardAlone() {
        Page page = open(planner, false);
        page.keyboard().press("s");
        tool(page, "split");
        page.locator("#map").focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");
        long grid = gridAt(new double[] {123.045, 31.403});
        page.waitForFunction("id => String(window.wangge.state().grid) === id", String.valueOf(grid));
        press(page, "ArrowDown", 1);
        page.keyboard().press("Enter");
        press(page, "ArrowDown", 4);
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");
        page.waitForFunction("() => document.querySelector('[data-testid=tool-confirm]')?.disabled === false");
        page.keyboard().press("Enter");
        assertEquals("split " + grid, await(page, 1).get("type").asText() + " " + commands.getLast().get("grid"));
        page.waitForFunction("() => /split/.test(document.querySelector('[data-testid=announcements]').textContent)");
    }

    @Test
    void aFingerDrawsTheLassoAndTwoZoomTheMap() {
        Page page = open(planner, true);
        testId(page, "tool-lasso").tap();
        tool(page, "lasso");
        testId(page, "lasso-target").selectOption(String.valueOf(gridAt(LW040101)));
        CDPSession fingers = page.context().newCDPSession(page);
        double[][] circle = circle(123.0445, 31.4065, 0.003, 0.0025);
        for (int i = 0; i < circle.length; i++) {
            double[] at = pixel(page, circle[i]);
            touch(fingers, i == 0 ? "touchStart" : "touchMove", at);
            page.waitForTimeout(20);
        }
        touch(fingers, "touchEnd");
        testId(page, "lasso-moved").waitFor();
        shot(page, "lasso-phone");
        int zoom = ((Number) page.evaluate("() => window.wangge.map.getZoom()")).intValue();
        for (int i = 0; i <= 8; i++) {
            touch(fingers, i == 0 ? "touchStart" : "touchMove", new double[] {150 - 8 * i, 200 - 8 * i}, new double[] {220 + 8 * i, 250 + 8 * i});
        }
        touch(fingers, "touchEnd");
        page.waitForFunction("z => window.wangge.map.getZoom() > z", zoom);
        JsonNode command = confirm(page);
        assertEquals(gridAt(LW040101), command.get("to").asLong());
        assertNotEquals(0, result(page).at("/moved/buildings").asInt());
    }

    private Page open(TestServer.Browser session, boolean phone) {
        context = city.signedIn(phone ? city.phone() : city.desk(), session);
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onRequest(r -> {
            if (r.method().equals("POST") && r.url().contains("/api/plans")) {
                changes.add(r.url());
            }
            if (r.method().equals("POST") && r.url().endsWith("/commands")) {
                commands.add(read(r.postData()));
            }
        });
        page.navigate(server.url() + "/?lang=en");
        City.ready(page);
        page.evaluate("() => window.wangge.map.setView([31.403, 123.045], 14, {animate: false})");
        page.waitForTimeout(700);
        return page;
    }

    /// Waits until the tool is in hand.
    private static void tool(Page page, String name) {
        page.locator("[data-testid=tool-card]").waitFor();
        page.waitForFunction("n => window.wangge.state().tool === n", name);
        page.waitForTimeout(600);
    }

    /// Confirms what was drawn and gives the command that went to the server; returns when the plan shows it.
    private JsonNode confirm(Page page) {
        int before = commands.size();
        page.locator("[data-testid=tool-confirm]:enabled").click();
        return await(page, before + 1);
    }

    private JsonNode await(Page page, int count) {
        page.waitForFunction("n => window.wangge.state().plan?.commands.filter(c => !c.undone).length === n && !window.wangge.state().saving", count);
        assertEquals(count, commands.size());
        return commands.getLast();
    }

    private static JsonNode result(Page page) {
        return read(String.valueOf(page.evaluate("() => JSON.stringify(window.wangge.state().plan.result)")));
    }

    private static TreeSet<String> kinds(Page page) {
        TreeSet<String> kinds = new TreeSet<>();
        result(page).get("grids").forEach(g -> kinds.add(g.get("change").asText()));
        kinds.remove("vertices");
        return kinds;
    }

    private static void stroke(Page page, double[][] lonLats) {
        for (int i = 0; i < lonLats.length; i++) {
            double[] at = pixel(page, lonLats[i]);
            page.mouse().move(at[0], at[1], new Mouse.MoveOptions().setSteps(6));
            if (i == 0) {
                page.waitForTimeout(400);
                page.mouse().down();
            }
        }
        page.waitForTimeout(200);
    }

    private static void press(Page page, String key, int times) {
        for (int i = 0; i < times; i++) {
            page.keyboard().press(key);
        }
    }

    private static void click(Page page, double[] lonLat) {
        double[] at = pixel(page, lonLat);
        page.mouse().move(at[0], at[1]);
        page.mouse().click(at[0], at[1]);
        page.waitForTimeout(300);
    }

    private static void touch(CDPSession fingers, String type, double[]... points) {
        JsonArray list = new JsonArray();
        for (int i = 0; i < points.length; i++) {
            JsonObject point = new JsonObject();
            point.addProperty("x", points[i][0]);
            point.addProperty("y", points[i][1]);
            point.addProperty("id", i);
            list.add(point);
        }
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", list);
        fingers.send("Input.dispatchTouchEvent", event);
    }

    /// The figure that the panel shows for a grid after the change.
    private static void figure(Page page, long grid, int households) {
        page.waitForFunction(
                "([g, n]) => document.querySelector(`[data-testid=figure-after][data-metric=households][data-grid=\"${g}\"]`)?.dataset.value === n",
                List.of(String.valueOf(grid), String.valueOf(households)));
    }

    private static double[][] circle(double lon, double lat, double wide, double high) {
        double[][] points = new double[22][];
        for (int i = 0; i < points.length; i++) {
            double angle = i * 6.1 / (points.length - 1);
            points[i] = new double[] {lon + wide * Math.cos(angle), lat + high * Math.sin(angle)};
        }
        return points;
    }

    private static double[] pixel(Page page, double[] lonLat) {
        List<?> xy = (List<?>) page.evaluate("([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }",
                List.of(lonLat[0], lonLat[1]));
        return new double[] {((Number) xy.get(0)).doubleValue(), ((Number) xy.get(1)).doubleValue()};
    }

    private static long gridAt(double[] lonLat) {
        return server.get("/api/locate?lon=" + lonLat[0] + "&lat=" + lonLat[1]).json().at("/leaf/id").asLong();
    }

    private static int households(long grid) {
        return server.get("/api/grids/" + grid).json().at("/figures/households").asInt();
    }

    /// A vertex in the middle of a border of the grid with another, away from its nodes.
    private static double[] vertex(long grid) {
        JsonNode longest = null;
        for (JsonNode border : server.get("/api/grids/" + grid).json().get("borders")) {
            JsonNode line = border.at("/geometry/coordinates");
            boolean south = line.get(line.size() / 2).get(1).asDouble() < 31.4055;
            if (!border.get("neighbour").isNull() && south && (longest == null || line.size() > longest.size())) {
                longest = line;
            }
        }
        JsonNode p = longest.get(longest.size() / 2);
        return new double[] {p.get(0).asDouble(), p.get(1).asDouble()};
    }

    /// A stretch of an outer border in the free part of the view.
    private static double[][] outer(Page page) {
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            if (!grid.get("leaf").asBoolean()) {
                continue;
            }
            for (JsonNode border : server.get("/api/grids/" + grid.get("id").asLong()).json().get("borders")) {
                List<double[]> seen = new ArrayList<>();
                for (JsonNode p : border.at("/geometry/coordinates")) {
                    double[] lonLat = {p.get(0).asDouble(), p.get(1).asDouble()};
                    double[] at = pixel(page, lonLat);
                    if (at[0] > 420 && at[0] < 1000 && at[1] > 150 && at[1] < 800) {
                        seen.add(lonLat);
                    }
                }
                if (border.get("neighbour").isNull() && seen.size() > 4) {
                    seen.sort((p, q) -> Double.compare(p[0], q[0]));
                    return seen.toArray(double[][]::new);
                }
            }
        }
        throw new AssertionError("no outer border in view");
    }

    private static JsonNode buildings() {
        return server.get("/ogc/collections/buildings/items?limit=1000&bbox=123.036,31.394,123.056,31.412").json().get("features");
    }

    /// A building in the middle of the view that stands in a compound with others.
    private static JsonNode compound() {
        for (JsonNode building : buildings()) {
            double[] at = middle(building.at("/geometry/coordinates/0"));
            if (!building.at("/properties/compound").isNull() && Math.abs(at[0] - 123.0475) < 0.002 && Math.abs(at[1] - 31.4035) < 0.001) {
                return building;
            }
        }
        throw new AssertionError("no compound in view");
    }

    private static double[] middle(JsonNode ring) {
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

    private static void near(double[] wanted, JsonNode lonLat, double degrees) {
        assertFalse(Math.abs(wanted[0] - lonLat.get(0).asDouble()) > degrees || Math.abs(wanted[1] - lonLat.get(1).asDouble()) > degrees,
                () -> wanted[0] + " " + wanted[1] + " is not " + lonLat);
    }

    private static void shot(Page page, String name) {
        City.picture(page, "tool-" + name);
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Locator testId(Page page, String id) {
        return City.testId(page, id);
    }
}
