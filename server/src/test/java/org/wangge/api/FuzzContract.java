package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.testing.RawHttp.Raw;
import org.wangge.testing.RawHttp;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Thousands of requests at the edges of every route, as nobody, with a token and with a session: none fails inside the server,
/// none is answered by a status that the API reference does not name, and what is refused is a problem. The seed is drawn anew
/// by `-Dwangge.fuzz.seed=…`; what fails names it and the request.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FuzzContract {

    private static final long SEED = Long.getLong("wangge.fuzz.seed", 20261127);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Grant> ALL = Arrays.stream(Role.values()).map(r -> new Grant(r, Scope.EVERYWHERE)).toList();
    /// What the server itself may say to any request.
    private static final Set<Integer> ANYWHERE = Set.of(400, 404, 405, 413, 414);

    private static final Pattern PLAN = Pattern.compile("^/api/plans/\\d{1,9}");

    private TestDatabases.Database database;
    private TestServer server;
    private int renewed;

    abstract TestDatabases.Database provide() throws Exception;

    abstract int requests();

    @BeforeAll
    void start() throws Exception {
        database = provide();
        var store = database.open();
        TestTown.load(store);
        server = new TestServer(store);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void everyAnswerIsGoodOrAProblemThatTheReferenceNames() throws IOException {
        Map<String, Set<Integer>> statuses = StatusTable.read();
        List<String> faults = new ArrayList<>();
        List<Long> ids = new ArrayList<>(server.store().codes(Table.GRIDS).values());
        ids.addAll(List.of(0L, 1L, 1L, 2L, 3L, 4L, 5L));
        for (int i = 0; i < 3; i++) {
            server.post("/api/plans", "{\"name\":\"p\"}");
        }
        Boundaries boundaries = new Boundaries(SEED, StatusTable.routes(), ids);
        TestServer.Browser browser = server.member("fuzz", "correct horse 9", "[{\"role\":\"planner\"},{\"role\":\"approver\"}]");
        String token = renewed();
        for (int i = 0; i < requests(); i++) {
            Endpoint route = boundaries.route();
            Boundaries.Sent sent = boundaries.next(route);
            // A session that has ended would be nobody from then on.
            boolean ends = sent.target().startsWith("/api/session") && sent.method().equals("DELETE");
            String[] who = switch (i % 4) {
                case 0 -> new String[0];
                case 1 -> ends ? new String[0] : new String[] {"Cookie: " + browser.cookie(), "X-CSRF-Token: " + browser.csrf()};
                default -> new String[] {"Authorization: Bearer " + token};
            };
            Raw answer = ask(sent, who);
            if (answer.status() == 401 && i % 4 > 1) {
                // The request before took the account away.
                token = renewed();
            }
            String name = route.method() + " " + route.path();
            String words = "seed " + SEED + ", request " + i + " to " + name + ": "
                    + sent.toString().substring(0, Math.min(900, sent.toString().length()))
                    + " answered " + answer.status() + " " + answer.body().substring(0, Math.min(600, answer.body().length()));
            boolean own = sent.method().equals(route.method().name()) || sent.method().equals("HEAD")
                    && route.method().name().equals("GET");
            boolean full = answer.status() == 503
                    && (answer.body().contains("\"no_place\"") || answer.body().contains("\"no_room\""));
            boolean documented = full || !own || statuses.getOrDefault(name, Set.of()).contains(answer.status())
                    || ANYWHERE.contains(answer.status());
            if (answer.status() >= 500 && !full || !documented || !isProblem(answer, sent.method())) {
                faults.add(words);
            }
        }
        assertEquals("", String.join("\n\n", faults.stream().limit(20).toList()), faults.size() + " faults");
    }

    /// A refusal must be one; anything else need not.
    private static boolean isProblem(Raw answer, String method) throws IOException {
        if (answer.status() < 400) {
            return true;
        }
        if (!"application/problem+json".equals(answer.header("Content-Type"))) {
            return false;
        }
        JsonNode problem = method.equals("HEAD") ? null : JSON.readTree(answer.body());
        return problem == null || problem.path("status").asInt() == answer.status()
                && !problem.path("detail").asText().isBlank() && !problem.path("remedy").asText().isBlank();
    }

    private String version(String plan) throws IOException {
        return RawHttp.ask(server.port(), "GET " + plan + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .header("ETag");
    }

    private String renewed() {
        return server.token("fuzz-" + renewed++, ALL);
    }

    private Raw ask(Boundaries.Sent sent, String... who) throws IOException {
        StringBuilder request = new StringBuilder(sent.method() + " " + sent.target()
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        for (String header : who) {
            request.append(header).append("\r\n");
        }
        Matcher plan = PLAN.matcher(sent.target());
        String version = sent.ifMatch() == null && plan.find() ? version(plan.group()) : sent.ifMatch();
        if (version != null) {
            request.append("If-Match: ").append(version).append("\r\n");
        }
        byte[] body = sent.body() == null ? new byte[0] : bytes(sent.body());
        if (sent.body() != null) {
            request.append("Content-Type: application/json\r\nContent-Length: ").append(body.length).append("\r\n");
        }
        try (RawHttp http = new RawHttp(server.port())) {
            http.write(request + "\r\n" + new String(body, StandardCharsets.ISO_8859_1));
            return http.read(sent.method().equals("HEAD"));
        }
    }

    /// A text that has Chinese in it is UTF-8; one that is all below 256 stands for bytes.
    private static byte[] bytes(String body) {
        return body.getBytes(body.chars().anyMatch(c -> c > 0xff) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }
}
