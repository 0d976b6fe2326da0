package org.wangge.store.database;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.wangge.problem.Problem;

/// A short queue before the database: so many are served at once, so many wait in the order in which they came, none of them for
/// long, and whoever finds the queue full is told at once. So a database that answers slowly, or not at all, holds a few threads
/// and never all. Safe for any number of threads.
final class Turns {

    /// Gives the turn back.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mostWaiting;
    private final Duration patience;

    Turns(int atOnce, int mostWaiting, Duration patience) {
        this.free = new Semaphore(atOnce, true);
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /// Waits for a turn; an `Unavailable` problem when too many wait already, or when it does not come in time.
    Turn take() {
        if (!free.tryAcquire()) {
            queue();
        }
        return free::release;
    }

    private void queue() {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            throw busy("too many wait for it already");
        }
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("those before did not end within " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("the wait was interrupted");
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static RuntimeException busy(String why) {
        return new Problem.Unavailable("The database has too much to do: " + why + ".",
                "Try again in a moment; nothing was changed.")
                .asException();
    }
}
