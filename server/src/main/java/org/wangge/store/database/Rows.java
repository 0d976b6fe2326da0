package org.wangge.store.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.wangge.atlas.Source;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.ResultSetValues;
import org.wangge.store.row.RowReader;

/// Reads rows by plain JDBC inside one transaction; bad ones are left out, see [RowReader].
public final class Rows implements Source {

    /// Rows to a batch.
    public static final int BATCH = 4_096;

    private static final int IDS_AT_ONCE = 500;

    private final Connection connection;
    private final Dialect dialect;

    public Rows(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    @Override
    public void scan(Table table, Consumer<Row> consumer) {
        read(table, batch -> unpacked(batch).forEach(consumer), () -> {});
    }

    @Override
    public void scanBatches(Table table, Consumer<List<Row>> consumer) {
        Workers workers = new Workers();
        read(table, batch -> workers.run(() -> consumer.accept(unpacked(batch))), workers::join);
    }

    private void read(Table table, Consumer<Dialect.Batch> consumer, Runnable rest) {
        LayerTable stored = LayerTable.of(table);
        RowReader reader = new RowReader(stored);
        try {
            dialect.scan(connection, stored, reader, consumer);
        } catch (SQLException e) {
            throw new FailedRead(e);
        } finally {
            rest.run();
        }
        reader.end();
    }

    private static List<Row> unpacked(Dialect.Batch batch) {
        try {
            return batch.unpack();
        } catch (SQLException e) {
            throw new FailedRead(e);
        }
    }

    /// Reads a whole table through a cursor, for a database that has nothing better. Batches are unpacked already: a cursor can't
    /// wait.
    public static void scan(Connection connection, String select, RowReader reader, Consumer<Dialect.Batch> consumer)
            throws SQLException {
        try (PreparedStatement s = connection.prepareStatement(select)) {
            s.setFetchSize(BATCH);
            try (ResultSet rs = s.executeQuery()) {
                // Straight to the driver: the pool's wrapper costs a call for each of millions of values.
                ResultSetValues values = new ResultSetValues(rs.unwrap(ResultSet.class));
                List<Row> rows = new ArrayList<>(BATCH);
                while (values.next()) {
                    reader.read(values, rows::add);
                    if (rows.size() == BATCH) {
                        List<Row> full = rows;
                        consumer.accept(() -> full);
                        rows = new ArrayList<>(BATCH);
                    }
                }
                List<Row> last = rows;
                consumer.accept(() -> last);
            }
        }
    }

    /// Hands on those of the rows that are there; returns the ids of the others.
    public Set<Long> find(Table table, Collection<Long> ids, Consumer<Row> consumer) throws SQLException {
        LayerTable stored = LayerTable.of(table);
        RowReader reader = new RowReader(stored);
        Set<Long> missing = new TreeSet<>(ids);
        Iterator<Long> remaining = ids.iterator();
        String marks = String.join(", ", Collections.nCopies(Math.min(ids.size(), IDS_AT_ONCE), "?"));
        String select = stored.select(dialect::selectGeometry) + " where id in (" + marks + ")";
        try (PreparedStatement s = connection.prepareStatement(select)) {
            while (remaining.hasNext()) {
                for (int i = 1; i <= Math.min(ids.size(), IDS_AT_ONCE); i++) {
                    s.setLong(i, remaining.hasNext() ? remaining.next() : 0);
                }
                try (ResultSet rs = s.executeQuery()) {
                    ResultSetValues values = new ResultSetValues(rs);
                    while (values.next()) {
                        reader.read(values, row -> {
                            missing.remove(row.id());
                            consumer.accept(row);
                        });
                    }
                }
            }
        }
        reader.end();
        return missing;
    }

    @Override
    public long count(Table table) {
        return number("select count(*) from " + table.key());
    }

    @Override
    public long revision() {
        return number("select coalesce(max(id), 0) from revisions");
    }

    private long number(String sql) {
        try (Statement s = connection.createStatement();
                ResultSet rs = s.executeQuery(sql)) {
            rs.next();
            return rs.getLong(1);
        } catch (SQLException e) {
            throw new FailedRead(e);
        }
    }

    /// Carries a database failure through [Source], which declares none; [Transactions#explained] looks at the cause.
    private static final class FailedRead extends RuntimeException {
        FailedRead(SQLException cause) {
            super(cause);
        }
    }
}
