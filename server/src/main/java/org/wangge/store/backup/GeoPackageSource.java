package org.wangge.store.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.geopackage.GeoPackageFailures;

/// Reads a GeoPackage of ours as it was when it was opened here; it may be in use, and is not changed.
final class GeoPackageSource extends TransferSource {

    private static final int BUSY_MILLIS = 30_000;

    GeoPackageSource(Path file) {
        super(new Speech(new GeoPackageFailures(file)::explain), () -> {
            SQLiteConfig looking = new SQLiteConfig();
            looking.setReadOnly(true);
            looking.setBusyTimeout(BUSY_MILLIS);
            Connection c = GeoPackageDialect.at(file, looking).getConnection();
            c.setAutoCommit(false);
            return c;
        });
    }

    @Override
    Set<String> columns(String table) {
        return speech.ask(() -> columns(connection, table));
    }

    static Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        try (PreparedStatement s = connection.prepareStatement("select name from pragma_table_info(?)")) {
            s.setString(1, table);
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    names.add(rs.getString(1));
                }
            }
        }
        return names;
    }

    @Override
    void read(String table, Set<String> columns, Sink sink) {
        speech.tell(() -> {
            try (Statement s = connection.createStatement();
                    ResultSet rs = s.executeQuery("select " + String.join(", ", columns) + " from " + table)) {
                while (rs.next()) {
                    Object[] row = new Object[columns.size()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = rs.getObject(i + 1);
                    }
                    sink.accept(row);
                }
            }
        });
    }

    @Override
    long lastId(String table) {
        return number("select coalesce(max(seq), 0) from sqlite_sequence where name = '" + table + "'");
    }
}
