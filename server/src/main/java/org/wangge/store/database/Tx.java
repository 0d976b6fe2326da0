package org.wangge.store.database;

import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.Session;

/// One transaction: the session for entities, opened when it is first asked for, and, on the same connection, plain JDBC.
public final class Tx {

    private final Sessions sessions;
    private final Dialect dialect;
    private final Connection connection;
    final boolean writes;
    /// Null for a read, and until it is there.
    Dialect.Watch watch;
    private Session session;
    boolean failed;
    boolean settling;
    /// The connection ends with it, and its temporary tables with that.
    boolean isLast;
    /// Null where nobody goes first.
    Precedence precedence;

    Tx(Sessions sessions, Dialect dialect, Connection connection, boolean writes) {
        this.sessions = sessions;
        this.dialect = dialect;
        this.connection = connection;
        this.writes = writes;
    }

    public Session session() {
        if (session == null) {
            session = sessions.open(connection);
            session.setDefaultReadOnly(!writes);
            session.beginTransaction();
        }
        return session;
    }

    /// What is written is sent to the database, so that all that is left is the commit.
    void flush() {
        if (session != null) {
            session.flush();
        }
    }

    /// Hibernate rolls back, and says nothing, when it is told to commit after a failure that somebody caught.
    void requireSound() {
        if (failed || isSpoilt()) {
            throw new IllegalStateException("a part of this transaction failed, so nothing of it is kept");
        }
    }

    void commit() throws SQLException {
        if (session == null) {
            connection.commit();
        } else {
            session.getTransaction().commit();
        }
    }

    /// True when the database has failed inside: from then on Hibernate answers some questions with null.
    boolean isSpoilt() {
        return session != null && session.isOpen() && session.getTransaction().getRollbackOnly();
    }

    /// True when that has surely ended the transaction. SQLite ends one by itself when the disk is full, which the driver
    /// does not see: it would then go on outside of any transaction, so only a rollback that has worked proves anything.
    boolean rollBack(Throwable cause) {
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

    void closeSession() {
        if (session != null) {
            session.close();
        }
    }

    public Connection connection() {
        return connection;
    }

    /// Asks for [Dialect#settle()] when all is committed.
    public void settleAfterwards() {
        settling = true;
    }

    /// For what may take long: the database may be silent for as long as it likes.
    public void bePatient() throws SQLException {
        dialect.limitSilence(connection, Duration.ZERO);
    }

    /// Ends the work, to be tried again, when somebody publishes and this one keeps them waiting.
    public void giveWay() {
        if (precedence != null && precedence.isTaken()) {
            throw new Precedence.Given();
        }
    }

    public <E> Optional<E> find(Class<E> type, long id) {
        return present(session().find(type, id));
    }

    /// The same, locked against other writers.
    public <E> Optional<E> findLocked(Class<E> type, long id) {
        return present(session().find(type, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /// Of a row that it could not read, because the transaction is lost, Hibernate says the same as of one that is not there.
    private <E> Optional<E> present(E found) {
        if (found == null && (Failures.isLost(connection) || session.getTransaction().getRollbackOnly())) {
            throw new Failures.Lost();
        }
        return Optional.ofNullable(found);
    }

    private static void note(Throwable cause, Throwable other) {
        if (cause != other) {
            cause.addSuppressed(other);
        }
    }
}
