package org.wangge.atlas;

import java.time.LocalDate;
import java.util.Arrays;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.wangge.model.BaseFeature;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// How the rows of a layer become columns and come back: `texts` differ from row to row, `words` repeat (each block keeps a
/// dictionary), `numbers` are whole, [Counts#UNKNOWN] for null.
enum Codec {
    BUILDINGS(Layer.BUILDINGS, 3, 2, Count.SIZE) {
        @Override
        Geometry write(Row row, Fields f) {
            Building b = (Building) row;
            f.texts(b.code(), b.name(), b.address());
            f.words(b.kind(), b.compound());
            for (int i = 0; i < Count.SIZE; i++) {
                f.numbers[i] = b.counts().raw(COUNTS[i]);
            }
            return b.geometry();
        }

        @Override
        Row read(long id, Fields f, Geometry geometry) {
            return new Building(
                    id, f.texts[0], f.texts[1], f.texts[2], f.words[1], f.words[0], Counts.of(f.numbers), geometry);
        }
    },
    PORTS(Layer.PORTS, 2, 2, 2) {
        @Override
        Geometry write(Row row, Fields f) {
            Port p = (Port) row;
            f.texts(p.code(), p.building());
            f.words(p.kind(), p.technology());
            f.numbers[CAPACITY] = number(p.capacity());
            f.numbers[USED] = number(p.used());
            return p.location();
        }

        @Override
        Row read(long id, Fields f, Geometry geometry) {
            return new Port(
                    id, f.texts[0], f.words[0], f.words[1], f.texts[1], integer(f.numbers[CAPACITY]), integer(f.numbers[USED]),
                            geometry);
        }
    },
    SIGHTINGS(Layer.SIGHTINGS, 3, 2, 6) {
        @Override
        Geometry write(Row row, Fields f) {
            Sighting s = (Sighting) row;
            f.texts(s.code(), s.offer(), s.note());
            f.words(s.kind(), s.operator());
            f.numbers[SEVERITY] = number(s.severity());
            f.numbers[SEEN_AT] = s.seenAt() == null ? Counts.UNKNOWN : Math.toIntExact(s.seenAt().toEpochDay());
            split(s.confidence(), f.numbers, CONFIDENCE);
            split(s.price(), f.numbers, PRICE);
            return s.location();
        }

        @Override
        Row read(long id, Fields f, Geometry geometry) {
            LocalDate day = f.numbers[SEEN_AT] == Counts.UNKNOWN ? null : LocalDate.ofEpochDay(f.numbers[SEEN_AT]);
            return new Sighting(
                    id,
                    f.texts[0],
                    f.words[1],
                    f.words[0],
                    f.texts[1],
                    joined(f.numbers[PRICE], f.numbers[PRICE + 1]),
                    integer(f.numbers[SEVERITY]),
                    joined(f.numbers[CONFIDENCE], f.numbers[CONFIDENCE + 1]),
                    day,
                    f.texts[2],
                    geometry);
        }
    },
    BASE(Layer.BASE, 2, 1, 0) {
        @Override
        Geometry write(Row row, Fields f) {
            BaseFeature b = (BaseFeature) row;
            f.texts(b.code(), b.name());
            f.words(b.kind());
            return b.geometry();
        }

        @Override
        Row read(long id, Fields f, Geometry geometry) {
            return new BaseFeature(id, f.texts[0], f.words[0], f.texts[1], geometry);
        }
    };

    /// Number columns of ports and sightings; those of buildings are the ordinals of [Count]. A fraction takes two columns.
    static final int CAPACITY = 0;
    static final int USED = 1;
    static final int SEVERITY = 0;
    static final int SEEN_AT = 1;
    static final int CONFIDENCE = 2;
    static final int PRICE = 4;
    private static final Count[] COUNTS = Count.values();

    final Layer layer;
    final int texts;
    final int words;
    final int numbers;

    Codec(Layer layer, int texts, int words, int numbers) {
        this.layer = layer;
        this.texts = texts;
        this.words = words;
        this.numbers = numbers;
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

        private void texts(String... values) {
            System.arraycopy(values, 0, texts, 0, values.length);
        }

        private void words(String... values) {
            System.arraycopy(values, 0, words, 0, values.length);
        }
    }

    /// Takes a row apart; answers its geometry.
    abstract Geometry write(Row row, Fields into);

    abstract Row read(long id, Fields from, Geometry geometry);

    /// Null for a table whose rows are kept as objects.
    static Codec of(Table table) {
        return Arrays.stream(values()).filter(codec -> codec.layer.table() == table).findFirst().orElse(null);
    }

    /// The point that stands for a geometry: itself, else a point inside it, which decides the leaf it belongs to.
    static Point anchor(Geometry geometry) {
        return geometry instanceof Point p ? p : geometry.getInteriorPoint();
    }

    /// The fraction kept in two neighbouring number columns, NaN when unknown.
    static double fraction(int high, int low) {
        return high == Counts.UNKNOWN ? Double.NaN : Double.longBitsToDouble((long) high << 32 | (low & 0xffffffffL));
    }

    private static int number(Integer value) {
        return value == null ? Counts.UNKNOWN : value;
    }

    private static Integer integer(int value) {
        return value == Counts.UNKNOWN ? null : value;
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
