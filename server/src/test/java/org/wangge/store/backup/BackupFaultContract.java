package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.store.StoreFixture;
import org.wangge.store.StoreSamples;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases.Database;
import org.wangge.testing.TestServer;

/// Backups and restores beside others, and such as are broken off: they leave all as it was.
abstract class BackupFaultContract extends BackupFixture {

    @Test
    void aStoreThatIsServedIsLeftAlone() throws Exception {
        backedUp();
        try (TestServer server = new TestServer(target.open())) {
            Await.until("the server follows", Duration.ofSeconds(60), () -> isRefused(target));
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
        Backup.write(location(original), file, true, QUIET);
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
        Await.until("the database has noticed", Duration.ofSeconds(60), () -> TableDump.of(target).equals(before));
        try (Store store = target.open()) {
            store.createPlan("goes on", 0, StoreFixture.PLANNER);
        }
        restore(target, true);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
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

    @Test
    void twoAtOnceDoNotSpoilEachOther() throws Exception {
        original.open(LivedInTown.CONTENT).close();
        List<String> second = new ArrayList<>();
        Backup.write(location(original), file, false, at -> {
            if (second.isEmpty()) {
                // A lock that nobody refers to would be none from then on.
                System.gc();
                second.add(refused(() -> backUp(original)).detail());
            }
        });
        assertEquals(List.of("The file " + file + " is being written by another program."), second);
        restore(target, false);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
        assertEquals(List.of("backup.gpkg"), files(folder));
    }
}
