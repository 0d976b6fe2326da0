package org.wangge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.wangge.model.Account;
import org.wangge.problem.Problem;
import org.wangge.store.Store;
import org.wangge.store.account.AuditTrail;

/// Signing in and out, and one's own password. Safe for any number of threads.
public final class SignIn {

    /// A session that has begun: its secret, to be given to the browser and to nobody else.
    public record Begun(String secret) {
        @Override
        public String toString() {
            return "Begun[…]";
        }
    }

    private static final Duration LATELY = Duration.ofDays(30);
    private static final int SIGN_INS = 200;

    private final Cache<String, Boolean> lately =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();
    private final Store store;
    private final Callers callers;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Audit audit;
    private final Clock clock;

    SignIn(Store store, Callers callers, Passwords passwords, Attempts attempts, Audit audit, Clock clock) {
        this.store = store;
        this.callers = callers;
        this.passwords = passwords;
        this.attempts = attempts;
        this.audit = audit;
        this.clock = clock;
    }

    /// Begins a session. An unknown name, a wrong password and a disabled account get the same `Unauthenticated` problem after
    /// the same time; too many tries a `TooOften` problem.
    public Begun withPassword(String typedName, String password, String address) {
        String name = shortened(typedName);
        attempts.begin(name, address, () -> hasSignedInLately(name, address));
        Optional<Account> account = store.accounts().findByName(name);
        boolean good = passwords.matches(password, account.map(Account::passwordHash).orElse(null));
        if (!good || !callers.maySignIn(account.get())) {
            // A name that nobody has may be a password typed into the wrong field, so it is not kept.
            audit.add(0, null, Action.SESSION_REFUSED, account.map(SignIn::subject).orElse(null),
                    Map.of("reason", account.isEmpty() ? "unknown_name" : good ? "not_allowed" : "wrong_password"), address);
            throw refused();
        }
        attempts.succeeded(name, address);
        return begin(account.get(), "password", address);
    }

    /// Whether this account has begun a session from there in the last weeks, as the audit trail knows; asked anew once a minute.
    private boolean hasSignedInLately(String name, String address) {
        String place = Attempts.network(address);
        var begun = new AuditTrail.Filter(name, Action.SESSION_BEGIN.key(), null, clock.instant().minus(LATELY), null);
        return lately.get(name + "\n" + place, _ -> store.audit()
                .page(begun, Long.MAX_VALUE, SIGN_INS)
                .stream().anyMatch(line -> line.address() != null && place.equals(Attempts.network(line.address()))));
    }

    /// Begins a session for an account whose owner has been made sure of in this way.
    Begun begin(Account account, String how, String address) {
        String secret = Secrets.token();
        Instant now = clock.instant();
        store.inTransaction(() -> {
            store.keys().pruneSessions(now.minus(Callers.LONGEST), now.minus(Callers.IDLE));
            store.keys().addSession(account.id(), Secrets.hash(secret), now);
            audit.add(account.id(), account.name(), Action.SESSION_BEGIN, subject(account), Map.of("by", how), address);
            return null;
        });
        return new Begun(secret);
    }

    /// Ends the session.
    public void out(Caller caller) {
        store.inTransaction(() -> {
            store.keys().deleteSession(caller.key());
            audit.add(caller, Action.SESSION_END, subject(caller), Map.of());
            return null;
        });
        callers.forget(caller.account());
    }

    /// Sets the caller's own password, ends all of their sessions and begins a new one. A wrong present password is `Forbidden`
    /// and counts as a try to sign in; a weak new one is `BadInput`.
    public Begun changePassword(Caller caller, String present, String wanted) {
        Account account = store.accounts().find(caller.account()).orElseThrow(SignIn::refused);
        // what others try elsewhere does not slow one who is signed in
        attempts.begin(account.name(), caller.address(), () -> true);
        if (!passwords.matches(present, account.passwordHash())) {
            audit.add(caller, Action.PASSWORD_REFUSED, subject(caller), Map.of("reason", "wrong_password"));
            throw new Problem.Forbidden("The present password is not right.", "Type it again; an admin can set a new one.",
                    Map.of("reason", "wrong_password"))
                    .asException();
        }
        attempts.succeeded(account.name(), caller.address());
        if (present.equals(wanted)) {
            throw new Problem.BadInput("The new password is the present one.", "Take another.", Map.of("reason", "same_password"))
                    .asException();
        }
        Passwords.check(wanted, account.name());
        String hash = passwords.hash(wanted);
        String secret = Secrets.token();
        store.inTransaction(() -> {
            store.accounts().update(account.withPassword(hash, false));
            store.keys().deleteSessions(account.id());
            store.keys().addSession(account.id(), Secrets.hash(secret), clock.instant());
            audit.add(caller, Action.PASSWORD_CHANGE, subject(caller), Map.of());
            return null;
        });
        callers.forget(account.id());
        return new Begun(secret);
    }

    private static RuntimeException refused() {
        return new Problem.Unauthenticated("Name or password is wrong.", "Try again; an admin can set a new password.",
                Map.of("reason", "wrong_sign_in"))
                .asException();
    }

    private static String shortened(String name) {
        String normal = Account.normal(name);
        return normal.length() > 200 ? normal.substring(0, 200) : normal;
    }

    static String subject(Account account) {
        return "account " + account.id();
    }

    private static String subject(Caller caller) {
        return "account " + caller.account();
    }
}
