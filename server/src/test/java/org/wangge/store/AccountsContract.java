package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.model.Account;
import org.wangge.model.ApiToken;
import org.wangge.model.AuditEntry;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Session;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.account.AuditTrail.Filter;

/// What every store promises about accounts, their keys and the audit trail; run on both databases.
abstract class AccountsContract extends StoreFixture {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123Z");
    private static final Grant ADMIN = new Grant(Role.ADMIN, Scope.EVERYWHERE);

    @BeforeEach
    void withoutAccounts() throws SQLException {
        sql("delete from accounts");
    }

    @Test
    void anAccountComesBackAsItWasGiven() {
        assertTrue(store.accounts().isEmpty());
        long branch = put(new org.wangge.model.Branch(0, "B", null, null)).id();
        long grid = grid("g", "POLYGON((0 0,1 0,1 1,0 1,0 0))").id();
        List<Grant> grants = List.of(
                new Grant(Role.PLANNER, new Scope.OfBranch(branch)), new Grant(Role.PLANNER, new Scope.OfGrid(grid)), ADMIN);
        Account added = store.accounts().add(new Account(0, 0, "li.lei", "李雷", "hash", "https://id 7", true, false, NOW, grants));

        assertEquals(new Account(added.id(), 0, "li.lei", "李雷", "hash", "https://id 7", true, false, NOW, grants), added);
        assertEquals(Optional.of(added), store.accounts().find(added.id()));
        assertEquals(Optional.of(added), store.accounts().findByName("li.lei"));
        assertEquals(Optional.of(added), store.accounts().findBySubject("https://id 7"));
        assertEquals(List.of(added), store.accounts().list());
        assertFalse(store.accounts().isEmpty());
        assertFalse(added.toString().contains("hash"), added.toString());
    }

    @Test
    void aPersonWhoIsDeletedUnlinksWhateverElseTheAccountHas() throws SQLException {
        long person = put(new org.wangge.model.Person(0, "W1", "王伟", null)).id();
        Account linked = store.accounts().add(
                new Account(0, 0, "wang", null, "x", null, false, false, NOW, person,
                        List.of(new Grant(Role.MANAGER, Scope.EVERYWHERE))));
        assertEquals(person, store.accounts().update(linked.withPassword("y", true).withGrants(List.of())).person());
        sql("delete from persons where id = " + person);

        Account after = store.accounts().find(linked.id()).orElseThrow();
        assertNull(after.person());
        assertEquals("y", after.passwordHash());
    }

    @Test
    void everyRoleCanBeKept() {
        List<Grant> all = Arrays.stream(Role.values()).map(role -> new Grant(role, Scope.EVERYWHERE)).toList();
        Account account = add("all", all.toArray(Grant[]::new));
        store.keys().addToken(new ApiToken(0, account.id(), "t", "hash", all, NOW, NOW.plusSeconds(60), null));

        assertEquals(Set.copyOf(all), Set.copyOf(store.accounts().find(account.id()).orElseThrow().grants()));
        assertEquals(Set.copyOf(all), Set.copyOf(store.keys().listTokens(account.id()).getFirst().grants()));
    }

    @Test
    void aSubtreeThatGoesTakesItsGrantsAlongAndNeverMakesThemWider() throws SQLException {
        long grid = grid("g", "POLYGON((0 0,1 0,1 1,0 1,0 0))").id();
        Account account = add("a", new Grant(Role.PLANNER, new Scope.OfGrid(grid)));
        sql("delete from grids where code = 'g'");

        assertEquals(List.of(), store.accounts().find(account.id()).orElseThrow().grants());
    }

    @Test
    void aChangeCountsTheVersionUpAndAStaleOneIsRefused() {
        add("root", ADMIN);
        Account account = add("a");
        Account changed = store.accounts().update(with(account, false, new Grant(Role.VIEWER, Scope.EVERYWHERE)));
        assertEquals(1, changed.version());
        assertEquals(changed, store.accounts().find(account.id()).orElseThrow());

        Problem problem = problem(() -> store.accounts().update(with(account, true)));
        assertEquals(
                new Problem.Conflict("Account a has version 1, not 0: somebody else changed it.", "Read it again and repeat.",
                        Map.of("expected_version", 0, "actual_version", 1)),
                problem);
        assertEquals("There is an account 'a' already.", problem(() -> add("a")).detail());
    }

    @Test
    void nobodyTakesTheLastAdminAway() {
        Account root = add("root", ADMIN);
        add("limited", new Grant(Role.ADMIN, new Scope.OfBranch(put(new org.wangge.model.Branch(0, "B", null, null)).id())));
        assertInstanceOf(Problem.Refused.class, problem(() -> store.accounts().delete(root.id())));
        assertInstanceOf(Problem.Refused.class, problem(() -> store.accounts().update(with(root, true, ADMIN))));
        Problem refused = problem(() -> store.accounts().update(with(root, false)));
        assertEquals("'root' is the only account that administers everywhere. Make another one admin first.",
                refused.detail() + " " + refused.remedy());

        add("second", ADMIN);
        store.accounts().delete(root.id());
        assertEquals(Optional.empty(), store.accounts().find(root.id()));
    }

    @Test
    void twoAdminsThatRemoveEachOtherAtOnceDontBothSucceed() throws Exception {
        for (int round = 0; round < 5; round++) {
            Account a = add("a" + round, ADMIN);
            Account b = add("b" + round, ADMIN);
            CyclicBarrier start = new CyclicBarrier(2);
            try (var threads = Executors.newFixedThreadPool(2)) {
                List<Future<Boolean>> done = List.of(a, b).stream().map(x -> threads.submit(() -> {
                    start.await();
                    try {
                        store.accounts().delete(x.id());
                        return true;
                    } catch (ProblemException e) {
                        return false;
                    }
                })).toList();
                assertFalse(done.get(0).get() && done.get(1).get());
            }
            assertEquals(1, store.accounts().list().size());
            store.accounts().list().forEach(x -> {
                try {
                    sql("delete from accounts where id = " + x.id());
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void sessionsEndOneByOneAllAtOnceByAgeAndWithTheirAccount() {
        Account a = add("a");
        Session first = store.keys().addSession(a.id(), "h1", NOW);
        assertEquals(Optional.of(first), store.keys().findSession("h1"));
        store.keys().touchSession(first.id(), NOW.plusSeconds(60));
        assertEquals(NOW.plusSeconds(60), store.keys().findSession("h1").orElseThrow().usedAt());
        store.keys().addSession(a.id(), "h2", NOW.plusSeconds(10));
        assertEquals(1, store.keys().pruneSessions(NOW.minus(Duration.ofDays(1)), NOW.plusSeconds(30)));
        assertEquals(Optional.empty(), store.keys().findSession("h2"));
        store.keys().deleteSession(first.id());
        assertEquals(Optional.empty(), store.keys().findSession("h1"));
        store.keys().addSession(a.id(), "h3", NOW);
        store.keys().deleteSessions(a.id());
        assertEquals(Optional.empty(), store.keys().findSession("h3"));
        store.keys().addSession(a.id(), "h4", NOW);
        store.accounts().delete(a.id());
        assertEquals(Optional.empty(), store.keys().findSession("h4"));
    }

    @Test
    void tokensKeepTheirGrantsAndGoWithTheirAccount() {
        Account a = add("a", ADMIN);
        add("root", ADMIN);
        Grant viewer = new Grant(Role.VIEWER, Scope.EVERYWHERE);
        ApiToken token = store.keys()
                .addToken(new ApiToken(0, a.id(), "export", "h", List.of(viewer), NOW, NOW.plusSeconds(99), null));
        assertEquals(Optional.of(token), store.keys().findToken("h"));
        assertEquals(Optional.of(token), store.keys().findToken(token.id()));
        store.keys().touchToken(token.id(), NOW.plusSeconds(5));
        assertEquals(NOW.plusSeconds(5), store.keys().listTokens(a.id()).getFirst().usedAt());
        assertTrue(store.keys().deleteToken(token.id()));
        assertFalse(store.keys().deleteToken(token.id()));
        store.keys().addToken(new ApiToken(0, a.id(), "export", "h", List.of(viewer), NOW, NOW.plusSeconds(99), null));
        store.accounts().delete(a.id());
        assertEquals(Optional.empty(), store.keys().findToken("h"));
    }

    @Test
    void theAuditTrailIsReadNewestFirstInPagesAndByFilters() {
        String tag = "t" + System.nanoTime();
        for (int i = 0; i < 5; i++) {
            store.audit().add(new AuditEntry(0, NOW.plusSeconds(i), i % 2, "u" + i % 2 + tag, i == 4 ? "plan" : "plan.publish",
                    tag, "{}", "::1"));
        }
        List<AuditEntry> all = store.audit().page(new Filter(null, null, tag, null, null), Long.MAX_VALUE, 3);
        assertEquals(List.of(NOW.plusSeconds(4), NOW.plusSeconds(3), NOW.plusSeconds(2)),
                all.stream().map(AuditEntry::at).toList());
        assertEquals(2, store.audit().page(new Filter(null, null, tag, null, null), all.getLast().id(), 3).size());
        assertEquals(2, store.audit().page(new Filter("u1" + tag, null, null, null, null), Long.MAX_VALUE, 9).size());
        assertEquals(5, store.audit().page(new Filter(null, "plan", tag, null, null), Long.MAX_VALUE, 9).size());
        assertEquals(4, store.audit().page(new Filter(null, "plan.publish", tag, null, null), Long.MAX_VALUE, 9).size());
        assertEquals(0, store.audit().page(new Filter(null, "plan_", tag, null, null), Long.MAX_VALUE, 9).size());
        assertEquals(2, store.audit().page(new Filter(null, null, tag, NOW.plusSeconds(1), NOW.plusSeconds(3)), Long.MAX_VALUE, 9)
                .size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"update audit set detail = '{\"x\":1}'", "delete from audit", "update audit set at = at"})
    void theDatabaseItselfRefusesToChangeTheAuditTrail(String statement) {
        store.audit().add(new AuditEntry(0, NOW, 0, null, "session.begin", null, "{}", null));
        List<AuditEntry> before = store.audit().page(Filter.ALL, Long.MAX_VALUE, 1000);

        SQLException e = assertThrows(SQLException.class, () -> sql(statement));

        assertTrue(e.getMessage().contains("the audit trail is only ever added to"), e.getMessage());
        assertEquals(before, store.audit().page(Filter.ALL, Long.MAX_VALUE, 1000));
    }

    @Test
    void aLineOfAnUndoneChangeIsNotKept() {
        assertThrows(IllegalStateException.class, () -> store.inTransaction(() -> {
            store.audit().add(new AuditEntry(0, NOW, 0, null, "undone", "undone", "{}", null));
            throw new IllegalStateException("no");
        }));
        assertEquals(List.of(), store.audit().page(new Filter(null, "undone", null, null, null), Long.MAX_VALUE, 9));
    }

    private Account add(String name, Grant... grants) {
        return store.accounts().add(new Account(0, 0, name, null, "x", null, false, false, NOW, List.of(grants)));
    }

    private static Account with(Account a, boolean disabled, Grant... grants) {
        return new Account(
                a.id(), a.version(), a.name(), a.displayName(), a.passwordHash(), a.subject(), a.mustChangePassword(), disabled,
                a.createdAt(),
                List.of(grants));
    }

    private static Problem problem(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(ProblemException.class, call).problem();
    }
}
