package org.wangge.intake;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisSaneImportTest extends SaneImportContract {

    @Override
    TestDatabases.Database database() throws Exception {
        return TestDatabases.postgis();
    }
}
