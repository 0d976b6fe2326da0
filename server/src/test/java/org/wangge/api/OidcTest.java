package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.access.Access;
import org.wangge.access.Oidc;
import org.wangge.access.OidcRoles;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestProvider;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Sign-in with an operator's identity provider, against one that speaks the protocol over HTTP.
class OidcTest {

    private static final URI PUBLIC = URI.create("http://localhost:18080");
    private static final Map<String, UnaryOperator<JWTClaimsSet.Builder>> LIES = Map.of(
            "nonce", c -> c.subject("7").claim("nonce", "another"),
            "audience", c -> c.subject("7").audience("another"),
            "issuer", c -> c.subject("7").issuer("http://another"),
            "expired", c -> c.subject("7").expirationTime(Date.from(Instant.now().minusSeconds(600))));

    @TempDir
    Path folder;

    private TestProvider provider;
    private TestServer server;

    @BeforeEach
    void start() {
        provider = new TestProvider();
        var store = TestDatabases.geoPackage(folder).open(TestTown.CONTENT);
        Oidc.Settings settings = new Oidc.Settings(provider.issuer(), TestProvider.CLIENT, TestProvider.SECRET, PUBLIC,
                OidcRoles.parse("realm_access.roles",
                        List.of("planners=planner", "south=approver@P1", "cn=it,ou=x=admin", "ghost=viewer@NOWHERE")));
        server = new TestServer(store, new Access.Settings(false, false, settings),
                new Exposure("127.0.0.1", 0, PUBLIC, false, Set.of()), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    @Test
    void whoTheProviderKnowsGetsAnAccountWithoutARoleAndTheSameOneEveryTime() throws Exception {
        Answer back = roundTrip(null);
        assertEquals("302 /", back.status() + " " + path(back));
        String cookie = session(back);
        JsonNode who = server.bare("GET", "/api/session", null, "Cookie", cookie).json();
        assertEquals("han.meimei 韩梅梅 []", who.at("/account/name").asText() + " " + who.at("/account/display_name").asText() + " "
                + who.get("roles"));
        assertEquals(403, server.bare("GET", "/api/grids", null, "Cookie", cookie).status());

        long id = who.at("/account/id").asLong();
        assertEquals(200, server.send("PATCH", "/api/accounts/" + id, "{\"grants\":[{\"role\":\"viewer\"}]}").status());
        assertEquals(200, server.bare("GET", "/api/grids", null, "Cookie", cookie).status());
        provider.says(c -> c.subject("7").claim("preferred_username", "renamed"));
        assertEquals(id, server.bare("GET", "/api/session", null, "Cookie", session(roundTrip(null))).json().at("/account/id")
                .asLong());
        provider.says(c -> c.subject("8").claim("preferred_username", "han.meimei"));
        assertEquals("han.meimei-2", server.bare("GET", "/api/session", null, "Cookie", session(roundTrip(null))).json()
                .at("/account/name").asText());
        provider.says(c -> c.subject("9").claim("preferred_username", "h\u0430n.meimei"));
        assertEquals("user", server.bare("GET", "/api/session", null, "Cookie", session(roundTrip(null))).json()
                .at("/account/name").asText(), "a Cyrillic a");
        provider.says(c -> c.subject("10").claim("preferred_username", "x" + "\uD840\uDC00".repeat(60))
                .claim("name", "x" + "\uD840\uDC00".repeat(120)));
        JsonNode wide = server.bare("GET", "/api/session", null, "Cookie", session(roundTrip(null))).json().get("account");
        assertEquals("x" + "\uD840\uDC00".repeat(39), wide.get("name").asText(), "no half a character");
        assertEquals("x" + "\uD840\uDC00".repeat(99), wide.get("display_name").asText());
        assertEquals("{\"by\":\"oidc\"}", server.get("/api/audit?action=session.begin&limit=1").json().at("/entries/0/detail")
                .toString());
        assertEquals(401, server.bare("POST", "/api/session", "{\"name\":\"han.meimei\",\"password\":\"x\"}").status(),
                "it has no password");
    }

    @Test
    void whatTheMappingNamesFollowsTheProviderAndTheRestIsTheAdmins() throws Exception {
        long p1 = server.store().codes(Table.GRIDS).get("P1");
        assertEquals("[]", grants(List.of("south-east", "ghost")), "no such value, no such place");
        assertEquals("[approver P1, planner]", grants(List.of("south", "planners")));
        JsonNode account = account();
        assertEquals(200, server.send("PATCH", "/api/accounts/" + account.get("id"),
                "{\"grants\":[{\"role\":\"approver\",\"grid\":" + p1 + "},{\"role\":\"reporter\"}]}").status());
        assertEquals("[planner, reporter]", grants(List.of("planners")), "reporter was given by hand, approver by the provider");
        assertEquals("{\"by\":\"oidc\",\"grants\":[\"planner everywhere\",\"reporter everywhere\"]}", sorted(
                server.get("/api/audit?action=account.change&limit=1").json().at("/entries/0/detail")));
        int lines = server.get("/api/audit?action=account.change").json().get("entries").size();
        assertEquals("[planner, reporter]", grants(List.of("planners")));
        assertEquals(lines, server.get("/api/audit?action=account.change").json().get("entries").size(),
                "nothing changed, no line");
        assertEquals("[admin, reporter]", grants(List.of("cn=it,ou=x")));
        assertEquals("[reporter]", grants(null), "a token without the claim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"planners", "=planner", "planners=painter", "planners=planner@"})
    void aRuleThatCantBeReadIsQuoted(String rule) {
        Problem problem = assertThrows(ProblemException.class, () -> OidcRoles.parse("groups", List.of(rule))).problem();
        assertEquals("--oidc-role is '" + rule + "'.", problem.detail());
    }

    /// Signs in with these roles of the provider; what the account has then, by role.
    private String grants(List<String> roles) throws Exception {
        provider.says(c -> roles == null ? c.subject("7") : c.subject("7").claim("realm_access", Map.of("roles", roles)));
        session(roundTrip(null));
        List<String> grants = new ArrayList<>();
        for (JsonNode g : account().get("grants")) {
            grants.add(g.get("role").asText() + (g.path("grid").isNumber() ? " P1" : ""));
        }
        return grants.stream().sorted().toList().toString();
    }

    private JsonNode account() {
        for (JsonNode a : server.get("/api/accounts").json().get("accounts")) {
            if (a.get("signs_in_by").asText().equals("oidc") && a.get("name").asText().matches("7|han.*")) {
                return a;
            }
        }
        throw new AssertionError("there is no account of the provider's");
    }

    private static String sorted(JsonNode detail) {
        List<String> grants = new ArrayList<>();
        detail.get("grants").forEach(g -> grants.add("\"" + g.asText() + "\""));
        return "{\"by\":\"" + detail.get("by").asText() + "\",\"grants\":[" + String.join(",", grants.stream().sorted().toList())
                + "]}";
    }

    @Test
    void aDisabledAccountStaysOut() throws Exception {
        long id = server.bare("GET", "/api/session", null, "Cookie", session(roundTrip(null))).json().at("/account/id").asLong();
        server.send("PATCH", "/api/accounts/" + id, "{\"disabled\":true}");

        assertEquals("/?sign_in_refused=oidc_disabled", path(roundTrip(null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonce", "audience", "issuer", "expired"})
    void aTokenThatSaysSomethingElseIsRefused(String lie) throws Exception {
        provider.says(LIES.get(lie));

        assertRefused("id_token", roundTrip(null));
    }

    @Test
    void aTokenSignedByAnotherIsRefused() throws Exception {
        provider.signsWithAnotherKey();

        assertRefused("id_token", roundTrip(null));
    }

    @Test
    void anAnswerThatThisBrowserHasNotAskedForIsRefused() throws Exception {
        assertRefused("state", roundTrip("wangge-oidc=" + "x".repeat(43)));
        assertRefused("state", roundTrip(""));
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        Answer start = server.bare("GET", "/api/oidc/start", null);
        String cookie = start.header("Set-Cookie").replaceFirst(";.*", "");
        String query = callback(start.header("Location"));

        assertEquals("/", path(server.bare("GET", query, null, "Cookie", cookie)));
        assertRefused("code", server.bare("GET", query, null, "Cookie", cookie));
    }

    @Test
    void aRefusalOfTheProviderIsTold() {
        Answer start = server.bare("GET", "/api/oidc/start", null);
        String state = start.header("Location").replaceFirst(".*[?&]state=([^&]+).*", "$1");

        assertRefused("denied", server.bare("GET", "/api/oidc/callback?error=access_denied&state=" + state, null,
                "Cookie", start.header("Set-Cookie").replaceFirst(";.*", "")));
    }

    @Test
    void aProviderThatIsAwayIs503AndOneThatIsNotSetUp404() throws Exception {
        provider.close();
        assertEquals(503, server.bare("GET", "/api/oidc/start", null).status());
        try (TestServer without = new TestServer(TestDatabases.geoPackage(folder.resolve("other")).open())) {
            assertEquals(404, without.bare("GET", "/api/oidc/start", null).status());
        }
    }

    private void assertRefused(String reason, Answer answer) {
        assertEquals("302 /?sign_in_refused=oidc_" + reason, answer.status() + " " + path(answer));
        assertTrue(answer.headers().allValues("Set-Cookie").stream().noneMatch(c -> c.startsWith("wangge=")),
                "no session has begun");
        assertEquals(reason, server.get("/api/audit?action=session.refused&limit=1").json().at("/entries/0/detail/reason")
                .asText());
    }

    /// To the provider and back, with the cookie that the server set, or another.
    private Answer roundTrip(String cookie) throws Exception {
        Answer start = server.bare("GET", "/api/oidc/start", null);
        assertEquals(302, start.status(), start.text());
        assertTrue(start.header("Location").contains("code_challenge_method=S256"), start.header("Location"));
        String own = start.header("Set-Cookie").replaceFirst(";.*", "");
        return server.bare("GET", callback(start.header("Location")), null, "Cookie", cookie == null ? own : cookie);
    }

    /// What the provider sends the browser to, as a path of the server under test.
    private static String callback(String location) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> at = browser.send(HttpRequest.newBuilder(URI.create(location)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(302, at.statusCode(), at.body());
            String back = at.headers().firstValue("Location").orElseThrow();
            assertTrue(back.startsWith(PUBLIC + "/api/oidc/callback?"), back);
            return back.substring(PUBLIC.toString().length());
        }
    }

    private static String session(Answer answer) {
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        return cookies.stream().filter(c -> c.startsWith("wangge=")).findFirst().orElseThrow(() -> new AssertionError(cookies))
                .replaceFirst(";.*", "");
    }

    private static String path(Answer answer) {
        return String.valueOf(answer.header("Location")).replaceFirst("^https?://[^/]+", "");
    }
}
