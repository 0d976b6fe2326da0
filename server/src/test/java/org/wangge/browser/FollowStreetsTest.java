package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wangge.testing.TestServer;

/// Borders that run along streets between the points that are set, in Chromium on the sample city.
class FollowStreetsTest extends CityFixture {

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

    private void follow() {
        board.find("tool-follow").click();
        assertEquals("true", board.find("tool-follow").getAttribute("aria-pressed"));
    }

    /// The way that the server knows between two places.
    private static List<List<Double>> way(List<Double> from, List<Double> to) {
        JsonNode way = city.server.get("/api/streets/way?reach=200&lon=" + from.get(0) + "&lat=" + from.get(1)
                + "&to_lon=" + to.get(0) + "&to_lat=" + to.get(1)).json();
        return points(way.get("path"));
    }

    private static List<List<Double>> points(JsonNode coordinates) {
        List<List<Double>> points = new ArrayList<>();
        coordinates.forEach(p -> points.add(List.of(p.get(0).asDouble(), p.get(1).asDouble())));
        return points;
    }

    /// All bends of the way, one after the other.
    private static void assertFollows(List<List<Double>> way, List<List<Double>> line) {
        List<List<Double>> bends = way.subList(1, way.size() - 1);
        assertTrue(bends.size() > 1, "a way with bends: " + way);
        assertTrue(Collections.indexOfSubList(line, bends) >= 0, bends + " in " + line);
    }

    @Test
    void aSplitRunsAlongTheStreetsBetweenItsPointsToTheLastDigit() {
        board.take("s", "split");
        follow();
        List<Double> first = List.of(123.0420, 31.4005);
        List<Double> second = List.of(123.0510, 31.3990);
        board.click(new double[] {123.0468, 31.4000});
        board.selected(city.gridAt(new double[] {123.0468, 31.4000}));
        board.click(new double[] {first.get(0), first.get(1)});
        board.click(new double[] {second.get(0), second.get(1)});
        board.keys("Enter");
        board.page.waitForFunction("() => document.querySelectorAll('[data-testid=part]').length >= 2"
                + " && !document.querySelector('[data-testid=tool-confirm]').disabled");
        board.shot("follow-split");
        List<List<Double>> line = points(board.confirm().at("/line/coordinates"));
        assertFollows(way(first, second), line);
        String name = board.plan().get("name").asText();
        assertTrue(name.contains("稻香网格"), "a plan is called by what it began with: " + name);
    }

    @Test
    void anAreaRunsAlongTheStreetsOnAllItsSidesAndAPointTakenBackTakesItsWayWithIt() {
        board.take("h", "hole");
        follow();
        List<List<Double>> corners = List.of(
                List.of(123.0400, 31.4030), List.of(123.0480, 31.4035), List.of(123.0475, 31.3975));
        corners.forEach(p -> board.click(new double[] {p.get(0), p.get(1)}));
        board.click(new double[] {123.0600, 31.3900});
        board.find("tool-back").click();
        board.find("tool-finish").click();
        board.page.locator("[data-testid=tool-confirm]:enabled").waitFor();
        board.shot("follow-area");
        List<List<Double>> ring = points(board.confirm().at("/area/coordinates/0"));
        // All of it is street: between any two of its points the way is as short as it can be.
        for (int i = 0; i + 1 < ring.size(); i++) {
            List<List<Double>> way = way(ring.get(i), ring.get(i + 1));
            assertEquals(List.of(ring.get(i), ring.get(i + 1)), way);
        }
        assertTrue(ring.size() > 6, ring::toString);
    }

    /// From the border to the pointer, while the button is down.
    @Test
    void aReshapedBorderFollowsTheStreetsToThePointer() {
        double[] inside = {123.0510, 31.3990};
        long grid = city.gridAt(inside);
        List<Double> start = vertex(grid, inside);
        board.take("r", "reshape");
        follow();
        board.stroke(new double[] {start.get(0), start.get(1)}, inside);
        board.page.waitForCondition(() -> !board.previews.isEmpty()
                && points(board.previews.getLast().at("/path/coordinates")).size() > 3);
        Calm.await(board.page);
        board.shot("follow-reshape");
        board.keys("Escape");
        board.page.mouse().up();
        List<List<Double>> path = points(board.previews.getLast().at("/path/coordinates"));
        assertFollows(way(path.getFirst(), List.of(inside[0], inside[1])), path);
    }

    /// The vertex of a border with another grid, and no end of it, that is nearest to a place.
    private static List<Double> vertex(long grid, double[] place) {
        List<List<Double>> all = new ArrayList<>();
        for (JsonNode border : city.server.get("/api/grids/" + grid).json().get("borders")) {
            List<List<Double>> line = points(border.at("/geometry/coordinates"));
            if (!border.get("neighbour").isNull()) {
                all.addAll(line.subList(1, line.size() - 1));
            }
        }
        return Collections.min(all, Comparator.comparingDouble(p -> Math.hypot(p.get(0) - place[0], p.get(1) - place[1])));
    }

    @Test
    void aTremblingHandDrawsABorderWithoutSawTeeth() {
        board.take("s", "split");
        board.find("tool-snapping").click();
        double[] from = board.pixel(new double[] {123.0492, 31.4062});
        double[] to = board.pixel(new double[] {123.0480, 31.3935});
        board.page.mouse().move(from[0], from[1]);
        board.page.mouse().down();
        double length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        int steps = (int) (length / 4);
        for (int i = 1; i <= steps; i++) {
            double t = (double) i / steps;
            board.page.mouse().move(from[0] + t * (to[0] - from[0]) + (i % 2 == 0 ? 2 : -2), from[1] + t * (to[1] - from[1]));
        }
        Calm.await(board.page);
        board.page.mouse().up();
        JsonNode line = board.confirm().at("/line/coordinates");
        assertTrue(steps > 20 && line.size() < 8, steps + " steps drawn, " + line.size() + " points kept");
    }

    @Test
    void whereThereIsNoStreetTheLineIsStraightAndThatIsSaid() {
        board.look(31.30, 122.80, 15);
        board.take("d", "measure");
        follow();
        board.click(new double[] {122.801, 31.301});
        board.click(new double[] {122.805, 31.302});
        board.find("tool-note").waitFor();
        assertTrue(board.find("tool-note").textContent().startsWith("No street, river or railway near"));
    }
}
