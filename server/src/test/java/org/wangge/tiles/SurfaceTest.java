package org.wangge.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Source;
import org.wangge.atlas.Update;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.metrics.Metric;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Table;

/// The surface is the ratio of two densities, without seams, and clear where there is nobody.
class SurfaceTest {

    private static final double WEST = 117.0;
    private static final double SOUTH = 39.0;
    private static final double SIDE = 0.06;
    private static final int WIDE = 4 * Surface.FINEST_BANDWIDTH;

    @ParameterizedTest
    @ValueSource(ints = {9, 11, 12, 13, 15, 17})
    void whereEveryBuildingHasTheSameShareSoHasTheSurface(int z) {
        double[] values = Surface.values(city((lon, lat) -> 0.3), Metric.PENETRATION,
                tileAt(z, WEST + SIDE / 2, SOUTH + SIDE / 2), Surface.bandwidth(z));

        int seen = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                assertEquals(0.3, v, 1e-9);
                seen++;
            }
        }
        assertTrue(seen > 100, () -> "hardly anything was drawn at zoom " + z);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 13, 14, 16})
    void neighbouringTilesMeetWithoutASeam(int z) {
        Snapshot city = city((lon, lat) -> 0.1 + 0.8 * (lon - WEST) / SIDE * (lat - SOUTH) / SIDE);
        TileId left = tileAt(z, WEST + SIDE / 2, SOUTH + SIDE / 2);
        double[] a = Surface.values(city, Metric.PENETRATION, left, Surface.bandwidth(z));
        double[] b = Surface.values(city, Metric.PENETRATION, new TileId(z, left.x() + 1, left.y()), Surface.bandwidth(z));
        double[] c = Surface.values(city, Metric.PENETRATION, new TileId(z, left.x(), left.y() + 1), Surface.bandwidth(z));

        int n = Surface.SIZE;
        for (int i = 0; i < n; i++) {
            assertSmooth(a[i * n + n - 3], a[i * n + n - 2], a[i * n + n - 1], b[i * n], b[i * n + 1]);
            assertSmooth(a[(n - 3) * n + i], a[(n - 2) * n + i], a[(n - 1) * n + i], c[i], c[n + i]);
        }
    }

    @Test
    void itFollowsTheGroundTruth() {
        Snapshot city = city((lon, lat) -> lon < WEST + SIDE / 2 ? 0.1 : 0.5);

        assertEquals(0.1, at(city, WEST + SIDE / 4, SOUTH + SIDE / 2), 0.001);
        assertEquals(0.5, at(city, WEST + SIDE * 3 / 4, SOUTH + SIDE / 2), 0.001);
        assertEquals(0.3, at(city, WEST + SIDE / 2, SOUTH + SIDE / 2), 0.05);
    }

    /// A land of one kind in the west and another in the east: far from where they meet it is what they are, however wide the
    /// kernel; near it the more of the other, the wider.
    @Test
    void aWiderKernelLooksFartherAround() {
        Snapshot city = city((lon, lat) -> lon < WEST + SIDE / 2 ? 0.1 : 0.5);
        double metre = 360 / 40_075_017.0 / Math.cos(Math.toRadians(SOUTH));
        double near = WEST + SIDE / 2 - 500 * metre;
        TileId tile = tileAt(14, near, SOUTH + SIDE / 2);
        int x = (Mercator.worldX(near) - tile.worldX()) >> (Mercator.WORLD_BITS - 22);
        int y = (Mercator.worldY(SOUTH + SIDE / 2) - tile.worldY()) >> (Mercator.WORLD_BITS - 22);
        double[] shares = IntStream.of(250, 500, 1000).mapToDouble(bandwidth ->
                Surface.values(city, Metric.PENETRATION, tile, bandwidth)[y * Surface.SIZE + x]).toArray();
        // The part of a normal distribution that lies beyond two, one and half a standard deviation.
        assertArrayEquals(new double[] {0.1 + 0.4 * 0.0228, 0.1 + 0.4 * 0.1587, 0.1 + 0.4 * 0.3085}, shares, 0.02);
    }

    /// What is seen of it is the same at any zoom: the same kernel over fewer or more pixels.
    @Test
    void theZoomChangesNothingButTheKernel() {
        Snapshot city = city((lon, lat) -> 0.1 + 0.8 * (lon - WEST) / SIDE);
        double share = 0;
        for (int z : new int[] {10, 12, 13, 15}) {
            double lon = WEST + SIDE / 3;
            TileId tile = tileAt(z, lon, SOUTH + SIDE / 2);
            int shift = Mercator.WORLD_BITS - z - 8;
            double v = Surface.values(city, Metric.PENETRATION, tile, 1000)[
                    ((Mercator.worldY(SOUTH + SIDE / 2) - tile.worldY()) >> shift) * Surface.SIZE
                            + ((Mercator.worldX(lon) - tile.worldX()) >> shift)];
            assertEquals(share == 0 ? v : share, v, 0.01, "zoom " + z);
            share = v;
        }
    }

    @Test
    void itIsClearFarFromEverybody() {
        assertTrue(Double.isNaN(at(city((lon, lat) -> 0.3), WEST - 0.1, SOUTH)));
        double lon = WEST - 0.02;
        TileId tile = tileAt(12, lon, SOUTH + SIDE / 2);
        int x = (Mercator.worldX(lon) - tile.worldX()) >> (Mercator.WORLD_BITS - 20);
        int y = (Mercator.worldY(SOUTH + SIDE / 2) - tile.worldY()) >> (Mercator.WORLD_BITS - 20);
        double[] wide = Surface.values(city((east, north) -> 0.3), Metric.PENETRATION, tile, 4000);
        assertTrue(Double.isNaN(wide[y * Surface.SIZE + x]), "within reach of a wide kernel, and nobody lives there");
    }

    private static double at(Snapshot city, double lon, double lat) {
        TileId tile = tileAt(15, lon, lat);
        int shift = Mercator.WORLD_BITS - 23;
        int x = (Mercator.worldX(lon) - tile.worldX()) >> shift;
        int y = (Mercator.worldY(lat) - tile.worldY()) >> shift;
        return Surface.values(city, Metric.PENETRATION, tile, Surface.FINEST_BANDWIDTH)[y * Surface.SIZE + x];
    }

    @Test
    void noAnswerIsOlderThanTheChangeBeforeTheRequest() throws Exception {
        Publisher publisher = publisher((lon, lat) -> 0.2);
        SurfaceTiles tiles = new SurfaceTiles(publisher);
        TileId tile = tileAt(16, WEST + SIDE / 2, SOUTH + SIDE / 2);
        List<Building> near = new ArrayList<>();
        publisher.current().page(Layer.BUILDINGS, new Envelope(
                WEST + SIDE / 2 - 0.002, WEST + SIDE / 2 + 0.002, SOUTH + SIDE / 2 - 0.002, SOUTH + SIDE / 2 + 0.002),
                0, 200, row -> near.add((Building) row));
        List<Integer> stale = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            List<Future<?>> busy = IntStream.range(0, 2).<Future<?>>mapToObj(_ -> others.submit(() -> {
                while (!over.get()) {
                    tiles.get(Metric.PENETRATION, tile, WIDE);
                }
            })).toList();
            for (int round = 0; round < 40; round++) {
                Counts counts = Counts.of(Map.of(Count.HOUSEHOLDS, 1000, Count.SUBSCRIBERS, 20 * round));
                List<Update> edits = new ArrayList<>();
                near.forEach(b -> edits.add(new Update.Put(
                        new Building(b.id(), b.code(), null, null, null, null, counts, b.geometry()))));
                publisher.apply(edits, 0);
                if (!Arrays.equals(Surface.png(publisher.current(), Metric.PENETRATION, tile, WIDE),
                        tiles.get(Metric.PENETRATION, tile, WIDE).png())) {
                    stale.add(round);
                }
            }
            over.set(true);
            for (Future<?> one : busy) {
                one.get();
            }
        }
        assertEquals(List.of(), stale, "rounds with a picture from before the change");
    }

    /// The step over the seam is no larger than its neighbours on either side suggest.
    private static void assertSmooth(double p, double q, double r, double s, double t) {
        if (Double.isNaN(p + q + r + s + t)) {
            return;
        }
        double around = Math.max(Math.max(Math.abs(q - p), Math.abs(r - q)), Math.abs(t - s));
        assertTrue(Math.abs(s - r) <= 2 * around + 1e-4, () -> p + " " + q + " " + r + " | " + s + " " + t);
    }

    private static TileId tileAt(int z, double lon, double lat) {
        int shift = Mercator.WORLD_BITS - z;
        return new TileId(z, Mercator.worldX(lon) >> shift, Mercator.worldY(lat) >> shift);
    }

    /// A square of buildings every 0.0005°, each of 1,000 households; every seventh one's are unknown, and it claims 1,000
    /// subscribers.
    private static Publisher publisher(DoubleBinaryOperator share) {
        List<Row> rows = new ArrayList<>();
        for (double lon = WEST; lon < WEST + SIDE; lon += 0.0005) {
            for (double lat = SOUTH; lat < SOUTH + SIDE; lat += 0.0005) {
                Map<Count, Integer> counts = new EnumMap<>(Count.class);
                boolean unknown = rows.size() % 7 == 0;
                if (!unknown) {
                    counts.put(Count.HOUSEHOLDS, 1000);
                }
                counts.put(Count.SUBSCRIBERS, unknown ? 1000 : (int) Math.round(1000 * share.applyAsDouble(lon, lat)));
                int id = rows.size() + 1;
                rows.add(new Building(id, "B" + id, null, null, null, null, Counts.of(counts),
                        FixedPoint.LON_LAT.createPoint(new Coordinate(lon, lat))));
            }
        }
        Publisher publisher = new Publisher();
        publisher.load(new Source() {
            @Override
            public void scan(Table layer, Consumer<Row> consumer) {
                if (layer == Table.BUILDINGS) {
                    rows.forEach(consumer);
                }
            }

            @Override
            public long count(Table layer) {
                return layer == Table.BUILDINGS ? rows.size() : 0;
            }

            @Override
            public long revision() {
                return 0;
            }
        }, EnumSet.allOf(Table.class));
        return publisher;
    }

    private static Snapshot city(DoubleBinaryOperator share) {
        return publisher(share).current();
    }
}
