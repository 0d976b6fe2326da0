package org.wangge.intake;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisImportTest extends ImportContract {

    @Override
    TestDatabases.Database database() throws SQLException {
        return TestDatabases.postgis();
    }
}
