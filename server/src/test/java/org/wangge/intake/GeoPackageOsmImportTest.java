package org.wangge.intake;

import org.wangge.testing.TestDatabases;

class GeoPackageOsmImportTest extends OsmImportContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.geoPackage(folder);
    }
}
