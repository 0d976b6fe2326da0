package org.wangge.store.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.postgis.PostgisDialect;

/// Fills a PostgreSQL database, from which all rows go first, in one transaction that keeps everybody else out.
final class PostgisTarget implements TransferTarget {

    private static final int LOCK_MILLIS = 5_000;

    private final PostgisDialect database;
    private final Speech speech;
    private final Connection connection;
    private final List<String> indexes = new ArrayList<>();

    /// `Refused` problem when a server follows the database, or it has rows and may not have any.
    PostgisTarget(PostgisDialect database, boolean mayHaveRows) {
        this.database = database;
        speech = new Speech(this::explain);
        connection = speech.ask(() -> {
            Connection c = database.unlimited("wangge restore");
            c.setAutoCommit(false);
            return c;
        });
        try {
            speech.tell(() -> beginAlone(mayHaveRows));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void beginAlone(boolean mayHaveRows) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("set local lock_timeout = " + LOCK_MILLIS);
            if (!isTrue(s, "select pg_try_advisory_xact_lock(" + PostgisDialect.FOLLOWED + ")")) {
                throw new Problem.Refused(
                                database.where() + " is being served.",
                                "Stop every server on it, restore, and start them again; nothing was changed.")
                        .asException();
            }
            String tables = String.join(", ", KeptTables.ALL);
            s.execute("lock table " + tables + " in access exclusive mode");
            if (!mayHaveRows) {
                for (String table : KeptTables.ALL) {
                    if (isTrue(s, "select exists (select from " + table + ")")) {
                        throw Backup.hasRows(database.where(), table);
                    }
                }
            }
            for (String table : KeptTables.ALL) {
                s.execute("alter table " + table + " disable trigger user");
            }
            s.execute("truncate " + tables + ", sessions, presence");
            List<String> drops = new ArrayList<>();
            // Filling an index row by row takes many times as long as making it in the end.
            try (ResultSet rs = s.executeQuery("select indexdef, indexname from pg_indexes where schemaname = current_schema()"
                    + " and tablename in ('" + String.join("', '", KeptTables.ALL) + "') and indexdef like 'CREATE INDEX %'")) {
                while (rs.next()) {
                    indexes.add(rs.getString(1));
                    drops.add("drop index " + rs.getString(2));
                }
            }
            for (String drop : drops) {
                s.execute(drop);
            }
        }
    }

    private static boolean isTrue(Statement s, String question) throws SQLException {
        try (ResultSet rs = s.executeQuery(question)) {
            rs.next();
            return rs.getBoolean(1);
        }
    }

    @Override
    public Set<String> columns(String table) {
        return speech.ask(() -> PostgisColumns.of(connection, table)).keySet();
    }

    @Override
    public Filling fill(String table, Set<String> columns) {
        Map<String, String> types = speech.ask(() -> PostgisColumns.of(connection, table));
        PostgisText text = speech.ask(() -> new PostgisText(connection.unwrap(PGConnection.class), table, columns, types));
        return new Filling() {
            @Override
            public void accept(Object[] row) {
                speech.tell(() -> text.write(row));
            }

            @Override
            public void end() {
                speech.tell(text::end);
            }
        };
    }

    /// In the transaction, which `setval` is not.
    @Override
    public void continueAfter(String table, long lastId) {
        speech.tell(() -> {
            PostgisColumns.Ids ids = PostgisColumns.Ids.of(connection, table);
            try (Statement s = connection.createStatement()) {
                s.execute("alter table " + table + " alter column " + ids.column() + " restart with " + (lastId + 1));
            }
        });
    }

    @Override
    public void finish() {
        speech.tell(() -> {
            try (Statement s = connection.createStatement()) {
                for (String index : indexes) {
                    s.execute(index);
                }
                for (String table : KeptTables.ALL) {
                    s.execute("alter table " + table + " enable trigger user");
                    s.execute("analyze " + table);
                }
                // Who follows the database all the same, or comes back to it, reads everything anew.
                for (Table table : Table.values()) {
                    s.execute("insert into feed (layer, row_id) values ('" + table.key() + "', 0)");
                }
                s.execute("insert into feed (layer, row_id) values ('plans', 0), ('revisions', 0)");
            }
            connection.commit();
        });
    }

    /// A value that the file can hold and this database can't (SQL state 22 or 23) is told with its place.
    private Optional<Problem> explain(SQLException e) {
        ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        if (said != null && "0A000".equals(e.getSQLState())) {
            return Optional.of(new Problem.Refused(
                    database.where() + " has a table of somebody else that refers to one of wangge's: " + said.getMessage() + ".",
                    "Drop that reference, or restore into a database of its own; nothing was changed."));
        }
        if (said == null || said.getWhere() == null || !said.getWhere().startsWith("COPY ")
                || !String.valueOf(e.getSQLState()).matches("2[23].*")) {
            return database.explain(e);
        }
        String detail = said.getDetail() == null ? "" : "; " + said.getDetail();
        return Optional.of(new Problem.BadInput(
                database.where() + " can't hold a row of the backup: " + said.getMessage() + detail + " (" + said.getWhere()
                        + ").",
                PostgisText.REMEDY,
                Map.of("sql_state", String.valueOf(e.getSQLState()))));
    }

    @Override
    public void close() {
        speech.tell(connection::close);
    }
}
