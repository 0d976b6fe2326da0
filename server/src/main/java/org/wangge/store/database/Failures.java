package org.wangge.store.database;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// What is to be said of work in the database that failed. Safe for any number of threads.
final class Failures {

    /// The database has given up this transaction: what it answers means nothing.
    static final class Lost extends RuntimeException {
        Lost() {
            super("the transaction is lost");
        }
    }

    private final Dialect dialect;

    Failures(Dialect dialect) {
        this.dialect = dialect;
    }

    /// What is to be said of a transaction that failed. Whatever the work made of a connection that was lost, that is what is
    /// said.
    RuntimeException of(Tx tx, Exception e) {
        RuntimeException explained = tx.isSpoilt() && !isOfDatabase(e) ? spoilt(e) : explained(e, tx.watch);
        boolean told = explained instanceof ProblemException p && p.problem() instanceof Problem.Unavailable;
        return isLost(tx.connection()) && !told ? lost(e) : explained;
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
                new Problem.Unavailable("The database failed in the middle of this; nothing was changed.", "Try again."),
                conclusion);
    }

    private static ProblemException lost(Exception e) {
        return new ProblemException(
                new Problem.Unavailable("The connection to the database was lost.",
                        "Try again in a moment; nothing was changed."), e);
    }

    /// The pool notices only what passes through it, so the driver is asked too.
    static boolean isLost(Connection connection) {
        try {
            return connection.isClosed() || connection.unwrap(Connection.class).isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /// `watch` is null where there is none.
    RuntimeException explained(Exception e, Dialect.Watch watch) {
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
            if (t instanceof Lost) {
                return lost(e);
            }
            if (t instanceof SQLException failure) {
                Optional<Problem> problem = watch == null ? Optional.empty() : watch.explain(failure);
                problem = problem.isPresent() ? problem : dialect.explain(failure);
                if (problem.isPresent()) {
                    return new ProblemException(problem.get(), e);
                }
            }
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
}
