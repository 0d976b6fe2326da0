package org.wangge.api;

import org.wangge.testing.TestDatabases;

class GeoPackageUploadTest extends UploadContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
