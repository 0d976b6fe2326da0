package org.wangge.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.wangge.app.Main;
import org.wangge.store.StoreLocation;
import org.wangge.store.backup.Backup;

/// Does a little of all that the processes of tests do, so that the classes for it are loaded.
final class ClassArchiveTraining {

    private static final Backup.Progress QUIET = at -> {};

    private ClassArchiveTraining() {}

    /// `arguments` name a folder in which it may leave what it needs.
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (TestServer server = new TestServer(TestDatabases.geoPackage(folder).open(TestTown.CONTENT))) {
            server.get("/api/grids");
            server.post("/api/plans", "{\"name\":\"p\"}");
        }
        Backup.write(new StoreLocation.GeoPackage(folder.resolve("wangge.gpkg")), folder.resolve("b.gpkg"), false, QUIET);
        Backup.restore(folder.resolve("b.gpkg"), new StoreLocation.GeoPackage(folder.resolve("restored.gpkg")), false, QUIET);
        if (System.getenv(TestDatabases.VARIABLE) != null) {
            try (TestDatabases.Database other = TestDatabases.barePostgis()) {
                Backup.restore(folder.resolve("b.gpkg"), new StoreLocation.Postgis(other.url()), false, QUIET);
                Backup.write(new StoreLocation.Postgis(other.url()), folder.resolve("c.gpkg"), false, QUIET);
            }
        }
        Path ports = Files.writeString(folder.resolve("ports.csv"), "code,lon,lat\nnew,117.001,39.001\n");
        // Ends the JVM.
        Main.main(new String[] {"import", "--layer", "ports", ports.toString(), "--data-dir", folder.toString()});
    }
}
