package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.basemap.BasemapOption;
import org.wangge.geo.Crs;
import org.wangge.geo.TileId;
import org.wangge.testing.MapServer;
import org.wangge.testing.TileFiles;
import org.wangge.testing.TileFiles.Drawn;
import org.wangge.testing.TileFiles.Keeping;
import org.wangge.testing.TileFiles.Pm;

/// Maps that others have drawn, under the grids: two services, each on a port of its own.
@Tag("browser")
@Timeout(240)
class BasemapTest {

    private static final Logger LOG = LoggerFactory.getLogger(BasemapTest.class);
    private static final String PLACE = "31.403/123.045";

    @TempDir
    static Path folder;

    private static City city;
    private static MapServer straight;
    private static MapServer shifted;

    @BeforeAll
    static void start() throws Exception {
        straight = new MapServer(Crs.WGS_84);
        shifted = new MapServer(Crs.GCJ_02);
        city = new City(folder, BasemapOption.parseAll(List.of(
                straight.address() + ",name=City survey,attribution=© City <survey>,attribution-url=http://127.0.0.1/about",
                shifted.address() + ",name=Shifted,crs=GCJ-02",
                TileFiles.mbtiles(folder.resolve("omt.mbtiles"), Keeping.ROWS, Map.of("format", "pbf", "name", "OpenMapTiles",
                        "attribution", "© Them"), vector("transportation", "class", "motorway", "class", "lake")).toString(),
                TileFiles.pmtiles(folder.resolve("protomaps.pmtiles"), new Pm(1, true, 3, false, "{\"name\":\"Protomaps\"}"),
                        vector("roads", "kind", "highway", "kind", "lake")).toString())));
    }

    @AfterAll
    static void stop() {
        if (city != null) {
            city.close();
        }
        straight.close();
        shifted.close();
    }

    @Test
    void theFirstLiesUnderTheGridsInPlaceOfTheGroundAndNamesWhoDrewIt() {
        try (Seat seat = city.desk()) {
            List<String> asked = new ArrayList<>();
            seat.page().onRequest(r -> asked.add(r.url()));
            Page page = seat.open("/?lang=zh-CN&at=14/" + PLACE);
            drawn(page);
            assertEquals("© City <survey>", page.locator("[data-key=basemap-credit]").innerText());
            assertTrue(asked.stream().anyMatch(a -> a.startsWith(straight.origin())));
            assertEquals(List.of(), asked.stream().filter(a -> a.contains("/tiles/base/")).toList());
            assertEquals(List.of(), asked.stream()
                    .filter(a -> !a.startsWith(city.server.url()) && !a.startsWith(straight.origin()) && !a.startsWith("data:"))
                    .toList(), "nothing else is asked");
            assertTrue(straight.referrers().stream().allMatch((city.server.url() + "/")::equals), "no more than who asks");
            City.picture(page, "basemap-desk");
        }
    }

    @Test
    void oneChoosesAmongThemAndTheLinkKeepsIt() {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/" + PLACE);
            drawn(page);
            Locator picker = testId(page, "basemap");
            assertEquals(List.of("City survey", "Shifted", "OpenMapTiles", "Protomaps", "None: the map’s own ground"),
                    picker.locator("option").allInnerTexts());
            assertTrue(testId(page, "layer-base").isDisabled());
            picker.selectOption(new SelectOption().setLabel("None: the map’s own ground"));
            Calm.await(page);
            assertTrue(page.url().contains("basemap=none"), page.url());
            assertEquals(0, page.locator(".leaflet-basemap-pane canvas").count());
            assertFalse(covered(page));
            assertTrue(testId(page, "layer-base").isEnabled());
            picker.selectOption("shifted");
            drawn(page);
            assertTrue(page.url().contains("basemap=shifted"), page.url());
            page.reload();
            City.ready(page);
            drawn(page);
            assertEquals("shifted", testId(page, "basemap").inputValue());
            page.goBack();
            Calm.await(page);
            assertFalse(covered(page), "the way back leads to the choice before");
        }
    }

    /// The service draws dots in GCJ-02, the page says where the places of these are on its map.
    @ParameterizedTest
    @ValueSource(ints = {10, 14, 18})
    void whatLiesInGcj02IsWithinAPixelOfItsPlaceAndNeighboursAbut(int zoom) throws IOException {
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&layers=&basemap=none&at=" + zoom + "/" + PLACE);
            Calm.await(page);
            List<double[]> places = new ArrayList<>();
            for (int x = 420; x < 1000; x += 131) {
                for (int y = 90; y < 800; y += 137) {
                    List<?> at = (List<?>) page.evaluate("([x, y]) => window.wangge.toLonLat(x, y)", List.of(x + 0.5, y + 0.5));
                    places.add(new double[] {number(at.get(0)), number(at.get(1))});
                }
            }
            for (MapServer service : List.of(shifted, straight)) {
                service.mark(places);
            }
            for (String map : List.of("shifted", "city-survey")) {
                testId(page, "basemap").selectOption(map);
                drawn(page);
                page.evaluate("() => { window.wangge.map.getPane('basemap').style.opacity = '1'; }");
                BufferedImage seen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
                double worst = 0;
                for (double[] place : places) {
                    double[] own = ownPlace(page, place);
                    double[] dot = dot(seen, own[0], own[1]);
                    worst = Math.max(worst, Math.hypot(dot[0] - own[0], dot[1] - own[1]));
                }
                LOG.info("{} at zoom {}: {} pixels at most", map, zoom, worst);
                assertTrue(worst < 1, map + ": a dot is " + worst + " pixels from its place");
                assertEquals(List.of(), cracks(seen), map + ": the ground shows between tiles");
                City.picture(page, "basemap-" + map + "-" + zoom);
            }
        } finally {
            shifted.mark(List.of());
            straight.mark(List.of());
        }
    }

    /// Tiles of zoom 13 around the place: a lake in the north-west of each, a motorway through the south.
    private static Map<TileId, byte[]> vector(String roads, String key, String motorway, String waterKey, String lake) {
        Map<TileId, byte[]> tiles = new HashMap<>();
        for (int x = 6892; x < 6900; x++) {
            for (int y = 3338; y < 3348; y++) {
                tiles.put(new TileId(13, x, y), TileFiles.gzip(TileFiles.mvt(Map.of(
                        "water", List.of(new Drawn(3, Map.of(waterKey, lake, "name", "东湖" + x + y),
                                new int[][] {{0, 0}, {2048, 0}, {2048, 2048}, {0, 2048}})),
                        roads, List.of(new Drawn(2, Map.of(key, motorway, "name", "南环高速" + y),
                                new int[][] {{0, 3072}, {4096, 3072}}))))));
            }
        }
        return tiles;
    }

    @ParameterizedTest
    @CsvSource({"omt, © Them", "protomaps, ''"})
    void aFileOfVectorTilesIsDrawnLikeTheGroundInItsPlace(String map, String credit) throws IOException {
        try (Seat seat = city.desk()) {
            List<String> asked = new ArrayList<>();
            seat.page().onRequest(r -> asked.add(r.url()));
            Page page = seat.open("/?lang=zh-CN&layers=base&basemap=" + map + "&at=14/" + PLACE);
            Calm.await(page);
            page.waitForFunction("() => window.wangge.state().covered");
            Calm.await(page);
            assertEquals(List.of(), asked.stream().filter(a -> a.contains("/tiles/base/")).toList());
            assertTrue(asked.stream().anyMatch(a -> a.contains("/basemaps/" + map + "/13/")));
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(page.screenshot()));
            City.picture(page, "basemap-" + map);
            // A tile is 512 pixels wide; that of the middle of the map holds these.
            for (double[] place : List.of(new double[] {0.1, 0.1, 0xcbdde7}, new double[] {0.3, 0.75, 0xf8e2b4})) {
                double lon = (6896 + place[0]) / (1 << 13) * 360 - 180;
                double lat = Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * (3342 + place[1]) / (1 << 13)))));
                double[] at = ownPlace(page, new double[] {lon, lat});
                assertEquals(Integer.toHexString((int) place[2]),
                        Integer.toHexString(seen.getRGB((int) at[0], (int) at[1]) & 0xffffff), lon + ", " + lat);
            }
            double[] lake = ownPlace(page, new double[] {(6896 + 0.25) / (1 << 13) * 360 - 180,
                Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * (3342 + 0.25) / (1 << 13)))))});
            int darkest = 255;
            for (int x = (int) lake[0] - 90; x < lake[0] + 90; x++) {
                for (int y = (int) lake[1] - 90; y < lake[1] + 90; y++) {
                    darkest = Math.min(darkest, seen.getRGB(x, y) >> 16 & 255);
                }
            }
            assertTrue(darkest < 140, "the name of the lake is not written in it");
            assertEquals(credit, page.locator("[data-key=basemap-credit]").allInnerTexts().stream().findFirst().orElse(""));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSES", "SAYS_NOTHING"})
    void theMapGoesOnAndSaysSoWhenTheServerDoesNotAnswer(MapServer.How how) {
        straight.be(how);
        try (Seat seat = city.phone(null)) {
            Page page = seat.open("/?lang=en&at=14/" + PLACE);
            Locator told = testId(page, "failure-basemap");
            told.waitFor();
            assertTrue(told.innerText().startsWith("The basemap’s server has not answered since "), told.innerText());
            assertTrue(told.innerText().contains("127.0.0.1"), told.innerText());
            Calm.await(page);
            assertFalse(covered(page), "the map's own ground is there instead");
            page.evaluate("() => window.wangge.map.setZoom(15, { animate: false })");
            Calm.await(page);
            assertTrue((Boolean) page.evaluate("() => window.wangge.state().list.grids.length > 0"));
            City.picture(page, "basemap-silent");
            told.locator("button").hover();
            straight.be(MapServer.How.ANSWERS);
            // The page asks again by itself now and then: the button may be gone in between.
            page.mouse().down();
            page.mouse().up();
            drawn(page);
            assertEquals(0, told.count());
            City.picture(page, "basemap-phone");
        } finally {
            straight.be(MapServer.How.ANSWERS);
        }
    }

    private static boolean covered(Page page) {
        return (Boolean) page.evaluate("() => window.wangge.state().covered");
    }

    /// Waits until the basemap has all its pictures in sight.
    private static void drawn(Page page) {
        page.waitForFunction("""
                () => window.wangge.state().covered && !window.wangge.state().failures.basemap
                    && [...document.querySelectorAll('.leaflet-basemap-pane canvas')].length > 0
                    && [...document.querySelectorAll('.leaflet-basemap-pane canvas')]
                        .every(c => c.classList.contains('leaflet-tile-loaded'))""", null, City.patience());
        Calm.await(page);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /// Where the map has a place, in pixels of the page; `toPage` rounds.
    private static double[] ownPlace(Page page, double[] lonLat) {
        List<?> at = (List<?>) page.evaluate("""
                ([lon, lat]) => {
                    const { map } = window.wangge;
                    const box = document.querySelector('#map').getBoundingClientRect();
                    const p = map.project([lat, lon]).subtract(map.getPixelOrigin()).add(map.layerPointToContainerPoint([0, 0]));
                    return [p.x + box.x, p.y + box.y];
                }""", List.of(lonLat[0], lonLat[1]));
        return new double[] {number(at.get(0)), number(at.get(1))};
    }

    /// The middle of the magenta around a place.
    private static double[] dot(BufferedImage seen, double x, double y) {
        double[] sum = new double[3];
        for (int px = (int) x - 12; px <= (int) x + 12; px++) {
            for (int py = (int) y - 12; py <= (int) y + 12; py++) {
                // Neither ground has any red: how red a pixel is says how much of it the dot covers.
                double red = (seen.getRGB(px, py) >> 16 & 255) / 255.0;
                sum[0] += red * (px + 0.5);
                sum[1] += red * (py + 0.5);
                sum[2] += red;
            }
        }
        assertTrue(sum[2] > 40, "there is no dot near " + x + ", " + y);
        return new double[] {sum[0] / sum[2], sum[1] / sum[2]};
    }

    /// Pixels of the free part of the map that are of no tile: these have no red, and dots have no green.
    private static List<String> cracks(BufferedImage seen) {
        List<String> cracks = new ArrayList<>();
        for (int x = 400; x < 1020; x++) {
            for (int y = 60; y < 800 && cracks.size() < 5; y++) {
                int rgb = seen.getRGB(x, y);
                int red = rgb >> 16 & 255;
                int green = rgb >> 8 & 255;
                if (red > 12 && green + red > 300) {
                    cracks.add(x + ", " + y + ": " + Integer.toHexString(rgb));
                }
            }
        }
        return cracks;
    }
}
