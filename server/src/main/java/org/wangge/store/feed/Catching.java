package org.wangge.store.feed;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Publisher;
import org.wangge.model.Layer;
import org.wangge.problem.Problem;

/// Catches up with very large changes: loads the whole layers on a thread of its own, while the atlas goes on to follow the feed.
/// What fails is tried again until it works. Safe for any number of threads.
final class Catching implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Catching.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Feed feed;
    private final Publisher publisher;
    /// Layers whose loading has not begun.
    private final Set<Layer> behind = EnumSet.noneOf(Layer.class);
    /// Null while there is nothing to load.
    private Thread thread;
    private long since;
    private boolean closed;
    private volatile String lastError;

    Catching(Feed feed, Publisher publisher) {
        this.feed = feed;
        this.publisher = publisher;
    }

    /// These layers have changed. Returns at once. A loading that is under way may have begun too early, so they are loaded
    /// again.
    synchronized void add(Set<Layer> layers) {
        if (layers.isEmpty() || closed) {
            return;
        }
        behind.addAll(layers);
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
        Set<Layer> layers = next();
        while (!layers.isEmpty()) {
            try {
                feed.loadBeside(publisher, layers);
                lastError = null;
            } catch (RuntimeException | Error e) {
                failed(e);
                again(layers);
            }
            layers = next();
        }
    }

    /// Empty when there are none, and then the thread ends.
    private synchronized Set<Layer> next() {
        if (closed || behind.isEmpty()) {
            thread = null;
            notifyAll();
            return Set.of();
        }
        Set<Layer> layers = EnumSet.copyOf(behind);
        behind.clear();
        return layers;
    }

    private synchronized void again(Set<Layer> layers) {
        behind.addAll(layers);
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
