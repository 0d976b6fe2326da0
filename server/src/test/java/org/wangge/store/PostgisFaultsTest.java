package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Account;
import org.wangge.model.ApiToken;
import org.wangge.model.Branch;
import org.wangge.model.Loaded;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.model.Revision;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.TcpGate;
import org.wangge.testing.TestDatabases;

/// A connection that breaks at any moment gives the right answer or none: never that something is not there, and never that a
/// change was kept, or was not, when the opposite is true.
@Tag("postgis")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgisFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    /// An answer is cut at so many moments.
    private static final int CUTS = 5;
    /// So many reads wait at once for a database that does not answer, as many as a store lets read at a time.
    private static final int LANES = 6;

    private TestDatabases.Database database;
    private TcpGate gate;
    private Store store;
    private Plan plan;
    private Revision revision;
    private Account account;
    private ApiToken token;

    @BeforeAll
    void open() throws Exception {
        database = TestDatabases.postgis();
        gate = TcpGate.before(database.url());
        store = Store.openPostgis(gate.through(database.url()));
        store.load(Table.BRANCHES, Set.of("name"), List.of(new Branch(0, "B", "b", null)).iterator(), n -> {});
        plan = store.createPlan("p", 0, StoreFixture.PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT), event(PlanEvent.Kind.SUBMITTED));
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED), event(PlanEvent.Kind.APPROVED));
        revision = store.publish(new Publication(plan.id(), plan.version(), 0, Set.of(), List.of(), List.of(), Map.of(),
                List.of(), List.of(), List.of(), new byte[] {1}, StoreFixture.PLANNER, StoreFixture.PLANNER)).orElseThrow();
        plan = store.findPlan(plan.id()).orElseThrow();
        account = store.accounts().add(
                new Account(0, 0, "a", null, null, null, false, false, StoreFixture.WHEN, List.of()));
        token = store.keys().addToken(
                new ApiToken(0, account.id(), "t", "hash", List.of(), StoreFixture.WHEN, StoreFixture.WHEN, null));
    }

    private PlanEvent event(PlanEvent.Kind kind) {
        return new PlanEvent(plan.id(), kind, StoreFixture.WHEN, StoreFixture.PLANNER, null);
    }

    @AfterAll
    void close() throws Exception {
        store.close();
        gate.close();
        database.close();
    }

    @BeforeEach
    void heal() {
        heal(gate, store);
    }

    private void heal(TcpGate gate, Store store) {
        gate.open();
        Await.until("the database is there", SOON, () -> {
            try {
                return store.findPlan(plan.id()).isPresent() && !store.reserveGridIds(1).isEmpty();
            } catch (ProblemException e) {
                return false;
            }
        });
    }

    private Map<String, Supplier<Boolean>> reads(Store store) {
        Map<String, Supplier<Boolean>> reads = new LinkedHashMap<>();
        reads.put("revision", () -> store.findRevision(revision.id()).isPresent());
        reads.put("figures", () -> store.revisionFigures(revision.id()).isPresent());
        reads.put("plan", () -> store.findPlan(plan.id()).isPresent());
        reads.put("plans", () -> !store.listPlans(EnumSet.allOf(Plan.Status.class), Long.MAX_VALUE, 10).isEmpty());
        reads.put("events", () -> !store.inOneState(
                () -> store.findPlan(plan.id()).map(p -> store.listEvents(p.id())).orElseThrow()).isEmpty());
        reads.put("account", () -> store.accounts().find(account.id()).isPresent());
        reads.put("account by name", () -> store.accounts().findByName("a").isPresent());
        reads.put("token", () -> store.keys().findToken(token.id()).isPresent());
        reads.put("token by hash", () -> store.keys().findToken("hash").isPresent());
        reads.put("branch by code", () -> store.findByCode(Table.BRANCHES, "B").isPresent());
        reads.put("codes", () -> store.codes(Table.BRANCHES).containsKey("B"));
        // A write begins with reads of its own: what it does not find it would refuse as missing.
        reads.put("rename of a published plan", () -> {
            Problem said = assertThrows(ProblemException.class,
                    () -> store.renamePlan(plan.id(), plan.version(), "other", StoreFixture.PLANNER)).problem();
            if (said instanceof Problem.Unavailable) {
                throw said.asException();
            }
            return said instanceof Problem.Conflict;
        });
        reads.put("draft on a revision", () -> store.createPlan("q", revision.id(), StoreFixture.PLANNER) != null);
        return reads;
    }

    private record Cut(String name, int place) {}

    /// A patient read waits for seconds until it says that the database is away: of the lanes, each with a network of its own,
    /// one goes on while another waits.
    @Test
    void aReadThatIsCutAtAnyMomentFindsWhatIsThereOrSaysThatTheDatabaseIsAway() throws Exception {
        Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
        for (String name : reads(store).keySet()) {
            IntStream.rangeClosed(0, CUTS).forEach(place -> cuts.add(new Cut(name, place)));
        }
        allAtOnce(IntStream.range(0, LANES).mapToObj(lane -> () -> {
            try (TcpGate own = TcpGate.before(database.url());
                    Store through = Store.openPostgis(own.through(database.url()))) {
                Map<String, Supplier<Boolean>> reads = reads(through);
                for (Cut cut = cuts.poll(); cut != null; cut = cuts.poll()) {
                    cut(own, through, cut, reads.get(cut.name()));
                }
            }
            return null;
        }));
    }

    private void cut(TcpGate own, Store through, Cut cut, Supplier<Boolean> read) {
        heal(own, through);
        assertTrue(read.get(), cut.name());
        own.cutAfter(Long.MAX_VALUE);
        read.get();
        long whole = own.answered();
        assertTrue(whole > 0, cut.name());
        long at = whole * cut.place() / CUTS;
        own.cutAfter(at);
        assertFoundOrAway(cut.name() + " cut after " + at + " of " + whole + " bytes", read);
    }

    /// Fails as the first of them that does.
    private static void allAtOnce(Stream<Callable<Void>> all) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
            for (Future<Void> one : threads.invokeAll(all.toList())) {
                one.get();
            }
        }
    }

    @Test
    void aReadThatTheServerBreaksOffOnAGoodConnectionSaysSoToo() throws Exception {
        try (var other = database.connect();
                var s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("lock table revisions, plans, accounts, api_tokens, branches in access exclusive mode");
            allAtOnce(reads(store).entrySet().stream().map(read -> () -> {
                ProblemException said = assertThrows(ProblemException.class, read.getValue()::get, read.getKey());
                assertInstanceOf(Problem.Unavailable.class, said.problem(), read.getKey());
                return null;
            }));
            other.rollback();
        }
        reads(store).forEach((name, read) -> assertTrue(read.get(), name));
    }

    @Test
    void aReadWhoseConnectionTheServerEndsFindsWhatIsThereOrSaysSo() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> readers = reads(store).entrySet().stream().map(read -> Thread.ofPlatform().start(() -> {
            try {
                while (!over.get()) {
                    assertFoundOrAway(read.getKey(), read.getValue());
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        })).toList();
        try (var admin = database.connect();
                var s = admin.createStatement()) {
            for (int i = 0; i < 60; i++) {
                s.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'");
                s.execute("select pg_sleep(0.02)");
            }
        }
        over.set(true);
        readers.forEach(StoreFixture::join);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    private static void assertFoundOrAway(String what, Supplier<Boolean> read) {
        try {
            assertTrue(read.get(), what);
        } catch (ProblemException e) {
            assertInstanceOf(Problem.Unavailable.class, e.problem(), what);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsASuccessWhenItWasKept() throws Exception {
        gate.onCommit(TcpGate.Commit.ANSWER_LOST);
        Plan made = store.createPlan("answer lost", 0, StoreFixture.PLANNER);
        assertEquals(1, count("answer lost"));
        assertEquals(made, store.findPlan(made.id()).orElseThrow());
        assertEquals(new Loaded(1, 0, 0), store.load(Table.BRANCHES, Set.of("name"), branch("C"), n -> {},
                loaded -> gate.onCommit(TcpGate.Commit.ANSWER_LOST)));
        assertTrue(store.findByCode(Table.BRANCHES, "C").isPresent());
    }

    @Test
    void aLoadWhoseDatabaseGoesAwayBeforeItWritesChangesNothingAndSaysSo() throws Exception {
        gate.onCommit(TcpGate.Commit.ANSWER_LOST);
        Problem said = assertThrows(ProblemException.class,
                () -> store.load(Table.BRANCHES, Set.of("name"), branch("D"), n -> {})).problem();
        assertInstanceOf(Problem.Unavailable.class, said);
        assertTrue(store.findByCode(Table.BRANCHES, "D").isEmpty());
        assertEquals(new Loaded(1, 0, 0), store.load(Table.BRANCHES, Set.of("name"), branch("D"), n -> {}));
    }

    private static Iterator<Branch> branch(String code) {
        return List.of(new Branch(0, code, "name", null)).iterator();
    }

    @Test
    void aCommitThatNeverArrivedChangesNothingAndSaysSo() throws Exception {
        for (TcpGate.Commit fault : List.of(TcpGate.Commit.NEVER_ARRIVES, TcpGate.Commit.SWALLOWED)) {
            heal();
            gate.onCommit(fault);
            Problem said = assertThrows(ProblemException.class,
                    () -> store.createPlan("never arrived", 0, StoreFixture.PLANNER), fault.name()).problem();
            assertEquals("The database went away before the change was stored.", said.detail(), fault.name());
            assertEquals("Try again; nothing was changed.", said.remedy());
            assertEquals(0, count("never arrived"));
        }
        try (var other = database.connect();
                var s = other.createStatement()) {
            other.setAutoCommit(false);
            s.execute("set lock_timeout = 30000");
            s.execute("lock table plans");
            other.rollback();
        }
    }

    /// As a server that is stopped, or whose network is gone, in the middle of writing.
    @Test
    void whoStandsStillInATransactionKeepsOthersWaitingForATimeOnly() throws Exception {
        try (var other = database.connect();
                var s = other.createStatement()) {
            s.execute("set lock_timeout = 30000");
            Problem said = assertThrows(ProblemException.class,
                    () -> store.load(Table.BRANCHES, Set.of("name"), branch("B"), n -> {}, loaded -> {
                        try {
                            s.execute("update branches set name = 'theirs' where code = 'B'");
                        } catch (SQLException e) {
                            throw new AssertionError("it waits for ever", e);
                        }
                    })).problem();
            assertInstanceOf(Problem.Unavailable.class, said);
            assertEquals("theirs", ((Branch) store.findByCode(Table.BRANCHES, "B").orElseThrow()).name());
            assertEquals(new Loaded(0, 1, 0), store.load(Table.BRANCHES, Set.of("name"), branch("B"), n -> {}));
        }
    }

    @Test
    void whatBecameOfACommitThatCanNotBeAskedForIsSaidToBeUnknown() throws Exception {
        gate.onCommit(TcpGate.Commit.LAST);
        Problem said = assertThrows(ProblemException.class, () -> store.createPlan("last", 0, StoreFixture.PLANNER)).problem();
        assertInstanceOf(Problem.Unavailable.class, said);
        assertEquals(
                "The database went away before it said whether the change was stored: it may or may not have been.",
                said.detail());
        assertEquals("Read it again before you repeat.", said.remedy());
        assertEquals(Map.of("outcome", "unknown"), said.extra());
        assertEquals(1, count("last"));
    }

    private long count(String name) throws Exception {
        try (var c = database.connect();
                var s = c.createStatement();
                var rs = s.executeQuery("select count(*) from plans where name = '" + name + "'")) {
            rs.next();
            return rs.getLong(1);
        }
    }
}
