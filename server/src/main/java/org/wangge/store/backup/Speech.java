package org.wangge.store.backup;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Migrations;

/// Talks to one of two databases, so that a failure is told of the one that failed.
record Speech(Function<SQLException, Optional<Problem>> failures) {

    interface Question<T> {
        T ask() throws SQLException;
    }

    interface Order {
        void give() throws SQLException;
    }

    <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    void tell(Order order) {
        ask(() -> {
            order.give();
            return null;
        });
    }

    /// Flyway hides what the database said.
    void migrate(Migrations migrations) {
        try {
            migrations.migrate();
        } catch (FlywayException e) {
            for (Throwable t = e; t != null; t = t.getCause()) {
                if (t instanceof SQLException failure) {
                    throw explained(failure);
                }
            }
            throw e;
        }
    }

    RuntimeException explained(SQLException e) {
        return failures.apply(e)
                .<RuntimeException>map(problem -> new ProblemException(problem, e))
                .orElseGet(() -> new IllegalStateException(e));
    }
}
