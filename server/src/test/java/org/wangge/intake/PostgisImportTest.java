package org.wangge.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.wangge.model.Layer;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisImportTest extends ImportContract {

    /// One for all tests, emptied after each, since making a database takes longer than the tests.
    private static TestDatabases.Database shared;

    @Override
    TestDatabases.Database database() throws SQLException {
        if (shared == null) {
            shared = TestDatabases.postgis();
        }
        return new Emptied(shared);
    }

    @AfterAll
    static void drop() throws SQLException {
        if (shared != null) {
            shared.close();
            shared = null;
        }
    }

    private record Emptied(TestDatabases.Database whole) implements TestDatabases.Database {

        @Override
        public Store open() {
            return whole.open();
        }

        @Override
        public Connection connect() throws SQLException {
            return whole.connect();
        }

        @Override
        public String url() {
            return whole.url();
        }

        @Override
        public void close() throws SQLException {
            try (Connection c = connect();
                    Statement s = c.createStatement()) {
                String tables = Arrays.stream(Layer.values()).map(Layer::key).collect(Collectors.joining(", "));
                s.execute("truncate " + tables + " cascade");
            }
        }
    }
}
