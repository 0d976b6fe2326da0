package org.wangge.app;

import java.nio.file.Path;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.store.StoreLocation;
import picocli.CommandLine.Option;

/// Where the data is: PostGIS when a URL is given, else a GeoPackage in the data directory.
final class StoreOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:WANGGE_DATABASE_URL:-}",
            description = "PostGIS, such as jdbc:postgresql://host/db?user=u&password=p (WANGGE_DATABASE_URL); default: a "
                    + "GeoPackage in the data directory")
    String databaseUrl;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:WANGGE_DATA_DIR:-}",
            description = "Directory of the GeoPackage wangge.gpkg, of files that are sent and of a server's backups"
                    + " (WANGGE_DATA_DIR; default: wangge-data, for demo wangge-demo)")
    String dataDir;

    /// Opens the store; `fallback` is the data directory when none was named.
    Store open(String fallback) {
        return location(fallback).open();
    }

    /// Where the store is, or will be when it is opened; `fallback` as above.
    StoreLocation location(String fallback) {
        if (databaseUrl != null && !databaseUrl.isBlank()) {
            if (!databaseUrl.startsWith("jdbc:postgresql:")) {
                throw new Problem.BadInput("The database URL does not start with jdbc:postgresql:.",
                                "Give a JDBC URL such as jdbc:postgresql://localhost/wangge?user=wangge.")
                        .asException();
            }
            return new StoreLocation.Postgis(databaseUrl);
        }
        return new StoreLocation.GeoPackage(directory(fallback).resolve("wangge.gpkg"));
    }

    /// Where files lie that a server keeps.
    Path directory(String fallback) {
        return Path.of(dataDir == null || dataDir.isBlank() ? fallback : dataDir).toAbsolutePath().normalize();
    }
}
