package org.wangge.api;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackageBasemapTest extends BasemapContract {

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
