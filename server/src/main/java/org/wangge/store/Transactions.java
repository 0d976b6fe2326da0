package org.wangge.store;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Runs work in transactions. Calls that nest on one thread are one transaction. After a failure the connection is proven to be
/// outside of any transaction, or given up. Safe for any number of threads.
final class Transactions {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    /// One transaction: the session for entities, opened when it is first asked for, and, on the same connection, plain JDBC.
    static final class Tx {
        private final Sessions sessions;
        private final Connection connection;
        private final boolean writes;
        private Session session;
        private boolean failed;
        private boolean settling;

        private Tx(Sessions sessions, Connection connection, boolean writes) {
            this.sessions = sessions;
            this.connection = connection;
            this.writes = writes;
        }

        Session session() {
            if (session == null) {
                session = sessions.open(connection);
                session.setDefaultReadOnly(!writes);
                session.beginTransaction();
            }
            return session;
        }

        /// Hibernate rolls back, and says nothing, when it is told to commit after a failure that somebody caught.
        private void commit() throws SQLException {
            if (failed || isSpoilt()) {
                throw new IllegalStateException("a part of this transaction failed, so nothing of it is kept");
            }
            if (session == null) {
                connection.commit();
            } else {
                session.getTransaction().commit();
            }
        }

        /// True when the database has failed inside: from then on Hibernate answers some questions with null.
        private boolean isSpoilt() {
            return session != null && session.isOpen() && session.getTransaction().getRollbackOnly();
        }

        /// True when that has surely ended the transaction. SQLite ends one by itself when the disk is full, which the driver does
        /// not see: it would then go on outside of any transaction, so only a rollback that has worked proves anything.
        private boolean rollBack(Throwable cause) {
            try {
                if (session != null && session.getTransaction().getStatus().canRollback()) {
                    session.getTransaction().rollback();
                }
            } catch (RuntimeException | Error e) {
                note(cause, e);
            }
            try {
                connection.rollback();
                return true;
            } catch (SQLException | RuntimeException | Error e) {
                note(cause, e);
                return false;
            }
        }

        private void closeSession() {
            if (session != null) {
                session.close();
            }
        }

        Connection connection() {
            return connection;
        }

        /// Asks for [Dialect#settle()] when all is committed.
        void settleAfterwards() {
            settling = true;
        }
    }

    interface Work<T> {
        T run(Tx tx) throws SQLException;
    }

    private final ScopedValue<Tx> current = ScopedValue.newInstance();
    private final Sessions sessions;
    private final Dialect dialect;

    Transactions(Sessions sessions, Dialect dialect) {
        this.sessions = sessions;
        this.dialect = dialect;
    }

    <T> T write(Work<T> work) {
        if (current.isBound() && !current.get().writes) {
            throw new IllegalStateException("a write inside of a read; begin with inTransaction");
        }
        return current.isBound() ? joined(true, work) : begun(dialect.writers(), true, work);
    }

    /// Sees one consistent state; inside a writing transaction, what that has written too.
    <T> T read(Work<T> work) {
        return current.isBound() ? joined(false, work) : begun(dialect.readers(), false, work);
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
            throw explained(e);
        } catch (Error e) {
            tx.failed = tx.writes;
            throw e;
        }
    }

    private <T> T begun(HikariDataSource connections, boolean writes, Work<T> work) {
        try {
            Tx tx = new Tx(sessions, connections.getConnection(), writes);
            Throwable failure = null;
            try {
                if (writes) {
                    dialect.beginWriting(tx.connection);
                }
                T result = ScopedValue.where(current, tx).call(() -> work.run(tx));
                tx.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                RuntimeException said = tx.isSpoilt() && !isOfDatabase(e) ? spoilt(e) : explained(e);
                failure = said;
                throw said;
            } catch (Error e) {
                failure = e;
                throw e;
            } finally {
                end(tx, connections, failure);
                if (tx.settling && failure == null) {
                    dialect.settle();
                }
            }
        } catch (SQLException | RuntimeException e) {
            throw explained(e);
        }
    }

    /// Gives the connection back outside of any transaction, or not at all. Throws nothing: what was committed stays done, and what
    /// failed has failed for a better reason.
    private static void end(Tx tx, HikariDataSource connections, Throwable failure) {
        try {
            if (failure != null && !tx.rollBack(failure)) {
                connections.evictConnection(tx.connection);
            }
            tx.closeSession();
        } catch (RuntimeException | Error e) {
            log.warn("a connection is given up, since its session can't be closed", e);
            connections.evictConnection(tx.connection);
        }
        try {
            tx.connection.close();
        } catch (SQLException | RuntimeException e) {
            log.warn("a connection can't be given back", e);
        }
    }

    private static void note(Throwable cause, Throwable other) {
        if (cause != other) {
            cause.addSuppressed(other);
        }
    }

    private static boolean isOfDatabase(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException || t instanceof PersistenceException) {
                return true;
            }
        }
        return false;
    }

    /// What was concluded from answers of a database that had failed is worth nothing: "there is no such plan" was not asked.
    private static ProblemException spoilt(Exception conclusion) {
        return new ProblemException(
                new Problem.Unavailable("The database failed in the middle of this; nothing was changed.", "Try again."), conclusion);
    }

    RuntimeException explained(Exception e) {
        if (e instanceof ProblemException known) {
            return known;
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof OptimisticLockException || t instanceof org.hibernate.StaleStateException) {
                return new ProblemException(
                        new Problem.Conflict(
                                "A row was changed by somebody else at the same time.", "Read it again and repeat."),
                        e);
            }
            if (t instanceof SQLException failure) {
                Optional<Problem> problem = dialect.explain(failure);
                if (problem.isPresent()) {
                    return new ProblemException(problem.get(), e);
                }
            }
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
}
