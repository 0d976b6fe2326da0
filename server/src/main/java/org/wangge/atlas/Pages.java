package org.wangge.atlas;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.locationtech.jts.geom.Envelope;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Row;

/// Reads a layer page by page in order of id, by merging the blocks' own orders: memory grows with the number of blocks, not
/// rows.
final class Pages {

    private Pages() {}

    private static final class Cursor {
        final Block block;
        int rank;

        Cursor(Block block, int rank) {
            this.block = block;
            this.rank = rank;
        }

        long id() {
            return block.id(block.atRank(rank));
        }
    }

    static void read(Features features, Envelope lonLat, long afterId, int limit, Consumer<Row> consumer) {
        int[] box = lonLat == null ? null : units(lonLat);
        PriorityQueue<Cursor> next = new PriorityQueue<>(Comparator.comparingLong(Cursor::id));
        for (Block b : features.blocks()) {
            int rank = afterId == Long.MAX_VALUE ? b.size() : b.rank(afterId + 1);
            if (rank < b.size() && (box == null || meets(b.fixedBox(), box))) {
                next.add(new Cursor(b, rank));
            }
        }
        int left = limit;
        while (left > 0 && !next.isEmpty()) {
            Cursor c = next.poll();
            int row = c.block.atRank(c.rank);
            if (box == null || c.block.shapes().meetsFixed(row, box[0], box[1], box[2], box[3])) {
                consumer.accept(c.block.row(row));
                left--;
            }
            if (++c.rank < c.block.size()) {
                next.add(c);
            }
        }
    }

    /// The same of rows that are kept as objects.
    static <R extends Row> void read(
            Collection<R> rows, Function<R, Envelope> boxOf, Envelope lonLat, long afterId, int limit, Consumer<Row> consumer) {
        rows.stream()
                .filter(row -> row.id() > afterId && (lonLat == null || lonLat.intersects(boxOf.apply(row))))
                .sorted(Comparator.comparingLong(Row::id))
                .limit(limit)
                .forEach(consumer);
    }

    private static boolean meets(int[] a, int[] b) {
        return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
    }

    /// The box in whole units, without losing a coordinate that was written in degrees and read back.
    private static int[] units(Envelope e) {
        double slack = 1e-3;
        return new int[] {
            (int) Math.ceil(e.getMinX() * FixedPoint.UNITS_PER_DEGREE - slack),
            (int) Math.ceil(e.getMinY() * FixedPoint.UNITS_PER_DEGREE - slack),
            (int) Math.floor(e.getMaxX() * FixedPoint.UNITS_PER_DEGREE + slack),
            (int) Math.floor(e.getMaxY() * FixedPoint.UNITS_PER_DEGREE + slack)
        };
    }
}
