package org.wangge.store.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Notices when a newer program has changed the schema of a store that is in use. From then on nothing is read from it or written
/// to it: what columns and rows mean may have changed. Safe for any number of threads.
final class Schema {

    /// How many migrations there were; 0 until a transaction has looked.
    private volatile int known;
    /// Null while the schema is the one that this program knows.
    private volatile ProblemException overtaken;

    /// Throws an `Unavailable` problem once the schema has been found changed.
    void refuse() {
        ProblemException found = overtaken;
        if (found != null) {
            throw new ProblemException(found.problem(), found);
        }
    }

    /// Looks, in the state that this transaction sees; throws as [#refuse].
    void check(Connection connection) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet rs = s.executeQuery(Dialect.MIGRATIONS)) {
            rs.next();
            check(rs.getInt(1));
        }
    }

    /// The same for whoever has asked already.
    void check(int migrations) {
        if (known == 0) {
            known = migrations;
        } else if (migrations != known && overtaken == null) {
            overtaken = new Problem.Unavailable(
                            "A newer wangge has changed the database's schema meanwhile; this one no longer reads or writes it.",
                            "Stop this program and start the newer one. Nothing was changed.")
                    .asException();
        }
        refuse();
    }
}
