package org.wangge.atlas;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.wangge.model.Row;

/// Loads one layer from a [Source]: turns its batches of rows into columns, on whatever threads they come.
final class Loader {

    private Loader() {}

    /// `progress` hears the number of rows so far, on any thread but one at a time.
    static Features load(Source source, Codec codec, LongConsumer progress) {
        ConcurrentLinkedQueue<Block> stages = new ConcurrentLinkedQueue<>();
        AtomicLong done = new AtomicLong();
        source.scanBatches(codec.layer.table(), rows -> {
            for (int from = 0; from < rows.size(); from += Block.MAX_ROWS) {
                stages.add(staged(codec, rows.subList(from, Math.min(from + Block.MAX_ROWS, rows.size()))));
            }
            synchronized (done) {
                progress.accept(done.addAndGet(rows.size()));
            }
        });
        return Features.of(codec, new ArrayList<>(stages));
    }

    private static Block staged(Codec codec, List<Row> rows) {
        BlockBuilder builder = new BlockBuilder(codec);
        for (Row row : rows) {
            builder.add(row);
        }
        return builder.stage();
    }
}
