package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wangge.testing.TestServer;

/// Every drawing tool by the keyboard alone, from taking it up to what the server then has: no mouse is moved, nothing is
/// focused by the test.
class KeyboardTest extends CityFixture {

    private static final double[] MIDDLE = {123.045, 31.403};

    private static TestServer.Browser planner;

    private Board board;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
    }

    @BeforeEach
    void open() {
        board = new Board(city, city.desk(planner));
    }

    @AfterEach
    void nothingBroke() {
        board.close();
    }

    @Test
    void aBorderIsRedrawnFromOnePlaceOfItToAnother() {
        long grid = city.gridAt(MIDDLE);
        board.look(31.4015, MIDDLE[0], 15);
        board.take("r", "reshape");
        board.keys("Enter", "Enter");
        board.selected(grid);
        Calm.await(board.page);
        board.keys("Tab");
        board.hears("Border with .*1 of \\d+");
        board.keys("Enter");
        board.hears("Draw with the arrow keys");
        board.keys("ArrowUp 5", "ArrowLeft 5", "Backspace", "Enter");
        board.hears("Not on the border yet");
        for (int i = 0; i < 10 && !onBorder(); i++) {
            board.keys("ArrowDown");
        }
        assertTrue(onBorder(), "the path came back to the border");
        board.keys("Enter");
        JsonNode command = board.await(1);
        assertEquals("reshape", command.get("type").asText());
        assertTrue(command.get("between").toString().contains(String.valueOf(grid)), command::toString);
        assertTrue(board.kinds().contains("reshaped"));
        board.keys("Control+z");
        board.page.waitForFunction("() => window.wangge.state().plan.commands[0].undone && !window.wangge.state().saving");
        assertTrue(board.plan().at("/commands/0/undone").asBoolean());
        board.keys("Control+Shift+z");
        board.page.waitForFunction("() => !window.wangge.state().plan.commands[0].undone && !window.wangge.state().saving");
        assertTrue(board.kinds().contains("reshaped"));
    }

    private boolean onBorder() {
        Calm.await(board.page);
        return board.find("announcements").textContent().startsWith("On the border");
    }

    @Test
    void aVertexIsMovedAndAnotherDeleted() {
        board.look(31.4015, MIDDLE[0], 16);
        board.take("e", "vertex");
        board.keys("Enter", "Enter");
        board.selected(city.gridAt(MIDDLE));
        Calm.await(board.page);
        do {
            board.keys("Tab");
            board.hears("(Vertex|Node), \\d+ of \\d+");
            Calm.await(board.page);
        } while (board.find("announcements").textContent().startsWith("Node"));
        board.keys("Enter");
        board.hears("Taken hold of");
        board.keys("Alt+ArrowUp", "Enter");
        JsonNode moved = board.await(1);
        assertEquals("moveNode", moved.get("type").asText());
        assertTrue(moved.at("/to/1").asDouble() > moved.at("/node/1").asDouble(), moved::toString);
        board.keys("Delete");
        JsonNode removed = board.await(2);
        assertEquals("reshape 2", removed.get("type").asText() + " " + removed.at("/path/coordinates").size());
    }

    @Test
    void aGridIsSplitAndItsPartNamed() {
        board.take("s", "split");
        board.keys("Enter", "Enter");
        long grid = city.gridAt(MIDDLE);
        board.selected(grid);
        board.keys("ArrowDown", "Enter", "ArrowDown 4", "Enter", "Enter");
        board.page.waitForFunction("() => document.querySelector('[data-testid=tool-confirm]')?.disabled === false");
        // past the last place lies the card, and in it the name
        tabTo("part-name");
        board.page.keyboard().press("Control+a");
        board.page.keyboard().type("South");
        board.keys("Enter");
        JsonNode command = board.await(1);
        assertEquals("split " + grid + " South",
                command.get("type").asText() + " " + command.get("grid").asLong() + " " + command.at("/parts/0/name").asText());
        board.hears("split");
    }

    @Test
    void neighboursAreMergedAndTheChosenOneStays() {
        board.take("m", "merge");
        board.keys("Tab", "Enter");
        // its neighbours are fetched
        Calm.await(board.page);
        board.keys("Tab", "Enter");
        board.page.locator("[data-testid=tool-confirm]:enabled").waitFor();
        board.keys("Enter");
        JsonNode command = board.await(1);
        assertEquals(2, command.get("grids").size());
        assertEquals(command.at("/grids/0"), command.get("into"));
        assertEquals(new TreeSet<>(List.of("gone", "reshaped")), board.kinds());
    }

    @Test
    void anAreaIsGivenToTheGridUnderTheCursor() {
        board.take("l", "lasso");
        board.keys("Enter");
        square();
        board.hears("Enter at the same place ends");
        board.keys("Tab");
        board.hears(", 1 of \\d+");
        board.keys("Enter");
        board.page.locator("[data-testid=tool-confirm]:enabled").waitFor();
        long to = ((Number) board.page.evaluate("() => window.wangge.state().gesture.result.strips[0].to")).longValue();
        board.keys("Enter");
        JsonNode command = board.await(1);
        assertEquals("transfer " + to, command.get("type").asText() + " " + command.get("to").asLong());
        assertNotEquals(0, board.result().at("/moved/buildings").asInt());
    }

    @Test
    void buildingsArePickedAndGivenToNobody() {
        double[] building = City.middle(city.buildings().get(0).at("/geometry/coordinates/0"));
        board.look(building[1], building[0], 17);
        board.take("l", "lasso");
        tabTo("choice-building");
        // the tool's key leads from its card back to the map
        board.keys("Enter", "l", "Enter", "Enter");
        board.hears("1 building picked");
        tabTo("lasso-target");
        board.keys("N");
        board.page.locator("[data-testid=tool-confirm]:enabled").waitFor();
        tabTo("tool-confirm");
        board.keys("Enter");
        JsonNode command = board.await(1);
        assertTrue(command.get("to").isNull() && command.get("buildings").size() == 1, command::toString);
    }

    @Test
    void aGridIsMadeGivenWordsAndDeleted() {
        board.take("h", "hole");
        board.keys("Enter");
        square();
        board.page.locator("[data-testid=tool-confirm]:enabled").waitFor();
        tabTo("hole-name");
        board.page.keyboard().type("North");
        board.keys("Enter");
        JsonNode made = board.await(1);
        assertEquals("create North", made.get("type").asText() + " " + made.get("name").asText());
        board.keys("v");
        tabTo("grid-edit");
        board.keys("Enter");
        board.page.keyboard().type("Souther");
        board.keys("Escape");
        assertEquals("grid-edit", Steps.focused(board.page));
        board.keys("Enter");
        board.page.keyboard().press("Control+a");
        board.page.keyboard().type("Norther");
        board.keys("Enter");
        assertEquals("Norther", board.await(2).at("/attributes/name").asText());
        tabTo("grid-delete");
        board.keys("Enter");
        board.find("delete-rule").waitFor();
        tabTo("confirm");
        board.keys("Enter");
        assertEquals("delete", board.await(3).get("type").asText());
    }

    @Test
    void aDistanceIsMeasuredAndEscapeLetsGo() {
        board.take("d", "measure");
        board.keys("Enter", "Enter", "ArrowRight 10", "Enter", "Enter");
        board.find("measure-length").waitFor();
        assertTrue(Double.parseDouble(board.find("measure-length").getAttribute("data-value")) > 500);
        board.keys("Escape");
        board.find("measure-length").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        board.keys("Escape");
        assertEquals("select", board.page.evaluate("() => window.wangge.state().tool"));
        assertEquals(List.of(), board.changes);
    }

    @Test
    void helpIsOneKeyAwayAndTheGridUnderTheCursorIsSelected() {
        board.keys("?");
        board.page.waitForFunction("() => document.getElementById('dialog').contains(document.activeElement)");
        board.keys("Escape");
        tabTo("map");
        board.keys("Enter");
        board.hears("Cursor in the middle");
        board.keys("Enter");
        board.page.waitForFunction("() => window.wangge.state().grid !== null || window.wangge.state().thing !== null");
        board.keys("Tab");
        board.hears(", 1 of \\d+");
        board.keys("Enter");
        board.page.waitForFunction("() => window.wangge.state().grid !== null");
    }

    /// From the cursor, and whole.
    private void square() {
        board.keys("Enter", "ArrowRight 8", "Enter", "ArrowDown 8", "Enter", "ArrowLeft 8", "Enter", "Enter");
        Calm.await(board.page);
    }

    /// Goes on with Tab until what has this test id, or id, has the focus.
    private void tabTo(String id) {
        for (int i = 0; i < 150; i++) {
            Object at = board.page.evaluate("() => document.activeElement.dataset.testid ?? document.activeElement.id");
            if (id.equals(at)) {
                return;
            }
            board.page.keyboard().press("Tab");
        }
        throw new AssertionError(id + " can't be reached with Tab");
    }
}
