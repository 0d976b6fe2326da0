package org.wangge.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// A program that takes a GeoPackage's log into the file, and says how far it came.
final class CheckpointProcess {

    private CheckpointProcess() {}

    public static void main(String[] args) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement s = c.createStatement()) {
            try {
                s.execute("pragma wal_checkpoint(passive)");
                System.out.println("done");
            } catch (SQLException e) {
                System.out.println("stopped halfway: " + e.getMessage());
            }
        }
    }
}
