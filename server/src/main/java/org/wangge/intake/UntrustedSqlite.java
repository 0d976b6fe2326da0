package org.wangge.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.wangge.store.geopackage.SqliteLibrary;

/// An SQLite file that anybody may have made. It is opened as one that nobody writes to, so that nothing is made or touched
/// beside it. Nothing that it brings along is run as long as only tables are read: a view may compute without end, in one step
/// of SQLite that nobody can stop. What is read is bounded: steps without progress, bytes of a value, and rows by the bytes of
/// the file, since pages that refer to each other can stand for more rows than there are atoms. For one thread.
public final class UntrustedSqlite implements AutoCloseable {

    static final int MAX_VALUE_BYTES = 64 << 20;
    private static final int STEPS = 100_000;
    /// Times [#STEPS]; some seconds.
    private static final int PATIENCE = 1_000;
    private static final int STEPS_PER_ROW = 8;
    private static final int FEWEST_BYTES_PER_ROW = 4;

    private final SQLiteConnection connection;
    private final long maxRows;
    private long rows;
    private long patience = PATIENCE;

    public UntrustedSqlite(Path file) throws SQLException, IOException {
        maxRows = Files.size(file) / FEWEST_BYTES_PER_ROW;
        connection = (SQLiteConnection) SqliteLibrary.pastTheLog(file);
        try (Statement s = connection.createStatement()) {
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
            connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
            ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return patience-- > 0 ? 0 : 1;
                }
            });
            s.execute("pragma trusted_schema = off");
            s.execute("pragma query_only = on");
            s.execute("pragma cell_size_check = on");
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    public Connection connection() {
        return connection;
    }

    /// Whether that is a table of rows that lie in the file: no view, nor a virtual table.
    public boolean isTable(String name) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select count(*) from sqlite_schema where type = 'table'"
                + " and lower(name) = lower(?) and upper(substr(sql, 1, 13)) = 'CREATE TABLE '")) {
            s.setString(1, name);
            try (ResultSet rs = s.executeQuery()) {
                return rs.next() && rs.getInt(1) == 1;
            }
        }
    }

    /// How many rows a table has, counted one by one: SQLite's own way to count can't be stopped.
    long count(String quotedTable) throws SQLException {
        patience = PATIENCE + maxRows * STEPS_PER_ROW / STEPS;
        try (Statement s = connection.createStatement();
                ResultSet rs = s.executeQuery("select count(*) from (select 1 from " + quotedTable + " limit " + (maxRows + 1)
                        + ")")) {
            rs.next();
            patience = PATIENCE;
            return rs.getLong(1);
        }
    }

    /// Before a question that reads few rows, on a connection that lives long.
    public void anew() {
        patience = PATIENCE;
    }

    /// To be called for each row that was read; false when the file can't hold so many.
    boolean isPlausible() {
        patience = PATIENCE;
        return ++rows <= maxRows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
