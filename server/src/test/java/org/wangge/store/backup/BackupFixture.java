package org.wangge.store.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.StoreLocation;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases.Database;
import org.wangge.testing.TestServer;

/// A town that is lived in, its backup, and a second database of its kind.
abstract class BackupFixture {

    static final Backup.Progress QUIET = at -> {};

    @TempDir
    Path folder;

    final List<Database> databases = new ArrayList<>();

    /// Another database of this kind; a file goes into the folder.
    abstract Database provide(Path folder) throws Exception;

    abstract StoreLocation location(Database database);

    Path file;
    /// Not made before it is used.
    Database original;
    Database target;

    @BeforeEach
    void provide() throws Exception {
        file = folder.resolve("backup.gpkg");
        original = another("original");
        target = another("target");
    }

    Database another(String name) throws Exception {
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

    Backup.Report backUp(Database store) {
        return Backup.write(location(store), file, false, QUIET);
    }

    Backup.Report restore(Database store, boolean replace) {
        return Backup.restore(file, location(store), replace, QUIET);
    }

    /// A town that is lived in, and its backup.
    void backedUp() {
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

    Process halfWay(String command, Database store) throws IOException {
        return halfWay(command, store, "buildings");
    }

    Process halfWay(String command, Database store, String table) throws IOException {
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
