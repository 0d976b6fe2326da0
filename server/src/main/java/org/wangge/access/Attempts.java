package org.wangge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.wangge.problem.Problem;

/// Slows down who tries passwords. Each try is counted three times: for the name from this address, for the address, and for the
/// name from anywhere. So many are free; after that each makes the next one wait twice as long as the last, up to a longest time.
/// A try that comes too early is refused before any password is looked at, and does not count. A count is forgotten an hour after
/// its last try. Nothing locks: whoever waits gets on.
///
/// A try counts from its beginning, so that many at once gain nothing. Addresses of IPv6 count by their network (64 bits), which
/// is what one customer has. Memory is bounded. Safe for any number of threads.
final class Attempts {

    static final Duration REMEMBERED = Duration.ofHours(1);

    private static final int MAX_COUNTERS = 50_000;

    /// How many tries are free, and how long the delay grows.
    enum Limit {
        /// Somebody guesses one password from one place.
        NAME_AND_ADDRESS(5, Duration.ofMinutes(15)),
        /// One place guesses many names; others may sit behind the same address.
        ADDRESS(60, Duration.ofMinutes(1)),
        /// Many places guess one name.
        NAME(20, Duration.ofMinutes(1));

        final int free;
        final Duration longest;

        Limit(int free, Duration longest) {
            this.free = free;
            this.longest = longest;
        }

        /// How long the next try has to wait after so many.
        Duration delay(int tries) {
            int beyond = tries - free;
            Duration grown = beyond < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(beyond, 20));
            return grown.compareTo(longest) < 0 ? grown : longest;
        }
    }

    private record Count(int tries, Instant next) {}

    private final class Counters {
        private final Limit limit;
        private final Cache<String, Count> counts = Caffeine.newBuilder()
                .maximumSize(MAX_COUNTERS)
                .expireAfterWrite(REMEMBERED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();

        Counters(Limit limit) {
            this.limit = limit;
        }

        Duration wait(String key) {
            return wait(counts.getIfPresent(key), clock.instant());
        }

        private Duration wait(Count count, Instant now) {
            Duration wait = count == null ? Duration.ZERO : Duration.between(now, count.next());
            // longer than ever told: the clock has been set back
            return wait.compareTo(limit.longest) > 0 ? Duration.ZERO : wait;
        }

        /// False when somebody else was faster and one has to wait after all.
        boolean count(String key) {
            Instant now = clock.instant();
            boolean[] counted = {true};
            counts.asMap().compute(key, (_, old) -> {
                counted[0] = !wait(old, now).isPositive();
                int tries = old == null ? 1 : old.tries() + 1;
                return counted[0] ? new Count(tries, now.plus(limit.delay(tries))) : old;
            });
            return counted[0];
        }

        void giveBack(String key) {
            Instant now = clock.instant();
            counts.asMap().computeIfPresent(key, (_, c) -> new Count(Math.max(0, c.tries() - 1), now));
        }

        long size() {
            counts.cleanUp();
            return counts.estimatedSize();
        }
    }

    private final Clock clock;
    private final Counters byBoth;
    private final Counters byAddress;
    private final Counters byName;

    Attempts(Clock clock) {
        this.clock = clock;
        byBoth = new Counters(Limit.NAME_AND_ADDRESS);
        byAddress = new Counters(Limit.ADDRESS);
        byName = new Counters(Limit.NAME);
    }

    /// Throws a `TooOften` problem when this try comes too early. A name that no account has counts all the same, so that the
    /// answer does not tell. `isKnownHere` is asked only when others have tried this name too often: it is not slowed by them
    /// where its account has signed in lately.
    void begin(String name, String address, BooleanSupplier isKnownHere) {
        String place = network(address);
        refuse(byBoth.wait(both(name, place)), byAddress.wait(place));
        boolean exempt = byName.wait(name).isPositive() && isKnownHere.getAsBoolean();
        refuse(exempt ? Duration.ZERO : byName.wait(name));
        boolean inTime = byBoth.count(both(name, place)) & byAddress.count(place) & (exempt || byName.count(name));
        if (!inTime) {
            refuse(byBoth.wait(both(name, place)), byAddress.wait(place), byName.wait(name), Duration.ofSeconds(1));
        }
    }

    /// The try was good: nothing of it counts, and the name starts anew from this address.
    void succeeded(String name, String address) {
        String place = network(address);
        byBoth.counts.invalidate(both(name, place));
        byAddress.giveBack(place);
        byName.giveBack(name);
    }

    long size() {
        return byBoth.size() + byAddress.size() + byName.size();
    }

    /// What an address counts as: of IPv6 the network that it is in.
    static String network(String address) {
        try {
            InetAddress place = InetAddress.ofLiteral(address);
            return place instanceof Inet6Address
                    ? InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(place.getAddress(), 8), 16)).getHostAddress() + "/64"
                    : place.getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return address;
        }
    }

    private static String both(String name, String place) {
        return name + "\n" + place;
    }

    private static void refuse(Duration... waits) {
        Duration longest = Stream.of(waits).max(Duration::compareTo).orElseThrow();
        if (longest.isPositive()) {
            long seconds = longest.plusMillis(999).toSeconds();
            throw new Problem.TooOften("There were too many attempts to sign in.", "Wait " + seconds + " seconds and try again.",
                    seconds).asException();
        }
    }
}
