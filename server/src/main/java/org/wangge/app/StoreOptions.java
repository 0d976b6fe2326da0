package org.wangge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import picocli.CommandLine.Option;

/// Where the data is: PostGIS when a URL is given, else a GeoPackage in the data directory.
final class StoreOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:WANGGE_DATABASE_URL:-}",
            description = "PostGIS, such as jdbc:postgresql://host/db?user=u&password=p (WANGGE_DATABASE_URL); default: a GeoPackage in the data directory")
    String databaseUrl;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:WANGGE_DATA_DIR:-}",
            description = "Directory of the GeoPackage wangge.gpkg (WANGGE_DATA_DIR; default: wangge-data, for demo wangge-demo)")
    String dataDir;

    /// Opens the store; `fallback` is the data directory when none was named.
    Store open(String fallback) {
        if (databaseUrl != null && !databaseUrl.isBlank()) {
            if (!databaseUrl.startsWith("jdbc:postgresql:")) {
                throw new Problem.BadInput("The database URL does not start with jdbc:postgresql:.", "Give a JDBC URL such as "
                                + "jdbc:postgresql://localhost/wangge?user=wangge.")
                        .asException();
            }
            return Store.openPostgis(databaseUrl);
        }
        Path directory = Path.of(dataDir == null || dataDir.isBlank() ? fallback : dataDir).toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Problem.BadInput("The data directory " + directory + " can't be made: " + e.getMessage() + ".", "Choose another with --data-dir.")
                    .asException();
        }
        return Store.openGeoPackage(directory.resolve("wangge.gpkg"));
    }
}
