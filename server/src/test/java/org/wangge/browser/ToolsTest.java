package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.TestServer;

/// Each drawing tool in Chromium on the sample city, by mouse: what is drawn arrives as the command that was meant, and the
/// figures that were shown are those that the server gives. [KeyboardTest] and [TouchTest] do without a mouse.
class ToolsTest extends CityFixture {

    /// Places in the sample city, and the grids that they lie in.
    private static final double[] LW040101 = {123.0468, 31.4000};
    private static final double[] TEMPLE = {123.0494499, 31.4085204};
    private static final double[] RIVERSIDE = {123.0443001, 31.404125};
    private static final double[] WEST_GATE = {123.0597496, 31.4099854};

    private static TestServer server;
    private static TestServer.Browser planner;
    private static TestServer.Browser viewer;

    private Board board;

    @BeforeAll
    static void start() throws Exception {
        server = city.server;
        planner = server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
        viewer = server.member("viewer", City.PASSWORD, "[{\"role\":\"viewer\"}]");
    }

    @AfterEach
    void nothingBroke() {
        board.close();
    }

    @Test
    void aLineAcrossAGridSplitsItInThreeActions() {
        open(planner);
        long grid = city.gridAt(LW040101);
        int households = city.households(grid);
        board.take("s", "split");
        board.stroke(new double[][] {{123.0492, 31.4062}, {123.0484, 31.4000}, {123.0480, 31.3935}});
        board.page.mouse().up();
        board.page.waitForFunction("() => document.querySelectorAll('[data-testid=part]').length === 2"
                + " && !document.querySelector('[data-testid=tool-confirm]').disabled");
        board.shot("split");
        int parts = 0;
        for (Locator part : board.find("part").all()) {
            parts += Integer.parseInt(part.getAttribute("data-households"));
        }
        assertEquals(households, parts, "the parts have what the grid had");
        board.find("part-name").fill("东稻香");
        JsonNode command = board.confirm();
        assertEquals("split", command.get("type").asText());
        assertEquals(grid, command.get("grid").asLong());
        assertEquals("[{\"name\":\"东稻香\"}]", command.get("parts").toString());
        assertEquals(new TreeSet<>(List.of("new", "reshaped")), board.kinds());
    }

    @Test
    void twoGridsBecomeOneThatKeepsTheChosenAttributes() {
        open(planner);
        long into = city.gridAt(RIVERSIDE);
        long gone = city.gridAt(TEMPLE);
        int together = city.households(into) + city.households(gone);
        board.take("m", "merge");
        board.click(TEMPLE);
        board.click(RIVERSIDE);
        board.page.locator("[data-testid=merge-into][data-grid='" + into + "']").check();
        board.figure(into, together);
        board.shot("merge");
        JsonNode command = board.confirm();
        assertEquals("{\"type\":\"merge\",\"grids\":[" + gone + "," + into + "],\"into\":" + into + "}", command.toString());
        assertEquals(new TreeSet<>(List.of("gone", "reshaped")), board.kinds());
    }

    @Test
    void gridsThatDoNotTouchAreMergedOnlyWhenThatIsMeant() {
        open(planner);
        board.take("m", "merge");
        board.click(WEST_GATE);
        board.click(RIVERSIDE);
        board.page.locator("[data-testid=tool-confirm]:enabled").click();
        board.find("cancel").click();
        Calm.await(board.page);
        assertEquals(0, board.commands.size());
        board.page.locator("[data-testid=tool-confirm]:enabled").click();
        board.find("confirm").click();
        assertEquals("merge", board.await(1).get("type").asText());
    }

    @Test
    void theLassoGivesLandToTheGridThatIsClicked() {
        open(planner);
        board.take("l", "lasso");
        board.stroke(Board.circle(123.0392, 31.3983, 0.0045, 0.0038));
        board.page.mouse().up();
        board.click(WEST_GATE);
        board.find("lasso-moved").waitFor();
        int moved = Integer.parseInt(board.find("lasso-moved").getAttribute("data-value"));
        assertTrue(moved > 10, moved + " buildings");
        board.shot("lasso");
        JsonNode command = board.confirm();
        assertEquals("transfer", command.get("type").asText());
        assertEquals(city.gridAt(WEST_GATE), command.get("to").asLong());
        assertEquals("Polygon", command.at("/area/type").asText());
        assertEquals(moved, board.result().at("/moved/buildings").asInt(), "what was previewed is what is done");
        // the land is found where the draft has it, though the published tile says otherwise
        board.take("r", "reshape");
        board.click(new double[] {123.0392, 31.3983});
        board.selected(city.gridAt(WEST_GATE));
        board.shot("lasso-selected");
    }

    @Test
    void aWholeCompoundIsPickedByOneOfItsBuildings() {
        open(planner);
        board.look(31.4035, 123.0465, 17);
        board.take("l", "lasso");
        board.find("choice-compound").click();
        JsonNode building = compound();
        board.find("lasso-target").selectOption("nobody");
        Calm.await(board.page);
        board.click(City.middle(building.at("/geometry/coordinates/0")));
        JsonNode command = board.confirm();
        assertTrue(command.get("to").isNull(), command::toString);
        TreeSet<Long> wanted = new TreeSet<>();
        for (JsonNode other : city.buildings()) {
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
        open(planner);
        board.take("l", "lasso");
        board.stroke(new double[][] {{123.038, 31.402}, {123.046, 31.396}, {123.046, 31.402}, {123.038, 31.396}});
        board.page.mouse().up();
        board.find("toast-error").waitFor();
        assertEquals("The line crosses or touches itself. Draw it without a loop.",
                board.find("toast-error").locator("span").textContent());
        board.page.waitForFunction("() => window.wangge.state().gesture === null");
        assertEquals(List.of(), board.commands);
    }

    @Test
    void aNewGridIsCarvedOutNamedAndChangedAndDeleted() {
        open(planner);
        board.take("h", "hole");
        board.stroke(Board.circle(123.0323, 31.4012, 0.004, 0.0032));
        board.page.mouse().up();
        board.find("hole-name").fill("新港");
        board.shot("hole");
        JsonNode command = board.confirm();
        assertEquals("create 新港", command.get("type").asText() + " " + command.get("name").asText());
        assertTrue(command.get("carve").asBoolean());
        assertTrue(command.get("parent").isIntegralNumber(), "the parent of the land drawn on");
        board.page.keyboard().press("v");
        board.find("grid-edit").click();
        board.find("attribute-target_new_subscribers").fill("777");
        board.find("attribute-target_renewal_rate").fill("87.5");
        board.find("attributes-save").click();
        JsonNode words = board.await(2);
        long made = words.get("grid").asLong();
        assertEquals("{\"target_new_subscribers\":777,\"target_renewal_rate\":0.875}", words.get("attributes").toString());
        board.page.locator("[data-testid=grid-card][data-grid='" + made + "']").waitFor();
        board.find("grid-delete").click();
        board.find("confirm").click();
        assertEquals("{\"type\":\"delete\",\"grid\":" + made + "}", board.await(3).toString());
    }

    @Test
    void aVertexIsMovedAndDeleted() {
        open(planner);
        board.look(31.4042, 123.0485, 16);
        board.click(TEMPLE);
        long grid = city.gridAt(TEMPLE);
        board.selected(grid);
        board.take("e", "vertex");
        double[] vertex = vertex(grid);
        double[] to = {vertex[0] + 0.0004, vertex[1] - 0.0005};
        board.page.keyboard().down("Alt");
        board.stroke(new double[][] {vertex, to});
        board.page.mouse().up();
        board.page.keyboard().up("Alt");
        JsonNode move = board.await(1);
        assertEquals("moveNode", move.get("type").asText());
        near(vertex, move.get("node"), 1e-7);
        near(to, move.get("to"), 2e-5);
        board.shot("vertex");
        board.page.keyboard().press("Delete");
        JsonNode removed = board.await(2);
        assertEquals("reshape 2", removed.get("type").asText() + " " + removed.at("/path/coordinates").size());
    }

    @ParameterizedTest
    @CsvSource({"-0.0018, false, extends, 1", "0.0022, false, unassigned, 0", "0.0044, true, outside, -1"})
    void theOutlineGrowsAndShrinksAndKeepsWhatOnlyBecomesUnassigned(double deep, boolean outside, String fate, int sign) {
        open(planner);
        board.look(31.39, 123.03, 15);
        board.take("r", "reshape");
        if (outside) {
            board.find("choice-outside").click();
        }
        double[][] border = outer();
        double[] a = border[1];
        double[] z = border[border.length - 2];
        double[][] path = new double[9][];
        for (int i = 0; i <= 8; i++) {
            double t = i / 8.0;
            path[i] = new double[] {a[0] + (z[0] - a[0]) * t, a[1] + (z[1] - a[1]) * t + deep * Math.sin(Math.PI * t)};
        }
        board.stroke(path);
        board.find("fate-" + fate).waitFor();
        board.shot("outer-" + fate);
        board.page.mouse().up();
        JsonNode command = board.await(1);
        assertTrue(command.at("/between/1").isNull() && command.path("outside").asBoolean() == outside, command::toString);
        double before = outline();
        assertEquals(200, server.publish(board.planId()).status());
        assertEquals(sign, Math.abs(outline() - before) < 1e-9 ? 0 : (int) Math.signum(outline() - before));
    }

    @ParameterizedTest
    @CsvSource({"false, unassigned, 0", "true, outside, -1"})
    void aVertexOfTheOuterBorderGivesUpLandAsItWasChosen(boolean outside, String fate, int sign) {
        open(planner);
        board.look(31.39, 123.03, 15);
        double[] vertex = free(outer());
        double[] to = {vertex[0], vertex[1] + 0.0009};
        board.click(new double[] {vertex[0], vertex[1] + 0.003});
        board.page.waitForFunction("() => window.wangge.state().grid !== null");
        board.take("e", "vertex");
        board.find("choice-" + fate).click();
        assertEquals("true", board.find("choice-" + fate).getAttribute("aria-checked"));
        board.page.keyboard().down("Alt");
        board.stroke(vertex, to);
        board.find("fate-" + fate).waitFor();
        board.shot("vertex-" + fate);
        board.page.mouse().up();
        board.page.keyboard().up("Alt");
        JsonNode command = board.await(1);
        assertTrue(command.get("type").asText().equals("moveNode") && command.path("outside").asBoolean() == outside,
                command::toString);
        double before = outline();
        assertEquals(200, server.publish(board.planId()).status());
        assertEquals(sign, Math.abs(outline() - before) < 1e-9 ? 0 : (int) Math.signum(outline() - before));
    }

    @Test
    void measuringAsksNobody() {
        open(viewer);
        assertEquals("true", board.find("tool-split").getAttribute("aria-disabled"), "a viewer does not draw");
        board.take("d", "measure");
        board.page.keyboard().down("Alt");
        for (double[] p : new double[][] {{123.03, 31.40}, {123.05, 31.40}, {123.05, 31.41}}) {
            board.click(p);
        }
        board.page.keyboard().up("Alt");
        board.page.keyboard().press("Enter");
        double metres = Double.parseDouble(board.find("measure-length").getAttribute("data-value"));
        assertEquals(111_195 * (0.02 * Math.cos(Math.toRadians(31.4)) + 0.01), metres, 15);
        double area = Double.parseDouble(board.find("measure-area").getAttribute("data-value"));
        assertEquals(111_195.0 * 111_195 * 0.02 * Math.cos(Math.toRadians(31.4)) * 0.01 / 2, area, 20_000);
        assertEquals(List.of(), board.changes);
    }

    private void open(TestServer.Browser session) {
        board = new Board(city, city.desk(session));
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
    private double[][] outer() {
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            if (!grid.get("leaf").asBoolean()) {
                continue;
            }
            for (JsonNode border : server.get("/api/grids/" + grid.get("id").asLong()).json().get("borders")) {
                if (!border.get("neighbour").isNull()) {
                    continue;
                }
                List<double[]> line = new ArrayList<>();
                border.at("/geometry/coordinates").forEach(p ->
                        line.add(new double[] {p.get(0).asDouble(), p.get(1).asDouble()}));
                double[][] at = board.pixels(line);
                List<double[]> seen = new ArrayList<>();
                for (int i = 0; i < at.length; i++) {
                    if (at[i][0] > 420 && at[i][0] < 1000 && at[i][1] > 150 && at[i][1] < 800) {
                        seen.add(line.get(i));
                    }
                }
                if (seen.size() > 4) {
                    seen.sort((p, q) -> Double.compare(p[0], q[0]));
                    return seen.toArray(double[][]::new);
                }
            }
        }
        throw new AssertionError("no outer border in view");
    }

    /// The vertex of a line that is farthest from those beside it.
    private static double[] free(double[][] line) {
        double[] best = null;
        double most = 0;
        for (int i = 1; i + 1 < line.length; i++) {
            double room = Math.min(line[i][0] - line[i - 1][0], line[i + 1][0] - line[i][0]);
            if (room > most) {
                most = room;
                best = line[i];
            }
        }
        return best;
    }

    /// A building in the middle of the view that stands in a compound with others.
    private static JsonNode compound() {
        for (JsonNode building : city.buildings()) {
            double[] at = City.middle(building.at("/geometry/coordinates/0"));
            boolean central = Math.abs(at[0] - 123.0475) < 0.002 && Math.abs(at[1] - 31.4035) < 0.001;
            if (central && !building.at("/properties/compound").isNull()) {
                return building;
            }
        }
        throw new AssertionError("no compound in view");
    }

    /// The area of the branch's own outline, in square degrees.
    private static double outline() {
        double twice = 0;
        for (JsonNode polygon : server.get("/ogc/collections/branches/items").json().at("/features/0/geometry/coordinates")) {
            for (JsonNode ring : polygon) {
                for (int i = 0; i + 1 < ring.size(); i++) {
                    twice += ring.get(i).get(0).asDouble() * ring.get(i + 1).get(1).asDouble()
                            - ring.get(i + 1).get(0).asDouble() * ring.get(i).get(1).asDouble();
                }
            }
        }
        return Math.abs(twice) / 2;
    }

    private static void near(double[] wanted, JsonNode lonLat, double degrees) {
        for (int axis = 0; axis < 2; axis++) {
            assertEquals(wanted[axis], lonLat.get(axis).asDouble(), degrees,
                    () -> wanted[0] + " " + wanted[1] + " is not " + lonLat);
        }
    }
}
