package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.feed.Follower;
import org.wangge.testing.Await;
import org.wangge.testing.Effort;
import org.wangge.testing.TestDatabases;
import org.wangge.topology.Command;

/// Two servers on one PostGIS: whatever both do at the same moment, each version has one winner and each loser is told both.
@Tag("postgis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoServersTest {

    private static final int ROUNDS = Effort.times(12, 120);

    private record Server(Store store, Publisher publisher, Follower follower, Planning planning, Desk desk) {
        static Server on(TestDatabases.Database database) {
            Store store = database.open();
            Publisher publisher = new Publisher();
            Follower follower = new Follower(store, publisher);
            follower.start();
            Planning planning = new Planning(store, publisher::current, follower::sync);
            return new Server(store, publisher, follower, planning, new Desk(planning));
        }

        /// A rectangle around the centre of a grid with this share of its sides.
        Geometry middle(String code, double share) {
            Envelope box = publisher.current().map().face(id(code)).getEnvelopeInternal();
            Envelope inner = new Envelope(box.centre());
            inner.expandBy(Math.rint(box.getWidth() / 2 * share), Math.rint(box.getHeight() / 2 * share));
            return FixedPoint.FIXED.toGeometry(new Envelope(
                    Math.rint(inner.getMinX()), Math.rint(inner.getMaxX()), Math.rint(inner.getMinY()),
                    Math.rint(inner.getMaxY())));
        }

        long id(String code) {
            return publisher.current().findGrid(code).orElseThrow().grid().id();
        }

        long approved(String name, Command command) {
            follower.sync();
            long plan = desk.create(name).id();
            desk.apply(plan, command);
            planning.review().submit(plan, desk.version(plan), null, Desk.PLANNER);
            planning.review().approve(plan, desk.version(plan), null, Desk.APPROVER);
            return plan;
        }

        void close() {
            planning.close();
            follower.close();
            store.close();
        }
    }

    /// Each round is for a little more than the one before, so that there is always something to move.
    private static double more(int round) {
        return 0.24 * round / ROUNDS;
    }

    private TestDatabases.Database database;
    private Server one;
    private Server two;

    @BeforeAll
    void open() throws Exception {
        database = TestDatabases.postgis();
        database.open(new SyntheticCity(3, 800, 4).content(Table.BRANCHES, Table.GRIDS, Table.BUILDINGS)).close();
        one = Server.on(database);
        two = Server.on(database);
    }

    @AfterAll
    void close() throws Exception {
        one.close();
        two.close();
        database.close();
    }

    @Test
    void ofTwoPlansForTheSameLandOneWinsAndTheOtherIsToldBothVersions() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            double share = 0.3 + more(round);
            String to = round % 2 == 0 ? "G001002" : "G000001";
            one.follower().sync();
            long mine = one.approved("mine", new Command.Transfer(one.id(to), one.middle("G001001", share)));
            long theirs = two.approved("theirs", new Command.Transfer(two.id("G002001"), two.middle("G001001", share)));
            List<Object> outcomes = atOnce(mine, theirs);
            List<Problem> lost = outcomes.stream().filter(Problem.class::isInstance).map(Problem.class::cast).toList();
            assertEquals(1, lost.size(), outcomes.toString());
            assertTrue(lost.getFirst() instanceof Problem.Conflict, lost.toString());
            List<?> grids = (List<?>) lost.getFirst().extra().get("grids");
            assertTrue(grids.size() >= 1, lost.toString());
            for (Object each : grids) {
                Map<?, ?> grid = (Map<?, ?>) each;
                assertTrue((Integer) grid.get("actual_version") > (Integer) grid.get("expected_version"), lost.toString());
            }
            assertBothShowACoverage();
            // the land back where it was
            long back = one.approved("back", new Command.Transfer(one.id("G001001"), one.middle("G001001", share + 0.01)));
            one.planning().review().publish(back, one.desk().version(back), Desk.PLANNER);
            two.follower().sync();
        }
    }

    @Test
    void plansThatHaveNothingInCommonAreBothPublished() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            double share = 0.2 + more(round);
            long mine = one.approved("mine", new Command.Transfer(one.id("G000000"), one.middle("G000001", share)));
            long theirs = two.approved("theirs", new Command.Transfer(two.id("G003003"), two.middle("G003002", share)));
            long revision = one.publisher().current().revision();
            List<Object> outcomes = atOnce(mine, theirs);
            assertEquals(2, outcomes.stream().filter(Plan.class::isInstance).count(), outcomes.toString());
            assertBothShowACoverage();
            assertEquals(revision + 2, one.publisher().current().revision());
        }
    }

    @Test
    void whatBecomesOfAPlanIsToldByTheOtherServer() {
        long plan = one.desk().create("told").id();
        one.desk().apply(plan, new Command.Transfer(one.id("G000003"), one.middle("G000002", 0.3)));
        List<PlanChange> told = new CopyOnWriteArrayList<>();
        two.publisher().listen(p -> told.addAll(p.plans()));
        Plan submitted = one.planning().review().submit(plan, one.desk().version(plan), null, Desk.PLANNER).plan();
        PlanChange expected = new PlanChange(plan, Plan.Status.SUBMITTED, submitted.version(), 0);
        Await.until("the other server tells of it", Duration.ofSeconds(20), () -> told.contains(expected));
    }

    @Test
    void nobodysLandIsTakenOnce() throws Exception {
        long free = one.approved("free", new Command.Transfer(0, one.middle("G002002", 0.5)));
        one.planning().review().publish(free, one.desk().version(free), Desk.PLANNER);
        two.follower().sync();
        Geometry land = one.middle("G002002", 0.4);
        long mine = one.approved("mine", new Command.Transfer(one.id("G003001"), land));
        long theirs = two.approved("theirs", new Command.Transfer(two.id("G003002"), land));
        List<Object> outcomes = atOnce(mine, theirs);
        assertEquals(1, outcomes.stream().filter(Plan.class::isInstance).count(), outcomes.toString());
        assertBothShowACoverage();
    }

    @Test
    void onePlanIsPublishedOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Command given = new Command.Transfer(one.id("G003000"), one.middle("G002000", 0.2 + more(round)));
            long plan = one.approved("once", given);
            two.follower().sync();
            long revision = one.publisher().current().revision();
            List<Object> outcomes = atOnce(plan, plan);
            assertEquals(1, outcomes.stream().filter(Plan.class::isInstance).count(), outcomes.toString());
            assertBothShowACoverage();
            assertEquals(revision + 1, two.publisher().current().revision());
        }
    }

    /// Publishes the first plan on one server and the second on the other at the same moment; plans or problems.
    private List<Object> atOnce(long mine, long theirs) throws Exception {
        one.follower().sync();
        two.follower().sync();
        int first = one.desk().version(mine);
        int second = two.desk().version(theirs);
        CyclicBarrier barrier = new CyclicBarrier(2);
        List<Object> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Object>> both = List.of(
                    threads.submit(() -> publish(one, mine, first, barrier)),
                    threads.submit(() -> publish(two, theirs, second, barrier)));
            for (Future<Object> each : both) {
                outcomes.add(each.get());
            }
        }
        return outcomes;
    }

    private static Object publish(Server server, long plan, int version, CyclicBarrier barrier) throws Exception {
        barrier.await();
        try {
            return server.planning().review().publish(plan, version, Desk.PLANNER).plan();
        } catch (ProblemException e) {
            return e.problem();
        }
    }

    private void assertBothShowACoverage() {
        one.follower().sync();
        two.follower().sync();
        assertEquals(one.publisher().current().revision(), two.publisher().current().revision());
        Geometry[] faces = one.publisher().current().map().faces().stream().map(one.publisher().current().map()::face)
                .toArray(Geometry[]::new);
        assertTrue(CoverageValidator.isValid(faces));
        assertTrue(one.publisher().current().map().isClean());
        for (long id : one.publisher().current().map().faces()) {
            assertTrue(one.publisher().current().map().face(id).equalsExact(two.publisher().current().map().face(id)));
        }
    }
}
