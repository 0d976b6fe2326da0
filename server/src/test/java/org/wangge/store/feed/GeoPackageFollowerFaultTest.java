package org.wangge.store.feed;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackageFollowerFaultTest extends FollowerFaultContract {

    @TempDir
    static Path folder;

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
