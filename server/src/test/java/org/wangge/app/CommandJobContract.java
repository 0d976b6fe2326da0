package org.wangge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.api.LongWork;
import org.wangge.model.Grant;
import org.wangge.model.Job;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Commands and servers in processes of their own, which are stopped, killed, or have no room in the middle of a job.
@Timeout(240)
abstract class CommandJobContract {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /// Ended by SIGTERM, as the shell counts it.
    private static final int TERMINATED = 143;
    private static final String PORTS = "code,lon,lat\nnew1,117.001,39.001\n";

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    TestDatabases.Database database;
    private Path words;

    abstract TestDatabases.Database provide();

    /// Makes each new port take for ever.
    abstract List<String> endless();

    /// How a command is told where the data is.
    abstract List<String> where();

    @BeforeEach
    void open() {
        database = provide();
        words = folder.resolve("words");
    }

    @AfterEach
    void close() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        database.close();
    }

    void sql(String... statements) throws SQLException {
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private Process wangge(String before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", before + "exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(where());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile()).start();
        processes.add(process);
        return process;
    }

    private String said() {
        try {
            return Files.readString(words);
        } catch (IOException e) {
            return "";
        }
    }

    private Path ports() throws IOException {
        return Files.writeString(folder.resolve("ports.csv"), PORTS);
    }

    private static Job last(Store store) {
        List<Job> jobs = store.jobs().page(null, Long.MAX_VALUE, 1);
        return jobs.isEmpty() ? null : jobs.getFirst();
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    @Test
    void anImportThatIsStoppedLeavesNothingButItsJobWhichWasCancelled() throws Exception {
        try (Store store = database.open(TestTown.CONTENT)) {
            sql(endless().toArray(String[]::new));
            Process command = wangge("", "import", "--layer", "ports", ports().toString());
            Await.until("the job", PATIENCE, () -> last(store) != null && last(store).state() == Job.State.RUNNING);
            assertEquals(List.of(Job.Kind.IMPORT, "ports.csv"), List.of(last(store).kind(), last(store).subject()));
            command.destroy();
            assertTrue(command.waitFor(60, TimeUnit.SECONDS), said());
            assertEquals(TERMINATED, command.exitValue(), said());
            assertTrue(said().contains("The job was cancelled; nothing of it was kept."), said());
            assertEquals(Job.State.CANCELLED, last(store).state());
            assertTrue(store.findByCode(Table.PORTS, "new1").isEmpty());
            assertEquals(List.of(), names(folder).stream().filter(n -> n.endsWith(".lock")).toList());
        }
    }

    @Test
    void whatCommandsDoIsKnownAfterwards() throws Exception {
        try (Store store = database.open(TestTown.CONTENT)) {
            List<String> import_ = new ArrayList<>(List.of("import", "--layer", "ports", ports().toString()));
            import_.addAll(where());
            assertEquals(0, Main.run(import_.toArray(String[]::new)));
            Job job = last(store);
            assertEquals(List.of(Job.State.DONE, 1L), List.of(job.state(), job.done()));
            assertTrue(job.result().contains("\"inserted\":1"), job.result());
            List<String> backup = new ArrayList<>(List.of("backup", folder.resolve("b.gpkg").toString()));
            backup.addAll(where());
            assertEquals(0, Main.run(backup.toArray(String[]::new)));
            assertEquals(List.of(Job.Kind.BACKUP, Job.State.DONE, "b.gpkg"),
                    List.of(last(store).kind(), last(store).state(), last(store).subject()));
            assertEquals(last(store).total(), last(store).done());
            assertTrue(store.jobs().page(null, Long.MAX_VALUE, 9).stream().allMatch(j -> j.by() == null));
        }
        List<String> restore = new ArrayList<>(List.of("restore", folder.resolve("b.gpkg").toString(), "--replace"));
        restore.addAll(where());
        assertEquals(0, Main.run(restore.toArray(String[]::new)));
        try (Store store = database.open()) {
            assertEquals(List.of(Job.Kind.RESTORE, Job.State.DONE), List.of(last(store).kind(), last(store).state()));
        }
    }

    private String token() {
        try (TestServer server = new TestServer(database.open(TestTown.CONTENT))) {
            return server.token("imp", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
        }
    }

    private String serve(String before) throws IOException {
        wangge(before, "serve", "--port", "0", "--host", "127.0.0.1");
        Await.until("the greeting", PATIENCE, () -> said().contains("serves on http"));
        return said().replaceAll("(?s).*serves on (http://[^/]*)/.*", "$1");
    }

    private static HttpResponse<String> post(String url, String token, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// So many ports that to look through them takes some seconds.
    private static String many() {
        return IntStream.range(0, 500_000).mapToObj(i -> "new" + i + ",117.001,39.001\n")
                .collect(Collectors.joining("", "code,lon,lat\n", ""));
    }

    /// The data folder of a server.
    abstract Path data();

    private List<String> sent() {
        List<String> files = new ArrayList<>();
        File[] folders = data().resolve("uploads").toFile().listFiles();
        for (File one : folders == null ? new File[0] : folders) {
            files.addAll(names(one.toPath()));
        }
        return files;
    }

    @Test
    void aServerThatHasNoRoomForAFileSaysSoAndKeepsNothingOfIt() throws Exception {
        String token = token();
        // In kB; enough for SQLite itself, too little for the file.
        String url = serve("ulimit -f 6000; ");
        HttpResponse<String> full = post(url + "/api/imports?layer=ports", token, new byte[8 << 20]);
        assertEquals(503, full.statusCode(), full.body());
        assertTrue(full.body().contains("The file can't be kept") && full.body().contains("no_room"), full.body());
        assertEquals(List.of(), sent());
        assertEquals(201, post(url + "/api/imports?layer=ports", token, PORTS.getBytes()).statusCode());
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfACheckLeavesAFailedJobAndNoFile() throws Exception {
        String token = token();
        String url = serve("");
        HttpResponse<String> made = post(url + "/api/imports?layer=ports&name=p.csv", token, many().getBytes());
        assertEquals(201, made.statusCode(), made.body());
        try (Store store = database.open()) {
            Await.until("the check", PATIENCE, () -> last(store).state() == Job.State.RUNNING);
            processes.getLast().destroyForcibly().waitFor();
            assertEquals(List.of("p.csv"), sent());
            if (store.jobs().isShared()) {
                sql("update jobs set seen_at = seen_at - interval '1 hour'");
            }
            try (LongWork work = LongWork.of(store, data(), 1 << 20)) {
                long id = last(store).id();
                Await.until("its end", PATIENCE, () -> work.jobs().get(id).state() == Job.State.FAILED);
                assertTrue(work.jobs().get(id).problem().contains("is gone"));
                Await.until("the file to go", PATIENCE, () -> sent().isEmpty());
            }
            assertTrue(store.findByCode(Table.PORTS, "new1").isEmpty());
        }
    }
}
