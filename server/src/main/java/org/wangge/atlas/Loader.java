package org.wangge.atlas;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.wangge.model.Row;

/// Loads one layer from a [Source]: while the source is scanned by the caller's thread, others turn batches of rows into columns.
final class Loader {

    /// Batches read and not yet turned into columns; bounds what a fast source can pile up.
    private static final int MAX_WAITING = 16;

    private Loader() {}

    /// `progress` hears the number of rows of each batch.
    static Features load(Source source, Codec codec, LongConsumer progress) {
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        ConcurrentLinkedQueue<Block> stages = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(MAX_WAITING);
        List<Row> batch = new ArrayList<>(Block.MAX_ROWS);
        Runnable flush = () -> {
            List<Row> full = List.copyOf(batch);
            batch.clear();
            room.acquireUninterruptibly();
            tasks.add(ForkJoinPool.commonPool().submit(() -> {
                try {
                    stages.add(staged(codec, full));
                } finally {
                    room.release();
                }
            }));
            progress.accept(full.size());
        };
        source.scan(codec.layer, row -> {
            batch.add(row);
            if (batch.size() == Block.MAX_ROWS) {
                flush.run();
            }
        });
        flush.run();
        for (ForkJoinTask<?> task : tasks) {
            task.join();
        }
        return Features.of(codec, new ArrayList<>(stages));
    }

    private static Block staged(Codec codec, List<Row> rows) {
        BlockBuilder builder = new BlockBuilder(codec);
        for (Row row : rows) {
            builder.add(row);
        }
        return builder.build();
    }
}
