package org.wangge.store.feed;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.FeedStep;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Update;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.Seen;
import org.wangge.model.Table;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Rows;
import org.wangge.store.database.Transactions;
import org.wangge.store.database.Tx;
import org.wangge.store.feed.Positions.ChangedRow;

/// Brings an atlas from what it has seen of the change feed to the present, and tells what there was on the way. Triggers
/// write the feed, so changes by psql, QGIS or an ETL job are in it too.
///
/// What is seen, changes, the present state of the changed rows and the revision are read in one transaction, so they fit.
public final class Feed {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /// More changed rows of one table than this are taken over by reading the whole table.
    private static final int ROWS_ONE_BY_ONE = 10_000;
    private static final int PRUNED_AT_ONCE = 10_000;
    /// Unknown names of tables beyond this many are skipped without a word.
    private static final int NAMES_TOLD = 20;
    /// More changed plans than this are told of as many.
    private static final int PLANS_ONE_BY_ONE = 100;

    private static final Publisher.Progress NOBODY = (table, rows, total) -> {};

    /// What the feed names besides the tables of the atlas.
    private static final String PLANS = "plans";
    private static final String REVISIONS = "revisions";

    /// What is seen of the feed, and what of that is so much that [#loadBeside] is still to load it.
    record Advance(Seen seen, Behind behind) {}

    /// Tables that are to be loaded, and the transactions that changed them, which do not count as seen until then.
    record Behind(Set<Table> tables, Set<Long> transactions) {
        static final Behind NOTHING = new Behind(Set.of(), Set.of());

        Behind {
            tables = Set.copyOf(tables);
            transactions = Set.copyOf(transactions);
        }
    }

    /// What lies in the feed between two states: anything that shows, any plans. `PRUNED`: that is not kept any more.
    enum Gap { NOTHING, PLANS, SHOWN, PRUNED }

    /// Some of the rows that have changed, what is seen with them, and whether there are more. Null `rows`: they are not kept any
    /// more.
    record Page(List<ChangedRow> rows, Seen seen, boolean more) {}

    private final Transactions transactions;
    private final Dialect dialect;

    /// Names in the feed that belong to no table, and were told of.
    private final Set<String> told = new HashSet<>();

    /// True while whole tables are read, which may take a minute.
    private volatile boolean loading;

    public Feed(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// Loads everything, and answers what is seen with it: in one transaction, so that exactly that is shown.
    Seen loadAll(Publisher publisher, Publisher.Progress progress) {
        return transactions.readPatiently(tx -> {
            Seen seen = dialect.seen(tx.connection());
            load(tx, publisher, EnumSet.allOf(Table.class), progress, FeedStep.anew(seen, List.of()));
            return seen;
        });
    }

    private void load(
            Tx tx, Publisher publisher, Set<Table> tables, Publisher.Progress progress, FeedStep step)
            throws SQLException {
        loading = true;
        try {
            tx.bePatient();
            publisher.load(new Rows(tx.connection(), dialect), tables, progress, step);
        } finally {
            loading = false;
        }
    }

    boolean isLoading() {
        return loading;
    }

    /// Loads what is behind, while others go on to [#advance].
    void loadBeside(Publisher publisher, Behind behind) {
        transactions.readPatiently(tx -> {
            tx.bePatient();
            publisher.loadBeside(new Rows(tx.connection(), dialect), behind.tables(), NOBODY, behind.transactions());
            return null;
        });
    }

    /// Takes over what was committed since.
    Advance advance(Seen seen, Publisher publisher) {
        return transactions.readPatiently(tx -> {
            // First: a program that migrates the store need not write any row.
            transactions.checkSchema(tx);
            Seen now = dialect.seen(tx.connection());
            if (now.equals(seen)) {
                return new Advance(seen, Behind.NOTHING);
            }
            if (dialect.isPruned(tx.connection(), seen)) {
                load(tx, publisher, EnumSet.allOf(Table.class), NOBODY, FeedStep.anew(now, List.of(PlanChange.MANY)));
                return new Advance(now, Behind.NOTHING);
            }
            Changes changes = changes(tx, seen);
            changes.unknown.forEach(this::tellOnce);
            if (changes.transactions.isEmpty()) {
                return new Advance(now, Behind.NOTHING);
            }
            FeedStep step = new FeedStep(now, List.copyOf(changes.transactions), plans(tx, changes), true);
            return new Advance(now, take(tx, changes, step, publisher));
        });
    }

    /// Takes over all but what it returns.
    private Behind take(Tx tx, Changes changes, FeedStep step, Publisher publisher) throws SQLException {
        Rows rows = new Rows(tx.connection(), dialect);
        List<Update> updates = updates(rows, changes);
        boolean single = !updates.isEmpty() || changes.revised;
        Behind behind = changes.large();
        behind = publisher.postpone(behind.transactions()) ? behind : Behind.NOTHING;
        Set<Table> whole = EnumSet.noneOf(Table.class);
        whole.addAll(changes.whole);
        whole.removeAll(behind.tables());
        if (!whole.isEmpty()) {
            FeedStep part = single ? FeedStep.within(publisher.current().position().seen()) : step;
            load(tx, publisher, whole, NOBODY, part);
        }
        if (single) {
            publisher.apply(updates, rows.revision(), step);
        } else if (whole.isEmpty()) {
            publisher.advance(step);
        }
        return behind;
    }

    /// What lies in the feed between what somebody has seen and what somebody else had.
    Gap between(Seen there, Seen later) {
        return transactions.read(tx -> {
            if (dialect.isPruned(tx.connection(), there)) {
                return Gap.PRUNED;
            }
            Gap gap = Gap.NOTHING;
            try (PreparedStatement s = dialect.changesSince(tx.connection(), there)) {
                s.setFetchSize(ROWS_ONE_BY_ONE);
                try (ResultSet rs = s.executeQuery()) {
                    while (rs.next() && rs.getLong(1) < later.next()) {
                        if (later.sees(rs.getLong(1)) && !rs.getString(3).equals(PLANS)) {
                            return Gap.SHOWN;
                        }
                        gap = later.sees(rs.getLong(1)) ? Gap.PLANS : gap;
                    }
                }
            }
            return gap;
        });
    }

    /// At most `limit` rows that somebody has not seen who was there.
    Page page(Seen there, int limit) {
        return transactions.read(tx -> {
            Seen now = dialect.seen(tx.connection());
            if (dialect.isPruned(tx.connection(), there)) {
                return new Page(null, there, false);
            }
            Map<String, Set<Long>> changed = new LinkedHashMap<>();
            Seen seen = now;
            boolean more = false;
            try (PreparedStatement s = dialect.changesSince(tx.connection(), there)) {
                s.setMaxRows(limit + 1);
                try (ResultSet rs = s.executeQuery()) {
                    for (int n = 0; rs.next() && !more; n++) {
                        if (n == limit) {
                            more = true;
                        } else {
                            long transaction = rs.getLong(1);
                            seen = new Seen(now.origin(), transaction,
                                    now.open().stream().filter(t -> t < transaction).toList(), rs.getLong(2));
                            changed.computeIfAbsent(rs.getString(3), _ -> new LinkedHashSet<>()).add(rs.getLong(4));
                        }
                    }
                }
            }
            return new Page(rows(tx, changed), more ? seen : now, more);
        });
    }

    /// Rows of other tables, which no wangge has written, are left out.
    private static List<ChangedRow> rows(Tx tx, Map<String, Set<Long>> changed) throws SQLException {
        List<ChangedRow> rows = new ArrayList<>();
        for (Map.Entry<String, Set<Long>> table : changed.entrySet()) {
            String name = table.getKey();
            if (Table.find(name).isPresent() || name.equals(PLANS) || name.equals(REVISIONS)) {
                Set<Long> there = present(tx, name, table.getValue());
                table.getValue().forEach(id -> rows.add(new ChangedRow(name, id, id != 0 && !there.contains(id))));
            }
        }
        return rows;
    }

    private static Set<Long> present(Tx tx, String table, Set<Long> ids) throws SQLException {
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        Set<Long> present = new HashSet<>();
        try (Statement s = tx.connection().createStatement();
                ResultSet rs = s.executeQuery("select id from " + table + " where id in (" + list + ")")) {
            while (rs.next()) {
                present.add(rs.getLong(1));
            }
        }
        return present;
    }

    /// What another program writes into the feed, or a newer version of this one, need not concern us; but somebody may wonder
    /// why it does not show.
    private void tellOnce(String name) {
        String shown = name.substring(0, Math.min(name.length(), 100)).replaceAll("\\p{C}", "?");
        if (told.size() < NAMES_TOLD && told.add(shown)) {
            log.warn("the change feed names a table \"{}\" that this version does not know; its changes are skipped. Where a "
                    + "newer version writes them, update this server; where another program does, let it write the name of a "
                    + "table: {}", shown, Table.names());
        }
    }

    /// Forgets some of the changes older than `keep`; returns how many, none when no such are left. Others need not wait long for
    /// their turn to write. A follower that had not come so far loads everything anew.
    int prune(Duration keep) {
        return transactions.write(tx -> {
            tx.bePatient();
            return dialect.prune(tx.connection(), keep, PRUNED_AT_ONCE);
        });
    }

    Dialect.Signal signal() throws SQLException {
        return dialect.signal();
    }

    RuntimeException explained(Exception e) {
        return transactions.explained(e);
    }

    private static final class Changes {
        final Set<Table> whole = EnumSet.noneOf(Table.class);
        final Map<Table, Set<Long>> single = new EnumMap<>(Table.class);
        /// The transactions that changed each table that may be large.
        final Map<Table, Set<Long>> of = new EnumMap<>(Table.class);
        final Set<Long> plans = new TreeSet<>();
        final Set<Long> transactions = new TreeSet<>();
        final Set<String> unknown = new TreeSet<>();
        boolean revised;

        void add(long transaction, String key, long id) {
            if (transactions.size() <= FeedStep.MOST) {
                transactions.add(transaction);
            }
            switch (key) {
                case PLANS -> plans.add(id);
                case REVISIONS -> revised = true;
                default -> Table.find(key).ifPresentOrElse(table -> add(transaction, table, id), () -> unknown.add(key));
            }
        }

        /// What is to be loaded whole of tables that may be large.
        Behind large() {
            Map<Table, Set<Long>> large = new EnumMap<>(of);
            large.keySet().retainAll(whole);
            return new Behind(large.keySet(), large.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        }

        private void add(long transaction, Table table, long id) {
            if (Publisher.mayBeLarge(table)) {
                of.computeIfAbsent(table, _ -> new HashSet<>()).add(transaction);
            }
            if (id == 0) {
                whole.add(table);
                single.remove(table);
            } else if (!whole.contains(table)) {
                Set<Long> ids = single.computeIfAbsent(table, t -> new HashSet<>());
                ids.add(id);
                if (ids.size() > ROWS_ONE_BY_ONE) {
                    whole.add(table);
                    single.remove(table);
                }
            }
        }
    }

    private Changes changes(Tx tx, Seen seen) throws SQLException {
        Changes changes = new Changes();
        try (PreparedStatement s = dialect.changesSince(tx.connection(), seen)) {
            s.setFetchSize(ROWS_ONE_BY_ONE);
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    changes.add(rs.getLong(1), rs.getString(3), rs.getLong(4));
                }
            }
        }
        return changes;
    }

    private static List<Update> updates(Rows rows, Changes changes) throws SQLException {
        List<Update> updates = new ArrayList<>();
        for (Map.Entry<Table, Set<Long>> changed : changes.single.entrySet()) {
            Set<Long> gone = rows.find(changed.getKey(), changed.getValue(), row -> updates.add(new Update.Put(row)));
            gone.forEach(id -> updates.add(new Update.Remove(changed.getKey(), id)));
        }
        return updates;
    }

    /// The present state of the plans that have changed, by id; read in one query however many plans there are.
    private static List<PlanChange> plans(Tx tx, Changes changes) throws SQLException {
        if (changes.plans.isEmpty()) {
            return List.of();
        }
        if (changes.plans.contains(0L) || changes.plans.size() > PLANS_ONE_BY_ONE) {
            return List.of(PlanChange.MANY);
        }
        Map<Long, PlanChange> plans = new TreeMap<>();
        changes.plans.forEach(id -> plans.put(id, PlanChange.deleted(id)));
        String marks = String.join(", ", Collections.nCopies(plans.size(), "?"));
        try (PreparedStatement s = tx.connection()
                .prepareStatement("select id, status, version, (select count(*) from plan_comments c"
                + " where c.plan_id = p.id) from plans p where id in (" + marks + ")")) {
            int i = 1;
            for (long id : changes.plans) {
                s.setLong(i++, id);
            }
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    plans.put(rs.getLong(1),
                            new PlanChange(rs.getLong(1), Plan.Status.valueOf(rs.getString(2)), rs.getInt(3), rs.getInt(4)));
                }
            }
        }
        return List.copyOf(plans.values());
    }
}
