package org.wangge.problem;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A short queue before what can't be done for many at once: so many are served, so many wait in the order in which they came,
/// none of them for long, and whoever finds the queue full is told at once. So a database that answers slowly, or not at all,
/// holds a few threads and never all. Safe for any number of threads.
public final class Turns {

    /// Gives the turn back.
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private final String busy;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int mostWaiting;
    private final Duration patience;

    /// `busy` tells, as the beginning of a sentence, what those are told for whom there is no turn.
    public Turns(String busy, int atOnce, int mostWaiting, Duration patience) {
        this.busy = busy;
        this.free = new Semaphore(atOnce, true);
        this.mostWaiting = mostWaiting;
        this.patience = patience;
    }

    /// Waits for a turn; an `Unavailable` problem when too many wait already, or when it does not come in time.
    public Turn take() {
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

    private RuntimeException busy(String why) {
        return new Problem.Unavailable(busy + ": " + why + ".",
                "Try again in a moment; nothing was changed.")
                .asException();
    }
}
