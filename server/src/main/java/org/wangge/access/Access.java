package org.wangge.access;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.memory.ByteCache;
import org.wangge.store.Store;

/// Accounts and everything around them, over one store. Safe for any number of threads.
public final class Access {

    /// `anonymousViewing`: who is not signed in sees the map. `demo`: the demo's accounts exist and are offered. `oidc` is null
    /// without an identity provider.
    public record Settings(boolean anonymousViewing, boolean demo, Oidc.Settings oidc) {}

    private final Settings settings;
    private final Callers callers;
    private final SignIn signIn;
    private final AccountAdmin accounts;
    private final Tokens tokens;
    private final Audit audit;
    private final Oidc oidc;
    private final List<DemoAccounts.Offer> offers;

    /// `snapshots` gives the tree of grids in which scopes are looked up.
    public Access(Store store, Supplier<Snapshot> snapshots, Settings settings, Clock clock) {
        this(store, snapshots, settings, new Passwords(), clock);
    }

    /// As the other, with hashes that cost what `passwords` says.
    public Access(Store store, Supplier<Snapshot> snapshots, Settings settings, Passwords passwords, Clock clock) {
        this.settings = settings;
        callers = new Callers(store, settings.anonymousViewing(), settings.demo(), clock);
        audit = new Audit(store, clock);
        signIn = new SignIn(store, callers, passwords, new Attempts(clock), audit, clock);
        accounts = new AccountAdmin(store, callers, passwords, audit, snapshots, clock);
        tokens = new Tokens(store, callers, audit, snapshots, clock);
        oidc = settings.oidc() == null ? null : new Oidc(settings.oidc(), store, signIn, callers, audit, clock);
        offers = settings.demo() ? DemoAccounts.open(store, passwords, audit, clock) : List.of();
    }

    /// What is kept of callers, and what has become of it.
    public List<ByteCache.Use> caches() {
        return List.of(callers.use());
    }

    /// Calls this, from now on, with the id of each account of which this server has changed what it may do, or with which keys.
    /// It is called on the thread that did, once that stands, and must not wait.
    public void listen(LongConsumer changed) {
        callers.listen(changed);
    }

    /// Who makes a request without a key.
    public Caller anonymous(String address) {
        return callers.anonymous(address);
    }

    /// Whose session this is; empty when it is over, or never was.
    public Optional<Caller> bySession(String secret, String address) {
        return callers.bySession(secret, address);
    }

    /// Whose token this is; empty when it is unknown, revoked or expired.
    public Optional<Caller> byToken(String secret, String address) {
        return callers.byToken(secret, address);
    }

    /// As [#bySession], without counting as a use of the session.
    public Optional<Caller> stillBySession(String secret, String address) {
        return callers.stillBySession(secret, address);
    }

    /// As [#byToken], without counting as a use of the token.
    public Optional<Caller> stillByToken(String secret, String address) {
        return callers.stillByToken(secret, address);
    }

    /// What a page must send along to change anything in this session. Only who has the session's secret can know it.
    public static String csrfToken(String sessionSecret) {
        return Secrets.derived("csrf", sessionSecret);
    }

    /// Compares without telling by the time it takes.
    public static boolean isCsrfToken(String sessionSecret, String sent) {
        return Secrets.same(csrfToken(sessionSecret), sent);
    }

    public boolean anonymousViewing() {
        return settings.anonymousViewing();
    }

    /// The demo's accounts with their passwords; none but in a demo.
    public List<DemoAccounts.Offer> offers() {
        return offers;
    }

    public SignIn signIn() {
        return signIn;
    }

    public AccountAdmin accounts() {
        return accounts;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Audit audit() {
        return audit;
    }

    /// Empty without an identity provider.
    public Optional<Oidc> oidc() {
        return Optional.ofNullable(oidc);
    }
}
