package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.wangge.geo.Mercator;
import org.wangge.model.Row;

/// The rows of one layer: blocks in Hilbert order, as the leaves of a B-tree. A change copies the list of blocks and makes anew
/// those whose rows change. Immutable, for any number of threads.
public final class Features {

    private static final int FEW_ROWS = Block.MAX_ROWS / 4;

    /// Takes the cells that [#cells] finds.
    @FunctionalInterface
    public interface CellVisitor {
        void visit(Cells cells, int cell);
    }

    /// Where a row is.
    record Place(Block block, int row) {}

    private final Codec codec;
    private final Block[] blocks;
    private final Slots slots;
    private final IdIndex index;
    private final long size;

    private Features(Codec codec, Block[] blocks, Slots slots, IdIndex index) {
        this.codec = codec;
        this.blocks = blocks;
        this.slots = slots;
        this.index = index;
        long n = 0;
        for (Block b : blocks) {
            n += b.size();
        }
        size = n;
    }

    /// Blocks of rows that were in none before.
    private Features(Codec codec, Block[] blocks) {
        this(codec, blocks, Slots.of(blocks.length), IdIndex.of(blocks));
    }

    /// The column of a property in [Block]: among its words when it repeats, its numbers when it is one (the first of two for a
    /// fraction; a day is a number since 1970), else its texts.
    public int column(String property) {
        return codec.column(property);
    }

    static Features empty(Codec codec) {
        return new Features(codec, new Block[0]);
    }

    /// Sorts the rows of staged blocks into blocks of Hilbert order, in parallel. Takes the stages out of the list, so that they
    /// can be freed early.
    static Features of(Codec codec, List<Block> stages) {
        int n = stages.stream().mapToInt(Block::size).sum();
        int[] starts = new int[stages.size() + 1];
        for (int s = 0; s < stages.size(); s++) {
            starts[s + 1] = starts[s] + stages.get(s).size();
        }
        long[] keys = new long[n];
        IntStream.range(0, stages.size()).parallel().forEach(s -> {
            for (int i = 0; i < stages.get(s).size(); i++) {
                keys[starts[s] + i] = stages.get(s).key(i);
            }
        });
        int[] order = Hilbert.order(keys);
        Rows rows = new Rows(stages, starts);
        sortTiesById(order, keys, rows);
        int count = (n + Block.MAX_ROWS - 1) / Block.MAX_ROWS;
        Block[] blocks = new Block[count];
        IntStream.range(0, count).parallel().forEach(b -> {
            BlockBuilder builder = new BlockBuilder(codec);
            int end = (int) ((long) n * (b + 1) / count);
            for (int k = (int) ((long) n * b / count); k < end; k++) {
                rows.addTo(builder, order[k]);
            }
            blocks[b] = builder.build();
        });
        return new Features(codec, blocks);
    }

    /// Rows of several blocks, numbered through.
    private record Rows(List<Block> blocks, int[] starts) {
        private int blockOf(int row) {
            int at = Arrays.binarySearch(starts, row);
            // Empty blocks share their start with the next one; the last of equal starts holds the row.
            at = at >= 0 ? at : -at - 2;
            while (starts[at + 1] == starts[at]) {
                at++;
            }
            return at;
        }

        void addTo(BlockBuilder builder, int row) {
            int b = blockOf(row);
            builder.add(blocks.get(b), row - starts[b]);
        }

        long id(int row) {
            int b = blockOf(row);
            return blocks.get(b).id(row - starts[b]);
        }
    }

    private static void sortTiesById(int[] order, long[] keys, Rows rows) {
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && keys[order[to]] == keys[order[from]]) {
                to++;
            }
            if (to - from > 1) {
                int[] sorted = Arrays.stream(order, from, to)
                        .boxed()
                        .sorted(java.util.Comparator.comparingLong(rows::id))
                        .mapToInt(Integer::intValue)
                        .toArray();
                System.arraycopy(sorted, 0, order, from, sorted.length);
            }
            from = to;
        }
    }

    Codec codec() {
        return codec;
    }

    public long size() {
        return size;
    }

    /// A view, not to be changed.
    List<Block> blocks() {
        return Collections.unmodifiableList(Arrays.asList(blocks));
    }

    /// The same rows, each block replaced in parallel.
    Features map(UnaryOperator<Block> f) {
        return new Features(codec, Arrays.stream(blocks).parallel().map(f).toArray(Block[]::new), slots, index);
    }

    /// The same rows with some blocks in other zones, by position.
    Features withZones(Map<Integer, long[]> zonesByBlock) {
        if (zonesByBlock.isEmpty()) {
            return this;
        }
        Block[] next = blocks.clone();
        zonesByBlock.forEach((b, zones) -> next[b] = blocks[b].withZones(zones));
        return new Features(codec, next, slots, index);
    }

    /// The row of this id, null when there is none.
    Place find(long id) {
        int slot = index.slot(id);
        if (slot < 0) {
            return null;
        }
        Block block = blocks[slots.position(slot)];
        return new Place(block, block.indexOf(id));
    }

    /// Visits the rows whose box meets this one (world units, borders count).
    public void visit(int minX, int minY, int maxX, int maxY, Block.Visitor visitor) {
        for (Block b : blocks) {
            int[] box = b.box();
            if (box[0] <= maxX && box[2] >= minX && box[1] <= maxY && box[3] >= minY) {
                b.visit(minX, minY, maxX, maxY, visitor);
            }
        }
    }

    /// Visits the sums of the cells of 2^-zoom of the world that lie in this range of columns and rows (inclusive). A cell may
    /// come in several pieces, which add up.
    public void cells(int zoom, int minCellX, int minCellY, int maxCellX, int maxCellY, CellVisitor visitor) {
        int shift = Mercator.WORLD_BITS - zoom;
        for (Block b : blocks) {
            int[] box = b.box();
            if (box[0] >>> shift > maxCellX || box[2] >>> shift < minCellX
                    || box[1] >>> shift > maxCellY || box[3] >>> shift < minCellY) {
                continue;
            }
            Cells cells = b.cells(zoom);
            for (int i = 0; i < cells.size(); i++) {
                int x = cells.cellX(i);
                int y = cells.cellY(i);
                if (x >= minCellX && x <= maxCellX && y >= minCellY && y <= maxCellY) {
                    visitor.visit(cells, i);
                }
            }
        }
    }

    /// Takes over present states of rows: `puts` are there with these values, `removes` are gone. Rows that were not there may be
    /// removed. New rows get their zone from `territory`.
    Features with(Collection<Row> puts, Set<Long> removes, Territory territory) {
        Map<Integer, Set<Integer>> gone = new HashMap<>();
        for (Row row : puts) {
            markGone(row.id(), gone);
        }
        for (long id : removes) {
            markGone(id, gone);
        }
        List<Block> stages = new ArrayList<>();
        BlockBuilder stage = new BlockBuilder(codec);
        for (Row row : puts) {
            stage.add(row);
            if (stage.size() == Block.MAX_ROWS) {
                stages.add(territory.assign(stage.build()));
                stage = new BlockBuilder(codec);
            }
        }
        if (stage.size() > 0) {
            stages.add(territory.assign(stage.build()));
        }
        if (blocks.length == 0) {
            return of(codec, stages);
        }
        Map<Integer, List<Place>> coming = new HashMap<>();
        for (Block s : stages) {
            for (int i = 0; i < s.size(); i++) {
                coming.computeIfAbsent(home(s.key(i)), k -> new ArrayList<>()).add(new Place(s, i));
            }
        }
        return rebuilt(gone, coming);
    }

    private void markGone(long id, Map<Integer, Set<Integer>> gone) {
        int slot = index.slot(id);
        if (slot >= 0) {
            int b = slots.position(slot);
            gone.computeIfAbsent(b, k -> new TreeSet<>()).add(blocks[b].indexOf(id));
        }
    }

    /// Position of the block into whose range a key falls.
    private int home(long key) {
        int low = 0;
        int high = blocks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks[middle].firstKey() <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Features rebuilt(Map<Integer, Set<Integer>> gone, Map<Integer, List<Place>> coming) {
        Set<Integer> touched = new TreeSet<>(gone.keySet());
        touched.addAll(coming.keySet());
        List<Block> next = new ArrayList<>(blocks.length + touched.size());
        Slots.Edit edit = slots.edit();
        NavigableMap<Long, Integer> moved = new TreeMap<>();
        int copied = 0;
        for (int b : touched) {
            for (; copied < b; copied++) {
                next.add(blocks[copied]);
                edit.keep(copied);
            }
            copied = b + 1;
            gone.getOrDefault(b, Set.of()).forEach(i -> moved.putIfAbsent(blocks[b].id(i), -1));
            List<Place> come = coming.getOrDefault(b, List.of());
            List<Block> all = rebuilt(blocks[b], gone.getOrDefault(b, Set.of()), come);
            for (int k = 0; k < all.size(); k++) {
                Block made = all.get(k);
                Block before = next.isEmpty() ? null : next.getLast();
                if (made.size() == 0) {
                    edit.drop(b);
                } else if (before != null && before.size() + made.size() <= FEW_ROWS) {
                    if (k == 0) {
                        edit.drop(b);
                    }
                    next.set(next.size() - 1, joined(before, made));
                    place(made, edit.last(), moved);
                } else if (k == 0) {
                    next.add(made);
                    edit.keep(b);
                    int slot = edit.last();
                    if (all.size() == 1) {
                        come.forEach(p -> moved.put(p.block.id(p.row), slot));
                    } else {
                        place(made, slot, moved);
                    }
                } else {
                    next.add(made);
                    place(made, edit.add(), moved);
                }
            }
        }
        for (; copied < blocks.length; copied++) {
            next.add(blocks[copied]);
            edit.keep(copied);
        }
        moved.entrySet().removeIf(e -> index.slot(e.getKey()) == e.getValue());
        IdIndex found = moved.isEmpty() ? index : index.with(moved);
        return new Features(codec, next.toArray(Block[]::new), edit.finish(), found);
    }

    private static void place(Block block, int slot, Map<Long, Integer> moved) {
        for (int i = 0; i < block.size(); i++) {
            moved.put(block.id(i), slot);
        }
    }

    /// The rows of a block without those that go and with those that come, cut into as many blocks as are needed.
    private List<Block> rebuilt(Block old, Set<Integer> gone, List<Place> coming) {
        List<Place> all = new ArrayList<>(old.size() + coming.size());
        for (int i = 0; i < old.size(); i++) {
            if (!gone.contains(i)) {
                all.add(new Place(old, i));
            }
        }
        if (!coming.isEmpty()) {
            insert(all, coming);
        }
        int count = Math.max(1, (all.size() + Block.MAX_ROWS - 1) / Block.MAX_ROWS);
        List<Block> made = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            BlockBuilder builder = new BlockBuilder(codec);
            for (Place p : all.subList((int) ((long) all.size() * k / count), (int) ((long) all.size() * (k + 1) / count))) {
                builder.add(p.block, p.row);
            }
            made.add(builder.build());
        }
        return made;
    }

    private static void insert(List<Place> sorted, List<Place> coming) {
        if (coming.size() > 64) {
            sorted.addAll(coming);
            sorted.sort(Features::compare);
            return;
        }
        for (Place p : coming) {
            int low = 0;
            int high = sorted.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (compare(sorted.get(middle), p) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            sorted.add(low, p);
        }
    }

    private static int compare(Place a, Place b) {
        int byKey = Long.compare(a.block.key(a.row), b.block.key(b.row));
        return byKey != 0 ? byKey : Long.compare(a.block.id(a.row), b.block.id(b.row));
    }

    private static Block joined(Block a, Block b) {
        BlockBuilder builder = new BlockBuilder(a.codec());
        for (int i = 0; i < a.size(); i++) {
            builder.add(a, i);
        }
        for (int i = 0; i < b.size(); i++) {
            builder.add(b, i);
        }
        return builder.build();
    }
}
