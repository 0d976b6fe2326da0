package org.wangge.atlas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.wangge.model.Row;
import org.wangge.model.Table;

/// Where an atlas is loaded from. An interface so that `atlas` need not know `store`.
public interface Source {

    /// Hands every row of a table to `consumer`, in any order. All scans of one source see one consistent state.
    void scan(Table table, Consumer<Row> consumer);

    /// The same in batches of any size, quicker: `consumer` may be called by several threads at once. Returns when it has taken
    /// all.
    default void scanBatches(Table table, Consumer<List<Row>> consumer) {
        List<Row> rows = new ArrayList<>();
        scan(table, rows::add);
        consumer.accept(rows);
    }

    /// Number of rows of a table, for progress and array sizes; may be an estimate.
    long count(Table table);

    /// Id of the latest published revision, 0 when nothing was published yet.
    long revision();
}
