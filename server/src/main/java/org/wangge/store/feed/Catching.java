package org.wangge.store.feed;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Publisher;
import org.wangge.model.Table;
import org.wangge.problem.Problem;

/// Catches up with very large changes: loads the whole tables on a thread of its own, while the atlas goes on to follow the feed.
/// What fails is tried again until it works. Safe for any number of threads.
final class Catching implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Catching.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Feed feed;
    private final Publisher publisher;
    /// What is to be loaded, and its loading has not begun.
    private final Set<Table> tables = EnumSet.noneOf(Table.class);
    private final Set<Long> transactions = new HashSet<>();
    /// Null while there is nothing to load.
    private Thread thread;
    private long since;
    private boolean closed;
    private volatile String lastError;

    Catching(Feed feed, Publisher publisher) {
        this.feed = feed;
        this.publisher = publisher;
    }

    /// These tables have changed. Returns at once. A loading that is under way may have begun too early, so they are loaded
    /// again.
    synchronized void add(Feed.Behind behind) {
        if (behind.tables().isEmpty() || closed) {
            return;
        }
        tables.addAll(behind.tables());
        transactions.addAll(behind.transactions());
        if (thread == null) {
            since = System.nanoTime();
            thread = Thread.ofPlatform().daemon().name("wangge-catching-up").start(this::run);
        }
    }

    /// Since when the atlas lacks something; zero when it lacks nothing.
    synchronized Duration lag() {
        return thread == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /// Why it can't catch up just now.
    Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    /// Returns when there is nothing to catch up with.
    synchronized void await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (thread != null) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new Problem.Unavailable("The map does not show yet all that was stored.",
                            "It will; read it again before you repeat anything.").asException();
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The wait was interrupted.", "Try again.").asException();
        }
    }

    private void run() {
        Feed.Behind behind = next();
        while (!behind.tables().isEmpty()) {
            try {
                feed.loadBeside(publisher, behind);
                lastError = null;
            } catch (RuntimeException | Error e) {
                failed(e);
                again(behind);
            }
            behind = next();
        }
    }

    /// Nothing when there is nothing, and then the thread ends.
    private synchronized Feed.Behind next() {
        if (closed || tables.isEmpty()) {
            thread = null;
            notifyAll();
            return Feed.Behind.NOTHING;
        }
        Feed.Behind behind = new Feed.Behind(tables, transactions);
        tables.clear();
        transactions.clear();
        return behind;
    }

    private synchronized void again(Feed.Behind behind) {
        tables.addAll(behind.tables());
        transactions.addAll(behind.transactions());
        long end = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
        try {
            for (long left = PAUSE_MILLIS; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void failed(Throwable e) {
        boolean first = lastError == null;
        lastError = e.toString();
        if (first) {
            log.error("a large change can't be loaded; the atlas goes on without it, and it is tried again: {}", lastError);
        }
    }

    /// Ends the loading; returns when it has ended.
    @Override
    public void close() throws InterruptedException {
        Thread running;
        synchronized (this) {
            closed = true;
            notifyAll();
            running = thread;
        }
        if (running != null) {
            running.join();
        }
    }
}
