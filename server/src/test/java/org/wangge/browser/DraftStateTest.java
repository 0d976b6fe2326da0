package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.PASSWORD;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.browser.City.Stroke;
import org.wangge.testing.TestServer;

/// Legend, count, labels, table, peers and fills say the same of the grids, in Chromium on the sample city: in a draft, while one
/// draws, in a review and in a comparison; and the legend says which state it is.
@Timeout(240)
class DraftStateTest extends CityFixture {

    /// Of each grid in the table its households, penetration and colour.
    private static final String ROWS = """
            () => Object.fromEntries([...document.querySelectorAll('[data-testid=row]')].map(row => {
                const cell = metric => row.querySelector(`[data-metric=${metric}]`);
                return [row.dataset.gridId, [cell('households').dataset.value, cell('penetration').dataset.value,
                    cell('penetration').querySelector('.swatch')?.style.backgroundColor ?? 'none'].join(' ')];
            }))""";

    /// The sum of the legend's grids and households.
    private static final String LEGEND = """
            () => [0, 1].map(column => [...document.querySelectorAll('[data-testid=legend-class]')]
                .map(row => row.querySelectorAll('.number')[column].firstChild.textContent)
                .reduce((sum, n) => sum + Number(n.replaceAll(',', '')), 0)).join(' ')""";

    /// The colour of the choropleth at a place.
    private static final String FILL = """
            ([lon, lat]) => {
                const { x, y } = window.wangge.toPage(lon, lat);
                for (const canvas of document.querySelectorAll('.leaflet-fill-pane canvas')) {
                    const box = canvas.getBoundingClientRect();
                    if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) continue;
                    const k = canvas.width / box.width;
                    const [r, g, b, a] = canvas.getContext('2d').getImageData((x - box.left) * k, (y - box.top) * k, 1, 1).data;
                    if (a) return `rgb(${r}, ${g}, ${b})`;
                }
                return 'none';
            }""";

    /// Counts from now on how often each canvas of the choropleth is painted in one frame.
    private static final String PAINTINGS = """
            () => {
                const { clearRect } = CanvasRenderingContext2D.prototype;
                const frames = new Map();
                window.paintings = () => [...frames.values()];
                CanvasRenderingContext2D.prototype.clearRect = function (...box) {
                    if (this.canvas.closest('.leaflet-fill-pane')) {
                        this.canvas.dataset.key ??= String(Math.random());
                        const key = `${document.timeline.currentTime} ${this.canvas.dataset.key}`;
                        frames.set(key, (frames.get(key) ?? 0) + 1);
                    }
                    clearRect.apply(this, box);
                };
            }""";

    /// Two grids of one parent, of other classes, and what they would be together: of another class than the second.
    private record Pair(JsonNode one, JsonNode other, double[] place) {

        String merge() {
            return String.format(Locale.ROOT, "{\"type\":\"merge\",\"grids\":[%d,%d],\"into\":%d}",
                    one.get("id").asLong(), other.get("id").asLong(), one.get("id").asLong());
        }
    }

    private static TestServer.Browser planner;
    private static TestServer.Browser approver;

    @BeforeAll
    static void start() throws Exception {
        planner = city.server.member("li", PASSWORD, "[{\"role\":\"planner\"}]");
        approver = city.server.member("zhou", PASSWORD, "[{\"role\":\"approver\"}]");
    }

    @Test
    void everythingSaysTheSameOfADraftOfItsReviewAndOfWhatIsPublishedThen() {
        Pair pair = pair();
        long plan = Steps.draft(planner, "Together");
        Steps.change(planner, plan, "commands", pair.merge());
        String id = pair.one().get("id").asText();
        long parent = pair.one().get("parent_id").asLong();
        JsonNode after = null;
        for (JsonNode grid : city.server.get("/api/plans/" + plan).json().at("/result/grids")) {
            after = grid.get("id").asText().equals(id) ? grid : after;
        }
        int grids = (int) rows(city.server.get("/api/grids").json()).size() - 1;
        String said;
        String above;
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&table=1&plan=" + plan + "&grid=" + id);
            awaitPlan(page);
            page.evaluate(Canvas.RECORD);
            City.look(page, pair.place());
            said = page.evaluate(ROWS).toString();
            assertEquals("Draft: Together", testId(page, "legend-state").innerText());
            assertEquals(grids, ((Map<?, ?>) page.evaluate(ROWS)).size());
            assertTrue(said.contains(id + "=" + after.at("/after/households").asText() + " "), said);
            assertEquals(grids + " " + households(page), page.evaluate(LEGEND));
            assertEquals(String.valueOf(grids), page.locator("#drawer-toggle .badge").innerText());
            String colour = ((Map<?, ?>) page.evaluate(ROWS)).get(id).toString().replaceFirst("^\\S+ \\S+ ", "");
            assertEquals(colour, fill(page, pair.place()), "the land has the colour of the grid that has it now");
            String value = String.format(Locale.ROOT, "%.1f%%", 100 * after.at("/after/ratios/penetration/value").asDouble());
            List<String> drawn = Canvas.drawn(page);
            String name = pair.one().get("name").asText();
            assertTrue(drawn.indexOf(name) >= 0 && drawn.get(drawn.indexOf(name) + 1).equals(value), drawn.toString());
            assertTrue(!drawn.contains(pair.other().get("name").asText()), drawn.toString());
            String peers = testId(page, "chart").textContent();
            assertTrue(peers.contains(value), peers);
            assertTrue(!peers.contains(pair.other().get("name").asText()), peers);
            above = card(page, parent);
        }
        Steps.change(planner, plan, "submit", "");
        try (Seat seat = city.desk(approver)) {
            Page page = seat.open("/?lang=en&table=1&plan=" + plan);
            awaitPlan(page);
            City.look(page, pair.place());
            assertEquals("Submitted: Together", testId(page, "legend-state").innerText());
            assertEquals(said, page.evaluate(ROWS).toString());
            assertTrue(said.contains(fill(page, pair.place())));
        }
        Steps.change(approver, plan, "approve", "");
        Steps.change(planner, plan, "publish", "");
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&table=1");
            Calm.await(page);
            assertEquals("Published state", testId(page, "legend-state").innerText());
            assertEquals(said, page.evaluate(ROWS).toString());
            assertEquals(above, card(page, parent), "so had the grids above");
        }
    }

    @Test
    void whileOneDrawsAllOfItFollowsInTheClassesOfBefore() {
        Stroke stroke = city.findStroke(2);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&table=1&classes=quantile");
            page.waitForFunction("() => window.wangge.state().breaks !== null", null, City.patience());
            City.look(page, stroke.path()[4]);
            page.keyboard().press("r");
            Calm.await(page);
            String before = page.evaluate(ROWS).toString();
            Object breaks = page.evaluate("() => window.wangge.state().breaks.breaks");
            page.evaluate(PAINTINGS);
            City.draw(page, stroke);
            Calm.await(page);
            for (long grid : new long[] {stroke.a(), stroke.b()}) {
                String now = page.locator("[data-testid=figure-after][data-metric=households][data-grid='" + grid + "']")
                        .getAttribute("data-value");
                String row = ((Map<?, ?>) page.evaluate(ROWS)).get(String.valueOf(grid)).toString();
                assertTrue(row.startsWith(now + " "), row + " has " + now);
            }
            assertNotEquals(before, page.evaluate(ROWS).toString());
            assertEquals("Draft, as you draw", testId(page, "legend-state").innerText());
            assertEquals(breaks, page.evaluate("() => window.wangge.state().breaks.breaks"), "the classes stay meanwhile");
            List<?> paintings = (List<?>) page.evaluate("() => window.paintings()");
            assertTrue(!paintings.isEmpty(), "the fills follow");
            assertTrue(paintings.stream().allMatch(n -> ((Number) n).intValue() == 1), "once a frame: " + paintings);
            page.mouse().up();
            page.waitForFunction("() => window.wangge.state().plan?.commands.length === 1", null, City.patience());
            Calm.await(page);
            assertEquals(quantiles(page), page.evaluate("() => window.wangge.state().breaks.breaks").toString(),
                    "of the values of the draft");
            assertEquals(((Map<?, ?>) page.evaluate(ROWS)).size() + " " + households(page), page.evaluate(LEGEND));
            testId(page, "undo").click();
            page.waitForFunction("() => window.wangge.state().plan.commands.every(c => c.undone)", null, City.patience());
            Calm.await(page);
            assertEquals(before, page.evaluate(ROWS).toString());
            assertEquals(breaks, page.evaluate("() => window.wangge.state().breaks.breaks"));
        }
    }

    @Test
    void landThatADraftGivesUpIsCountedAsUnassigned() {
        JsonNode building = city.buildings().get(3);
        int before = city.server.get("/api/grids").json().at("/unassigned/buildings").asInt();
        long plan = Steps.draft(planner, "Given up");
        Steps.change(planner, plan, "commands",
                "{\"type\":\"transfer\",\"to\":null,\"buildings\":[" + building.get("id").asLong() + "]}");
        int moved = city.server.get("/api/plans/" + plan).json().at("/result/moved/buildings").asInt();
        assertTrue(moved > 0);
        try (Seat seat = city.desk(planner)) {
            Page page = seat.open("/?lang=en&plan=" + plan);
            awaitPlan(page);
            for (String where : List.of("legend", "unassigned")) {
                String words = testId(page, where).innerText();
                assertTrue(words.contains(before + moved + " buildings"), words);
            }
        }
    }

    @Test
    void aComparisonAndAPastStateSayWhichTheyAreOnOneScale() {
        Steps.publish(Steps.draft(planner, "Later", city.findStroke(9)), planner, approver);
        JsonNode revisions = city.server.get("/api/revisions").json().get("revisions");
        long newest = revisions.get(0).get("id").asLong();
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&table=1&classes=quantile&compare=0-" + newest);
            testId(page, "compare-card").waitFor();
            Calm.await(page);
            assertEquals("Compared: before the first revision → revision " + newest + "; the map shows revision " + newest,
                    testId(page, "legend-state").innerText());
            double[] both = range(page);
            String grids = city.server.get("/api/grids").json().get("grids").size() + "";
            assertNotEquals("0", grids);
            assertEquals(1, testId(page, "distribution").locator(".then").count(), "what was is drawn beside what is");
            page.navigate(city.server.url() + "/?lang=en&table=1&revision=0");
            City.ready(page);
            Calm.await(page);
            assertEquals("Past state: before the first revision", testId(page, "legend-state").innerText());
            double[] then = range(page);
            assertEquals(0, testId(page, "distribution").locator(".then").count());
            page.navigate(city.server.url() + "/?lang=en&table=1");
            City.ready(page);
            Calm.await(page);
            double[] now = range(page);
            assertEquals(Math.min(then[0], now[0]), both[0], 1e-12);
            assertEquals(Math.max(then[1], now[1]), both[1], 1e-12);
        }
    }

    @Test
    void theHistogramCountsEveryGridInItsClass() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&metric=churn&at=14/31.418/123.05");
            testId(page, "distribution").waitFor();
            for (String classes : List.of("thresholds", "quantile", "natural")) {
                testId(page, "classing").selectOption(classes);
                Calm.await(page);
                assertEquals(
                        page.evaluate("""
                                () => [...document.querySelectorAll('[data-testid=legend-class]')]
                                    .map(row => row.querySelector('.number').textContent).join(' ')"""),
                        page.evaluate("""
                                () => [...document.querySelectorAll('[data-testid=legend-class]')].map((_, k) =>
                                    [...document.querySelectorAll(`[data-testid=distribution] [data-class="${k}"]`)]
                                        .reduce((sum, bar) => sum + Number(bar.dataset.n), 0)).join(' ')"""), classes);
            }
            testId(page, "mode-surface").click();
            assertEquals(0, testId(page, "distribution").count(), "a surface has no grids to count");
        }
    }

    /// It comes after the first picture, and what draws it with it.
    private static void awaitPlan(Page page) {
        page.waitForFunction("() => window.wangge.state().plan?.result", null, City.patience());
        Calm.await(page);
    }

    private static double[] range(Page page) {
        String[] ends = testId(page, "distribution").getAttribute("data-range").split(" ");
        return new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[1])};
    }

    /// By the page's own classifier, of the values in the table.
    private static String quantiles(Page page) {
        return page.evaluate("""
                async () => {
                    const start = document.querySelector('script[type=module]').src;
                    const { quantiles } = await import(start.replace('main.js', 'core/classes.js'));
                    const cells = document.querySelectorAll('[data-testid=row] [data-metric=penetration]');
                    return quantiles([...cells].filter(c => c.dataset.value).map(c => Number(c.dataset.value)), 5);
                }""").toString();
    }

    private static int households(Page page) {
        return ((Map<?, ?>) page.evaluate(ROWS)).values().stream()
                .mapToInt(row -> Integer.parseInt(row.toString().split(" ")[0])).sum();
    }

    private static String fill(Page page, double[] place) {
        return (String) page.evaluate(FILL, List.of(place[0], place[1]));
    }

    /// The figures in the card of a grid, to four digits: the server tells of six.
    private static String card(Page page, long grid) {
        page.evaluate("id => history.pushState(null, '', location.search.replace(/&grid=\\d+|$/, `&grid=${id}`))",
                String.valueOf(grid));
        page.evaluate("() => dispatchEvent(new PopStateEvent('popstate'))");
        page.locator("[data-testid=grid-card][data-grid='" + grid + "']").waitFor();
        Calm.await(page);
        return page.evaluate("""
                () => [...document.querySelectorAll('[data-testid=grid-card] [data-testid^=figure-]')]
                    .map(e => `${e.dataset.metric} ${Number(e.dataset.value).toPrecision(4)}`).join(', ')""").toString();
    }

    private static Map<String, String> rows(JsonNode list) {
        Map<String, String> rows = new TreeMap<>();
        for (JsonNode grid : list.get("grids")) {
            if (grid.get("leaf").asBoolean()) {
                rows.put(grid.get("id").asText(), grid.at("/figures/households").asText());
            }
        }
        return rows;
    }

    private static Pair pair() {
        JsonNode grids = city.server.get("/api/grids").json().get("grids");
        for (JsonNode one : grids) {
            for (JsonNode border : one.get("leaf").asBoolean()
                    ? city.server.get("/api/grids/" + one.get("id").asLong()).json().get("borders") : List.<JsonNode>of()) {
                for (JsonNode other : grids) {
                    if (!other.get("id").equals(border.get("neighbour"))
                            || !other.get("parent_id").equals(one.get("parent_id"))) {
                        continue;
                    }
                    double together = (numerator(one) + numerator(other)) / (denominator(one) + denominator(other));
                    JsonNode box = other.get("bbox");
                    double[] middle = {(box.get(0).asDouble() + box.get(2).asDouble()) / 2,
                        (box.get(1).asDouble() + box.get(3).asDouble()) / 2};
                    if (classOf(together) != classOf(numerator(other) / denominator(other))
                            && city.gridAt(middle) == other.get("id").asLong()) {
                        return new Pair(one, other, middle);
                    }
                }
            }
        }
        throw new AssertionError("no two neighbours of other classes");
    }

    private static double numerator(JsonNode grid) {
        return grid.at("/figures/ratios/penetration/numerator").asDouble();
    }

    private static double denominator(JsonNode grid) {
        return grid.at("/figures/ratios/penetration/denominator").asDouble();
    }

    /// By the business thresholds.
    private static int classOf(double penetration) {
        return (int) List.of(0.1, 0.2, 0.3, 0.45).stream().filter(b -> penetration >= b).count();
    }
}
