package org.wangge.store.feed;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Update;
import org.wangge.model.Layer;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Rows;
import org.wangge.store.database.Transactions;

/// Brings an atlas from one position of the change feed to the present, and tells which plans have changed on the way. Triggers
/// write the feed, so changes by psql, QGIS or an ETL job are in it too.
///
/// Position, changes, the present state of the changed rows and the revision are read in one transaction, so they fit together.
public final class Feed {

    /// More changed rows of one layer than this are taken over by reading the whole layer.
    private static final int ROWS_ONE_BY_ONE = 10_000;
    /// More changed plans than this are told of as many.
    private static final int PLANS_ONE_BY_ONE = 100;

    private static final Publisher.Progress NOBODY = (layer, rows, total) -> {};

    /// Where the feed stands now, the plans that have changed on the way there, and the layers that have changed so much that
    /// they are still to be loaded, by [#loadBeside].
    record Advance(String position, List<PlanChange> plans, Set<Layer> behind) {}

    private final Transactions transactions;
    private final Dialect dialect;

    /// True while whole layers are read, which may take a minute.
    private volatile boolean loading;

    public Feed(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// Loads everything. The position is taken by a transaction of its own before, so nothing that is committed meanwhile is
    /// missed.
    String loadAll(Publisher publisher, Publisher.Progress progress) {
        String position = transactions.readPatiently(tx -> dialect.position(tx.connection()));
        transactions.readPatiently(tx -> {
            load(tx, publisher, EnumSet.allOf(Layer.class), progress);
            return null;
        });
        return position;
    }

    private void load(Transactions.Tx tx, Publisher publisher, Set<Layer> layers, Publisher.Progress progress)
            throws SQLException {
        loading = true;
        try {
            tx.bePatient();
            publisher.load(new Rows(tx.connection(), dialect), layers, progress);
        } finally {
            loading = false;
        }
    }

    boolean isLoading() {
        return loading;
    }

    /// Loads layers that are behind, while others go on to [#advance].
    void loadBeside(Publisher publisher, Set<Layer> layers) {
        transactions.readPatiently(tx -> {
            tx.bePatient();
            publisher.loadBeside(new Rows(tx.connection(), dialect), layers, NOBODY);
            return null;
        });
    }

    /// Takes over what was committed since `position`.
    Advance advance(String position, Publisher publisher) {
        return transactions.readPatiently(tx -> {
            // First: a program that migrates the store need not write any row.
            transactions.checkSchema(tx);
            String now = dialect.position(tx.connection());
            if (now.equals(position)) {
                return new Advance(position, List.of(), Set.of());
            }
            Rows rows = new Rows(tx.connection(), dialect);
            if (dialect.isPruned(tx.connection(), position)) {
                load(tx, publisher, EnumSet.allOf(Layer.class), NOBODY);
                return new Advance(now, List.of(PlanChange.MANY), Set.of());
            }
            Changes changes = changes(tx, position);
            Set<Layer> large = EnumSet.noneOf(Layer.class);
            large.addAll(changes.whole);
            large.removeIf(layer -> !Publisher.mayBeLarge(layer));
            changes.whole.removeAll(large);
            if (!changes.whole.isEmpty()) {
                load(tx, publisher, changes.whole, NOBODY);
            }
            List<Update> updates = updates(rows, changes);
            if (!updates.isEmpty() || changes.revised) {
                publisher.apply(updates, rows.revision());
            }
            return new Advance(now, plans(tx, changes), large);
        });
    }

    /// Forgets changes older than `keep`. A follower that had not come so far loads everything anew.
    int prune(Duration keep) {
        return transactions.write(tx -> {
            tx.bePatient();
            return dialect.prune(tx.connection(), keep);
        });
    }

    Dialect.Signal signal() throws SQLException {
        return dialect.signal();
    }

    RuntimeException explained(Exception e) {
        return transactions.explained(e);
    }

    private static final class Changes {
        final Set<Layer> whole = EnumSet.noneOf(Layer.class);
        final Map<Layer, Set<Long>> single = new EnumMap<>(Layer.class);
        final Set<Long> plans = new TreeSet<>();
        boolean revised;

        void add(String key, long id) {
            Layer layer = Layer.find(key).orElse(null);
            if (key.equals("plans")) {
                plans.add(id);
            } else if (layer == null) {
                // Only `revisions` besides the layers and plans.
                revised = true;
            } else if (id == 0) {
                whole.add(layer);
                single.remove(layer);
            } else if (!whole.contains(layer)) {
                Set<Long> ids = single.computeIfAbsent(layer, l -> new HashSet<>());
                ids.add(id);
                if (ids.size() > ROWS_ONE_BY_ONE) {
                    whole.add(layer);
                    single.remove(layer);
                }
            }
        }
    }

    private Changes changes(Transactions.Tx tx, String position) throws SQLException {
        Changes changes = new Changes();
        try (PreparedStatement s = tx.connection().prepareStatement(dialect.changesSince())) {
            s.setFetchSize(ROWS_ONE_BY_ONE);
            s.setString(1, position);
            try (ResultSet rs = s.executeQuery()) {
                while (rs.next()) {
                    changes.add(rs.getString(1), rs.getLong(2));
                }
            }
        }
        return changes;
    }

    private static List<Update> updates(Rows rows, Changes changes) throws SQLException {
        List<Update> updates = new ArrayList<>();
        for (Map.Entry<Layer, Set<Long>> changed : changes.single.entrySet()) {
            Set<Long> gone = rows.find(changed.getKey(), changed.getValue(), row -> updates.add(new Update.Put(row)));
            gone.forEach(id -> updates.add(new Update.Remove(changed.getKey(), id)));
        }
        return updates;
    }

    /// The present state of the plans that have changed, by id; read in one query however many plans there are.
    private static List<PlanChange> plans(Transactions.Tx tx, Changes changes) throws SQLException {
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
