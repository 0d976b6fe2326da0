package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wangge.intake.SentImports;
import org.wangge.model.Actor;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.RawHttp;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;

/// How files come that are sent to be imported: what is told before, who has to wait, and what room there is for them.
abstract class UploadContract extends ImportApiFixture {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(60);

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
            {"layer=ports&columns=" + encoded("{\"capacity\":\"n\",\"used\":\"n\"}"),
                "columns={\"capacity\":\"n\",\"used\":\"n\"}: n is to fill both capacity and used."},
            {"layer=ports&columns=" + encoded("{\"used\":\"n\",\"used\":\"m\"}"),
                "The query parameter 'columns' names the column 'used' twice."},
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

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void aFileThatComesTooSlowlyOrBreaksOffIsNotKept() throws IOException {
        server.close();
        server = server(new Limits(LONG, SHORT, LONG, 100, 1 << 20, LONG));
        importer = server.token("imp", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
        try (RawHttp slow = begun(importer, "slow.csv", 1_000_000, PORTS)) {
            assertEquals(408, slow.read(false).status());
        }
        Await.until("the file to go", PATIENCE, () -> files().isEmpty());
        begun(importer, "broken.csv", 1_000_000, PORTS).close();
        Await.until("nobody sends", PATIENCE, () -> files().isEmpty());
        assertEquals(0, server.get("/api/jobs").json().get("jobs").size());
        sent("layer=ports", PORTS);
    }

    /// Begins to send a file of so many bytes, of which these come at once; with -1 it is not said how many.
    private RawHttp begun(String token, String name, long bytes, String first) throws IOException {
        RawHttp http = new RawHttp(server.port());
        String length = bytes < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + bytes;
        http.write("POST /api/imports?layer=ports&name=" + name + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + token + "\r\n" + length + "\r\n\r\n" + first);
        return http;
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n";
    }

    @Test
    void soManySendAtOnceAndAFifthIsSentAway() throws IOException {
        RawHttp[] senders = new RawHttp[4];
        for (int i = 0; i < senders.length; i++) {
            senders[i] = begun(importer, "f" + i + ".csv", 100, "");
        }
        Await.until("all four", PATIENCE, () -> files().size() == 4);
        Answer fifth = ask("POST", "/api/imports?layer=ports", PORTS);
        assertEquals(503, fifth.status());
        assertEquals("30", fifth.header("Retry-After"));
        assertEquals(List.of("4 files are being sent already.", "senders"), told(fifth));
        for (RawHttp sender : senders) {
            sender.close();
        }
        Await.until("the files to go", PATIENCE, () -> files().isEmpty());
        sent("layer=ports", PORTS);
    }

    private static List<String> told(Answer refused) {
        return List.of(refused.json().get("detail").asText(), refused.json().get("reason").asText());
    }

    /// What a server left that was killed is nobody's, and takes room all the same.
    private void leave(int bytes) throws IOException {
        Path left = server.folder().resolve("uploads").resolve("left");
        Files.createDirectories(left);
        Files.writeString(left.resolve("left"), "x".repeat(bytes));
    }

    /// All may have five times the largest, one account three times.
    @Test
    void allFilesTogetherHaveARoom() throws IOException {
        leave(40 << 20);
        Answer full = ask("POST", "/api/imports?layer=ports", PORTS);
        assertEquals(503, full.status());
        assertEquals(List.of("The files that are being sent or wait to be imported take 41943040 bytes, and with this one they "
                + "would take more than the 41943040 that all may have.", "no_room"), told(full));
    }

    @Test
    void filesThatAreBeingSentHaveTheirRoomBeforeTheirBytesCome() throws IOException {
        leave(20 << 20);
        String other = server.token("other", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
        try (RawHttp one = begun(importer, "one.csv", 8 << 20, PORTS); RawHttp two = begun(other, "two.csv", 8 << 20, PORTS)) {
            Await.until("both", PATIENCE, () -> files().containsAll(List.of("one.csv", "two.csv")));
            Answer full = ask("POST", "/api/imports?layer=ports", PORTS + "\n".repeat(5 << 20));
            assertEquals(503, full.status(), "four Mebibytes are left");
            assertEquals(List.of("The files that are being sent or wait to be imported take 37748736 bytes, and with this one "
                    + "they would take more than the 41943040 that all may have.", "no_room"), told(full));
        }
        Await.until("their room to be free", PATIENCE, () -> files().equals(List.of("left")));
        sent("layer=ports", PORTS + "\n".repeat(5 << 20));
    }

    @Test
    void anAccountHasAShareOfTheRoomAndTheOthersHaveTheRest() throws IOException {
        List<Long> imports = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            JsonNode made = sent("layer=ports", PORTS + "\n".repeat((8 << 20) - PORTS.length()));
            awaitJob(made.get("check"));
            imports.add(made.get("id").asLong());
        }
        try (RawHttp third = begun(importer, "third.csv", 8 << 20, PORTS)) {
            Await.until("it", PATIENCE, () -> files().contains("third.csv"));
            Answer full = ask("POST", "/api/imports?layer=ports", PORTS);
            assertEquals(503, full.status(), full.text());
            assertEquals(List.of("The files of 'imp' that are being sent or wait to be imported take 25165824 bytes, and with "
                    + "this one they would take more than the 25165824 that one account may have.", "share_taken"), told(full));
            assertEquals("Import some of them or take them away (DELETE /api/imports/{id}); what waits goes by itself after 24 "
                    + "hours.", full.json().get("remedy").asText());
            assertEquals(imports.toString(), full.json().get("imports").toString().replace(",", ", "));
            String other = server.token("other", List.of(new Grant(Role.IMPORTER, Scope.EVERYWHERE)));
            Answer others = server.bare("POST", "/api/imports?layer=ports", PORTS, "Authorization", "Bearer " + other);
            assertEquals(201, others.status(), others.text());
            assertEquals(204, ask("DELETE", "/api/imports/" + imports.getFirst(), null).status());
            sent("layer=ports", PORTS);
        }
    }

    /// The store knows whose files those are that a server finds when it is started again.
    @Test
    void whoseFilesAreIsKnownAfterARestart() throws IOException {
        JsonNode made = sent("layer=ports", PORTS);
        awaitJob(made.get("check"));
        Path folder = server.folder().resolve("uploads");
        int largest = PORTS.length() / 2 - 1;
        SentImports restarted = new SentImports(server.store(), server.work().jobs(), folder, largest);
        Actor by = new Actor(server.store().accounts().findByName("imp").orElseThrow().id(), "imp");
        Problem refused = assertThrows(ProblemException.class, () -> restarted.receive("a", largest, by)).problem();
        assertTrue(refused.detail().startsWith("The files of 'imp'"), refused.detail());
        assertEquals(List.of(made.get("id").asLong()), refused.extra().get("imports"));
    }

    @Test
    void aFileOfWhichNobodySaysHowLargeItIsGetsItsRoomAsItComes() throws IOException {
        leave(37 << 20);
        String part = "\n".repeat(1 << 20);
        try (RawHttp sender = begun(importer, "stream.csv", -1, chunk(PORTS) + chunk(part) + chunk(part))) {
            Await.until("it", PATIENCE, () -> files().contains("stream.csv"));
            sender.write(chunk(part));
            RawHttp.Raw refused = sender.read(false);
            assertEquals(503, refused.status());
            assertTrue(refused.body().contains("take 41943040 bytes, and with this one they would take"), refused.body());
        }
        Await.until("nothing of it is left", PATIENCE, () -> files().equals(List.of("left")));
        try (RawHttp sender = begun(importer, "stream.csv", -1, chunk(PORTS) + chunk(part) + "0\r\n\r\n")) {
            assertEquals(201, sender.read(false).status());
        }
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
}
