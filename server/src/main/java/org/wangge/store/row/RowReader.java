package org.wangge.store.row;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Row;

/// Makes records of a table's rows. A row in which another program has left values that no record may have is logged and left
/// out: one bad row must not keep a million others from being shown. Safe for any number of threads.
public final class RowReader {

    private static final Logger log = LoggerFactory.getLogger(RowReader.class);
    private static final int BAD_ROWS_LOGGED = 10;

    private final LayerTable table;
    private final AtomicLong bad = new AtomicLong();

    public RowReader(LayerTable table) {
        this.table = table;
    }

    /// Hands the record on, if the row makes one.
    public void read(Values values, Consumer<Row> consumer) throws SQLException {
        Row row;
        try {
            row = table.read(values);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            if (bad.incrementAndGet() <= BAD_ROWS_LOGGED) {
                log.warn("row {} of {} is left out: {}. Correct it in the database.", values.id(), table.name(), e.getMessage());
            }
            return;
        }
        consumer.accept(row);
    }

    /// Called when all rows are read: says how many were left out, if not all of them have been named.
    public void end() {
        if (bad.get() > BAD_ROWS_LOGGED) {
            log.warn("{} rows of {} are left out in all", bad.get(), table.name());
        }
    }
}
