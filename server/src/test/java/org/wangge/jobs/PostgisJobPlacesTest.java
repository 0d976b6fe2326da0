package org.wangge.jobs;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisJobPlacesTest extends JobPlacesContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }
}
