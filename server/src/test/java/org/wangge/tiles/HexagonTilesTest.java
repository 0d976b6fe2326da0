package org.wangge.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.operation.overlayng.UnaryUnionNG;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.RandomEdits;
import org.wangge.atlas.Rows;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.TileId;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.metrics.Ratio;
import org.wangge.metrics.Sums;
import org.wangge.model.Branch;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.testing.Effort;
import org.wangge.testing.TestClock;

class HexagonTilesTest {

    private static final SyntheticCity CITY = new SyntheticCity(11, 24_000, 8);
    private static final Snapshot SNAPSHOT = twoBranches().publisher().current();
    private final HexagonTiles tiles = new HexagonTiles();

    /// Every second of the grids directly below the branch belongs to another one, whose land lies beside.
    private static Rows twoBranches() {
        Rows rows = Rows.of(CITY);
        rows.put(new Branch(2, "B02", "二分公司", null));
        boolean other = false;
        for (Row row : List.copyOf(rows.rows(Table.GRIDS).values())) {
            Grid g = (Grid) row;
            other ^= g.parent() == null;
            if (g.parent() == null && other) {
                rows.put(new Grid(g.id(), g.version(), g.code(), g.name(), 2, null, g.kind(), g.targetNewSubscribers(),
                        g.targetRenewalRate(), g.yellowCards(), g.geometry()));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 9, 11, 12, 13, 15, 17, 18})
    void allHexagonsOfAZoomAddUpToTheBranchAndTilesAgreeAboutThem(int zoom) {
        Map<Long, Map<String, Object>> all = new HashMap<>();
        for (TileId id : TilesTest.tilesOver(zoom, everything())) {
            for (Decoded.Feature f : Decoded.layer(tiles.mvt(SNAPSHOT, HexagonTiles.LAYERS, id), "cells")) {
                assertTrue(f.id() > 0 && f.id() < 1L << 53, "a browser keeps it exactly");
                Map<String, Object> other = all.putIfAbsent(f.id(), f.properties());
                assertTrue(other == null || other.equals(f.properties()), "the same in all tiles that it meets");
            }
        }
        assertEquals(2, SNAPSHOT.branches().size());
        for (BranchNode branch : SNAPSHOT.branches()) {
            long id = branch.branch().id();
            Map<String, Double> sums = new HashMap<>();
            all.values().stream().filter(p -> number(p.get("branch")) == id)
                    .forEach(p -> p.forEach((key, v) -> sums.merge(key, number(v), Double::sum)));
            Sums expected = branch.sums();
            assertTrue(sums.containsKey("penetration_known") && sums.containsKey("port_utilisation_known"));
            assertTrue(expected.buildings() > 0 && expected.ports() > 0 && expected.sightings() > 0);
            assertEquals(expected.buildings(), sums.get("count"));
            assertEquals(expected.ports(), sums.get("ports"));
            assertEquals(expected.sightings(), sums.get("sightings"));
            for (Count count : Count.values()) {
                assertEquals(expected.total(count), sums.getOrDefault(count.column(), 0.0), count.column());
            }
            for (Metric metric : Metric.values()) {
                Ratio ratio = Figures.of(expected, SNAPSHOT.day()).ratio(metric);
                assertEquals(Figures.known(metric, expected), sums.getOrDefault(metric.key() + "_known", 0.0), metric.key());
                assertEquals(ratio.numerator(), sums.getOrDefault(metric.key() + "_numerator", 0.0),
                        metric == Metric.COMPETITOR_PRESSURE ? 1e-9 * ratio.numerator() : 0, metric.key());
                if (metric != Metric.WORKLOAD) {
                    assertEquals(ratio.denominator(), sums.getOrDefault(metric.key() + "_denominator", 0.0), metric.key());
                }
            }
        }
    }

    @Test
    void aFigureOfFewerLayersIsRefusedSinceItWouldLookLikeOneOfAll() {
        TileId id = new TileId(10, 0, 0);
        assertEquals("hexagons are made of " + HexagonTiles.LAYERS + ", not of [BUILDINGS]",
                assertThrows(IllegalArgumentException.class, () -> tiles.mvt(SNAPSHOT, Set.of(Layer.BUILDINGS), id))
                        .getMessage());
    }

    @Test
    void hexagonsOfABranchNeitherOverlapNorLeaveGapsBetweenThem() {
        Envelope city = SNAPSHOT.extent(Layer.GRIDS);
        TileId id = TilesTest.tileAt(12, city.centre().x, city.centre().y);
        List<Decoded.Feature> found = Decoded.layer(tiles.mvt(SNAPSHOT, HexagonTiles.LAYERS, id), "cells");
        for (long branch : new long[] {1, 2}) {
            List<Geometry> areas = found.stream().filter(f -> f.number("branch") == branch).map(Decoded.Feature::geometry)
                    .toList();
            assertTrue(areas.size() > 20, areas.size() + " hexagons");
            Geometry all = UnaryUnionNG.union(areas, new PrecisionModel(1));
            assertEquals(areas.stream().mapToDouble(Geometry::getArea).sum(), all.getArea(), 0.01);
            // side by side, they are one piece, or few where nobody lives
            assertTrue(all.getNumGeometries() < areas.size() / 3, all.getNumGeometries() + " pieces");
        }
        for (Decoded.Feature f : found) {
            assertEquals(7, f.geometry().getNumPoints());
            assertEquals(1024, f.number("metres"));
        }
    }

    @Test
    void whatChangesIsInTheTilesAtOnce() {
        Effort.seeds(1, 4, 100, HexagonTilesTest::editAndAsk);
    }

    private static void editAndAsk(long seed) {
        SyntheticCity city = new SyntheticCity(seed, 6_000, 5);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        TileCache cache = new TileCache("hexagons", publisher, new HexagonTiles(), 100_000_000);
        SplittableRandom random = new SplittableRandom(seed);
        RandomEdits edits = new RandomEdits(city, rows, random);
        for (int round = 0; round < 20; round++) {
            for (int zoom : new int[] {6, 10, 11, 12, 14, 16}) {
                List<TileId> ids = TilesTest.tilesOver(zoom, publisher.current().extent(Layer.GRIDS));
                for (int k = 0; k < 8; k++) {
                    TileId id = ids.get(random.nextInt(ids.size()));
                    assertArrayEquals(new HexagonTiles().mvt(publisher.current(), HexagonTiles.LAYERS, id),
                            cache.get(HexagonTiles.LAYERS, id).bytes(), () -> id + " after " + publisher.current().seq());
                }
            }
            publisher.apply(edits.next(random.nextInt(1, 6)), 2 + round);
        }
    }

    @Test
    void onTheNextDaySightingsWeighLess() {
        TestClock clock = new TestClock(ZonedDateTime.parse("2026-11-22T12:00:00+08:00[Asia/Shanghai]"));
        Publisher publisher = new Publisher(clock);
        publisher.load(twoBranches(), EnumSet.allOf(Table.class));
        TileCache cache = new TileCache("hexagons", publisher, new HexagonTiles(), 100_000_000);
        Envelope city = SNAPSHOT.extent(Layer.GRIDS);
        TileId id = TilesTest.tileAt(10, city.centre().x, city.centre().y);
        byte[] today = cache.get(HexagonTiles.LAYERS, id).bytes();
        clock.advance(Duration.ofDays(1));
        publisher.turnDay();
        byte[] tomorrow = cache.get(HexagonTiles.LAYERS, id).bytes();
        assertArrayEquals(new HexagonTiles().mvt(publisher.current(), HexagonTiles.LAYERS, id), tomorrow);
        assertNotEquals(pressure(today), pressure(tomorrow));
        assertFalse(pressure(tomorrow) >= pressure(today));
    }

    private static double pressure(byte[] tile) {
        return Decoded.layer(tile, "cells").stream().map(f -> f.properties().get("competitor_pressure_numerator"))
                .filter(v -> v != null).mapToDouble(HexagonTilesTest::number).sum();
    }

    private static Envelope everything() {
        Envelope all = new Envelope();
        for (Layer layer : Layer.values()) {
            all.expandToInclude(SNAPSHOT.extent(layer));
        }
        return all;
    }

    private static double number(Object v) {
        return ((Number) v).doubleValue();
    }
}
