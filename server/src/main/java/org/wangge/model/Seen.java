package org.wangge.model;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What somebody has seen of the change feed of a database (`origin`): every transaction with a number, from 1, below `next` but
/// those in `open`, which were under way then (ascending); of transaction `next` itself, the rows up to the one with the id `row`
/// (0: none). Of one feed any two that were taken of whole states are ordered: one covers the other.
public record Seen(String origin, long next, List<Long> open, long row) {

    /// Nothing of no feed: where an atlas is before it is loaded.
    public static final Seen NOTHING = new Seen("", 1, List.of(), 0);

    public Seen {
        open = List.copyOf(open);
        if (next < 1 || row < 0) {
            throw new IllegalArgumentException("transaction " + next + " and row " + row + " can't both be");
        }
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i) >= next || open.get(i) < (i == 0 ? 1 : open.get(i - 1) + 1)) {
                throw new IllegalArgumentException(open + " can't be under way below " + next);
            }
        }
    }

    /// Everything below `next` but those under way.
    public Seen(String origin, long next, List<Long> open) {
        this(origin, next, open, 0);
    }

    /// The same, but as if these transactions had still been under way.
    public Seen without(Set<Long> transactions) {
        TreeSet<Long> all = new TreeSet<>(open);
        transactions.stream().filter(t -> t < next).forEach(all::add);
        return new Seen(origin, next, List.copyOf(all), row);
    }

    public boolean sees(long transaction) {
        return transaction < next && Collections.binarySearch(open, transaction, Comparator.naturalOrder()) < 0;
    }

    /// Whether all that the other has seen, but for single rows, is seen here too; false for one of another feed.
    public boolean covers(Seen other) {
        return origin.equals(other.origin)
                && open.stream().noneMatch(other::sees)
                && (other.next <= next || other.open.stream().filter(t -> t >= next).count() == other.next - next);
    }
}
