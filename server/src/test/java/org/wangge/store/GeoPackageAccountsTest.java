package org.wangge.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackageAccountsTest extends AccountsContract {

    @TempDir
    static Path folder;

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
