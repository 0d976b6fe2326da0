package org.wangge.store.feed;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.ProblemException;

/// Forgets old changes now and then, on a thread of its own: whoever follows the feed does not wait for that, however much there
/// is to forget and whoever stands in its way. Safe for any number of threads.
final class Pruning implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Pruning.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final Feed feed;
    private final Duration keep;
    private final Thread thread = Thread.ofPlatform().daemon().name("wangge-pruning").unstarted(this::run);
    private volatile boolean closed;

    Pruning(Feed feed, Duration keep) {
        this.feed = feed;
        this.keep = keep;
    }

    /// Once.
    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                prune();
                rest();
            }
        } catch (InterruptedException e) {
            log.debug("the feed is pruned no more", e);
        }
    }

    /// A feed that is not pruned only grows; that ends nothing.
    private void prune() {
        try {
            while (!closed && feed.prune(keep) > 0) {
                log.debug("some old changes were dropped from the feed");
            }
        } catch (ProblemException e) {
            log.warn("old changes could not be dropped from the feed, the next try is in {}: {}", EVERY, e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("old changes could not be dropped from the feed, the next try is in {}", EVERY, e);
        }
    }

    private synchronized void rest() throws InterruptedException {
        long end = System.nanoTime() + EVERY.toNanos();
        for (long left = EVERY.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /// Returns when it has ended: after the transaction that is under way.
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (thread.isAlive()) {
            thread.join();
        }
    }
}
