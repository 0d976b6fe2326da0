package org.wangge.store.postgis;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.store.database.Dialect;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.LayerTable.Column;

/// Loads rows into PostgreSQL: by COPY into a temporary table, and from there what is new or other than it was.
///
/// Only the rows that change are locked, from the merge on, and loads of one table merge one after the other. The triggers of
/// the feed note what the statements do. Only a table that is empty is locked as a whole, while it is filled.
final class CopyLoader implements Dialect.Loader {

    /// More rows than this find their way into an empty table quicker without the spatial index, which is built in the end.
    private static final int MANY_ROWS = 20_000;
    /// The trigger of the feed notes the ids of a statement of so many rows.
    private static final int ROWS_OF_A_STATEMENT = 1_000;
    /// How long to wait for another load of the same table to be merged.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Dialect.Staged stage(
            Connection connection,
            LayerTable table,
            List<Column> overwritten,
            Iterator<? extends Row> rows,
            LongConsumer progress)
            throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("create temp table loading as select " + LayerTable.names(table.columns(), "") + " from " + table.name()
                    + " with no data");
            long count = copy(connection, table, rows, progress);
            s.execute("analyze loading");
            refuseTwice(s, table);
            return new Copied(connection, table, overwritten, count);
        }
    }

    private static long copy(Connection connection, LayerTable table, Iterator<? extends Row> rows, LongConsumer progress)
            throws SQLException {
        CopyWriter writer = new CopyWriter(connection, "loading", table.columns());
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

    private static void refuseTwice(Statement s, LayerTable table) throws SQLException {
        String key = String.join(", ", table.key());
        try (ResultSet rs = s.executeQuery("select concat_ws(', ', " + key + ") from loading group by " + key
                + " having count(*) > 1 limit 1")) {
            if (rs.next()) {
                throw table.givenTwice(rs.getString(1));
            }
        }
    }

    private record Copied(Connection connection, LayerTable table, List<Column> overwritten, long count)
            implements Dialect.Staged {

        @Override
        public Loaded compare() throws SQLException {
            try (Statement s = connection.createStatement()) {
                findChanges(s);
                long inserted = number(s, "select count(*) from changing where id is null");
                long updated = number(s, "select count(*) from changing where id is not null");
                return new Loaded(inserted, updated, count - inserted - updated);
            }
        }

        /// Which rows are new (without an id) or other than they were, numbered through from 1 in the order in which they came.
        private void findChanges(Statement s) throws SQLException {
            s.execute("create temp table changing as select row_number() over (order by l.ctid) as n, l.ctid as place, t.id"
                    + " from loading l left join " + table.name() + " t on " + table.isSameKey("t", "l")
                    + " where t.id is null or " + LayerTable.differ(overwritten, "t", "l"));
            s.execute("create index on changing (n)");
            s.execute("analyze changing");
        }

        @Override
        public Loaded merge(Runnable giveWay) throws SQLException {
            try (Statement s = connection.createStatement()) {
                takeTurn(s);
                findChanges(s);
                long changes = number(s, "select count(*) from changing");
                boolean fills = changes > MANY_ROWS && number(s, "select count(*) from (select from " + table.name()
                        + " limit 1) t") == 0;
                Loaded loaded = fills ? filled(s) : merged(s, changes);
                s.execute("drop table loading");
                s.execute("drop table changing");
                return loaded;
            }
        }

        /// Two loads that merge at once would wait for each other's rows, perhaps in a circle.
        private void takeTurn(Statement s) throws SQLException {
            try (ResultSet rs = s.executeQuery("show lock_timeout")) {
                rs.next();
                String usual = rs.getString(1);
                s.execute("set local lock_timeout = " + PATIENCE.toMillis());
                s.execute("select pg_advisory_xact_lock(hashtext('wangge load'), hashtext('" + table.name() + "'))");
                s.execute("set local lock_timeout = '" + usual + "'");
            }
        }

        /// Building the spatial index in the end takes a tenth of the time of growing it row by row. Nobody misses it: the table
        /// is empty.
        private Loaded filled(Statement s) throws SQLException {
            String index = table.name() + "_geometry";
            boolean isSpatial = table.columns().stream().anyMatch(c -> c.kind() == LayerTable.Kind.GEOMETRY);
            if (isSpatial) {
                s.execute("drop index if exists " + index);
            }
            long inserted = s.executeLargeUpdate("insert into " + table.name() + " (" + LayerTable.names(table.columns(), "")
                    + ") select " + LayerTable.names(table.columns(), "") + " from loading");
            if (isSpatial) {
                s.execute("create index " + index + " on " + table.name() + " using gist (geometry)");
            }
            return new Loaded(inserted, 0, count - inserted);
        }

        /// Up to the number that is noted row by row in statements of so few rows that the trigger does. New rows have ids in the
        /// order in which they came: of two grids on whose border something lies, the one with the lower id has it.
        private Loaded merged(Statement s, long changes) throws SQLException {
            long step = changes > ROWS_ONE_BY_ONE ? changes : ROWS_OF_A_STATEMENT;
            long inserted = 0;
            long updated = 0;
            for (long from = 0; from < changes; from += step) {
                String changed = " from changing c join loading l on l.ctid = c.place where c.n > " + from + " and c.n <= "
                        + (from + step);
                if (!overwritten.isEmpty()) {
                    updated += s.executeLargeUpdate("update " + table.name() + " t set " + overwriting("l")
                            + changed + " and c.id = t.id");
                }
                // Another program may have inserted the same key since the rows were compared.
                inserted += s.executeLargeUpdate("insert into " + table.name() + " as t ("
                        + LayerTable.names(table.columns(), "") + ") select " + LayerTable.names(table.columns(), "l.")
                        + changed + " and c.id is null order by c.n on conflict (" + String.join(", ", table.key()) + ") do "
                        + (overwritten.isEmpty() ? "nothing" : "update set " + overwriting("excluded")));
            }
            return new Loaded(inserted, updated, count - inserted - updated);
        }

        private String overwriting(String by) {
            return "version = t.version + 1, " + overwritten.stream().map(c -> c.name() + " = " + by + "." + c.name())
                    .collect(Collectors.joining(", "));
        }

        private static long number(Statement s, String query) throws SQLException {
            try (ResultSet rs = s.executeQuery(query)) {
                rs.next();
                return rs.getLong(1);
            }
        }
    }
}
