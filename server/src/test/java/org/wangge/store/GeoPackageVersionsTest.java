package org.wangge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.locationtech.jts.geom.Geometry;
import org.sqlite.SQLiteConfig;
import org.wangge.testing.TestDatabases;

class GeoPackageVersionsTest extends VersionsContract {

    @Override
    TestDatabases.Database empty() throws IOException {
        return TestDatabases.geoPackage(Files.createTempDirectory(folder, "store"));
    }

    @Override
    DataSource plain(TestDatabases.Database database) {
        return GeoPackageDialect.at(Path.of(database.url().replaceFirst("jdbc:sqlite:", "")), new SQLiteConfig());
    }

    @Override
    String migrations() {
        return "geopackage";
    }

    @Override
    String literal(Geometry lonLat) {
        return "x'" + HexFormat.of().formatHex(GeoPackageBlob.encode(lonLat)) + "'";
    }
}
