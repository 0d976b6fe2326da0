package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisGrantApiTest extends GrantApiContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
