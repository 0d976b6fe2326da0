package org.wangge.tiles;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.wangge.atlas.Block;
import org.wangge.atlas.Features;
import org.wangge.model.Counts;
import org.wangge.model.Property;
import org.wangge.model.RowType;

/// Writes what the registry says that tiles tell of each row; unknown is absent. For one thread.
final class RowTags {

    private final LayerWriter out;
    private final List<Property> drawn;
    private final Property.Type[] types;
    private final int[] columns;
    /// Of each property that repeats the value indexes of the block's words, -1 until they are needed.
    private final int[][] words;
    private Block block;

    /// Of tiles of this zoom.
    RowTags(LayerWriter out, RowType type, int zoom) {
        this.out = out;
        drawn = type.drawnAt(zoom);
        types = drawn.stream().map(Property::type).toArray(Property.Type[]::new);
        columns = new int[drawn.size()];
        words = new int[drawn.size()][];
    }

    List<String> keys() {
        return drawn.stream().map(Property::name).toList();
    }

    /// Before the rows of a tile.
    void start(Features features) {
        block = null;
        for (int k = 0; k < columns.length; k++) {
            columns[k] = features.column(drawn.get(k).name());
        }
    }

    /// The tags of a row of which nothing is written yet.
    void write(Block b, int row) {
        if (b != block) {
            enter(b);
        }
        for (int k = 0; k < columns.length; k++) {
            if (words[k] != null) {
                word(k, row);
            } else if (types[k] == Property.Type.WHOLE) {
                number(k, row);
            } else {
                other(k, row);
            }
        }
    }

    private void number(int k, int row) {
        int number = block.number(columns[k], row);
        if (number != Counts.UNKNOWN) {
            out.tag(k, out.number(number));
        }
    }

    private void other(int k, int row) {
        switch (types[k]) {
            case DECIMAL -> {
                double fraction = block.fraction(columns[k], row);
                if (!Double.isNaN(fraction)) {
                    out.tag(k, out.fraction(fraction));
                }
            }
            case DAY -> {
                int day = block.number(columns[k], row);
                if (day != Counts.UNKNOWN) {
                    out.tag(k, out.word(LocalDate.ofEpochDay(day).toString()));
                }
            }
            case TEXT, CODE -> {
                String text = block.text(columns[k], row);
                if (text != null) {
                    out.tag(k, out.word(text));
                }
            }
            case WHOLE, TRUTH -> {
                // whole numbers are written above, truths are only derived
            }
        }
    }

    private void word(int k, int row) {
        int word = block.wordIndex(columns[k], row);
        if (words[k][word] < 0 && block.word(columns[k], word) != null) {
            words[k][word] = out.word(block.word(columns[k], word));
        }
        if (words[k][word] >= 0) {
            out.tag(k, words[k][word]);
        }
    }

    private void enter(Block b) {
        block = b;
        for (int k = 0; k < columns.length; k++) {
            if (drawn.get(k).isRepeating()) {
                words[k] = new int[b.wordCount(columns[k])];
                Arrays.fill(words[k], -1);
            }
        }
    }
}
