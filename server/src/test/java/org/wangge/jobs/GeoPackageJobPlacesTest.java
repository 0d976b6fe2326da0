package org.wangge.jobs;

import org.wangge.testing.TestDatabases;

class GeoPackageJobPlacesTest extends JobPlacesContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
