package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/// In which block a row is: pages of ids in ascending order, with the slot of the block of each. A slot is a number that a block
/// keeps when it is made anew, so that the rows that stay in it need not be touched. Two bytes for each row where ids follow on
/// each other, at most ten. A change copies the pages of the ids that it changes. Immutable, for any number of threads.
final class IdIndex {

    static final int MOST_SLOTS = 0xFFFF;

    private static final int MAX_IDS = 4096;
    private static final int FEW_IDS = MAX_IDS / 4;
    private static final int SLOT_BITS = 16;

    private record Page(IdColumn ids, char[] slots) {

        static Page of(long[] ids, char[] slots, int from, int to) {
            return new Page(IdColumn.of(Arrays.copyOfRange(ids, from, to), to - from), Arrays.copyOfRange(slots, from, to));
        }

        int size() {
            return slots.length;
        }
    }

    private final Page[] pages;
    private final long[] firstIds;

    private IdIndex(List<Page> pages) {
        this.pages = pages.toArray(Page[]::new);
        firstIds = pages.stream().mapToLong(p -> p.ids.get(0)).toArray();
    }

    /// Of blocks whose slots are their positions.
    static IdIndex of(Block[] blocks) {
        int n = Arrays.stream(blocks).mapToInt(Block::size).sum();
        int[] starts = new int[blocks.length];
        for (int b = 1; b < blocks.length; b++) {
            starts[b] = starts[b - 1] + blocks[b - 1].size();
        }
        long[] ids = new long[n];
        IntStream.range(0, blocks.length).parallel().forEach(b -> {
            for (int i = 0; i < blocks[b].size(); i++) {
                ids[starts[b] + i] = blocks[b].id(i);
            }
        });
        char[] slots = new char[n];
        boolean fits = Arrays.stream(ids).parallel().allMatch(id -> id >= 0 && id < 1L << (Long.SIZE - 1 - SLOT_BITS));
        if (fits) {
            IntStream.range(0, blocks.length).parallel().forEach(b -> {
                for (int i = starts[b]; i < starts[b] + blocks[b].size(); i++) {
                    ids[i] = ids[i] << SLOT_BITS | b;
                }
            });
            Arrays.parallelSort(ids);
            for (int i = 0; i < n; i++) {
                slots[i] = (char) ids[i];
                ids[i] >>= SLOT_BITS;
            }
        } else {
            sortAsObjects(ids, slots, blocks, starts);
        }
        List<Page> pages = new ArrayList<>();
        addPages(ids, slots, n, pages);
        return new IdIndex(pages);
    }

    private static void sortAsObjects(long[] ids, char[] slots, Block[] blocks, int[] starts) {
        record Entry(long id, int slot) {}
        Entry[] entries = new Entry[ids.length];
        for (int b = 0; b < blocks.length; b++) {
            for (int i = 0; i < blocks[b].size(); i++) {
                entries[starts[b] + i] = new Entry(blocks[b].id(i), b);
            }
        }
        Arrays.parallelSort(entries, Comparator.comparingLong(Entry::id));
        for (int i = 0; i < ids.length; i++) {
            ids[i] = entries[i].id;
            slots[i] = (char) entries[i].slot;
        }
    }

    /// Cuts the first `n` ids into as many pages as are needed.
    private static void addPages(long[] ids, char[] slots, int n, List<Page> into) {
        int count = (n + MAX_IDS - 1) / MAX_IDS;
        for (int p = 0; p < count; p++) {
            into.add(Page.of(ids, slots, (int) ((long) n * p / count), (int) ((long) n * (p + 1) / count)));
        }
    }

    /// The slot of the block with this row, -1 when there is none.
    int slot(long id) {
        int p = pageOf(id);
        if (p < 0) {
            return -1;
        }
        int i = pages[p].ids.search(id);
        return i < 0 ? -1 : pages[p].slots[i];
    }

    /// The last page that begins at or before this id, -1 when all begin after it.
    private int pageOf(long id) {
        int at = Arrays.binarySearch(firstIds, id);
        return at >= 0 ? at : -at - 2;
    }

    /// The same with these slots, by id; -1 for a row that goes.
    IdIndex with(NavigableMap<Long, Integer> changes) {
        List<Page> next = new ArrayList<>(pages.length + 1);
        int copied = 0;
        NavigableMap<Long, Integer> rest = changes;
        while (!rest.isEmpty()) {
            int p = Math.max(0, pageOf(rest.firstKey()));
            next.addAll(Arrays.asList(pages).subList(copied, p));
            boolean isLast = p + 1 >= pages.length;
            Map<Long, Integer> here = isLast ? rest : rest.headMap(firstIds[p + 1], false);
            merge(p < pages.length ? pages[p] : null, here, next);
            copied = Math.min(p + 1, pages.length);
            rest = isLast ? new java.util.TreeMap<>() : rest.tailMap(firstIds[p + 1], true);
        }
        next.addAll(Arrays.asList(pages).subList(copied, pages.length));
        return new IdIndex(next);
    }

    /// Adds what becomes of a page (null: there is none yet), joined with the one before when both are small.
    private static void merge(Page page, Map<Long, Integer> changes, List<Page> into) {
        int size = page == null ? 0 : page.size();
        long[] ids = new long[size + changes.size()];
        char[] slots = new char[ids.length];
        int n = 0;
        int i = 0;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            for (; i < size && page.ids.get(i) < change.getKey(); i++) {
                ids[n] = page.ids.get(i);
                slots[n++] = page.slots[i];
            }
            if (i < size && page.ids.get(i) == change.getKey()) {
                i++;
            }
            if (change.getValue() >= 0) {
                ids[n] = change.getKey();
                slots[n++] = (char) (int) change.getValue();
            }
        }
        for (; i < size; i++) {
            ids[n] = page.ids.get(i);
            slots[n++] = page.slots[i];
        }
        Page before = into.isEmpty() ? null : into.getLast();
        if (before != null && n > 0 && before.size() + n <= FEW_IDS) {
            into.set(into.size() - 1, joined(before, ids, slots, n));
        } else {
            addPages(ids, slots, n, into);
        }
    }

    private static Page joined(Page before, long[] ids, char[] slots, int n) {
        long[] allIds = new long[before.size() + n];
        char[] allSlots = Arrays.copyOf(before.slots, allIds.length);
        for (int i = 0; i < before.size(); i++) {
            allIds[i] = before.ids.get(i);
        }
        System.arraycopy(ids, 0, allIds, before.size(), n);
        System.arraycopy(slots, 0, allSlots, before.size(), n);
        return Page.of(allIds, allSlots, 0, allIds.length);
    }
}
