package org.wangge.store;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisPlansTest extends PlansContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
