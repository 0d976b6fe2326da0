package org.wangge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.wangge.problem.Problem;

/// Counts failed attempts to sign in, by account and by address, and refuses more than a few in a quarter of an hour. An attempt
/// counts from its beginning, so that many at once gain nothing. Memory is bounded. Safe for any number of threads.
final class Attempts {

    static final int PER_ACCOUNT = 10;
    static final int PER_ADDRESS = 60;
    static final Duration WINDOW = Duration.ofMinutes(15);

    private static final int MAX_COUNTERS = 50_000;

    private record Count(Instant since, int attempts) {}

    private final Clock clock;
    private final Cache<String, Count> byName = counters();
    private final Cache<String, Count> byAddress = counters();

    Attempts(Clock clock) {
        this.clock = clock;
    }

    /// Throws a `TooOften` problem when this name or this address has had its share. A name that no account has counts all the
    /// same, so that the answer does not tell.
    void begin(String name, String address) {
        count(byAddress, address, PER_ADDRESS);
        count(byName, name, PER_ACCOUNT);
    }

    /// The attempt was good: the name starts anew, and the address gets this one back.
    void succeeded(String name, String address) {
        byName.invalidate(name);
        byAddress.asMap().computeIfPresent(address, (_, c) -> new Count(c.since(), Math.max(0, c.attempts() - 1)));
    }

    long size() {
        byName.cleanUp();
        byAddress.cleanUp();
        return byName.estimatedSize() + byAddress.estimatedSize();
    }

    private void count(Cache<String, Count> counters, String key, int most) {
        Instant now = clock.instant();
        Count count = counters.asMap().merge(key, new Count(now, 1), (old, fresh) ->
                old.since().plus(WINDOW).isAfter(now) ? new Count(old.since(), Math.min(most + 1, old.attempts() + 1)) : fresh);
        if (count.attempts() > most) {
            long seconds = Math.max(1, Duration.between(now, count.since().plus(WINDOW)).plusMillis(999).toSeconds());
            throw new Problem.TooOften("There were too many attempts to sign in.", "Wait " + seconds + " seconds and try again.", seconds)
                    .asException();
        }
    }

    private static Cache<String, Count> counters() {
        return Caffeine.newBuilder().maximumSize(MAX_COUNTERS).expireAfterWrite(WINDOW.multipliedBy(2)).build();
    }
}
