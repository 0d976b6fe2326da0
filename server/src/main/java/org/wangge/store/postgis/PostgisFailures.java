package org.wangge.store.postgis;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.wangge.problem.Problem;

/// Says what a failure of PostgreSQL means and what to check. Never tells a password.
record PostgisFailures(String where, String user, String database) {

    /// Throws a `BadInput` problem when the URL is none of PostgreSQL's.
    static PostgisFailures of(String url) {
        Properties parsed = url != null && url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
        if (parsed == null) {
            throw new Problem.BadInput(
                            "The database URL is not one of PostgreSQL's"
                                    + (url == null ? "." : ": " + withoutSecrets(url) + "."),
                            "Write it as jdbc:postgresql://host:5432/database?user=name&password=…")
                    .asException();
        }
        String hosts = PGProperty.PG_HOST.getOrDefault(parsed);
        String database = PGProperty.PG_DBNAME.getOrDefault(parsed);
        String user = PGProperty.USER.getOrDefault(parsed);
        return new PostgisFailures(
                "The database " + database + " on " + hosts + ":" + PGProperty.PG_PORT.getOrDefault(parsed), user, database);
    }

    private static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        String plain = query < 0 ? url : url.substring(0, query);
        return plain.replaceAll("//[^/@]*@", "//");
    }

    /// True when the database can't be reached, or has ended the connection. A pool that has none free in time is no sign of
    /// that, unless it says why it gets no new one.
    boolean isAway(SQLException e) {
        return e instanceof SQLTransientConnectionException
                ? e.getCause() instanceof SQLException
                : state(e).startsWith("08") || state(e).startsWith("57P0");
    }

    /// What PostgreSQL or the network said, where the pool only tells of itself.
    private static SQLException cause(SQLException e) {
        return e instanceof SQLTransientConnectionException && e.getCause() instanceof SQLException cause ? cause : e;
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    Optional<Problem> explain(SQLException e) {
        String state = state(e);
        if (isAway(e)) {
            return unavailable(" can't be reached: ", cause(e), "Check that PostgreSQL runs there, accepts connections from this "
                    + "machine and is not behind a firewall; wangge goes on by itself when it is back.");
        }
        if (e instanceof SQLTransientConnectionException) {
            return unavailable(" gave no connection in time: ", e, "Try again in a moment; nothing was changed.");
        }
        return switch (state) {
            case "28P01", "28000" -> unavailable(
                    " refused the login of user " + user + ": ",
                    e,
                    "Check user and password in the database URL, and pg_hba.conf.");
            case "3D000" -> unavailable(
                    " does not exist: ", e, "Create it (createdb " + database + ") or correct the database URL.");
            case "53300" -> unavailable(" has no connection left: ", e, "Raise max_connections, or stop some of its clients.");
            case "53100" -> unavailable(" has no disk space left: ", e, "Make room on the server's disk.");
            case "42501" -> unavailable(" does not allow it: ", e, "Grant user " + user + " the right, or connect as the owner.");
            case "25006" -> unavailable(" is read-only: ", e, "Connect to the primary server, not to a replica.");
            case "40001", "40P01", "55P03" -> unavailable(
                    " was busy with another change of the same rows: ", e, "Try again; nothing was changed.");
            case "57014", "25P03", "25P04" -> unavailable(
                    " did not answer in time: ", e, "Try again; nothing was changed. If it stays, see what else keeps it busy.");
            case "25P02" -> unavailable(" has given up the transaction: ", e, "Try again; nothing was changed.");
            case "53200", "53400", "58030", "XX001", "XX002" -> unavailable(
                    " is in trouble: ", e, "Look into its own log; nothing was changed.");
            case "23505", "23503", "23514", "23502", "22021", "22P05", "22003" -> Optional.of(new Problem.BadInput(
                    "The database refused a row: " + said(e) + ".", "Correct that value and repeat; nothing was changed.",
                    Map.of("sql_state", state)));
            default -> Optional.empty();
        };
    }

    private Optional<Problem> unavailable(String what, SQLException e, String remedy) {
        String told = what.replace(" of user " + user, "").replaceFirst(": $", ".");
        return Optional.of(new Problem.Unavailable(where + what + said(e) + ".", remedy).toldAs("The database" + told));
    }

    /// The server's own words, with the detail that names the value. Neither a whole row nor a whole statement is repeated: it
    /// may be long, and have in it what nobody is to read.
    private static String said(SQLException e) {
        // Of several statements that are sent together, the driver says the one that failed, with its values.
        Throwable failure = e instanceof BatchUpdateException && e.getCause() != null ? e.getCause() : e;
        ServerErrorMessage server = failure instanceof PSQLException p ? p.getServerErrorMessage() : null;
        String text = server == null ? String.valueOf(failure.getMessage()) : server.getMessage();
        String detail = server == null || server.getDetail() == null || server.getDetail().startsWith("Failing row contains ")
                ? "" : "; " + server.getDetail();
        return (text.lines().findFirst().orElse("") + detail).replaceAll("\\.+$", "");
    }
}
