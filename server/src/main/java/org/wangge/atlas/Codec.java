package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.RowType;
import org.wangge.model.Table;

/// The layers whose rows are kept in columns, and how rows become columns and come back, as the registry says: `texts` differ
/// from row to row, `words` repeat (each block keeps a dictionary), `numbers` are whole, [Counts#UNKNOWN] for null. A day is a
/// number since 1970, a fraction takes two columns of numbers. The counts of buildings are the first numbers, by their ordinals.
enum Codec {
    BUILDINGS(Layer.BUILDINGS),
    PORTS(Layer.PORTS),
    SIGHTINGS(Layer.SIGHTINGS),
    BASE(Layer.BASE);

    static final int COMPOUND = BUILDINGS.column("compound");
    static final int CAPACITY = PORTS.column("capacity");
    static final int USED = PORTS.column("used");
    static final int SEVERITY = SIGHTINGS.column("severity");
    static final int SEEN_AT = SIGHTINGS.column("seen_at");
    static final int CONFIDENCE = SIGHTINGS.column("confidence");

    final Layer layer;
    final int texts;
    final int words;
    final int numbers;
    private final RowType type;
    private final Cell[] cells;

    /// A property, its column among those of its sort, and how a whole number is taken from a row.
    private record Cell(Property property, int column, ToIntFunction<Row> raw) {}

    Codec(Layer layer) {
        this.layer = layer;
        type = Registry.of(layer.table());
        int nextText = 0;
        int nextWord = 0;
        int nextNumber = (int) type.properties().stream().filter(p -> p.count() != null).count();
        List<Cell> all = new ArrayList<>();
        for (Property p : type.properties()) {
            int column;
            if (isText(p)) {
                column = p.isRepeating() ? nextWord++ : nextText++;
            } else if (p.count() != null) {
                column = p.count().ordinal();
            } else {
                column = nextNumber;
                nextNumber += p.type() == Property.Type.DECIMAL ? 2 : 1;
            }
            if (p.isSearchable() && (!isText(p) || p.isRepeating())) {
                throw new IllegalStateException(
                        p + " of " + layer.key() + " can't be searched; only texts that don't repeat can");
            }
            all.add(new Cell(p, column, p.type() == Property.Type.WHOLE ? p.raw() : null));
        }
        cells = all.toArray(Cell[]::new);
        texts = nextText;
        words = nextWord;
        numbers = nextNumber;
    }

    private static boolean isText(Property p) {
        return p.type() == Property.Type.TEXT || p.type() == Property.Type.CODE;
    }

    /// One row, taken apart.
    static final class Fields {
        final String[] texts;
        final String[] words;
        final int[] numbers;

        Fields(Codec codec) {
            texts = new String[codec.texts];
            words = new String[codec.words];
            numbers = new int[codec.numbers];
        }
    }

    /// Takes a row apart; answers its geometry.
    Geometry write(Row row, Fields into) {
        for (Cell cell : cells) {
            Property p = cell.property;
            switch (p.type()) {
                case TEXT, CODE -> (p.isRepeating() ? into.words : into.texts)[cell.column] = (String) p.value(row);
                case WHOLE -> into.numbers[cell.column] = cell.raw.applyAsInt(row);
                case DECIMAL -> split((Double) p.value(row), into.numbers, cell.column);
                case DAY -> into.numbers[cell.column] = day((LocalDate) p.value(row));
                case TRUTH -> throw new IllegalStateException(p + " is kept in no column");
            }
        }
        return type.geometry(row);
    }

    Row read(long id, Fields from, Geometry geometry) {
        Object[] values = new Object[cells.length];
        for (int i = 0; i < cells.length; i++) {
            Property p = cells[i].property;
            int column = cells[i].column;
            values[i] = switch (p.type()) {
                case TEXT, CODE -> (p.isRepeating() ? from.words : from.texts)[column];
                case WHOLE -> from.numbers[column] == Counts.UNKNOWN ? null : (Integer) from.numbers[column];
                case DECIMAL -> joined(from.numbers[column], from.numbers[column + 1]);
                case DAY -> from.numbers[column] == Counts.UNKNOWN ? null : LocalDate.ofEpochDay(from.numbers[column]);
                case TRUTH -> throw new IllegalStateException(p + " is kept in no column");
            };
        }
        return type.make(id, values, geometry);
    }

    /// The column of a property among the texts, words or numbers; of a fraction the first of its two.
    int column(String property) {
        return Arrays.stream(cells).filter(c -> c.property.name().equals(property)).findFirst().orElseThrow().column;
    }

    /// Of each column of texts whether it is searched.
    boolean[] searchedTexts() {
        boolean[] searched = new boolean[texts];
        for (Cell cell : cells) {
            if (cell.property.isSearchable()) {
                searched[cell.column] = true;
            }
        }
        return searched;
    }

    /// Null for a table whose rows are kept as objects.
    static Codec of(Table table) {
        return switch (table) {
            case BUILDINGS -> BUILDINGS;
            case PORTS -> PORTS;
            case SIGHTINGS -> SIGHTINGS;
            case BASE -> BASE;
            case BRANCHES, GRIDS, PERSONS, ASSIGNMENTS -> null;
        };
    }

    /// The point that stands for a geometry: itself, else a point inside it, which decides the leaf it belongs to.
    static Point anchor(Geometry geometry) {
        return geometry instanceof Point p ? p : geometry.getInteriorPoint();
    }

    /// The fraction kept in two neighbouring number columns, NaN when unknown.
    static double fraction(int high, int low) {
        return high == Counts.UNKNOWN ? Double.NaN : Double.longBitsToDouble((long) high << 32 | (low & 0xffffffffL));
    }

    private static int day(LocalDate value) {
        return value == null ? Counts.UNKNOWN : Math.toIntExact(value.toEpochDay());
    }

    private static void split(Double value, int[] numbers, int at) {
        // Adding 0.0 turns -0.0, whose upper half is the mark of "unknown", into 0.0.
        long bits = value == null ? (long) Counts.UNKNOWN << 32 : Double.doubleToLongBits(value + 0.0);
        numbers[at] = (int) (bits >> 32);
        numbers[at + 1] = (int) bits;
    }

    private static Double joined(int high, int low) {
        double value = fraction(high, low);
        return Double.isNaN(value) ? null : value;
    }
}
