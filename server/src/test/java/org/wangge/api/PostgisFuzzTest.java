package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisFuzzTest extends FuzzContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Override
    int requests() {
        return Integer.getInteger("wangge.fuzz.requests", 1_000);
    }
}
