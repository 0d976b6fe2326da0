package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Building;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// Ports, sightings and buildings on the map of the sample city: counted, narrowed down, named, and taken by a click.
@Timeout(240)
class ThingsTest extends CityFixture {

    private static final String ALL = "&layers=base,grids,buildings,ports,sightings";
    private static final double METRE = 360 / 40_075_017.0;

    private static final List<Port> PORTS = new ArrayList<>();
    private static final List<Sighting> SIGHTINGS = new ArrayList<>();
    private static final List<Building> BUILDINGS = new ArrayList<>();

    @BeforeAll
    static void read() {
        city.server.store().read(source -> {
            source.scan(Table.PORTS, row -> PORTS.add((Port) row));
            source.scan(Table.SIGHTINGS, row -> SIGHTINGS.add((Sighting) row));
            source.scan(Table.BUILDINGS, row -> BUILDINGS.add((Building) row));
        });
    }

    @Test
    void whatIsInViewIsCountedTrulyAtEveryZoom() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=11/31.42/123.05" + ALL);
            Calm.await(page);
            assertEquals(PORTS.size(), shown(page, "ports"));
            assertEquals(SIGHTINGS.size(), shown(page, "sightings"));
            assertEquals("shown from zoom 12 on (now 11)", testId(page, "note-buildings").textContent());
            for (int zoom : new int[] {14, 16, 18}) {
                look(page, zoom, new Coordinate(123.046, 31.404));
                assertEquals(0, testId(page, "note-buildings").count());
                Envelope view = view(page);
                for (String layer : List.of("ports", "sightings")) {
                    List<? extends Row> all = layer.equals("ports") ? PORTS : SIGHTINGS;
                    long n = shown(page, layer);
                    assertTrue(n >= within(all, view, -METRE) && n <= within(all, view, METRE), n + " " + layer + " at " + zoom);
                }
            }
        }
    }

    @Test
    void portsAndSightingsAreNarrowedDownWithoutAskingTheServerAndByTheLink() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=11/31.42/123.05" + ALL);
            Calm.await(page);
            testId(page, "shown-ports").click();
            List<String> asked = new ArrayList<>();
            Consumer<Request> listener = request -> asked.add(request.url());
            page.onRequest(listener);
            testId(page, "ports.kind").selectOption("tap");
            testId(page, "ports.technology").selectOption("docsis");
            Calm.await(page);
            long taps = count(PORTS, p -> "tap".equals(p.kind()) && "docsis".equals(p.technology()));
            assertEquals(taps, shown(page, "ports"));
            assertEquals(SIGHTINGS.size(), shown(page, "sightings"));
            testId(page, "shown-sightings").click();
            testId(page, "sightings.operator").selectOption("蓝海宽带");
            testId(page, "sightings.age").selectOption("90");
            Calm.await(page);
            page.offRequest(listener);
            assertEquals(List.of(), asked);
            LocalDate day = LocalDate.parse(city.server.get("/api/grids").json().get("as_of").asText());
            long blue = count(SIGHTINGS, s -> "蓝海宽带".equals(s.operator()) && s.seenAt() != null
                    && !s.seenAt().isBefore(day.minusDays(90)));
            assertTrue(blue > 0 && blue < SIGHTINGS.size() / 3, blue + " sightings");
            assertEquals(blue, shown(page, "sightings"));
            String words = testId(page, "shown-sightings").textContent();
            assertEquals(blue + " in view · narrowed down", words);
            City.picture(page, "things-narrowed");

            String link = page.url();
            assertTrue(link.contains("ports.kind=tap") && link.contains("sightings.age=90"), link);
            seat.open(link.substring(link.indexOf("/?")));
            Calm.await(page);
            assertEquals(List.of(taps, blue), List.of(shown(page, "ports"), shown(page, "sightings")));
            testId(page, "shown-ports").click();
            assertEquals("tap", testId(page, "ports.kind").inputValue());
            testId(page, "ports.kind").selectOption(new SelectOption().setLabel("All"));
            Calm.await(page);
            assertEquals(count(PORTS, p -> "docsis".equals(p.technology())), shown(page, "ports"));
            page.goBack();
            Calm.await(page);
            assertEquals(taps, shown(page, "ports"));
        }
    }

    @Test
    void aClickTakesABuildingOnlyWhereItIsLargeEnoughAndThePointerIsToldWhatIsUnderIt() {
        Building building = BUILDINGS.stream()
                .filter(b -> b.geometry().getEnvelopeInternal().getWidth() > 30 * METRE)
                .filter(b -> b.geometry().contains(middle(b)) && city.gridAt(lonLat(middle(b))) != 0)
                .filter(b -> PORTS.stream().noneMatch(p -> p.location().distance(middle(b)) < 20 * METRE))
                .filter(b -> SIGHTINGS.stream().noneMatch(s -> s.location().distance(middle(b)) < 20 * METRE))
                .findFirst()
                .orElseThrow();
        Port port = PORTS.stream()
                .filter(p -> p.kind() != null && p.capacity() != null && p.used() != null && PORTS.stream()
                        .allMatch(o -> o == p || o.location().distance(p.location()) > 12 * METRE))
                .skip(20)
                .findFirst()
                .orElseThrow();
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/31.42/123.05" + ALL);
            look(page, 14, middle(building).getCoordinate());
            click(page, middle(building));
            page.waitForFunction("() => window.wangge.state().grid !== null", null, City.patience());
            assertEquals(0, testId(page, "thing-card").count(), "a building of some pixels is not what was meant");
            look(page, 18, middle(building).getCoordinate());
            hover(page, middle(building));
            assertTrue(page.locator("#tip").innerText().startsWith(building.name()), page.locator("#tip").innerText());
            click(page, middle(building));
            page.locator("[data-testid=thing-card][data-id='" + building.id() + "']").waitFor();

            look(page, 18, port.location().getCoordinate());
            hover(page, port.location());
            String told = page.locator("#tip").innerText();
            assertTrue(told.toLowerCase().startsWith(port.kind().toLowerCase())
                    && told.contains("Port utilisation " + port.used() + " of " + port.capacity()), told);
            look(page, 12, port.location().getCoordinate());
            List<?> mark = mark(page);
            page.mouse().move(((Number) mark.get(0)).doubleValue(), ((Number) mark.get(1)).doubleValue());
            page.waitForFunction("() => /^\\d+ (port|sighting)s/.test(document.getElementById('tip').innerText)");
        }
    }

    @Test
    void theCardOfASightingHasAllThatIsKnownAndLeadsToItsGrid() {
        Sighting sighting = SIGHTINGS.stream()
                .filter(s -> s.note() != null && s.price() != null && s.offer() != null && s.seenAt() != null
                        && city.gridAt(lonLat(s.location())) != 0)
                .filter(s -> SIGHTINGS.stream().allMatch(o -> o == s || o.location().distance(s.location()) > 20 * METRE))
                .findFirst()
                .orElseThrow();
        long grid = city.gridAt(lonLat(sighting.location()));
        var about = city.server.get("/api/grids/" + grid).json();
        long days = ChronoUnit.DAYS.between(sighting.seenAt(), LocalDate.parse(about.at("/figures/as_of").asText()));
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=18/31.42/123.05&layers=base,grids,sightings");
            look(page, 18, sighting.location().getCoordinate());
            click(page, sighting.location());
            Locator card = page.locator("[data-testid=thing-card][data-type=sighting][data-id='" + sighting.id() + "']");
            card.waitFor();
            Calm.await(page);
            String words = card.innerText();
            String age = days + (days == 1 ? " day ago" : " days ago");
            for (String wanted : List.of(sighting.offer(), sighting.note(), sighting.operator(), age, "a month",
                    about.get("name").asText(), about.at("/persons/0/name").asText())) {
                assertTrue(words.contains(wanted), words + " has " + wanted);
            }
            City.picture(page, "things-sighting");
            testId(page, "thing-grid").click();
            page.waitForFunction("id => window.wangge.state().grid === id", (int) grid, City.patience());
            assertEquals(0, testId(page, "thing-card").count());
            assertEquals(about.get("name").asText(), page.getByRole(AriaRole.HEADING,
                    new Page.GetByRoleOptions().setName(about.get("name").asText()).setExact(true)).first().textContent());
        }
    }

    @Test
    void compoundsAndHousesHaveTheirNamesFromZoom17On() {
        Map<String, Envelope> compounds = new HashMap<>();
        BUILDINGS.stream().filter(b -> b.compound() != null).forEach(b -> compounds
                .computeIfAbsent(b.compound(), _ -> new Envelope())
                .expandToInclude(b.geometry().getEnvelopeInternal()));
        BUILDINGS.forEach(b -> assertTrue(b.name().startsWith(b.compound()), "findings call it " + b.compound()));
        Building any = BUILDINGS.stream().filter(b -> b.name().matches(".*7幢")).skip(10).findFirst().orElseThrow();
        Coordinate middle = compounds.get(any.compound()).centre();
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=16/" + middle.y + "/" + middle.x);
            Calm.await(page);
            page.evaluate(Canvas.RECORD);
            look(page, 16, new Coordinate(middle.x, middle.y + METRE));
            assertTrue(Canvas.drawn(page).stream().noneMatch(t -> compounds.containsKey(t) || t.matches("\\d+幢")));
            look(page, 17, middle);
            List<Canvas.Text> drawn = Canvas.texts(page);
            assertTrue(drawn.stream().anyMatch(t -> t.text().equals(any.compound())), any.compound() + " is in " + drawn);
            Map<String, Long> times = new HashMap<>();
            for (Canvas.Text t : drawn) {
                if (compounds.containsKey(t.text())) {
                    assertEquals(1L, times.merge(t.text(), 1L, Long::sum), t.text() + " is there once");
                    Envelope land = compounds.get(t.text()).copy();
                    land.expandBy(2 * METRE);
                    assertTrue(land.contains(t.lon(), t.lat()), t.text() + " stands in its compound");
                } else if (t.text().matches("\\d+幢")) {
                    Envelope there = new Envelope(new Coordinate(t.lon(), t.lat()));
                    assertTrue(BUILDINGS.stream().anyMatch(b -> b.name().endsWith(t.text())
                            && b.geometry().getEnvelopeInternal().distance(there) < METRE), t.text() + " stands on its building");
                }
            }
            assertTrue(times.size() > 3 && drawn.stream().filter(t -> t.text().matches("\\d+幢")).count() > 20, drawn.toString());
            City.picture(page, "things-names");
            testId(page, "layer-buildings").uncheck();
            Calm.await(page);
            look(page, 17, new Coordinate(middle.x, middle.y + METRE));
            assertFalse(Canvas.drawn(page).contains(any.compound()));
        }
    }

    private static long shown(Page page, String layer) {
        return Long.parseLong(testId(page, "shown-" + layer).getAttribute("data-n"));
    }

    private static <R> long count(List<R> all, Predicate<R> which) {
        return all.stream().filter(which).count();
    }

    private static long within(List<? extends Row> all, Envelope view, double rim) {
        Envelope box = view.copy();
        box.expandBy(rim);
        return all.stream()
                .map(r -> r instanceof Port p ? p.location() : ((Sighting) r).location())
                .filter(p -> box.contains(p.getCoordinate()))
                .count();
    }

    private static Envelope view(Page page) {
        List<?> box = (List<?>) page.evaluate("""
                () => {
                    const b = window.wangge.map.getBounds();
                    return [b.getWest(), b.getEast(), b.getSouth(), b.getNorth()];
                }""");
        double[] v = box.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
        return new Envelope(v[0], v[1], v[2], v[3]);
    }

    private static Geometry middle(Building building) {
        Geometry shape = building.geometry();
        return shape.getFactory().createPoint(shape.getEnvelopeInternal().centre());
    }

    private static double[] lonLat(Geometry p) {
        return new double[] {p.getCoordinate().x, p.getCoordinate().y};
    }

    private static void look(Page page, int zoom, Coordinate at) {
        page.evaluate("v => window.wangge.map.setView([v[0], v[1]], v[2], {animate: false})", List.of(at.y, at.x, zoom));
        Calm.await(page);
    }

    private static double[] onPage(Page page, Geometry p) {
        List<?> at = (List<?>) page.evaluate(
                "([lon, lat]) => { const p = window.wangge.toPage(lon, lat); return [p.x, p.y]; }",
                List.of(p.getCoordinate().x, p.getCoordinate().y));
        return at.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    private static void click(Page page, Geometry p) {
        double[] at = onPage(page, p);
        page.mouse().click(at[0], at[1]);
    }

    private static void hover(Page page, Geometry p) {
        double[] at = onPage(page, p);
        page.mouse().move(at[0] + 60, at[1] + 60);
        page.mouse().move(at[0], at[1]);
        page.waitForFunction("() => document.getElementById('map').classList.contains('on-thing')", null, City.patience());
    }

    /// Where on the page the pointer finds things that are drawn as one mark.
    private static List<?> mark(Page page) {
        double[] middle = onPage(page, PORTS.getFirst().location().getFactory().createPoint(view(page).centre()));
        for (int d = 0; d < 64; d += 4) {
            for (int e = 0; e < 64; e += 4) {
                page.mouse().move(middle[0] + d, middle[1] + e);
                page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                if ((Boolean) page.evaluate("() => document.getElementById('map').classList.contains('on-thing')")) {
                    return List.of(middle[0] + d, middle[1] + e);
                }
            }
        }
        throw new AssertionError("no mark in a whole cell");
    }
}
