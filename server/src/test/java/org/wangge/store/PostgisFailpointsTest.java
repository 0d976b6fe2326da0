package org.wangge.store;

import org.junit.jupiter.api.Tag;
import org.wangge.store.postgis.PostgisDialect;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisFailpointsTest extends FailpointsContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Override
    Store open(TestDatabases.Database of, Failpoints wires) {
        return Store.opened(PostgisDialect.open(of.url(), wires));
    }

    @Override
    String tables() {
        return "select tablename from pg_tables where schemaname = 'public'"
                + " and tablename not in ('feed', 'feed_pruned', 'presence', 'spatial_ref_sys')";
    }
}
