package org.wangge.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.access.Attempts.Limit;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TestClock;

class AttemptsTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final Attempts attempts = new Attempts(clock);

    @Test
    void afterFiveTriesEachNextOneWaitsTwiceAsLongUpToAQuarterOfAnHour() {
        tries(Limit.NAME_AND_ADDRESS.free, i -> "li", i -> "10.0.0.1");
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            long wait = wait("li", "10.0.0.1");
            waits.add(wait);
            clock.advance(Duration.ofSeconds(wait));
            attempts.begin("li", "10.0.0.1", () -> false);
        }

        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L, 900L), waits);
        clock.advance(Attempts.REMEMBERED.plusSeconds(1));
        tries(Limit.NAME_AND_ADDRESS.free, i -> "li", i -> "10.0.0.1");
    }

    @Test
    void whoIsTooEarlyIsToldHowLongAndLosesNothingByAsking() {
        tries(Limit.NAME_AND_ADDRESS.free + 5, i -> "li", i -> "10.0.0.1");
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    new Problem.TooOften(
                            "There were too many attempts to sign in.", "Wait 32 seconds and try again.",
                            Map.of("retry_after_seconds", 32L)),
                    assertThrows(ProblemException.class, () -> attempts.begin("li", "10.0.0.1", () -> false)).problem());
        }
        clock.advance(Duration.ofSeconds(32));
        assertDoesNotThrow(() -> attempts.begin("li", "10.0.0.1", () -> false));
    }

    @Test
    void aStrangerElsewhereLocksNobodyOut() {
        tries(Limit.NAME_AND_ADDRESS.free + 8, i -> "li", i -> "10.9.9.9");

        assertDoesNotThrow(() -> attempts.begin("li", "10.0.0.1", () -> false));
    }

    @Test
    void oneAddressMayNotTryManyNames() {
        tries(Limit.ADDRESS.free, i -> "name" + i, i -> "10.0.0.1");

        assertEquals(1, wait("other", "10.0.0.1"));
        assertDoesNotThrow(() -> attempts.begin("other", "10.0.0.2", () -> false));
    }

    @Test
    void manyAddressesTryOneNameSlowlyButWhereItHasSignedInLatelyItIsNotSlowed() {
        tries(Limit.NAME.free + 12, i -> "li", i -> "10.0.0." + i);

        assertEquals(60, wait("li", "10.0.1.1"));
        for (int i = 0; i < Limit.NAME_AND_ADDRESS.free; i++) {
            assertDoesNotThrow(() -> attempts.begin("li", "10.7.7.7", () -> true));
        }
        assertThrows(ProblemException.class, () -> attempts.begin("li", "10.7.7.7", () -> true), "here it tried too often");
        assertDoesNotThrow(() -> attempts.begin("wang", "10.0.1.1", () -> false));
    }

    @Test
    void aGoodSignInCountsForNothing() {
        for (int i = 0; i < 10 * Limit.ADDRESS.free; i++) {
            attempts.begin("li", "10.0.0.1", () -> false);
            attempts.succeeded("li", "10.0.0.1");
        }
    }

    @Test
    void manyAtOnceGainNothing() throws Exception {
        List<Future<Boolean>> begun = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> one = () -> {
                try {
                    attempts.begin("li", "10.0.0.1", () -> false);
                    return true;
                } catch (ProblemException e) {
                    return false;
                }
            };
            for (int i = 0; i < 1_000; i++) {
                begun.add(threads.submit(one));
            }
        }
        int let = 0;
        for (Future<Boolean> one : begun) {
            let += one.get() ? 1 : 0;
        }
        assertEquals(Limit.NAME_AND_ADDRESS.free, let);
    }

    @Test
    void aClockThatIsSetBackLocksNobody() {
        tries(Limit.NAME_AND_ADDRESS.free + 5, i -> "li", i -> "10.0.0.1");
        clock.advance(Duration.ofDays(-1));

        assertDoesNotThrow(() -> attempts.begin("li", "10.0.0.1", () -> false));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::9, 2001:db8:1:2:0:0:0:0/64",
        "::ffff:10.1.2.3, 10.1.2.3",
        "unix, unix",
    })
    void anAddressOfIpv6CountsByItsNetwork(String address, String counted) {
        assertEquals(counted, Attempts.network(address));
    }

    @Test
    void memoryStaysBounded() {
        tries(200_000, i -> "name" + i, i -> "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));

        assertTrue(attempts.size() <= 150_000, () -> attempts.size() + " counters");
    }

    /// So many tries, each as soon as it may be.
    private void tries(int n, java.util.function.IntFunction<String> name, java.util.function.IntFunction<String> address) {
        for (int i = 0; i < n; i++) {
            try {
                attempts.begin(name.apply(i), address.apply(i), () -> false);
            } catch (ProblemException e) {
                clock.advance(Duration.ofSeconds(seconds(e)));
                attempts.begin(name.apply(i), address.apply(i), () -> false);
            }
        }
    }

    private long wait(String name, String address) {
        return seconds(assertThrows(ProblemException.class, () -> attempts.begin(name, address, () -> false)));
    }

    private static long seconds(ProblemException e) {
        return (long) ((Problem.TooOften) e.problem()).extra().get("retry_after_seconds");
    }
}
