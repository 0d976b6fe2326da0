package org.wangge.app;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisCommandJobTest extends CommandJobContract {

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
    List<String> where() {
        return List.of("--data-dir", folder.toString(), "--database-url", database.url());
    }

    @Override
    Path data() {
        return folder;
    }

    @Override
    List<String> finite() {
        return List.of("drop trigger endless on ports");
    }

    @Override
    String instant() {
        return "::timestamptz";
    }

    @Override
    void full() throws SQLException {
        database.sql("create function full_disk() returns trigger language plpgsql as $$ begin raise exception"
                        + " 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$",
                "create trigger full_disk before insert on ports for each row when (new.code like 'new24000x%')"
                        + " execute function full_disk()");
    }

    @Override
    void roomAgain() throws SQLException {
        database.sql("drop trigger full_disk on ports");
    }
}
