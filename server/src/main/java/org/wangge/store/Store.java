package org.wangge.store;

import com.zaxxer.hikari.HikariPoolMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Source;
import org.wangge.model.Actor;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Editing;
import org.wangge.model.Grid;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Lineage;
import org.wangge.model.Loaded;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanEvent;
import org.wangge.model.PlanSummary;
import org.wangge.model.Revision;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.account.Accounts;
import org.wangge.store.account.AuditTrail;
import org.wangge.store.account.Keys;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Rows;
import org.wangge.store.database.Sessions;
import org.wangge.store.database.Transactions;
import org.wangge.store.feed.Feed;
import org.wangge.store.feed.Followed;
import org.wangge.store.feed.Follower;
import org.wangge.store.geopackage.GeoPackageDialect;
import org.wangge.store.job.JobTable;
import org.wangge.store.job.SentFiles;
import org.wangge.store.postgis.PostgisDialect;

/// The system of record. Safe for any number of threads; each method is one transaction, or part of that of [#inTransaction].
/// All that the packages below may ask of rows, plans and revisions is listed here; other classes of this package do it.
///
/// Every method throws an `Unavailable` problem when the database can't be reached, is full or is busy for too long, and a
/// `BadInput` problem when the database refuses a value. Geometry is WGS 84 lon/lat and is kept as it is, to the last bit.
public final class Store implements Followed, AutoCloseable {

    /// A command to be kept; see [PlanCommand].
    public record NewCommand(String json, String effect, Map<Long, Integer> versions, Actor author, Instant at) {}

    /// What is kept besides the rows of layers.
    private static final List<Class<?>> ENTITIES = Stream.concat(
                    Stream.of(PlanEntity.class, PlanCommandEntity.class, RevisionEntity.class, KeptFiguresEntity.class,
                            PlanEventEntity.class, PlanCommentEntity.class, LineageEntity.class),
                    Accounts.ENTITIES.stream())
            .toList();

    private final StoreLocation location;
    private final Dialect dialect;
    private final Sessions sessions;
    private final Transactions transactions;
    private final Feed feed;
    private final LayerRows layers;
    private final Plans plans;
    private final Revisions revisions;
    private final PresenceTable presence;
    private final Accounts accounts;
    private final Keys keys;
    private final AuditTrail audit;
    private final JobTable jobs;
    private final SentFiles sentFiles;
    private final ChosenBasemaps basemaps;

    private Store(Dialect dialect, StoreLocation location) {
        this.location = location;
        this.dialect = dialect;
        this.sessions = new Sessions(dialect, ENTITIES);
        this.transactions = new Transactions(sessions, dialect);
        this.feed = new Feed(transactions, dialect);
        this.layers = new LayerRows(transactions, dialect);
        this.plans = new Plans(transactions);
        this.revisions = new Revisions(transactions, dialect);
        this.presence = new PresenceTable(transactions, dialect);
        this.accounts = new Accounts(transactions);
        this.keys = new Keys(transactions);
        this.audit = new AuditTrail(transactions);
        this.jobs = new JobTable(transactions, dialect);
        this.sentFiles = new SentFiles(transactions, dialect);
        this.basemaps = new ChosenBasemaps(transactions);
        transactions.readPatiently(tx -> {
            transactions.checkSchema(tx);
            return null;
        });
    }

    /// Opens `jdbc:postgresql://host/database?user=…&password=…`, adds PostGIS to the database where it is missing, and brings
    /// the schema up to date. Throws an `Unavailable` problem that names host and database, never the password, when that fails.
    public static Store openPostgis(String jdbcUrl) {
        return opened(PostgisDialect.open(jdbcUrl, Dialect.Wires.PLAIN), new StoreLocation.Postgis(jdbcUrl));
    }

    /// Opens the GeoPackage, made if it is not there (and its folder too), and brings its schema up to date. A file that is
    /// something else, damaged, or written by a newer wangge is not touched: `BadInput` or `Unavailable` problem. Several
    /// processes may have it open at once; one writes at a time.
    public static Store openGeoPackage(Path file) {
        return opened(GeoPackageDialect.open(file, Dialect.Wires.PLAIN), new StoreLocation.GeoPackage(file));
    }

    static Store opened(Dialect dialect) {
        return opened(dialect, null);
    }

    private static Store opened(Dialect dialect, StoreLocation location) {
        try {
            return new Store(dialect, location);
        } catch (RuntimeException | Error e) {
            dialect.close();
            throw e;
        }
    }

    /// Runs `work` against one consistent state of the whole store. Rows that another program has left in a state that no record
    /// may have are logged and left out.
    public void read(Consumer<Source> work) {
        transactions.readPatiently(tx -> {
            work.accept(new Rows(tx.connection(), dialect));
            return null;
        });
    }

    public Optional<Row> find(Table table, long id) {
        return layers.find(table, id);
    }

    /// The row with this code; for assignments, which have none, the one with this id.
    public Optional<Row> findByCode(Table table, String code) {
        return layers.findByCode(table, code);
    }

    /// The id of every row of a table by its code. Assignments have no codes: `IllegalArgumentException`.
    public Map<String, Long> codes(Table table) {
        return layers.codes(table);
    }

    /// Inserts or updates rows by code (assignments: by grid, role and first day), all or nothing. Of a row that is there already
    /// only `columns` (names of the registry, and `geometry`) are overwritten; a new row gets all values of its record. A
    /// row that stays as it was keeps its version and is not in the feed, which gets the id of each other one, or, when they are
    /// very many, one change of the whole table. Ids and versions of the given rows are ignored. `person` of grids is kept in the
    /// assignments, so it is not written here. A key that is given twice is a `BadInput` problem.
    ///
    /// The rows are streamed, not gathered, and taken in first, while nobody else waits; only then begins the transaction that
    /// writes them. The iterator may ask this store. `progress` gets the number of rows taken so far, at least every thousand and
    /// at the end. Several tables may be loaded together with [#inTransaction].
    public Loaded load(Table table, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress) {
        return load(table, columns, rows, progress, loaded -> {});
    }

    /// The same; `last` is called in the end of the transaction that writes the rows: what it writes stands and falls with them,
    /// and what it throws undoes all.
    public Loaded load(
            Table table, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress, Consumer<Loaded> last) {
        return layers.load(table, columns, rows, progress, last);
    }

    /// What [#load] would do at this moment; writes nothing, and nobody waits for it.
    public Loaded tryLoad(Table table, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress) {
        return layers.tryLoad(table, columns, rows, progress);
    }

    /// Runs several calls as one transaction: all or nothing. Calls of this thread inside of it join it; a call that fails dooms
    /// the whole, even when its exception is caught.
    public <T> T inTransaction(Supplier<T> work) {
        return transactions.write(tx -> work.get());
    }

    /// A state of some tables; equal to any later one as long as no row of them has changed.
    public record Mark(Set<Table> tables, String state) {
        public Mark {
            tables = Set.copyOf(tables);
        }
    }

    public Mark mark(Set<Table> tables) {
        return layers.mark(tables);
    }

    /// As [#inTransaction], in which nobody else changes the tree of grids or rows of these tables, if they are still as they
    /// were when they were marked; else nothing is done, and the answer is empty.
    public <T> Optional<T> inTransactionSince(Mark mark, Supplier<T> work) {
        return layers.inTransactionSince(mark, work);
    }

    /// The same for a publication. Here one goes on at a time: they wait for each other in the database anyway, and would hold
    /// connections meanwhile that other changes need. Where one writes at a time, a load that is writing its rows lets it go
    /// first and begins anew, but not for ever.
    public <T> T inPublication(Supplier<T> work) {
        return transactions.writeAlone(tx -> work.get());
    }

    /// Runs several reads on one state of the store.
    public <T> T inOneState(Supplier<T> reads) {
        return transactions.read(tx -> reads.get());
    }

    /// A new draft with version 0. `NotFound` problem when there is no such revision; 0 is the state before the first.
    public Plan createPlan(String name, long baseRevision, Actor author) {
        return plans.create(name, baseRevision, author);
    }

    /// Throws a `Stale` problem when the plan has another version than expected; it names both (`expected_version`,
    /// `actual_version`) and who changed it last, and when (`changed_by` with `id` and `name`, if that is known, and
    /// `changed_at`).
    public static void requireVersion(Plan plan, int expectedVersion) {
        Plans.requireVersion(plan, expectedVersion);
    }

    public Optional<Plan> findPlan(long id) {
        return plans.find(id);
    }

    /// At most `limit` plans in one of these statuses that are older than the one with the id `before`, newest first. What it
    /// costs grows with the page, not with the number of plans.
    public List<PlanSummary> listPlans(Set<Plan.Status> statuses, long before, int limit) {
        return plans.page(statuses, before, limit);
    }

    /// Deletes a draft with its commands. `NotFound` problem when there is none, `Stale` when it has another version than
    /// expected, `Refused` when it is under review or published.
    public void deletePlan(long id, int expectedVersion) {
        plans.delete(id, expectedVersion);
    }

    /// Commands by position, undone ones too.
    public List<PlanCommand> listCommands(long plan) {
        return plans.commands(plan);
    }

    /// The command with the highest position, an undone one too; empty when there is none.
    public Optional<PlanCommand> lastCommand(long plan) {
        return plans.lastCommand(plan);
    }

    /// Drops undone commands and adds this one. Throws a `Stale` problem when the plan has another version than expected,
    /// `Conflict` when it is under review or published.
    public Plan appendCommand(long plan, int expectedVersion, NewCommand command) {
        return plans.append(plan, expectedVersion, command);
    }

    /// Puts these commands in place of all that the plan has, and takes it to another base. Problems as in [#appendCommand].
    public Plan replaceCommands(
            long plan, int expectedVersion, List<NewCommand> commands, long baseRevision, Actor actor, String note) {
        return plans.replace(plan, expectedVersion, commands, baseRevision, actor, note);
    }

    /// Marks a command as undone, or as done again. Problems as in [#appendCommand]; `NotFound` when there is no such position.
    public Plan markCommand(long plan, int expectedVersion, int position, boolean undone, Actor actor) {
        return plans.mark(plan, expectedVersion, position, undone, actor);
    }

    /// Problems as in [#appendCommand]; `BadInput` for a name that can't be kept.
    public Plan renamePlan(long plan, int expectedVersion, String name, Actor actor) {
        return plans.rename(plan, expectedVersion, name, actor);
    }

    /// Takes a plan in one of the statuses `from` to the one that follows from the event, and keeps the event. `Stale` problem
    /// when the plan has another version than expected, `Conflict` when it has another status.
    public Plan movePlan(int expectedVersion, Set<Plan.Status> from, PlanEvent event) {
        return plans.move(event.plan(), expectedVersion, from, event);
    }

    /// What happened to a plan, oldest first.
    public List<PlanEvent> listEvents(long plan) {
        return plans.events(plan);
    }

    /// `NotFound` problem when there is no such plan, `BadInput` for an empty or overlong note.
    public PlanComment addComment(long plan, Long grid, Actor author, String note) {
        return plans.comment(plan, grid, author, note);
    }

    /// Oldest first.
    public List<PlanComment> listComments(long plan) {
        return plans.comments(plan);
    }

    /// Writes grids, revision, lineage and the plan's new status, all or nothing; empty, with nothing written, when others have
    /// published since `seenRevision`, or moved a grid of `tree`, or changed one of the outlines, or who looks after one of the
    /// grids of `duties`. Throws a
    /// `Conflict` problem when the plan is not approved, and one that names both versions
    /// of every grid that has moved on otherwise (`extra`: `grids`, a list of `id`, `code`, `expected_version`,
    /// `actual_version`; a grid that is gone has neither `code` nor `actual_version`); `Stale` when the plan has another version.
    public Optional<Revision> publish(Publication publication) {
        return revisions.publish(publication);
    }

    /// All revisions, oldest first.
    public List<Revision> listRevisions() {
        return revisions.list();
    }

    public Optional<Revision> findRevision(long id) {
        return revisions.find(id);
    }

    /// What was kept with the revision as its figures; empty when there is none.
    public Optional<byte[]> revisionFigures(long revision) {
        return revisions.figures(revision);
    }

    public List<Lineage> listLineage(long revision) {
        return revisions.lineage(revision);
    }

    /// The place in the history at this moment, null for now; empty before that of the grids begins.
    public Optional<HistoryPlace> historyPlace(Instant moment) {
        return revisions.placeAt(moment);
    }

    public List<Branch> branchesAt(HistoryPlace place) {
        return revisions.branchesAt(place.branches());
    }

    public List<Grid> gridsAt(HistoryPlace place) {
        return revisions.gridsAt(place.grids());
    }

    /// The assignments as they were, whether or not their grids and persons are still there.
    public List<Assignment> assignmentsAt(HistoryPlace place) {
        return revisions.assignmentsAt(place.assignments());
    }

    /// A grid as it was in this version; empty when that is not kept.
    public Optional<Grid> gridAt(long id, int version) {
        return revisions.gridAt(id, version);
    }

    /// `n` ids, ascending, for grids to be made; they are higher than all in use, and never given away again.
    public List<Long> reserveGridIds(int n) {
        return revisions.reserveGridIds(n);
    }

    /// Notes that somebody has a plan open, as of `now`, and forgets all who were seen last before `expired`. `BadInput`
    /// problem when there is no such plan.
    public void putPresence(long plan, Actor actor, List<Long> grids, Instant now, Instant expired) {
        presence.put(plan, actor, grids, now, expired);
    }

    public void removePresence(long plan, long account) {
        presence.remove(plan, account);
    }

    /// All who were seen since this moment, by plan.
    public List<Editing> listPresence(Instant since) {
        return presence.list(since);
    }

    public Accounts accounts() {
        return accounts;
    }

    /// Sessions and API tokens.
    public Keys keys() {
        return keys;
    }

    public AuditTrail audit() {
        return audit;
    }

    public JobTable jobs() {
        return jobs;
    }

    public ChosenBasemaps basemaps() {
        return basemaps;
    }

    /// The files that were sent to be imported.
    public SentFiles sentFiles() {
        return sentFiles;
    }

    /// Runs `work` so that another thread can end what it waits for in the database; nothing of the transaction that is under way
    /// then is kept.
    public <T> T interruptibly(Interruption by, Supplier<T> work) {
        return transactions.interruptibly(by, work);
    }

    /// Where it is kept; null for one that a test has put together.
    public StoreLocation location() {
        return location;
    }

    /// Why this store is lost until the program is started again; empty as long as it is not.
    @Override
    public Optional<Problem> lost() {
        return dialect.lost();
    }

    @Override
    public Feed feed() {
        return feed;
    }

    /// Gets ready in the background what else the first call that needs it would wait for.
    @Override
    public void warmUp() {
        sessions.warmUp();
    }

    /// The pools of connections, as they are just now.
    @Override
    public List<Follower.Pool> pools() {
        return dialect.pools().stream().map(pool -> {
            HikariPoolMXBean now = pool.getHikariPoolMXBean();
            return new Follower.Pool(pool.getPoolName(), pool.getMaximumPoolSize(), now.getActiveConnections(),
                    now.getIdleConnections(), now.getThreadsAwaitingConnection());
        }).toList();
    }

    @Override
    public void close() {
        transactions.close();
        sessions.close();
        dialect.close();
    }
}
