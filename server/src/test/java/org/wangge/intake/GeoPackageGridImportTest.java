package org.wangge.intake;

import org.wangge.testing.TestDatabases;

class GeoPackageGridImportTest extends GridImportContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.geoPackage(folder);
    }
}
