package org.wangge.store.postgis;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hibernate.cfg.Configuration;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Seen;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Migrations;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.RowReader;

/// PostgreSQL 13 or later with PostGIS 3.
///
/// What is seen of the feed is a `pg_snapshot`. New since then are the feed rows that are visible now and whose transaction was
/// not visible in it, so that neither a late commit is missed nor an open transaction holds the feed back.
public final class PostgisDialect implements Dialect {

    private static final Logger log = LoggerFactory.getLogger(PostgisDialect.class);
    private static final Duration WRITERS_PATIENCE = Duration.ofMillis(750);
    private static final int WAIT_MILLIS = 250;
    private static final String CHANNEL = "wangge_feed";
    /// The advisory lock that every server shares while it follows the database, so that a restore finds out.
    public static final long FOLLOWED = 0x77616E6767650001L;
    /// The advisory lock of those who change the tree of grids.
    private static final long TREE = 0x77616E6767650002L;

    private final PostgisFailures failures;
    private final PostgisConnections connections;
    /// Looks at who keeps writers waiting.
    private final ScheduledThreadPoolExecutor looks =
            new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("wangge-locks").factory());

    private PostgisDialect(PostgisConnections connections, PostgisFailures failures) {
        this.failures = failures;
        this.connections = connections;
        looks.setRemoveOnCancelPolicy(true);
    }

    public static PostgisDialect open(String url, Wires wires) {
        PostgisFailures failures = PostgisFailures.of(url);
        try (Connection c = DriverManager.getConnection(PostgisConnections.withDefaults(url))) {
            ensurePostgis(c, failures.where());
        } catch (SQLException e) {
            throw failures.explain(e)
                    .map(p -> new ProblemException(p, e))
                    .orElseThrow(() -> new IllegalStateException(failures.where() + ": " + e.getMessage(), e));
        }
        PostgisDialect dialect = new PostgisDialect(new PostgisConnections(url, wires), failures);
        try {
            Migrations migrations = new Migrations(dialect.connections.unlimited(), "postgis");
            if (!migrations.isUpToDate(failures.where())) {
                migrations.migrate();
            }
            return dialect;
        } catch (RuntimeException e) {
            dialect.close();
            throw e;
        }
    }

    private static void ensurePostgis(Connection c, String where) throws SQLException {
        try (Statement s = c.createStatement();
                ResultSet rs = s.executeQuery("select 1 from pg_extension where extname = 'postgis'")) {
            if (rs.next()) {
                return;
            }
        }
        try (Statement s = c.createStatement()) {
            s.execute("create extension if not exists postgis");
        } catch (SQLException e) {
            throw new ProblemException(
                    new Problem.Unavailable(
                            where + " has no PostGIS, and adding it failed: " + firstLine(e) + ".",
                            "Install PostGIS on that server, or let an administrator run \"create extension postgis\""
                                    + " in that database."),
                    e);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /// A connection of its own, for the caller to close, for what takes as long as it takes.
    public Connection unlimited(String application) throws SQLException {
        PGSimpleDataSource source = connections.unlimited();
        source.setApplicationName(application);
        return source.getConnection();
    }

    /// Names the database.
    public String where() {
        return failures.where();
    }

    @Override
    public HikariDataSource readers() {
        return connections.readers;
    }

    @Override
    public HikariDataSource patientReaders() {
        return connections.patientReaders;
    }

    @Override
    public HikariDataSource writers() {
        return connections.writers;
    }

    @Override
    public HikariDataSource loaders() {
        return connections.loaders;
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    @Override
    public Duration patienceOfWriters() {
        return WRITERS_PATIENCE;
    }

    @Override
    public void limitSilence(Connection connection, Duration silence) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
        if (silence.isZero()) {
            try (Statement s = connection.createStatement()) {
                s.execute("set local statement_timeout = 0");
            }
        }
    }

    @Override
    public Watch watch(Connection writing) throws SQLException {
        return new PostgisWatch(failures.where(), writing, connections.patientReaders, looks);
    }

    @Override
    public Ending ending(Connection writing) throws SQLException {
        return PostgisCommitment.ending(writing, connections.writers);
    }

    @Override
    public List<HikariDataSource> pools() {
        return List.of(connections.readers, connections.patientReaders, connections.writers, connections.loaders);
    }

    @Override
    public void beginWriting(Connection connection) {
        // PostgreSQL locks row by row; there is nothing to take beforehand.
    }

    /// In a mode that keeps away those who lock rows as well: a publication begins with the branches.
    @Override
    public void lock(Connection writing, List<String> tables) throws SQLException {
        try (Statement s = writing.createStatement()) {
            s.execute("lock table " + String.join(", ", tables) + " in exclusive mode");
        }
    }

    @Override
    public void lockTree(Connection writing) throws SQLException {
        try (Statement s = writing.createStatement()) {
            s.execute("select pg_advisory_xact_lock(" + TREE + ")");
        }
    }

    @Override
    public void configure(Configuration hibernate) {
        // Hibernate asks the database which version it is.
    }

    @Override
    public String selectGeometry(String column) {
        return "ST_AsBinary(" + column + ")";
    }

    @Override
    public String momentParameter() {
        return "cast(? as timestamptz)";
    }

    @Override
    public Instant moment(ResultSet rs, int column) throws SQLException {
        return rs.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public String momentAgo(long seconds) {
        return "(clock_timestamp() - interval '" + seconds + " seconds')";
    }

    @Override
    public String yes() {
        return "true";
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    @Override
    public List<Long> reserveIds(Connection writing, String table, int n) throws SQLException {
        try (PreparedStatement s = writing.prepareStatement(
                "select nextval(pg_get_serial_sequence(?, 'id')) from generate_series(1, ?) order by 1")) {
            s.setString(1, table);
            s.setInt(2, n);
            List<Long> ids = new ArrayList<>();
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    ids.add(rs.getLong(1));
                }
            }
            return ids;
        }
    }

    @Override
    public Loader loader() {
        return new CopyLoader();
    }

    @Override
    public void scan(Connection reading, LayerTable table, RowReader reader, Consumer<Batch> consumer) throws SQLException {
        CopyReader.read(reading, table.select(this::selectGeometry), reader, consumer);
    }

    /// Cluster and database are part of where the feed comes from: a copy counts other transactions.
    @Override
    public Seen seen(Connection reading) throws SQLException {
        try (Statement s = reading.createStatement();
                ResultSet rs = s.executeQuery("""
                        select left(md5(o.id || c.system_identifier || d.oid), 16), pg_current_snapshot()::text
                        from feed_origin o, pg_control_system() c, pg_database d where d.datname = current_database()""")) {
            rs.next();
            String[] snapshot = rs.getString(2).split(":", -1);
            List<Long> open = snapshot[2].isEmpty() ? List.of()
                    : Arrays.stream(snapshot[2].split(",")).map(Long::valueOf).toList();
            return new Seen(rs.getString(1), Long.parseLong(snapshot[1]), open);
        }
    }

    private static String snapshot(Seen seen) {
        return (seen.open().isEmpty() ? seen.next() : seen.open().getFirst()) + ":" + seen.next() + ":"
                + seen.open().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public PreparedStatement changesSince(Connection reading, Seen seen) throws SQLException {
        PreparedStatement s = reading.prepareStatement("""
                select f.xid::text::bigint, f.id, f.layer, f.row_id from (select ?::pg_snapshot as seen) p, feed f
                where f.xid >= pg_snapshot_xmin(p.seen) and not pg_visible_in_snapshot(f.xid, p.seen)
                    and (f.id > ? or f.xid::text::bigint <> ?)
                order by f.xid, f.id""");
        s.setString(1, snapshot(seen));
        s.setLong(2, seen.row());
        s.setLong(3, seen.next());
        return s;
    }

    @Override
    public boolean isPruned(Connection reading, Seen seen) throws SQLException {
        try (PreparedStatement s = reading.prepareStatement(
                "select coalesce(max(up_to), '0') >= pg_snapshot_xmin(?::pg_snapshot) from feed_pruned")) {
            s.setString(1, snapshot(seen));
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                return rs.getBoolean(1);
            }
        }
    }

    @Override
    public int prune(Connection writing, Duration keep, int most) throws SQLException {
        try (PreparedStatement s = writing.prepareStatement("""
                with old as (select xid, id from feed where at < clock_timestamp() - make_interval(secs => ?)
                             order by at limit ?),
                     gone as (delete from feed f using old where f.xid = old.xid and f.id = old.id returning f.xid),
                     noted as (update feed_pruned set up_to = greatest(up_to, (select max(xid) from gone))
                               where exists (select from gone))
                select count(*) from gone""")) {
            s.setDouble(1, keep.toMillis() / 1000.0);
            s.setInt(2, most);
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                return rs.getInt(1);
            }
        }
    }

    /// A notification wakes at once; without one the wait ends all the same, and the poll finds what there is.
    @Override
    public Signal signal() throws SQLException {
        Connection listening = connections.single();
        try (Statement s = listening.createStatement()) {
            s.execute("listen " + CHANNEL);
            s.execute("select pg_advisory_lock_shared(" + FOLLOWED + ")");
        } catch (SQLException e) {
            listening.close();
            throw e;
        }
        PGConnection notified = listening.unwrap(PGConnection.class);
        return new Signal() {
            @Override
            public boolean await() throws SQLException {
                notified.getNotifications(WAIT_MILLIS);
                return true;
            }

            /// Whoever reads from the connection fails when that is gone.
            @Override
            public void interrupt() {
                try {
                    listening.abort(Runnable::run);
                } catch (SQLException e) {
                    log.debug("ending the wait for notifications, which ends soon by itself", e);
                }
            }

            @Override
            public void close() {
                try {
                    listening.close();
                } catch (SQLException e) {
                    // It is given up either way.
                    log.debug("closing the listening connection", e);
                }
            }
        };
    }

    @Override
    public boolean isAway(SQLException failure) {
        return failures.isAway(failure);
    }

    @Override
    public Optional<Problem> explain(SQLException failure) {
        return failures.explain(failure);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        connections.close();
    }
}
