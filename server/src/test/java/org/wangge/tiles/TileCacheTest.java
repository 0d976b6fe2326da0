package org.wangge.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.RandomEdits;
import org.wangge.atlas.Rows;
import org.wangge.atlas.SyntheticCity;
import org.wangge.atlas.Update;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.TileId;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.testing.Effort;

class TileCacheTest {

    private static final List<List<Layer>> REQUESTS = List.of(
            List.of(Layer.BUILDINGS), List.of(Layer.GRIDS), List.of(Layer.BRANCHES), List.of(Layer.BRANCHES, Layer.GRIDS),
            List.of(Layer.PORTS, Layer.SIGHTINGS), Tiles.LAYERS);

    @Test
    void afterAnyEditEveryAnswerEqualsAFreshOne() {
        Effort.seeds(1, 4, 400, TileCacheTest::editAndAsk);
    }

    private static void editAndAsk(long seed) {
        SyntheticCity city = new SyntheticCity(seed, 11_500, 5);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        TileCache cache = new TileCache("tiles", publisher, new Tiles(), 100_000_000);
        SplittableRandom random = new SplittableRandom(seed);
        RandomEdits edits = new RandomEdits(city, rows, random);
        Map<String, Tile> last = new HashMap<>();
        for (int round = 0; round < 25; round++) {
            Tiles fresh = new Tiles();
            for (int k = 0; k < 12; k++) {
                List<Layer> layers = REQUESTS.get(random.nextInt(REQUESTS.size()));
                TileId id = TilesTest.tileAt(
                        random.nextInt(8, 18), city.west() + random.nextDouble() * city.width(),
                                city.south() + random.nextDouble() * city.width() * 0.86);
                Tile tile = cache.get(layers, id);
                assertArrayEquals(fresh.mvt(publisher.current(), layers, id), tile.bytes(), () ->
                        layers + " " + id + " after " + publisher.current().seq());
                Tile before = last.put(layers + id.toString(), tile);
                if (before != null) {
                    assertEquals(Arrays.equals(before.bytes(), tile.bytes()), before.etag().equals(tile.etag()));
                }
            }
            // Everything asked for so far, which is mostly in the cache.
            for (TileId id : TilesTest.tilesOver(13, publisher.current().extent(Layer.GRIDS))) {
                for (List<Layer> layers : REQUESTS) {
                    assertArrayEquals(fresh.mvt(publisher.current(), layers, id), cache.get(layers, id).bytes(), () ->
                            layers + " " + id);
                }
            }
            publisher.apply(edits.next(random.nextInt(1, 4)), 1);
        }
        assertTrue(cache.use().hits() > cache.use().misses());
    }

    @Test
    void aRedrawnBorderKeepsNearlyTheWholeCache() {
        SyntheticCity city = new SyntheticCity(5, 60_000, 16);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        TileCache cache = new TileCache("tiles", publisher, new Tiles(), 500_000_000);
        List<TileId> ids = new ArrayList<>();
        for (int z = 10; z <= 17; z++) {
            ids.addAll(TilesTest.tilesOver(z, publisher.current().extent(Layer.GRIDS)));
        }
        Map<TileId, Tile> before = new HashMap<>();
        ids.forEach(id -> before.put(id, cache.get(List.of(Layer.GRIDS, Layer.BUILDINGS), id)));
        Coordinate old = ((Grid) rows.rows(Table.GRIDS).get(city.leafId(7, 7))).geometry().getCoordinates()[6];
        Coordinate now = new Coordinate(old.x, FixedPoint.degrees(FixedPoint.units(old.y - city.width() / 200)));
        List<Update> edits = new ArrayList<>();
        for (long id : List.of(city.leafId(7, 7), city.leafId(7, 6))) {
            Grid grid = (Grid) rows.rows(Table.GRIDS).get(id);
            Coordinate[] ring = grid.geometry().getCoordinates().clone();
            Arrays.setAll(ring, i -> ring[i].equals2D(old) ? now : ring[i]);
            edits.add(new Update.Put(grid.withGeometry(FixedPoint.LON_LAT.createPolygon(ring))));
        }
        publisher.apply(edits, 2);
        long kept = ids.stream().filter(id -> cache.get(List.of(Layer.GRIDS, Layer.BUILDINGS), id) == before.get(id)).count();
        assertTrue(kept < ids.size() && kept >= 0.95 * ids.size(), kept + " of " + ids.size());
    }

    @Test
    void theTagChangesExactlyWhenTheBytesDo() {
        SyntheticCity city = new SyntheticCity(6, 500, 2);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        TileCache cache = new TileCache("tiles", publisher, new Tiles(), 1_000_000);
        Building b = (Building) rows.rows(Table.BUILDINGS).get(3L);
        Coordinate at = b.geometry().getCoordinate();
        TileId id = TilesTest.tileAt(15, at.x, at.y);
        Tile first = cache.get(List.of(Layer.BUILDINGS), id);
        assertSame(first, cache.get(List.of(Layer.BUILDINGS), id));
        publisher.apply(List.of(new Update.Put(new Building(3, b.code(), "another name", null, null, b.kind(), b.counts(),
                b.geometry()))), 2);
        Tile renamed = cache.get(List.of(Layer.BUILDINGS), id);
        assertEquals(first.etag(), renamed.etag());
        publisher.apply(List.of(new Update.Put(new Building(3, b.code(), null, null, null, "school", Counts.NONE_KNOWN,
                b.geometry()))), 3);
        assertNotEquals(first.etag(), cache.get(List.of(Layer.BUILDINGS), id).etag());
        publisher.apply(List.of(new Update.Put(b)), 4);
        assertEquals(first.etag(), cache.get(List.of(Layer.BUILDINGS), id).etag());
        assertTrue(first.etag().matches("\"[0-9a-f]{32}\""));
    }

    @Test
    void theCompressedFormHoldsTheSameBytes() throws Exception {
        SyntheticCity city = new SyntheticCity(6, 500, 2);
        TileCache cache = new TileCache("tiles", Rows.of(city).publisher(), new Tiles(), 1_000_000);
        Tile tile = cache.get(Tiles.LAYERS, TilesTest.tileAt(15, city.west() + 0.001, city.south() + 0.001));
        assertArrayEquals(tile.bytes(), new GZIPInputStream(new ByteArrayInputStream(tile.gzip())).readAllBytes());
    }

    @Test
    void readersNeverSeeATileFromBeforeAFinishedChange() throws Exception {
        SyntheticCity city = new SyntheticCity(8, 3_000, 2);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        TileCache cache = new TileCache("tiles", publisher, new Tiles(), 10_000_000);
        Building b = (Building) rows.rows(Table.BUILDINGS).get(1L);
        Coordinate at = b.geometry().getCoordinate();
        List<TileId> ids = List.of(TilesTest.tileAt(14, at.x, at.y), TilesTest.tileAt(16, at.x, at.y));
        AtomicReference<Integer> done = new AtomicReference<>(0);
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                TileId id = ids.get(r % 2);
                readers.add(pool.submit(() -> {
                    while (!stop.get()) {
                        int least = done.get();
                        long seen = households(cache.get(List.of(Layer.BUILDINGS), id), 1);
                        if (least > 0 && seen < least) {
                            throw new AssertionError("saw " + seen + " after " + least + " was done");
                        }
                    }
                }));
            }
            for (int i = 1; i <= 400; i++) {
                int[] counts = Counts.unknowns();
                counts[0] = i;
                publisher.apply(List.of(new Update.Put(new Building(1, b.code(), null, null, null, null, Counts.of(counts),
                        b.geometry()))), i);
                done.set(i);
            }
            stop.set(true);
            for (Future<?> reader : readers) {
                assertNull(reader.get());
            }
        }
    }

    /// One building with a very long outline makes its tile too large at the zoom at which all were drawn one by one until now,
    /// and so those of all other places too. And back.
    @Test
    void aChangeOfTheZoomFromWhichBuildingsAreDrawnDropsTheirTilesEverywhere() {
        SyntheticCity city = new SyntheticCity(9, 3_000, 3);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        Tiles tiles = new Tiles();
        TileCache cache = new TileCache("tiles", publisher, tiles, 10_000_000);
        List<TileId> ids = TilesTest.tilesOver(15, publisher.current().extent(Layer.GRIDS));
        List<List<Layer>> requests =
                List.of(List.of(Layer.BUILDINGS), List.of(Layer.GRIDS), List.of(Layer.GRIDS, Layer.BUILDINGS));
        Building one = (Building) rows.rows(Table.BUILDINGS).get(1L);
        Coordinate at = one.geometry().getCoordinate();
        Building huge = new Building(1, one.code(), null, null, null, one.kind(), one.counts(), star(at, 200_000));

        for (Building next : List.of(huge, one)) {
            int before = tiles.minZoom(publisher.current(), Layer.BUILDINGS);
            Map<String, Tile> kept = new HashMap<>();
            ids.forEach(id -> requests.forEach(layers -> kept.put(layers + " " + id, cache.get(layers, id))));
            publisher.apply(List.of(new Update.Put(next)), 2);
            assertNotEquals(before, tiles.minZoom(publisher.current(), Layer.BUILDINGS));
            Tiles fresh = new Tiles();
            int changed = 0;
            for (TileId id : ids) {
                for (List<Layer> layers : requests) {
                    Tile tile = cache.get(layers, id);
                    assertArrayEquals(fresh.mvt(publisher.current(), layers, id), tile.bytes(), () -> layers + " " + id);
                    changed += Arrays.equals(kept.get(layers + " " + id).bytes(), tile.bytes()) ? 0 : 1;
                    assertEquals(layers.contains(Layer.BUILDINGS), kept.get(layers + " " + id) != tile, "and only theirs");
                }
            }
            assertTrue(changed > 2, changed + " tiles are others now, not only that of the building");
        }
    }

    /// A round building with so many corners, a hundred metres or so across.
    private static Geometry star(Coordinate middle, int corners) {
        Coordinate[] ring = new Coordinate[corners + 1];
        for (int i = 0; i < corners; i++) {
            double r = i % 2 == 0 ? 0.0005 : 0.0004;
            double angle = 2 * Math.PI * i / corners;
            ring[i] = new Coordinate(middle.x + r * Math.cos(angle), middle.y + r * Math.sin(angle));
        }
        ring[corners] = ring[0];
        return FixedPoint.LON_LAT.createPolygon(ring);
    }

    private static long households(Tile tile, long id) {
        return Decoded.layer(tile.bytes(), "buildings").stream().filter(f -> f.id() == id).findFirst().orElseThrow()
                .number("households");
    }
}
