package org.wangge.memory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How something differs by id from something else: another value, or none any more (null). Of an id that is not in here nothing
/// differs. As an [IdMap] a changed copy shares what is the same. Immutable, for any number of threads.
public final class IdChanges<V> extends AbstractMap<Long, V> {

    private static final IdChanges<?> NONE = new IdChanges<>(IdMap.empty());

    private final IdMap<Optional<V>> changes;

    private IdChanges(IdMap<Optional<V>> changes) {
        this.changes = changes;
    }

    public static <V> IdChanges<V> none() {
        @SuppressWarnings("unchecked") // it has no values
        IdChanges<V> none = (IdChanges<V>) NONE;
        return none;
    }

    /// The same changes; the same object where it is one of these.
    public static <V> IdChanges<V> copyOf(Map<Long, ? extends V> entries) {
        if (entries instanceof IdChanges<?>) {
            @SuppressWarnings("unchecked") // nobody can put anything else in
            IdChanges<V> same = (IdChanges<V>) entries;
            return same;
        }
        IdChanges<V> all = none();
        for (Map.Entry<Long, ? extends V> e : entries.entrySet()) {
            all = all.with(e.getKey(), e.getValue());
        }
        return all;
    }

    /// With this value there; null says that there is none any more.
    public IdChanges<V> with(long id, V value) {
        Optional<V> there = changes.get(id);
        return there != null && there.orElse(null) == value ? this
                : new IdChanges<>(changes.with(id, Optional.ofNullable(value)));
    }

    /// Where nothing differs any more.
    public IdChanges<V> without(long id) {
        return changes.containsKey(id) ? new IdChanges<>(changes.without(id)) : this;
    }

    /// The ids of which something else is said in `after`, as another object. What the two share is not looked at.
    public Set<Long> differences(IdChanges<V> after) {
        Set<Long> ids = new HashSet<>();
        changes.differences(after.changes, (id, _, _) -> ids.add(id));
        return ids;
    }

    @Override
    public V get(Object id) {
        Optional<V> there = changes.get(id);
        return there == null ? null : there.orElse(null);
    }

    @Override
    public boolean containsKey(Object id) {
        return changes.containsKey(id);
    }

    /// In order of id.
    @Override
    public Set<Entry<Long, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Long, V>> iterator() {
                Iterator<Entry<Long, Optional<V>>> all = changes.entrySet().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Entry<Long, V> next() {
                        Entry<Long, Optional<V>> e = all.next();
                        return new SimpleImmutableEntry<>(e.getKey(), e.getValue().orElse(null));
                    }
                };
            }

            @Override
            public int size() {
                return changes.size();
            }
        };
    }
}
