package org.wangge.api;

import java.nio.file.Path;
import org.wangge.store.StoreLocation;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

class GeoPackageRegistryTest extends RegistryContract {

    @Override
    Database provide(Path folder) {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    StoreLocation location(Database database) {
        return new StoreLocation.GeoPackage(Path.of(database.url().replaceFirst("jdbc:sqlite:", "")));
    }
}
