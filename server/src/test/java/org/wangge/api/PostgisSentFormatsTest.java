package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisSentFormatsTest extends SentFormatsContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }
}
