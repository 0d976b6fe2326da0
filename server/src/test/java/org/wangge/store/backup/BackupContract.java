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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConfig;
import org.wangge.model.Plan;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.StoreFixture;
import org.wangge.store.StoreLocation;
import org.wangge.store.StoreSamples;
import org.wangge.store.database.Migrations;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.testing.Await;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases.Database;
import org.wangge.testing.TestServer;

/// Backup and restore, from and into one kind of database.
@Timeout(120)
abstract class BackupContract {

    private static final Backup.Progress QUIET = at -> {};

    @TempDir
    Path folder;

    private final List<Database> databases = new ArrayList<>();

    /// Another database of this kind; a file goes into the folder.
    abstract Database provide(Path folder) throws Exception;

    abstract StoreLocation location(Database database);

    private Path file;
    /// Not made before it is used.
    private Database original;
    private Database target;

    @BeforeEach
    void provide() throws Exception {
        file = folder.resolve("backup.gpkg");
        original = another("original");
        target = another("target");
    }

    private Database another(String name) throws Exception {
        Database database = provide(folder.resolve(name));
        databases.add(database);
        return database;
    }

    @AfterEach
    void close() throws Exception {
        for (Database database : databases) {
            database.close();
        }
    }

    private Backup.Report backUp(Database store) {
        return Backup.write(location(store), file, false, QUIET);
    }

    private Backup.Report restore(Database store, boolean replace) {
        return Backup.restore(file, location(store), replace, QUIET);
    }

    /// A town that is lived in, and its backup.
    private void backedUp() {
        original.open(LivedInTown.CONTENT).close();
        backUp(original);
    }

    static Problem refused(Runnable work) {
        return assertThrows(ProblemException.class, work::run).problem();
    }

    static void requireSame(Database original, Database restored) throws SQLException {
        TableDump.requireSame(TableDump.of(original), TableDump.of(restored));
        List<String> expected;
        try (TestServer server = new TestServer(original.open())) {
            expected = LivedInTown.answers(server);
        }
        try (TestServer server = new TestServer(restored.open())) {
            List<String> answers = LivedInTown.answers(server);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), answers.get(i));
                assertTrue(expected.get(i).contains(" 200 "), expected.get(i));
            }
        }
    }

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

    @Test
    void aStoreThatIsServedIsLeftAlone() throws Exception {
        backedUp();
        try (TestServer server = new TestServer(target.open())) {
            Await.until("the server follows", Duration.ofSeconds(10), () -> isRefused(target));
            List<String> before = TableDump.of(target);
            Problem problem = refused(() -> restore(target, true));
            assertInstanceOf(Problem.Refused.class, problem);
            assertTrue(problem.detail().matches(".* is being served\\.|.* is in use: a server or another program has it open\\."),
                    problem.detail());
            assertTrue(problem.remedy().endsWith("nothing was changed."), problem.remedy());
            TableDump.requireSame(before, TableDump.of(target));
            assertEquals(201, server.post("/api/plans", "{\"name\":\"goes on\"}").status());
        }
        restore(target, true);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
    }

    @Test
    void aRestoreBesideAnImportChangesNothingAndTheImportIsWhole() throws Exception {
        backedUp();
        List<Problem> refusals = new ArrayList<>();
        try (Store store = target.open()) {
            Iterator<Row> rows = Stream.of("a", "b", "c").<Row>map(code -> {
                if (code.equals("b")) {
                    refusals.add(refused(() -> restore(target, true)));
                }
                return building(code, 1);
            }).iterator();
            assertEquals(3, store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS), rows, n -> {}).inserted());
            assertEquals(Set.of("a", "b", "c"), store.codes(Table.BUILDINGS).keySet());
        }
        assertTrue(refusals.getFirst().detail().matches(".* is in use: .*|.* was busy .*"), refusals.getFirst().detail());
        restore(target, true);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
    }

    /// Whether it can be seen by now that somebody serves the store, which has rows.
    private boolean isRefused(Database served) {
        return refused(() -> restore(served, false)).detail().matches(".* is (being served|in use).*");
    }

    @Test
    void aBackupThatIsKilledHalfWayLeavesTheFileThatWasThere() throws Exception {
        backedUp();
        byte[] before = Files.readAllBytes(file);
        Process process = halfWay("backup", original);
        assertTrue(Files.size(folder.resolve("backup.gpkg.unfinished")) > 0);
        process.destroyForcibly().waitFor();
        assertArrayEquals(before, Files.readAllBytes(file));
        original.sql("update buildings set households = 77 where code = 'A0'");
        Await.until("the next backup works", Duration.ofSeconds(20), () -> {
            Backup.write(location(original), file, true, QUIET);
            return true;
        });
        restore(target, false);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
        assertEquals(List.of("backup.gpkg"), files(folder));
    }

    @ParameterizedTest
    @CsvSource({"branches", "buildings", "audit"})
    void aRestoreThatIsKilledHalfWayLeavesTheStoreAsItWas(String table) throws Exception {
        backedUp();
        target.open(LivedInTown.CONTENT).close();
        target.sql("update buildings set households = 77 where code = 'A0'");
        List<String> before = TableDump.of(target);
        halfWay("restore", target, table).destroyForcibly().waitFor();
        Await.until("the database has noticed", Duration.ofSeconds(20), () -> TableDump.of(target).equals(before));
        try (Store store = target.open()) {
            store.createPlan("goes on", 0, StoreFixture.PLANNER);
        }
        Await.until("the next restore works", Duration.ofSeconds(20), () -> {
            restore(target, true);
            return true;
        });
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
    }

    private Process halfWay(String command, Database store) throws IOException {
        return halfWay(command, store, "buildings");
    }

    private Process halfWay(String command, Database store, String table) throws IOException {
        Process process = run("", command, store, table);
        String line = process.inputReader().readLine();
        while (line != null && !line.equals("half-way")) {
            line = process.inputReader().readLine();
        }
        assertEquals("half-way", line);
        return process;
    }

    /// `before` is a command of the shell.
    Process run(String before, String command, Database store, String table) throws IOException {
        return run(before, command, location(store), table);
    }

    Process run(String before, String command, StoreLocation store, String table) throws IOException {
        String location = switch (store) {
            case StoreLocation.Postgis p -> p.jdbcUrl();
            case StoreLocation.GeoPackage g -> g.file().toString();
        };
        List<String> words = new ArrayList<>(List.of("bash", "-c", before + " exec \"$@\"", "bash"));
        words.addAll(Jvm.command(BackupRunner.class, command, location, file.toString(), table));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// Three megabytes are more than the program writes besides, and less than the backup.
    @Test
    void aFullDiskLeavesNothingBehind() throws Exception {
        try (Store store = original.open(LivedInTown.CONTENT)) {
            store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS),
                    IntStream.range(0, 30_000).mapToObj(i -> building("N" + i, 1)).iterator(), n -> {});
        }
        Files.writeString(file, "what was there");
        Process process = run("ulimit -f 3000;", "backup", original, "-");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .reduce("", (a, b) -> b);
        assertTrue(said.matches("The GeoPackage .* (could not be read or written: .* Check the disk\\.|could not grow: .*)"),
                said);
        assertEquals("what was there", Files.readString(file));
        assertEquals(List.of("backup.gpkg"), files(folder));
        Backup.write(location(original), file, true, QUIET);
        restore(target, false);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
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

    @Test
    void twoAtOnceDoNotSpoilEachOther() throws Exception {
        original.open(LivedInTown.CONTENT).close();
        List<String> second = new ArrayList<>();
        Backup.write(location(original), file, false, at -> {
            if (second.isEmpty()) {
                second.add(refused(() -> backUp(original)).detail());
            }
        });
        assertEquals(List.of("The file " + file + " is being written by another program."), second);
        restore(target, false);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
        assertEquals(List.of("backup.gpkg"), files(folder));
    }

    /// Names in a folder, without the folders in it.
    static List<String> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final Path file() {
        return file;
    }
}
