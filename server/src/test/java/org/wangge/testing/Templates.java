package org.wangge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases.Content;

/// Databases that are made once in this JVM and copied for every test, since migrating and loading one takes many times as long
/// as copying it. They go when the JVM ends. Safe for any number of threads.
final class Templates {

    private static final Map<String, String> DATABASES = new HashMap<>();
    private static final Map<String, Path> FILES = new HashMap<>();
    /// The next copy of each template, by the template's name.
    private static final Map<String, Future<String>> NEXT = new HashMap<>();
    /// Makes and drops databases, one at a time, beside the tests.
    private static final ExecutorService BESIDE =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("databases").factory());

    private Templates() {}

    /// The name of a new database beside `adminUrl` with this content, for the caller to drop. While the test works with it the
    /// next one is made, since that takes longer than most tests.
    static synchronized String postgisCopy(String adminUrl, Content content) throws SQLException {
        String template = postgis(adminUrl, content);
        Future<String> next = NEXT.remove(template);
        String name = next == null ? copyOf(adminUrl, template) : made(next);
        NEXT.put(template, BESIDE.submit(() -> copyOf(adminUrl, template)));
        return name;
    }

    /// Drops a database with which a test has done, some time before the JVM ends.
    static void discard(String adminUrl, String name) {
        BESIDE.submit(() -> drop(adminUrl, name));
    }

    /// The name of a new database that is a copy of this one.
    static String copyOf(String adminUrl, String template) throws SQLException {
        String name = newName("test");
        TestDatabases.copy(adminUrl, template, name);
        return name;
    }

    private static String made(Future<String> next) throws SQLException {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new SQLException("a copy of a template could not be made", e.getCause());
        }
    }

    private static String newName(String kind) {
        return "wangge_" + kind + "_" + UUID.randomUUID().toString().replace("-", "");
    }

    /// The name of a database beside `adminUrl` with this content, to which nobody is connected.
    private static String postgis(String adminUrl, Content content) throws SQLException {
        String known = DATABASES.get(content.name());
        if (known != null) {
            return known;
        }
        String name = newName("template");
        String base = content.equals(Content.NONE) ? "template1" : postgis(adminUrl, Content.NONE);
        if (DATABASES.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(adminUrl)));
        }
        TestDatabases.copy(adminUrl, base, name);
        try (Store store = Store.openPostgis(TestDatabases.beside(adminUrl, name))) {
            content.load().accept(store);
        }
        DATABASES.put(content.name(), name);
        return name;
    }

    private static synchronized void clear(String adminUrl) {
        BESIDE.close();
        for (Future<String> next : NEXT.values()) {
            if (next.state() == Future.State.SUCCESS) {
                drop(adminUrl, next.resultNow());
            }
        }
        DATABASES.values().forEach(name -> drop(adminUrl, name));
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
