package org.wangge.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.locationtech.jts.geom.Geometry;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.geopackage.GeoPackageFile;
import org.wangge.store.row.GeoPackageBlob;
import org.wangge.testing.TestDatabases;

class GeoPackageVersionsTest extends VersionsContract {

    /// A file that is not there yet.
    private record Untouched(Path file) implements TestDatabases.Database {

        @Override
        public Store open(TestDatabases.Content content) {
            return Store.openGeoPackage(file);
        }

        @Override
        public Connection connect() throws SQLException {
            return TestDatabases.connect(file);
        }

        @Override
        public String url() {
            return "jdbc:sqlite:" + file;
        }

        @Override
        public void close() {
            // The file goes with its folder.
        }
    }

    @Override
    TestDatabases.Database empty() throws IOException {
        return new Untouched(Files.createTempDirectory(folder, "store").resolve("wangge.gpkg"));
    }

    @Override
    DataSource plain(TestDatabases.Database database) {
        return GeoPackageDialect.at(((Untouched) database).file(), GeoPackageFile.migrating());
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
