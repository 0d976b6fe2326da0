package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A page on which somebody draws, by mouse, keys or fingers, and what came of it. Places are lon/lat.
final class Board implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Page page;
    /// Commands that were sent to be kept.
    final List<JsonNode> commands = new ArrayList<>();
    /// Commands of which was asked what they would do.
    final List<JsonNode> previews = new ArrayList<>();
    /// Addresses of plans that anything was sent to.
    final List<String> changes = new ArrayList<>();

    private final City city;
    private final Seat seat;
    private final Consumer<Request> listener = this::note;
    private CDPSession fingers;

    /// Opens the map around 稻香网格 (LW040101), and takes the seat over.
    Board(City city, Seat seat) {
        this.city = city;
        this.seat = seat;
        page = seat.open("/?at=14/31.403/123.045&lang=en");
        page.onRequest(listener);
        Calm.await(page);
    }

    private void note(Request request) {
        if (request.method().equals("POST") && request.url().contains("/api/plans")) {
            changes.add(request.url());
        }
        if (request.method().equals("POST") && request.url().endsWith("/commands")) {
            commands.add(read(request.postData()));
        }
        if (request.url().endsWith("/preview")) {
            previews.add(read(request.postData()));
        }
    }

    /// Fails when the page met an error of its own.
    @Override
    public void close() {
        page.offRequest(listener);
        if (fingers != null) {
            fingers.detach();
        }
        seat.close();
    }

    Locator find(String testId) {
        return City.testId(page, testId);
    }

    void look(double lat, double lon, int zoom) {
        page.evaluate("v => window.wangge.map.setView(v.slice(0, 2), v[2], {animate: false})", List.of(lat, lon, zoom));
        Calm.await(page);
    }

    /// Takes a tool up by its key, and waits until it is in hand.
    void take(String key, String tool) {
        page.keyboard().press(key);
        inHand(tool);
    }

    void inHand(String tool) {
        find("tool-card").waitFor();
        page.waitForFunction("n => window.wangge.state().tool === n", tool);
        Calm.await(page);
    }

    /// Confirms what was drawn and gives the command that went to the server; returns when the plan shows it.
    JsonNode confirm() {
        int before = commands.size();
        page.locator("[data-testid=tool-confirm]:enabled").click();
        return await(before + 1);
    }

    /// Waits until the plan has so many commands, and gives the last one as the server keeps it.
    JsonNode await(int count) {
        page.waitForFunction(
                """
                n => {
                    const { plan, saving } = window.wangge.state();
                    return plan?.commands.filter(c => !c.undone).length === n && !saving;
                }""", count);
        assertEquals(count, commands.size());
        List<JsonNode> kept = new ArrayList<>();
        plan().get("commands").forEach(c -> {
            if (!c.get("undone").asBoolean()) {
                kept.add(c.get("command"));
            }
        });
        assertEquals(count, kept.size());
        assertEquals(commands.getLast().get("type"), kept.getLast().get("type"));
        return commands.getLast();
    }

    long planId() {
        return ((Number) page.evaluate("() => window.wangge.state().planId")).longValue();
    }

    /// The plan as the server has it.
    JsonNode plan() {
        return city.server.get("/api/plans/" + planId()).json();
    }

    /// What the whole draft changes, by the server.
    JsonNode result() {
        return plan().get("result");
    }

    /// What becomes of the grids of the draft, besides a vertex on their border.
    TreeSet<String> kinds() {
        TreeSet<String> kinds = new TreeSet<>();
        result().get("grids").forEach(g -> kinds.add(g.get("change").asText()));
        kinds.remove("vertices");
        return kinds;
    }

    /// Waits for words that a screen reader would say.
    void hears(String pattern) {
        page.waitForFunction(
                "p => new RegExp(p).test(document.querySelector('[data-testid=announcements]').textContent)", pattern);
    }

    /// Presses and draws; the button stays down.
    void stroke(double[]... lonLats) {
        Calm.await(page);
        for (int i = 0; i < lonLats.length; i++) {
            double[] at = pixel(lonLats[i]);
            page.mouse().move(at[0], at[1], new Mouse.MoveOptions().setSteps(2));
            if (i == 0) {
                Calm.await(page);
                page.mouse().down();
            }
        }
        Calm.await(page);
    }

    void click(double[] lonLat) {
        double[] at = pixel(lonLat);
        page.mouse().move(at[0], at[1]);
        page.mouse().click(at[0], at[1]);
        Calm.await(page);
    }

    /// Each key so often as it is followed by a number: `"ArrowUp 4", "Enter"`.
    void keys(String... keys) {
        for (String key : keys) {
            String[] words = key.split(" ");
            for (int i = 0; i < (words.length > 1 ? Integer.parseInt(words[1]) : 1); i++) {
                page.keyboard().press(words[0]);
            }
        }
        Calm.await(page);
    }

    /// One finger draws, and is lifted.
    void swipe(double[]... lonLats) {
        for (int i = 0; i < lonLats.length; i++) {
            touch(i == 0 ? "touchStart" : "touchMove", pixel(lonLats[i]));
        }
        Calm.await(page);
        touch("touchEnd");
    }

    void tap(double[] lonLat) {
        touch("touchStart", pixel(lonLat));
        touch("touchEnd");
        // a second tap within a quarter of a second is the second half of a double tap
        page.waitForFunction("t => performance.now() > t + 250", page.evaluate("() => performance.now()"));
        Calm.await(page);
    }

    /// An event of so many fingers at these pixels.
    void touch(String type, double[]... points) {
        if (fingers == null) {
            fingers = page.context().newCDPSession(page);
        }
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
    void figure(long grid, int households) {
        page.waitForFunction(
                """
                ([g, n]) => {
                    const cells = document.querySelectorAll('[data-testid=figure-after][data-metric=households]');
                    return [...cells].some(c => c.dataset.grid === g && c.dataset.value === n);
                }""",
                List.of(String.valueOf(grid), String.valueOf(households)));
    }

    void selected(long grid) {
        page.waitForFunction("id => String(window.wangge.state().grid) === id", String.valueOf(grid));
    }

    double[] pixel(double[] lonLat) {
        return pixels(List.of(lonLat))[0];
    }

    double[][] pixels(List<double[]> lonLats) {
        List<?> found = (List<?>) page.evaluate(
                "all => all.map(([lon, lat]) => window.wangge.toPage(lon, lat)).flatMap(({ x, y }) => [x, y])",
                lonLats.stream().map(p -> List.of(p[0], p[1])).toList());
        double[][] pixels = new double[lonLats.size()][2];
        for (int i = 0; i < found.size(); i++) {
            pixels[i / 2][i % 2] = ((Number) found.get(i)).doubleValue();
        }
        return pixels;
    }

    void shot(String name) {
        City.picture(page, "tool-" + name);
    }

    /// Almost all of a ring around a place.
    static double[][] circle(double lon, double lat, double wide, double high) {
        double[][] points = new double[22][];
        for (int i = 0; i < points.length; i++) {
            double angle = i * 6.1 / (points.length - 1);
            points[i] = new double[] {lon + wide * Math.cos(angle), lat + high * Math.sin(angle)};
        }
        return points;
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
