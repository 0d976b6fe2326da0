package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.FixedPoint;
import org.wangge.model.BaseFeature;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

class SnapshotTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "POINT (120.1234567 31.7654321)",
        "POINT (-180 -90)",
        "POLYGON ((120 31, 120.0000001 31, 120 31.0000001, 120 31))",
        "POLYGON ((120 31, 120.1 31, 120.1 31.1, 120 31.1, 120 31), (120.02 31.02, 120.02 31.03, 120.03 31.03, 120.02 31.02))",
        "MULTIPOLYGON (((120 31, 120.001 31, 120 31.001, 120 31)))",
        "MULTIPOLYGON (((120 31, 120.1 31, 120 31.1, 120 31)), ((121 31, 121.1 31, 121 31.1, 121 31), (121.01 31.01, "
                + "121.02 31.01, 121.01 31.02, 121.01 31.01)))",
        "POLYGON ((-179 -80, 179 -80, 179 80, -179 80, -179 -80))"
    })
    void aBuildingComesBackAsItWasGiven(String wkt) throws Exception {
        int[] counts = Counts.unknowns();
        counts[0] = 0;
        counts[11] = 70_000;
        Building b = new Building(Long.MAX_VALUE, "b\"1", "名字 é", null, "小区", null, Counts.of(counts), geometry(wkt));
        Snapshot s = Rows.of(b, new Building(1, "x", null, "路", null, "kind", Counts.NONE_KNOWN, geometry("POINT (1 1)")))
                .publisher().current();
        Building back = (Building) s.find(Table.BUILDINGS, b.id()).orElseThrow();
        assertEquals(b, back);
        assertTrue(b.geometry().equalsExact(back.geometry()));
        assertTrue(s.extent(Layer.BUILDINGS).covers(b.geometry().getEnvelopeInternal()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "LINESTRING (120 31, 121 31, 121 32)", "MULTILINESTRING ((120 31, 121 31), (120 32, 121 32, 122 33))",
        "MULTIPOINT ((120 31), (121 31))", "POINT (1 2)", "POLYGON ((120 31, 121 31, 121 32, 120 31))"
    })
    void aBaseFeatureComesBackAsItWasGiven(String wkt) throws Exception {
        BaseFeature f = new BaseFeature(5, "f", "street", null, geometry(wkt));
        BaseFeature back = (BaseFeature) Rows.of(f).publisher().current().find(Table.BASE, 5).orElseThrow();
        assertEquals(f, back);
        assertTrue(f.geometry().equalsExact(back.geometry()));
    }

    @Test
    void portsAndSightingsComeBackAsTheyWereGiven() throws Exception {
        Geometry here = geometry("POINT (120 31)");
        List<Row> given = List.of(
                new Port(1, "p", null, "gpon", "B1", null, 0, here),
                new Port(2, "q", "olt", null, null, 1_000_000, null, here),
                new Sighting(3, "s", null, null, null, null, null, null, null, null, here),
                new Sighting(4, "t", "移动", "booth", "500M", 59.9, 5, 0.0, LocalDate.of(1969, 1, 1), "两\n行", here));
        Snapshot s = Rows.of(given.toArray(Row[]::new)).publisher().current();
        given.forEach(row -> assertEquals(row, s.find(row.table(), row.id()).orElseThrow()));
    }

    @Test
    void pagesGoThroughALayerInOrderOfId() {
        Rows rows = Rows.of(new SyntheticCity(2, 10_000, 3));
        Snapshot s = rows.publisher().current();
        SplittableRandom random = new SplittableRandom(1);
        Envelope all = s.extent(Layer.BUILDINGS);
        for (int round = 0; round < 30; round++) {
            double x = all.getMinX() + random.nextDouble() * all.getWidth();
            double y = all.getMinY() + random.nextDouble() * all.getHeight();
            Envelope box = new Envelope(x, x + all.getWidth() * random.nextDouble() / 3, y,
                    y + all.getHeight() * random.nextDouble() / 3);
            List<Long> expected = rows.rows(Table.BUILDINGS).values().stream()
                    .filter(r -> ((Building) r).geometry().getEnvelopeInternal().intersects(box)).map(Row::id).toList();
            List<Long> paged = new ArrayList<>();
            long after = 0;
            while (true) {
                List<Row> page = new ArrayList<>();
                s.page(Layer.BUILDINGS, box, after, 37, page::add);
                page.forEach(r -> paged.add(r.id()));
                if (page.size() < 37) {
                    break;
                }
                after = page.getLast().id();
            }
            assertEquals(expected, paged);
        }
    }

    @Test
    void pagesOfGridsCountWithTheirDerivedArea() {
        SyntheticCity city = new SyntheticCity(2, 100, 12);
        Snapshot s = Rows.of(city).publisher().current();
        List<Row> found = new ArrayList<>();
        Envelope inside = new Envelope(city.leafArea(0, 0).getInteriorPoint().getCoordinate());
        s.page(Layer.GRIDS, inside, 0, 10, found::add);
        assertEquals(List.of(1L, city.leafId(0, 0)), found.stream().map(Row::id).toList());
        s.page(Layer.BRANCHES, inside, 0, 10, found::add);
        assertEquals(3, found.size());
    }

    @Test
    void gridsNearAPlaceAreAllThatHaveLandThereInTheOrderOfAll() {
        SyntheticCity city = new SyntheticCity(2, 5_000, 24);
        Snapshot s = Rows.of(city).publisher().current();
        SplittableRandom random = new SplittableRandom(6);
        int fewest = Integer.MAX_VALUE;
        for (int round = 0; round < 200; round++) {
            double x = city.west() + random.nextDouble(-0.1, 1) * city.width();
            double y = city.south() + random.nextDouble(-0.1, 1) * city.width();
            Envelope box = new Envelope(x, x + city.width() * Math.pow(random.nextDouble(), 5), y,
                    y + city.width() * Math.pow(random.nextDouble(), 5));
            Geometry place = FixedPoint.LON_LAT.toGeometry(box);
            List<Long> near = s.gridsNear(box).stream().map(n -> n.grid().id()).toList();
            List<Long> inOrder = s.grids().stream().map(n -> n.grid().id()).filter(near::contains).toList();
            assertEquals(inOrder, near);
            s.grids().stream().filter(n -> n.area().intersects(place))
                    .forEach(n -> assertTrue(near.contains(n.grid().id()), n.grid().code()));
            fewest = Math.min(fewest, near.size());
        }
        assertEquals(0, fewest);
    }

    @ParameterizedTest
    @CsvSource({
        "人民, 's1 b2 b3 b1'",
        "人民路12号, 'b2 b1'",
        "LAKE GARDEN, 'b4'",
        "garden, 'b4'",
        "é, 'b5'",
        "É, 'b5'",
        "b3, 'b3'",
        "人民路１２号, 'b2 b1'",
        "ｇＡrden, 'b4'",
        "a座, 'b6'",
        "Ａ座, 'b6'",
        "Ｓ１, 's1'",
        "' 路1 ', 'b1 b2'",
        "nothing, ''"
    })
    void searchFindsWholeTextsFirstThenBeginningsThenTheRest(String text, String expected) throws Exception {
        Geometry here = geometry("POINT (120 31)");
        Snapshot s = Rows.of(
                        new Grid(9, 1, "s1", "大人民网格", 1, null, null, null, null, null, null),
                        new Building(1, "b1", "老人民路12号", null, null, null, Counts.NONE_KNOWN, here),
                        new Building(2, "b2", null, "人民路12号", "人民", null, Counts.NONE_KNOWN, here),
                        new Building(3, "b3", "人民广场", null, null, null, Counts.NONE_KNOWN, here),
                        new Building(4, "b4", "Lake Garden", "x", null, null, Counts.NONE_KNOWN, here),
                        new Building(5, "b5", "caf\u00e9", null, null, null, Counts.NONE_KNOWN, here),
                        new Building(6, "b6", "新城Ａ座", null, null, null, Counts.NONE_KNOWN, here))
                .publisher()
                .current();
        assertEquals(expected, String.join(" ", s.search(text, 10).stream().map(Row::code).toList()));
        assertEquals(Math.min(1, s.search(text, 10).size()), s.search(text, 1).size());
    }

    @Test
    void buildingPointsGivesEachInteriorPointInTheBoxOnce() {
        Rows rows = Rows.of(new SyntheticCity(5, 3_000, 2));
        Snapshot s = rows.publisher().current();
        int[] seen = {0, 0};
        s.buildingPoints(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, (x, y, counts) -> {
            seen[0]++;
            seen[1] += Math.max(0, counts.raw(0));
        });
        assertEquals(3_000, seen[0]);
        assertEquals(rows.rows(Table.BUILDINGS).values().stream()
                .mapToInt(r -> Math.max(0, ((Building) r).counts().toArray()[0])).sum(), seen[1]);
    }

    private static Geometry geometry(String wkt) throws Exception {
        return new WKTReader(FixedPoint.LON_LAT).read(wkt);
    }
}
