package org.wangge.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/// One consistent state of a store, read row by row. A value is what a GeoPackage keeps: a Number, a String, bytes or null. A day
/// is text; a moment is a number of milliseconds, or text in the histories, which triggers write. Failures are problems that name
/// this database. For one thread.
abstract class TransferSource implements AutoCloseable {

    /// Takes values in the order of the columns; they are its own.
    interface Sink {
        void accept(Object[] row);
    }

    /// Opens a connection in the transaction whose state is read.
    interface Opening {
        Connection open() throws SQLException;
    }

    final Speech speech;
    final Connection connection;

    TransferSource(Speech speech, Opening opening) {
        this.speech = speech;
        this.connection = speech.ask(opening::open);
    }

    long count(String table) {
        return number("select count(*) from " + table);
    }

    /// Names of the columns; empty when there is no such table.
    abstract Set<String> columns(String table);

    abstract void read(String table, Set<String> columns, Sink sink);

    /// The highest id that a row of this table ever got.
    abstract long lastId(String table);

    /// The first value of the first row.
    final long number(String sql) {
        return speech.ask(() -> {
            try (Statement s = connection.createStatement();
                    ResultSet rs = s.executeQuery(sql)) {
                rs.next();
                return rs.getLong(1);
            }
        });
    }

    @Override
    public void close() {
        speech.tell(connection::close);
    }
}
