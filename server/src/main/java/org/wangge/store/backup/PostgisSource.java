package org.wangge.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.problem.Problem;
import org.wangge.store.postgis.PostgisDialect;
import org.wangge.store.row.GeoPackageBlob;

/// Reads PostgreSQL in one snapshot; writers go on.
final class PostgisSource extends TransferSource {

    /// Rows that are fetched at once: few, since a row may be large.
    private static final int FETCH = 256;
    /// Triggers of a GeoPackage write the moments of a history as text: with three decimals, or six where three are not exact.
    private static final String WRITTEN = "case when isfinite(%1$s) then regexp_replace("
            + "to_char(%1$s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), '000Z$', 'Z') else %1$s::text end";
    /// All other moments it keeps as a number of milliseconds; finer ones are none of ours.
    private static final String COUNTED = "case when isfinite(%1$s)"
            + " then round(extract(epoch from date_trunc('milliseconds', %1$s)) * 1000)::bigint::text else %1$s::text end";

    PostgisSource(PostgisDialect database) {
        super(new Speech(database::explain), () -> {
            Connection c = database.unlimited("wangge backup");
            c.setAutoCommit(false);
            c.setReadOnly(true);
            c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return c;
        });
    }

    @Override
    Set<String> columns(String table) {
        return speech.ask(() -> PostgisColumns.of(connection, table)).keySet();
    }

    @Override
    void read(String table, Set<String> columns, Sink sink) {
        speech.tell(() -> {
            Map<String, String> types = PostgisColumns.of(connection, table);
            List<String> selected = new ArrayList<>();
            columns.forEach(c -> selected.add(selected(table, c, types.get(c))));
            boolean[] isGeometry = new boolean[columns.size()];
            int n = 0;
            for (String column : columns) {
                isGeometry[n++] = types.get(column).equals("geometry");
            }
            try (Statement s = connection.createStatement()) {
                s.setFetchSize(FETCH);
                try (ResultSet rs = s.executeQuery("select " + String.join(", ", selected) + " from " + table)) {
                    while (rs.next()) {
                        sink.accept(row(rs, isGeometry, table));
                    }
                }
            }
        });
    }

    private static String selected(String table, String column, String type) {
        return switch (type) {
            case "geometry" -> "ST_AsBinary(" + column + ", 'NDR')";
            case "timestamptz" -> (table.endsWith("_history") ? WRITTEN : COUNTED).formatted(column);
            case "date" -> column + "::text";
            case "bool" -> column + "::integer";
            case "int4", "int8", "float8", "text", "bytea" -> column;
            default -> throw new IllegalStateException("no backup can hold a column of type " + type + ": " + column);
        };
    }

    private static Object[] row(ResultSet rs, boolean[] isGeometry, String table) throws SQLException {
        Object[] row = new Object[isGeometry.length];
        for (int i = 0; i < row.length; i++) {
            Object value = rs.getObject(i + 1);
            if (value instanceof Double d && d.isNaN()) {
                String place = "Row " + rs.getObject(1) + " of " + table + " has NaN in " + rs.getMetaData().getColumnName(i + 1);
                throw new Problem.BadInput(
                                place + ", which a GeoPackage can't hold.",
                                "Set it to null or to a number, and repeat.")
                        .asException();
            }
            row[i] = isGeometry[i] && value != null ? GeoPackageBlob.of((byte[]) value) : value;
        }
        return row;
    }

    @Override
    long lastId(String table) {
        PostgisColumns.Ids ids = speech.ask(() -> PostgisColumns.Ids.of(connection, table));
        if (ids == null) {
            return 0;
        }
        // Other programs give ids without asking the sequence.
        return number("select greatest((select case when is_called then last_value else 0 end from " + ids.sequence()
                + "), (select coalesce(max(" + ids.column() + "), 0) from " + table + "))");
    }
}
