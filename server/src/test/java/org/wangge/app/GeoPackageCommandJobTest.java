package org.wangge.app;

import java.nio.file.Path;
import java.util.List;
import org.wangge.testing.TestDatabases;

class GeoPackageCommandJobTest extends CommandJobContract {

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    List<String> endless() {
        return List.of("create table n (i integer)",
                "insert into n with recursive c(i) as (select 1 union all select i + 1 from c where i < 20000) select i from c",
                "create trigger endless before insert on ports begin"
                        + " select count(*) from n a, n b, n c where a.i + b.i + c.i < 0; end");
    }

    @Override
    List<String> where() {
        return List.of("--data-dir", folder.toString());
    }

    @Override
    Path data() {
        return folder;
    }

    @Override
    List<String> finite() {
        return List.of("drop trigger endless");
    }

    @Override
    String instant() {
        return "";
    }

    /// It is, on the server's own disk.
    @Override
    void full() {}

    @Override
    void roomAgain() {}
}
