package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.wangge.access.Access;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer.Browser;

/// Signing in and out over HTTP, and the secrets that go with it; the same on both databases.
abstract class AccessApiContract extends AccessApiFixture {

    @Test
    void whoIsNotSignedInIsToldHowOneCan() {
        JsonNode who = server.bare("GET", "/api/session", null).json();

        assertEquals("{\"account\":null,\"roles\":[\"viewer\"],\"csrf\":null,\"anonymous\":\"viewer\",\"oidc\":false,"
                + "\"basemaps\":false,\"demo_accounts\":[]}", who.toString());
    }

    @Test
    void aOneTimePasswordOpensNothingButItsOwnChange() {
        JsonNode made = server.post("/api/accounts",
                "{\"name\":\"Li.Lei\",\"display_name\":\"李雷\",\"grants\":[{\"role\":\"planner\",\"grid\":" + p1 + "}]}").json();
        assertEquals("li.lei", made.get("name").asText());
        assertTrue(made.get("must_change_password").asBoolean());
        String once = made.get("one_time_password").asText();
        Browser browser = server.signIn("LI.LEI", once);

        JsonNode refused = browser.send("GET", "/api/grids", null).json();
        assertEquals("403 password_change_needed", refused.get("status").asInt() + " " + refused.get("reason").asText());
        assertEquals(400, change(browser, once, "short").status());
        assertEquals("same_password", change(browser, once, once).json().get("reason").asText());
        assertEquals("wrong_password", change(browser, "not it at all", PASSWORD).json().get("reason").asText());
        Browser after = browser.changePassword(once, PASSWORD);

        assertEquals(200, after.send("GET", "/api/grids", null).status());
        JsonNode who = after.send("GET", "/api/session", null).json();
        assertEquals("李雷 [\"viewer\",\"planner\"]", who.at("/account/display_name").asText() + " " + who.get("roles"));
        assertEquals("[{\"role\":\"planner\",\"branch\":null,\"grid\":" + p1 + "}]", who.at("/account/grants").toString());
        assertNull(server.bare("GET", "/api/session", null, "Cookie", browser.cookie()).json().get("account").textValue(),
                "the old session is over");
        assertThrows(AssertionError.class, () -> server.signIn("li.lei", once));
    }

    @Test
    void signingOutEndsTheSessionAndTakesTheCookieBack() {
        Browser browser = member("[]");
        Answer out = browser.send("DELETE", "/api/session", null);

        assertEquals(204, out.status());
        assertTrue(out.header("Set-Cookie").startsWith("wangge=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
                out.header("Set-Cookie"));
        assertEquals(401, browser.send("GET", "/api/tokens", null).status());
    }

    @Test
    void aChangeNeedsTheSessionsOwnTokenEvenFromAnotherSignedInPage() {
        Browser mine = member("[{\"role\":\"planner\"}]");
        Browser theirs = member("[{\"role\":\"planner\"}]");
        String plan = "{\"name\":\"x\"}";

        assertEquals("csrf", server.bare("POST", "/api/plans", plan, "Cookie", mine.cookie(), "X-CSRF-Token", theirs.csrf())
                .json().get("reason").asText());
        assertEquals(403, server.bare("POST", "/api/plans", plan, "Cookie", mine.cookie()).status());
        assertEquals(403, server.bare("POST", "/api/plans", plan, "Cookie", mine.cookie(), "X-CSRF-Token", mine.csrf(), "Origin",
                "http://evil.example").status());
        assertEquals(201, server.bare("POST", "/api/plans", plan, "Cookie", mine.cookie(), "X-CSRF-Token", mine.csrf()).status());
    }

    @Test
    void tooManyWrongPasswordsAre429WithTheTimeToWait() {
        String name = "user" + names++;
        server.member(name, PASSWORD, "[]");
        // each makes the next one wait twice as long, so that even a slow machine is refused before long
        List<Integer> statuses = new ArrayList<>();
        while (!statuses.contains(429) && statuses.size() < 20) {
            statuses.add(server.bare("POST", "/api/session", "{\"name\":\"" + name + "\",\"password\":\"no\"}").status());
        }
        assertEquals(List.of(401, 401, 401, 401, 401), statuses.subList(0, 5));
        assertEquals(429, statuses.getLast());
    }

    @Test
    void changesLeaveALineThatAdminsReadPageAndExport() {
        Browser planner = member("[{\"role\":\"planner\"}]");
        long plan = planner.send("POST", "/api/plans", "{\"name\":\"=SUM(A1)\"}").json().get("id").asLong();
        assertEquals(200, planner.send("POST", "/api/plans/" + plan + "/preview", reshape()).status());
        assertEquals(200, planner.change(plan, "commands", reshape()).status());
        assertEquals(200, planner.change(plan, "undo", "").status());
        assertEquals(204, server.bare("DELETE", "/api/plans/" + plan, null, "Cookie", planner.cookie(), "X-CSRF-Token",
                planner.csrf(),
                "If-Match", server.get("/api/plans/" + plan).header("ETag")).status());

        JsonNode first = server.get("/api/audit?subject=plan%20" + plan + "&limit=3").json();
        List<String> actions = new ArrayList<>();
        first.get("entries").forEach(e -> actions.add(e.get("action").asText() + " " + e.get("actor").asText()
                .replaceAll("\\d", "") + " " + e.get("address").asText()));
        assertEquals(List.of("plan.delete user 127.0.0.1", "plan.undo user 127.0.0.1", "plan.command user 127.0.0.1"), actions,
                "a preview changes nothing");
        assertEquals("[\"A\",\"B\"]", first.at("/entries/2/detail/grids").toString());
        JsonNode second = server.get("/api/audit?subject=plan%20" + plan + "&limit=3&before=" + first.get("next").asLong())
                .json();
        assertEquals("plan.create", second.at("/entries/0/action").asText());
        assertTrue(second.get("next").isNull());

        Answer csv = server.get("/api/audit?format=csv&action=plan&subject=plan%20" + plan);
        assertEquals("text/csv;charset=utf-8", csv.header("Content-Type").replace(" ", "").toLowerCase());
        assertEquals(5, csv.text().strip().lines().count(), csv.text());
        assertTrue(csv.text().startsWith("id,at,actor_id,actor,action,subject,detail,address"), csv.text());
        assertEquals(400, server.get("/api/audit?from=yesterday").status());
        assertEquals(0, server.get("/api/audit?to=2000-01-01").json().get("entries").size());
    }

    @Test
    void noSecretIsEverLoggedAuditedOrStored() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        ((Logger) LoggerFactory.getLogger("org.wangge")).setLevel(Level.TRACE);
        LoggerFactory.getLogger("org.wangge.probe").trace("this is seen");
        List<String> secrets = new ArrayList<>(List.of("wrong password 77", "typed-into-name-77", "weak77"));
        try {
            String name = "user" + names++;
            String once = server.post("/api/accounts", "{\"name\":\"" + name + "\",\"grants\":[{\"role\":\"viewer\"}]}").json()
                    .get("one_time_password").asText();
            Browser browser = server.signIn(name, once);
            change(browser, once, "weak77");
            change(browser, "wrong password 77", "not so weak 77");
            Browser after = browser.changePassword(once, "a fine secret 77");
            server.bare("POST", "/api/session", "{\"name\":\"" + name + "\",\"password\":\"wrong password 77\"}");
            server.bare("POST", "/api/session", "{\"name\":\"typed-into-name-77\",\"password\":\"x\"}");
            server.bare("POST", "/api/session", "{\"password\":\"wrong password 77\"");
            server.bare("POST", "/api/session", "{\"name\":1,\"password\":\"wrong password 77\"}");
            String token = after.send("POST", "/api/tokens", "{\"name\":\"t\",\"grants\":[{\"role\":\"viewer\"}]}").json()
                    .get("token").asText();
            assertEquals(200, server.bare("GET", "/api/grids", null, "Authorization", "Bearer " + token).status());
            server.bare("GET", "/api/grids", null, "Authorization", "Bearer " + token + "x");
            secrets.addAll(List.of(once, "a fine secret 77", "not so weak 77", token, browser.cookie().replaceFirst(".*?=", ""),
                    after.cookie().replaceFirst(".*?=", ""), after.csrf()));
            after.send("DELETE", "/api/session", null);
        } finally {
            root.setLevel(before);
            ((Logger) LoggerFactory.getLogger("org.wangge")).setLevel(Level.INFO);
            root.detachAppender(lines);
        }
        StringBuilder everything = new StringBuilder();
        for (ILoggingEvent line : List.copyOf(lines.list)) {
            for (var e = line.getThrowableProxy(); e != null; e = e.getCause()) {
                everything.append(e.getMessage()).append('\n');
            }
            everything.append(line.getFormattedMessage()).append('\n');
        }
        assertTrue(everything.indexOf("this is seen") >= 0, "the log was not seen, so this proves nothing");
        for (String table : List.of("accounts", "sessions", "api_tokens", "audit")) {
            dump(table, everything);
        }
        for (String secret : secrets) {
            assertFalse(everything.indexOf(secret) >= 0, () -> secret + " is written down");
        }
    }

    @Test
    void behindATlsProxyCookiesAreSecureAndOnlyItsNameIsAnswered() throws Exception {
        Exposure behindProxy = new Exposure("127.0.0.1", 0, URI.create("https://maps.example.com"), false, Set.of("127.0.0.1"));
        try (TestServer proxied = new TestServer(database.open(), new Access.Settings(false, false, null), behindProxy,
                java.time.Clock.systemUTC())) {
            String once = proxied.post("/api/accounts", "{\"name\":\"proxied" + names + "\"}").json().get("one_time_password")
                    .asText();
            Answer begun = proxied.bare("POST", "/api/session",
                    "{\"name\":\"proxied" + names++ + "\",\"password\":\"" + once + "\"}",
                    "Host", "maps.example.com", "Origin", "https://maps.example.com", "X-Forwarded-For",
                    "198.51.100.9, 203.0.113.7");

            assertEquals(200, begun.status(), begun.text());
            assertTrue(begun.header("Set-Cookie")
                    .matches("__Host-wangge=[\\w-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"),
                    begun.header("Set-Cookie"));
            assertEquals("203.0.113.7", proxied.get("/api/audit?action=session.begin&limit=1").json().at("/entries/0/address")
                    .asText(), "the last hop that is no proxy");
            assertEquals(400, proxied.get("/api/grids", "Host", "evil.example").status());
            assertEquals(200, proxied.bare("GET", "/health/live", null, "Host", "evil.example").status());
            assertTrue(proxied.get("/tiles/grids.json").json().at("/tiles/0").asText()
                    .startsWith("https://maps.example.com/tiles/"));
            assertEquals(401, proxied.bare("GET", "/api/events", null, "Accept", "text/event-stream").status());
        }
    }

    /// No heartbeat comes in between; whether anybody may see the map makes no difference to who came with a key.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theEventsOfAKeyEndAtOnceWithIt(boolean openToAll) throws Exception {
        Limits usual = Limits.USUAL;
        assertEquals(Duration.ofSeconds(15), usual.heartbeat(), "as docs/api.md says");
        Limits unasked = new Limits(
                usual.header(), usual.body(), usual.idle(), usual.waiting(), usual.unread(), Duration.ofHours(1));
        try (HttpClient client = HttpClient.newHttpClient();
                TestServer served = new TestServer(database.open(), new Access.Settings(openToAll, false, null),
                        Exposure.loopback(0), unasked, Clock.systemUTC())) {
            String viewer = "[{\"role\":\"viewer\"}]";
            List<Browser> browsers = Stream.of("leaving", "disabled", "deleted", "renewed", "changed", "staying")
                    .map(name -> served.member(name + names++, PASSWORD, viewer)).toList();
            Browser staying = browsers.getLast();
            JsonNode token = staying.send("POST", "/api/tokens", "{\"name\":\"t\",\"grants\":" + viewer + "}").json();
            List<CompletableFuture<Void>> streams = new ArrayList<>();
            browsers.forEach(b -> streams.add(follow(client, served, "Cookie", b.cookie())));
            CompletableFuture<Void> stay = streams.removeLast();
            streams.add(follow(client, served, "Authorization", "Bearer " + token.get("token").asText()));
            CompletableFuture<Void> nobody = openToAll ? follow(client, served, "X-Nobody", "x") : null;
            String listening = "wangge_events_clients " + (openToAll ? 8 : 7);
            Await.until("all listen", Duration.ofSeconds(20), () ->
                    served.get("/metrics").text().lines().anyMatch(l -> l.startsWith(listening)));

            assertEquals(204, browsers.get(0).send("DELETE", "/api/session", null).status());
            assertEquals(200, served.send("PATCH", account(browsers.get(1)), "{\"disabled\":true}").status());
            assertEquals(204, served.send("DELETE", account(browsers.get(2)), null).status());
            assertEquals(200, served.send("PATCH", account(browsers.get(3)), "{\"new_password\":true}").status());
            assertEquals(200, change(browsers.get(4), PASSWORD, PASSWORD + "0").status());
            assertEquals(204, staying.send("DELETE", "/api/tokens/" + token.get("id").asLong(), null).status());

            Await.until("their streams end", Duration.ofSeconds(20), () -> streams.stream().allMatch(CompletableFuture::isDone));
            for (CompletableFuture<Void> each : streams) {
                each.get();
            }
            assertFalse(stay.isDone(), "who is still signed in hears on");
            assertFalse(openToAll && nobody.isDone(), "and who never was");
        }
    }

    private static String account(Browser browser) {
        return "/api/accounts/" + browser.send("GET", "/api/session", null).json().at("/account/id").asLong();
    }

    /// Reads the events to their end.
    private static CompletableFuture<Void> follow(HttpClient client, TestServer server, String header, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/events"))
                .header("Accept", "text/event-stream").header(header, key).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(answer ->
                assertTrue(answer.body().contains("event: hello"), answer.body()));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, , false, false",
        "0.0.0.0, http://maps.example.com, false, false",
        "127.0.0.1, http://maps.example.com, false, false",
        "0.0.0.0, https://maps.example.com/path, false, false",
        "0.0.0.0, , true, true",
        "0.0.0.0, https://maps.example.com, false, true",
        "127.0.0.1, , false, true",
        "::1, , false, true",
    })
    void passwordsCrossANetworkInTheClearOnlyWhenThatWasSaid(String host, String url, boolean insecure, boolean starts) {
        if (starts) {
            assertNotNull(new Exposure(host, 0, url == null ? null : URI.create(url), insecure, Set.of()));
        } else {
            assertThrows(ProblemException.class,
                    () -> new Exposure(host, 0, url == null ? null : URI.create(url), insecure, Set.of()));
        }
    }

    private static Answer change(Browser browser, String present, String wanted) {
        return browser.send("POST", "/api/session/password",
                "{\"password\":\"" + present + "\",\"new_password\":\"" + wanted + "\"}");
    }

    private void dump(String table, StringBuilder to) throws Exception {
        try (Connection c = database.connect(); Statement s = c.createStatement(); ResultSet r =
                s.executeQuery("select * from " + table)) {
            while (r.next()) {
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    to.append(r.getString(i)).append('\n');
                }
            }
        }
    }
}
