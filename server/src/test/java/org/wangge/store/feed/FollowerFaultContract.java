package org.wangge.store.feed;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Publisher;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.Seen;

/// An atlas that follows a store through what goes wrong: what is behind, spoilt, unknown, or fails in whoever listens.
abstract class FollowerFaultContract extends FollowerFixture {

    /// After longer than it takes until pages tell that the server is not in touch, while that is still so.
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
            soon("it is in touch though that has lasted", () ->
                    System.nanoTime() - begun > Duration.ofSeconds(4).toNanos() && follower.staleSince().isEmpty());
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
        List<Publisher.Publication> toldAgain = new CopyOnWriteArrayList<>();
        List<Publisher.Publication> heard = new CopyOnWriteArrayList<>();
        List<PlanChange> plans = new CopyOnWriteArrayList<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        publisher.listen(publication -> {
            if (broken.get()) {
                throw new StackOverflowError("a listener's own fault");
            }
            toldAgain.add(publication);
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
        soon("that it is told again", () -> !toldAgain.isEmpty());
        sql("update buildings set households = 16 where code = 'a'");
        soon("the next update", () -> households("west") == 36);
    }
}
