package org.wangge.store.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// What PostgreSQL's catalogue says of a table of ours: name and type (`int8`, `timestamptz`, `geometry`, …) of each column.
final class PostgisColumns {

    private PostgisColumns() {}

    /// Empty when there is no such table on the search path.
    static Map<String, String> of(Connection connection, String table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement s = connection.prepareStatement("""
                select attname, typname from pg_attribute join pg_type t on t.oid = atttypid
                where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum""")) {
            s.setString(1, table);
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    types.put(rs.getString(1), rs.getString(2));
                }
            }
        }
        return types;
    }

    /// The sequence that gives the ids of a table, and the column that gets them; null when there is none.
    record Ids(String column, String sequence) {

        static Ids of(Connection connection, String table) throws SQLException {
            try (PreparedStatement s = connection.prepareStatement("""
                    select attname, pg_get_serial_sequence(attrelid::regclass::text, attname) from pg_attribute
                    where attrelid = to_regclass(?) and attidentity <> ''""")) {
                s.setString(1, table);
                try (ResultSet rs = s.executeQuery()) {
                    return rs.next() ? new Ids(rs.getString(1), rs.getString(2)) : null;
                }
            }
        }
    }
}
