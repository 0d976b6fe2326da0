package org.wangge.store.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.hibernate.cfg.Configuration;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.model.Seen;
import org.wangge.problem.Problem;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.RowReader;

/// All in which the two databases differ. Safe for any number of threads.
public interface Dialect extends AutoCloseable {

    /// Waits for a sign that something may have been committed. For one thread.
    interface Signal extends AutoCloseable {

        /// Waits at most a quarter of a second; false when surely nothing was committed since the last call.
        boolean await() throws SQLException, InterruptedException;

        /// Ends the wait of another thread, or its next one, at once: by an answer or by an exception. For when nobody is to wait
        /// any more.
        void interrupt();

        @Override
        void close();
    }

    /// What a database does to rows of which some may be there already; see [org.wangge.store.Store#load].
    interface Loader {

        /// After how many rows a load reports its progress.
        int PROGRESS_STEP = 1_000;
        /// So many changed rows are noted one by one in the feed, more as one change of the whole table: to read that many by
        /// their ids takes a follower about as long as to read a table of a million.
        int ROWS_ONE_BY_ONE = 10_000;

        /// Takes rows in, in temporary tables of this connection. Nobody waits for that, and nobody sees it. A key that is given
        /// twice is a `BadInput` problem.
        Staged stage(
                Connection connection,
                LayerTable table,
                List<LayerTable.Column> overwritten,
                Iterator<? extends Row> rows,
                LongConsumer progress)
                throws SQLException;
    }

    /// Rows that were taken in, to be loaded once or only compared. For one thread and, as long as that is open, the connection
    /// that has taken them in.
    interface Staged {

        /// What [#merge] would do at this moment; writes nothing.
        Loaded compare() throws SQLException;

        /// Loads them in the writing transaction that the connection is in by now, and forgets them. Where that keeps all others
        /// from writing, `giveWay` is called now and then; what it throws ends the merge, which can be tried again when the
        /// transaction was rolled back.
        Loaded merge(Runnable giveWay) throws SQLException;
    }

    /// May lay something between a pool and the driver; tests do, to let the database fail where they want.
    interface Wires {
        Wires PLAIN = (pool, driver) -> driver;

        DataSource lay(String pool, DataSource driver);
    }

    /// Rows that are read but perhaps not yet understood; any one thread may do that, once.
    interface Batch {
        List<Row> unpack() throws SQLException;
    }

    /// A commit whose answer may get lost.
    interface Commitment {

        /// Finds out whether it was kept; empty when that can't be known yet. May take a second.
        Optional<Boolean> isKept();
    }

    /// The select that says how many migrations the schema has.
    String MIGRATIONS = "select max(installed_rank) from flyway_schema_history";

    /// What is asked last before a commit: how many migrations the schema has, and a commitment; null when the answer to the
    /// commit can't get lost, or nothing was written.
    record Ending(int migrations, Commitment commitment) {}

    /// Sees who keeps a writing transaction waiting.
    interface Watch extends AutoCloseable {

        /// What a failure means, when it is that somebody was waited for who was seen.
        Optional<Problem> explain(SQLException failure);

        @Override
        void close();
    }

    /// Connections without auto-commit, whose transactions see one consistent state of the whole store, and which give up soon on
    /// a database that does not answer.
    HikariDataSource readers();

    /// The same for what may take long, and what must not wait for those.
    HikariDataSource patientReaders();

    /// Connections without auto-commit.
    HikariDataSource writers();

    /// The same for those that take rows in for long, and only then write. What they hold, they do not hold from the others.
    HikariDataSource loaders();

    /// All pools of connections, to be looked at.
    List<HikariDataSource> pools();

    /// Whether whoever writes keeps all others from writing.
    boolean hasOneWriter();

    /// How long a request may wait until those that write before it have ended.
    Duration patienceOfWriters();

    /// Called first in a writing transaction; when it returns, the connection is surely inside of one (or will be with its first
    /// statement).
    void beginWriting(Connection connection) throws SQLException;

    /// Keeps everybody else, until the end of this transaction, from changing rows of these tables. They may be read.
    void lock(Connection writing, List<String> tables) throws SQLException;

    /// Why this store is lost until the program is started again; empty as long as it is not.
    default Optional<Problem> lost() {
        return Optional.empty();
    }

    /// Until this transaction ends, no other one gets past this call, which all make before they read the tree of grids to change
    /// it.
    void lockTree(Connection writing) throws SQLException;

    /// Called after a publication: whoever copies the store now shall get it. Throws nothing.
    default void settle() {}

    /// Limits how long the database may say nothing on this connection before it counts as lost, until it goes back to its pool;
    /// zero is for ever, and lets statements take as long as they like.
    void limitSilence(Connection connection, Duration silence) throws SQLException;

    /// Looks after a writing transaction from its beginning on.
    Watch watch(Connection writing) throws SQLException;

    /// Called last before a commit.
    Ending ending(Connection writing) throws SQLException;

    void configure(Configuration hibernate);

    /// The select expression that gives WKB, or a GeoPackage blob.
    String selectGeometry(String column);

    /// The parameter that takes a moment as ISO 8601 text with `Z`, so that it compares with a column of moments.
    String momentParameter();

    /// The moment in a column of moments; never null.
    Instant moment(ResultSet rs, int column) throws SQLException;

    /// The moment so many seconds ago, by the database's clock, as an expression.
    String momentAgo(long seconds);

    /// The literal for true.
    String yes();

    /// Ends the statement that this connection waits for, from another thread; it fails then.
    void interrupt(Connection connection) throws SQLException;

    /// Who has jobs here, where only one program writes at a time; empty where each can say that it is there.
    default Optional<OwnerLocks> owners() {
        return Optional.empty();
    }

    /// Takes `n` ids of a table, ascending, that no row will ever get by itself.
    List<Long> reserveIds(Connection writing, String table, int n) throws SQLException;

    Loader loader();

    /// Hands all rows of a table to `consumer`, in batches, as `reader` makes them.
    void scan(Connection reading, LayerTable table, RowReader reader, Consumer<Batch> consumer) throws SQLException;

    /// What of the change feed the state has seen that this transaction sees.
    Seen seen(Connection reading) throws SQLException;

    /// `select transaction number, id, layer, row_id` of the feed's rows that have not been seen, up to the state that this
    /// transaction sees, by transaction and id.
    PreparedStatement changesSince(Connection reading, Seen seen) throws SQLException;

    /// True when changes that have not been seen may have been pruned.
    boolean isPruned(Connection reading, Seen seen) throws SQLException;

    /// Forgets changes that are older than `keep`, the oldest first and about `most` of them; returns how many.
    int prune(Connection writing, Duration keep, int most) throws SQLException;

    Signal signal() throws SQLException;

    /// True for a failure that says that the database can't be reached, not that it refused something.
    boolean isAway(SQLException failure);

    /// What a failure of the database means to the caller, when it is something that can be mended or waited for.
    Optional<Problem> explain(SQLException failure);

    @Override
    void close();
}
