package org.wangge.memory;

/// A page of an [IdMap]: up to 32 values of neighbouring ids, or up to 32 pages. A page of which only one other would hang is
/// left out, so that a lonely id is soon found. Ids are kept as keys whose unsigned order is the order of the ids. Immutable.
final class IdPage {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    /// The digit of this shift is the last of 64 bits.
    private static final int TOP_SHIFT = 60;
    static final int MAX_DEPTH = TOP_SHIFT / BITS + 1;

    @FunctionalInterface
    interface Visitor {
        void visit(long id, Object value);
    }

    /// What all keys below have in common; zeros from the digit of this page on.
    private final long prefix;
    private final int shift;
    /// Which digits are there.
    private final int digits;
    /// One for each digit that is there.
    private final Object[] slots;

    private IdPage(long prefix, int shift, int digits, Object[] slots) {
        this.prefix = prefix;
        this.shift = shift;
        this.digits = digits;
        this.slots = slots;
    }

    static long key(long id) {
        return id ^ Long.MIN_VALUE;
    }

    static IdPage of(long key, Object value) {
        return new IdPage(prefix(key, 0), 0, 1 << digit(key, 0), new Object[] {value});
    }

    private static long prefix(long key, int shift) {
        return shift >= TOP_SHIFT ? 0 : key >>> shift + BITS << shift + BITS;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & WIDTH - 1;
    }

    private boolean covers(long key) {
        return prefix(key, shift) == prefix;
    }

    boolean isLast() {
        return shift == 0;
    }

    int count() {
        return slots.length;
    }

    Object slot(int i) {
        return slots[i];
    }

    /// Of the value in slot `i` of a page that [#isLast].
    long id(int i) {
        int rest = digits;
        for (int k = 0; k < i; k++) {
            rest &= rest - 1;
        }
        return key(prefix | Integer.numberOfTrailingZeros(rest));
    }

    private int position(int bit) {
        return Integer.bitCount(digits & bit - 1);
    }

    private Object slotOf(int digit) {
        int bit = 1 << digit;
        return (digits & bit) == 0 ? null : slots[position(bit)];
    }

    /// Null when there is none.
    Object find(long key) {
        IdPage page = this;
        while (page.covers(key)) {
            Object slot = page.slotOf(digit(key, page.shift));
            if (slot == null || page.shift == 0) {
                return slot;
            }
            page = (IdPage) slot;
        }
        return null;
    }

    IdPage with(long key, Object value) {
        if (!covers(key)) {
            return beside(of(key, value));
        }
        int bit = 1 << digit(key, shift);
        int at = position(bit);
        if ((digits & bit) == 0) {
            Object[] more = new Object[slots.length + 1];
            System.arraycopy(slots, 0, more, 0, at);
            more[at] = shift == 0 ? value : of(key, value);
            System.arraycopy(slots, at, more, at + 1, slots.length - at);
            return new IdPage(prefix, shift, digits | bit, more);
        }
        Object[] other = slots.clone();
        other[at] = shift == 0 ? value : ((IdPage) slots[at]).with(key, value);
        return new IdPage(prefix, shift, digits, other);
    }

    /// A page with the two, which have no id in common.
    private IdPage beside(IdPage other) {
        int differing = Long.SIZE - 1 - Long.numberOfLeadingZeros(prefix ^ other.prefix);
        int above = differing / BITS * BITS;
        int mine = digit(prefix, above);
        int its = digit(other.prefix, above);
        Object[] both = Integer.compareUnsigned(mine, its) < 0 ? new Object[] {this, other} : new Object[] {other, this};
        return new IdPage(prefix(prefix, above), above, 1 << mine | 1 << its, both);
    }

    /// Without a key that is there; null when nothing is left.
    IdPage without(long key) {
        int bit = 1 << digit(key, shift);
        int at = position(bit);
        IdPage rest = shift == 0 ? null : ((IdPage) slots[at]).without(key);
        if (rest != null) {
            Object[] other = slots.clone();
            other[at] = rest;
            return new IdPage(prefix, shift, digits, other);
        }
        if (slots.length == 1) {
            return null;
        }
        if (slots.length == 2 && shift > 0) {
            return (IdPage) slots[1 - at];
        }
        Object[] fewer = new Object[slots.length - 1];
        System.arraycopy(slots, 0, fewer, 0, at);
        System.arraycopy(slots, at + 1, fewer, at, fewer.length - at);
        return new IdPage(prefix, shift, digits & ~bit, fewer);
    }

    void forEach(Visitor visitor) {
        int rest = digits;
        for (Object slot : slots) {
            if (shift == 0) {
                visitor.visit(key(prefix | Integer.numberOfTrailingZeros(rest)), slot);
                rest &= rest - 1;
            } else {
                ((IdPage) slot).forEach(visitor);
            }
        }
    }

    /// Either may be null: no ids.
    static void differences(IdPage a, IdPage b, IdMap.Difference<Object> told) {
        if (a == b) {
            return;
        }
        if (a != null && b != null && a.shift == b.shift && a.prefix == b.prefix) {
            for (int rest = a.digits | b.digits; rest != 0; rest &= rest - 1) {
                int digit = Integer.numberOfTrailingZeros(rest);
                Object x = a.slotOf(digit);
                Object y = b.slotOf(digit);
                if (a.shift > 0) {
                    differences((IdPage) x, (IdPage) y, told);
                } else if (x != y) {
                    told.differs(key(a.prefix | digit), x, y);
                }
            }
        } else if (a != null && b != null && a.shift > b.shift && a.covers(b.prefix)) {
            differencesBelow(a, b, told);
        } else if (a != null && b != null && b.shift > a.shift && b.covers(a.prefix)) {
            differencesBelow(b, a, (id, before, after) -> told.differs(id, after, before));
        } else {
            if (a != null) {
                a.forEach((id, value) -> told.differs(id, value, null));
            }
            if (b != null) {
                b.forEach((id, value) -> told.differs(id, null, value));
            }
        }
    }

    /// The ids of `narrow` would all hang in one slot of `wide`.
    private static void differencesBelow(IdPage wide, IdPage narrow, IdMap.Difference<Object> told) {
        int its = digit(narrow.prefix, wide.shift);
        boolean met = false;
        for (int rest = wide.digits; rest != 0; rest &= rest - 1) {
            int digit = Integer.numberOfTrailingZeros(rest);
            met |= digit == its;
            differences((IdPage) wide.slotOf(digit), digit == its ? narrow : null, told);
        }
        if (!met) {
            differences(null, narrow, told);
        }
    }
}
