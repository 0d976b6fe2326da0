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

/// Loads rows into a GeoPackage by one prepared upsert. The triggers of the feed are muted for this transaction; one change of
/// the whole layer is noted instead.
final class UpsertLoader implements Dialect.Loader {

    @Override
    public Loaded load(
            Connection connection,
            LayerTable table,
            List<Column> overwritten,
            Iterator<? extends Row> rows,
            LongConsumer progress)
            throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.executeUpdate("update feed_muted set muted = 1");
            long before = count(s, table);
            s.execute("create temp table loading (key text primary key) without rowid");
            long taken = 0;
            long written = 0;
            try (PreparedStatement seen = connection.prepareStatement("insert into temp.loading values (?)");
                    PreparedStatement upsert = connection.prepareStatement(upsert(table, overwritten))) {
                while (rows.hasNext()) {
                    Row row = rows.next();
                    refuseTwice(seen, table, row);
                    bind(upsert, table.columns(), table.entityOf(row));
                    written += upsert.executeUpdate();
                    if (++taken % PROGRESS_STEP == 0) {
                        progress.accept(taken);
                    }
                }
            }
            s.execute("drop table temp.loading");
            s.executeUpdate("update feed_muted set muted = 0");
            progress.accept(taken);
            if (written > 0) {
                s.executeUpdate("insert into feed (layer, row_id) values ('" + table.name() + "', 0)");
            }
            long inserted = count(s, table) - before;
            return new Loaded(inserted, written - inserted, taken - written);
        }
    }

    private static String upsert(LayerTable table, List<Column> overwritten) {
        String columns = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String marks = table.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
        String insert = "insert into " + table.name() + " (" + columns + ") values (" + marks + ") on conflict ("
                + String.join(", ", table.key()) + ") do ";
        if (overwritten.isEmpty()) {
            return insert + "nothing";
        }
        return insert + "update set version = version + 1, "
                + overwritten.stream().map(c -> c.name() + " = excluded." + c.name()).collect(Collectors.joining(", "))
                + " where "
                + overwritten.stream()
                        .map(c -> table.name() + "." + c.name() + " is not excluded." + c.name())
                        .collect(Collectors.joining(" or "));
    }

    private static void refuseTwice(PreparedStatement seen, LayerTable table, Row row) throws SQLException {
        String key = row instanceof Assignment a ? a.grid() + ", " + a.role() + ", " + a.validFrom() : row.code();
        seen.setString(1, key);
        try {
            seen.executeUpdate();
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY) {
                throw table.givenTwice(key);
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

    private static long count(Statement s, LayerTable table) throws SQLException {
        try (ResultSet rs = s.executeQuery("select count(*) from " + table.name())) {
            rs.next();
            return rs.getLong(1);
        }
    }
}
