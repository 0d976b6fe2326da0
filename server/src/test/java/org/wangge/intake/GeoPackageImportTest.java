package org.wangge.intake;

import org.wangge.testing.TestDatabases;

class GeoPackageImportTest extends ImportContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.geoPackage(folder);
    }
}
