package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.testing.TestServer;

/// The drawing tools under fingers, on a phone and on a tablet: real touch events, no mouse and no key.
class TouchTest extends CityFixture {

    private static final double[] LW040101 = {123.0468, 31.4000};

    private static TestServer.Browser planner;

    private Board board;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("planner", City.PASSWORD, "[{\"role\":\"planner\"}]");
    }

    @AfterEach
    void nothingBroke() {
        board.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone", "tablet"})
    void aFingerRedrawsABorderInOneGesture(String device) {
        open(device.equals("phone") ? city.phone(planner) : city.tablet(planner));
        City.Stroke stroke = city.findStroke(0);
        double[] middle = stroke.path()[4];
        board.look(middle[1], middle[0], 15);
        take("reshape");
        board.swipe(stroke.path());
        JsonNode command = board.await(1);
        assertEquals("[" + stroke.a() + "," + stroke.b() + "]", command.get("between").toString());
        assertTrue(board.result().at("/moved/households").asInt() > 0);
        board.shot("reshape-" + device);
    }

    @Test
    void onAPhoneTheWordsBesideAStrokeDoNotLieOverIt() {
        open(city.phone(planner));
        City.Stroke stroke = city.findStroke(0);
        double[] middle = stroke.path()[4];
        board.look(middle[1], middle[0], 15);
        take("reshape");
        List<double[]> drawn = new ArrayList<>();
        for (double[] lonLat : stroke.path()) {
            drawn.add(board.pixel(lonLat));
            board.touch(drawn.size() == 1 ? "touchStart" : "touchMove", drawn.getLast());
        }
        Calm.await(board.page);
        BoundingBox words = board.find("hint").boundingBox();
        for (double[] at : drawn) {
            assertTrue(at[0] < words.x || at[0] > words.x + words.width || at[1] < words.y || at[1] > words.y + words.height,
                    "the words lie at " + words.x + " " + words.y + " " + words.width + " " + words.height + ", over "
                            + at[0] + " " + at[1]);
        }
        double[] finger = drawn.getLast();
        assertTrue(Math.abs(words.y + words.height / 2 - finger[1]) > words.height / 2 + 60, "they keep away from the finger");
        board.shot("reshape-words-phone");
        board.touch("touchEnd");
        board.await(1);
    }

    @Test
    void whatIsToldOnAPhoneLeavesTheCardOfTheToolFree() {
        open(city.phone(planner));
        take("lasso");
        board.swipe(new double[][] {{123.038, 31.402}, {123.046, 31.396}, {123.046, 31.402}, {123.038, 31.396}});
        Locator toast = board.find("toast-error");
        toast.waitFor();
        // what springs back is gone, and the card is that of a tool with nothing drawn
        Calm.await(board.page);
        BoundingBox told = toast.boundingBox();
        BoundingBox card = board.find("tool-card").boundingBox();
        assertTrue(told.y + told.height <= card.y, () -> told.y + " " + told.height + " over " + card.y);
        assertEquals(List.of(), board.commands);
    }

    @Test
    void whoSearchesOnAPhoneSeesWhatTheyType() {
        open(city.phone(planner));
        Locator field = board.find("search");
        field.tap();
        assertTrue(field.boundingBox().width > 300, () -> field.boundingBox().width + " wide");
        board.page.keyboard().press("Tab");
        assertEquals("plans", board.page.evaluate("() => document.activeElement.dataset.testid"));
        assertTrue(field.boundingBox().width < 300);
    }

    @Test
    void aToolThatCannotBeFetchedIsToldOfAndComesAnotherTime() {
        // A guest, for whom no tools are fetched ahead.
        open(Seat.unused(city.server, Chromium.Device.PHONE, null));
        BrowserContext context = board.page.context();
        // With the button for accounts the page has all of its code but that of tools.
        board.find("account").waitFor();
        context.setOffline(true);
        board.find("tool-measure").tap();
        assertEquals("The server can’t be reached.", board.find("toast-error").locator("span").textContent());
        board.page.waitForFunction("() => window.wangge.state().tool === 'select'");
        context.setOffline(false);
        take("measure");
    }

    @Test
    void tapsSetTheLineOfASplitAndAButtonEndsIt() {
        open(city.tablet(planner));
        take("split");
        board.tap(LW040101);
        long grid = city.gridAt(LW040101);
        board.selected(grid);
        board.tap(new double[] {123.0462, 31.3985});
        board.tap(new double[] {123.0466, 31.4015});
        board.tap(new double[] {123.0490, 31.4022});
        board.find("tool-back").tap();
        board.find("tool-finish").tap();
        board.page.locator("[data-testid=tool-confirm]:enabled").tap();
        JsonNode command = board.await(1);
        assertEquals("split " + grid, command.get("type").asText() + " " + command.get("grid").asLong());
    }

    @Test
    void aFingerDrawsTheLassoAndTwoZoomTheMap() {
        open(city.phone(planner));
        take("lasso");
        board.find("tool-choices").tap();
        board.find("lasso-target").selectOption(String.valueOf(city.gridAt(LW040101)));
        board.swipe(Board.circle(123.0445, 31.4065, 0.003, 0.0025));
        board.find("lasso-moved").waitFor();
        board.shot("lasso-phone");
        int zoom = ((Number) board.page.evaluate("() => window.wangge.map.getZoom()")).intValue();
        for (int i = 0; i <= 8; i++) {
            double[] first = {150 - 8 * i, 200 - 8 * i};
            double[] second = {220 + 8 * i, 250 + 8 * i};
            board.touch(i == 0 ? "touchStart" : "touchMove", first, second);
        }
        board.touch("touchEnd");
        board.page.waitForFunction("z => window.wangge.map.getZoom() > z", zoom);
        JsonNode command = board.confirm();
        assertEquals(city.gridAt(LW040101), command.get("to").asLong());
        assertNotEquals(0, board.result().at("/moved/buildings").asInt());
    }

    @Test
    void aVertexIsDraggedAndGridsAreTappedTogether() {
        open(city.phone(planner));
        take("merge");
        board.tap(new double[] {123.0494499, 31.4085204});
        board.tap(new double[] {123.0443001, 31.404125});
        board.page.locator("[data-testid=tool-confirm]:enabled").tap();
        assertEquals("merge 2", board.await(1).get("type").asText() + " " + board.commands.getLast().get("grids").size());
        take("vertex");
        JsonNode grid = city.server.get("/api/grids/" + city.gridAt(LW040101)).json();
        JsonNode line = null;
        for (JsonNode border : grid.get("borders")) {
            JsonNode own = border.at("/geometry/coordinates");
            line = !border.get("neighbour").isNull() && (line == null || own.size() > line.size()) ? own : line;
        }
        JsonNode p = line.get(line.size() / 2);
        double[] vertex = {p.get(0).asDouble(), p.get(1).asDouble()};
        board.look(vertex[1], vertex[0], 17);
        board.find("tool-snapping").tap();
        board.tap(new double[] {vertex[0], vertex[1] + 0.0012});
        Calm.await(board.page);
        board.swipe(vertex, aside(vertex, 0.0001), aside(vertex, 0.0003));
        assertEquals("moveNode", board.await(2).get("type").asText());
    }

    @Test
    void whatOneTouchesIsAsHighAsAFinger() {
        open(city.phone(planner));
        for (String tool : List.of("reshape", "vertex", "split", "merge", "lasso", "hole", "measure")) {
            take(tool);
            board.find("about-" + tool).waitFor();
            if (board.find("tool-choices").count() == 1) {
                board.find("tool-choices").tap();
            }
            Locator targets = board.page.locator(
                    "[data-testid=tool-card] :is(button, select, input):visible, #rail button:visible");
            for (Locator target : targets.all()) {
                double height = target.boundingBox().height;
                assertTrue(height >= 44, () -> tool + ": " + target.getAttribute("data-testid") + " is " + height + " high");
            }
        }
        assertEquals(List.of(), board.commands);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reshape", "vertex", "split", "merge", "lasso", "hole", "measure"})
    void whileOneDrawsTheCardOfTheToolTakesLittleOfAPhone(String tool) {
        open(city.phone(planner));
        take(tool);
        board.find("about-" + tool).waitFor();
        lowCard();
        if (!List.of("vertex", "merge").contains(tool)) {
            double[][] path = {{123.040, 31.405}, {123.044, 31.408}, {123.047, 31.406}};
            for (int i = 0; i < path.length; i++) {
                board.touch(i == 0 ? "touchStart" : "touchMove", board.pixel(path[i]));
            }
            lowCard();
            board.touch("touchEnd");
        }
    }

    private void lowCard() {
        double height = board.find("tool-card").boundingBox().height;
        assertTrue(height <= 0.15 * Chromium.Device.PHONE.height(), () -> height + " high");
    }

    private static double[] aside(double[] lonLat, double degrees) {
        return new double[] {lonLat[0] + degrees, lonLat[1] + degrees};
    }

    private void open(Seat seat) {
        board = new Board(city, seat);
    }

    private void take(String tool) {
        board.find("tool-" + tool).tap();
        board.inHand(tool);
    }
}
