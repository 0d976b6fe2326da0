package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.SQLiteConfig;
import org.wangge.model.Plan;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.store.StoreFixture;
import org.wangge.store.StoreSamples;
import org.wangge.store.database.Migrations;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.testing.TestDatabases.Database;
import org.wangge.testing.TestServer;

/// Backup and restore, from and into one kind of database.
@Timeout(300)
abstract class BackupContract extends BackupFixture {

    @Test
    void aRestoredStoreHoldsAndAnswersWhatTheOriginalDid() throws Exception {
        original.open(LivedInTown.CONTENT).close();
        Backup.Report written = backUp(original);
        Backup.Report restored = restore(target, false);
        List<String> dump = TableDump.of(original);
        for (String table : KeptTables.ALL) {
            assertTrue(dump.stream().anyMatch(line -> line.startsWith(table + " ") && !line.contains(" goes on after ")),
                    "no rows in " + table);
        }
        assertEquals(written, restored);
        assertEquals(dump.size() - KeptTables.ALL.size(), written.rows());
        requireSame(original, target);
    }

    @Test
    void theSchemaIsThatOfANewStoreAndItsTriggersWorkOnce() throws Exception {
        backedUp();
        restore(target, false);
        Database fresh = another("fresh");
        fresh.open().close();
        assertEquals(TableDump.schema(fresh), TableDump.schema(target));

        List<String> histories = List.of("grid_history", "branch_history", "assignment_history");
        int before = TableDump.of(target, histories).size();
        target.sql("delete from feed", "update grids set name = 'X' where code = 'A'");
        assertEquals(before + 1, TableDump.of(target, histories).size());
        try (Connection c = target.connect();
                Statement s = c.createStatement();
                var rs = s.executeQuery("select count(distinct row_id) from feed where layer = 'grids'")) {
            rs.next();
            assertEquals(1, rs.getInt(1));
        }
        for (String change : List.of("update audit set detail = ''", "delete from audit")) {
            assertTrue(assertThrows(SQLException.class, () -> target.sql(change)).getMessage().contains("only ever added to"));
        }
    }

    @Test
    void theBackupIsAStoreThatCanBeServed() throws Exception {
        backedUp();
        try (TestServer server = new TestServer(Store.openGeoPackage(file))) {
            assertEquals(200, server.get("/api/revisions/2").status());
        }
    }

    @Test
    void idsGoOnAfterTheHighestThatWasEverGiven() {
        backedUp();
        restore(target, false);
        try (Store one = original.open();
                Store other = target.open()) {
            Plan next = one.createPlan("next", 0, StoreFixture.PLANNER);
            assertEquals(5, next.id(), "4 was given, and is gone");
            assertEquals(next.id(), other.createPlan("next", 0, StoreFixture.PLANNER).id());
            assertEquals(one.reserveGridIds(2), other.reserveGridIds(2));
        }
    }

    @Test
    void whatIsWrittenMeanwhileIsInTheNextBackup() {
        try (Store store = original.open(LivedInTown.CONTENT)) {
            List<String> before = TableDump.of(original);
            AtomicReference<String> asked = new AtomicReference<>("");
            Backup.write(location(original), file, false, at -> {
                if (asked.getAndSet(at.table()).isEmpty()) {
                    store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS),
                            List.of(building("A0", 99), building("new", 1)).iterator(), n -> {});
                    store.createPlan("meanwhile", 0, StoreFixture.PLANNER);
                }
            });
            restore(target, false);
            List<String> restored = new ArrayList<>(TableDump.of(target));
            // A sequence of PostgreSQL belongs to no transaction; that an id is left out does no harm.
            restored.removeIf(line -> line.contains(" goes on after "));
            TableDump.requireSame(before.stream().filter(line -> !line.contains(" goes on after ")).toList(), restored);
            assertNotEquals(before, TableDump.of(original));
        }
    }

    @Test
    void aStoreWithDataIsReplacedOnlyWhenThatIsSaid() throws Exception {
        backedUp();
        try (Store store = target.open()) {
            store.createPlan("here first", 0, StoreFixture.PLANNER);
            store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS), List.of(building("old", 1)).iterator(), n -> {});
        }
        List<String> before = TableDump.of(target);
        Problem problem = refused(() -> restore(target, false));
        assertInstanceOf(Problem.Refused.class, problem);
        assertTrue(problem.detail().endsWith(" has data already, such as rows in buildings."), problem.detail());
        assertEquals("Restore into an empty store, or repeat with --replace: all that it has is lost then. Nothing was changed.",
                problem.remedy());
        TableDump.requireSame(before, TableDump.of(target));
        restore(target, true);
        requireSame(original, target);
    }

    /// One after the other on one database, which stays as it is.
    @Test
    void aFileThatIsNoBackupIsRefusedInWordsAndNothingIsTouched() throws Exception {
        original.open(LivedInTown.CONTENT).close();
        List<String> before = TableDump.of(original);
        Path whole = folder.resolve("whole.gpkg");
        Backup.write(location(original), whole, false, QUIET);
        for (String line : """
            missing   | There is no file F.
            text      | The GeoPackage F is not a GeoPackage: it is no SQLite file at all.
            empty     | The file F is not a GeoPackage: it is empty.
            folder    | The file F is a folder, not a GeoPackage.
            foreign   | The file F is a GeoPackage, but not one that wangge keeps its data in; its layers can be imported.
            newer     | The GeoPackage F has schema version 999; this program knows only up to V.
            half      | The GeoPackage F is damaged or cut short: database disk image is malformed.
            cut       | The GeoPackage F is damaged or cut short: database disk image is malformed.
            """.lines().toList()) {
            String kind = line.replaceAll(" .*", "");
            String text = line.replaceAll("^.*\\| ", "");
            file = folder.resolve(kind + ".gpkg");
            if (List.of("newer", "half", "cut").contains(kind)) {
                Files.copy(whole, file);
            }
            spoil(kind);
            byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
            Problem problem = refused(() -> restore(original, true));
            String version = problem.detail().replaceAll(".* up to (\\d+)\\.$", "$1");
            assertEquals(text.replace(" F", " " + file).replace(" V.", " " + version + "."), problem.detail());
            if (bytes != null) {
                assertArrayEquals(bytes, Files.readAllBytes(file));
            }
        }
        TableDump.requireSame(before, TableDump.of(original));
    }

    private void spoil(String kind) throws Exception {
        switch (kind) {
            case "missing" -> assertFalse(Files.exists(file));
            case "text" -> Files.writeString(file, "not a database, whatever its name says\n".repeat(50));
            case "empty" -> Files.createFile(file);
            case "folder" -> Files.createDirectory(file);
            case "foreign" -> onFile("pragma application_id = 1196444487", "create table t (a)");
            case "newer" -> onFile("insert into flyway_schema_history select 99, '999', 'later', type, script, checksum,"
                    + " installed_by, installed_on, execution_time, success from flyway_schema_history where version = '1'");
            case "half" -> cut(Files.size(file) / 2);
            case "cut" -> cut(Files.size(file) * 9 / 10);
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void cut(long length) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) length));
    }

    private void onFile(String... statements) throws SQLException {
        try (Connection c = GeoPackageDialect.at(file, new SQLiteConfig()).getConnection();
                Statement s = c.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        }
    }

    @Test
    void aBackupOfAnOlderProgramIsBroughtUpToDateAndStaysAsItIs() throws Exception {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(GeoPackageDialect.at(file, new SQLiteConfig()))
                .locations("classpath:org/wangge/store/migration/geopackage")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("2")
                .load()
                .migrate();
        onFile("insert into branches (id, version, code) values (7, 3, 'B')",
                "insert into grids (id, version, code, branch_id) values (9, 1, 'G', 7)",
                "insert into plans values (4, 2, 'old', 'DRAFT', 0, '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z')",
                "insert into audit values (1, '2026-01-01T00:00:00.000Z', 1, 'a', 'account.create', null, '{}', null)");
        byte[] before = Files.readAllBytes(file);
        restore(target, false);
        assertArrayEquals(before, Files.readAllBytes(file));
        List<String> dump = TableDump.of(target);
        assertTrue(dump.stream().anyMatch(l -> l.startsWith("plans ") && l.contains("id=4, name=old, status=DRAFT")),
                dump.toString());
        assertTrue(dump.stream().anyMatch(l -> l.startsWith("grid_history ") && l.contains("code=G")), dump.toString());
        assertTrue(dump.contains("plans goes on after 4"));
        try (Store store = target.open()) {
            assertEquals(7, store.findByCode(Table.BRANCHES, "B").orElseThrow().id());
        }
    }

    @Test
    void aFileThatIsThereIsOverwrittenOnlyWhenThatIsSaidAndNobodyUsesIt() throws Exception {
        original.open(LivedInTown.CONTENT).close();
        Files.writeString(file, "dear diary");
        Problem problem = refused(() -> backUp(original));
        assertEquals("The file " + file + " is there already.", problem.detail());
        assertEquals("Name another, or repeat with --overwrite; nothing was changed.", problem.remedy());
        assertEquals("dear diary", Files.readString(file));
        Backup.write(location(original), file, true, QUIET);
        try (Store used = Store.openGeoPackage(file)) {
            used.createPlan("in use", 0, StoreFixture.PLANNER);
            assertEquals("The GeoPackage " + file + " is in use: a server or another program has it open.",
                    refused(() -> Backup.write(location(original), file, true, QUIET)).detail());
            assertEquals(5, used.createPlan("goes on", 0, StoreFixture.PLANNER).id() - 1);
        }
        Backup.write(location(original), file, true, QUIET);
        restore(target, false);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
    }
}
