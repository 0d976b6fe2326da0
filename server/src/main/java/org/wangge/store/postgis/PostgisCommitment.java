package org.wangge.store.postgis;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.store.database.Dialect;

/// Asks PostgreSQL by the transaction's id what became of it.
final class PostgisCommitment implements Dialect.Commitment {

    private static final Logger log = LoggerFactory.getLogger(PostgisCommitment.class);
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    /// How long the server may take to notice by itself that its client is gone.
    private static final Duration LEFT_ALONE = Duration.ofMillis(200);

    private final DataSource others;
    private final int backend;
    private final String transaction;

    private PostgisCommitment(DataSource others, int backend, String transaction) {
        this.others = others;
        this.backend = backend;
        this.transaction = transaction;
    }

    /// Asked at once, since each question is a way to the server and back. `others` gives the connections to ask on.
    static Dialect.Ending ending(Connection writing, DataSource others) throws SQLException {
        try (PreparedStatement s = writing.prepareStatement(
                        "select pg_backend_pid(), pg_current_xact_id_if_assigned()::text, (" + Dialect.MIGRATIONS + ")");
                ResultSet rs = s.executeQuery()) {
            rs.next();
            String id = rs.getString(2);
            return new Dialect.Ending(rs.getInt(3), id == null ? null : new PostgisCommitment(others, rs.getInt(1), id));
        }
    }

    @Override
    public Optional<Boolean> isKept() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            try (Connection other = others.getConnection()) {
                String status = status(other);
                if (status == null) {
                    return Optional.empty();
                }
                if (!status.equals("in progress")) {
                    log.info("the answer to the commit of transaction {} was lost; it is {}", transaction, status);
                    return Optional.of(status.equals("committed"));
                }
                if (System.nanoTime() - begun > LEFT_ALONE.toNanos()) {
                    end(other);
                }
            } catch (SQLException e) {
                log.debug("what became of transaction {} can't be asked yet", transaction, e);
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        log.warn("the answer to the commit of transaction {} was lost, and the database can't be asked about it now",
                transaction);
        return Optional.empty();
    }

    private String status(Connection other) throws SQLException {
        try (PreparedStatement s = other.prepareStatement("select pg_xact_status(cast(? as xid8))")) {
            s.setString(1, transaction);
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                return rs.getString(1);
            }
        } finally {
            other.rollback();
        }
    }

    /// A server that still waits for a client that is gone would keep the transaction's locks; nobody else can commit it any
    /// more.
    private void end(Connection other) throws SQLException {
        try (PreparedStatement s = other.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity where pid = ? and backend_xid = cast(? as xid8)::xid")) {
            s.setInt(1, backend);
            s.setString(2, transaction);
            s.executeQuery().close();
        } finally {
            other.rollback();
        }
    }
}
