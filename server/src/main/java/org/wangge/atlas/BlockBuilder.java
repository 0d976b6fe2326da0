package org.wangge.atlas;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wangge.model.Row;

/// Gathers rows for a [Block], which must come in Hilbert order unless the block is only a stage on the way to others. For one
/// thread.
final class BlockBuilder {

    private final Codec codec;
    private final Codec.Fields fields;
    private final ShapesBuilder shapes = new ShapesBuilder();
    private int size;
    private long[] ids = new long[64];
    private long[] zones = new long[64];
    private byte[] pool = new byte[4096];
    private int poolSize;
    private int[] textStarts = new int[64];
    private final List<Map<String, Integer>> words = new ArrayList<>();
    private final int[][] wordIndexes;
    private final int[][] numbers;

    BlockBuilder(Codec codec) {
        this.codec = codec;
        fields = new Codec.Fields(codec);
        wordIndexes = new int[codec.words][64];
        numbers = new int[codec.numbers][64];
        for (int c = 0; c < codec.words; c++) {
            words.add(new HashMap<>());
        }
    }

    int size() {
        return size;
    }

    /// Adds a row; its zone is 0 until [Territory] says otherwise.
    void add(Row row) {
        makeRoom();
        shapes.add(codec.write(row, fields));
        ids[size] = row.id();
        zones[size] = 0;
        textStarts[size] = poolSize;
        for (String text : fields.texts) {
            addText(text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
        }
        for (int c = 0; c < codec.words; c++) {
            wordIndexes[c][size] = place(c, fields.words[c]);
        }
        for (int c = 0; c < codec.numbers; c++) {
            numbers[c][size] = fields.numbers[c];
        }
        size++;
    }

    /// Adds row `i` of another block, with its zone.
    void add(Block from, int i) {
        makeRoom();
        shapes.add(from.shapes(), i);
        ids[size] = from.id(i);
        zones[size] = from.zone(i);
        textStarts[size] = poolSize;
        int start = from.textStart(i);
        int length = (i + 1 < from.size() ? from.textStart(i + 1) : from.pool().length) - start;
        makeRoomForText(length);
        System.arraycopy(from.pool(), start, pool, poolSize, length);
        poolSize += length;
        for (int c = 0; c < codec.words; c++) {
            wordIndexes[c][size] = place(c, from.word(c, from.wordIndex(c, i)));
        }
        for (int c = 0; c < codec.numbers; c++) {
            numbers[c][size] = from.number(c, i);
        }
        size++;
    }

    Block build() {
        return new Block(this, true);
    }

    /// Rows in any order, and as many as there are, to be put into blocks by [Features#of].
    Block stage() {
        return new Block(this, false);
    }

    private int place(int column, String word) {
        Map<String, Integer> known = words.get(column);
        Integer place = known.get(word);
        if (place == null) {
            place = known.size();
            known.put(word, place);
        }
        return place;
    }

    private void addText(byte[] text) {
        makeRoomForText(text.length + 1);
        System.arraycopy(text, 0, pool, poolSize, text.length);
        poolSize += text.length;
        pool[poolSize++] = 0;
    }

    private void makeRoomForText(int n) {
        if (poolSize + n > pool.length) {
            pool = Arrays.copyOf(pool, Math.max(poolSize + n, 2 * pool.length));
        }
    }

    private void makeRoom() {
        if (size == ids.length) {
            int room = 2 * size;
            ids = Arrays.copyOf(ids, room);
            zones = Arrays.copyOf(zones, room);
            textStarts = Arrays.copyOf(textStarts, room);
            for (int c = 0; c < codec.words; c++) {
                wordIndexes[c] = Arrays.copyOf(wordIndexes[c], room);
            }
            for (int c = 0; c < codec.numbers; c++) {
                numbers[c] = Arrays.copyOf(numbers[c], room);
            }
        }
    }

    Codec codec() {
        return codec;
    }

    Shapes shapes() {
        return shapes.build();
    }

    IdColumn ids() {
        return IdColumn.of(ids, size);
    }

    byte[] pool() {
        return Arrays.copyOf(pool, poolSize);
    }

    int[] textStarts() {
        return Arrays.copyOf(textStarts, size);
    }

    String[][] words() {
        String[][] result = new String[codec.words][];
        for (int c = 0; c < codec.words; c++) {
            String[] list = new String[words.get(c).size()];
            words.get(c).forEach((word, place) -> list[place] = word);
            result[c] = list;
        }
        return result;
    }

    IntColumn[] wordIndexes() {
        return columns(wordIndexes);
    }

    IntColumn[] numbers() {
        return columns(numbers);
    }

    private IntColumn[] columns(int[][] values) {
        IntColumn[] columns = new IntColumn[values.length];
        for (int c = 0; c < values.length; c++) {
            columns[c] = IntColumn.of(values[c], size);
        }
        return columns;
    }

    long[] zones() {
        return ZoneColumn.of(zones, size).zones();
    }

    IntColumn zoneIndexes() {
        return ZoneColumn.of(zones, size).indexes();
    }
}
