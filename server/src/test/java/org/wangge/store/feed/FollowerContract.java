package org.wangge.store.feed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.all;
import static org.wangge.store.StoreSamples.building;
import static org.wangge.store.StoreSamples.geometry;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.PlanEvent;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Seen;
import org.wangge.model.Table;
import org.wangge.store.Publication;
import org.wangge.store.StoreFixture;
import org.wangge.testing.Await;

/// What every atlas that follows a store may rely on, run on both databases with the real atlas.
abstract class FollowerContract extends StoreFixture {

    /// A second is what users are promised; the rest is for a busy machine.
    private static final Duration SOON = Duration.ofSeconds(10);

    Publisher publisher;
    Follower follower;

    /// Two grids side by side with a building in each.
    @BeforeEach
    void follow() {
        grid("west", "POLYGON ((117 39, 118 39, 118 40, 117 40, 117 39))");
        grid("east", "POLYGON ((118 39, 119 39, 119 40, 118 40, 118 39))");
        load(building("a", 10), building("b", 20));
        publisher = new Publisher();
        follower = new Follower(store, publisher);
        follower.start();
    }

    @AfterEach
    void stop() {
        follower.close();
    }

    @Test
    void theStartLoadsWhatIsThere() {
        assertEquals(2, atlas().count(Table.BUILDINGS));
        assertEquals(2, atlas().grids().size());
        assertEquals(30, households("west"));
        assertTrue(follower.isHealthy());
        assertThrows(IllegalStateException.class, follower::start);
    }

    @Test
    void anUpdateByAnotherProgramShows() throws SQLException {
        sql("update buildings set households = 15 where code = 'a'");
        soon("the update", () -> households("west") == 35);
    }

    @Test
    void insertsAndDeletesByAnotherProgramShow() throws SQLException {
        sql("insert into persons (code, name) values ('li', 'Li Na')",
                "insert into assignments (grid_id, person_id, role) select g.id, p.id, 'grid_manager' from grids g, persons p"
                        + " where g.code = 'east'");
        soon("the responsible person", () -> atlas().findGrid("east").orElseThrow().responsible().stream()
                .anyMatch(r -> r.person().name().equals("Li Na")));
        sql("update persons set name = 'Wang Fang' where code = 'li'");
        soon("her new name", () -> atlas().findGrid("east").orElseThrow().responsible().stream()
                .anyMatch(r -> r.person().name().equals("Wang Fang")));
        sql("delete from assignments", "delete from buildings where code = 'b'");
        soon("that both are gone",
                () -> atlas().findGrid("east").orElseThrow().responsible().isEmpty() && households("west") == 10);
    }

    @Test
    void everyChangeOfAPlanIsTold() throws SQLException {
        List<PlanChange> told = new CopyOnWriteArrayList<>();
        publisher.listen(p -> told.addAll(p.plans()));
        long seq = atlas().seq();
        Plan plan = store.createPlan("told", 0, StoreFixture.PLANNER);
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 0, 0));
        plan = store.appendCommand(plan.id(), 0, StoreFixture.command("{}"));
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 1, 0));
        plan = store.markCommand(plan.id(), 1, 1, true, StoreFixture.PLANNER);
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 2, 0));
        store.addComment(plan.id(), null, StoreFixture.PLANNER, "why?");
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 2, 1));
        sql("update plans set status = 'SUBMITTED', version = version + 1 where id = " + plan.id());
        told(told, new PlanChange(plan.id(), Plan.Status.SUBMITTED, 3, 1));
        sql("delete from plans where id = " + plan.id());
        told(told, PlanChange.deleted(plan.id()));
        assertEquals(seq, atlas().seq(), "the map is none the wiser");
    }

    @Test
    void moreChangedPlansThanAnybodyReadsOneByOneAreToldOfAsMany() throws SQLException {
        List<PlanChange> told = new CopyOnWriteArrayList<>();
        store.inTransaction(() -> {
            IntStream.range(0, 120).forEach(i -> store.createPlan("many " + i, 0, StoreFixture.PLANNER));
            return null;
        });
        follower.sync();
        publisher.listen(p -> told.addAll(p.plans()));
        sql("update plans set name = 'renamed'");
        told(told, PlanChange.MANY);
        assertEquals(1, told.size());
        sql("delete from plans");
    }

    private static void told(List<PlanChange> told, PlanChange expected) {
        soon(expected + " is told", () -> !told.isEmpty() && told.getLast().equals(expected));
    }

    @Test
    void manyRowsChangedByAnotherProgramShow() throws SQLException {
        load(IntStream.range(0, 1_200).<Row>mapToObj(i -> building("m" + i, 1)).toArray(Row[]::new));
        sql("update buildings set households = 2 where code like 'm%'");
        soon("all of them", () -> households("west") == 30 + 2_400);
    }

    @Test
    void aWriteIsSeenByWhoeverSyncsAfterIt() {
        for (int i = 1; i <= 50; i++) {
            load(new Port(0, "p", null, null, null, i, null, geometry("POINT (117.5 39.5)")));
            follower.sync();
            assertEquals(i, ((Port) atlas().find(Table.PORTS, store.codes(Table.PORTS).get("p")).orElseThrow()).capacity());
        }
    }

    @Test
    void everyOneOfManyWritersSeesItsOwnWrite() {
        List<String> missed = new CopyOnWriteArrayList<>();
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(w -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 15; i++) {
                        try {
                            sql("insert into persons (code, name) values ('w" + w + "-" + i + "', 'n')");
                        } catch (SQLException e) {
                            missed.add(e.toString());
                            return;
                        }
                        long id = store.codes(Table.PERSONS).get("w" + w + "-" + i);
                        follower.sync();
                        if (atlas().find(Table.PERSONS, id).isEmpty()) {
                            missed.add("person " + id);
                        }
                    }
                }))
                .toList();
        writers.forEach(StoreFixture::join);
        assertEquals(List.of(), missed);
    }

    @Test
    void aPublishedRevisionShowsWithItsAreasAndItsNumber() {
        Grid west = (Grid) store.findByCode(Table.GRIDS, "west").orElseThrow();
        Grid east = (Grid) store.findByCode(Table.GRIDS, "east").orElseThrow();
        long revision = published(0, List.of(
                west.withGeometry(geometry("POLYGON ((117.5 39, 118 39, 118 40, 117.5 40, 117.5 39))")),
                east.withGeometry(geometry("POLYGON ((118 39, 119 39, 119 41, 118 41, 118 40, 118 39))"))));
        follower.sync();
        assertEquals(revision, atlas().revision());
        assertEquals(0, households("west"), "the buildings are outside now");
        assertEquals(2.0, atlas().findGrid("east").orElseThrow().area().getArea(), 1e-9);

        long next = published(revision, List.of());
        follower.sync();
        assertEquals(next, atlas().revision());
    }

    private long published(long seenRevision, List<Grid> changed) {
        Plan plan = store.createPlan("p", 0, PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT),
                new PlanEvent(plan.id(), PlanEvent.Kind.SUBMITTED, Instant.now(), PLANNER, null));
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED),
                new PlanEvent(plan.id(), PlanEvent.Kind.APPROVED, Instant.now(), PLANNER, null));
        return store.publish(new Publication(plan.id(), plan.version(), seenRevision, Set.of(), changed, List.of(),
                Map.of(), List.of(),
                List.of(), List.of(), null, PLANNER, PLANNER)).orElseThrow().id();
    }

    @Test
    void anImportIsOneSwapOfTheLayer() {
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        follower.sync();
        assertEquals(5_002, atlas().count(Table.BUILDINGS));
        assertEquals(1, swaps.size());
    }

    @Test
    void threeRowsImportedAmongManyAreReadAlone() {
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("j" + i, 1)).toArray(Row[]::new));
        follower.sync();
        Snapshot before = atlas();
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(Stream.concat(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)),
                Stream.of(building("a", 11), building("new", 1), building("b", 22))).toArray(Row[]::new));
        follower.sync();
        assertEquals(1, swaps.size());
        assertTrue(swaps.getFirst().touched().size() <= 5, "two before and three after: " + swaps.getFirst().touched());
        assertEquals(before.count(Table.BUILDINGS) + 1, atlas().count(Table.BUILDINGS));
        assertEquals(households("west"), 10_000 + 11 + 22 + 1);
    }

    @Test
    void aVeryLargeImportIsOneSwapTooAndShowsToWhoWaitsForIt() {
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(IntStream.range(0, 12_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        follower.syncAll();
        assertEquals(12_002, atlas().count(Table.BUILDINGS));
        assertEquals(12_030, households("west"));
        assertEquals(1, swaps.size());
        assertTrue(follower.isHealthy());
    }

    /// For longer than it takes until pages tell that the server is not in touch.
    @Test
    void itStaysInTouchWhileNothingOldCanBeForgotten() throws SQLException {
        follower.close();
        sql("insert into feed (layer, row_id, at) with recursive n(i) as (select 1 union all select i + 1 from n where i < 25000)"
                + " select 'ports', i, '2020-01-01T00:00:00.000Z' from n");
        follower = new Follower(store, new Publisher());
        try (Connection other = database.connect();
                Statement s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("update feed set layer = layer");
            follower.start();
            long begun = System.nanoTime();
            soon("that has lasted", () -> {
                assertEquals(Optional.empty(), follower.staleSince());
                return System.nanoTime() - begun > Duration.ofSeconds(4).toNanos();
            });
            other.rollback();
        }
        follower.close();
        follower = new Follower(store, new Publisher());
        follower.start();
        soon("all that is old is forgotten", () -> old() == 0);
    }

    private long old() {
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                var found = s.executeQuery("select count(*) from feed where at < '2021-01-01'")) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoFellBehindAPrunedFeedLoadsEverythingAnew() throws SQLException {
        follower.close();
        Feed feed = store.feed();
        Publisher late = new Publisher();
        Seen seen = feed.loadAll(late, (layer, rows, total) -> {});
        sql("update buildings set households = 11 where code = 'a'");
        assertEquals(0, feed.prune(Duration.ofHours(1)), "what is young is kept");
        assertTrue(feed.prune(Duration.ofSeconds(-1)) > 0);
        Seen now = feed.advance(seen, late).seen();
        assertEquals(11, value(late, "a"));

        // A transaction of any program on the cluster that began before the feed was pruned makes readers load everything.
        AtomicReference<Seen> reached = new AtomicReference<>(now);
        AtomicInteger households = new AtomicInteger(11);
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        late.listen(swaps::add);
        soon("a row is read again alone", () -> {
            swaps.clear();
            assertDoesNotThrow(() -> sql("update buildings set households = " + households.incrementAndGet()
                    + " where code = 'a'"));
            reached.set(feed.advance(reached.get(), late).seen());
            assertEquals(households.get(), value(late, "a"));
            return swaps.getFirst().touched().size() == 1;
        });
    }

    @Test
    void aRowThatAnotherProgramSpoiltGoesAndComesBackWhenMended() throws SQLException {
        sql("update buildings set name = '" + "x".repeat(501) + "' where code = 'a'");
        soon("the others without it", () -> households("west") == 20);
        assertTrue(follower.isHealthy());
        sql("update buildings set name = 'x' where code = 'a'");
        soon("the mended row", () -> households("west") == 30);
    }

    @Test
    void aTableThatNobodyKnowsIsToldOfOnceAndSkipped() throws SQLException {
        follower.sync();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(Feed.class);
        lines.start();
        log.addAppender(lines);
        try {
            long seq = atlas().seq();
            String unknown = "insert into feed (layer, row_id) values ('wells', 1)";
            sql(unknown, unknown, "insert into feed (layer, row_id) values ('" + "w".repeat(1_000) + "', 0)");
            follower.sync();
            assertEquals(seq, atlas().seq(), "nothing was published");
            sql(unknown, "update buildings set households = 15 where code = 'a'");
            follower.sync();
            assertEquals(35, households("west"), "what comes with it is taken over");
            String about = "the change feed names a table \"%s\" that this version does not know; its changes are skipped. "
                    + "Where a newer version writes them, update this server; where another program does, let it write the name "
                    + "of a table: branches, grids, buildings, ports, sightings, base, persons, assignments";
            assertEquals(List.of(about.formatted("wells"), about.formatted("w".repeat(100))),
                    lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void whatIsCommittedWhileTheAtlasIsLoadedIsNotMissed() {
        follower.close();
        publisher = new Publisher();
        follower = new Follower(store, publisher);
        AtomicBoolean committed = new AtomicBoolean();
        follower.start((layer, rows, total) -> {
            // The state that is being read was fixed before the first row.
            if (!committed.getAndSet(true)) {
                assertDoesNotThrow(() -> sql("update buildings set households = 17 where code = 'a'"));
            }
        });
        assertTrue(committed.get());
        soon("what was committed meanwhile", () -> households("west") == 37);
    }

    @Test
    void aListenerThatFailsEndsNothingAndKeepsNobodyElseFromHearing() throws SQLException {
        List<String> failing = new CopyOnWriteArrayList<>();
        List<Publisher.Publication> heard = new CopyOnWriteArrayList<>();
        List<PlanChange> plans = new CopyOnWriteArrayList<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        publisher.listen(publication -> {
            failing.add("told");
            if (broken.get()) {
                throw new StackOverflowError("a listener's own fault");
            }
        });
        publisher.listen(heard::add);
        publisher.listen(p -> plans.addAll(p.plans()));
        sql("update buildings set households = 15 where code = 'a'");
        soon("the update", () -> households("west") == 35);
        soon("that the other is told", () -> !heard.isEmpty());
        Plan plan = store.createPlan("heard", 0, PLANNER);
        told(plans, new PlanChange(plan.id(), Plan.Status.DRAFT, 0, 0));
        assertTrue(follower.isAlive());
        assertTrue(follower.isHealthy());
        assertTrue(follower.staleSince().isEmpty());
        broken.set(false);
        int told = failing.size();
        soon("that it is told again", () -> failing.size() > told);
        sql("update buildings set households = 16 where code = 'a'");
        soon("the next update", () -> households("west") == 36);
    }

    @Test
    void theLagIsShortWhileNothingHappens() {
        soon("a poll", () -> follower.lag().compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void closingEndsTheThread() {
        follower.close();
        assertFalse(Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals("wangge-follower")));
    }

    Snapshot atlas() {
        return publisher.current();
    }

    int households(String grid) {
        return (int) atlas().findGrid(grid).orElseThrow().sums().total(Count.HOUSEHOLDS);
    }

    private int value(Publisher of, String code) {
        return ((Building) of.current().find(Table.BUILDINGS, store.codes(Table.BUILDINGS).get(code)).orElseThrow())
                .counts().value(Count.HOUSEHOLDS);
    }

    static void soon(String what, BooleanSupplier condition) {
        Await.until(what, SOON, condition);
    }
}
