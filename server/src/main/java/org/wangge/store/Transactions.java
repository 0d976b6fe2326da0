package org.wangge.store;

import jakarta.persistence.OptimisticLockException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Runs work in transactions. Calls that nest on one thread are one transaction. Safe for any number of threads.
final class Transactions {

    /// One transaction: the session for entities, opened when it is first asked for, and, on the same connection, plain JDBC.
    static final class Tx {
        private final Sessions sessions;
        private final Connection connection;
        private final boolean writes;
        private Session session;
        private boolean failed;

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

        private void commit() throws SQLException {
            if (session == null) {
                connection.commit();
            } else {
                session.getTransaction().commit();
            }
        }

        private void rollBack(Throwable cause) {
            try {
                if (session == null) {
                    connection.rollback();
                } else if (session.getTransaction().isActive() || session.getTransaction().getStatus().canRollback()) {
                    session.getTransaction().rollback();
                }
            } catch (SQLException | RuntimeException e) {
                cause.addSuppressed(e);
            }
        }

        private void close() {
            if (session != null) {
                session.close();
            }
        }

        Connection connection() {
            return connection;
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
        return current.isBound() ? joined(work) : begun(dialect.writers(), true, work);
    }

    /// Sees one consistent state; inside a writing transaction, what that has written too.
    <T> T read(Work<T> work) {
        return current.isBound() ? joined(work) : begun(dialect.readers(), false, work);
    }

    /// A failure inside dooms the whole, even when the caller goes on: all or nothing.
    private <T> T joined(Work<T> work) {
        Tx tx = current.get();
        try {
            return work.run(tx);
        } catch (SQLException | RuntimeException e) {
            tx.failed = tx.writes;
            throw explained(e);
        }
    }

    private <T> T begun(DataSource connections, boolean writes, Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            Tx tx = new Tx(sessions, connection, writes);
            try {
                if (writes) {
                    dialect.beginWriting(connection);
                }
                T result = ScopedValue.where(current, tx).call(() -> work.run(tx));
                if (tx.failed) {
                    throw new IllegalStateException("a part of this transaction failed, so nothing of it is kept");
                }
                tx.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                tx.rollBack(e);
                throw e;
            } finally {
                tx.close();
            }
        } catch (SQLException | RuntimeException e) {
            throw explained(e);
        }
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
