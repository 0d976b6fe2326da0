package org.wangge.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.wangge.model.Loaded;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store.Mark;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Transactions;
import org.wangge.store.database.Tx;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.RowEntity;

/// The rows of layers: single ones, and many at once. [Store] says what each method means. For any number of threads.
final class LayerRows {

    private final Transactions transactions;
    private final Dialect dialect;

    LayerRows(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    Optional<Row> find(Table table, long id) {
        return transactions.read(tx -> tx.find(LayerTable.of(table).entity(), id).map(LayerRows::model));
    }

    Optional<Row> findByCode(Table table, String code) {
        if (table == Table.ASSIGNMENTS) {
            return code.matches("\\d{1,18}") ? find(table, Long.parseLong(code)) : Optional.empty();
        }
        Class<? extends RowEntity> entity = LayerTable.of(table).entity();
        return transactions.read(tx -> tx.session()
                .createQuery("from " + entity.getSimpleName() + " where code = :code", entity)
                .setParameter("code", code)
                .uniqueResultOptional()
                .map(LayerRows::model));
    }

    private static Row model(RowEntity found) {
        try {
            return found.toModel();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem.Unavailable(
                            "Row " + found.id + " can't be shown: " + e.getMessage() + ".", "Correct it in the database."),
                    e);
        }
    }

    Map<String, Long> codes(Table table) {
        if (table == Table.ASSIGNMENTS) {
            throw new IllegalArgumentException("assignments have no codes");
        }
        return transactions.readPatiently(tx -> {
            Map<String, Long> ids = new HashMap<>();
            try (PreparedStatement s = tx.connection().prepareStatement("select code, id from " + table.key())) {
                s.setFetchSize(10_000);
                try (ResultSet rs = s.executeQuery()) {
                    while (rs.next()) {
                        ids.put(rs.getString(1), rs.getLong(2));
                    }
                }
            }
            return ids;
        });
    }

    Loaded load(
            Table table, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress, Consumer<Loaded> last) {
        LayerTable stored = LayerTable.of(table);
        List<LayerTable.Column> overwritten = stored.overwritten(columns);
        return transactions.writePrepared(preparing -> {
            Dialect.Staged staged = dialect.loader().stage(preparing.connection(), stored, overwritten, rows, progress);
            return tx -> {
                tx.bePatient();
                tx.session().flush();
                Loaded loaded = staged.merge(tx::giveWay);
                tx.session().clear();
                last.accept(loaded);
                return loaded;
            };
        });
    }

    Loaded tryLoad(Table table, Set<String> columns, Iterator<? extends Row> rows, LongConsumer progress) {
        LayerTable stored = LayerTable.of(table);
        List<LayerTable.Column> overwritten = stored.overwritten(columns);
        return transactions.tryOut(
                tx -> dialect.loader().stage(tx.connection(), stored, overwritten, rows, progress).compare());
    }

    Mark mark(Set<Table> tables) {
        return transactions.readPatiently(tx -> mark(tx, tables));
    }

    /// Versions only grow and no id comes twice, so any change shows.
    private static Mark mark(Tx tx, Set<Table> tables) throws SQLException {
        StringBuilder state = new StringBuilder();
        for (Table table : new TreeSet<>(tables)) {
            try (PreparedStatement s = tx.connection().prepareStatement(
                            "select count(*), coalesce(max(id), 0), coalesce(sum(version), 0) from " + table.key());
                    ResultSet rs = s.executeQuery()) {
                rs.next();
                state.append(table.key()).append(' ').append(rs.getLong(1)).append(' ').append(rs.getLong(2)).append(' ')
                        .append(rs.getLong(3)).append('\n');
            }
        }
        return new Mark(tables, state.toString());
    }

    <T> Optional<T> inTransactionSince(Mark mark, Supplier<T> work) {
        return transactions.write(tx -> {
            tx.bePatient();
            // As publications do: the tree first, then the branches.
            dialect.lockTree(tx.connection());
            dialect.lock(tx.connection(), mark.tables().stream().sorted().map(Table::key).toList());
            return mark(tx, mark.tables()).equals(mark) ? Optional.of(work.get()) : Optional.empty();
        });
    }
}
