package org.wangge.app.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.Mercator;
import org.wangge.model.Layer;
import org.wangge.model.Table;

/// Cold building tiles over HTTP against tiles of the same content by ST_AsMVT through pgbench, in turns in the same run.
public final class TileBench implements Bench {

    private static final int[] ZOOMS = {13, 14, 16};
    private static final int CONNECTIONS = 2;
    private static final int ROUNDS = 3;
    private static final long SEED = 20261122;
    private static final String SQL =
            """
            \\set x random(:x0, :x1)
            \\set y random(:y0, :y1)
            select st_asmvt(t, 'buildings', 4096, 'geom', 'id') from (
              select id, kind, households, subscribers, grid,
                     st_asmvtgeom(geom, st_tileenvelope(:z, :x, :y), 4096, 64, false) as geom
              from bench_buildings
              where geom && st_tileenvelope(:z, :x, :y, margin => 0.015625)) t;
            """;

    /// Columns and rows of tiles around the middle of the city.
    private record Tiles(int z, int x0, int x1, int y0, int y1) {

        static Tiles of(int z, Envelope city) {
            int shift = Mercator.WORLD_BITS - z;
            double cx = city.centre().x;
            double cy = city.centre().y;
            double w = city.getWidth() / 4;
            double h = city.getHeight() / 4;
            return new Tiles(
                    z,
                    Mercator.worldX(cx - w) >> shift,
                    Mercator.worldX(cx + w) >> shift,
                    Mercator.worldY(cy + h) >> shift,
                    Mercator.worldY(cy - h) >> shift);
        }

        Map<String, Integer> variables() {
            return Map.of("z", z, "x0", x0, "x1", x1, "y0", y0, "y1", y1);
        }
    }

    @Override
    public String name() {
        return "tiles";
    }

    @Override
    public void run(BenchCity city, int seconds, PrintWriter out) {
        PgBench reference = new PgBench(city.url());
        Runtime runtime = Runtime.getRuntime();
        try (BenchServer server = new BenchServer(city, 0)) {
            Snapshot snapshot = server.publisher().current();
            long buildings = snapshot.count(Table.BUILDINGS);
            System.gc();
            long heap = runtime.totalMemory() - runtime.freeMemory();
            out.printf("%,d buildings, %,d grids: start %.1f s (goal 10), heap %,d MB = %,d bytes a building (goal 256)%n",
                    buildings, snapshot.count(Table.GRIDS), server.loadSeconds(), heap >> 20, heap / buildings);
            for (int z : ZOOMS) {
                measure(Tiles.of(z, snapshot.extent(Layer.BUILDINGS)), server, reference, seconds, out);
            }
        }
    }

    private static void measure(Tiles tiles, BenchServer server, PgBench reference, int seconds, PrintWriter out) {
        load(tiles, server, Math.max(2, seconds / 2));
        reference.run(SQL, tiles.variables(), CONNECTIONS, 2, SEED);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        double bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            theirs.add(reference.run(SQL, tiles.variables(), CONNECTIONS, seconds, SEED + round));
            HttpLoad.Result result = load(tiles, server, seconds);
            ours.add(result.perSecond());
            ratios.add(ours.getLast() / theirs.getLast());
            bytes = result.bytesPerRequest();
        }
        out.printf("z%d  %,d tiles, %,.0f bytes each: wangge %,.0f/s over HTTP, ST_AsMVT %,.0f/s: %.1f× (goal %s×)%n",
                tiles.z(), (tiles.x1() - tiles.x0() + 1) * (tiles.y1() - tiles.y0() + 1), bytes, median(ours), median(theirs),
                median(ratios),
                tiles.z() == 16 ? "4" : "5");
        out.flush();
    }

    private static HttpLoad.Result load(Tiles t, BenchServer server, double seconds) {
        return HttpLoad.run(server.port(), CONNECTIONS, seconds, SEED, random -> "/tiles/buildings/" + t.z() + "/"
                + random.nextInt(t.x0(), t.x1() + 1) + "/" + random.nextInt(t.y0(), t.y1() + 1) + ".mvt");
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
