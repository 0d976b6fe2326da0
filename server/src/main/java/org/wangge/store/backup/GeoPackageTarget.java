package org.wangge.store.backup;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.wangge.store.database.Migrations;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.geopackage.GeoPackageFailures;

/// A new GeoPackage of ours, with the newest schema. It is worth nothing unless it is finished, so nothing is done to survive a
/// failure before that.
final class GeoPackageTarget implements TransferTarget {

    private final Speech speech;
    private final Connection connection;
    /// Triggers and indexes: off while the rows come, since no row is new, and indexes are made faster at once than row by row.
    private final List<String> later = new ArrayList<>();

    /// Makes the file, which is not there yet.
    GeoPackageTarget(Path file) {
        speech = new Speech(new GeoPackageFailures(file)::explain);
        speech.migrate(new Migrations(GeoPackageDialect.at(file, new SQLiteConfig()), "geopackage"));
        connection = speech.ask(() -> {
            SQLiteConfig filling = new SQLiteConfig();
            filling.setJournalMode(SQLiteConfig.JournalMode.OFF);
            filling.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
            filling.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
            filling.setCacheSize(-32_000);
            Connection c = GeoPackageDialect.at(file, filling).getConnection();
            c.setAutoCommit(false);
            return c;
        });
        try {
            speech.tell(this::putOff);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void putOff() throws SQLException {
        List<String> drops = new ArrayList<>();
        try (Statement s = connection.createStatement()) {
            try (ResultSet rs = s.executeQuery("select type, name, sql from sqlite_schema"
                    + " where type in ('trigger', 'index') and sql is not null order by rowid")) {
                while (rs.next()) {
                    drops.add("drop " + rs.getString(1) + " " + rs.getString(2));
                    later.add(rs.getString(3));
                }
            }
            for (String drop : drops) {
                s.execute(drop);
            }
        }
    }

    @Override
    public Set<String> columns(String table) {
        return speech.ask(() -> GeoPackageSource.columns(connection, table));
    }

    @Override
    public Filling fill(String table, Set<String> columns) {
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        PreparedStatement insert = speech.ask(() -> connection.prepareStatement(
                "insert into " + table + " (" + String.join(", ", columns) + ") values (" + marks + ")"));
        return new Filling() {
            @Override
            public void accept(Object[] row) {
                speech.tell(() -> {
                    for (int i = 0; i < row.length; i++) {
                        insert.setObject(i + 1, row[i]);
                    }
                    insert.executeUpdate();
                });
            }

            @Override
            public void end() {
                speech.tell(insert::close);
            }
        };
    }

    @Override
    public void continueAfter(String table, long lastId) {
        speech.tell(() -> {
            try (PreparedStatement raise = connection.prepareStatement(
                            "update sqlite_sequence set seq = max(seq, ?) where name = ?");
                    PreparedStatement make = connection.prepareStatement(
                            "insert into sqlite_sequence (name, seq) values (?, ?)")) {
                raise.setLong(1, lastId);
                raise.setString(2, table);
                if (raise.executeUpdate() == 0) {
                    make.setString(1, table);
                    make.setLong(2, lastId);
                    make.executeUpdate();
                }
            }
        });
    }

    @Override
    public void finish() {
        speech.tell(() -> {
            try (Statement s = connection.createStatement()) {
                for (String sql : later) {
                    s.execute(sql);
                }
            }
            connection.commit();
        });
    }

    @Override
    public void close() {
        speech.tell(connection::close);
    }
}
