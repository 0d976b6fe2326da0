package org.wangge.atlas;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.wangge.model.Row;
import org.wangge.model.Table;

/// A source in memory that can be edited, for tests.
public final class Rows implements Source {

    private final Map<Table, TreeMap<Long, Row>> rows = new EnumMap<>(Table.class);

    public Rows() {
        for (Table layer : Table.values()) {
            rows.put(layer, new TreeMap<>());
        }
    }

    public static Rows of(Source source) {
        Rows copy = new Rows();
        for (Table layer : Table.values()) {
            source.scan(layer, copy::put);
        }
        return copy;
    }

    public static Rows of(Row... rows) {
        Rows made = new Rows();
        List.of(rows).forEach(made::put);
        return made;
    }

    public void put(Row row) {
        rows.get(row.table()).put(row.id(), row);
    }

    public void apply(Update update) {
        switch (update) {
            case Update.Put(Row row) -> put(row);
            case Update.Remove(Table layer, long id) -> rows.get(layer).remove(id);
        }
    }

    public TreeMap<Long, Row> rows(Table layer) {
        return rows.get(layer);
    }

    /// An atlas of these rows, loaded from scratch.
    public Publisher publisher() {
        Publisher publisher = new Publisher();
        publisher.load(this, java.util.EnumSet.allOf(Table.class));
        return publisher;
    }

    @Override
    public void scan(Table layer, Consumer<Row> consumer) {
        rows.get(layer).values().forEach(consumer);
    }

    @Override
    public long count(Table layer) {
        return rows.get(layer).size();
    }

    @Override
    public long revision() {
        return 1;
    }
}
