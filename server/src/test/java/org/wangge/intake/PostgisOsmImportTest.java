package org.wangge.intake;

import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisOsmImportTest extends OsmImportContract {

    @Override
    TestDatabases.Database database() {
        return TestDatabases.postgis();
    }
}
