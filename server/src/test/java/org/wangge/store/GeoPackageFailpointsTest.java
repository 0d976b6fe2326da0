package org.wangge.store;

import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.testing.TestDatabases;

class GeoPackageFailpointsTest extends FailpointsContract {

    @Override
    protected TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    Store open(TestDatabases.Database of, Failpoints wires) {
        return Store.opened(GeoPackageDialect.open(folder.resolve("wangge.gpkg"), wires));
    }

    @Override
    String tables() {
        return "select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'rtree%'"
                + " and name not in ('feed', 'feed_pruned', 'presence')";
    }
}
