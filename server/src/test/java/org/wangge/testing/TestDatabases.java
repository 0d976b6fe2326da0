package org.wangge.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.wangge.store.Store;

/// Fresh databases for tests, on both kinds that wangge knows.
public final class TestDatabases {

    public static final String VARIABLE = "WANGGE_TEST_DATABASE_URL";

    /// An empty database of its own. `close` removes it.
    public interface Database extends AutoCloseable {

        /// Opens it as the program does; the caller closes the store.
        Store open();

        /// A plain connection, as psql or QGIS would have.
        Connection connect() throws SQLException;

        /// The JDBC URL.
        String url();

        @Override
        void close() throws SQLException;
    }

    private TestDatabases() {}

    /// Makes a database beside the one that the variable names, and drops it in the end.
    public static Database postgis() throws SQLException {
        String url = System.getenv(VARIABLE);
        if (url == null || url.isBlank()) {
            throw new AssertionError("This test needs PostgreSQL with PostGIS. Run it by ./wangge test, or set " + VARIABLE
                    + " to the JDBC URL of a database beside which databases may be made.");
        }
        String name = "wangge_test_" + UUID.randomUUID().toString().replace("-", "");
        administer(url, "create database " + name);
        return new Postgis(url, name);
    }

    /// A GeoPackage that does not exist yet, in this folder.
    public static Database geoPackage(Path folder) {
        return new GeoPackage(folder.resolve("wangge.gpkg"));
    }

    private static void administer(String url, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(url);
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private record Postgis(String adminUrl, String name) implements Database {

        @Override
        public Store open() {
            return Store.openPostgis(url());
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url());
        }

        @Override
        public String url() {
            Properties parsed = Driver.parseURL(adminUrl, null);
            String query = adminUrl.contains("?") ? adminUrl.substring(adminUrl.indexOf('?')) : "";
            return "jdbc:postgresql://" + PGProperty.PG_HOST.getOrDefault(parsed) + ":" + PGProperty.PG_PORT.getOrDefault(parsed)
                    + "/" + name + query;
        }

        @Override
        public void close() throws SQLException {
            administer(adminUrl, "drop database " + name + " with (force)");
        }
    }

    /// The file goes with the folder, which is the test's own.
    private record GeoPackage(Path file) implements Database {

        @Override
        public Store open() {
            return Store.openGeoPackage(file);
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url());
        }

        @Override
        public String url() {
            return "jdbc:sqlite:" + file;
        }

        @Override
        public void close() {
            // Nothing is held open here.
        }
    }
}
