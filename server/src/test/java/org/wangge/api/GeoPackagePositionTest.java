package org.wangge.api;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackagePositionTest extends PositionContract {

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    String pruned() {
        return "(select seq from sqlite_sequence where name = 'feed')";
    }
}
