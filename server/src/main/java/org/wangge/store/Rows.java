package org.wangge.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Source;
import org.wangge.model.Layer;
import org.wangge.model.Row;

/// Reads rows by plain JDBC inside one transaction. A row in which another program has left values that no record may have is
/// logged and left out: one bad row must not keep a million others from being shown.
final class Rows implements Source {

    private static final Logger log = LoggerFactory.getLogger(Rows.class);
    private static final int FETCH_SIZE = 5_000;
    private static final int IDS_AT_ONCE = 500;
    private static final int BAD_ROWS_LOGGED = 10;

    private final Connection connection;
    private final Dialect dialect;

    Rows(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    @Override
    public void scan(Layer layer, Consumer<Row> consumer) {
        LayerTable table = LayerTable.of(layer);
        try (PreparedStatement s = connection.prepareStatement(table.select(dialect))) {
            s.setFetchSize(FETCH_SIZE);
            try (ResultSet rs = s.executeQuery()) {
                // Straight to the driver: the pool's wrapper costs a call for each of millions of values.
                hand(rs.unwrap(ResultSet.class), table, consumer);
            }
        } catch (SQLException e) {
            throw new FailedRead(e);
        }
    }

    /// Hands on those of the rows that are there; returns the ids of the others.
    Set<Long> find(Layer layer, Collection<Long> ids, Consumer<Row> consumer) throws SQLException {
        LayerTable table = LayerTable.of(layer);
        Set<Long> missing = new TreeSet<>(ids);
        Iterator<Long> remaining = ids.iterator();
        String marks = String.join(", ", Collections.nCopies(Math.min(ids.size(), IDS_AT_ONCE), "?"));
        try (PreparedStatement s = connection.prepareStatement(table.select(dialect) + " where id in (" + marks + ")")) {
            while (remaining.hasNext()) {
                for (int i = 1; i <= Math.min(ids.size(), IDS_AT_ONCE); i++) {
                    s.setLong(i, remaining.hasNext() ? remaining.next() : 0);
                }
                try (ResultSet rs = s.executeQuery()) {
                    hand(rs, table, row -> {
                        missing.remove(row.id());
                        consumer.accept(row);
                    });
                }
            }
        }
        return missing;
    }

    private void hand(ResultSet rs, LayerTable table, Consumer<Row> consumer) throws SQLException {
        GeometryDecoder geometries = new GeometryDecoder();
        long bad = 0;
        while (rs.next()) {
            Row row;
            try {
                row = table.read(rs, geometries);
            } catch (IllegalArgumentException | DateTimeException e) {
                if (++bad <= BAD_ROWS_LOGGED) {
                    log.warn("row {} of {} is left out: {}. Correct it in the database.",
                            rs.getLong(1), table.name(), e.getMessage());
                }
                continue;
            }
            consumer.accept(row);
        }
        if (bad > BAD_ROWS_LOGGED) {
            log.warn("{} rows of {} are left out in all", bad, table.name());
        }
    }

    @Override
    public long count(Layer layer) {
        return number("select count(*) from " + layer.key());
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
