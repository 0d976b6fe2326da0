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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
import org.wangge.model.Table;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.Jvm;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Commands and servers in processes of their own, which are stopped, killed, or have no room in the middle of a job.
@Timeout(600)
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

    private Process wangge(String before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", before + "exec \"$0\" \"$@\""));
        command.addAll(Jvm.command(Main.class, arguments));
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
        return jobs.isEmpty() ? null : store.jobs().find(jobs.getFirst().id()).orElseThrow();
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    @Test
    void anImportThatIsStoppedLeavesNothingButItsJobWhichWasCancelled() throws Exception {
        try (Store store = database.open(TestTown.CONTENT)) {
            database.sql(endless().toArray(String[]::new));
            Process command = wangge("", "import", "--layer", "ports", ports().toString());
            Await.until("the job", PATIENCE, () -> last(store) != null && last(store).state() == Job.State.RUNNING);
            assertEquals(List.of(Job.Kind.IMPORT, "ports.csv"), List.of(last(store).kind(), last(store).subject()));
            command.destroy();
            assertTrue(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), said());
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
        return token(new Grant(Role.IMPORTER, Scope.EVERYWHERE));
    }

    private String token(Grant grant) {
        try (TestServer server = new TestServer(database.open(TestTown.CONTENT))) {
            return server.token("imp", List.of(grant));
        }
    }

    private String serve(String before) throws IOException {
        wangge(before, "serve", "--port", "0", "--host", "127.0.0.1");
        Pattern greeting = Pattern.compile("serves on (http://[^/]+)/");
        Await.until("the greeting", PATIENCE, () -> greeting.matcher(said()).find());
        return greeting.matcher(said()).results().findFirst().orElseThrow().group(1);
    }

    private static HttpResponse<String> post(String url, String token, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// So many ports that to look through them takes some time.
    private static String many(int n) {
        return IntStream.range(0, n).mapToObj(i -> "new" + i + ",117.001,39.001\n")
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

    /// Something large that a backup has to hold, in both databases.
    private void makeLarge() throws SQLException {
        database.sql("insert into audit (at, actor_id, action, detail) with recursive n(i) as (select 1 union all select i + 1"
                + " from n where i < 10000) select '2026-01-01T00:00:00.000Z'" + instant() + ", 1, 'large', '{\"x\":\"' || i || '"
                + "x".repeat(1500) + "\"}' from n");
    }

    /// What makes a moment of a text.
    abstract String instant();

    @Test
    void aBackupForWhichThereIsNoRoomFailsInWordsAndLeavesNoFile() throws Exception {
        String token = token(new Grant(Role.ADMIN, Scope.EVERYWHERE));
        makeLarge();
        String url = serve("ulimit -f 6000; ");
        assertEquals(202, post(url + "/api/backups", token, new byte[0]).statusCode());
        try (Store store = database.open()) {
            Await.until("its end", PATIENCE, () -> last(store).state().hasEnded());
            Job failed = last(store);
            assertEquals(List.of(Job.Kind.BACKUP, Job.State.FAILED), List.of(failed.kind(), failed.state()), said());
            assertTrue(failed.problem().contains("could not"), failed.problem());
            assertEquals(List.of(), names(data().resolve("backups")));
        }
    }

    @Test
    void anImportForWhichThereIsNoRoomFailsInWordsAndKeepsNothing() throws Exception {
        String token = token();
        StringBuilder ports = new StringBuilder("code,lon,lat\n");
        for (int i = 0; i < 25_000; i++) {
            ports.append(code(i)).append(",117.001,39.001\n");
        }
        String url = serve("ulimit -f 6000; ");
        String made = post(url + "/api/imports?layer=ports&name=p.csv", token, ports.toString().getBytes()).body();
        try (Store store = database.open()) {
            Await.until("the end of the check", PATIENCE, () -> last(store).state().hasEnded());
            // Where a check writes to the disk, that has no room for it already.
            boolean checked = last(store).state() == Job.State.DONE;
            if (checked) {
                full();
                assertEquals(202, post(url + commit(made), token, new byte[0]).statusCode());
                Await.until("the end of the import", PATIENCE, () -> last(store).kind() == Job.Kind.IMPORT
                        && last(store).state().hasEnded());
            }
            assertEquals(Job.State.FAILED, last(store).state(), said());
            assertTrue(last(store).problem().contains("disk"), last(store).problem());
            assertTrue(store.findByCode(Table.PORTS, code(1)).isEmpty());
            assertEquals(checked ? List.of("p.csv") : List.of(), sent());
            // What comes after it is done as if nothing had been.
            roomAgain();
            assertEquals(201, post(url + "/api/imports?layer=ports&name=q.csv", token, PORTS.getBytes()).statusCode());
            Await.until("the next", PATIENCE, () -> last(store).subject().equals("q.csv") && last(store).state().hasEnded());
            assertEquals(Job.State.DONE, last(store).state(), () -> last(store).problem());
        }
    }

    /// Long, so that few rows need much room.
    private static String code(int i) {
        return "new" + i + "x".repeat(100);
    }

    /// The path that imports what was sent.
    private static String commit(String made) {
        return "/api/imports/" + made.replaceAll("^\\{\"id\":(\\d+),.*", "$1") + "/commit";
    }

    /// Has the database say that its disk is full when ports are written, where that is not the disk of the server.
    abstract void full() throws SQLException;

    /// Undoes that.
    abstract void roomAgain() throws SQLException;

    @Test
    void aServerThatIsKilledInTheMiddleOfACheckLeavesAFailedJobAndNoFile() throws Exception {
        String token = token();
        int ports = 500_000;
        try (Store store = database.open()) {
            String name = killedInTheMiddleOfACheck(store, token, ports);
            while (last(store).state() == Job.State.DONE) {
                // It was quicker than this.
                ports *= 2;
                name = killedInTheMiddleOfACheck(store, token, ports);
            }
            String killed = name;
            assertTrue(sent().contains(killed), sent().toString());
            forgetTheDead(store);
            try (LongWork work = LongWork.of(store, data(), 1 << 20)) {
                long id = last(store).id();
                Await.until("its end", PATIENCE, () -> work.jobs().get(id).state() == Job.State.FAILED);
                assertTrue(work.jobs().get(id).problem().contains("is gone"));
                Await.until("the file to go", PATIENCE, () -> !sent().contains(killed));
            }
            assertTrue(store.findByCode(Table.PORTS, "new1").isEmpty());
        }
    }

    /// Returns the name of the file that was looked through, perhaps to its end.
    private String killedInTheMiddleOfACheck(Store store, String token, int ports) throws Exception {
        String url = serve("");
        String name = ports + ".csv";
        HttpResponse<String> made = post(url + "/api/imports?layer=ports&name=" + name, token, many(ports).getBytes());
        assertEquals(201, made.statusCode(), made.body());
        Await.until("the check", PATIENCE, () -> last(store).state() != Job.State.WAITING);
        processes.getLast().destroyForcibly().waitFor();
        return name;
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfABackupLeavesAFailedJobAndNoFile() throws Exception {
        String token = token(new Grant(Role.ADMIN, Scope.EVERYWHERE));
        makeLarge();
        String url = serve("");
        Path backups = data().resolve("backups");
        post(url + "/api/backups", token, new byte[0]);
        Await.until("its file", PATIENCE, () -> !names(backups).isEmpty());
        processes.getLast().destroyForcibly().waitFor();
        try (Store store = database.open()) {
            Job killed = last(store);
            // A quick one may have been whole already.
            if (store.jobs().isShared()) {
                database.sql("update jobs set seen_at = seen_at - interval '1 hour'");
            }
            try (LongWork work = LongWork.of(store, data(), 1 << 20)) {
                Await.until("its end", PATIENCE, () -> work.jobs().get(killed.id()).state().hasEnded());
                Await.until("what is half to go", PATIENCE, () -> names(backups).stream().allMatch(n -> n.endsWith(".gpkg")));
                boolean done = work.jobs().get(killed.id()).state() == Job.State.DONE;
                assertEquals(done, work.backups().find(killed.id()).isPresent());
            }
        }
    }

    @Test
    void aServerThatIsKilledWhileAFileWaitsKeepsItAndImportsItAfterwards() throws Exception {
        String token = token();
        String url = serve("");
        HttpResponse<String> made = post(url + "/api/imports?layer=ports&name=p.csv", token, PORTS.getBytes());
        assertEquals(201, made.statusCode(), made.body());
        try (Store store = database.open()) {
            Await.until("the check", PATIENCE, () -> last(store).state() == Job.State.DONE);
            processes.getLast().destroyForcibly().waitFor();
            String again = serve("");
            assertEquals(202, post(again + commit(made.body()), token, new byte[0]).statusCode());
            Await.until("the import", PATIENCE, () -> last(store).kind() == Job.Kind.IMPORT && last(store).state().hasEnded());
            assertEquals(Job.State.DONE, last(store).state());
            assertTrue(store.findByCode(Table.PORTS, "new1").isPresent());
            Await.until("the file to go", PATIENCE, () -> sent().isEmpty());
        }
    }

    @Test
    void aServerThatIsKilledInTheMiddleOfAnImportLeavesTheFileAndItCanBeAskedForAgain() throws Exception {
        String token = token();
        String url = serve("");
        String made = post(url + "/api/imports?layer=ports&name=p.csv", token, PORTS.getBytes()).body();
        String commit = commit(made);
        try (Store store = database.open()) {
            Await.until("the check", PATIENCE, () -> last(store).state() == Job.State.DONE);
            database.sql(endless().toArray(String[]::new));
            assertEquals(202, post(url + commit, token, new byte[0]).statusCode());
            Await.until("the import", PATIENCE, () -> last(store).kind() == Job.Kind.IMPORT
                    && last(store).state() == Job.State.RUNNING);
            long killed = last(store).id();
            processes.getLast().destroyForcibly().waitFor();
            forgetTheDead(store);
            database.sql(finite().toArray(String[]::new));
            String again = serve("");
            Await.until("its end", PATIENCE, () -> store.jobs().find(killed).orElseThrow().state() == Job.State.FAILED);
            assertTrue(store.findByCode(Table.PORTS, "new1").isEmpty());
            assertEquals(List.of("p.csv"), sent());
            assertEquals(202, post(again + commit, token, new byte[0]).statusCode());
            Await.until("the next", PATIENCE, () -> last(store).id() > killed && last(store).state().hasEnded());
            assertEquals(Job.State.DONE, last(store).state());
            assertTrue(store.findByCode(Table.PORTS, "new1").isPresent());
        }
    }

    /// Undoes [#endless()].
    abstract List<String> finite();

    /// As if the silence had lasted, and the database had noticed that nobody waits for what it does.
    private void forgetTheDead(Store store) throws SQLException {
        if (store.jobs().isShared()) {
            database.sql("update jobs set seen_at = seen_at - interval '1 hour'",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid() and query like '%ports%'");
        }
    }
}
