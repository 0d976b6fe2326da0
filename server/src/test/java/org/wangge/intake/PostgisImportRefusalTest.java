package org.wangge.intake;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisImportRefusalTest extends ImportRefusalContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.postgis();
    }
}
