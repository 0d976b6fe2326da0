package org.wangge.store;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.locationtech.jts.geom.Geometry;
import org.postgresql.ds.PGSimpleDataSource;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisVersionsTest extends VersionsContract {

    @Override
    TestDatabases.Database empty() throws Exception {
        return TestDatabases.barePostgis();
    }

    @Override
    void prepare(TestDatabases.Database database) throws SQLException {
        database.sql("create extension if not exists postgis");
    }

    @Override
    DataSource plain(TestDatabases.Database database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.url());
        return source;
    }

    @Override
    String migrations() {
        return "postgis";
    }

    @Override
    String literal(Geometry lonLat) {
        return "'SRID=4326;" + lonLat.toText() + "'";
    }
}
