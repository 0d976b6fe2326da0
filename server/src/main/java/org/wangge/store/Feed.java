package org.wangge.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Update;
import org.wangge.model.Layer;

/// Brings an atlas from one position of the change feed to the present. Triggers write the feed, so changes by psql, QGIS or an
/// ETL job are in it too.
///
/// Position, changes, the present state of the changed rows and the revision are read in one transaction, so they fit together.
final class Feed {

    /// More changed rows of one layer than this are taken over by reading the whole layer.
    private static final int ROWS_ONE_BY_ONE = 10_000;

    private final Transactions transactions;
    private final Dialect dialect;

    Feed(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    /// Loads everything. The position is taken by a transaction of its own before, so nothing that is committed meanwhile is
    /// missed.
    String loadAll(Publisher publisher, Publisher.Progress progress) {
        String position = transactions.read(tx -> dialect.position(tx.connection()));
        transactions.read(tx -> {
            publisher.load(new Rows(tx.connection(), dialect), EnumSet.allOf(Layer.class), progress);
            return null;
        });
        return position;
    }

    /// Takes over what was committed since `position`; returns the new position.
    String advance(String position, Publisher publisher) {
        return transactions.read(tx -> {
            String now = dialect.position(tx.connection());
            if (now.equals(position)) {
                return position;
            }
            Rows rows = new Rows(tx.connection(), dialect);
            if (dialect.isPruned(tx.connection(), position)) {
                publisher.load(rows, EnumSet.allOf(Layer.class));
                return now;
            }
            Changes changes = changes(tx, position);
            if (!changes.whole.isEmpty()) {
                publisher.load(rows, changes.whole);
            }
            List<Update> updates = updates(rows, changes);
            if (!updates.isEmpty() || changes.revised) {
                publisher.apply(updates, rows.revision());
            }
            return now;
        });
    }

    /// Forgets changes older than `keep`. A follower that had not come so far loads everything anew.
    int prune(Duration keep) {
        return transactions.write(tx -> dialect.prune(tx.connection(), keep));
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
        boolean revised;

        void add(String key, long id) {
            Layer layer = Layer.find(key).orElse(null);
            if (layer == null) {
                // Only `revisions` besides the layers.
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
}
