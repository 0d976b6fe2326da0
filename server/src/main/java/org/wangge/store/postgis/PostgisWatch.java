package org.wangge.store.postgis;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.problem.Problem;
import org.wangge.store.database.Dialect;

/// Looks, while a writing transaction takes long, who holds what it waits for: once it has given up, the database no longer
/// knows.
final class PostgisWatch implements Dialect.Watch {

    private static final Logger log = LoggerFactory.getLogger(PostgisWatch.class);
    private static final Duration FIRST_LOOK = Duration.ofMillis(700);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final String LOCK_TIMEOUT = "55P03";
    private static final String HOLDERS = """
            select a.pid, a.application_name, a.usename, a.state, a.xact_start, a.query_start, left(a.query, 80)
            from unnest(pg_blocking_pids(?)) b (pid) join pg_stat_activity a on a.pid = b.pid order by a.xact_start""";

    private final String where;
    private final DataSource others;
    private final int waiting;
    private final Future<?> looking;
    private volatile List<Map<String, Object>> seen = List.of();

    /// Looks on connections of `others` and a thread of `looks`. `where` names the database.
    PostgisWatch(String where, Connection writing, DataSource others, ScheduledExecutorService looks) throws SQLException {
        this.where = where;
        this.others = others;
        this.waiting = writing.unwrap(PGConnection.class).getBackendPID();
        this.looking = looks.scheduleWithFixedDelay(
                this::look, FIRST_LOOK.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whatever goes wrong, the wait goes on, and so does the next look.
    private void look() {
        try (Connection other = others.getConnection();
                PreparedStatement s = other.prepareStatement(HOLDERS)) {
            s.setInt(1, waiting);
            List<Map<String, Object>> holders = new ArrayList<>();
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    holders.add(holder(rs));
                }
            }
            other.rollback();
            if (!holders.isEmpty()) {
                seen = List.copyOf(holders);
            }
        } catch (SQLException | RuntimeException | Error e) {
            log.debug("who holds a lock can't be seen", e);
        }
    }

    /// Of other users' programs the database may tell no more than the process.
    private static Map<String, Object> holder(ResultSet rs) throws SQLException {
        Map<String, Object> holder = new LinkedHashMap<>();
        holder.put("pid", rs.getInt(1));
        put(holder, "application", rs.getString(2));
        put(holder, "user", rs.getString(3));
        put(holder, "state", rs.getString(4));
        put(holder, "since", moment(rs, 5));
        put(holder, "query_start", moment(rs, 6));
        put(holder, "query", rs.getString(7));
        return holder;
    }

    private static void put(Map<String, Object> holder, String key, Object value) {
        if (value != null && !value.equals("")) {
            holder.put(key, value);
        }
    }

    private static Instant moment(ResultSet rs, int column) throws SQLException {
        var at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Optional<Problem> explain(SQLException failure) {
        List<Map<String, Object>> holders = seen;
        if (!LOCK_TIMEOUT.equals(failure.getSQLState()) || holders.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> first = holders.getFirst();
        String said = "process " + first.get("pid")
                + " (" + first.getOrDefault("application", "a program without a name") + ", user "
                + first.getOrDefault("user", "unknown") + ")"
                + (first.containsKey("since") ? ", which began at " + first.get("since") : "");
        String locked = " keeps these rows locked for another program";
        return Optional.of(new Problem.Unavailable(where + locked + ": " + said + ".",
                "Try again when it is done, or end its transaction; nothing was changed.", Map.of("blocked_by", holders))
                .toldAs(new Problem.Unavailable("The database" + locked + ".",
                        "Try again in a moment; nothing was changed.")));
    }

    @Override
    public void close() {
        looking.cancel(false);
    }
}
