package org.wangge.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class PasswordsTest {

    private final Passwords passwords = new Passwords();

    @Test
    void aHashIsArgon2idWithItsOwnSaltAndTakesOnlyItsPassword() {
        String hash = passwords.hash("one two three");

        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertNotEquals(hash, passwords.hash("one two three"));
        assertTrue(passwords.matches("one two three", hash));
        assertFalse(passwords.matches("one two four", hash));
    }

    @Test
    void halfACharacterIsNoPasswordAndNoFailure() {
        String half = "one two three \ud800";

        assertFalse(passwords.matches(half, passwords.hash("one two three")));
        assertFalse(passwords.matches("\ud800", passwords.hash("")));
        ProblemException refused = assertThrows(ProblemException.class, () -> Passwords.check(half, "ann"));
        assertEquals("The new password has half a character.", refused.problem().detail());
    }

    @Test
    void nobodyTakesAsLongAsSomebody() {
        String hash = passwords.hash("one two three");
        passwords.matches("x", hash);
        double somebody = work(() -> assertFalse(passwords.matches("x", hash)));
        double nobody = work(() -> assertFalse(passwords.matches("x", null)));

        // Not a figure of speed: without the hash of nobody the second takes no time at all.
        assertTrue(nobody > somebody / 4, nobody + " against " + somebody);
    }

    @Test
    void whenManyWaitOthersAreSentAwaySoThatNoThreadsAreHeld() throws Exception {
        String hash = passwords.hash("one two three");
        List<Future<Problem>> tries = new ArrayList<>();
        CountDownLatch begin = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < 200; i++) {
                tries.add(threads.submit(() -> {
                    begin.await();
                    try {
                        passwords.matches("x", hash);
                        return null;
                    } catch (ProblemException e) {
                        return e.problem();
                    }
                }));
            }
            begin.countDown();
        }
        List<Problem> refused = new ArrayList<>();
        for (Future<Problem> one : tries) {
            if (one.get() != null) {
                refused.add(one.get());
            }
        }

        assertFalse(refused.isEmpty(), "all 200 waited");
        refused.forEach(problem -> assertInstanceOf(Problem.Unavailable.class, problem));
    }

    @ParameterizedTest
    @CsvSource({
        "short, has 5 characters",
        "aaaaaaaaaaaa, repeats very few characters",
        "Password123, is among those that are tried first",
        "li.lei2026, is little more than the name",
    })
    void aWeakPasswordIsRefusedWithItsReason(String password, String reason) {
        ProblemException e = assertThrows(ProblemException.class, () -> Passwords.check(password, "li.lei"));

        assertEquals("The new password " + reason + ".", e.problem().detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"correct horse 9", "今天天气真好我们去散步", "x7-Kq2.pLz9"})
    void aGoodOneIsTaken(String password) {
        assertDoesNotThrow(() -> Passwords.check(password, "li.lei"));
    }

    /// The processor's time of this thread in ms: how long others hold it up does not count.
    private static double work(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = threads.getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - start) / 1e6);
        }
        return best;
    }
}
