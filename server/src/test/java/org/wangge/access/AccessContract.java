package org.wangge.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Account;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.account.AuditTrail.Filter;
import org.wangge.testing.Await;
import org.wangge.testing.TestClock;
import org.wangge.testing.TestDatabases;

/// Sessions, tokens and sign-in without a web server; the same on both databases.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessContract {

    private static final String HERE = "10.0.0.1";
    private static final String PASSWORD = "correct horse 9";
    private static final Grant PLANNER = new Grant(Role.PLANNER, Scope.EVERYWHERE);
    private static final Access.Settings SETTINGS = new Access.Settings(false, false, null);

    private TestDatabases.Database database;
    private Store store;
    private final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final Passwords passwords = new Passwords(64, 1);
    private final String hash = passwords.hash(PASSWORD);
    private Access access;
    private int names;

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void open() throws Exception {
        database = provide();
        store = database.open();
    }

    @AfterAll
    void close() throws Exception {
        store.close();
        database.close();
    }

    @BeforeEach
    void begin() {
        access = access(SETTINGS, clock);
    }

    @Test
    void wrongPasswordsFromElsewhereShutOutNobodyWhereTheyHaveSignedInLately() {
        Account account = account();
        access.signIn().withPassword(account.name(), PASSWORD, "2001:db8:1:2::7");
        Problem slowed = null;
        for (int i = 0; i < 40 && slowed == null; i++) {
            String address = "10.0.7." + i;
            Problem refused = assertThrows(
                    ProblemException.class, () -> access.signIn().withPassword(account.name(), "no", address)).problem();
            slowed = refused instanceof Problem.TooOften ? refused : null;
        }
        assertEquals(List.of(1L), List.copyOf(slowed.extra().values()));
        assertThrows(
                ProblemException.class, () -> access.signIn().withPassword(account.name(), PASSWORD, "10.0.9.9"),
                "a new place waits");
        String secret = access.signIn().withPassword(account.name(), PASSWORD, "2001:db8:1:2::8").secret();
        assertTrue(access.bySession(secret, HERE).isPresent());
    }

    @Test
    void aSessionEndsWhenItLiesIdleAndAtTheLatestAfterTwelveHours() {
        String secret = signIn(account());
        for (int i = 0; i < 4; i++) {
            clock.advance(Callers.IDLE.minusMinutes(61));
            Caller caller = access.bySession(secret, HERE).orElseThrow();
            Await.until("the use is noted", Duration.ofSeconds(60), () ->
                    store.keys().findSession(Secrets.hash(secret)).orElseThrow().usedAt().equals(clock.instant()));
            assertTrue(caller.may(Role.PLANNER));
        }
        clock.advance(Duration.ofMinutes(5));
        assertTrue(access.bySession(secret, HERE).isEmpty(), "twelve hours are over");

        String idle = signIn(account());
        clock.advance(Callers.IDLE);
        assertTrue(access.bySession(idle, HERE).isEmpty());
    }

    @Test
    void askingWhetherASessionStillHoldsDoesNotKeepItAlive() {
        String secret = signIn(account());
        clock.advance(Callers.IDLE.minusMinutes(1));
        assertTrue(access.stillBySession(secret, HERE).isPresent());
        clock.advance(Duration.ofMinutes(2));
        assertTrue(access.stillBySession(secret, HERE).isEmpty());
    }

    @Test
    void signingOutEndsOneSessionAndANewPasswordAllOthers() {
        Account account = account();
        String first = signIn(account);
        String second = signIn(account);
        String third = signIn(account);
        access.signIn().out(access.bySession(first, HERE).orElseThrow());
        assertTrue(access.bySession(first, HERE).isEmpty());

        String fresh = access.signIn().changePassword(access.bySession(second, HERE).orElseThrow(), PASSWORD, "another horse 7")
                .secret();
        assertTrue(access.bySession(second, HERE).isEmpty());
        assertTrue(access.bySession(third, HERE).isEmpty());
        assertTrue(access.bySession(fresh, HERE).isPresent());
        assertEquals("wrong_sign_in", problem(() -> signIn(account)).extra().get("reason"));
    }

    @Test
    void anotherServerOnTheSameStoreFollowsWithinSeconds() {
        Access other = access(SETTINGS, clock);
        String secret = signIn(account());
        assertTrue(other.bySession(secret, HERE).isPresent());
        access.signIn().out(access.bySession(secret, HERE).orElseThrow());
        clock.advance(Duration.ofSeconds(6));
        assertTrue(other.bySession(secret, HERE).isEmpty());
    }

    @Test
    void anUnknownNameAWrongPasswordAndADisabledAccountAreAnsweredAlike() {
        Account account = account();
        Account disabled = store.accounts()
                .add(new Account(0, 0, "off" + names++, null, hash, null, false, true, clock.instant(), List.of()));
        Problem wrong = problem(() -> access.signIn().withPassword(account.name(), "no", HERE));
        assertEquals(new Problem.Unauthenticated("Name or password is wrong.", "Try again; an admin can set a new password.",
                java.util.Map.of("reason", "wrong_sign_in")), wrong);
        assertEquals(wrong, problem(() -> access.signIn().withPassword("nobody-" + names++, PASSWORD, HERE)));
        assertEquals(wrong, problem(() -> access.signIn().withPassword(disabled.name(), PASSWORD, HERE)));
    }

    @Test
    void theNameIsFoundHoweverItIsTyped() {
        Account account = account();
        assertTrue(access.bySession(access.signIn().withPassword("  " + account.name().toUpperCase() + " ", PASSWORD, HERE)
                .secret(), HERE).isPresent());
    }

    @Test
    void aTokenEndsAtItsTimeWhenRevokedAndWithItsOwner() {
        Account account = account();
        Caller owner = access.bySession(signIn(account), HERE).orElseThrow();
        Tokens.Issued day = access.tokens().issue(owner, "export", List.of(PLANNER), 1);
        Tokens.Issued year = access.tokens().issue(owner, "export", List.of(PLANNER), 366);
        assertTrue(year.secret().startsWith("wgt_"));
        assertTrue(access.byToken(day.secret(), HERE).orElseThrow().may(Role.PLANNER));
        Await.until("the use is noted", Duration.ofSeconds(60), () ->
                clock.instant().equals(store.keys().findToken(day.token().id()).orElseThrow().usedAt()));
        clock.advance(Duration.ofHours(25));
        assertTrue(access.byToken(day.secret(), HERE).isEmpty());
        assertTrue(access.byToken(year.secret(), HERE).isPresent());

        Account present = store.accounts().find(account.id()).orElseThrow();
        store.accounts().update(new Account(present.id(), present.version(), present.name(), null, hash, null, false, true,
                present.createdAt(), List.of(PLANNER)));
        clock.advance(Duration.ofSeconds(6));
        assertTrue(access.byToken(year.secret(), HERE).isEmpty(), "its owner is disabled");

        Tokens.Issued revoked = access.tokens().issue(owner, "export", List.of(PLANNER), 1);
        access.tokens().revoke(owner, revoked.token().id());
        assertTrue(access.byToken(revoked.secret(), HERE).isEmpty());
    }

    @Test
    void aTokenCanDoNoMoreThanItsOwnerAndIsNobodyElsesToRevoke() {
        Caller owner = access.bySession(signIn(account()), HERE).orElseThrow();
        Problem refused = problem(() -> access.tokens().issue(owner, "x", List.of(new Grant(Role.ADMIN, Scope.EVERYWHERE)), 1));
        assertEquals("'" + owner.name() + "' is not admin everywhere.", refused.detail());
        long id = access.tokens().issue(owner, "x", List.of(new Grant(Role.VIEWER, Scope.EVERYWHERE)), 1).token().id();
        Caller other = access.bySession(signIn(account()), HERE).orElseThrow();
        assertEquals(new Problem.NotFound("There is no token " + id + " of yours.", "GET /api/tokens lists them."),
                problem(() -> access.tokens().revoke(other, id)));
    }

    @Test
    void anAccountHasAtMostFiftyTokens() {
        Caller owner = access.bySession(signIn(account()), HERE).orElseThrow();
        long first = access.tokens().issue(owner, "t", List.of(PLANNER), 1).token().id();
        for (int i = 1; i < 50; i++) {
            access.tokens().issue(owner, "t", List.of(PLANNER), 1);
        }
        assertEquals(new Problem.Refused("The account has 50 tokens already.", "Revoke one that is no longer used."),
                problem(() -> access.tokens().issue(owner, "t", List.of(PLANNER), 1)));
        access.tokens().revoke(owner, first);
        access.tokens().issue(owner, "t", List.of(PLANNER), 1);
        assertEquals(50, access.tokens().list(owner.account()).size());
    }

    @Test
    void theFirstStartMakesOneAdminAndTheNextNone() throws Exception {
        try (var connection = database.connect(); var s = connection.createStatement()) {
            s.executeUpdate("delete from accounts");
        }
        AccountAdmin.Opened admin = access.accounts().createFirstAdmin();
        Caller caller = access.bySession(access.signIn().withPassword("admin", admin.oneTimePassword(), HERE).secret(), HERE)
                .orElseThrow();
        assertTrue(caller.mustChangePassword());
        assertTrue(caller.mayEverywhere(Role.ADMIN));
        assertFalse(caller.may(Role.PLANNER), "an admin draws only when granted");
        assertNull(access.accounts().createFirstAdmin());
    }

    @Test
    void whoHasTheMachineOpensALockedDoor() {
        Account account = account();
        String before = signIn(account);
        Account locked = store.accounts().find(account.id()).orElseThrow();
        store.accounts().update(new Account(locked.id(), locked.version(), locked.name(), null, hash, null, false, true,
                locked.createdAt(), locked.grants()));

        String once = access.accounts().recover(" " + account.name().toUpperCase()).oneTimePassword();
        Caller caller = access.bySession(access.signIn().withPassword(account.name(), once, HERE).secret(), HERE).orElseThrow();
        assertTrue(caller.mustChangePassword());
        assertEquals(List.of(PLANNER), caller.grants(), "its roles stay");
        assertTrue(access.bySession(before, HERE).isEmpty());
        assertTrue(access.accounts().recover("rescue" + names++).account().grants()
                .contains(new Grant(Role.ADMIN, Scope.EVERYWHERE)));
    }

    @Test
    void aNameThatLooksLikeAnothersIsGivenToNobodyAnyMoreAndWhoHasOneKeepsIt() {
        String mixed = "\u0430dmin" + names++;
        Account old = store.accounts()
                .add(new Account(0, 0, mixed, null, hash, null, false, false, clock.instant(), List.of(PLANNER)));
        assertEquals(mixed, access.bySession(signIn(old), HERE).orElseThrow().name());
        assertTrue(access.accounts().recover(mixed).account().mustChangePassword());

        Problem refused = assertThrows(ProblemException.class, () -> access.accounts().recover("r\u03bfot")).problem();
        assertEquals("The account can't be kept: name is 'r\u03bfot', which has GREEK SMALL LETTER OMICRON (U+03BF) at position "
                + "2 among letters of the script LATIN, some of which look alike.", refused.detail());
        assertTrue(store.accounts().findByName("r\u03bfot").isEmpty());
    }

    @Test
    void demoAccountsOpenNothingOutsideOfADemo() throws Exception {
        try (var connection = database.connect(); var s = connection.createStatement()) {
            s.executeUpdate("delete from accounts");
        }
        Access demo = access(new Access.Settings(true, true, null), clock);
        DemoAccounts.Offer offer = demo.offers().stream().filter(o -> o.name().equals("admin")).findFirst().orElseThrow();
        String secret = demo.signIn().withPassword(offer.name(), offer.password(), HERE).secret();
        assertTrue(demo.bySession(secret, HERE).isPresent());

        Access served = access(SETTINGS, clock);
        assertEquals(List.of(), served.offers());
        assertEquals("wrong_sign_in", problem(() -> served.signIn().withPassword(offer.name(), offer.password(), HERE)).extra()
                .get("reason"));
        assertTrue(served.bySession(secret, HERE).isEmpty());
        assertEquals("administrator", served.accounts().createFirstAdmin().account().name(), "the demo's admin does not count");
    }

    @Test
    void whatFailsIsInTheTrailWithoutTheNameThatNobodyHas() {
        String typed = "my secret password " + names++;
        problem(() -> access.signIn().withPassword(typed, PASSWORD, HERE));
        var line = store.audit().page(new Filter(null, "session.refused", null, null, null), Long.MAX_VALUE, 1).getFirst();
        assertEquals("{\"reason\":\"unknown_name\"} null 10.0.0.1", line.detail() + " " + line.subject() + " " + line.address());
    }

    @Test
    void aServerForWhichNothingElseIsSaidMakesHashesThatAreDear() {
        Access served = new Access(store, () -> null, SETTINGS, clock);
        Account account = served.accounts().recover("served" + names++).account();

        assertTrue(account.passwordHash().startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), account.passwordHash());
    }

    private Access access(Access.Settings settings, Clock time) {
        // No scope of a grid is asked for here.
        return new Access(store, () -> null, settings, passwords, time);
    }

    private Account account() {
        return store.accounts()
                .add(new Account(0, 0, "user" + names++, null, hash, null, false, false, clock.instant(), List.of(PLANNER)));
    }

    private String signIn(Account account) {
        return access.signIn().withPassword(account.name(), PASSWORD, HERE).secret();
    }

    private static Problem problem(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(ProblemException.class, call).problem();
    }
}
