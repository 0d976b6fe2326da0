package org.wangge.store;

import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisLoadingTest extends LoadingContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    /// The server drops them when it has noticed that the connection is gone.
    @Override
    int temporaryTables() throws SQLException {
        Await.until("the temporary tables are gone", java.time.Duration.ofSeconds(60), () -> {
            try {
                return count() == 0;
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        return count();
    }

    private int count() throws SQLException {
        return Integer.parseInt(text("select count(*) from pg_class where relpersistence = 't'"));
    }
}
