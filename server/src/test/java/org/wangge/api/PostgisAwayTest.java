package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.TcpGate;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// The server while PostgreSQL is away, silent or locked: what shows the map goes on, what needs the database says so soon and
/// with words, and all heals by itself. The database is behind a gate of real sockets.
@Tag("postgis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgisAwayTest {

    /// The ways in which a database is away.
    enum Away {
        REFUSED,
        SILENT;

        void begin(TcpGate gate) {
            switch (this) {
                case REFUSED -> gate.refuse();
                case SILENT -> gate.swallow();
            }
        }
    }

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TILE = "/tiles/grids,buildings/14/13517/6217.mvt";

    private TestDatabases.Database database;
    private TcpGate gate;
    private TestServer server;
    private long plan;

    @BeforeAll
    void start() throws Exception {
        database = TestDatabases.postgis();
        try (Store store = database.open()) {
            TestTown.load(store);
        }
        gate = TcpGate.before(database.url());
        server = new TestServer(Store.openPostgis(gate.through(database.url())));
        plan = server.post("/api/plans", "{\"name\":\"n\"}").json().get("id").asLong();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        gate.close();
        database.close();
    }

    /// The atlas is there a moment before somebody follows: that moment belongs to the loading. Here the database says nothing
    /// in it.
    @Test
    void aMapThatIsLoadedAndNotFollowedYetIsStillBeingLoaded() {
        try (TcpGate own = TcpGate.before(database.url());
                TestServer loading = TestServer.stillLoading(Store.openPostgis(own.through(database.url())))) {
            AtomicBoolean first = new AtomicBoolean(true);
            loading.publisher().listen(_ -> {
                if (first.getAndSet(false)) {
                    own.swallow();
                }
            });
            CompletableFuture<Void> start = CompletableFuture.runAsync(loading.follower()::start);
            Await.until("the map", SOON, loading.publisher()::isReady);
            Answer answer = loading.bare("GET", "/health/ready", null);
            assertEquals(503, answer.status());
            assertEquals("The atlas is still loading.", answer.json().get("detail").asText());
            own.open();
            own.cut();
            assertThrows(CompletionException.class, start::join);
            Await.until("it is loaded after all", SOON, () -> isLoaded(loading));
            assertEquals(200, loading.bare("GET", "/health/ready", null).status());
        }
    }

    /// A connection that was used a moment before it was lost is given out once more.
    private static boolean isLoaded(TestServer loading) {
        try {
            loading.follower().start();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatShowsTheMapGoesOnWhileManyWaitForADatabaseThatIsAway(Away away) throws Exception {
        Instant begun = Instant.now();
        Await.until("it is in step", SOON, () -> stale(TILE) == null);
        Answer before = server.bare("GET", TILE, null);
        away.begin(gate);
        // None of these answers may need the database to come back: it stays away until all of them are there.
        List<Answer> readers = atOnce(120, () -> server.bare("GET", "/api/plans/" + plan, null));
        assertEquals(Set.of(503), statuses(readers));
        assertTrue(readers.stream().allMatch(a -> a.header("Retry-After") != null));
        assertTrue(readers.stream().allMatch(a -> a.json().get("type").asText().equals("urn:wangge:problem:unavailable")));
        assertTrue(readers.stream().map(a -> a.json().get("detail").asText())
                .noneMatch(d -> d.contains(" can't be reached: ") && d.contains("(total=")), "it is not the pool that is away");
        String name = database.url().replaceFirst(".*/([^/?]+).*", "$1");
        String told = "The database can't be reached.";
        assertEquals(Set.of(), Set.copyOf(readers.stream().map(Answer::text).filter(t -> t.contains(name)
                || t.contains("127.0.0.1") || t.contains("localhost")).toList()), "nobody but an admin is told where it is");
        Await.until("it is known to be away", SOON,
                () -> server.bare("GET", "/api/plans/" + plan, null).json().get("detail").asText().equals(told));
        String ofAdmin = server.get("/api/plans/" + plan).json().get("detail").asText();
        assertTrue(ofAdmin.startsWith("The database " + name + " on 127.0.0.1:"), ofAdmin);
        List<Answer> writers = atOnce(40, () -> server.post("/api/plans", "{\"name\":\"m\"}"));
        assertEquals(Set.of(503), statuses(writers));

        Await.until("the answers say since when they may be stale", SOON, () -> stale(TILE) != null);
        Instant since = Instant.parse(stale(TILE));
        assertTrue(since.isAfter(begun.minusSeconds(5)) && since.isBefore(Instant.now()), since + " is not after " + begun);
        for (String path : List.of(TILE, "/api/grids", "/api/locate?lon=117.005&lat=39.005", "/ogc/collections/grids/items")) {
            Answer shown = server.bare("GET", path, null);
            assertEquals(200, shown.status(), path);
            assertNotNull(shown.header("Wangge-Stale-Since"), path);
        }
        assertEquals(before.text(), server.bare("GET", TILE, null).text());
        JsonNode ready = server.bare("GET", "/health/ready", null).json();
        assertEquals("away; the map shows the last state", ready.get("database").asText());
        assertEquals("trying again", ready.get("follower").asText());
        assertTrue(ready.has("stale_since"), ready.toString());

        heal();
        Await.until("it says so", SOON,
                () -> server.bare("GET", "/health/ready", null).json().get("database").asText().equals("in step"));
    }

    private String stale(String path) {
        return server.bare("GET", path, null).header("Wangge-Stale-Since");
    }

    @Test
    void whoIsKnownSeesTheMapWithoutTheDatabase() throws Exception {
        assertEquals(200, server.get(TILE).status());
        gate.swallow();
        assertEquals(Set.of(200), statuses(atOnce(100, () -> server.get(TILE))));
        // Longer than an answer about somebody counts as fresh.
        Await.until("six seconds have gone", SOON, () -> {
            assertEquals(200, server.get(TILE).status());
            String since = server.get(TILE).header("Wangge-Stale-Since");
            return since != null && Instant.parse(since).isBefore(Instant.now().minusSeconds(6));
        });
        assertEquals(Set.of(200), statuses(atOnce(100, () -> server.get(TILE))));
        heal();
    }

    private void heal() {
        gate.open();
        gate.cut();
        Await.until("plans are read again", SOON, () -> server.bare("GET", "/api/plans/" + plan, null).status() == 200);
        Await.until("plans are written again", SOON, () -> server.post("/api/plans", "{\"name\":\"m\"}").status() == 201);
        Await.until("the map is in step again", SOON, () -> stale(TILE) == null);
    }

    @Test
    void aLockOfAnotherProgramIsNamedAndHoldsUpNobodyElse() throws Exception {
        List<Long> approved = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            approved.add(approved(i));
        }
        long theirs = approved(10);
        String version = server.get("/api/plans/" + theirs).header("ETag");
        try (Connection other = database.connect();
                Statement s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("set application_name = 'nightly-etl'");
            s.execute("select * from grids where code = 'A' for update");
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> published = approved.stream()
                        .map(id -> threads.submit(() -> server.change(id, "publish", ""))).toList();
                String approver = server.token("approver", List.of(new Grant(Role.PLANNER, Scope.EVERYWHERE),
                        new Grant(Role.APPROVER, Scope.EVERYWHERE)));
                Future<Answer> stranger = threads.submit(() -> server.bare("POST", "/api/plans/" + theirs + "/publish", "",
                        "If-Match", version, "Authorization", "Bearer " + approver));
                List<Answer> others =
                        IntStream.range(0, 20).mapToObj(i -> server.post("/api/plans", "{\"name\":\"m\"}")).toList();
                assertEquals(Set.of(201), statuses(others));
                for (Future<Answer> each : published) {
                    assertEquals(503, each.get().status(), each.get().text());
                }
                String words = stranger.get().text();
                assertTrue(stranger.get().status() == 503 && !words.contains("blocked_by") && !words.contains("nightly-etl")
                        && !words.contains("127.0.0.1"), words);
                AtomicReference<Answer> told = new AtomicReference<>();
                // Who holds the lock is looked for beside the wait, which on a slow machine may be over before.
                Await.until("one is told who holds it", SOON, () -> {
                    Stream.concat(published.stream().map(Future::resultNow),
                            Stream.generate(() -> server.change(approved.getFirst(), "publish", "")).limit(1))
                            .filter(a -> a.json().has("blocked_by")).findFirst().ifPresent(told::set);
                    return told.get() != null;
                });
                Answer waited = told.get();
                JsonNode holder = waited.json().get("blocked_by").get(0);
                assertEquals("nightly-etl", holder.get("application").asText());
                assertEquals("wangge", holder.get("user").asText());
                assertEquals("idle in transaction", holder.get("state").asText());
                assertTrue(holder.get("query").asText().startsWith("select * from grids"), holder.toString());
                assertTrue(Instant.parse(holder.get("since").asText()).isBefore(Instant.now()));
                assertTrue(waited.json().get("detail").asText().contains("keeps these rows locked for another program: process "
                        + holder.get("pid").asInt() + " (nightly-etl, user wangge), which began at "), waited.text());
                assertEquals("Try again when it is done, or end its transaction; nothing was changed.",
                        waited.json().get("remedy").asText());
            }
            other.rollback();
        }
        assertEquals(200, server.change(approved.getFirst(), "publish", "").status());
    }

    private long approved(int i) {
        long id = server.post("/api/plans", "{\"name\":\"p" + i + "\"}").json().get("id").asLong();
        long grid = server.publisher().current().findGrid("A").orElseThrow().grid().id();
        Answer drawn = server.change(id, "commands",
                "{\"type\":\"setAttributes\",\"grid\":" + grid + ",\"attributes\":{\"name\":\"A" + i + "\"}}");
        assertEquals(200, drawn.status(), drawn.text());
        server.change(id, "submit", "");
        assertEquals(200, server.bySecond(id, "approve").status());
        return id;
    }

    @Test
    void aServerInGoodHealthSaysSo() {
        Await.until("it is in step", SOON, () -> !server.bare("GET", "/health/ready", null).json().has("stale_since"));
        assertEquals("following", server.bare("GET", "/health/ready", null).json().get("follower").asText());
    }

    private static List<Answer> atOnce(int n, Callable<Answer> request) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> all = IntStream.range(0, n).mapToObj(i -> threads.submit(request)).toList();
            for (Future<Answer> each : all) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private static Set<Integer> statuses(List<Answer> answers) {
        Set<Integer> statuses = new TreeSet<>();
        answers.forEach(a -> statuses.add(a.status()));
        return statuses;
    }
}
