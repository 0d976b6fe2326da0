package org.wangge.jobs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.wangge.model.Actor;
import org.wangge.problem.Problem;

/// The places in which jobs wait and run, of which nobody gets all. Safe for any number of threads.
final class Places {

    private static final int RETRY_SECONDS = 30;

    private int free = Jobs.PLACES;
    /// How many places each account has.
    private final Map<Long, Integer> ofAccounts = new HashMap<>();
    private boolean closed;

    /// Nobody gets one any more.
    synchronized void close() {
        closed = true;
    }

    /// `by` is null for the command line.
    synchronized void take(Actor by) {
        if (closed) {
            throw noPlace("The program is being stopped.", "Try again when it runs again.");
        }
        if (free == 0) {
            throw noPlace(Jobs.PLACES + " jobs wait or run already.", "Try again when some of them have ended, or cancel one.");
        }
        if (by != null && ofAccounts.merge(by.id(), 1, Integer::sum) > Jobs.PLACES_OF_ACCOUNT) {
            ofAccounts.put(by.id(), Jobs.PLACES_OF_ACCOUNT);
            throw noPlace(Jobs.PLACES_OF_ACCOUNT + " jobs of '" + by.name() + "' wait or run already.",
                    "Try again when some of them have ended, or cancel one.");
        }
        free--;
    }

    private static RuntimeException noPlace(String detail, String remedy) {
        return new Problem.Unavailable(detail, remedy, Map.of("reason", "no_place", "retry_after_seconds", RETRY_SECONDS))
                .asException();
    }

    /// How many more may be started here just now.
    synchronized int room() {
        return free;
    }

    synchronized void release(Actor by) {
        free++;
        if (by != null) {
            ofAccounts.computeIfPresent(by.id(), (_, n) -> n == 1 ? null : n - 1);
        }
        notifyAll();
    }

    /// Returns when this program has no job any more; false when that takes longer.
    synchronized boolean awaitNone(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        try {
            while (free < Jobs.PLACES) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(Math.max(1, left / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return free == Jobs.PLACES;
    }
}
