package org.wangge.store.geopackage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.hibernate.cfg.Configuration;
import org.hibernate.community.dialect.SQLiteDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.wangge.model.Seen;
import org.wangge.problem.Problem;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.OwnerLocks;
import org.wangge.store.database.Rows;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.RowReader;

/// One GeoPackage file through SQLite, in WAL mode with `synchronous=FULL`: what was committed survives a kill. One writer at a
/// time, in this process or another; readers never wait.
///
/// What is seen of the feed is all up to an id: with one writer, ids grow in the order of commits.
public final class GeoPackageDialect implements Dialect {

    private static final int READERS = 8;
    private static final int LOADERS = 2;
    private static final int POLL_MILLIS = 100;
    /// How long to wait for another program that writes; a large import holds the file for that long.
    private static final int BUSY_MILLIS = 30_000;

    private static final Watch NOBODY = new Watch() {
        @Override
        public Optional<Problem> explain(SQLException failure) {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is looked at.
        }
    };

    private final OwnerLocks owners;
    private final GeoPackageFailures failures;
    private final GeoPackageWatch watch;
    private final HikariDataSource readers;
    private final HikariDataSource writers;
    private final HikariDataSource loaders;

    private GeoPackageDialect(Path file, GeoPackageFailures failures, Wires wires) throws SQLException {
        this.owners = new OwnerLocks(file);
        this.failures = failures;
        this.watch = new GeoPackageWatch(file, this::closePools);
        this.readers = pool("wangge-read", READERS, file, wires);
        this.writers = pool("wangge-write", 1, file, wires);
        this.loaders = pool("wangge-load", LOADERS, file, wires);
    }

    public static GeoPackageDialect open(Path file, Wires wires) {
        Path absolute = file.toAbsolutePath().normalize();
        GeoPackageFailures failures = new GeoPackageFailures(absolute);
        SqliteLibrary.load();
        new GeoPackageFile(absolute).prepare();
        try {
            return new GeoPackageDialect(absolute, failures, wires);
        } catch (SQLException e) {
            throw failures.thrown(e);
        }
    }

    /// Connections to a file that is a GeoPackage of ours already.
    static SQLiteDataSource unpooled(Path file) {
        return at(file, settings());
    }

    private static SQLiteConfig settings() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setJournalSizeLimit(64 << 20);
        config.setCacheSize(-32_000);
        return config;
    }

    public static SQLiteDataSource at(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private HikariDataSource pool(String name, int connections, Path file, Wires wires) {
        SQLiteDataSource source = new SQLiteDataSource(settings()) {
            @Override
            public Connection getConnection() throws SQLException {
                watch.requireSame();
                return super.getConnection();
            }
        };
        source.setUrl("jdbc:sqlite:" + file);
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(wires.lay(name, source));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(name.equals("wangge-load") ? 0 : 1);
        config.setConnectionTimeout(BUSY_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /// Throws an `Unavailable` problem when the file is lost, as [#writers()] does.
    @Override
    public HikariDataSource readers() {
        watch.requireKept();
        return readers;
    }

    @Override
    public HikariDataSource writers() {
        watch.requireKept();
        return writers;
    }

    @Override
    public HikariDataSource loaders() {
        watch.requireKept();
        return loaders;
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public Duration patienceOfWriters() {
        return Duration.ofMillis(BUSY_MILLIS);
    }

    /// Readers never wait.
    @Override
    public HikariDataSource patientReaders() {
        return readers();
    }

    @Override
    public void limitSilence(Connection connection, Duration silence) {
        // A file is read by this process itself.
    }

    @Override
    public Watch watch(Connection writing) {
        return NOBODY;
    }

    @Override
    public Ending ending(Connection writing) throws SQLException {
        try (Statement s = writing.createStatement();
                ResultSet rs = s.executeQuery(MIGRATIONS)) {
            rs.next();
            return new Ending(rs.getInt(1), null);
        }
    }

    @Override
    public List<HikariDataSource> pools() {
        return List.of(readers, writers, loaders);
    }

    /// Takes the write lock before anything is read: a transaction that reads first and writes later fails when another has
    /// written in between. The transaction that the driver has begun, or believes that it has, ends first.
    @Override
    public void beginWriting(Connection connection) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("rollback");
            s.execute("begin immediate");
        }
        watch.requireSame();
    }

    @Override
    public void lock(Connection writing, List<String> tables) {
        // Who writes is the only one anyway.
    }

    @Override
    public void lockTree(Connection writing) {
        // One writes at a time, and this one does.
    }

    @Override
    public Optional<Problem> lost() {
        return watch.lost();
    }

    @Override
    public void settle() {
        watch.settleSoon();
    }

    @Override
    public void configure(Configuration hibernate) {
        hibernate.setProperty("hibernate.boot.allow_jdbc_metadata_access", false);
        hibernate.setProperty("hibernate.dialect", SQLiteDialect.class.getName());
        hibernate.setProperty("hibernate.type.preferred_instant_jdbc_type", GeoPackageTypes.MOMENT_CODE);
        hibernate.registerTypeContributor(new GeoPackageTypes());
    }

    @Override
    public String selectGeometry(String column) {
        return column;
    }

    /// All moments are text of this form; only the number of decimals may differ.
    @Override
    public String momentParameter() {
        return "strftime('%Y-%m-%dT%H:%M:%fZ', ?)";
    }

    @Override
    public Instant moment(ResultSet rs, int column) throws SQLException {
        return Instant.parse(rs.getString(column));
    }

    @Override
    public String momentAgo(long seconds) {
        return "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-" + seconds + " seconds')";
    }

    @Override
    public String yes() {
        return "1";
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
    }

    @Override
    public Optional<OwnerLocks> owners() {
        return Optional.of(owners);
    }

    @Override
    public List<Long> reserveIds(Connection writing, String table, int n) throws SQLException {
        try (PreparedStatement make = writing.prepareStatement(
                        "insert into sqlite_sequence (name, seq) select ?, 0 where not exists (select 1 from sqlite_sequence "
                                + "where name = ?)");
                PreparedStatement take = writing.prepareStatement(
                        "update sqlite_sequence set seq = seq + ? where name = ? returning seq")) {
            make.setString(1, table);
            make.setString(2, table);
            make.executeUpdate();
            take.setInt(1, n);
            take.setString(2, table);
            try (ResultSet rs = take.executeQuery()) {
                rs.next();
                long last = rs.getLong(1);
                return LongStream.rangeClosed(last - n + 1, last).boxed().toList();
            }
        }
    }

    @Override
    public Loader loader() {
        return new TemporaryLoader();
    }

    @Override
    public void scan(Connection reading, LayerTable table, RowReader reader, Consumer<Batch> consumer) throws SQLException {
        Rows.scan(reading, table.select(this::selectGeometry), reader, consumer);
    }

    @Override
    public Seen seen(Connection reading) throws SQLException {
        try (Statement s = reading.createStatement();
                ResultSet rs = s.executeQuery("select o.id, max(coalesce((select max(id) from feed), 0), p.up_to) + 1"
                        + " from feed_pruned p, feed_origin o")) {
            rs.next();
            return new Seen(rs.getString(1), rs.getLong(2), List.of());
        }
    }

    /// Each row of the feed counts as a transaction of its own: no reader ever sees a part of one.
    @Override
    public PreparedStatement changesSince(Connection reading, Seen seen) throws SQLException {
        PreparedStatement s = reading.prepareStatement(
                "select id, id, layer, row_id from feed where id >= ? and id > ? order by id");
        s.setLong(1, seen.next());
        s.setLong(2, seen.row());
        return s;
    }

    @Override
    public boolean isPruned(Connection reading, Seen seen) throws SQLException {
        try (PreparedStatement s = reading.prepareStatement("select up_to >= ? from feed_pruned")) {
            s.setLong(1, seen.next());
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                return rs.getBoolean(1);
            }
        }
    }

    @Override
    public int prune(Connection writing, Duration keep, int most) throws SQLException {
        String old = "from (select id from feed where at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ? || ' seconds')"
                + " order by id limit ?)";
        try (PreparedStatement note = writing.prepareStatement(
                        "update feed_pruned set up_to = max(up_to, coalesce((select max(id) " + old + "), 0))");
                PreparedStatement delete =
                        writing.prepareStatement("delete from feed where id <= (select up_to from feed_pruned)")) {
            note.setDouble(1, -keep.toMillis() / 1000.0);
            note.setInt(2, most);
            note.executeUpdate();
            return delete.executeUpdate();
        }
    }

    /// A moment in which nothing was committed is used to empty the log.
    @Override
    public Signal signal() {
        watch.requireKept();
        return new Signal() {
            private final CountDownLatch interrupted = new CountDownLatch(1);
            private long seen = -1;

            @Override
            public boolean await() throws SQLException, InterruptedException {
                if (interrupted.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                long before = seen;
                seen = watch.version();
                if (seen == before) {
                    watch.settleWhenIdle();
                }
                return seen != before;
            }

            @Override
            public void interrupt() {
                interrupted.countDown();
            }

            @Override
            public void close() {
                // The watching connection is the store's.
            }
        };
    }

    @Override
    public boolean isAway(SQLException failure) {
        return false;
    }

    @Override
    public Optional<Problem> explain(SQLException failure) {
        return failures.explain(failure);
    }

    private void closePools() {
        readers.close();
        writers.close();
        loaders.close();
    }

    @Override
    public void close() {
        if (watch.mayClose()) {
            closePools();
        }
        watch.close();
    }
}
