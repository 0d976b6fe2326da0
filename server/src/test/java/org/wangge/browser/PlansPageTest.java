package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// What the page says of plans, in Chromium on the sample city: what waits, what came back, what is to be looked at before it is
/// submitted, and each thing that happens once.
@Timeout(240)
class PlansPageTest extends CityFixture {

    /// Keeps every toast from now on.
    private static final String TOASTS = """
            () => {
                window.toasts = [];
                const said = nodes => nodes.forEach(n => window.toasts.push(n.querySelector('span').textContent));
                new MutationObserver(changes => changes.forEach(c => said(c.addedNodes)))
                    .observe(document.querySelector('#toasts'), { childList: true });
            }""";

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void theInboxSaysWhoseItIsWhatItComesToAndHowLongItWaitsAndAWholeRowOpensIt() {
        long plan = Steps.draft(planner, "Waits", city.findStroke(0));
        long grid = city.findStroke(4).a();
        JsonNode box = city.server.get("/api/grids/" + grid).json().get("bbox");
        double middle = (box.get(1).asDouble() + box.get(3).asDouble()) / 2;
        Steps.change(planner, plan, "commands", String.format(Locale.ROOT,
                "{\"type\":\"split\",\"grid\":%d,\"line\":{\"type\":\"LineString\",\"coordinates\":[[%.7f,%.7f],[%.7f,%.7f]]}}",
                grid, box.get(0).asDouble() - 1e-4, middle, box.get(2).asDouble() + 1e-4, middle));
        Steps.change(planner, plan, "submit", "");
        JsonNode result = city.server.get("/api/plans/" + plan).json().get("result");
        long grids = changed(result);
        assertTrue(grids < result.get("grids").size(), "one of them only gets a vertex");
        try (Seat seat = city.desk(approver)) {
            Page page = seat.open("/?lang=en");
            testId(page, "plans").click();
            Locator row = page.locator("[data-testid=plan-row][data-plan='" + plan + "']");
            String words = String.format(Locale.ROOT, "li · %d grids · %,d households move · this minute", grids,
                    result.at("/moved/households").asInt());
            page.waitForFunction("([plan, words]) => document.querySelector(`[data-plan='${plan}'] [data-testid=plan-words]`)"
                    + "?.textContent.replace(/\\d+ minutes? ago/, 'this minute') === words", List.of(plan + "", words),
                    City.patience());
            row.click(new Locator.ClickOptions().setPosition(6, 6));
            page.waitForFunction("id => String(window.wangge.state().plan?.id) === id", plan + "", City.patience());
            testId(page, "approve").waitFor();
            assertEquals("Grids changed: " + grids + " · new: 1", testId(page, "summary").locator("> p").first().textContent());
            testId(page, "heading-figures").click();
            assertEquals(grids, page.locator(".comparison, [data-testid=figures-same]").count());
        }
    }

    @Test
    void aReturnedPlanShowsAtTheButtonUntilItIsSubmittedAgain() {
        long plan = Steps.draft(planner, "Back and forth", city.findStroke(1));
        Steps.change(planner, plan, "submit", "");
        try (Seat seat = city.phone(planner)) {
            Page page = seat.open("/?lang=zh-CN");
            page.waitForFunction("() => window.wangge.state().live === 'live' && window.wangge.state().plans !== null", null,
                    City.patience());
            assertEquals(0, testId(page, "returned-plans").count());
            approver.change(plan, "return", "{\"reason\":\"Not across the canal\"}");
            testId(page, "returned-plans").waitFor();
            assertEquals("退回给您：1", testId(page, "returned-plans").getAttribute("aria-label"));
            testId(page, "plans").click();
            assertEquals(String.valueOf(plan), testId(page, "plan-row").first().getAttribute("data-plan"), "it stands first");
            page.keyboard().press("Escape");
            Steps.change(planner, plan, "submit", "");
            page.waitForFunction("() => !document.querySelector('[data-testid=returned-plans]')", null, City.patience());
        }
    }

    @Test
    void whoSubmitsReadsTheFindingsFirstAndMayGoToEach() {
        long plan = 0;
        JsonNode findings = null;
        for (int skip = 0; findings == null || findings.isEmpty() || findings.get(0).get("position").isNull(); skip++) {
            plan = Steps.draft(planner, "Cuts", city.findStroke(skip));
            findings = city.server.get("/api/plans/" + plan).json().at("/result/findings");
        }
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            testId(page, "submit").click();
            Locator told = testId(page, "submit-findings");
            assertEquals(findings.size(), told.locator("li button").count());
            assertTrue(told.boundingBox().y < testId(page, "words").boundingBox().y);
            assertTrue(testId(page, "dialog").innerText().contains("change hands"));
            page.keyboard().type("Half a word");
            told.locator("li button").first().click();
            page.waitForFunction("() => !document.querySelector('#dialog').open && window.wangge.map.getZoom() >= 16", null,
                    City.patience());
            testId(page, "submit").click();
            assertEquals("Half a word", testId(page, "words").inputValue());
            testId(page, "confirm").click();
            page.waitForFunction("() => window.wangge.state().plan?.status === 'submitted'", null, City.patience());
        }
        Steps.change(planner, plan, "withdraw", "");
    }

    @Test
    void whatHappensIsSaidOnce() {
        long plan = Steps.draft(planner, "Once", city.findStroke(2));
        try (Seat mine = city.desk(planner);
                Seat theirs = city.desk(approver)) {
            Page page = mine.open("/?lang=en&plan=" + plan);
            testId(page, "submit").waitFor();
            Page desk = theirs.open("/?lang=en&plan=" + plan);
            testId(desk, "why-not").waitFor(new Locator.WaitForOptions()
                    .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
            for (Page each : List.of(page, desk)) {
                each.waitForFunction("() => window.wangge.state().live === 'live'", null, City.patience());
                Calm.await(each);
                each.evaluate(TOASTS);
            }
            testId(page, "submit").click();
            testId(page, "confirm").click();
            status(desk, "submitted");
            testId(desk, "return").click();
            testId(desk, "words").fill("Not so");
            testId(desk, "confirm").click();
            status(page, "returned");
            status(desk, "returned");
            Calm.await(page);
            Calm.await(desk);
            assertEquals(List.of("Submitted: Once", "Once: Returned"), page.evaluate("() => window.toasts"));
            assertEquals(List.of("Once: Submitted", "Returned: Once"), desk.evaluate("() => window.toasts"));
            page.route("**/api/plans/*/undo", r -> r.abort());
            testId(page, "undo").click();
            testId(page, "toast-error").waitFor();
            testId(page, "undo").click();
            page.waitForFunction("() => window.toasts.length === 4", null, City.patience());
            assertEquals(1, testId(page, "toast-error").count(), "the same is not said twice side by side");
        }
    }

    @Test
    void whatWasSaidOfAGestureGoesWithTheNext() {
        Stroke stroke = city.findStroke(3);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en");
            City.look(page, stroke.path()[4]);
            page.keyboard().press("r");
            City.draw(page, stroke);
            page.mouse().move(600, 600);
            page.mouse().up();
            testId(page, "toast-error").waitFor();
            Calm.await(page);
            City.draw(page, stroke);
            assertEquals(0, testId(page, "toast-error").count());
            page.keyboard().press("Escape");
            page.mouse().up();
        }
    }

    @Test
    void figuresThatReadTheSameAreNoChange() {
        JsonNode building = null;
        JsonNode moved = null;
        for (int i = 0; moved == null || !sameButInTheDigitsBehind(moved); i++) {
            building = city.buildings().get(i);
            long other = neighbour(city.gridAt(City.middle(building.at("/geometry/coordinates/0"))));
            long plan = Steps.draft(planner, "One building");
            TestServer.Answer done = planner.change(plan, "commands", "{\"type\":\"transfer\",\"to\":" + other
                    + ",\"buildings\":[" + building.get("id").asLong() + "]}");
            moved = done.status() == 200 ? city.server.get("/api/plans/" + plan).json() : null;
        }
        long named = city.findStroke(5).a();
        Steps.change(planner, moved.get("id").asLong(), "commands",
                "{\"type\":\"setAttributes\",\"grid\":" + named + ",\"attributes\":{\"name\":\"Old town\"}}");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + moved.get("id").asLong());
            testId(page, "comparison").first().waitFor();
            assertEquals("Old town: figures unchanged",
                    page.locator("[data-testid=figures-same][data-grid='" + named + "']").innerText());
            List<String> deltas = page.locator(".comparison .delta").allInnerTexts();
            assertTrue(deltas.stream().anyMatch(d -> !d.isEmpty()), deltas.toString());
            assertTrue(deltas.stream().noneMatch(d -> d.startsWith("±")), deltas.toString());
        }
    }

    private static boolean sameButInTheDigitsBehind(JsonNode plan) {
        for (JsonNode grid : plan.at("/result/grids")) {
            double before = grid.at("/before/ratios/penetration/value").asDouble();
            double after = grid.at("/after/ratios/penetration/value").asDouble();
            if (before != after && Math.round(1000 * before) == Math.round(1000 * after)) {
                return true;
            }
        }
        return false;
    }

    private static long neighbour(long grid) {
        for (JsonNode border : city.server.get("/api/grids/" + grid).json().get("borders")) {
            if (!border.get("neighbour").isNull()) {
                return border.get("neighbour").asLong();
            }
        }
        throw new AssertionError("grid " + grid + " has no neighbour");
    }

    @Test
    void aPlanThatRestoresIsCalledByTheDayThatItBringsBack() {
        Steps.publish(Steps.draft(planner, "First", city.findStroke(6)), planner, approver);
        Steps.publish(Steps.draft(planner, "Second", city.findStroke(7)), planner, approver);
        JsonNode revision = city.server.get("/api/revisions").json().at("/revisions/1");
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&revision=" + revision.get("id").asLong());
            // what is told of it is there for five seconds
            page.evaluate(TOASTS);
            testId(page, "banner-restore").click();
            testId(page, "submit").waitFor();
            String day = (String) page.evaluate(
                    "at => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hour12: false })"
                            + ".format(new Date(at))", revision.get("published_at").asText());
            String name = "Back to " + day + " (revision " + revision.get("id").asLong() + ")";
            assertEquals(name, testId(page, "plan-bar").locator(".clamped").innerText());
            assertTrue(page.evaluate("() => window.toasts").toString().contains(name));
        }
    }

    @Test
    void aPastStateIsFramedOnAllSidesWhateverTheMapDraws() throws Exception {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&revision=0&at=15/31.418/123.05");
            testId(page, "banner").waitFor();
            Calm.await(page);
            BoundingBox stage = page.locator("#stage").boundingBox();
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
            int[][] edges = {{2, 300}, {(int) stage.width - 3, 300}, {400, 2}, {400, (int) stage.height - 3}};
            for (int[] at : edges) {
                Color colour = new Color(picture.getRGB((int) stage.x + at[0], (int) stage.y + at[1]));
                int[] off = {colour.getRed() - 0x3b, colour.getGreen() - 0x2f, colour.getBlue() - 0x63};
                assertTrue(Arrays.stream(off).allMatch(d -> Math.abs(d) < 4), at[0] + ", " + at[1] + ": " + colour);
            }
        }
    }

    private static void status(Page page, String status) {
        page.waitForFunction("s => window.wangge.state().plan?.status === s", status, City.patience());
    }

    private static long changed(JsonNode result) {
        long n = 0;
        for (JsonNode grid : result.get("grids")) {
            n += grid.get("change").asText().equals("vertices") ? 0 : 1;
        }
        return n;
    }
}
