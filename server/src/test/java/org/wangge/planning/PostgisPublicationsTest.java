package org.wangge.planning;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisPublicationsTest extends PublicationsContract {

    @Override
    TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }
}
