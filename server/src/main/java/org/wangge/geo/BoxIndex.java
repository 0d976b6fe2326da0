package org.wangge.geo;

import java.util.function.LongConsumer;
import org.locationtech.jts.geom.Envelope;
import org.wangge.memory.IdGroups;

/// Finds the boxes near a place, whatever else there is, and shares with the index it was made from all that is the same. Boxes
/// are fixed (1e-7 degree), each with an id. Immutable, for any number of threads.
///
/// A box hangs in one cell of a lattice: the one that holds its lower left corner, of the first lattice whose cells are no
/// smaller than the box; so whatever meets a place hangs in a cell of it or in one to its left or below.
public final class BoxIndex {

    private static final int FINEST = 8;
    private static final int COARSEST = 33;
    private static final int COORDINATE_BITS = 28;
    private static final long COORDINATE_MASK = (1L << COORDINATE_BITS) - 1;

    public static final BoxIndex EMPTY = new BoxIndex(IdGroups.EMPTY, new int[COARSEST + 1]);

    /// The ids of the boxes by cell.
    private final IdGroups cells;
    /// The number of boxes in each lattice.
    private final int[] counts;

    private BoxIndex(IdGroups cells, int[] counts) {
        this.cells = cells;
        this.counts = counts;
    }

    /// In which the box of this id, which was `before`, is `after`; null or a null envelope: it has none.
    public BoxIndex with(long id, Envelope before, Envelope after) {
        boolean was = before != null && !before.isNull();
        boolean is = after != null && !after.isNull();
        if (was == is && (!was || cell(before) == cell(after))) {
            return this;
        }
        IdGroups next = cells;
        int[] numbers = counts.clone();
        if (was) {
            next = next.without(cell(before), id);
            numbers[level(before)]--;
        }
        if (is) {
            next = next.with(cell(after), id);
            numbers[level(after)]++;
        }
        return new BoxIndex(next, numbers);
    }

    /// Visits the ids of all boxes that meet this one, each once, in no certain order, and of some that only lie near it.
    public void near(Envelope box, LongConsumer visitor) {
        if (box.isNull()) {
            return;
        }
        for (int level = FINEST; level <= COARSEST; level++) {
            if (counts[level] == 0) {
                continue;
            }
            long left = cellOf(box.getMinX(), level) - 1;
            long right = cellOf(box.getMaxX(), level);
            long low = cellOf(box.getMinY(), level) - 1;
            long high = cellOf(box.getMaxY(), level);
            if ((double) (right - left + 1) * (high - low + 1) > cells.size()) {
                int its = level;
                cells.forEachGroup(cell -> {
                    if (level(cell) == its) {
                        cells.forEach(cell, visitor);
                    }
                });
                continue;
            }
            for (long row = low; row <= high; row++) {
                for (long column = left; column <= right; column++) {
                    cells.forEach(key(level, column, row), visitor);
                }
            }
        }
    }

    private static long cell(Envelope box) {
        int level = level(box);
        return key(level, cellOf(box.getMinX(), level), cellOf(box.getMinY(), level));
    }

    private static int level(Envelope box) {
        long width = (long) Math.ceil(Math.max(box.getWidth(), box.getHeight()));
        return Math.max(FINEST, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, width - 1)));
    }

    private static int level(long cell) {
        return (int) (cell >>> 2 * COORDINATE_BITS);
    }

    private static long cellOf(double at, int level) {
        return (long) Math.floor(at) >> level;
    }

    private static long key(int level, long column, long row) {
        return (long) level << 2 * COORDINATE_BITS | (row & COORDINATE_MASK) << COORDINATE_BITS | column & COORDINATE_MASK;
    }
}
