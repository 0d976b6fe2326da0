package org.wangge.store.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.ProblemException;

/// Whether the database is known to be away. Then nobody waits to find that out again: one thread goes on asking, and ends the
/// outage when it gets a connection. Safe for any number of threads.
final class Outage implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Outage.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(250);

    private final DataSource asked;
    /// Null in good times.
    private volatile ProblemException reason;
    private volatile boolean closed;

    /// `asked` gives the connections that show that the database is back.
    Outage(DataSource asked) {
        this.asked = asked;
    }

    /// Throws the problem while the database is known to be away.
    void refuse() {
        ProblemException known = reason;
        if (known != null) {
            throw new ProblemException(known.problem(), known);
        }
    }

    /// The database could not be reached just now.
    synchronized void begin(ProblemException why) {
        if (reason == null && !closed) {
            reason = why;
            log.warn("what needs the database is refused until it is back: {}", why.getMessage());
            Thread.ofVirtual().name("wangge-outage").start(this::sitOut);
        }
    }

    private void sitOut() {
        while (!closed && !isBack()) {
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        reason = null;
    }

    /// Whatever goes wrong in asking, it is asked again.
    private boolean isBack() {
        try (Connection connection = asked.getConnection()) {
            connection.rollback();
            log.info("the database is back");
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            log.debug("the database is still away: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
