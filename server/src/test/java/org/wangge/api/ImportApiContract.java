package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.wangge.model.Account;
import org.wangge.model.Actor;
import org.wangge.model.Grant;
import org.wangge.model.Job;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.EventClient;
import org.wangge.testing.TestServer.Answer;

/// Files that are sent to be imported, and the jobs that this makes, over HTTP: whatever goes wrong on the way, nothing of it
/// stays, on the disk or in the database.
abstract class ImportApiContract extends ImportApiFixture {

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
        CountDownLatch gone = before(Job.Kind.IMPORT);
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

    /// Has a job of this kind run, and others wait behind it until the latch is counted down.
    private CountDownLatch before(Job.Kind kind) {
        CountDownLatch over = new CountDownLatch(1);
        server.work().jobs().start(kind, "before it", new Actor(4711, "another"), job -> {}, task -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Map.of();
        });
        return over;
    }

    @Test
    void anImportIsTakenAwayInTheMiddleOfItsCheck() {
        StringBuilder large = new StringBuilder("code,lon,lat\n");
        for (int i = 0; large.length() < 7 << 20; i++) {
            large.append("new").append(i).append(",117.001,39.001\n");
        }
        String ended = "done";
        // A check that was quicker than this is none that was taken away in its middle.
        for (int i = 0; i < 20 && ended.equals("done"); i++) {
            JsonNode made = sent("layer=ports", large.toString());
            String path = "/api/jobs/" + made.get("check").get("id").asLong();
            Await.until("it to run", PATIENCE, () -> !ask("GET", path, null).json().get("done").isNull());
            assertEquals(204, ask("DELETE", "/api/imports/" + made.get("id").asLong(), null).status());
            ended = awaitJob(made.get("check")).get("state").asText();
            assertEquals(404, ask("GET", "/api/imports/" + made.get("id").asLong(), null).status());
            Await.until("the file to go", PATIENCE, () -> files().isEmpty());
            assertFalse(isStored("new1"));
        }
        assertEquals("cancelled", ended);
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
        // It may have stopped already.
        boolean isOver = asked.json().get("state").asText().equals("cancelled");
        assertEquals(isOver ? 200 : 202, asked.status(), asked.text());
        assertEquals(!isOver, asked.json().get("cancelling").asBoolean());
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
    void aBackupIsMadeFetchedAndRestored() throws Exception {
        CountDownLatch over = before(Job.Kind.BACKUP);
        Answer asked = server.post("/api/backups", "");
        assertEquals(202, asked.status(), asked.text());
        assertEquals("waiting", asked.json().get("state").asText());
        over.countDown();
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
        try (Store back = Store.openGeoPackage(here)) {
            assertEquals(400, back.codes(Table.BUILDINGS).size());
        }
        assertEquals(404, server.get("/api/backups/4711").status());
        assertEquals(1, server.get("/api/audit?action=backup.read").json().get("entries").size());
        assertEquals(403, ask("POST", "/api/backups", "").status());
        assertNull(asked.json().get("ended_at").textValue());
    }
}
