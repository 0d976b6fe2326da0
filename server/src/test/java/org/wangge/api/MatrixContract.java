package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.wangge.access.Access;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Who may do what: every route as every kind of caller, over HTTP, against two tables that are written here and not taken from
/// the program. What has a place (a plan, an account) lies in the subtree P1.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MatrixContract {

    /// Each route of the server and the kind of thing it is.
    private static final String ROUTES = """
            GET    /                                        open
            GET    /assets/{hash}/<path>                    open
            GET    /favicon.ico                             open
            GET    /health/live                             open
            GET    /health/ready                            open
            GET    /metrics                                 view
            GET    /api/session                             open
            POST   /api/session                             open
            DELETE /api/session                             leave
            POST   /api/session/password                    leave
            GET    /api/oidc/start                          open
            GET    /api/oidc/callback                       open
            GET    /api/accounts                            accounts
            POST   /api/accounts                            account
            GET    /api/accounts/{id}                       account
            PATCH  /api/accounts/{id}                       account
            DELETE /api/accounts/{id}                       account
            GET    /api/tokens                              keys
            POST   /api/tokens                              keys
            DELETE /api/tokens/{id}                         keys
            GET    /api/audit                               audit
            GET    /tiles/cells.json                        view
            GET    /tiles/cells/{z}/{x}/{y}.mvt             view
            GET    /tiles/{layers}.json                     view
            GET    /tiles/{layers}/{z}/{x}/{y}.mvt          view
            GET    /tiles/surface/{metric}/{z}/{x}/{y}.png  view
            GET    /api/basemaps                            view
            PATCH  /api/basemaps                            audit
            GET    /basemaps/{id}/{z}/{x}/{y}               view
            GET    /api/metrics                             view
            GET    /api/schema                              view
            GET    /api/grids                               view
            GET    /api/changes                             view
            GET    /api/grids/{id}                          view
            GET    /api/persons                             view
            GET    /api/hotspots                            view
            GET    /api/locate                              view
            GET    /api/streets/way                         view
            GET    /api/search                              view
            GET    /api/events                              view
            POST   /api/plans                               begin
            GET    /api/plans                               view
            GET    /api/plans/{id}                          view
            PATCH  /api/plans/{id}                          draw
            DELETE /api/plans/{id}                          draw
            POST   /api/plans/{id}/copy                     draw
            GET    /api/plans/{id}/moved                    view
            POST   /api/plans/{id}/rebase                   draw
            PUT    /api/plans/{id}/presence                 present
            DELETE /api/plans/{id}/presence                 present
            GET    /api/plans/{id}/events                   view
            GET    /api/plans/{id}/comments                 view
            POST   /api/plans/{id}/comments                 comment
            POST   /api/plans/{id}/submit                   draw
            POST   /api/plans/{id}/withdraw                 draw
            POST   /api/plans/{id}/return                   approve
            POST   /api/plans/{id}/approve                  approve
            POST   /api/plans/{id}/commands                 draw
            POST   /api/plans/{id}/preview                  draw
            POST   /api/plans/{id}/undo                     draw
            POST   /api/plans/{id}/redo                     draw
            POST   /api/plans/{id}/publish                  publish
            GET    /api/revisions                           view
            GET    /api/revisions/{id}                      view
            GET    /api/revisions/{id}/compare              view
            POST   /api/revisions/{id}/restore              begin
            GET    /api/jobs                                view
            GET    /api/jobs/{id}                           job
            DELETE /api/jobs/{id}                           job
            POST   /api/imports                             import
            GET    /api/imports/{id}                        import
            POST   /api/imports/{id}/commit                 import
            DELETE /api/imports/{id}                        import
            POST   /api/backups                             audit
            GET    /api/backups/{id}                        audit
            GET    /ogc                                     view
            GET    /ogc/api                                 view
            GET    /ogc/conformance                         view
            GET    /ogc/collections                         view
            GET    /ogc/collections/{layer}                 view
            GET    /ogc/collections/{layer}/schema          view
            GET    /ogc/collections/{layer}/items           view
            GET    /ogc/collections/{layer}/items/{id}      view
            """;

    /// What each caller may: + yes, 1 must sign in (401), 3 may not (403), r may read but not change.
    /// Names: role, or role@subtree; `a as b` is an account a with a token limited to b; the rest see [#headers].
    private static final String CALLERS = """
            caller               open view begin draw publish accounts account audit leave keys comment approve present job import
            anonymous-viewing    +    +    1     1    1       1        1       1     1     1    1       1       1       +   1
            anonymous            +    1    1     1    1       1        1       1     1     1    1       1       1       1   1
            nothing              +    3    3     3    3       3        3       3     3     3    3       3       3       3   3
            viewer               +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            viewer@P1            +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            viewer@P2            +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            reporter             +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            reporter@P1          +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            reporter@P2          +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            manager              +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            manager@P1           +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            importer             +    +    3     3    3       3        3       3     3     3    3       3       3       +   +
            importer@P1          +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            planner              +    +    +     +    +       3        3       3     3     3    +       3       +       +   3
            planner@P1           +    +    +     +    +       3        3       3     3     3    +       3       +       +   3
            planner@T            +    +    +     +    +       3        3       3     3     3    +       3       +       +   3
            planner@A            +    +    +     3    3       3        3       3     3     3    3       3       +       +   3
            planner@P2           +    +    +     3    3       3        3       3     3     3    3       3       +       +   3
            approver             +    +    3     3    +       3        3       3     3     3    +       +       +       +   3
            approver@P1          +    +    3     3    +       3        3       3     3     3    +       +       +       +   3
            approver@P2          +    +    3     3    3       3        3       3     3     3    3       3       +       +   3
            admin                +    +    3     3    3       +        +       +     3     3    3       3       3       +   3
            admin@P1             +    +    3     3    3       +        +       3     3     3    3       3       3       +   3
            admin@P2             +    +    3     3    3       +        3       3     3     3    3       3       3       +   3
            planner,admin        +    +    +     +    +       +        +       +     3     3    +       3       +       +   3
            planner-as-viewer    +    +    3     3    3       3        3       3     3     3    3       3       3       +   3
            planner-as-planner@P1 +    +    +     +    +       3        3       3     3     3    +       3       +       +   3
            planner-as-planner@P2 +    +    +     3    3       3        3       3     3     3    3       3       +       +   3
            admin-as-admin@P1    +    +    3     3    3       +        +       3     3     3    3       3       3       +   3
            planner-and-lost     +    3    3     3    3       3        3       3     3     3    3       3       3       3   3
            disabled             1    1    1     1    1       1        1       1     1     1    1       1       1       1   1
            unknown-token        1    1    1     1    1       1        1       1     1     1    1       1       1       1   1
            session-planner      +    +    +     +    +       3        3       3     +     +    +       3       +       +   3
            session-admin        +    +    3     3    3       +        +       +     +     +    3       3       3       +   3
            session-planner-no-csrf +    r    3     3    3       3        3       3     3     r    3       3       3       r   3
            session-admin-no-csrf +    r    3     3    3       r        r       r     3     r    3       3       3       r   3
            session-one-time     +    3    3     3    3       3        3       3     +     3    3       3       3       3   3
            session-forged       +    1    1     1    1       1        1       1     1     1    1       1       1       1   1
            """;

    private static final String PASSWORD = "correct horse 9";

    private TestDatabases.Database database;
    private TestServer viewing;
    private TestServer closed;
    private final Map<String, TestServer.Browser> browsers = new LinkedHashMap<>();
    private final Map<String, String> oneTime = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private Map<String, Long> grids;
    private long branch;
    private int made;
    /// A plan for those who can do nothing to it.
    private long spare;

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = provide();
        var store = database.open(TestTown.CONTENT);
        grids = store.codes(Table.GRIDS);
        branch = store.codes(Table.BRANCHES).get("T");
        closed = new TestServer(store, new Access.Settings(false, false, null), Exposure.loopback(0), Clock.systemUTC());
        viewing = new TestServer(database.open());
        long first = closed.post("/api/plans", "{\"name\":\"first\"}").json().get("id").asLong();
        closed.change(first, "commands", "{\"type\":\"setAttributes\",\"grid\":%d,\"attributes\":{\"name\":\"甲\"}}"
                .formatted(grids.get("A")));
        assertEquals(200, closed.publish(first).status());
        viewing.sync();
        browsers.put("session-planner", closed.member("sp", PASSWORD, "[{\"role\":\"planner\"}]"));
        browsers.put("session-admin", closed.member("sa", PASSWORD, "[{\"role\":\"admin\"}]"));
        oneTime.put("session-one-time", closed.post("/api/accounts", "{\"name\":\"so\",\"grants\":[{\"role\":\"planner\"}]}")
                .json().get("one_time_password").asText());
        browsers.put("session-one-time", closed.signIn("so", oneTime.get("session-one-time")));
    }

    @AfterAll
    void stop() throws Exception {
        viewing.close();
        closed.close();
        database.close();
    }

    @Test
    void theTableKnowsExactlyTheRoutesOfTheServer() {
        var served = new TreeSet<String>();
        StatusTable.routes().forEach(e -> served.add(e.method() + " " + e.path()));
        var tabled = new TreeSet<String>();
        ROUTES.lines().forEach(l -> tabled.add(l.split("\\s+")[0] + " " + l.split("\\s+")[1]));

        assertEquals(served, tabled);
    }

    @TestFactory
    Stream<DynamicContainer> everyCallerOnEveryRoute() {
        List<String> lines = CALLERS.lines().toList();
        List<String> kinds = List.of(lines.getFirst().split("\\s+"));
        return lines.stream().skip(1).map(line -> {
            String[] cells = line.split("\\s+");
            return DynamicContainer.dynamicContainer(cells[0], ROUTES.lines().map(route -> {
                String[] r = route.split("\\s+");
                char expected = cells[kinds.indexOf(r[2])].charAt(0);
                return DynamicTest.dynamicTest(cells[0] + " " + r[0] + " " + r[1],
                        () -> check(cells[0], r[0], r[1], r[2], expected));
            }));
        });
    }

    private void check(String caller, String method, String path, String kind, char expected) {
        TestServer server = caller.equals("anonymous-viewing") ? viewing : closed;
        // Page, assets and health don't look at keys.
        char wanted = expected == '1' && kind.equals("open") && !path.startsWith("/api/") ? '+' : expected;
        String[] request = request(server, method, path, wanted == '+');
        List<String> headers = new ArrayList<>(List.of(headers(caller)));
        if (request[0].matches("/api/plans/\\d+.*") && !method.equals("GET")) {
            headers.addAll(List.of("If-Match", closed.tag(Long.parseLong(request[0].split("/")[3]))));
        }
        Answer answer = server.bare(method, request[0], request[1], headers.toArray(String[]::new));
        boolean asked = method.equals("GET");
        boolean mayNot = answer.status() == 401 && !isWrongPassword(method, path) || answer.status() == 403;
        String words = caller + " " + method + " " + path + " answered " + answer.status() + " " + answer.text();
        switch (wanted == 'r' ? asked ? '+' : '3' : wanted) {
            case '+' -> assertTrue(!mayNot && answer.status() < 500, words);
            case '1' -> assertEquals(401, answer.status(), words);
            default -> assertEquals(403, answer.status(), words);
        }
        if (wanted != '+' && answer.status() == 401) {
            assertTrue(answer.header("WWW-Authenticate").startsWith("Bearer"), words);
        }
        if (wanted == '+' && asked && kind.equals("view")) {
            // a stream does not end, so none is asked for; and no file of tiles is there
            int good = path.equals("/api/events") ? 400 : path.startsWith("/basemaps/") ? 404 : 200;
            assertEquals(good, answer.status(), words);
        }
        if (mayNot) {
            assertEquals("application/problem+json", answer.header("Content-Type"), words);
        }
        if (wanted == '+' && method.equals("DELETE") && path.equals("/api/session")) {
            String name = caller.equals("session-planner") ? "sp" : caller.equals("session-admin") ? "sa" : "so";
            browsers.put(caller, closed.signIn(name, oneTime.getOrDefault(caller, PASSWORD)));
        }
    }

    /// Sign-in itself answers 401 to everybody here.
    private static boolean isWrongPassword(String method, String path) {
        return method.equals("POST") && path.equals("/api/session");
    }

    /// A request that this route would take: its path with things that are there, and a body.
    private String[] request(TestServer server, String method, String path, boolean used) {
        String id = String.valueOf(grids.get("A"));
        String body = method.equals("POST") || method.equals("PATCH") ? "" : null;
        String grantInP1 = "\"grants\":[{\"role\":\"viewer\",\"grid\":" + grids.get("P1") + "}]";
        if (path.startsWith("/api/plans/{id}")) {
            id = String.valueOf(plan(used));
        }
        if (path.startsWith("/api/accounts/{id}")) {
            id = String.valueOf(account("victim" + made++, List.of(new Grant(Role.PLANNER, new Scope.OfGrid(grids.get("P1")))))
                    .id());
        }
        if (path.startsWith("/ogc/collections/{layer}/items/{id}")) {
            id = String.valueOf(grids.get("A"));
        }
        String real = path.replace("{hash}", "x")
                .replace("<path>", "y")
                .replace("{layers}", "grids")
                .replace("{layer}", "grids")
                .replace("{metric}", "penetration")
                .replace("{z}/{x}/{y}", "14/13516/6261")
                .replace("{id}", path.contains("tokens") ? "999999" : id);
        return switch (method + " " + path) {
            case "POST /api/imports" -> new String[] {real + "?layer=ports", used ? "code,lon,lat\np1,117.001,39.001\n" : "x"};
            case "GET /api/jobs/{id}", "DELETE /api/jobs/{id}", "GET /api/imports/{id}", "POST /api/imports/{id}/commit",
                    "DELETE /api/imports/{id}", "GET /api/backups/{id}" -> new String[] {path.replace("{id}", "999999"), body};
            case "GET /api/hotspots" -> new String[] {real + "?metric=penetration", null};
            case "PATCH /api/basemaps" -> new String[] {real, "{\"version\":99,\"words\":[]}"};
            case "GET /api/streets/way" ->
                new String[] {real + "?lon=117.005&lat=39.005&to_lon=117.006&to_lat=39&reach=9", null};
            case "GET /api/locate" -> new String[] {real + "?lon=117.005&lat=39.005", null};
            case "GET /api/search" -> new String[] {real + "?q=A", null};
            case "GET /api/changes" ->
                    new String[] {real + "?since=" + server.publisher().current().position().text(), null};
            case "POST /api/session" -> new String[] {real, "{}"};
            case "POST /api/session/password" -> new String[] {real, "{}"};
            case "POST /api/accounts" -> new String[] {real, "{\"name\":\"new" + made++ + "\"," + grantInP1 + "}"};
            case "PATCH /api/accounts/{id}" -> new String[] {real, "{\"display_name\":\"某\"}"};
            case "POST /api/tokens" -> new String[] {real, "{\"name\":\"t\",\"days\":0}"};
            case "POST /api/plans", "POST /api/plans/{id}/copy",
                    "PATCH /api/plans/{id}" -> new String[] {real, "{\"name\":\"p\"}"};
            case "PUT /api/plans/{id}/presence" -> new String[] {real, "{\"grids\":[1]}"};
            case "POST /api/plans/{id}/comments" -> new String[] {real, "{\"note\":\"n\"}"};
            case "POST /api/plans/{id}/return" -> new String[] {real, "{\"reason\":\"r\"}"};
            case "POST /api/plans/{id}/rebase" -> new String[] {real, "{\"choose\":\"mine\"}"};
            case "GET /api/revisions/{id}", "GET /api/revisions/{id}/compare", "POST /api/revisions/{id}/restore" ->
                    new String[] {path.replace("{id}", "1"), body};
            case "POST /api/plans/{id}/commands", "POST /api/plans/{id}/preview" -> new String[] {real, reshape()};
            default -> new String[] {real, body};
        };
    }

    /// A plan with one command that counts and one that is undone, both inside P1.
    private long plan(boolean used) {
        if (spare != 0 && !used) {
            return spare;
        }
        long id = closed.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (int i = 0; i < 2; i++) {
            Answer applied = closed.change(id, "commands", reshape());
            assertEquals(200, applied.status(), applied.text());
        }
        assertEquals(200, closed.change(id, "undo", "").status());
        spare = used ? spare : id;
        return id;
    }

    private String reshape() {
        double depth = 117.0101 + 0.000002 * made++;
        return ("{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":[[117.01,39.002],"
                + "[%.7f,39.005],[117.01,39.008]]}}")
                .formatted(grids.get("A"), grids.get("B"), depth);
    }

    private String[] headers(String caller) {
        if (caller.startsWith("anonymous")) {
            return new String[0];
        }
        if (caller.equals("session-forged")) {
            return new String[] {"Cookie", "wangge=" + "x".repeat(43), "X-CSRF-Token", "x"};
        }
        if (caller.startsWith("session")) {
            TestServer.Browser browser = browsers.get(caller.replace("-no-csrf", ""));
            return caller.endsWith("no-csrf")
                    ? new String[] {"Cookie", browser.cookie()}
                    : new String[] {"Cookie", browser.cookie(), "X-CSRF-Token", browser.csrf()};
        }
        return new String[] {"Authorization", "Bearer " + tokens.computeIfAbsent(caller, this::token)};
    }

    private String token(String caller) {
        List<Grant> planner = List.of(new Grant(Role.PLANNER, Scope.EVERYWHERE));
        return switch (caller) {
            case "unknown-token" -> "wgt_" + "x".repeat(43);
            case "nothing" -> closed.token("nothing", List.of());
            case "planner-and-lost" -> {
                String token = closed.token("lost", planner);
                update(closed.store().accounts().findByName("lost").orElseThrow(), false, List.of());
                yield token;
            }
            case "disabled" -> {
                String token = closed.token("disabled", planner);
                update(closed.store().accounts().findByName("disabled").orElseThrow(), true, planner);
                yield token;
            }
            default -> {
                String[] limit = caller.split("-as-");
                yield closed.token(caller.replace(',', '.').toLowerCase(Locale.ROOT), grants(limit[0]),
                        grants(limit[limit.length - 1]));
            }
        };
    }

    private List<Grant> grants(String words) {
        List<Grant> grants = new ArrayList<>();
        for (String word : words.split(",")) {
            String[] parts = word.split("@");
            Scope scope = parts.length == 1 ? Scope.EVERYWHERE : parts[1].equals("T") ? new Scope.OfBranch(branch)
                    : new Scope.OfGrid(grids.get(parts[1]));
            grants.add(new Grant(Role.ofKey(parts[0]), scope));
        }
        return grants;
    }

    private Account account(String name, List<Grant> grants) {
        return closed.store().accounts().add(new Account(0, 0, name, null, null, null, false, false, Instant.now(), grants));
    }

    private void update(Account a, boolean disabled, List<Grant> grants) {
        closed.store().accounts().update(
                new Account(a.id(), a.version(), a.name(), a.displayName(), null, null, false, disabled, a.createdAt(), grants));
    }
}
