package org.wangge.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TestClock;

class AttemptsTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final Attempts attempts = new Attempts(clock);

    @Test
    void anAccountHasTenTriesInAQuarterOfAnHourFromWhereverTheyCome() {
        for (int i = 0; i < Attempts.PER_ACCOUNT; i++) {
            attempts.begin("li", "10.0.0." + i);
        }
        clock.advance(Duration.ofMinutes(5));
        ProblemException e = assertThrows(ProblemException.class, () -> attempts.begin("li", "10.0.1.1"));

        assertEquals(
                new Problem.TooOften("There were too many attempts to sign in.", "Wait 600 seconds and try again.", Map.of("retry_after_seconds", 600L)),
                e.problem());
        assertDoesNotThrow(() -> attempts.begin("wang", "10.0.1.1"));
        clock.advance(Duration.ofMinutes(10));
        assertDoesNotThrow(() -> attempts.begin("li", "10.0.1.1"));
    }

    @Test
    void anAddressHasSixtyWhateverTheNames() {
        for (int i = 0; i < Attempts.PER_ADDRESS; i++) {
            attempts.begin("name" + i, "10.0.0.1");
        }
        assertThrows(ProblemException.class, () -> attempts.begin("other", "10.0.0.1"));
        assertDoesNotThrow(() -> attempts.begin("other", "10.0.0.2"));
    }

    @Test
    void aGoodSignInCountsForNothing() {
        for (int i = 0; i < 10 * Attempts.PER_ADDRESS; i++) {
            attempts.begin("li", "10.0.0.1");
            attempts.succeeded("li", "10.0.0.1");
        }
    }

    @Test
    void memoryStaysBounded() {
        for (int i = 0; i < 200_000; i++) {
            attempts.begin("name" + i, "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
        }
        assertTrue(attempts.size() <= 100_000, () -> attempts.size() + " counters");
    }
}
