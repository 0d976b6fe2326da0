package org.wangge.store.postgis;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.store.database.Dialect;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.LayerTable.Column;

/// Loads rows into PostgreSQL by COPY: straight into an empty table, else into a staging table that is then merged.
///
/// Other writers of the layer wait meanwhile, readers do not. The triggers of the feed are off for this transaction, since they
/// would note each row; one change of the whole layer is noted instead.
final class CopyLoader implements Dialect.Loader {

    @Override
    public Loaded load(
            Connection connection,
            LayerTable table,
            List<Column> overwritten,
            Iterator<? extends Row> rows,
            LongConsumer progress)
            throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("lock table " + table.name() + " in share row exclusive mode");
            for (String event : List.of("insert", "update")) {
                s.execute("alter table " + table.name() + " disable trigger feed_" + event);
            }
            Loaded loaded;
            if (isEmpty(s, table)) {
                loaded = new Loaded(fill(connection, s, table, rows, progress), 0, 0);
            } else {
                s.execute("create temp table loading on commit drop as select " + names(table.columns()) + " from " + table.name()
                        + " with no data");
                long count = copy(connection, "loading", table, rows, progress);
                loaded = merge(s, table, overwritten, count);
                s.execute("drop table loading");
            }
            for (String event : List.of("insert", "update")) {
                s.execute("alter table " + table.name() + " enable trigger feed_" + event);
            }
            if (loaded.inserted() + loaded.updated() > 0) {
                s.execute("insert into feed (layer, row_id) values ('" + table.name() + "', 0)");
            }
            return loaded;
        }
    }

    /// Building the spatial index in the end takes a tenth of the time of growing it row by row. Nobody misses it: the table was
    /// empty.
    private static long fill(
            Connection connection, Statement s, LayerTable table, Iterator<? extends Row> rows, LongConsumer progress)
            throws SQLException {
        String index = table.name() + "_geometry";
        boolean isSpatial = table.columns().stream().anyMatch(c -> c.kind() == LayerTable.Kind.GEOMETRY);
        if (isSpatial) {
            s.execute("drop index if exists " + index);
        }
        long count = copy(connection, table.name(), table, rows, progress);
        if (isSpatial) {
            s.execute("create index " + index + " on " + table.name() + " using gist (geometry)");
        }
        return count;
    }

    private static boolean isEmpty(Statement s, LayerTable table) throws SQLException {
        try (ResultSet rs = s.executeQuery("select not exists (select from " + table.name() + ")")) {
            rs.next();
            return rs.getBoolean(1);
        }
    }

    private static long copy(
            Connection connection, String target, LayerTable table, Iterator<? extends Row> rows, LongConsumer progress)
            throws SQLException {
        CopyWriter writer = new CopyWriter(connection, target, table.columns());
        long count = 0;
        while (rows.hasNext()) {
            writer.write(table.entityOf(rows.next()));
            if (++count % PROGRESS_STEP == 0) {
                progress.accept(count);
            }
        }
        writer.flush();
        progress.accept(count);
        return count;
    }

    private static Loaded merge(Statement s, LayerTable table, List<Column> overwritten, long count) throws SQLException {
        s.execute("analyze loading");
        refuseTwice(s, table);
        String sameKey = table.key().stream().map(k -> on("t", k) + " = " + on("l", k)).collect(Collectors.joining(" and "));
        long updated = 0;
        if (!overwritten.isEmpty()) {
            updated = s.executeLargeUpdate("update " + table.name() + " t set version = t.version + 1, "
                    + overwritten.stream().map(c -> c.name() + " = l." + c.name()).collect(Collectors.joining(", "))
                    + " from loading l where " + sameKey
                    + " and (" + names("t.", overwritten) + ") is distinct from (" + names("l.", overwritten) + ")");
        }
        long inserted = s.executeLargeUpdate("insert into " + table.name() + " (" + names(table.columns()) + ") select "
                + names(table.columns()) + " from loading l where not exists (select from " + table.name() + " t where " + sameKey
                + ")");
        return new Loaded(inserted, updated, count - inserted - updated);
    }

    private static void refuseTwice(Statement s, LayerTable table) throws SQLException {
        String key = String.join(", ", table.key());
        try (ResultSet rs = s.executeQuery("select concat_ws(', ', " + key + ") from loading group by " + key
                + " having count(*) > 1 limit 1")) {
            if (rs.next()) {
                throw table.givenTwice(rs.getString(1));
            }
        }
    }

    /// A key is a column or `coalesce(column, …)`.
    private static String on(String alias, String key) {
        return key.startsWith("coalesce(") ? key.replace("coalesce(", "coalesce(" + alias + ".") : alias + "." + key;
    }

    private static String names(List<Column> columns) {
        return names("", columns);
    }

    private static String names(String prefix, List<Column> columns) {
        return columns.stream().map(c -> prefix + c.name()).collect(Collectors.joining(", "));
    }
}
