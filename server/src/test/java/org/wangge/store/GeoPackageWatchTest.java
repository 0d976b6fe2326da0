package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.atlas.Publisher;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.model.Revision;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.feed.Follower;
import org.wangge.testing.Await;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases;

/// What happens to the file of a running server behind its back.
class GeoPackageWatchTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path top;

    private Path folder;
    private Path file;
    private Path backup;
    private Store store;
    private Follower follower;

    /// A store with a plan `old`, a backup of that, and a plan `new`.
    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(top.resolve("data"));
        file = folder.resolve("wangge.gpkg");
        backup = top.resolve("backup.gpkg");
        try (Store first = TestDatabases.geoPackage(folder).open()) {
            first.createPlan("old", 0, StoreFixture.PLANNER);
        }
        Files.copy(file, backup);
        store = Store.openGeoPackage(file);
        follower = new Follower(store, new Publisher());
        follower.start();
        store.createPlan("new", 0, StoreFixture.PLANNER);
    }

    @AfterEach
    void stop() {
        follower.close();
        store.close();
    }

    @Test
    void aBackupPutInItsPlaceIsNoticedAndNeverWrittenInto() throws Exception {
        Path aside = Files.createLink(top.resolve("aside.gpkg"), file);
        // At no moment is there no file, which would be noticed as well, in other words.
        Files.move(Files.copy(backup, top.resolve("another.gpkg")), file, StandardCopyOption.REPLACE_EXISTING);

        refused(" was replaced while wangge had it open: another file lies at its place.");

        byte[] before = Files.readAllBytes(backup);
        left();
        assertEquals(0, Files.size(folder.resolve("wangge.gpkg-wal")), "nothing of the former file is left beside the new one");
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(file)));
        assertEquals(Set.of("old"), plansIn(file));
        assertEquals(Set.of("old", "new"), plansIn(aside), "and the former file is whole, wherever it is");
    }

    @Test
    void aWriteRightAfterTheReplacementIsRefusedBeforeTheFollowerHasLooked() throws Exception {
        follower.close();
        Files.move(backup, file, StandardCopyOption.REPLACE_EXISTING);
        refusedWrite(" was replaced while wangge had it open: another file lies at its place.");
    }

    @Test
    void aFolderThatWasDeletedIsNoticedAndNothingIsMadeInItsPlace() throws Exception {
        // The file comes before its log.
        for (String name : names(folder)) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
        refused(" is gone: it or its folder was deleted or moved while wangge had it open.");
        assertFalse(Files.exists(folder));
    }

    @Test
    void aFolderThatWasMovedKeepsAllAndItsSuccessorIsNotTouched() throws Exception {
        Path aside = top.resolve("aside");
        Files.move(folder, aside);
        Files.createDirectory(folder);
        Files.copy(backup, file);
        // Another program is at work on the new one; its log must stay.
        try (Connection other = TestDatabases.connect(file);
                Statement s = other.createStatement()) {
            s.execute("update plans set name = 'theirs'");
            // For a moment there was none.
            refused(" was replaced while wangge had it open: another file lies at its place.",
                    " is gone: it or its folder was deleted or moved while wangge had it open.");
            store.close();
            s.execute("update plans set name = 'theirs too'");
            assertEquals(List.of("wangge.gpkg", "wangge.gpkg-shm", "wangge.gpkg-wal"), names(folder));
        }
        assertEquals(Set.of("theirs too"), plansIn(file));
        assertEquals(Set.of("old", "new"), plansIn(aside.resolve("wangge.gpkg")));
    }

    @Test
    void aBackupCopiedOverTheFileIsNoticed() throws Exception {
        settled();
        // Into the same file, as cp does it.
        overwrite(Files.readAllBytes(backup));
        refused(" was overwritten by a program that does not go through SQLite, as when a backup is copied over it, while wangge"
                + " had it open.");
        left();
        store.close();
        assertEquals(Set.of("old"), plansIn(file), "what was put there is not spoilt");
    }

    /// Somebody reads an old state, so that the log can't be emptied.
    private interface WhileTheLogIsNeeded {
        void run() throws Exception;
    }

    private void whileTheLogIsNeeded(WhileTheLogIsNeeded work) throws Exception {
        try (Connection reader = TestDatabases.connect(file);
                Statement s = reader.createStatement()) {
            s.execute("begin");
            s.executeQuery("select count(*) from plans").close();
            store.createPlan("in the log", 0, StoreFixture.PLANNER);
            assertTrue(Files.size(folder.resolve("wangge.gpkg-wal")) > 0);
            work.run();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupCopiedOverTheFileWhileItsLogIsNotEmptyIsNoticed(boolean isWatched) throws Exception {
        settled();
        if (!isWatched) {
            follower.close();
        }
        byte[] put = Files.readAllBytes(backup);
        whileTheLogIsNeeded(() -> {
            overwrite(put);
            String what = " was overwritten by a program that does not go through SQLite, as when a backup is copied over it,"
                    + " while wangge had it open.";
            refusedWrite(what);
            if (isWatched) {
                refused(what);
            }
            left();
            store.close();
        });
        assertArrayEquals(put, Files.readAllBytes(file), "nothing of the former file was taken into it");
        assertFalse(Files.exists(folder.resolve("wangge.gpkg-wal")), "nor will be by who opens it next");
        assertEquals(Set.of("old"), plansIn(file));
    }

    @Test
    void anotherStoreCopiedOverTheFileWhileItsLogIsNotEmptyIsNoticed() throws Exception {
        Path other = Files.createDirectory(top.resolve("other"));
        try (Store another = Store.openGeoPackage(other.resolve("wangge.gpkg"))) {
            for (int i = 0; i < 20; i++) {
                another.createPlan("another " + i, 0, StoreFixture.PLANNER);
            }
        }
        byte[] put = Files.readAllBytes(other.resolve("wangge.gpkg"));
        settled();
        whileTheLogIsNeeded(() -> {
            overwrite(put);
            refused(" was overwritten by a program that does not go through SQLite, as when a backup is copied over it, while"
                    + " wangge had it open.");
            left();
            store.close();
        });
        assertArrayEquals(put, Files.readAllBytes(file));
    }

    @Test
    void whatOthersTakeInFromTheLogWhileItIsNeededIsNoHarm() throws Exception {
        settled();
        whileTheLogIsNeeded(() -> {
            try (Connection other = TestDatabases.connect(file);
                    Statement s = other.createStatement()) {
                for (int i = 0; i < 20; i++) {
                    s.execute("update plans set name = 'theirs " + i + "' where name like 'theirs%' or name = 'old'");
                    s.execute("pragma wal_checkpoint(passive)");
                    store.createPlan("between", 0, StoreFixture.PLANNER);
                }
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
            store.createPlan("touched", 0, StoreFixture.PLANNER);
        });
        follower.sync();
        assertTrue(follower.isHealthy());
        settled();
        assertEquals(Set.of("theirs 19", "new", "in the log", "between", "touched"), names(store));
    }

    /// As when the disk is full then, or for a moment while a large import is taken in: the file's head already tells of pages
    /// that are not yet there.
    @Test
    void whatOthersHaveTakenInFromTheLogOnlyInPartIsNoHarm() throws Exception {
        settled();
        follower.close();
        try (Connection other = TestDatabases.connect(file);
                Statement s = other.createStatement()) {
            s.execute("pragma wal_autocheckpoint = 0");
            s.execute("create table padding (bytes blob)");
            s.execute("insert into padding values (randomblob(8000000))");
            s.execute("update plans set name = 'theirs' where name = 'old'");
            long room = Files.size(file) / 1024 + 4_000;
            List<String> words = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + room + "; exec \"$0\" \"$@\""));
            words.addAll(Jvm.command(CheckpointProcess.class, file.toString()));
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            assertTrue(said.contains("stopped halfway"), said);
            assertTrue(Files.size(file) / 1024 <= room);
            store.createPlan("between", 0, StoreFixture.PLANNER);
        }
        store.createPlan("after", 0, StoreFixture.PLANNER);
        assertEquals(Set.of("theirs", "new", "between", "after"), names(store));
    }

    @Test
    void aLogThatWasDeletedIsNoticedAndNothingIsLost() throws Exception {
        Files.delete(folder.resolve("wangge.gpkg-wal"));
        refused(" can't be trusted: its log wangge.gpkg-wal was deleted or replaced while wangge had it open.");
        left();
        store.close();
        assertEquals(Set.of("old", "new"), plansIn(file));
    }

    @Test
    void whatOnlyLooksLikeAChangeIsNone() throws Exception {
        settled();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        store.createPlan("touched", 0, StoreFixture.PLANNER);
        settled();
        try (Connection other = TestDatabases.connect(file);
                Statement s = other.createStatement()) {
            s.execute("update plans set name = 'theirs' where name = 'old'");
            s.execute("pragma wal_checkpoint(truncate)");
            s.execute("vacuum");
            s.execute("pragma wal_checkpoint(truncate)");
        }
        store.createPlan("after", 0, StoreFixture.PLANNER);
        follower.sync();
        assertTrue(follower.isHealthy());
        assertEquals(Set.of("theirs", "new", "touched", "after"), names(store));
    }

    @Test
    void aCopyOfTheFileAloneHasAllThatWasCommittedBeforeAnIdleMoment() throws Exception {
        settled();
        Path copy = Files.copy(file, top.resolve("copy.gpkg"));
        assertEquals(Set.of("old", "new"), plansIn(copy));
    }

    @Test
    void aCopyOfTheFileAloneHasWhatWasPublishedJustNow() throws Exception {
        follower.close();
        Plan plan = store.createPlan("published", 0, StoreFixture.PLANNER);
        plan = moved(plan, Plan.Status.DRAFT, PlanEvent.Kind.SUBMITTED);
        plan = moved(plan, Plan.Status.SUBMITTED, PlanEvent.Kind.APPROVED);
        store.publish(new Publication(plan.id(), plan.version(), 0, Set.of(), List.of(), List.of(), Map.of(), List.of(),
                List.of(), List.of(),
                null, StoreFixture.PLANNER, StoreFixture.PLANNER)).orElseThrow();
        Path copy = Files.copy(file, top.resolve("copy.gpkg"));
        try (Store opened = Store.openGeoPackage(copy)) {
            assertEquals(List.of("published"), opened.listRevisions().stream().map(Revision::name).toList());
        }
    }

    private Plan moved(Plan plan, Plan.Status from, PlanEvent.Kind kind) {
        return store.movePlan(plan.version(), Set.of(from),
                new PlanEvent(plan.id(), kind, Instant.now(), StoreFixture.PLANNER, null));
    }

    /// Returns when all that was committed lies in the file.
    private void settled() {
        soon("the log is empty", () -> {
            try {
                return Files.size(folder.resolve("wangge.gpkg-wal")) == 0;
            } catch (IOException e) {
                return false;
            }
        });
        long now = System.nanoTime();
        // Asked for last, or a pause between the two would count as its own.
        soon("and the follower has seen that", () -> System.nanoTime() - now > follower.lag().toNanos());
    }

    /// Writes and reads fail with one of these words, and the follower says so.
    private void refused(String... any) {
        soon("the follower notices", () -> !follower.isHealthy());
        String said = follower.lastError().orElseThrow();
        String what = Stream.of(any).filter(w -> said.startsWith("The GeoPackage " + file + w)).findFirst()
                .orElseThrow(() -> new AssertionError(said));
        refusedWrite(what);
        assertThrows(ProblemException.class, follower::sync);
        assertThrows(ProblemException.class, () -> store.findPlan(1));
    }

    private void refusedWrite(String what) {
        Problem problem = assertThrows(ProblemException.class, () -> store.createPlan("lost", 0, StoreFixture.PLANNER)).problem();
        assertEquals("The GeoPackage " + file + what, problem.detail());
        assertTrue(problem instanceof Problem.Unavailable && problem.remedy().contains("restart wangge")
                || problem.remedy().contains("Restart wangge"), problem.remedy());
    }

    /// Returns when the former file is closed.
    private static void left() {
        soon("the file is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("wangge-leave")));
    }

    private static void soon(String what, BooleanSupplier condition) {
        Await.until(what, SOON, condition);
    }

    private void overwrite(byte[] bytes) throws IOException, InterruptedException {
        Path bytesFile = Files.write(top.resolve("bytes"), bytes);
        // By another process: to close the file here would drop the locks of this one.
        assertEquals(0, new ProcessBuilder("cp", bytesFile.toString(), file.toString()).start().waitFor());
    }

    private static Set<String> plansIn(Path file) throws Exception {
        Path copy = Files.copy(file, Files.createTempDirectory(file.getParent().getParent(), "look").resolve("wangge.gpkg"));
        try (Store opened = Store.openGeoPackage(copy);
                Connection c = TestDatabases.connect(copy);
                Statement s = c.createStatement();
                var rs = s.executeQuery("pragma integrity_check")) {
            assertEquals("ok", rs.getString(1));
            return names(opened);
        }
    }

    private static Set<String> names(Store store) {
        return store.listPlans(Set.of(Plan.Status.DRAFT), Long.MAX_VALUE, 100).stream().map(p -> p.plan().name())
                .collect(Collectors.toSet());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
