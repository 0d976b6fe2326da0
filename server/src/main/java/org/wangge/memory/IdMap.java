package org.wangge.memory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/// A map from ids to values, in order of id, of which a changed copy shares with the original all pages that are the same. So a
/// change costs what changes and not what there is, and so does finding what differs between a map and one that was made of it. A
/// look-up costs about as much as in a `HashMap`, and ids that lie close together take less memory.
///
/// Values are never null. Immutable, for any number of threads: whatever would change it in place is refused.
public final class IdMap<V> extends AbstractMap<Long, V> {

    /// Takes what differs between two maps; null stands for "not there".
    @FunctionalInterface
    public interface Difference<V> {
        void differs(long id, V before, V after);
    }

    private static final IdMap<?> EMPTY = new IdMap<>(null, 0);

    private final IdPage root;
    private final int size;

    private IdMap(IdPage root, int size) {
        this.root = root;
        this.size = size;
    }

    public static <V> IdMap<V> empty() {
        @SuppressWarnings("unchecked") // it has no values
        IdMap<V> none = (IdMap<V>) EMPTY;
        return none;
    }

    /// The same entries; the same map where it is one of these.
    public static <V> IdMap<V> copyOf(Map<Long, ? extends V> entries) {
        if (entries instanceof IdMap<?>) {
            @SuppressWarnings("unchecked") // nobody can put anything else in
            IdMap<V> same = (IdMap<V>) entries;
            return same;
        }
        return IdMap.<V>empty().withAll(entries);
    }

    /// Null when there is none.
    public V get(long id) {
        @SuppressWarnings("unchecked") // only with() puts values in
        V value = root == null ? null : (V) root.find(IdPage.key(id));
        return value;
    }

    @Override
    public V get(Object id) {
        return id instanceof Long l ? get(l.longValue()) : null;
    }

    public boolean containsKey(long id) {
        return get(id) != null;
    }

    @Override
    public boolean containsKey(Object id) {
        return get(id) != null;
    }

    @Override
    public int size() {
        return size;
    }

    /// With this value; without one where it is null. The same map when that is how it is.
    public IdMap<V> with(long id, V value) {
        V before = get(id);
        if (before == value) {
            return this;
        }
        long key = IdPage.key(id);
        if (value == null) {
            return size == 1 ? empty() : new IdMap<>(root.without(key), size - 1);
        }
        return new IdMap<>(root == null ? IdPage.of(key, value) : root.with(key, value), before == null ? size + 1 : size);
    }

    public IdMap<V> without(long id) {
        return with(id, null);
    }

    /// With all these values, and without those whose value is null.
    public IdMap<V> withAll(Map<Long, ? extends V> changes) {
        IdMap<V> next = this;
        for (Map.Entry<Long, ? extends V> change : changes.entrySet()) {
            next = next.with(change.getKey(), change.getValue());
        }
        return next;
    }

    /// Tells each id whose value is another object in `after`, in no certain order. What the two share is not looked at.
    public void differences(IdMap<V> after, Difference<? super V> told) {
        @SuppressWarnings("unchecked") // both hold values of this type
        Difference<Object> of = (Difference<Object>) (Difference<?>) told;
        IdPage.differences(root, after.root, of);
    }

    @Override
    public void forEach(BiConsumer<? super Long, ? super V> action) {
        if (root != null) {
            @SuppressWarnings("unchecked") // only with() puts values in
            BiConsumer<Long, Object> of = (BiConsumer<Long, Object>) (BiConsumer<?, ?>) action;
            root.forEach((id, value) -> of.accept(id, value));
        }
    }

    /// In order of id.
    @Override
    public Set<Entry<Long, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Long, V>> iterator() {
                return new Walk<>(root);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private static final class Walk<V> implements Iterator<Entry<Long, V>> {
        private final IdPage[] pages = new IdPage[IdPage.MAX_DEPTH];
        private final int[] at = new int[IdPage.MAX_DEPTH];
        private int depth = -1;

        Walk(IdPage root) {
            if (root != null) {
                descend(root);
            }
        }

        private void descend(IdPage page) {
            IdPage down = page;
            while (true) {
                pages[++depth] = down;
                at[depth] = 0;
                if (down.isLast()) {
                    return;
                }
                down = (IdPage) down.slot(0);
            }
        }

        @Override
        public boolean hasNext() {
            return depth >= 0;
        }

        @Override
        public Entry<Long, V> next() {
            if (depth < 0) {
                throw new NoSuchElementException();
            }
            IdPage page = pages[depth];
            @SuppressWarnings("unchecked") // only with() puts values in
            V value = (V) page.slot(at[depth]);
            Entry<Long, V> entry = new SimpleImmutableEntry<>(page.id(at[depth]), value);
            while (depth >= 0 && ++at[depth] == pages[depth].count()) {
                depth--;
            }
            if (depth >= 0 && !pages[depth].isLast()) {
                descend((IdPage) pages[depth].slot(at[depth]));
            }
            return entry;
        }
    }
}
