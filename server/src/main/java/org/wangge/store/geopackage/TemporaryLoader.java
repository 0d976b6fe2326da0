package org.wangge.store.geopackage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.wangge.model.Assignment;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.store.database.Dialect;
import org.wangge.store.row.GeoPackageBlob;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.LayerTable.Column;
import org.wangge.store.row.RowEntity;

/// Loads rows into a GeoPackage: into a temporary table, which SQLite keeps in a file of its own that goes with the connection,
/// and from there what is new or other than it was. The file itself has one writer at a time, so what changes is found out
/// before: all that others wait for is the writing of it.
final class TemporaryLoader implements Dialect.Loader {

    /// So many changes are written before it looks whether others are to go first.
    private static final int SLICE = 20_000;

    @Override
    public Dialect.Staged stage(
            Connection connection,
            LayerTable table,
            List<Column> overwritten,
            Iterator<? extends Row> rows,
            LongConsumer progress)
            throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("create temp table loading (" + LayerTable.names(table.columns(), "") + ")");
            s.execute("create unique index temp.loading_key on loading (" + String.join(", ", table.key()) + ")");
            String marks = table.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
            long taken = 0;
            try (PreparedStatement insert = connection.prepareStatement("insert into temp.loading values (" + marks + ")")) {
                while (rows.hasNext()) {
                    Row row = rows.next();
                    bind(insert, table.columns(), table.entityOf(row));
                    insert(insert, table, row);
                    if (++taken % PROGRESS_STEP == 0) {
                        progress.accept(taken);
                    }
                }
            }
            progress.accept(taken);
            Taken staged = new Taken(connection, table, overwritten, taken);
            staged.findChanges(s);
            return staged;
        }
    }

    private static void insert(PreparedStatement insert, LayerTable table, Row row) throws SQLException {
        try {
            insert.executeUpdate();
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
                throw table.givenTwice(
                        row instanceof Assignment a ? a.grid() + ", " + a.role() + ", " + a.validFrom() : row.code());
            }
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, List<Column> columns, RowEntity row) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Object value = columns.get(i).valueIn(row);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
                continue;
            }
            switch (columns.get(i).kind()) {
                case TEXT -> statement.setString(i + 1, (String) value);
                case INTEGER -> statement.setInt(i + 1, (Integer) value);
                case LONG -> statement.setLong(i + 1, (Long) value);
                case DOUBLE -> statement.setDouble(i + 1, (Double) value);
                case DATE -> statement.setString(i + 1, value.toString());
                case GEOMETRY -> statement.setBytes(i + 1, GeoPackageBlob.encode((Geometry) value));
            }
        }
    }

    private static final class Taken implements Dialect.Staged {
        private final Connection connection;
        private final LayerTable table;
        private final List<Column> overwritten;
        private final long count;
        /// The highest id of the feed in the state with which the rows were compared.
        private long comparedAt;

        Taken(Connection connection, LayerTable table, List<Column> overwritten, long count) {
            this.connection = connection;
            this.table = table;
            this.overwritten = overwritten;
            this.count = count;
        }

        /// Which rows are new (without an id) or other than they were.
        void findChanges(Statement s) throws SQLException {
            s.execute("create temp table changing as select l.rowid as place, t.id as id from temp.loading l left join main."
                    + table.name() + " t on " + table.isSameKey("t", "l")
                    + " where t.id is null or " + LayerTable.differ(overwritten, "t", "l"));
            comparedAt = number(s, "select coalesce(max(id), 0) from feed");
        }

        @Override
        public Loaded compare() throws SQLException {
            try (Statement s = connection.createStatement()) {
                return loaded(s);
            }
        }

        private Loaded loaded(Statement s) throws SQLException {
            long inserted = number(s, "select count(*) from temp.changing where id is null");
            long updated = number(s, "select count(*) from temp.changing where id is not null");
            return new Loaded(inserted, updated, count - inserted - updated);
        }

        @Override
        public Loaded merge(Runnable giveWay) throws SQLException {
            long comparedBefore = comparedAt;
            try {
                return merged(giveWay);
            } catch (SQLException | RuntimeException | Error e) {
                // What was compared since is undone with all the rest.
                comparedAt = comparedBefore;
                throw e;
            }
        }

        private Loaded merged(Runnable giveWay) throws SQLException {
            try (Statement s = connection.createStatement()) {
                boolean isOutdated = number(s, "select exists (select 1 from feed where id > " + comparedAt + " and layer = '"
                        + table.name() + "') or (select max(id) from feed) < " + comparedAt) != 0;
                if (isOutdated) {
                    s.execute("drop table temp.changing");
                    findChanges(s);
                }
                Loaded loaded = loaded(s);
                boolean isNotedAsWhole = loaded.inserted() + loaded.updated() > ROWS_ONE_BY_ONE;
                if (isNotedAsWhole) {
                    s.executeUpdate("update feed_muted set muted = 1");
                }
                write(s, loaded.inserted() + loaded.updated(), giveWay);
                if (isNotedAsWhole) {
                    s.executeUpdate("update feed_muted set muted = 0");
                    s.executeUpdate("insert into feed (layer, row_id) values ('" + table.name() + "', 0)");
                }
                s.execute("drop table temp.changing");
                s.execute("drop table temp.loading");
                return loaded;
            }
        }

        /// The rows of `changing` are numbered from 1.
        private void write(Statement s, long changes, Runnable giveWay) throws SQLException {
            for (long first = 1; first <= changes; first += SLICE) {
                giveWay.run();
                String slice = "c.rowid between " + first + " and " + (first + SLICE - 1);
                if (!overwritten.isEmpty()) {
                    s.executeUpdate("update " + table.name() + " set version = version + 1, "
                            + overwritten.stream().map(c -> c.name() + " = l." + c.name()).collect(Collectors.joining(", "))
                            + " from temp.changing c cross join temp.loading l where " + slice
                            + " and c.id is not null and l.rowid = c.place and " + table.name() + ".id = c.id");
                }
                s.executeUpdate("insert into " + table.name() + " (" + LayerTable.names(table.columns(), "") + ") select "
                        + LayerTable.names(table.columns(), "l.")
                        + " from temp.changing c cross join temp.loading l on l.rowid = c.place where " + slice
                        + " and c.id is null");
            }
        }

        private static long number(Statement s, String query) throws SQLException {
            try (ResultSet rs = s.executeQuery(query)) {
                rs.next();
                return rs.getLong(1);
            }
        }
    }
}
