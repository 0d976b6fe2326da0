package org.wangge.intake;

import org.wangge.testing.TestDatabases;

class GeoPackageImportRefusalTest extends ImportRefusalContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.geoPackage(folder);
    }
}
