package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisPlanEventTest extends PlanEventContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
