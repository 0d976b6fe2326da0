package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.testing.RawHttp;
import org.wangge.testing.RawHttp.Raw;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// What is wrong with a request before it has a route is a problem like any other. Written to sockets, as no client would.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {

    private static final String HOST = "Host: 127.0.0.1\r\nConnection: close\r\n";

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        var store = TestDatabases.geoPackage(folder).open();
        TestTown.load(store);
        server = new TestServer(store);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /// Without a word before, a line that the server closes takes the next request with it.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "POST /api/plans|Origin: http://evil.example|403", "POST /api/plans|Cookie: wangge=x|401", "POST /api/nowhere|X: y|404",
        "POST /api/grids|X: y|405",
    })
    void afterARefusalTheLineGoesOnOrItIsSaidThatItEnds(String what, String header, int status) throws IOException {
        String head = what + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\nContent-Length: 3\r\n\r\n";
        try (RawHttp http = new RawHttp(server.port())) {
            // All at once: who has only the head by then says that the line ends.
            http.write(head + "{}\n");
            assertEquals(status, http.read(false).status());
            http.write("GET /api/metrics HTTP/1.1\r\n" + HOST + "\r\n");
            assertEquals(200, http.read(false).status(), "what came was read");
        }
        try (RawHttp http = new RawHttp(server.port())) {
            http.write(head);
            Raw answer = http.read(false);
            assertEquals(status, answer.status());
            assertEquals("close", answer.header("Connection"), "the rest does not come");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "DELETE /api/grids HTTP/1.1|405|method-not-allowed",
        "FOO /api/grids HTTP/1.1|405|method-not-allowed",
        "OPTIONS /api/grids HTTP/1.1|405|method-not-allowed",
        "TRACE /api/grids HTTP/1.1|405|method-not-allowed",
        "OPTIONS * HTTP/1.1|404|not-found",
        "get /api/grids HTTP/1.1|405|method-not-allowed",
        "GET /nowhere HTTP/1.1|404|not-found",
        "HEAD /nowhere HTTP/1.1|404|not-found",
        "GET /api/%00 HTTP/1.1|400|bad-input",
        "GET /api/% HTTP/1.1|400|bad-input",
        "GET /api/%ZZ HTTP/1.1|400|bad-input",
        "GET /api/%u0041 HTTP/1.1|400|bad-input",
        "GET /api/%ff%fe HTTP/1.1|400|bad-input",
        "GET /api/%c3 HTTP/1.1|400|bad-input",
        "GET /assets/x/%2e%2e/%2e%2e/etc/passwd HTTP/1.1|400|bad-input",
        "GET /assets/x/..%2f..%2fetc/passwd HTTP/1.1|400|bad-input",
        "GET /assets/x/..;/..;/etc/passwd HTTP/1.1|400|bad-input",
        "GET /../../etc/passwd HTTP/1.1|400|bad-input",
        "GET /api/../../etc/passwd HTTP/1.1|400|bad-input",
        "GET /api//grids HTTP/1.1|400|bad-input",
        "GET /api/grids#x HTTP/1.1|400|bad-input",
        "GET /api\\grids HTTP/1.1|400|bad-input",
        "GET nowhere HTTP/1.1|400|bad-input",
        "GET http://evil.example/api/grids HTTP/1.1|400|bad-input",
        "GET /api/grids HTTP/9.9|505|http-505",
        "GET /api/grids HTTP/2.0|426|http-426",
        "GET /api/grids|505|http-505",
        "G\u0001T /api/grids HTTP/1.1|400|bad-input",
        "CONNECT evil.example:443 HTTP/1.1|400|bad-input",
    })
    void aRequestLineThatIsNotServedIsAProblem(String line, int status, String type) throws IOException {
        Raw answer = RawHttp.ask(server.port(), line + "\r\n" + HOST + "\r\n");

        check(answer, status, type, line.startsWith("HEAD"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "X-A: 1|400|bad-input",
        "Host: evil.example|400|bad-input",
        "Host: 127.0.0.1~Host: 127.0.0.1|400|bad-input",
        "Host:|400|bad-input",
        "Host: 127.0.0.1:99999|400|bad-input",
        "Host: 127.0.0.1 evil|400|bad-input",
        "Host: [::1|400|bad-input",
        "Host: 127.0.0.1@evil.example|400|bad-input",
        "Host: 127.0.0.1~Content-Length: 5~Transfer-Encoding: chunked|400|bad-input",
        "Host: 127.0.0.1~Content-Length: 5~Content-Length: 6|400|bad-input",
        "Host: 127.0.0.1~Content-Length: -1|400|bad-input",
        "Host: 127.0.0.1~Content-Length: +5|400|bad-input",
        "Host: 127.0.0.1~Content-Length: 99999999999999999999|400|bad-input",
        "Host: 127.0.0.1~Transfer-Encoding: rot13|400|bad-input",
        "Host: 127.0.0.1~Bad Header: 1|400|bad-input",
        "Host: 127.0.0.1~: 1|400|bad-input",
        "Host: 127.0.0.1~X-A 1|400|bad-input",
        "Host: 127.0.0.1~ folded: 1|400|bad-input",
        "Host: 127.0.0.1~X-A: a\u0000b|400|bad-input",
        "Host: 127.0.0.1~Expect: a miracle|417|expectation-unknown",
        "Host: 127.0.0.1~Sec-WebSocket-Version: 13~Upgrade: websocket~Connection: Upgrade|404|not-found",
    })
    void headersThatAreNotRightAreAProblem(String headers, int status, String type) throws IOException {
        Raw answer = RawHttp.ask(server.port(), "GET /nowhere HTTP/1.1\r\n" + headers.replace("~", "\r\n")
                + "\r\nConnection: close\r\n\r\n");

        check(answer, status, type, false);
    }

    @Test
    void aLongAddressIs414AndManyHeadersAre431() throws IOException {
        check(RawHttp.ask(server.port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n"), 414, "address-too-long",
                false);
        check(RawHttp.ask(server.port(), "GET / HTTP/1.1\r\n" + HOST + "X-A: " + "x".repeat(20_000) + "\r\n\r\n"), 431,
                "headers-too-large", false);
    }

    @Test
    void anOldClientWithoutAHostIsAskedForOne() throws IOException {
        check(RawHttp.ask(server.port(), "GET /api/grids HTTP/1.0\r\n\r\n"), 400, "bad-input", false);
    }

    @Test
    void whatABodyMayHoldIsSaidWithoutReadingItAll() throws IOException {
        String post = "POST /api/session HTTP/1.1\r\n" + HOST;
        check(RawHttp.ask(server.port(), post + "Content-Length: 99999999\r\n\r\n"), 413, "too-large", false);
        check(RawHttp.ask(server.port(), post + "Transfer-Encoding: chunked\r\n\r\n110000\r\n" + "x".repeat(0x110000)), 413,
                "too-large", false);
        check(RawHttp.ask(server.port(), post + "Transfer-Encoding: chunked\r\n\r\nXY\r\n"), 400, "bad-input", false);
        check(RawHttp.ask(server.port(), post + "Content-Length: 2\r\n\r\n\u00ff\u00fe"), 400, "bad-input", false);
        check(RawHttp.ask(server.port(), post + "Content-Length: 2\r\n\r\n{]"), 400, "bad-input", false);
    }

    @Test
    void whoMayNotIsToldBeforeTheBodyIsAskedFor() throws IOException {
        String expecting = HOST + "Content-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue\r\n";
        String bearer = "Authorization: Bearer " + server.token("tester", java.util.List.of()) + "\r\n";
        String own = "Authorization: Bearer " + server.ownToken() + "\r\n";

        assertEquals(401, RawHttp.ask(server.port(), "POST /api/plans HTTP/1.1\r\n" + expecting + "\r\n").status());
        assertEquals(403, RawHttp.ask(server.port(), "POST /api/plans HTTP/1.1\r\n" + expecting + bearer + "\r\n").status());
        assertEquals(404, RawHttp.ask(server.port(), "POST /api/nowhere HTTP/1.1\r\n" + expecting + own + "\r\n").status());
        assertEquals(405, RawHttp.ask(server.port(), "POST /api/grids HTTP/1.1\r\n" + expecting + own + "\r\n").status());
        assertEquals(428, RawHttp.ask(server.port(), "PATCH /api/plans/1 HTTP/1.1\r\n" + expecting + own + "\r\n").status());
        assertEquals(413, RawHttp.ask(server.port(), "POST /api/plans HTTP/1.1\r\n"
                + expecting.replace("Length: 12", "Length: 12345678") + own + "\r\n").status());
        try (RawHttp http = new RawHttp(server.port())) {
            http.write("POST /api/plans HTTP/1.1\r\n" + expecting + own + "\r\n");
            assertEquals(100, http.read(true).status());
            http.write("{\"name\":\"x\"}");
            assertEquals(201, http.read(false).status());
        }
    }

    private static void check(Raw answer, int status, String type, boolean withoutBody) throws IOException {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.header("Content-Type"), answer.toString());
        assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer.toString());
        assertTrue(answer.header("Content-Security-Policy").contains("frame-ancestors 'none'"), answer.toString());
        assertEquals("no-store", answer.header("Cache-Control"), answer.toString());
        assertNull(answer.header("Server"));
        if (status == 405) {
            assertTrue(answer.header("Allow").contains("GET, HEAD"), answer.toString());
        }
        if (withoutBody) {
            return;
        }
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertEquals("urn:wangge:problem:" + type, problem.get("type").asText());
        assertEquals(status, problem.get("status").asInt());
        for (String word : new String[] {"detail", "remedy", "title"}) {
            assertFalse(problem.get(word).asText().isBlank());
            assertFalse(problem.get(word).asText().matches("(?s).*(jetty|javalin|Exception|\\tat |<html).*"), problem.toString());
        }
    }
}
