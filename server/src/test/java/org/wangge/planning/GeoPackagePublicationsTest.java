package org.wangge.planning;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackagePublicationsTest extends PublicationsContract {

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
