package org.wangge.store.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.problem.Turns;

/// Runs work in transactions. Calls that nest on one thread are one transaction. After a failure the connection is proven to be
/// outside of any transaction, or given up. Safe for any number of threads.
public final class Transactions {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    public interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    /// So many of the connections of a pool work for requests at once, so many requests wait for one of them, and for so long.
    private static final int AT_ONCE = 6;
    /// So many loads take rows in at once; the next ones wait for so long.
    private static final int LOADING = 2;
    private static final Duration LOADING_PATIENCE = Duration.ofMinutes(10);
    private static final int WAITING = 16;
    /// Many pages read at once when something has changed, and are soon done; together they still leave threads to the tiles.
    private static final int READERS_WAITING = 28;
    private static final Duration PATIENCE = Duration.ofMillis(750);
    /// How much longer one may wait for those who publish before.
    private static final Duration PUBLISHING = Duration.ofMillis(1_750);
    /// How long a request may take until a database that says nothing counts as lost, if nothing else has taken time.
    private static final Duration READ_LIMIT = Duration.ofMillis(1_900);
    private static final Duration WRITE_LIMIT = Duration.ofMillis(4_000);
    /// What is left of that in the end at least.
    private static final Duration LEAST_SILENCE = Duration.ofMillis(300);
    private static final Duration MOST_SILENCE = Duration.ofMillis(3_000);

    /// So often a load lets others go first, and waits so long for them.
    private static final int MOST_GO_FIRST = 10;
    private static final Duration GOING_FIRST = Duration.ofSeconds(30);

    private static final String BUSY = "The database has too much to do";

    private final ScopedValue<Tx> current = ScopedValue.newInstance();
    private final ScopedValue<Interruptible> interruption = ScopedValue.newInstance();
    private final Sessions sessions;
    private final Dialect dialect;
    private final Failures failures;
    private final Schema schema = new Schema();
    private final Outage outage;
    private final Turns reading = new Turns(BUSY, AT_ONCE, READERS_WAITING, PATIENCE);
    private final Turns loading = new Turns(BUSY, LOADING, WAITING, LOADING_PATIENCE);
    private final Turns writing;
    private final Turns publishing;
    private final Precedence precedence = new Precedence();

    public Transactions(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
        this.failures = new Failures(dialect);
        this.outage = new Outage(dialect.patientReaders());
        this.writing = new Turns(BUSY, AT_ONCE, WAITING, dialect.patienceOfWriters());
        this.publishing = new Turns(BUSY, 1, WAITING, dialect.patienceOfWriters().plus(PUBLISHING));
    }

    /// Ends the statement that a transaction waits for, from another thread; it fails then, and with it the transaction.
    public interface Interrupt {
        void interrupt() throws SQLException;
    }

    /// Who wants to be able to do that: from when a transaction begins until it ends, and no longer.
    public interface Interruptible {
        void begins(Interrupt interrupt);

        void ends();
    }

    /// Whatever transactions `work` makes on this thread can be interrupted.
    public <T> T interruptibly(Interruptible by, Supplier<T> work) {
        return ScopedValue.where(interruption, by).call(work::get);
    }

    public <T> T write(Work<T> work) {
        if (current.isBound() && !current.get().writes) {
            throw new IllegalStateException("a write inside of a read; begin with inTransaction");
        }
        return current.isBound() ? joined(true, work) : inTurn(writing, () -> written(work));
    }

    /// As [#write], one after the other, and before loads that write.
    public <T> T writeAlone(Work<T> work) {
        if (current.isBound()) {
            return write(work);
        }
        try (Precedence.Publishing _ = precedence.publish()) {
            return inTurn(publishing, () -> write(work));
        }
    }

    /// Runs `preparing` and then, as a writing transaction of the same connection, what it returns; `preparing` writes nothing
    /// but temporary tables, so nobody waits for it however long it takes. Inside of a writing transaction both are part of that.
    public <T> T writePrepared(Work<Work<T>> preparing) {
        if (current.isBound()) {
            return write(tx -> preparing.run(tx).run(tx));
        }
        return inTurn(loading, () -> {
            // Before the turn to write, for which others wait.
            sessions.getReady();
            Prepared<T> prepared = prepared(preparing);
            return dialect.hasOneWriter() ? writtenAfterOthers(prepared) : written(prepared, null);
        });
    }

    private <T> T writtenAfterOthers(Prepared<T> prepared) throws SQLException {
        for (int others = MOST_GO_FIRST; ; others--) {
            precedence.awaitFree(GOING_FIRST);
            try {
                return written(prepared, others > 0 ? precedence : null);
            } catch (Precedence.Given e) {
                log.debug("a load begins anew, since somebody publishes", e);
            }
        }
    }

    private <T> T written(Prepared<T> prepared, Precedence precedence) throws SQLException {
        try (Turns.Turn turn = taken(writing, prepared)) {
            Tx tx = new Tx(sessions, dialect, prepared.connection, true);
            tx.isLast = true;
            tx.precedence = precedence;
            return run(prepared.pool, tx, System.nanoTime(), WRITE_LIMIT, prepared.work);
        }
    }

    private static Turns.Turn taken(Turns turns, Prepared<?> prepared) {
        try {
            return turns.take();
        } catch (RuntimeException e) {
            prepared.pool.evictConnection(prepared.connection);
            throw e;
        }
    }

    /// Runs `trial`, which writes nothing but temporary tables, on a connection on which nothing of it stays.
    public <T> T tryOut(Work<T> trial) {
        if (current.isBound()) {
            throw new IllegalStateException("a trial inside of a transaction, which would keep what it leaves");
        }
        return inTurn(loading, () -> {
            Prepared<T> done = prepared(tx -> {
                T found = trial.run(tx);
                return nothing -> found;
            });
            done.pool.evictConnection(done.connection);
            return done.work.run(null);
        });
    }

    /// What is to be done on the connection on which it was prepared. That ends with it, and its temporary tables with that.
    private record Prepared<T>(HikariDataSource pool, Connection connection, Work<T> work) {}

    private <T> Prepared<T> prepared(Work<Work<T>> preparing) throws SQLException {
        HikariDataSource loaders = dialect.loaders();
        Tx tx = new Tx(sessions, dialect, connected(loaders), false);
        tx.isLast = true;
        Interruptible interruptible = interruption.isBound() ? interruption.get() : null;
        try {
            if (interruptible != null) {
                interruptible.begins(() -> dialect.interrupt(tx.connection()));
            }
            tx.bePatient();
            Work<T> work = preparing.run(tx);
            tx.connection().commit();
            return new Prepared<>(loaders, tx.connection(), work);
        } catch (SQLException | RuntimeException e) {
            RuntimeException said = failures.of(tx, e);
            end(tx, loaders, said);
            throw said;
        } catch (Error e) {
            end(tx, loaders, e);
            throw e;
        } finally {
            if (interruptible != null) {
                interruptible.ends();
            }
        }
    }

    /// Sees one consistent state; inside a writing transaction, what that has written too. `Unavailable` when the database is
    /// away, silent or has too much to do.
    public <T> T read(Work<T> work) {
        return current.isBound() ? joined(false, work) : inTurn(reading, () -> read(dialect.readers(), READ_LIMIT, work));
    }

    /// The same for what may take long, and for what must not wait for requests. Asks the database also when it is known to be
    /// away.
    public <T> T readPatiently(Work<T> work) {
        return current.isBound() ? joined(false, work) : explaining(() -> read(dialect.patientReaders(), null, work));
    }

    /// Notices, in a transaction, that a newer program has changed the schema; `Unavailable` then.
    public void checkSchema(Tx tx) throws SQLException {
        schema.check(tx.connection());
    }

    /// Nobody waits any longer for a database that is away.
    public void close() {
        outage.close();
    }

    /// A failure inside dooms the whole, even when the caller goes on: all or nothing.
    private <T> T joined(boolean writes, Work<T> work) {
        Tx tx = current.get();
        if (writes && tx.failed) {
            throw new IllegalStateException("a write inside of a transaction of which a part has failed");
        }
        try {
            return work.run(tx);
        } catch (SQLException | RuntimeException e) {
            tx.failed = tx.writes;
            throw failures.explained(e, tx.watch);
        } catch (Error e) {
            tx.failed = tx.writes;
            throw e;
        }
    }

    private <T> T inTurn(Turns turns, Attempt<T> attempt) {
        outage.refuse();
        schema.refuse();
        return explaining(() -> {
            try (Turns.Turn turn = turns.take()) {
                return attempt.run();
            }
        });
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T explaining(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (SQLException | RuntimeException e) {
            throw explained(e);
        }
    }

    private Connection connected(HikariDataSource connections) throws SQLException {
        outage.refuse();
        try {
            return connections.getConnection();
        } catch (SQLException e) {
            if (dialect.isAway(e) && explained(e) instanceof ProblemException away) {
                outage.begin(away);
            }
            throw e;
        }
    }

    /// `limit` is null for those who are patient.
    private <T> T read(HikariDataSource connections, Duration limit, Work<T> work) throws SQLException {
        long begun = System.nanoTime();
        Connection connection = limit == null ? connections.getConnection() : connected(connections);
        return run(connections, new Tx(sessions, dialect, connection, false), begun, limit, work);
    }

    private <T> T written(Work<T> work) throws SQLException {
        // Before the connection, which may be the only one that writes.
        sessions.getReady();
        long begun = System.nanoTime();
        HikariDataSource writers = dialect.writers();
        return run(writers, new Tx(sessions, dialect, connected(writers), true), begun, WRITE_LIMIT, work);
    }

    private <T> T run(HikariDataSource connections, Tx tx, long begun, Duration limit, Work<T> work) {
        Throwable failure = null;
        Interruptible interruptible = interruption.isBound() ? interruption.get() : null;
        try {
            if (interruptible != null) {
                interruptible.begins(() -> dialect.interrupt(tx.connection()));
            }
            if (limit != null) {
                limitSilence(tx.connection(), begun, limit);
            }
            if (tx.writes) {
                tx.watch = dialect.watch(tx.connection());
                dialect.beginWriting(tx.connection());
            }
            T result = ScopedValue.where(current, tx).call(() -> work.run(tx));
            tx.requireSound();
            if (tx.writes) {
                tx.flush();
                Dialect.Ending ending = dialect.ending(tx.connection());
                schema.check(ending.migrations());
                commit(tx, ending.commitment());
            } else {
                tx.commit();
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            RuntimeException said = failures.of(tx, e);
            failure = said;
            throw said;
        } catch (Error e) {
            failure = e;
            throw e;
        } finally {
            if (interruptible != null) {
                interruptible.ends();
            }
            end(tx, connections, failure);
            if (tx.settling && failure == null) {
                dialect.settle();
            }
        }
    }

    /// Gives the connection back outside of any transaction, or not at all; who begins anew keeps it. Throws nothing: what was
    /// committed stays done, and what failed has failed for a better reason.
    private static void end(Tx tx, HikariDataSource connections, Throwable failure) {
        boolean goesOn = failure instanceof Precedence.Given;
        boolean isKept = goesOn || !tx.isLast;
        try {
            isKept &= failure == null || tx.rollBack(failure);
            tx.closeSession();
            if (tx.watch != null) {
                tx.watch.close();
            }
        } catch (RuntimeException | Error e) {
            log.warn("a connection is given up, since its session can't be closed", e);
            isKept = false;
        }
        if (!isKept) {
            // It is closed and out of the pool then.
            connections.evictConnection(tx.connection());
            return;
        }
        if (goesOn) {
            return;
        }
        try {
            tx.connection().close();
        } catch (SQLException | RuntimeException e) {
            log.warn("a connection can't be given back", e);
        }
    }

    private void limitSilence(Connection connection, long begun, Duration limit) throws SQLException {
        Duration left = limit.minusNanos(System.nanoTime() - begun);
        left = left.compareTo(MOST_SILENCE) > 0 ? MOST_SILENCE : left;
        dialect.limitSilence(connection, left.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : left);
    }

    /// When the connection is lost before the answer comes, the database is asked on another one what became of the transaction.
    private static void commit(Tx tx, Dialect.Commitment commitment) throws SQLException {
        try {
            tx.commit();
        } catch (SQLException | RuntimeException e) {
            if (commitment == null || !Failures.isLost(tx.connection())) {
                throw e;
            }
            Optional<Boolean> kept = commitment.isKept();
            if (kept.isEmpty()) {
                throw new ProblemException(
                        new Problem.Unavailable(
                                "The database went away before it said whether the change was stored: it may or may not have "
                                        + "been.",
                                "Read it again before you repeat.", Map.of("outcome", "unknown")),
                        e);
            }
            if (!kept.get()) {
                throw new ProblemException(
                        new Problem.Unavailable(
                                "The database went away before the change was stored.", "Try again; nothing was changed."),
                        e);
            }
        }
    }

    /// What is to be said of it.
    public RuntimeException explained(Exception e) {
        return failures.explained(e, null);
    }
}
