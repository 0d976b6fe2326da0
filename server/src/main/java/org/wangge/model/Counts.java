package org.wangge.model;

import java.util.Arrays;
import java.util.Map;

/// The numbers of one building: a whole number ≥ 0 for each [Count], or unknown. Immutable.
public final class Counts {

    /// Stands for "not known" in arrays of counts; never zero.
    public static final int UNKNOWN = Integer.MIN_VALUE;
    /// No single building has more of anything; a larger number is a mistake in the data.
    public static final int MAX = 100_000_000;
    public static final Counts NONE_KNOWN = new Counts(unknowns());

    private static final Count[] COUNTS = Count.values();

    private final int[] values;

    private Counts(int[] values) {
        this.values = values;
    }

    /// Takes [Count#SIZE] numbers in the order of [Count], [#UNKNOWN] where not known; the array is copied.
    public static Counts of(int[] values) {
        if (values.length != Count.SIZE) {
            throw new IllegalArgumentException("a building has " + Count.SIZE + " counts, not " + values.length);
        }
        for (Count c : COUNTS) {
            int v = values[c.ordinal()];
            if (v != UNKNOWN && (v < 0 || v > MAX)) {
                throw new IllegalArgumentException(c.column() + " is " + v + "; it must be 0.." + MAX
                        + ", or empty when unknown");
            }
        }
        return new Counts(values.clone());
    }

    public static Counts of(Map<Count, Integer> known) {
        int[] values = unknowns();
        known.forEach((c, v) -> values[c.ordinal()] = v);
        return of(values);
    }

    /// The number, or [#UNKNOWN].
    public int raw(Count c) {
        return values[c.ordinal()];
    }

    /// The number, or null when unknown.
    public Integer value(Count c) {
        int v = values[c.ordinal()];
        return v == UNKNOWN ? null : v;
    }

    /// All numbers in the order of [Count], a fresh array.
    public int[] toArray() {
        return values.clone();
    }

    public static int[] unknowns() {
        int[] values = new int[Count.SIZE];
        Arrays.fill(values, UNKNOWN);
        return values;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Counts c && Arrays.equals(values, c.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("Counts[");
        for (Count c : COUNTS) {
            if (value(c) != null) {
                s.append(s.length() > 7 ? ", " : "").append(c.column()).append('=').append(value(c));
            }
        }
        return s.append(']').toString();
    }
}
