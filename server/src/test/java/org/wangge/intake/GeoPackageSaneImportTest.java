package org.wangge.intake;

import org.wangge.testing.TestDatabases;

class GeoPackageSaneImportTest extends SaneImportContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.geoPackage(folder);
    }
}
