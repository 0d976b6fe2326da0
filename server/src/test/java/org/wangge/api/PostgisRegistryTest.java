package org.wangge.api;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.wangge.store.StoreLocation;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

@Tag("postgis")
class PostgisRegistryTest extends RegistryContract {

    @Override
    Database provide(Path folder) throws Exception {
        return TestDatabases.barePostgis();
    }

    @Override
    StoreLocation location(Database database) {
        return new StoreLocation.Postgis(database.url());
    }
}
