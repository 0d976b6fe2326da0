package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisTreeTest extends TreeContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
