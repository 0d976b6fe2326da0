package org.wangge.atlas;

import java.util.Arrays;
import org.wangge.geo.Mercator;
import org.wangge.model.Count;
import org.wangge.model.Counts;

/// What the rows of one [Block] add up to in each cell of a grid of 2^`zoom` by 2^`zoom` cells over the world, by the anchor of
/// each row. Cells hold at least one row. Immutable.
///
/// `first` and `second` are sums over the rows in which they are known (`firstKnown`, `secondKnown` count those): households and
/// subscribers of buildings; capacity and use of ports in which both are known. `missing` counts ports of unknown capacity.
public final class Cells {

    private int size;
    private long[] keys;
    private int[] counts;
    private int[] vertices;
    private long[] sumX;
    private long[] sumY;
    private long[] first;
    private int[] firstKnown;
    private long[] second;
    private int[] secondKnown;
    private int[] missing;

    private Cells(int room) {
        keys = new long[room];
        counts = new int[room];
        vertices = new int[room];
        sumX = new long[room];
        sumY = new long[room];
        first = new long[room];
        firstKnown = new int[room];
        second = new long[room];
        secondKnown = new int[room];
        missing = new int[room];
    }

    /// O(rows): rows lie in Hilbert order, so those of one cell stand together.
    static Cells of(Block block, int zoom) {
        int shift = Mercator.WORLD_BITS - zoom;
        Cells cells = new Cells(64);
        Shapes shapes = block.shapes();
        for (int i = 0; i < block.size(); i++) {
            int c = cells.at(key(shapes.x[i] >>> shift, shapes.y[i] >>> shift));
            cells.counts[c]++;
            cells.vertices[c] += Math.max(1, shapes.vertices(i));
            cells.sumX[c] += shapes.x[i];
            cells.sumY[c] += shapes.y[i];
            cells.addMeasures(c, block, i);
        }
        cells.trim();
        return cells;
    }

    /// The cells one zoom further out. O(cells).
    Cells coarser() {
        Cells up = new Cells(Math.max(1, size / 2));
        for (int i = 0; i < size; i++) {
            int c = up.at(key(cellX(i) >>> 1, cellY(i) >>> 1));
            up.counts[c] += counts[i];
            up.vertices[c] += vertices[i];
            up.sumX[c] += sumX[i];
            up.sumY[c] += sumY[i];
            up.first[c] += first[i];
            up.firstKnown[c] += firstKnown[i];
            up.second[c] += second[i];
            up.secondKnown[c] += secondKnown[i];
            up.missing[c] += missing[i];
        }
        up.trim();
        return up;
    }

    private void addMeasures(int c, Block block, int i) {
        switch (block.codec()) {
            case BUILDINGS -> {
                int households = block.number(Count.HOUSEHOLDS.ordinal(), i);
                if (households != Counts.UNKNOWN) {
                    first[c] += households;
                    firstKnown[c]++;
                }
                int subscribers = block.number(Count.SUBSCRIBERS.ordinal(), i);
                if (subscribers != Counts.UNKNOWN) {
                    second[c] += subscribers;
                    secondKnown[c]++;
                }
            }
            case PORTS -> {
                int capacity = block.number(Codec.CAPACITY, i);
                int used = block.number(Codec.USED, i);
                if (capacity == Counts.UNKNOWN) {
                    missing[c]++;
                } else if (used != Counts.UNKNOWN) {
                    first[c] += capacity;
                    firstKnown[c]++;
                    second[c] += used;
                    secondKnown[c]++;
                }
            }
            case SIGHTINGS, BASE -> {
                // only counted
            }
        }
    }

    /// Index of the cell, which is the last one or a new one.
    private int at(long key) {
        if (size > 0 && keys[size - 1] == key) {
            return size - 1;
        }
        if (size == keys.length) {
            resize(2 * size);
        }
        keys[size] = key;
        return size++;
    }

    private void trim() {
        if (size < keys.length) {
            resize(size);
        }
    }

    private void resize(int room) {
        keys = Arrays.copyOf(keys, room);
        counts = Arrays.copyOf(counts, room);
        vertices = Arrays.copyOf(vertices, room);
        sumX = Arrays.copyOf(sumX, room);
        sumY = Arrays.copyOf(sumY, room);
        first = Arrays.copyOf(first, room);
        firstKnown = Arrays.copyOf(firstKnown, room);
        second = Arrays.copyOf(second, room);
        secondKnown = Arrays.copyOf(secondKnown, room);
        missing = Arrays.copyOf(missing, room);
    }

    static long key(int cellX, int cellY) {
        return (long) cellX << 32 | cellY;
    }

    public int size() {
        return size;
    }

    long key(int i) {
        return keys[i];
    }

    /// Column of the cell, from the west.
    public int cellX(int i) {
        return (int) (keys[i] >>> 32);
    }

    /// Row of the cell, from the north.
    public int cellY(int i) {
        return (int) keys[i];
    }

    /// Number of rows in the cell.
    public int count(int i) {
        return counts[i];
    }

    int vertices(int i) {
        return vertices[i];
    }

    /// Sum of the world x of the anchors: divided by [#count] their mean.
    public long sumX(int i) {
        return sumX[i];
    }

    public long sumY(int i) {
        return sumY[i];
    }

    public long first(int i) {
        return first[i];
    }

    public int firstKnown(int i) {
        return firstKnown[i];
    }

    public long second(int i) {
        return second[i];
    }

    public int secondKnown(int i) {
        return secondKnown[i];
    }

    public int missing(int i) {
        return missing[i];
    }
}
