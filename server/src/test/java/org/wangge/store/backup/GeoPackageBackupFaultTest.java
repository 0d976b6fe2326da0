package org.wangge.store.backup;

import java.nio.file.Path;
import org.wangge.store.StoreLocation;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

class GeoPackageBackupFaultTest extends BackupFaultContract {

    @Override
    Database provide(Path folder) {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    StoreLocation location(Database database) {
        return new StoreLocation.GeoPackage(Path.of(database.url().replace("jdbc:sqlite:", "")));
    }
}
