package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.access.Access;
import org.wangge.model.Grant;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.testing.Await;
import org.wangge.testing.EventClient;
import org.wangge.testing.RawHttp;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// Files that are sent to be imported, and the jobs that this makes, over HTTP: whatever goes wrong on the way, nothing of it
/// stays, on the disk or in the database.
@Timeout(180)
abstract class ImportApiContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PORTS = "code,lon,lat,used\nnew1,117.001,39.001,1\nnew2,117.002,91,2\nnew3,117.003,39.003,3\n";

    @TempDir
    Path folder;

    TestDatabases.Database database;
    TestServer server;
    private String importer;

    abstract TestDatabases.Database provide();

    @BeforeEach
    void start() {
        database = provide();
        server = server(Limits.USUAL);
        importer = server.token("imp", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
    }

    private TestServer server(Limits limits) {
        return new TestServer(database.open(TestTown.CONTENT), new Access.Settings(true, false, null), Exposure.loopback(0),
                limits, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
        database.close();
    }

    private Answer ask(String method, String path, String body) {
        return server.bare(method, path, body, "Authorization", "Bearer " + importer);
    }

    private JsonNode sent(String query, String body) {
        Answer answer = ask("POST", "/api/imports?" + query, body);
        assertEquals(201, answer.status(), answer.text());
        return answer.json();
    }

    private JsonNode awaitJob(JsonNode job) {
        String path = "/api/jobs/" + job.get("id").asLong();
        Await.until("the end of " + job, PATIENCE, () -> !server.get(path).json().get("ended_at").isNull());
        return server.get(path).json();
    }

    /// Folders may go while this looks.
    List<String> files() {
        List<String> files = new ArrayList<>();
        File[] folders = server.folder().resolve("uploads").toFile().listFiles();
        for (File one : folders == null ? new File[0] : folders) {
            String[] names = one.list();
            files.addAll(names == null ? List.of() : List.of(names));
        }
        return files;
    }

    private boolean isStored(String port) {
        return server.store().findByCode(Table.PORTS, port).isPresent();
    }

    void sql(String... statements) throws SQLException {
        try (Connection c = database.connect(); Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    @Test
    void aFileIsSentLookedThroughImportedAndGone() throws Exception {
        String columns = URLEncoder.encode("{\"capacity\":\"slots\"}", StandardCharsets.UTF_8);
        JsonNode made = sent("layer=ports&name=ports.csv&columns=" + columns, PORTS.replace("used", "slots"));
        long id = made.get("id").asLong();
        assertEquals("import.check", made.get("check").get("kind").asText());
        assertEquals("ports.csv", made.get("check").get("subject").asText());
        assertEquals("imp", made.get("by").get("name").asText());
        assertEquals("done", awaitJob(made.get("check")).get("state").asText());
        JsonNode found = ask("GET", "/api/imports/" + id, null).json().get("found");
        assertEquals(List.of(3, 2, 1), List.of(found.get("rows_read").asInt(), found.get("inserted").asInt(),
                found.get("rejected_rows").asInt()));
        assertEquals("{\"row\":3,\"field\":\"lat\",\"value\":\"91\",\"reason\":\"latitude 91 is outside -90..90\"}",
                ordered(found.get("rejects").get(0)));
        assertEquals("slots", found.get("recognised").get("capacity").asText());
        assertFalse(found.get("written").asBoolean());
        assertFalse(isStored("new1"));
        assertEquals(List.of("ports.csv"), files());

        Answer commit = ask("POST", "/api/imports/" + id + "/commit", "");
        assertEquals(202, commit.status(), commit.text());
        JsonNode job = awaitJob(commit.json());
        assertEquals("done", job.get("state").asText(), job.toString());
        assertEquals(2, job.get("result").get("inserted").asInt());
        assertEquals(List.of(3, 3), List.of(job.get("done").asInt(), job.get("total").asInt()));
        JsonNode after = ask("GET", "/api/imports/" + id, null).json();
        assertTrue(after.get("report").get("written").asBoolean());
        assertTrue(isStored("new1") && isStored("new3"));
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
        assertEquals(409, ask("POST", "/api/imports/" + id + "/commit", "").status(), "once is enough");
        JsonNode line = server.get("/api/audit?action=import.commit").json().get("entries").get(0);
        assertEquals(List.of("import " + id, "imp", 2), List.of(line.get("subject").asText(), line.get("actor").asText(),
                line.get("detail").get("inserted").asInt()));
        server.sync();
        assertEquals(204, ask("DELETE", "/api/imports/" + id, null).status());
        assertEquals(404, ask("GET", "/api/imports/" + id, null).status());
    }

    private static String ordered(JsonNode reject) {
        return "{\"row\":" + reject.get("row") + ",\"field\":" + reject.get("field") + ",\"value\":" + reject.get("value")
                + ",\"reason\":" + reject.get("reason") + "}";
    }

    @Test
    void aFileOfMoreThanAMebibyteIsTakenAndOneOverTheLimitIsNot() {
        StringBuilder large = new StringBuilder("code,lon,lat\n");
        for (int i = 0; large.length() < 3 << 20; i++) {
            large.append("p").append(i).append(",117.001,39.001\n");
        }
        JsonNode made = sent("layer=ports&name=large.csv", large.toString());
        assertEquals(large.length(), made.get("bytes").asLong());
        assertEquals("done", awaitJob(made.get("check")).get("state").asText());
        assertEquals(204, ask("DELETE", "/api/imports/" + made.get("id").asLong(), null).status());
        Answer over = ask("POST", "/api/imports?layer=ports", "x".repeat((int) TestServer.MAX_UPLOAD + 1));
        assertEquals(413, over.status(), over.text());
        assertEquals(List.of(), files());
    }

    @Test
    void whatIsWrongIsToldBeforeTheBodyIsRead() {
        String[][] wrong = {
            {"", "The query parameter 'layer' is missing."},
            {"layer=grids", "The query parameter 'layer' is 'grids'."},
            {"layer=ports&name=..%2Fx.csv", "The file's name is '../x.csv'."},
            {"layer=ports&name=.x", "The file's name is '.x'."},
            {"layer=ports&name=a%0Ab", "The query parameter 'name' has a control character at position 2."},
            {"layer=ports&columns=x", "The query parameter 'columns' is 'x'."},
            {"layer=ports&strict=yes", "The query parameter 'strict' is 'yes'."},
        };
        for (String[] one : wrong) {
            Answer answer = ask("POST", "/api/imports?" + one[0], PORTS);
            assertEquals(400, answer.status(), one[0]);
            if (!one[0].contains("%0A")) {
                assertEquals(one[1], answer.json().get("detail").asText());
            }
        }
        assertEquals("The request has no body.", ask("POST", "/api/imports?layer=ports", null).json().get("detail").asText());
        assertEquals(List.of(), files());
    }

    @Test
    void aFileOfWhichNothingCanBeMadeIsToldAndGone() {
        JsonNode made = sent("layer=ports&name=broken.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{]}");
        JsonNode job = awaitJob(made.get("check"));
        assertEquals("failed", job.get("state").asText());
        assertTrue(job.get("problem").get("detail").asText().contains("broken.geojson"), job.toString());
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
        Answer commit = ask("POST", "/api/imports/" + made.get("id").asLong() + "/commit", "");
        assertEquals(409, commit.status());
        assertTrue(ask("GET", "/api/imports/" + made.get("id").asLong(), null).json().get("found").isNull());
    }

    @Test
    void onlyItsOwnerAndAnAdminSeeAnImportAndItsJobs() throws IOException {
        String other = server.token("other", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
        String narrow = server.token("narrow", List.of(new Grant(Role.IMPORTER, new Scope.OfGrid(
                server.store().codes(Table.GRIDS).get("P1")))));
        try (EventClient own = new EventClient(server.url(), "Authorization", "Bearer " + importer);
                EventClient admin = new EventClient(server.url(), "Authorization", "Bearer " + server.ownToken())) {
            own.await("hello");
            admin.await("hello");
            JsonNode made = sent("layer=ports", PORTS);
            long id = made.get("id").asLong();
            long job = made.get("check").get("id").asLong();
            assertEquals(job, own.await("job").get("id").asLong());
            assertEquals(job, admin.await("job").get("id").asLong());
            awaitJob(made.get("check"));
            for (String path : List.of("/api/imports/" + id, "/api/jobs/" + job)) {
                assertEquals(404, server.bare("GET", path, null, "Authorization", "Bearer " + other).status());
                assertEquals(404, server.bare("DELETE", path, null, "Authorization", "Bearer " + other).status());
                assertEquals(200, server.get(path).status());
            }
            assertEquals(0, server.bare("GET", "/api/jobs", null, "Authorization", "Bearer " + other).json().get("jobs").size());
            assertEquals(0, server.bare("GET", "/api/jobs", null).json().get("jobs").size());
            assertEquals(1, ask("GET", "/api/jobs", null).json().get("jobs").size());
            Answer refused = server.bare("POST", "/api/imports?layer=ports", PORTS, "Authorization", "Bearer " + narrow);
            assertEquals(403, refused.status());
            assertEquals("'narrow' may bring in data in a part of the map only, and a file may have rows of all.",
                    refused.json().get("detail").asText());
        }
    }

    @Test
    void aJobWhoseAccountIsGoneGoesOnUnderItsName() {
        JsonNode made = sent("layer=ports", PORTS);
        long account = server.store().accounts().findByName("imp").orElseThrow().id();
        assertEquals(204, server.send("DELETE", "/api/accounts/" + account, null).status());
        JsonNode job = awaitJob(made.get("check"));
        assertEquals("done", job.get("state").asText());
        assertEquals("imp", job.get("by").get("name").asText());
        assertEquals(401, ask("GET", "/api/jobs/" + job.get("id").asLong(), null).status());
    }

    /// Makes each new port take for ever.
    abstract List<String> endless();

    @Test
    void anImportIsCancelledInTheMiddleAndCanBeAskedForAgain() throws SQLException {
        JsonNode made = sent("layer=ports", PORTS);
        awaitJob(made.get("check"));
        String commit = "/api/imports/" + made.get("id").asLong() + "/commit";
        sql(endless().toArray(String[]::new));
        JsonNode job = ask("POST", commit, "").json();
        String path = "/api/jobs/" + job.get("id").asLong();
        Await.until("it to run", PATIENCE, () -> !ask("GET", path, null).json().get("done").isNull());
        assertEquals(409, ask("POST", commit, "").status(), "it runs");
        Answer asked = ask("DELETE", path, null);
        assertEquals(202, asked.status(), asked.text());
        assertTrue(asked.json().get("cancelling").asBoolean());
        assertEquals("cancelled", awaitJob(job).get("state").asText());
        assertEquals(200, ask("DELETE", path, null).status(), "again is no harm");
        assertFalse(isStored("new1"));
        assertEquals(1, files().size(), "the file waits");
        sql(finite().toArray(String[]::new));
        JsonNode second = ask("POST", commit, "").json();
        assertEquals("done", awaitJob(second).get("state").asText());
        assertTrue(isStored("new1"));
        assertEquals(409, ask("DELETE", "/api/jobs/" + second.get("id").asLong(), null).status());
    }

    /// Undoes that.
    abstract List<String> finite();

    @Test
    void aFileThatComesTooSlowlyOrBreaksOffIsNotKept() throws IOException {
        server.close();
        server = server(new Limits(LONG, SHORT, LONG, 100));
        importer = server.token("imp", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
        String head = "POST /api/imports?layer=ports&name=slow.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + importer + "\r\nContent-Length: 1000000\r\n\r\n";
        try (RawHttp slow = new RawHttp(server.port())) {
            slow.write(head + PORTS);
            Await.until("the file", PATIENCE, () -> files().equals(List.of("slow.csv")));
            assertEquals(408, slow.read(false).status());
        }
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
        try (RawHttp broken = new RawHttp(server.port())) {
            broken.write(head + PORTS);
        }
        Await.until("nobody sends", PATIENCE, () -> files().isEmpty());
        assertEquals(0, server.get("/api/jobs").json().get("jobs").size());
        sent("layer=ports", PORTS);
    }

    @Test
    void soManySendAtOnceAndAFifthIsSentAway() throws IOException {
        RawHttp[] senders = new RawHttp[4];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = new RawHttp(server.port());
            senders[i].write("POST /api/imports?layer=ports&name=f" + i + ".csv HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Authorization: Bearer " + importer + "\r\nContent-Length: 100\r\n\r\n");
        }
        Await.until("all four", PATIENCE, () -> files().size() == 4);
        Answer fifth = ask("POST", "/api/imports?layer=ports", PORTS);
        assertEquals(503, fifth.status());
        assertEquals("30", fifth.header("Retry-After"));
        for (RawHttp sender : senders) {
            sender.close();
        }
        Await.until("the files to go", PATIENCE, () -> files().isEmpty());
        sent("layer=ports", PORTS);
    }

    @Test
    void allFilesTogetherHaveARoom() {
        String large = "x".repeat((int) TestServer.MAX_UPLOAD);
        Path kept = server.folder().resolve("uploads").resolve("kept");
        for (int i = 0; i < 5; i++) {
            try {
                Files.createDirectories(kept);
                Files.writeString(kept.resolve("f" + i), large);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Answer full = ask("POST", "/api/imports?layer=ports", PORTS);
        assertEquals(503, full.status());
        assertTrue(full.json().get("detail").asText().startsWith("The files that wait to be imported have 41943040 bytes"));
        assertEquals("no_room", full.json().get("reason").asText());
    }

    @Test
    void whatIsTooOldIsForgottenWithItsFile() throws SQLException {
        JsonNode made = sent("layer=ports", PORTS);
        awaitJob(made.get("check"));
        sql("update imports set created_at = '2026-01-01T00:00:00.000Z'");
        server.work().imports().sweep();
        assertEquals(404, ask("GET", "/api/imports/" + made.get("id").asLong(), null).status());
        assertEquals(List.of(), files());
    }

    @Test
    void aBackupIsMadeFetchedAndRestored() throws Exception {
        Answer asked = server.post("/api/backups", "");
        assertEquals(202, asked.status(), asked.text());
        JsonNode job = awaitJob(asked.json());
        assertEquals("done", job.get("state").asText(), job.toString());
        assertEquals(job.get("done"), job.get("result").get("rows"));
        Answer file = server.get("/api/backups/" + job.get("id").asLong());
        assertEquals(200, file.status());
        assertEquals(job.get("result").get("bytes").asLong(), file.body().length);
        assertEquals(String.valueOf(file.body().length), file.header("Content-Length"));
        assertTrue(file.header("Content-Disposition").contains(job.get("result").get("file").asText()));
        Path here = folder.resolve("fetched.gpkg");
        Files.write(here, file.body());
        try (var back = org.wangge.store.Store.openGeoPackage(here)) {
            assertEquals(400, back.codes(Table.BUILDINGS).size());
        }
        assertEquals(404, server.get("/api/backups/4711").status());
        assertEquals(1, server.get("/api/audit?action=backup.read").json().get("entries").size());
        assertEquals(403, ask("POST", "/api/backups", "").status());
        assertNull(asked.json().get("ended_at").textValue());
    }
}
