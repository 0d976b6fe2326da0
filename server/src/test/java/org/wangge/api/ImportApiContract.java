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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.access.Access;
import org.wangge.model.Account;
import org.wangge.model.Actor;
import org.wangge.model.Grant;
import org.wangge.model.Job;
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

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    static final String PORTS = "code,lon,lat,used\nnew1,117.001,39.001,1\nnew2,117.002,91,2\nnew3,117.003,39.003,3\n";

    @TempDir
    Path folder;

    TestDatabases.Database database;
    TestServer server;
    String importer;

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

    Answer ask(String method, String path, String body) {
        return server.bare(method, path, body, "Authorization", "Bearer " + importer);
    }

    JsonNode sent(String query, String body) {
        Answer answer = ask("POST", "/api/imports?" + query, body);
        assertEquals(201, answer.status(), answer.text());
        return answer.json();
    }

    JsonNode awaitJob(JsonNode job) {
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

    boolean isStored(String port) {
        return server.store().findByCode(Table.PORTS, port).isPresent();
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
            large.append("p").append("0".repeat(100)).append(i).append(",117.001,39.001\n");
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
            {"layer=ports&crs=EPSG:1", "The query parameter 'crs' is 'EPSG:1'."},
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
    void whoLosesARoleHearsNothingMoreOfWhatItShowed() throws IOException {
        List<Grant> both = List.of(new Grant(Role.ADMIN, Scope.EVERYWHERE), new Grant(Role.IMPORTER, Scope.EVERYWHERE));
        String token = server.token("both", both);
        Account account = server.store().accounts().findByName("both").orElseThrow();
        try (EventClient listener = new EventClient(server.url(), "Authorization", "Bearer " + token)) {
            listener.await("hello");
            JsonNode others = sent("layer=ports", PORTS);
            assertEquals(others.get("check").get("id"), listener.await("job").get("id"), "an admin hears of all");
            awaitJob(others.get("check"));
            Answer changed = server.send("PATCH", "/api/accounts/" + account.id(), "{\"version\":" + account.version()
                    + ",\"grants\":[{\"role\":\"importer\",\"branch\":null,\"grid\":null}]}");
            assertEquals(200, changed.status(), changed.text());
            awaitJob(sent("layer=ports", PORTS).get("check"));
            Answer own = server.bare("POST", "/api/imports?layer=ports&name=own.csv", PORTS, "Authorization", "Bearer " + token);
            assertEquals(201, own.status(), own.text());
            JsonNode next = listener.await("job");
            while (next.get("id").equals(others.get("check").get("id"))) {
                next = listener.await("job");
            }
            assertEquals("own.csv", next.get("subject").asText());
        }
    }

    @Test
    void anImportWhoseAccountGoesMeanwhileIsDoneUnderItsName() {
        JsonNode made = sent("layer=ports", PORTS);
        awaitJob(made.get("check"));
        long account = server.store().accounts().findByName("imp").orElseThrow().id();
        CountDownLatch gone = new CountDownLatch(1);
        server.work().jobs().start(Job.Kind.IMPORT, "before it", new Actor(4711, "another"), job -> {}, task -> {
            try {
                gone.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Map.of();
        });
        JsonNode job = ask("POST", "/api/imports/" + made.get("id").asLong() + "/commit", "").json();
        assertEquals("waiting", job.get("state").asText());
        assertEquals(204, server.send("DELETE", "/api/accounts/" + account, null).status());
        gone.countDown();
        JsonNode done = awaitJob(job);
        assertEquals("done", done.get("state").asText(), done.toString());
        assertEquals("imp", done.get("by").get("name").asText());
        assertTrue(isStored("new1"));
        JsonNode line = server.get("/api/audit?action=import.commit").json().get("entries").get(0);
        assertEquals("imp", line.get("actor").asText());
        assertEquals(200, server.get("/api/imports/" + made.get("id").asLong()).status(), "an admin sees it");
    }

    @Test
    void anImportIsTakenAwayInTheMiddleOfItsCheck() {
        StringBuilder large = new StringBuilder("code,lon,lat\n");
        for (int i = 0; large.length() < 7 << 20; i++) {
            large.append("new").append(i).append(",117.001,39.001\n");
        }
        JsonNode made = sent("layer=ports", large.toString());
        String path = "/api/jobs/" + made.get("check").get("id").asLong();
        Await.until("it to run", PATIENCE, () -> !ask("GET", path, null).json().get("done").isNull());
        assertEquals(204, ask("DELETE", "/api/imports/" + made.get("id").asLong(), null).status());
        assertEquals("cancelled", awaitJob(made.get("check")).get("state").asText());
        assertEquals(404, ask("GET", "/api/imports/" + made.get("id").asLong(), null).status());
        assertEquals(List.of(), files());
        assertFalse(isStored("new1"));
    }

    /// Each layer in each format: what this server itself gives out, and a file as one writes it by hand.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "buildings | code,households,wkt | n1,5,\"POLYGON((117.001 39.001,117.0011 39.001,117.0011 39.0011,117.001 39.001))\"",
        "ports | code,lon,lat,used | n1,117.001,39.001,1",
        "sightings | code,operator,kind,severity,seen_at,lon,lat | n1,乙通信,booth,2,2026-05-01,117.001,39.001",
        "base | code,kind,name,wkt | n1,road,路,\"LINESTRING(117.001 39.001,117.002 39.002)\""
    })
    void everyLayerIsTakenInEveryFormat(String layer, String heading, String row) throws IOException {
        imported("layer=" + layer + "&name=a.csv", (heading + "\n" + row + "\n").getBytes(StandardCharsets.UTF_8), "CSV");
        server.sync();
        byte[] collection = server.get("/ogc/collections/" + layer + "/items?limit=10000").body();
        imported("layer=" + layer + "&name=a.geojson", collection, "GeoJSON");
        JsonNode backup = awaitJob(server.post("/api/backups", "").json());
        byte[] file = server.get("/api/backups/" + backup.get("id").asLong()).body();
        imported("layer=" + layer + "&name=a.gpkg", file, "GeoPackage");
    }

    private void imported(String query, byte[] file, String format) throws IOException {
        Answer answer = server.bytes("POST", "/api/imports?" + query, file, "Authorization", "Bearer " + importer);
        assertEquals(201, answer.status(), answer.text());
        long id = answer.json().get("id").asLong();
        JsonNode check = awaitJob(answer.json().get("check"));
        assertEquals("done", check.get("state").asText(), check.toString());
        assertEquals(List.of(format, 0), List.of(check.get("result").get("format").asText(),
                check.get("result").get("rejected_rows").asInt()), check.toString());
        assertTrue(check.get("result").get("rows_read").asInt() > 0, check.toString());
        JsonNode job = awaitJob(ask("POST", "/api/imports/" + id + "/commit", "").json());
        assertEquals("done", job.get("state").asText(), job.toString());
        assertEquals(check.get("result").get("inserted"), job.get("result").get("inserted"));
        assertEquals(job.get("result").get("rows_read"), job.get("done"));
    }

    /// What is no file of its name's format, or of another layer, is told in words: none of it is a failure of the server.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "a.csv | code,name,lon,lat\\nn1,\\xd6\\xd0,117.001,39.001\\n | UTF-8",
        "a.csv | \\x89PNG\\x0d\\x0a\\x1a\\x0a\\x00\\x00 | a.csv",
        "a.csv | code,lon,lat\\n | no row",
        "a.csv | kind,lon,lat\\ncabinet,117,39\\n | code",
        "a.csv | code,households\\nn1,5\\n | lon",
        "a.gpkg | code,lon,lat\\nn1,117.001,39.001\\n | a.gpkg",
        "a.geojson | code,lon,lat\\nn1,117.001,39.001\\n | a.geojson",
        "a.geojson | {\"type\":\"FeatureCollection\",\"features\":[]} | no ",
        "a.xlsx | PK | a.xlsx",
        "a | PK | a ",
    })
    void whatCantBeImportedIsToldInWords(String name, String content, String word) throws IOException {
        byte[] bytes = bytes(content);
        Answer answer = server.bytes("POST", "/api/imports?layer=ports&name=" + name, bytes, "Authorization",
                "Bearer " + importer);
        assertEquals(201, answer.status(), answer.text());
        JsonNode job = awaitJob(answer.json().get("check"));
        String words = job.get("problem").toString() + job.get("result");
        assertTrue(words.contains(word) && !words.contains("incident"), job.toString());
        assertEquals("failed", job.get("state").asText(), job.toString());
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
    }

    /// `\n` and `\xff` are what they are in other languages.
    private static byte[] bytes(String content) {
        Matcher escape = Pattern.compile("\\\\x([0-9a-f]{2})").matcher(content.replace("\\n", "\n"));
        return escape.replaceAll(m -> String.valueOf((char) Integer.parseInt(m.group(1), 16)))
                .getBytes(StandardCharsets.ISO_8859_1);
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
        database.sql(endless().toArray(String[]::new));
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
        database.sql(finite().toArray(String[]::new));
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
        server = server(new Limits(LONG, SHORT, LONG, 100, LONG));
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
        database.sql("update imports set created_at = '2026-01-01T00:00:00.000Z'");
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
