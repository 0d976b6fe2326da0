package org.wangge.store.postgis;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.wangge.store.database.Dialect;

/// The connections to one PostgreSQL, by what they are for. Whatever the database or the network does, none of those that serve
/// requests waits for long: for a connection, for a lock, for a statement, or for an answer that never comes.
final class PostgisConnections implements AutoCloseable {

    static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 8;
    private static final int PATIENT_CONNECTIONS = 3;
    private static final int LOADERS = 2;
    private static final Duration READER_WAIT = Duration.ofMillis(900);
    private static final Duration WRITER_WAIT = Duration.ofMillis(1_200);
    /// For those who are patient: how long a connection may take, and how long the database may be silent.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration VALIDATION = Duration.ofMillis(500);
    // The server ends by itself what its client has given up: else each try would leave a statement behind that runs or waits on.
    private static final Duration READ_STATEMENT_LIMIT = Duration.ofMillis(1_700);
    private static final Duration READ_LOCK_LIMIT = Duration.ofMillis(1_000);
    private static final Duration WRITE_STATEMENT_LIMIT = Duration.ofMillis(2_800);
    /// A program that stands still in the middle of a transaction (stopped, swapped out, behind a network that is gone) keeps its
    /// locks no longer than this: else nobody could publish until it goes on.
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(10);

    private final String url;
    final HikariDataSource readers;
    final HikariDataSource patientReaders;
    final HikariDataSource writers;
    final HikariDataSource loaders;

    PostgisConnections(String url, Dialect.Wires wires) {
        this.url = withDefaults(url);
        readers = reading(pool("wangge-read", CONNECTIONS, READER_WAIT, limits(READ_STATEMENT_LIMIT, READ_LOCK_LIMIT)), wires);
        patientReaders = reading(pool("wangge-follow", PATIENT_CONNECTIONS, PATIENCE, limits(Duration.ZERO, PATIENCE)), wires);
        String limits = limits(WRITE_STATEMENT_LIMIT, LOCK_LIMIT);
        writers = writing(pool("wangge-write", CONNECTIONS, WRITER_WAIT, limits), wires);
        loaders = writing(pool("wangge-load", LOADERS, PATIENCE, limits), wires);
    }

    private static HikariDataSource writing(HikariConfig config, Dialect.Wires wires) {
        PGSimpleDataSource source = (PGSimpleDataSource) config.getDataSource();
        source.setOptions(source.getOptions() + " -c idle_in_transaction_session_timeout=" + IDLE_LIMIT.toMillis());
        config.setDataSource(wires.lay(config.getPoolName(), config.getDataSource()));
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }

    static String withDefaults(String url) {
        StringBuilder s = new StringBuilder(url);
        Map.of("connectTimeout", "2", "loginTimeout", "3", "tcpKeepAlive", "true", "ApplicationName", "wangge",
                        "reWriteBatchedInserts", "true")
                .forEach((key, value) -> {
                    if (!url.contains(key + "=")) {
                        s.append(s.indexOf("?") < 0 ? '?' : '&').append(key).append('=').append(value);
                    }
                });
        return s.toString();
    }

    /// For what takes as long as it takes: migrations.
    PGSimpleDataSource unlimited() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    /// A connection of its own, for the caller to close.
    Connection single() throws SQLException {
        PGSimpleDataSource source = unlimited();
        source.setSocketTimeout((int) PATIENCE.toSeconds());
        return source.getConnection();
    }

    private static String limits(Duration statement, Duration lock) {
        return "-c statement_timeout=" + statement.toMillis() + " -c lock_timeout=" + lock.toMillis();
    }

    private HikariConfig pool(String name, int connections, Duration wait, String limits) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        PGSimpleDataSource source = unlimited();
        source.setSocketTimeout((int) PATIENCE.toSeconds());
        source.setOptions(source.getOptions() == null ? limits : source.getOptions() + " " + limits);
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        // While nobody waits for one, the pool makes none: else its pauses between tries would outlast an outage by seconds.
        config.setMinimumIdle(0);
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        return config;
    }

    private static HikariDataSource reading(HikariConfig config, Dialect.Wires wires) {
        // Binary results from the first execution on: geometry comes as bytes, not as twice as many hexadecimal digits.
        ((PGSimpleDataSource) config.getDataSource()).setPrepareThreshold(-1);
        config.setDataSource(wires.lay(config.getPoolName(), config.getDataSource()));
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        readers.close();
        patientReaders.close();
        writers.close();
        loaders.close();
    }
}
