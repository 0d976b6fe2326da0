package org.wangge.store.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;
import org.wangge.store.StoreFixture;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisFollowerTest extends FollowerContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Test
    void aTransactionThatBeganEarlierAndCommitsLaterIsNotMissed() throws SQLException {
        try (Connection early = begun();
                Connection late = begun()) {
            run(early, "update buildings set households = 11 where code = 'a'");
            run(late, "update buildings set households = 21 where code = 'b'");
            late.commit();
            soon("the later one, which commits first", () -> households("west") == 31);
            follower.sync();
            early.commit();
            soon("the earlier one, which commits last", () -> households("west") == 32);
        }
    }

    @Test
    void anUnrelatedTransactionThatStaysOpenHoldsNobodyUp() throws SQLException {
        try (Connection open = begun()) {
            run(open, "update buildings set households = 99 where code = 'b'");
            for (int i = 1; i <= 5; i++) {
                sql("update buildings set households = " + i + " where code = 'a'");
                follower.sync();
                assertEquals(20 + i, households("west"));
            }
            open.rollback();
        }
        follower.sync();
        assertEquals(25, households("west"));
    }

    @Test
    void whileALargeChangeIsLoadedOthersShowAsEver() throws SQLException {
        sql("insert into buildings (code, households, geometry) select 'm' || n, 1, 'SRID=4326;POINT (117.5 39.5)'"
                + " from generate_series(1, 3000) n");
        follower.syncAll();
        try (Connection holding = begun()) {
            // What the loading reads waits, like a layer that takes long.
            changeAndHold(holding);
            soon("the atlas is behind", () -> !follower.lag().isZero());
            soon("it is known why", follower::isLoadingChanges);
            for (int i = 0; i < 5; i++) {
                sql("insert into persons (code) values ('p" + i + "')");
                follower.sync();
                assertEquals(i + 1, atlas().count(Table.PERSONS));
            }
            holding.commit();
        }
        follower.syncAll();
        assertEquals(30 + 6_000, households("west"));
        assertFalse(follower.isLoadingChanges());
    }

    @Test
    void aLoadingThatFailsIsTriedAgainAndSaysSo() throws SQLException {
        sql("insert into buildings (code, households, geometry) select 'm' || n, 1, 'SRID=4326;POINT (117.5 39.5)'"
                + " from generate_series(1, 3000) n");
        follower.syncAll();
        try (Connection holding = begun()) {
            changeAndHold(holding);
            soon("that it fails", () -> {
                // By itself the reader gives up after five seconds.
                cancelWhoWaitsForALock();
                return !follower.isHealthy();
            });
            holding.commit();
        }
        soon("that it works", () -> households("west") == 30 + 6_000 && follower.isHealthy());
    }

    /// Changes many buildings and locks their table, with no moment between the two in which anybody could read it: the lock is
    /// asked for before the change is committed.
    private void changeAndHold(Connection holding) throws SQLException {
        try (Connection changing = begun()) {
            run(changing, "update buildings set households = 2 where code like 'm%'");
            Thread asking = Thread.ofPlatform().start(
                    () -> run(holding, "lock table buildings in access exclusive mode"));
            soon("the lock is asked for", () -> isLockAskedFor(changing));
            changing.commit();
            join(asking);
        }
    }

    @Test
    void ofManyInterleavedTransactionsNoneIsMissed() {
        Set<String> written = new ConcurrentSkipListSet<>();
        IntStream.range(0, 6)
                .mapToObj(w -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 40; i++) {
                        String code = "t" + w + "-" + i;
                        try (Connection c = begun()) {
                            run(c, "insert into persons (code) values ('" + code + "')");
                            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(20_000_000));
                            c.commit();
                            written.add(code);
                        } catch (SQLException e) {
                            throw new AssertionError(e);
                        }
                    }
                }))
                .toList()
                .forEach(StoreFixture::join);
        assertEquals(240, written.size());
        follower.sync();
        Set<String> shown = new TreeSet<>();
        atlas().persons("", 1_000).forEach(staff -> shown.add(staff.person().code()));
        assertEquals(written, shown);
    }

    @Test
    void theFollowerOutlivesADatabaseThatGoesAwayAndCatchesUp() throws SQLException {
        String name = database.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
        String beside = System.getenv(TestDatabases.VARIABLE);
        try (Connection admin = DriverManager.getConnection(beside)) {
            run(admin, "alter database " + name + " allow_connections false");
            soon("that it is noticed", () -> {
                // Again and again: one that was just being connected is not seen at first.
                run(admin, "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
                return !follower.isHealthy();
            });
            soon("that it can't come back", () -> follower.lastError().orElseThrow().contains(name));
            assertThrows(ProblemException.class, follower::sync);
            assertEquals(30, households("west"), "the atlas stays");
            run(admin, "alter database " + name + " allow_connections true");
        }
        sql("update buildings set households = 40 where code = 'a'");
        soon("that it catches up", () -> households("west") == 60);
        soon("that it is healthy again", follower::isHealthy);
        assertFalse(follower.lastError().isPresent());
        soon("that none of the lost connections is left for who comes next", this::isReadableAndWritable);
    }

    /// A connection that was used a moment before it was lost is given out once more.
    private boolean isReadableAndWritable() {
        try {
            return store.findByCode(Table.BRANCHES, "B").isPresent() && !store.reserveGridIds(1).isEmpty();
        } catch (ProblemException e) {
            return false;
        }
    }

    @Test
    void aNotificationThatIsLostIsMadeUpFor() throws SQLException {
        sql("alter table feed disable trigger feed_notify");
        try {
            sql("update buildings set households = 18 where code = 'a'");
            soon("what nobody was notified of", () -> households("west") == 38);
        } finally {
            sql("alter table feed enable trigger feed_notify");
        }
    }

    private void cancelWhoWaitsForALock() {
        try {
            sql("select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database()"
                    + " and wait_event_type = 'Lock'");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLockAskedFor(Connection c) {
        try (Statement s = c.createStatement();
                ResultSet rs = s.executeQuery(
                        "select exists (select 1 from pg_locks where relation = 'buildings'::regclass and not granted)")) {
            rs.next();
            return rs.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection begun() throws SQLException {
        Connection c = database.connect();
        c.setAutoCommit(false);
        return c;
    }

    private static void run(Connection c, String sql) {
        try (Statement s = c.createStatement()) {
            s.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
