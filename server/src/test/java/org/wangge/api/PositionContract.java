package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wangge.model.Position;
import org.wangge.model.Seen;
import org.wangge.testing.EventClient;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// What is answered since a position, on which of the servers of a database it was given, and what becomes of one that is none.
abstract class PositionContract extends TownContract {

    @Test
    void whatHasChangedIsAnsweredAndNothingElse() throws SQLException {
        String there = position();
        assertEquals(List.of(), codes(since(there).get("grids")));

        database.sql("update buildings set subscribers = 9 where code = 'A0'");
        server.sync();
        JsonNode changed = since(there);
        assertEquals(List.of("P1", "A"), codes(changed.get("grids")), "the leaf and what stands above it");
        assertEquals(List.of("T"), codes(changed.get("branches")));
        assertFalse(changed.get("complete").asBoolean());
        assertEquals(108, grid(changed, "A").at("/figures/subscribers").asInt());
        assertEquals(List.of(), codes(since(changed.get("position").asText()).get("grids")));
        assertEquals(grid(server.get("/api/grids").json(), "A"), grid(changed, "A"));
    }

    @Test
    void aBuildingThatMovesChangesBothGridsAndOneThatGoesItsOwn() throws SQLException {
        String there = position();
        database.sql("update buildings set geometry = (select geometry from buildings where code = 'D0') where code = 'A0'");
        server.sync();
        JsonNode moved = since(there);
        assertEquals(List.of("P1", "P2", "A", "D"), codes(moved.get("grids")));
        database.sql("delete from buildings where code = 'C1'");
        server.sync();
        assertEquals(List.of("P2", "C"), codes(since(moved.get("position").asText()).get("grids")));
        assertEquals(List.of("P1", "P2", "A", "C", "D"), codes(since(there).get("grids")));
    }

    @Test
    void rowsPersonsAndWhatIsGoneAreChangesToo() throws SQLException {
        long gone = id("D");
        String there = position();
        database.sql("insert into assignments (grid_id, person_id, role) select g.id, p.id, 'grid_manager'"
                + " from grids g, persons p where g.code = 'B' and p.code = 'W1'");
        server.sync();
        assertEquals(List.of("B"), codes(since(there).get("grids")));
        database.sql("update persons set name = '王大伟' where code = 'W1'");
        server.sync();
        assertEquals("王大伟", grid(since(there), "B").get("person").asText());
        database.sql("update grids set code = 'P9' where code = 'P1'");
        server.sync();
        assertEquals(List.of("P9", "A", "B"), codes(since(there).get("grids")), "those below name it");
        database.sql("delete from grids where code = 'D'");
        server.sync();
        JsonNode last = since(there);
        assertEquals("[" + gone + "]", last.at("/gone/grids").toString());
        assertTrue(codes(last.get("grids")).containsAll(List.of("P2", "P9", "A", "B")), last::toString);
    }

    /// Positions are of the database, so they outlive the server that gave them.
    @Test
    void aPositionMeansTheSameAfterARestart() throws Exception {
        String there = position();
        server.close();
        server = serve(database.open(TestTown.CONTENT));
        JsonNode same = since(there);
        assertFalse(same.get("complete").asBoolean());
        assertEquals(List.of(), codes(same.get("grids")));
        database.sql("update buildings set subscribers = 9 where code = 'B0'");
        server.sync();
        assertEquals(List.of("P1", "B"), codes(since(there).get("grids")));

        server.close();
        database.sql("update buildings set subscribers = 8 where code = 'C0'");
        server = serve(database.open(TestTown.CONTENT));
        JsonNode all = since(there);
        assertTrue(all.get("complete").asBoolean(), "nobody knows in which grid the building stood");
        assertEquals(6, all.get("grids").size());
        assertEquals(all.get("grids"), server.get("/api/grids").json().get("grids"));
    }

    @Test
    void onlyPlansInBetweenAreNoReasonToReadTheListAgain() throws Exception {
        String there = position();
        server.post("/api/plans", "{\"name\":\"p\"}");
        server.sync();
        server.close();
        server = serve(database.open(TestTown.CONTENT));
        assertEquals(0, since(there).get("grids").size());
        try (EventClient client = EventClient.since(server.url(), there)) {
            JsonNode hello = client.await("hello");
            assertTrue(hello.path("anew").isMissingNode(), hello::toString);
            assertTrue(client.await("plan").get("plan").isNull(), "which ones nobody remembers");
        }
    }

    @Test
    void everyAnswerSaysHowFarItGoes() {
        String present = position();
        long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (String path : List.of("/api/grids/" + id("A"), "/api/locate?lon=117&lat=39", "/api/plans", "/api/plans/" + plan,
                "/api/revisions", "/api/persons", "/api/search?q=A", "/api/changes?since=" + present)) {
            String there = server.get(path).header("Wangge-Position");
            assertEquals(200, server.get("/api/grids?since=" + there).status(), path + " " + there);
        }
    }

    @Test
    void whatIsNoPositionOrOfAnotherDatabaseOrNotKeptIsSaid() throws SQLException {
        String present = position();
        problem(400, "bad-input", null, "/api/grids?since=x");
        problem(400, "bad-input", null, "/api/changes?since=" + present.substring(1));
        problem(400, "bad-input", null, "/api/changes");
        problem(400, "bad-input", null, "/api/grids?revision=0&since=" + present);
        problem(400, "bad-input", null, "/api/events?since=%20", "Accept", "text/event-stream");

        String other = other(present, "ffff", 0);
        String future = other(present, null, 1_000_000_000L);
        String old = other(present, null, Long.MIN_VALUE);
        assertEquals(0, server.follower().positions().use().entries());
        prune();
        for (String path : List.of("/api/grids?since=", "/api/changes?since=", "/api/events?since=")) {
            problem(410, "gone", "other_database", path + other, "Accept", "text/event-stream");
            problem(410, "gone", "never_reached", path + future, "Accept", "text/event-stream");
            problem(410, "gone", "too_old", path + old, "Accept", "text/event-stream");
        }
        JsonNode gone = server.get("/api/grids?since=" + old).json();
        assertEquals("What has changed since that position is not known any more; it is kept for 14 days.",
                gone.get("detail").asText());
        assertEquals("Read everything anew, without since.", gone.get("remedy").asText());
    }

    /// A browser comes back by itself, with the last id that it has, and can't mend it.
    @Test
    void aBrowserThatComesBackWithSomethingElseIsToldToReadAnew() throws IOException, SQLException {
        String present = position();
        prune();
        for (String id : List.of("x", other(present, "ffff", 0), other(present, null, 1_000_000_000L),
                other(present, null, Long.MIN_VALUE))) {
            try (EventClient client = new EventClient(server.url(), "Last-Event-ID", id)) {
                assertTrue(client.await("hello").get("anew").asBoolean(), id);
            }
        }
    }

    @Test
    void eventsFollowOneAnotherWithoutAGapAndWhoComesBackIsToldWhatItMissed() throws Exception {
        String there = position();
        try (EventClient client = new EventClient(server.url())) {
            JsonNode hello = client.await("hello");
            assertEquals(there, hello.get("position").asText());
            database.sql("update buildings set subscribers = 9 where code in ('A0', 'D0')");
            String at = there;
            JsonNode event;
            do {
                event = client.await("change");
                assertEquals(at, event.get("previous").asText());
            } while (event.path("more").asBoolean());
            at = event.get("position").asText();
            assertNotEquals(there, at);
            assertEquals(at, client.lastId());
            server.post("/api/plans", "{\"name\":\"p\"}");
            JsonNode plan = client.await("plan");
            assertEquals(at, plan.get("previous").asText());
            assertEquals("draft", plan.get("status").asText());
            at = plan.get("position").asText();

            try (EventClient back = new EventClient(server.url(), "Last-Event-ID", there);
                    EventClient again = EventClient.since(server.url(), there);
                    EventClient present = EventClient.since(server.url(), at)) {
                for (EventClient one : List.of(back, again)) {
                    assertTrue(one.await("hello").get("more").asBoolean());
                    Set<String> layers = new TreeSet<>();
                    for (JsonNode e = one.await("change"); layers.add(e.get("layer").asText()) || !layers.isEmpty();
                            e = one.await("change")) {
                        assertEquals(there, e.get("previous").asText());
                        if (layers.contains("buildings")) {
                            break;
                        }
                    }
                    JsonNode last = one.await("plan");
                    assertTrue(last.path("more").isMissingNode());
                    assertEquals(at, last.get("position").asText());
                }
                assertTrue(present.await("hello").path("more").isMissingNode(), "it has missed nothing");
            }
        }
    }

    /// Between the registration of a client and its `hello` nothing falls: whatever is published while many come in, each hears
    /// of an unbroken line to the end.
    @Test
    void nothingFallsBetweenHelloAndTheEventsAfterIt() throws Exception {
        int rounds = 40;
        CountDownLatch published = new CountDownLatch(1);
        List<EventClient> clients = new CopyOnWriteArrayList<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds || clients.size() < 4; i++) {
                server.publisher().apply(List.of(), i);
                server.post("/api/plans", "{\"name\":\"p" + i + "\"}");
            }
            published.countDown();
        });
        while (published.getCount() > 0 && clients.size() < EventHub.MAX_OF_ADDRESS - 1) {
            clients.add(new EventClient(server.url()));
        }
        writer.join();
        server.sync();
        server.post("/api/plans", "{\"name\":\"last\"}");
        server.sync();
        String end = server.get("/api/plans").header("Wangge-Position");
        for (EventClient client : clients) {
            String at = client.await("hello").get("position").asText();
            while (!at.equals(end)) {
                JsonNode event = client.awaitAny();
                assertEquals(at, event.get("previous").asText(), event::toString);
                at = event.path("more").asBoolean() ? at : event.get("position").asText();
            }
            client.close();
        }
    }

    @Test
    void whoAsksAtTheSameTimeIsAnsweredFromOneComputation() throws Exception {
        String there = position();
        database.sql("update buildings set subscribers = 9 where code = 'A0'");
        server.sync();
        double before = misses();
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> answers = many.invokeAll(IntStream.range(0, 24)
                            .<Callable<String>>mapToObj(i -> () -> since(there).toString()).toList())
                    .stream().map(Future::resultNow).distinct().toList();
            assertEquals(1, answers.size());
        }
        assertEquals(1, misses() - before);
    }

    @Test
    void aProgramThatKeepsACopyIsToldEveryRowPageByPage() throws SQLException {
        String there = position();
        assertEquals(0, server.get("/api/changes?since=" + there).json().get("changes").size());
        long gone = number("select id from buildings where code = 'D5'");
        database.sql("update buildings set subscribers = 9 where code like 'A1%'", "delete from buildings where code = 'D5'",
                "insert into persons (code, name) values ('N1', 'New')");
        long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (int limit : List.of(1, 3, 1_000)) {
            Set<String> told = new TreeSet<>();
            String at = there;
            boolean more = true;
            for (int pages = 0; more; pages++) {
                assertTrue(pages < 100, "it comes to an end");
                JsonNode page = server.get("/api/changes?limit=" + limit + "&since=" + at).json();
                assertTrue(page.get("changes").size() <= limit);
                page.get("changes").forEach(c -> told.add(c.get("table").asText() + " " + c.get("id") + " " + c.get("gone")));
                at = page.get("position").asText();
                more = page.get("more").asBoolean();
                // A position within a page is good for the list, too.
                assertEquals(200, server.get("/api/grids?since=" + at).status());
            }
            assertEquals(14, told.size(), told::toString);
            assertTrue(told.contains("buildings " + gone + " true"), told::toString);
            assertTrue(told.contains("plans " + plan + " false"), told::toString);
        }
    }

    @Test
    void aWholeTableThatChangedIsToldAsOne() throws SQLException {
        String there = position();
        database.sql("insert into feed (layer, row_id) values ('buildings', 0), ('somebody''s own', 7)");
        server.sync();
        Set<String> tables = new TreeSet<>();
        server.get("/api/changes?since=" + there).json().get("changes").forEach(c -> {
            assertTrue(c.get("id").isNull());
            tables.add(c.get("table").asText());
        });
        assertEquals(Set.of("buildings"), tables);
        assertEquals(0, since(there).get("grids").size(), "it is as it was, so nothing is to be shown otherwise");
    }

    private void problem(int status, String type, String reason, String path, String... headers) {
        Answer answer = server.get(path, headers);
        assertEquals(status + " urn:wangge:problem:" + type + " " + reason, answer.status() + " "
                + answer.json().path("type").asText() + " " + answer.json().path("reason").asText(null), path);
    }

    /// This position in another database, or later, or at the very beginning.
    private static String other(String position, String origin, long later) {
        Position there = Position.parse(position);
        Seen seen = there.seen();
        boolean first = later == Long.MIN_VALUE;
        Seen other = new Seen(origin == null ? seen.origin() : origin, first ? 1 : seen.next() + later,
                first ? List.of() : seen.open());
        return new Position(other, there.day()).text();
    }

    /// As when 14 days have passed since all that there is in the feed.
    private void prune() throws SQLException {
        database.sql("delete from feed", "update feed_pruned set up_to = " + pruned());
    }

    abstract String pruned();

    JsonNode since(String there) {
        Answer answer = server.get("/api/grids?since=" + there);
        assertEquals(200, answer.status(), answer::text);
        assertEquals(answer.header("Wangge-Position"), answer.json().get("position").asText());
        return answer.json();
    }

    private String position() {
        server.sync();
        return server.get("/api/grids").json().get("position").asText();
    }

    private double misses() {
        return server.get("/metrics").text().lines().filter(l -> l.startsWith("wangge_cache_misses_total{cache=\"lists\"}"))
                .mapToDouble(l -> Double.parseDouble(l.split(" ")[1])).findFirst().orElseThrow();
    }

    private long number(String sql) throws SQLException {
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                var rs = s.executeQuery(sql)) {
            rs.next();
            return rs.getLong(1);
        }
    }
}
