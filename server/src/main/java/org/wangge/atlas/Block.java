package org.wangge.atlas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.Mercator;
import org.wangge.model.Row;

/// Up to [#MAX_ROWS] rows of a layer in columns, in Hilbert order of their anchors, with a packed tree of boxes (16 rows to a
/// group, 16 groups to a branch). A change makes a new block of the one that holds the row; all others are shared between
/// snapshots. Immutable, for any number of threads. Coordinates are world units ([Mercator]).
public final class Block {

    static final int MAX_ROWS = 4096;
    private static final int GROUP = 16;

    /// Takes rows that a query finds.
    @FunctionalInterface
    public interface Visitor {
        void visit(Block block, int row);
    }

    private final Codec codec;
    private final IdColumn ids;
    private final char[] byId;
    private final byte[] pool;
    private final int[] textStarts;
    private final String[][] words;
    private final IntColumn[] wordIndexes;
    private final IntColumn[] numbers;
    private final Shapes shapes;
    private final int[] groupBoxes;
    private final int[] branchBoxes;
    private final int[] box;
    private final int[] fixedBox;
    private final int[] anchorBox;
    private final long firstKey;
    private final long[] zones;
    private final IntColumn zoneIndexes;
    private final AtomicReferenceArray<Cells> cells;

    /// A block that is only a stage on the way to others has no index and can't be searched.
    Block(BlockBuilder b, boolean searchable) {
        codec = b.codec();
        shapes = b.shapes();
        ids = b.ids();
        byId = searchable ? orderById(ids) : new char[0];
        pool = b.pool();
        textStarts = b.textStarts();
        words = b.words();
        wordIndexes = b.wordIndexes();
        numbers = b.numbers();
        zones = b.zones();
        zoneIndexes = b.zoneIndexes();
        cells = new AtomicReferenceArray<>(Mercator.WORLD_BITS + 1);
        int n = searchable ? ids.size() : 0;
        groupBoxes = boxes((n + GROUP - 1) / GROUP);
        fixedBox = Shapes.emptyBox();
        anchorBox = Shapes.emptyBox();
        for (int i = 0; i < n; i++) {
            shapes.addTo(groupBoxes, i / GROUP * 4, i);
            shapes.addFixedTo(fixedBox, 0, i);
            Shapes.widen(anchorBox, 0, shapes.lon[i], shapes.lat[i]);
        }
        branchBoxes = boxes((groupBoxes.length / 4 + GROUP - 1) / GROUP);
        for (int g = 0; g < groupBoxes.length / 4; g++) {
            Shapes.widen(branchBoxes, g / GROUP * 4, groupBoxes[4 * g], groupBoxes[4 * g + 1]);
            Shapes.widen(branchBoxes, g / GROUP * 4, groupBoxes[4 * g + 2], groupBoxes[4 * g + 3]);
        }
        box = Shapes.emptyBox();
        for (int k = 0; k < branchBoxes.length; k += 2) {
            Shapes.widen(box, 0, branchBoxes[k], branchBoxes[k + 1]);
        }
        firstKey = n == 0 ? 0 : key(0);
    }

    private Block(Block from, long[] zones, IntColumn zoneIndexes) {
        codec = from.codec;
        ids = from.ids;
        byId = from.byId;
        pool = from.pool;
        textStarts = from.textStarts;
        words = from.words;
        wordIndexes = from.wordIndexes;
        numbers = from.numbers;
        shapes = from.shapes;
        groupBoxes = from.groupBoxes;
        branchBoxes = from.branchBoxes;
        box = from.box;
        fixedBox = from.fixedBox;
        anchorBox = from.anchorBox;
        firstKey = from.firstKey;
        cells = from.cells;
        this.zones = zones;
        this.zoneIndexes = zoneIndexes;
    }

    private static int[] boxes(int n) {
        int[] boxes = new int[4 * n];
        for (int k = 0; k < boxes.length; k++) {
            boxes[k] = k % 4 < 2 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        }
        return boxes;
    }

    private static char[] orderById(IdColumn ids) {
        int n = ids.size();
        char[] order = new char[n];
        long highest = 0;
        for (int i = 0; i < n; i++) {
            highest |= ids.get(i);
        }
        if (highest >= 0 && highest < 1L << 51) {
            long[] packed = new long[n];
            for (int i = 0; i < n; i++) {
                packed[i] = ids.get(i) * MAX_ROWS + i;
            }
            Arrays.sort(packed);
            for (int i = 0; i < n; i++) {
                order[i] = (char) (packed[i] % MAX_ROWS);
            }
        } else {
            Integer[] boxed = new Integer[n];
            Arrays.setAll(boxed, i -> i);
            Arrays.sort(boxed, Comparator.comparingLong(ids::get));
            for (int i = 0; i < n; i++) {
                order[i] = (char) boxed[i].intValue();
            }
        }
        return order;
    }

    /// The same rows in other zones; `zoneOf` has one for each row.
    Block withZones(long[] zoneOf) {
        ZoneColumn column = ZoneColumn.of(zoneOf, zoneOf.length);
        return new Block(this, column.zones(), column.indexes());
    }

    Codec codec() {
        return codec;
    }

    public int size() {
        return ids.size();
    }

    public long id(int i) {
        return ids.get(i);
    }

    public Shapes shapes() {
        return shapes;
    }

    /// World x of the anchor: the point itself, or the interior point of an area.
    public int x(int i) {
        return shapes.x[i];
    }

    public int y(int i) {
        return shapes.y[i];
    }

    long key(int i) {
        return Hilbert.key(shapes.x[i], shapes.y[i]);
    }

    long firstKey() {
        return firstKey;
    }

    /// A number column (see [Features#column]), `Counts.UNKNOWN` when not known.
    public int number(int column, int i) {
        return numbers[column].get(i);
    }

    /// A fraction that takes the two number columns from `column` on; NaN when unknown.
    public double fraction(int column, int i) {
        return Codec.fraction(numbers[column].get(i), numbers[column + 1].get(i));
    }

    /// Number of different words in a column of this block; words are numbered from 0.
    public int wordCount(int column) {
        return words[column].length;
    }

    /// The word of this number; null stands for "none".
    public String word(int column, int index) {
        return words[column][index];
    }

    /// Number of the word of row `i`.
    public int wordIndex(int column, int i) {
        return wordIndexes[column].get(i);
    }

    /// The zone of row `i`: a leaf's id; 0 outside of everything; minus a branch's id inside its outline but in no leaf.
    long zone(int i) {
        return zones[zoneIndexes.get(i)];
    }

    /// Number of different zones in this block; zones are numbered from 0.
    public int zoneCount() {
        return zones.length;
    }

    /// The zone of this number.
    long zoneOf(int zoneIndex) {
        return zones[zoneIndex];
    }

    /// The leaf of this zone number, 0 for none.
    public long leaf(int zoneIndex) {
        return Math.max(0, zones[zoneIndex]);
    }

    public int zoneIndex(int i) {
        return zoneIndexes.get(i);
    }

    /// Whether any row is in one of these zones.
    boolean hasZoneOf(Set<Long> wanted) {
        for (long z : zones) {
            if (wanted.contains(z)) {
                return true;
            }
        }
        return false;
    }

    /// Text of row `i`, null when there is none.
    public String text(int column, int i) {
        int from = textStarts[i];
        for (int c = 0; c < column; c++) {
            while (pool[from] != 0) {
                from++;
            }
            from++;
        }
        int to = from;
        while (pool[to] != 0) {
            to++;
        }
        return to == from ? null : new String(pool, from, to - from, StandardCharsets.UTF_8);
    }

    /// All texts of all rows, each ended by a 0 byte; row `i` begins at [#textStart].
    byte[] pool() {
        return pool;
    }

    int textStart(int i) {
        return textStarts[i];
    }

    /// Row number of this id, or -1.
    int indexOf(long id) {
        int at = rank(id);
        return at < byId.length && ids.get(byId[at]) == id ? byId[at] : -1;
    }

    /// Number of rows with an id below this one.
    int rank(long id) {
        int low = 0;
        int high = byId.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ids.get(byId[middle]) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Row number of the row with `rank` smaller ids.
    int atRank(int rank) {
        return byId[rank];
    }

    Row row(int i) {
        Codec.Fields f = new Codec.Fields(codec);
        for (int c = 0; c < codec.texts; c++) {
            f.texts[c] = text(c, i);
        }
        for (int c = 0; c < codec.words; c++) {
            f.words[c] = words[c][wordIndexes[c].get(i)];
        }
        for (int c = 0; c < codec.numbers; c++) {
            f.numbers[c] = numbers[c].get(i);
        }
        Geometry geometry = shapes.geometry(i);
        return codec.read(ids.get(i), f, geometry);
    }

    /// Box in world units: minX, minY, maxX, maxY. Not to be written to.
    int[] box() {
        return box;
    }

    /// Box in units of 1e-7 degree. Not to be written to.
    int[] fixedBox() {
        return fixedBox;
    }

    /// Box of the anchors in units of 1e-7 degree. Not to be written to.
    int[] anchorBox() {
        return anchorBox;
    }

    /// Visits the rows whose box meets this one (world units, borders count), in order.
    void visit(int minX, int minY, int maxX, int maxY, Visitor visitor) {
        for (int b = 0; b < branchBoxes.length; b += 4) {
            if (!meets(branchBoxes, b, minX, minY, maxX, maxY)) {
                continue;
            }
            int end = Math.min(groupBoxes.length, 4 * GROUP * (b / 4 + 1));
            for (int g = GROUP * b; g < end; g += 4) {
                if (meets(groupBoxes, g, minX, minY, maxX, maxY)) {
                    int from = g / 4 * GROUP;
                    int to = Math.min(ids.size(), from + GROUP);
                    boolean whole = inside(groupBoxes, g, minX, minY, maxX, maxY);
                    for (int i = from; i < to; i++) {
                        if (whole || shapes.meets(i, minX, minY, maxX, maxY)) {
                            visitor.visit(this, i);
                        }
                    }
                }
            }
        }
    }

    private static boolean meets(int[] boxes, int at, int minX, int minY, int maxX, int maxY) {
        return boxes[at] <= maxX && boxes[at + 2] >= minX && boxes[at + 1] <= maxY && boxes[at + 3] >= minY;
    }

    private static boolean inside(int[] boxes, int at, int minX, int minY, int maxX, int maxY) {
        return boxes[at] >= minX && boxes[at + 2] <= maxX && boxes[at + 1] >= minY && boxes[at + 3] <= maxY;
    }

    /// What [#cells] keeps, the same object as long as the rows stay the same but for their zones.
    AtomicReferenceArray<Cells> allCells() {
        return cells;
    }

    /// Sums in cells of 2^-zoom of the world, worked out once and kept.
    Cells cells(int zoom) {
        Cells known = cells.get(zoom);
        if (known == null) {
            Cells finer = zoom < Mercator.WORLD_BITS ? cells.get(zoom + 1) : null;
            known = finer != null ? finer.coarser() : Cells.of(this, zoom);
            cells.set(zoom, known);
        }
        return known;
    }
}
