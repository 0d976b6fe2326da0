package org.wangge.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.memory.ByteCache;
import org.wangge.model.Account;
import org.wangge.model.ApiToken;
import org.wangge.model.Grant;
import org.wangge.model.Session;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;

/// Finds out whose a session or a token is. Answers are kept for a few seconds, so that tiles don't wait for the database; a
/// change made through this server counts at once, one made through another after those seconds. While the database is away,
/// what was known holds: nobody can be signed out then either. Safe for any number of threads.
final class Callers {

    static final Duration IDLE = Duration.ofHours(4);
    static final Duration LONGEST = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration TOUCH = Duration.ofMinutes(1);
    private static final long KEPT_BYTES = 16 << 20;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    /// A session or token with its account; `limit` is null for a session, `name` the token's.
    record Key(Caller.Kind kind, long id, Account account, List<Grant> limit, Instant createdAt, Instant expiresAt,
            Instant usedAt) {}

    /// `found` is empty for a secret that nobody has. `generation` is that of the time when the database was asked.
    private record Known(Optional<Key> found, long generation, Instant at) {

        /// About, with its key.
        long bytes() {
            return 300 + found.map(k -> 500 + 60L * k.account().grants().size()).orElse(0L);
        }
    }

    private final Store store;
    private final boolean anonymousViewing;
    private final boolean demo;
    private final Clock clock;
    private final ByteCache<String, Known> known =
            new ByteCache<>("callers", KEPT_BYTES, KEPT_FOR, (key, known) -> known.bytes());
    private final AtomicLong generation = new AtomicLong();
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();

    Callers(Store store, boolean anonymousViewing, boolean demo, Clock clock) {
        this.store = store;
        this.anonymousViewing = anonymousViewing;
        this.demo = demo;
        this.clock = clock;
    }

    Caller anonymous(String address) {
        return Caller.anonymous(anonymousViewing, address);
    }

    /// Empty for a session that is over.
    Optional<Caller> bySession(String secret, String address) {
        return by("session " + Secrets.hash(secret), this::session, address, true);
    }

    /// Empty for a token that is unknown, revoked or over.
    Optional<Caller> byToken(String secret, String address) {
        return by("token " + Secrets.hash(secret), this::token, address, true);
    }

    Optional<Caller> stillBySession(String secret, String address) {
        return by("session " + Secrets.hash(secret), this::session, address, false);
    }

    Optional<Caller> stillByToken(String secret, String address) {
        return by("token " + Secrets.hash(secret), this::token, address, false);
    }

    /// What is known, and what has become of it.
    ByteCache.Use use() {
        return known.use();
    }

    /// Whatever was known is asked for anew, since something about this account has changed.
    void forget(long account) {
        generation.incrementAndGet();
        listeners.forEach(l -> l.accept(account));
    }

    void listen(LongConsumer changed) {
        listeners.add(changed);
    }

    /// Demo accounts can be signed in to only where they are offered: their passwords are public.
    boolean maySignIn(Account account) {
        return !account.disabled() && (demo || !DemoAccounts.isOne(account));
    }

    private Optional<Caller> by(String key, Function<String, Optional<Key>> ask, String address, boolean use) {
        Instant now = clock.instant();
        return lookUp(key, ask, now)
                .filter(k -> maySignIn(k.account()))
                .filter(k -> now.isBefore(k.expiresAt()))
                .filter(k -> k.kind() == Caller.Kind.TOKEN || now.isBefore(k.usedAt().plus(IDLE)))
                .map(k -> {
                    if (use) {
                        touch(key, k, now);
                    }
                    return caller(k, address);
                });
    }

    private Optional<Key> lookUp(String key, Function<String, Optional<Key>> ask, Instant now) {
        Known before = known.find(key).orElse(null);
        long asked = generation.get();
        if (before != null && before.generation() == asked && now.isBefore(before.at().plus(FRESH))) {
            return before.found();
        }
        try {
            Optional<Key> found = ask.apply(key.substring(key.indexOf(' ') + 1));
            known.put(key, new Known(found, asked, now));
            return found;
        } catch (ProblemException e) {
            if (before != null && before.generation() == asked && e.problem() instanceof Problem.Unavailable) {
                return before.found();
            }
            throw e;
        }
    }

    private Optional<Key> session(String hash) {
        return store.inOneState(() -> {
            Optional<Session> session = store.keys().findSession(hash);
            return session.flatMap(s -> store.accounts().find(s.account()).map(a -> new Key(
                    Caller.Kind.SESSION, s.id(), a, null, s.createdAt(), s.createdAt().plus(LONGEST), s.usedAt())));
        });
    }

    private Optional<Key> token(String hash) {
        return store.inOneState(() -> {
            Optional<ApiToken> token = store.keys().findToken(hash);
            return token.flatMap(t -> store.accounts().find(t.account()).map(a -> new Key(
                    Caller.Kind.TOKEN, t.id(), a, t.grants(), t.createdAt(), t.expiresAt(), t.usedAt())));
        });
    }

    private Caller caller(Key key, String address) {
        Account account = key.account();
        List<Grant> grants = anonymousViewing && account.grants().isEmpty() ? anonymous(address).grants() : account.grants();
        return new Caller(
                key.kind(), account.id(), account.name(), account.shownName(), key.id(), account.mustChangePassword(),
                account.person(), grants, key.limit(), address);
    }

    /// Notes the use about once a minute, beside the request: a write may have to wait for an import.
    private void touch(String cacheKey, Key key, Instant now) {
        if (key.usedAt() != null && now.isBefore(key.usedAt().plus(TOUCH))) {
            return;
        }
        known.replace(cacheKey, k -> new Known(
                k.found().map(f -> new Key(f.kind(), f.id(), f.account(), f.limit(), f.createdAt(), f.expiresAt(), now)),
                k.generation(), k.at()));
        Thread.ofVirtual().name("key-in-use").start(() -> {
            try {
                if (key.kind() == Caller.Kind.SESSION) {
                    store.keys().touchSession(key.id(), now);
                } else {
                    store.keys().touchToken(key.id(), now);
                }
            } catch (RuntimeException e) {
                LOG.debug("the use of a {} was not noted: {}", key.kind(), e.getMessage());
            }
        });
    }
}
