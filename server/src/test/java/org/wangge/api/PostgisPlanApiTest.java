package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisPlanApiTest extends PlanApiContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
