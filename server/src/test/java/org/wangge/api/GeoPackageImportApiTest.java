package org.wangge.api;

import java.util.List;
import org.wangge.testing.TestDatabases;

class GeoPackageImportApiTest extends ImportApiContract {

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
    List<String> finite() {
        return List.of("drop trigger endless");
    }
}
