package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.store.StoreFixture;
import org.wangge.store.StoreLocation;
import org.wangge.store.StoreSamples;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestDatabases.Database;

class GeoPackageBackupTest extends BackupContract {

    @Override
    Database provide(Path folder) {
        return TestDatabases.geoPackage(folder);
    }

    @Override
    StoreLocation location(Database database) {
        return at(Path.of(database.url().replace("jdbc:sqlite:", "")).getParent());
    }

    private static StoreLocation at(Path folder) {
        return new StoreLocation.GeoPackage(folder.resolve("wangge.gpkg"));
    }

    @Test
    void aStoreThatIsNotThereIsNotMade() {
        Path missing = folder.resolve("missing");
        assertEquals("There is no store to back up: " + missing.resolve("wangge.gpkg") + " is not there.",
                refused(() -> Backup.write(at(missing), file(), false, QUIET)).detail());
        assertFalse(Files.exists(missing));
        assertFalse(Files.exists(file()));
    }

    /// Three megabytes are more than the program writes besides, and less than the store will have.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDiskThatIsFullDuringARestoreLeavesTheStoreAsItWas(boolean isThereBefore) throws Exception {
        Database original = provide(folder.resolve("many"));
        try (Store store = original.open(LivedInTown.CONTENT)) {
            store.load(Table.BUILDINGS, StoreSamples.all(Table.BUILDINGS),
                    IntStream.range(0, 30_000).mapToObj(i -> building("N" + i, 1)).iterator(), n -> {});
        }
        Backup.write(location(original), file(), false, QUIET);
        Database target = provide(folder.resolve("full"));
        if (isThereBefore) {
            target.open(LivedInTown.CONTENT).close();
        }
        List<String> before = isThereBefore ? TableDump.of(target) : List.of();
        Process process = run("ulimit -f 3000;", "restore", at(folder.resolve("full")), "-");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .reduce("", (a, b) -> b);
        assertTrue(said.matches("The GeoPackage .* (could not be read or written: .* Check the disk\\.|could not grow: .*)"),
                said);
        // SQLite may leave the memory that those share who have the file open; it has nothing in it that is kept
        assertEquals(isThereBefore ? List.of("wangge.gpkg") : List.of(),
                files(folder.resolve("full")).stream().filter(name -> !name.endsWith("-shm")).toList());
        if (isThereBefore) {
            assertEquals(before, TableDump.of(target));
            try (Store store = target.open()) {
                store.createPlan("goes on", 0, StoreFixture.PLANNER);
            }
        }
        Backup.restore(file(), at(folder.resolve("full")), isThereBefore, QUIET);
        TableDump.requireSame(TableDump.of(original), TableDump.of(target));
    }

    @Test
    void theStoreIsNotItsOwnBackup() throws Exception {
        Path home = folder.resolve("home");
        TestDatabases.geoPackage(home).open(LivedInTown.CONTENT).close();
        Path store = home.resolve("wangge.gpkg");
        Path link = Files.createSymbolicLink(folder.resolve("link.gpkg"), store);
        for (Path name : new Path[] {store, link}) {
            assertEquals("The file " + store.toRealPath() + " is the store itself.",
                    refused(() -> Backup.write(at(home), name, true, QUIET)).detail());
            assertEquals("The file " + store.toRealPath() + " is the store itself.",
                    refused(() -> Backup.restore(name, at(home), true, QUIET)).detail());
        }
    }

    /// SQLite would take it for the log of the new file.
    @Test
    void theLogOfAFileThatWasTakenAwayIsNotLeftToTheNewOne() throws Exception {
        Path home = folder.resolve("home");
        try (Store store = TestDatabases.geoPackage(home).open(LivedInTown.CONTENT)) {
            Backup.write(at(home), file(), false, QUIET);
            store.createPlan("in the log", 0, StoreFixture.PLANNER);
            Path other = Files.createDirectory(folder.resolve("other"));
            Files.copy(home.resolve("wangge.gpkg-wal"), other.resolve("wangge.gpkg-wal"));
            String said = refused(() -> Backup.restore(file(), at(other), true, QUIET)).detail();
            assertTrue(said.endsWith("wangge.gpkg, but wangge.gpkg-wal beside it, with changes of a file that was taken away."),
                    said);
            assertFalse(Files.exists(other.resolve("wangge.gpkg")));
        }
    }

    /// What a killed server left in the log belongs to the store.
    @Test
    void theLogThatAKilledServerLeftIsInTheBackup() throws Exception {
        Path home = folder.resolve("home");
        Path crashed = Files.createDirectory(folder.resolve("crashed"));
        try (Store store = TestDatabases.geoPackage(home).open(LivedInTown.CONTENT)) {
            store.createPlan("in the log", 0, StoreFixture.PLANNER);
            for (String name : new String[] {"wangge.gpkg", "wangge.gpkg-wal"}) {
                Files.copy(home.resolve(name), crashed.resolve(name));
            }
            Backup.write(at(crashed), file(), false, QUIET);
            Path back = folder.resolve("back");
            Backup.restore(file(), at(back), false, QUIET);
            TableDump.requireSame(TableDump.of(TestDatabases.geoPackage(home)), TableDump.of(TestDatabases.geoPackage(back)));
        }
    }
}
