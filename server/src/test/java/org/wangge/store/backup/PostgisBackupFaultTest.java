package org.wangge.store.backup;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.wangge.store.StoreLocation;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

@Tag("postgis")
class PostgisBackupFaultTest extends BackupFaultContract {

    @Override
    Database provide(Path folder) {
        return TestDatabases.postgis();
    }

    @Override
    StoreLocation location(Database database) {
        return new StoreLocation.Postgis(database.url());
    }
}
