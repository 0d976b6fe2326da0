package org.wangge.api;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisUploadTest extends UploadContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }
}
