package org.wangge.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.wangge.store.Store;

/// Fresh databases for tests, on both kinds that wangge knows.
public final class TestDatabases {

    public static final String VARIABLE = "WANGGE_TEST_DATABASE_URL";

    /// What a database holds at first: what `load` puts into an empty store. It runs once in this JVM for each `name`, so it must
    /// always do the same; all other databases with that content are copies.
    public record Content(String name, Consumer<Store> load) {

        /// The tables, without rows.
        public static final Content NONE = new Content("none", store -> {});
    }

    /// A database of its own, with the tables of today's schema. It is made when it is first asked for; `close` removes it.
    public interface Database extends AutoCloseable {

        /// Opens it as the program does; the caller closes the store.
        default Store open() {
            return open(Content.NONE);
        }

        /// As [#open()], with this content when it is not there yet.
        Store open(Content content);

        /// A plain connection, as psql or QGIS would have.
        Connection connect() throws SQLException;

        /// Runs statements as another program would, in one transaction.
        default void sql(String... statements) throws SQLException {
            try (Connection c = connect(); Statement s = c.createStatement()) {
                // One is a transaction by itself, and some can't be in another.
                c.setAutoCommit(statements.length == 1);
                for (String statement : statements) {
                    s.execute(statement);
                }
                if (statements.length > 1) {
                    c.commit();
                }
            }
        }

        /// The JDBC URL.
        String url();

        @Override
        void close() throws SQLException;
    }

    private TestDatabases() {}

    /// A database beside the one that the variable names.
    public static Database postgis() {
        return new Postgis(adminUrl());
    }

    /// One that has nothing in it, not even PostGIS or the tables.
    public static Database barePostgis() throws SQLException {
        Postgis bare = new Postgis(adminUrl());
        bare.name = Templates.copyOf(bare.adminUrl, "template1");
        return bare;
    }

    /// A GeoPackage in this folder.
    public static Database geoPackage(Path folder) {
        return new GeoPackage(folder.resolve("wangge.gpkg"));
    }

    /// A plain connection to a GeoPackage, which waits patiently for others that write.
    public static Connection connect(Path geoPackage) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + geoPackage + "?busy_timeout=60000");
    }

    private static String adminUrl() {
        String url = System.getenv(VARIABLE);
        if (url == null || url.isBlank()) {
            throw new AssertionError("This test needs PostgreSQL with PostGIS. Run it by ./wangge test, or set " + VARIABLE
                    + " to the JDBC URL of a database beside which databases may be made.");
        }
        return url;
    }

    static void administer(String url, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(url);
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    /// Copies a database to which nobody is connected. Of the two ways that PostgreSQL has known since 15, the one by files
    /// writes no log of all that is copied.
    static void copy(String url, String template, String name) throws SQLException {
        try (Connection c = DriverManager.getConnection(url);
                Statement s = c.createStatement()) {
            boolean hasStrategies = c.getMetaData().getDatabaseMajorVersion() >= 15;
            // Those who have left are there until their processes have ended; the server itself waits for five seconds only.
            Await.until("nobody to be connected to " + template, Duration.ofSeconds(60), () -> isLeft(s, template));
            s.execute("create database " + name + " template " + template + (hasStrategies ? " strategy file_copy" : ""));
        }
    }

    private static boolean isLeft(Statement s, String name) {
        try (ResultSet rs = s.executeQuery("select count(*) from pg_stat_activity where datname = '" + name
                + "' and backend_type = 'client backend'")) {
            return rs.next() && rs.getInt(1) == 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// The URL of another database on the same server.
    static String beside(String url, String name) {
        Properties parsed = Driver.parseURL(url, null);
        String query = url.contains("?") ? url.substring(url.indexOf('?')) : "";
        return "jdbc:postgresql://" + PGProperty.PG_HOST.getOrDefault(parsed) + ":" + PGProperty.PG_PORT.getOrDefault(parsed)
                + "/" + name + query;
    }

    private static final class Postgis implements Database {

        private final String adminUrl;
        /// Null until it is made.
        private String name;

        Postgis(String adminUrl) {
            this.adminUrl = adminUrl;
        }

        private synchronized void make(Content content) {
            try {
                if (name == null) {
                    name = Templates.postgisCopy(adminUrl, content);
                }
            } catch (SQLException e) {
                throw new AssertionError("no database for the test", e);
            }
        }

        @Override
        public Store open(Content content) {
            make(content);
            return Store.openPostgis(url());
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url());
        }

        @Override
        public String url() {
            make(Content.NONE);
            return beside(adminUrl, name);
        }

        @Override
        public synchronized void close() {
            if (name != null) {
                Templates.discard(adminUrl, name);
            }
        }
    }

    /// The file goes with the folder, which is the test's own.
    private record GeoPackage(Path file) implements Database {

        private synchronized void make(Content content) {
            if (Files.notExists(file)) {
                Templates.copy(content, file);
            }
        }

        @Override
        public Store open(Content content) {
            make(content);
            return Store.openGeoPackage(file);
        }

        @Override
        public Connection connect() throws SQLException {
            make(Content.NONE);
            return TestDatabases.connect(file);
        }

        @Override
        public String url() {
            make(Content.NONE);
            return "jdbc:sqlite:" + file;
        }

        @Override
        public void close() {
            // Nothing is held open here.
        }
    }
}
