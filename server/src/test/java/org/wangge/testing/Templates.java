package org.wangge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases.Content;

/// Databases that are made once in this JVM and copied for every test, since migrating and loading one takes many times as long
/// as copying it. They go when the JVM ends. Safe for any number of threads.
final class Templates {

    private static final Map<String, String> DATABASES = new HashMap<>();
    private static final Map<String, Path> FILES = new HashMap<>();

    private Templates() {}

    /// The name of a database beside `adminUrl` with this content, to which nobody is connected.
    static synchronized String postgis(String adminUrl, Content content) throws SQLException {
        String known = DATABASES.get(content.name());
        if (known != null) {
            return known;
        }
        String name = "wangge_template_" + UUID.randomUUID().toString().replace("-", "");
        String base = content.equals(Content.NONE) ? "template1" : postgis(adminUrl, Content.NONE);
        TestDatabases.copy(adminUrl, base, name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(adminUrl, name)));
        try (Store store = Store.openPostgis(TestDatabases.beside(adminUrl, name))) {
            content.load().accept(store);
        }
        DATABASES.put(content.name(), name);
        return name;
    }

    private static void drop(String adminUrl, String name) {
        try {
            TestDatabases.administer(adminUrl, "drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            System.err.println("The database " + name + " is left behind: " + e.getMessage());
        }
    }

    /// A GeoPackage with this content, which nobody has open.
    static synchronized Path geoPackage(Content content) throws IOException {
        Path known = FILES.get(content.name());
        if (known != null) {
            return known;
        }
        Path folder = Files.createTempDirectory("wangge-template");
        Path file = folder.resolve("wangge.gpkg");
        // In this order they are deleted from the last to the first.
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        if (!content.equals(Content.NONE)) {
            Files.copy(geoPackage(Content.NONE), file);
        }
        try (Store store = Store.openGeoPackage(file)) {
            content.load().accept(store);
        }
        FILES.put(content.name(), file);
        return file;
    }

    /// Copies a template to where nothing is yet.
    static void copy(Content content, Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.copy(geoPackage(content), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
