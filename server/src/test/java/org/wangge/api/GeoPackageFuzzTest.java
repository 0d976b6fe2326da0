package org.wangge.api;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.TestDatabases;

class GeoPackageFuzzTest extends FuzzContract {

    @TempDir
    static Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    int requests() {
        return Integer.getInteger("wangge.fuzz.requests", 5_000);
    }
}
