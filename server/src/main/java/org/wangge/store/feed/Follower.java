package org.wangge.store.feed;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Publisher;
import org.wangge.model.Seen;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Dialect;

/// Keeps an atlas in step with a store: loads it, then follows the change feed on a daemon thread of its own. Nothing that fails
/// ends it, neither the database nor an Error in whoever listens: it says so once, tries again with growing pauses, and catches
/// up.
///
/// Safe for any number of threads. The publisher is called by the follower's thread or by one that waits in [#sync()], one at a
/// time.
public final class Follower implements AutoCloseable {

    /// A pool of connections: how many there may be, how many are in use and how many idle just now, and how many threads
    /// wait for one.
    public record Pool(String name, int most, int active, int idle, int waiting) {}

    private static final Logger log = LoggerFactory.getLogger(Follower.class);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    /// How long a request waits until the atlas shows what it has written, and how long while whole layers are being read.
    private static final Duration SYNC_LIMIT = Duration.ofMillis(1_500);
    private static final Duration SYNC_LIMIT_WHILE_LOADING = Duration.ofMinutes(2);
    /// In good health the atlas is known to be in step much more often than that.
    private static final Duration IN_STEP = Duration.ofSeconds(3);
    static final Duration FEED_KEPT = Duration.ofDays(14);

    private final Followed store;
    private final Feed feed;
    private final Publisher publisher;
    private final ReentrantLock advancing = new ReentrantLock();
    private final Thread thread = Thread.ofPlatform().daemon().name("wangge-follower").unstarted(this::follow);

    private final Catching catching;
    private final Pruning pruning;

    /// Null until the first load. Written by whoever has `advancing`.
    private volatile Seen seen;

    /// [System#nanoTime()] at the beginning of the last advance that succeeded: everything committed before is shown.
    private volatile long inStepAt;

    /// When the follower's thread last looked and found or made the atlas in step.
    private volatile long checkedAt;

    private volatile String lastError;
    /// What the follower's thread waits for just now; null before it does.
    private volatile Dialect.Signal awaited;
    private volatile boolean closed;

    public Follower(Followed store, Publisher publisher) {
        this.store = store;
        this.feed = store.feed();
        this.publisher = publisher;
        this.catching = new Catching(store.feed(), publisher);
        this.pruning = new Pruning(store.feed(), FEED_KEPT);
    }

    /// Loads everything and starts to follow; returns when the atlas is loaded. Throws an `Unavailable` problem when the database
    /// can't be read; it may be called again then.
    public void start() {
        start((layer, rows, total) -> {});
    }

    /// The same, telling how the loading goes on.
    public void start(Publisher.Progress progress) {
        advancing.lock();
        try {
            if (seen != null) {
                throw new IllegalStateException("the follower was started before");
            }
            long begun = System.nanoTime();
            seen = feed.loadAll(publisher, progress);
            inStepAt = begun;
            checkedAt = begun;
        } finally {
            advancing.unlock();
        }
        thread.start();
        pruning.start();
        store.warmUp();
    }

    /// Returns when the atlas shows everything that was committed before this call: read your writes. Not waited for are very
    /// large changes of buildings, ports, sightings or base, which may be many others' at that moment; see [#syncAll]. An
    /// unrelated transaction that stays open does not hold it up. Throws an `Unavailable` problem when the database can't be read
    /// just now; what was written stays written and will be shown later.
    public void sync() {
        try {
            advance(System.nanoTime());
        } catch (ProblemException e) {
            String behind = "The map can't be brought up to date just now: ";
            String remedy = "What was stored stays stored and will be shown; read it again before you repeat anything.";
            throw new ProblemException(new Problem.Unavailable(behind + e.problem().detail(), remedy)
                    .toldAs(new Problem.Unavailable(behind + e.problem().toStrangers().detail(), remedy)), e);
        }
    }

    /// The same, and waits for large changes, too: after an import. Throws an `Unavailable` problem when they don't show within
    /// two minutes.
    public void syncAll() {
        sync();
        catching.await(SYNC_LIMIT_WHILE_LOADING);
    }

    /// Tells what those have missed who were at other positions.
    public Positions positions() {
        return new Positions(feed, this, publisher);
    }

    /// What of the change feed has been taken over, or is being loaded; null before the start.
    Seen seen() {
        return seen;
    }

    /// False while the database can't be followed, so that the atlas may be behind.
    public boolean isHealthy() {
        return lastError().isEmpty();
    }

    /// Why the database can't be followed just now.
    public Optional<String> lastError() {
        return Optional.ofNullable(lastError).or(catching::lastError);
    }

    /// Why the store is lost for good, so that only a restart of the program helps (its file was replaced); empty as long as it
    /// is not.
    public Optional<Problem> lost() {
        return store.lost();
    }

    /// How long ago the atlas was known to be in step. Below a second in good health, but for the time that a large
    /// import takes to be read.
    public Duration lag() {
        Duration followed = Duration.ofNanos(System.nanoTime() - Math.max(checkedAt, inStepAt));
        Duration behind = catching.lag();
        return followed.compareTo(behind) > 0 ? followed : behind;
    }

    /// Whether the thread that follows the feed has begun: the atlas is loaded before.
    public boolean hasBegun() {
        return thread.getState() != Thread.State.NEW;
    }

    /// Whether the thread that follows the feed is there. False before the start and after [#close()]; else that is a fault which
    /// only a restart of the program mends.
    public boolean isAlive() {
        return thread.isAlive();
    }

    /// Whether the database is followed and what the atlas lacks is being loaded: one or more very large changes.
    public boolean isLoadingChanges() {
        return isHealthy() && !catching.lag().isZero();
    }

    /// Since when the atlas may lack what was committed; empty while it is in step.
    public Optional<Instant> staleSince() {
        Duration lag = lag();
        return isHealthy() && lag.compareTo(IN_STEP) < 0 ? Optional.empty() : Optional.of(Instant.now().minus(lag));
    }

    /// The connections to the database that it follows.
    public List<Pool> pools() {
        return store.pools();
    }

    /// Ends the following; returns when the thread has ended. The atlas stays as it is.
    @Override
    public void close() {
        closed = true;
        Dialect.Signal signal = awaited;
        if (signal != null) {
            signal.interrupt();
        }
        try {
            if (thread.isAlive()) {
                thread.join();
            }
            catching.close();
            pruning.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whoever waited for the lock while another took over a state that is new enough has nothing left to do.
    private void advance(long atLeast) {
        lock();
        try {
            if (seen == null) {
                throw new IllegalStateException("the follower was not started");
            }
            if (inStepAt - atLeast > 0) {
                return;
            }
            long begun = System.nanoTime();
            Feed.Advance advance = feed.advance(seen, publisher);
            catching.add(advance.behind());
            seen = advance.seen();
            inStepAt = begun;
        } finally {
            advancing.unlock();
        }
    }

    /// The follower's own thread has time; a request has not, unless a large import is being read.
    private void lock() {
        if (Thread.currentThread() == thread) {
            advancing.lock();
            return;
        }
        long begun = System.nanoTime();
        try {
            while (!advancing.tryLock(50, TimeUnit.MILLISECONDS)) {
                Duration limit = feed.isLoading() ? SYNC_LIMIT_WHILE_LOADING : SYNC_LIMIT;
                if (System.nanoTime() - begun > limit.toNanos()) {
                    throw new Problem.Unavailable("The database does not answer.", "Try again in a moment.").asException();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("The wait was interrupted.", "Try again.").asException();
        }
    }

    private void follow() {
        long pause = FIRST_PAUSE_MILLIS;
        while (!closed) {
            try (Dialect.Signal signal = feed.signal()) {
                // What was committed before the signal was there would wake nobody.
                advance(System.nanoTime());
                recovered();
                pause = FIRST_PAUSE_MILLIS;
                followUntilFailure(signal);
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                if (closed) {
                    return;
                }
                // An Error too: without this thread the map would stay as it is, and nobody would know.
                said(e);
                rest(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private void said(Throwable e) {
        try {
            failed(e);
        } catch (RuntimeException | Error again) {
            // As when there is no memory left to say it.
            lastError = "it failed, and so did saying why";
        }
    }

    private void followUntilFailure(Dialect.Signal signal) throws SQLException, InterruptedException {
        // Before the look at `closed`: whoever closes sees it, or is seen.
        awaited = signal;
        while (!closed) {
            long now = System.nanoTime();
            if (signal.await()) {
                advance(System.nanoTime());
            }
            publisher.tellAgain();
            checkedAt = now;
        }
    }

    private void recovered() {
        if (lastError != null) {
            log.info("the change feed is followed again; the atlas is in step");
            lastError = null;
        }
    }

    private void failed(Throwable e) {
        Throwable explained = e instanceof Exception failure ? feed.explained(failure) : e;
        boolean first = lastError == null;
        lastError = explained instanceof ProblemException problem ? problem.problem().detail() : explained.toString();
        if (first) {
            // A problem says all that there is to know; anything else is a fault of ours, and its trace helps to find it.
            log.error("the change feed can't be followed; the atlas stays as it is until that is mended: {}", lastError,
                    explained instanceof ProblemException ? null : explained);
        }
    }

    private void rest(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!closed && System.nanoTime() < until) {
            try {
                Thread.sleep(Math.min(100, millis));
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }
}
