package org.wangge.atlas;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.model.Person;
import org.wangge.model.Row;

/// Finds rows by a piece of their text, whatever its case and whether its letters are full-width (ＡＢ１) or not: a scan over the
/// bytes of all texts, in parallel. Whole matches come first, then beginnings, then the rest; among equals the lowest id.
final class Search {

    private static final int WHOLE = 0;
    private static final int BEGINNING = 1;
    private static final int INSIDE = 2;

    /// Lower rank is better.
    private record Hit(int rank, Block block, int row) {
        long id() {
            return block.id(row);
        }
    }

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingInt(Hit::rank).thenComparingLong(Hit::id);

    /// From ASCII to its full-width forms.
    private static final int FULL_WIDTH = 0xFF01 - '!';

    /// Ways to write each character of the text (small, capital, full-width), in UTF-8.
    private final byte[][][] ways;
    private final int limit;

    private Search(String text, int limit) {
        ways = text.codePoints()
                .mapToObj(c -> ways(c).map(v -> Character.toString(v).getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new))
                .toArray(byte[][][]::new);
        this.limit = limit;
    }

    private static Stream<Integer> ways(int letter) {
        String plain = Normalizer.normalize(Character.toString(letter), Normalizer.Form.NFKC);
        int c = plain.codePointCount(0, plain.length()) == 1 ? plain.codePointAt(0) : letter;
        return Stream.of(letter, c, Character.toLowerCase(c), Character.toUpperCase(c))
                .flatMap(v -> v > ' ' && v <= '~' ? Stream.of(v, v + FULL_WIDTH) : Stream.of(v))
                .distinct();
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    static List<Row> rows(String text, Features features, int limit) {
        return new Search(text, limit).rows(features);
    }

    /// Grids by code or name.
    static List<Row> grids(String text, Collection<GridNode> grids, int limit) {
        String wanted = plain(text);
        record Found(int rank, GridNode node) {}
        return grids.stream()
                .map(n -> new Found(Math.min(rank(n.grid().code(), wanted), rank(n.grid().name(), wanted)), n))
                .filter(f -> f.rank <= INSIDE)
                .sorted(Comparator.comparingInt(Found::rank)
                        .thenComparing(f -> f.node.grid().code())
                        .thenComparing(f -> f.node.grid().id()))
                .limit(limit)
                .map(f -> (Row) f.node.grid())
                .toList();
    }

    /// Persons by code or name; all for an empty text.
    static List<Person> persons(String text, Collection<Person> persons, int limit) {
        String wanted = plain(text);
        record Found(int rank, Person person) {}
        return persons.stream()
                .map(p -> new Found(wanted.isEmpty() ? WHOLE : Math.min(rank(p.code(), wanted), rank(p.name(), wanted)), p))
                .filter(f -> f.rank <= INSIDE)
                .sorted(Comparator.comparingInt(Found::rank).thenComparing(f -> f.person.code()))
                .limit(limit)
                .map(Found::person)
                .toList();
    }

    private static int rank(String text, String wanted) {
        String searched = text == null ? null : plain(text);
        int at = searched == null ? -1 : searched.indexOf(wanted);
        if (at < 0) {
            return INSIDE + 1;
        }
        return at > 0 ? INSIDE : searched.length() == wanted.length() ? WHOLE : BEGINNING;
    }

    private List<Row> rows(Features features) {
        return features.blocks().parallelStream()
                .flatMap(b -> hits(b).stream())
                .sorted(BEST_FIRST)
                .limit(limit)
                .map(h -> h.block.row(h.row))
                .toList();
    }

    /// The best hits of a block.
    private List<Hit> hits(Block block) {
        PriorityQueue<Hit> best = new PriorityQueue<>(BEST_FIRST.reversed());
        boolean[] searched = block.codec().searchedTexts();
        byte[] pool = block.pool();
        int last = ways[0].length == 1 ? ways[0][0].length - 1 : 0;
        boolean[] marks = marks(last);
        int row = 0;
        int n = block.size();
        int at = last;
        while (at < pool.length) {
            if (!marks[pool[at] & 0xff]) {
                at++;
                continue;
            }
            int start = at - last;
            int end = match(pool, start);
            if (end < 0) {
                at++;
                continue;
            }
            while (row + 1 < n && block.textStart(row + 1) <= start) {
                row++;
            }
            int next = row + 1 < n ? block.textStart(row + 1) : pool.length;
            int rank = bestRank(pool, block.textStart(row), start, next, searched);
            if (rank <= INSIDE) {
                add(best, rank, block, row);
            }
            at = next + last;
        }
        return new ArrayList<>(best);
    }

    /// Which bytes the first character may have at that place.
    private boolean[] marks(int place) {
        boolean[] marks = new boolean[256];
        for (byte[] way : ways[0]) {
            marks[way[place] & 0xff] = true;
        }
        return marks;
    }

    private void add(PriorityQueue<Hit> best, int rank, Block block, int row) {
        if (best.size() == limit) {
            Hit worst = best.peek();
            if (rank > worst.rank || (rank == worst.rank && block.id(row) >= worst.id())) {
                return;
            }
            best.poll();
        }
        best.add(new Hit(rank, block, row));
    }

    /// The best of the matches in the texts of a row, which lie between two positions, the first of them at `first`; worse than
    /// [#INSIDE] when all are in texts that are not searched.
    private int bestRank(byte[] pool, int from, int first, int to, boolean[] searched) {
        int rank = INSIDE + 1;
        int column = 0;
        for (int at = from; at < to; at++) {
            if (at == from || pool[at - 1] == 0) {
                column += at == from ? 0 : 1;
                int end = searched[column] ? match(pool, at) : -1;
                if (end >= 0) {
                    rank = Math.min(rank, pool[end] == 0 ? WHOLE : BEGINNING);
                }
            } else if (at >= first && rank > INSIDE && searched[column] && match(pool, at) >= 0) {
                rank = INSIDE;
            }
        }
        return rank;
    }

    /// End of the text that begins here, or -1.
    private int match(byte[] pool, int start) {
        int at = start;
        for (byte[][] letter : ways) {
            int length = -1;
            for (byte[] way : letter) {
                if (beginsAt(pool, at, way)) {
                    length = way.length;
                    break;
                }
            }
            if (length < 0) {
                return -1;
            }
            at += length;
        }
        return at;
    }

    private static boolean beginsAt(byte[] pool, int at, byte[] bytes) {
        if (at + bytes.length > pool.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (pool[at + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /// The same with the number of grids, of these, that each is in charge of.
    static List<Snapshot.Staff> staff(String text, Collection<Person> persons, List<GridNode> nodes, int limit) {
        Map<Long, Integer> grids = new HashMap<>();
        for (GridNode node : nodes) {
            node.responsible().stream().findFirst().ifPresent(r -> grids.merge(r.person().id(), 1, Integer::sum));
        }
        return persons(text, persons, limit).stream()
                .map(p -> new Snapshot.Staff(p, grids.getOrDefault(p.id(), 0)))
                .toList();
    }
}
