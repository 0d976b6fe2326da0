package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Table;

/// Hexagons on the map, in Chromium on the sample city: they follow the zoom, answer the pointer and show what changes.
class CellsTest extends CityFixture {

    @Test
    void hexagonsFollowTheZoomAnswerThePointerAndShowWhatChanges() {
        JsonNode building = city.server.get("/ogc/collections/buildings/items?limit=1&bbox=123.045,31.40,123.05,31.405").json()
                .at("/features/0");
        double[] middle = City.middle(building.at("/geometry/coordinates/0"));
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=14/" + middle[1] + "/" + middle[0]);
            testId(page, "mode-surface").focus();
            page.keyboard().press("ArrowRight");
            Steps.waitForFocus(page, "mode-cells");
            assertEquals("Hexagons 256 m wide on the ground; their size follows the zoom",
                    testId(page, "legend-cells").textContent());
            assertEquals(0, page.locator(".legend .number").count(), "grids are not what is drawn");
            Calm.await(page);
            assertTrue(page.url().contains("mode=cells"), page.url());
            assertTrue(painted(page) > 1_000, painted(page) + " pixels");
            List<?> at = (List<?>) page.evaluate(
                    "v => { const p = window.wangge.map.latLngToContainerPoint(v); return [p.x, p.y]; }",
                    List.of(middle[1], middle[0]));
            var box = page.locator("#map").boundingBox();
            page.mouse().move(box.x + number(at.get(0)), box.y + number(at.get(1)));
            page.waitForFunction("() => !document.getElementById('tip').hidden", null, City.patience());
            String before = page.locator("#tip").innerText();
            assertTrue(before.matches("(?s)Penetration .*Households .*Subscribers .*Buildings .*"), before);
            City.picture(page, "cells");

            String code = building.at("/properties/code").asText();
            Counts counts = Counts.of(Map.of(Count.HOUSEHOLDS, 54_321));
            Building changed = new Building(0, code, null, null, null, "residential", counts,
                    FixedPoint.LON_LAT.createPoint(new Coordinate(123.047, 31.402)));
            page.waitForResponse("**/tiles/cells/**", () -> {
                city.server.store().load(Table.BUILDINGS, Set.of("households"), List.of(changed).iterator(), n -> {});
                city.server.sync();
            });
            Calm.await(page);
            page.mouse().move(box.x + number(at.get(0)), box.y + number(at.get(1)) + 90);
            page.mouse().move(box.x + number(at.get(0)), box.y + number(at.get(1)));
            page.waitForFunction("() => document.getElementById('tip').innerText.includes('Households 5')", null,
                    City.patience());
            assertTrue(page.locator(".legend-note").all().stream().allMatch(CellsTest::fits), "nothing is cut");

            page.evaluate("() => window.wangge.map.setZoom(15, {animate: false})");
            page.waitForFunction("() => document.querySelector('[data-testid=legend-cells]').textContent.includes('128 m')", null,
                    City.patience());
            Calm.await(page);
            page.reload();
            City.ready(page);
            testId(page, "legend-cells").waitFor();
            assertEquals("true", testId(page, "mode-cells").getAttribute("aria-checked"));
            testId(page, "mode-grid").click();
            page.waitForFunction("() => !document.querySelector('.tiles-cells')", null, City.patience());
        }
    }

    /// Pixels of the hexagons' own pane that show anything.
    private static int painted(Page page) {
        return ((Number) page.evaluate(
                """
                () => [...document.querySelectorAll('.tiles-cells canvas')].reduce((n, c) => {
                    const { data } = c.getContext('2d').getImageData(0, 0, c.width, c.height);
                    for (let i = 3; i < data.length; i += 4) if (data[i]) n++;
                    return n;
                }, 0)""")).intValue();
    }

    private static boolean fits(Locator note) {
        return (Boolean) note.evaluate("n => n.scrollWidth <= n.clientWidth"
                + " && n.getBoundingClientRect().right <= n.closest('#control').getBoundingClientRect().right");
    }

    private static double number(Object v) {
        return ((Number) v).doubleValue();
    }
}
