package org.wangge.store.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Lets those who publish go before a load that writes, in a database with one writer: what the load has written so far is
/// undone, and it begins anew when they are through. Safe for any number of threads.
final class Precedence {

    /// A load has given way; nothing of it is written.
    static final class Given extends RuntimeException {
        Given() {
            super("others go first", null, false, false);
        }
    }

    /// Ends what [#publish] has begun.
    interface Publishing extends AutoCloseable {
        @Override
        void close();
    }

    private int publishing;

    synchronized Publishing publish() {
        publishing++;
        return this::end;
    }

    private synchronized void end() {
        publishing--;
        notifyAll();
    }

    synchronized boolean isTaken() {
        return publishing > 0;
    }

    /// Waits until nobody publishes, at most for so long.
    synchronized void awaitFree(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); publishing > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
