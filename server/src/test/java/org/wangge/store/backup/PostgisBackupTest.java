package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.store.StoreLocation;
import org.wangge.store.StoreSamples;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

@Tag("postgis")
class PostgisBackupTest extends BackupContract {

    @Override
    Database provide(Path folder) {
        return TestDatabases.postgis();
    }

    @Override
    StoreLocation location(Database database) {
        return new StoreLocation.Postgis(database.url());
    }

    private StoreLocation file(String name) {
        return new StoreLocation.GeoPackage(folder.resolve(name).resolve("wangge.gpkg"));
    }

    @Test
    void aStoreMovesToAGeoPackage() throws Exception {
        try (Database original = TestDatabases.postgis()) {
            original.open(LivedInTown.CONTENT).close();
            original.sql("update grid_history set at = '2026-11-27 01:02:03.456789+08' where code = 'A'",
                    "update branch_history set at = '2026-11-27 01:02:03.1+08'",
                    "insert into sightings (code, seen_at, price, geometry) values"
                            + " ('always', 'infinity', 0.1, 'SRID=4326;POINT (117 39)'),"
                            + " ('cheap', null, 1e-300, 'SRID=4326;POINT (0.1 0.2)')",
                    "insert into base (code, geometry) values ('none', 'SRID=4326;POLYGON EMPTY'),"
                            + " ('arc', 'SRID=4326;CIRCULARSTRING (0 0, 1 1, 2 0)')");
            Backup.write(location(original), file(), false, QUIET);
            Backup.restore(file(), file("moved"), false, QUIET);
            Database moved = TestDatabases.geoPackage(folder.resolve("moved"));
            List<String> dump = TableDump.of(original).stream().filter(line -> !line.contains("code=arc")).toList();
            TableDump.requireSame(dump, TableDump.of(moved).stream().filter(line -> !line.contains("code=arc")).toList());

            // And back, arcs too.
            try (Database back = TestDatabases.postgis()) {
                Backup.restore(file(), location(back), false, QUIET);
                TableDump.requireSame(TableDump.of(original), TableDump.of(back));
            }
            original.sql("delete from base where code in ('none', 'arc')", "delete from sightings where seen_at = 'infinity'");
            Backup.write(location(original), file(), true, QUIET);
            Backup.restore(file(), file("moved"), true, QUIET);
            requireSame(original, moved);
        }
    }

    @Test
    void aGeoPackageMovesToPostgis() throws Exception {
        Database original = TestDatabases.geoPackage(folder.resolve("original"));
        original.open(LivedInTown.CONTENT).close();
        try (Database moved = TestDatabases.barePostgis()) {
            Backup.write(file("original"), file(), false, QUIET);
            Backup.restore(file(), location(moved), false, QUIET);
            requireSame(original, moved);
        }
    }

    /// What other programs may write into a GeoPackage, which takes any value in any column.
    @Test
    void aValueThatPostgisCantHoldIsToldAndNothingIsChanged() throws Exception {
        Map<String, String> refusals = Map.of(
                "update buildings set households = 'many' where code = 'A0'",
                "invalid input syntax for type integer: \"many\" (COPY buildings, line 1, column households: \"many\")",
                "update sightings set seen_at = 'today'",
                "Row 1 of sightings in the backup has 'today' in seen_at, which is no date.",
                "update plans set created_at = 'now' where id = 1",
                "Row 1 of plans in the backup has 'now' in created_at, which is no timestamptz.",
                "update ports set geometry = 'POINT (1 2)' where code = 'O1'",
                "Row 1 of ports in the backup has 'POINT (1 2)' in geometry, which is no geometry.",
                "update ports set kind = x'0102' where code = 'O1'",
                "Row 1 of ports in the backup has 2 bytes in kind, which is no text.",
                "update persons set name = 'a' || char(0) where code = 'W1'",
                "invalid byte sequence for encoding \"UTF8\": 0x00 (COPY persons, line ",
                "update buildings set geometry = (select geometry from base limit 1) where code = 'A0'",
                "violates check constraint \"buildings_geometry_check\"; Failing row contains (",
                "update assignments set person_id = 4711",
                "violates foreign key constraint \"assignments_person_id_fkey\"");
        try (Database target = TestDatabases.postgis()) {
            target.open(LivedInTown.CONTENT).close();
            List<String> before = TableDump.of(target);
            int n = 0;
            for (var refusal : refusals.entrySet()) {
                String name = "original" + n++;
                Database original = TestDatabases.geoPackage(folder.resolve(name));
                original.open(LivedInTown.CONTENT).close();
                original.sql(refusal.getKey());
                Backup.write(file(name), file(), true, QUIET);
                var problem = refused(() -> Backup.restore(file(), location(target), true, QUIET));
                assertTrue(problem.detail().contains(refusal.getValue()), problem.detail());
                assertTrue(problem.remedy().endsWith("nothing was changed."), problem.remedy());
                // The same kind of database takes it as it is.
                Backup.restore(file(), file("same" + name), false, QUIET);
                TableDump.requireSame(TableDump.of(original),
                        TableDump.of(TestDatabases.geoPackage(folder.resolve("same" + name))));
            }
            TableDump.requireSame(before, TableDump.of(target));
        }
    }

    /// The row that was being written says nothing about why.
    @Test
    void aDatabaseWithoutRoomForARestoreIsNotAFaultOfTheFile() throws Exception {
        Database original = TestDatabases.geoPackage(folder.resolve("original"));
        try (Store store = original.open(LivedInTown.CONTENT)) {
            store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS),
                    IntStream.range(0, 20_000).mapToObj(i -> StoreSamples.building("N" + i, 1)).iterator(), n -> {});
        }
        Backup.write(file("original"), file(), false, QUIET);
        try (Database target = TestDatabases.postgis()) {
            target.open(LivedInTown.CONTENT).close();
            List<String> before = TableDump.of(target);
            limitTemporaryFiles(target, "0");
            Problem refused = refused(() -> Backup.restore(file(), location(target), true, QUIET));
            assertTrue(refused.detail().contains(" is in trouble: temporary file size exceeds temp_file_limit (0kB)."),
                    refused.detail());
            assertEquals("Look into its own log; nothing was changed.", refused.remedy());
            TableDump.requireSame(before, TableDump.of(target));
            limitTemporaryFiles(target, "-1");
            Backup.restore(file(), location(target), true, QUIET);
            TableDump.requireSame(TableDump.of(original), TableDump.of(target));
        }
    }

    private static void limitTemporaryFiles(Database database, String kilobytes) throws SQLException {
        String name = database.url().replaceAll("\\?.*", "").replaceAll(".*/", "");
        database.sql("alter database " + name + " set temp_file_limit = '" + kilobytes + "'");
    }

    @Test
    void aNumberThatNoGeoPackageHoldsIsTold() throws Exception {
        try (Database original = TestDatabases.postgis()) {
            original.open(LivedInTown.CONTENT).close();
            original.sql("update sightings set price = 'NaN'");
            assertEquals("Row 1 of sightings has NaN in price, which a GeoPackage can't hold.",
                    refused(() -> Backup.write(location(original), file(), false, QUIET)).detail());
            assertEquals(List.of(), files(folder));
        }
    }

    @Test
    void aTableOfSomebodyElseThatRefersToOursIsNotEmptied() throws Exception {
        try (Database original = TestDatabases.postgis()) {
            original.open(LivedInTown.CONTENT).close();
            Backup.write(location(original), file(), false, QUIET);
            original.sql("create table notes (building bigint references buildings)",
                    "insert into notes select id from buildings limit 1");
            List<String> before = TableDump.of(original);
            String said = refused(() -> Backup.restore(file(), location(original), true, QUIET)).detail();
            assertTrue(said.contains(" has a table of somebody else that refers to one of wangge's: "), said);
            TableDump.requireSame(before, TableDump.of(original));
        }
    }
}
