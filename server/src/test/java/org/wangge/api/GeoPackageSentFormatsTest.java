package org.wangge.api;

import org.wangge.testing.TestDatabases;

class GeoPackageSentFormatsTest extends SentFormatsContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }
}
