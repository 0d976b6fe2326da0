package org.wangge.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.browser.City.testId;

import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.wangge.model.BaseFeature;
import org.wangge.model.Table;

/// Names of streets and waters, in Chromium on the sample city.
class NamesTest extends CityFixture {

    @Test
    void streetsHaveTheirNamesAlongTheirLinesEachOnceAndNoneUpsideDown() {
        Map<String, Geometry> ground = new HashMap<>();
        city.server.store().read(source -> source.scan(Table.BASE, row -> {
            BaseFeature base = (BaseFeature) row;
            if (base.name() != null) {
                ground.merge(base.name(), base.geometry(), Geometry::union);
            }
        }));
        try (Seat seat = city.desk()) {
            Page page = seat.open("/?lang=en&at=15/31.418/123.05");
            Calm.await(page);
            page.evaluate(Canvas.RECORD);
            List<Canvas.Text> drawn = drawnAt(page, 31.4185, 123.0505, 16);

            Set<String> streets = new HashSet<>();
            double metre = 360 / 40_075_017.0;
            for (Canvas.Text each : drawn) {
                String name = each.text();
                Geometry where = ground.get(name);
                if (where == null) {
                    continue;
                }
                assertTrue(streets.add(name), name + " is there twice");
                double turn = Math.toDegrees(each.turn());
                assertTrue(turn > -91 && turn < 91, name + " is turned by " + turn + " degrees");
                double far = where.distance(new GeometryFactory().createPoint(
                        new Coordinate(each.lon(), each.lat())));
                assertTrue(far < 15 * metre, name + " stands " + far / metre + " m from its line");
            }
            assertTrue(streets.size() > 10, streets.toString());

            testId(page, "layer-base").uncheck();
            Calm.await(page);
            assertEquals(0, drawnAt(page, 31.4186, 123.0505, 16).stream().filter(d -> ground.containsKey(d.text())).count());
        }
    }

    private static List<Canvas.Text> drawnAt(Page page, double lat, double lon, int zoom) {
        page.evaluate("v => window.wangge.map.setView([v[0], v[1]], v[2], { animate: false })", List.of(lat, lon, zoom));
        Calm.await(page);
        return Canvas.texts(page);
    }
}
