package org.wangge.atlas;

import java.util.Arrays;
import java.util.BitSet;

/// At which position the block of each slot is: blocks come, go and move up, and their slots stay. Immutable, for any number of
/// threads.
final class Slots {

    private final char[] slotAt;
    private final char[] positionOf;

    private Slots(char[] slotAt, char[] positionOf) {
        this.slotAt = slotAt;
        this.positionOf = positionOf;
    }

    /// So many blocks, each in the slot of its position.
    static Slots of(int blocks) {
        if (blocks > IdIndex.MOST_SLOTS) {
            throw new IllegalStateException(blocks + " blocks are more than one layer can have, which is " + IdIndex.MOST_SLOTS);
        }
        char[] slots = new char[blocks];
        for (int i = 0; i < blocks; i++) {
            slots[i] = (char) i;
        }
        return new Slots(slots, slots);
    }

    int position(int slot) {
        return positionOf[slot];
    }

    /// To be told of all blocks, from first to last.
    Edit edit() {
        return new Edit();
    }

    /// The slots of the next blocks in the making. For one thread, used once.
    final class Edit {
        private final BitSet used = new BitSet();
        private char[] slots = new char[slotAt.length + 8];
        private int size;

        private Edit() {
            for (char slot : slotAt) {
                used.set(slot);
            }
        }

        /// The next block is, or comes of, the one that was at this position.
        void keep(int position) {
            append(slotAt[position]);
        }

        /// What was at this position is no more.
        void drop(int position) {
            used.clear(slotAt[position]);
        }

        /// The next block is a new one; returns its slot.
        int add() {
            int slot = used.nextClearBit(0);
            used.set(slot);
            append((char) slot);
            return slot;
        }

        /// The slot of the last block so far.
        int last() {
            return slots[size - 1];
        }

        private void append(char slot) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, 2 * size);
            }
            slots[size++] = slot;
        }

        Slots finish() {
            if (used.length() > IdIndex.MOST_SLOTS) {
                throw new IllegalStateException("a layer can have no more than " + IdIndex.MOST_SLOTS + " blocks");
            }
            char[] positions = new char[used.length()];
            for (int i = 0; i < size; i++) {
                positions[slots[i]] = (char) i;
            }
            return new Slots(Arrays.copyOf(slots, size), positions);
        }
    }
}
