package org.wangge.access;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackageAccessTest extends AccessContract {

    @TempDir
    static Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
