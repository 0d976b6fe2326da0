package org.wangge.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.wangge.testing.TestDatabases;

/// All that the tables of a database hold, as text that does not depend on the kind of database, read without any of the code
/// that is tested.
final class TableDump {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    private TableDump() {}

    /// The rows of each table that a backup covers, one line each, and the highest id that was ever given.
    static List<String> of(TestDatabases.Database database) {
        return of(database, KeptTables.ALL);
    }

    static List<String> of(TestDatabases.Database database, List<String> tables) {
        try (Connection c = database.connect();
                Statement s = c.createStatement()) {
            boolean isSqlite = isSqlite(c);
            List<String> lines = new ArrayList<>();
            for (String table : tables) {
                List<String> rows = new ArrayList<>();
                try (ResultSet rs = s.executeQuery("select * from " + table)) {
                    List<Column> columns = columns(rs.getMetaData());
                    while (rs.next()) {
                        rows.add(table + " " + row(rs, columns, isSqlite));
                    }
                }
                rows.stream().sorted().forEach(lines::add);
            }
            for (String table : tables) {
                String last = last(s, isSqlite, table);
                lines.add(table + " goes on after " + last);
            }
            return lines;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// Fails with the lines that only one of them has.
    static void requireSame(List<String> expected, List<String> found) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        expected.forEach(line -> counts.merge(line, 1, Integer::sum));
        found.forEach(line -> counts.merge(line, -1, Integer::sum));
        List<String> missing = counts.keySet().stream().filter(line -> counts.get(line) > 0).toList();
        List<String> surplus = counts.keySet().stream().filter(line -> counts.get(line) < 0).toList();
        if (!missing.isEmpty() || !surplus.isEmpty()) {
            throw new AssertionError("missing: " + String.join("\n", missing) + "\nbut there: " + String.join("\n", surplus));
        }
    }

    private static String last(Statement s, boolean isSqlite, String table) throws SQLException {
        String id = table.endsWith("_history") ? "history_id" : "id";
        String sequence = isSqlite
                ? "select coalesce((select seq from sqlite_sequence where name = '" + table + "'), 0)"
                : "select case when is_called then last_value else last_value - 1 end from " + table + "_" + id + "_seq";
        try (ResultSet rs = s.executeQuery(sequence)) {
            rs.next();
            return rs.getString(1);
        }
    }

    private record Column(int number, String name, String type) {}

    /// By names, since they may stand in another order.
    private static List<Column> columns(ResultSetMetaData names) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            columns.add(new Column(i, names.getColumnName(i), names.getColumnTypeName(i).toLowerCase()));
        }
        columns.sort(Comparator.comparing(Column::name));
        return columns;
    }

    private static String row(ResultSet rs, List<Column> columns, boolean isSqlite) throws SQLException {
        StringBuilder row = new StringBuilder();
        for (Column column : columns) {
            row.append(row.isEmpty() ? "" : ", ").append(column.name()).append('=').append(text(rs, column, isSqlite));
        }
        return row.toString();
    }

    private static String text(ResultSet rs, Column column, boolean isSqlite) throws SQLException {
        int i = column.number();
        Object value = switch (column.type()) {
            case "timestamptz" -> rs.getObject(i, OffsetDateTime.class);
            case "geometry" -> isSqlite ? rs.getObject(i) : rs.getString(i);
            case "date" -> rs.getString(i);
            default -> rs.getObject(i);
        };
        return switch (value) {
            case null -> "null";
            case String hex when column.type().equals("geometry") -> withoutSrid(hex);
            case Number millis when column.type().equals("datetime") -> Instant.ofEpochMilli(millis.longValue()).toString();
            case OffsetDateTime at -> at.toInstant().toString();
            case Boolean b -> b ? "1" : "0";
            case byte[] bytes when column.name().equals("geometry") -> geometry(bytes);
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case String text when TIME.matcher(text).matches() -> Instant.parse(text).toString();
            default -> value.toString();
        };
    }

    private static boolean isSqlite(Connection c) throws SQLException {
        return c.getMetaData().getDatabaseProductName().equals("SQLite");
    }

    /// Well-known binary: a blob of ours has 40 bytes before it.
    private static String geometry(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 40, bytes.length);
    }

    /// PostGIS writes the id of the coordinate system, and a flag for it, into well-known binary.
    private static String withoutSrid(String hex) {
        String lower = hex.toLowerCase();
        if (!lower.startsWith("20e6100000", 8)) {
            throw new AssertionError(lower);
        }
        return lower.substring(0, 8) + "00" + lower.substring(18);
    }

    /// Everything that the schema is made of.
    static List<String> schema(TestDatabases.Database database) throws SQLException {
        try (Connection c = database.connect();
                Statement s = c.createStatement()) {
            boolean isSqlite = isSqlite(c);
            List<String> queries = isSqlite
                    ? List.of("select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_schema")
                    : List.of("select indexdef from pg_indexes where schemaname = 'public'",
                            "select tgrelid::regclass || ' ' || tgenabled::text || ' ' || pg_get_triggerdef(oid) from pg_trigger"
                                    + " where not tgisinternal",
                            "select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint");
            var all = new TreeSet<String>();
            for (String query : queries) {
                try (ResultSet rs = s.executeQuery(query)) {
                    while (rs.next()) {
                        all.add(rs.getString(1));
                    }
                }
            }
            return List.copyOf(all);
        }
    }
}
