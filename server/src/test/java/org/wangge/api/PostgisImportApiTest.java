package org.wangge.api;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisImportApiTest extends ImportApiContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.postgis();
    }

    @Override
    List<String> endless() {
        return List.of("create function endless() returns trigger language plpgsql as $$ begin perform pg_sleep(100000);"
                        + " return new; end $$",
                "create trigger endless before insert on ports for each row execute function endless()");
    }

    @Override
    List<String> finite() {
        return List.of("drop trigger endless on ports");
    }
}
