package org.wangge.store;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where a store is kept.
public sealed interface StoreLocation {

    /// `jdbc:postgresql://host/database?user=…&password=…`
    record Postgis(String jdbcUrl) implements StoreLocation {}

    record GeoPackage(Path file) implements StoreLocation {}

    /// False for a file that is not there.
    default boolean mayBeThere() {
        return !(this instanceof GeoPackage g) || Files.exists(g.file());
    }

    /// See [Store#openPostgis] and [Store#openGeoPackage].
    default Store open() {
        return switch (this) {
            case Postgis p -> Store.openPostgis(p.jdbcUrl());
            case GeoPackage g -> Store.openGeoPackage(g.file());
        };
    }
}
