package org.wangge.atlas;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.wangge.model.Layer;
import org.wangge.model.Row;

/// A source in memory that can be edited, for tests.
public final class Rows implements Source {

    private final Map<Layer, TreeMap<Long, Row>> rows = new EnumMap<>(Layer.class);

    public Rows() {
        for (Layer layer : Layer.values()) {
            rows.put(layer, new TreeMap<>());
        }
    }

    public static Rows of(Source source) {
        Rows copy = new Rows();
        for (Layer layer : Layer.values()) {
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
        rows.get(row.layer()).put(row.id(), row);
    }

    public void apply(Update update) {
        switch (update) {
            case Update.Put(Row row) -> put(row);
            case Update.Remove(Layer layer, long id) -> rows.get(layer).remove(id);
        }
    }

    public TreeMap<Long, Row> rows(Layer layer) {
        return rows.get(layer);
    }

    /// An atlas of these rows, loaded from scratch.
    public Publisher publisher() {
        Publisher publisher = new Publisher();
        publisher.load(this, java.util.EnumSet.allOf(Layer.class));
        return publisher;
    }

    @Override
    public void scan(Layer layer, Consumer<Row> consumer) {
        rows.get(layer).values().forEach(consumer);
    }

    @Override
    public long count(Layer layer) {
        return rows.get(layer).size();
    }

    @Override
    public long revision() {
        return 1;
    }
}
