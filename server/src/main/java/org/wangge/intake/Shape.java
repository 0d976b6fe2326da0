package org.wangge.intake;

import java.util.Arrays;
import java.util.Locale;

/// A geometry as a file holds it, not yet checked: positions in the file's own coordinate system, the ends of its lines or
/// rings, and the ends of its polygons. JTS refuses to build an open ring and can't say where it is open, hence this form
/// between file and JTS.
///
/// `xy` is x0, y0, x1, y1, …; line `i` ends before position `lineEnds[i]`; polygon `i` ends before line `partEnds[i]`.
record Shape(Kind kind, double[] xy, int[] lineEnds, int[] partEnds) {

    /// More than any border or river that somebody would draw, and few enough to be checked in a moment.
    static final int MAX_POSITIONS = 500_000;
    static final int MAX_LINES = 50_000;

    /// `depth` is the nesting of GeoJSON's coordinates.
    enum Kind {
        POINT("Point", 1),
        MULTIPOINT("MultiPoint", 2),
        LINESTRING("LineString", 2),
        MULTILINESTRING("MultiLineString", 3),
        POLYGON("Polygon", 3),
        MULTIPOLYGON("MultiPolygon", 4);

        private static final Kind[] ALL = values();

        final String label;
        final int depth;

        Kind(String label, int depth) {
            this.label = label;
            this.depth = depth;
        }

        /// Throws when it is no type that a row can have; `name` in any case.
        static Kind of(String name) throws Fault {
            String upper = name.toUpperCase(Locale.ROOT);
            for (Kind k : ALL) {
                if (k.name().equals(upper)) {
                    return k;
                }
            }
            throw new Fault(name, "is a " + name + "; a Point, LineString, Polygon or a Multi… of them is needed");
        }
    }

    int size() {
        return xy.length / 2;
    }

    static Shape point(double x, double y) {
        return new Shape(Kind.POINT, new double[] {x, y}, new int[] {1}, new int[] {1});
    }

    /// Gathers positions, lines and polygons in the order of the file, up to the limits; what comes beyond is not kept.
    static final class Builder {
        private double[] xy = new double[32];
        private int length;
        private int[] lineEnds = new int[2];
        private int lines;
        private int[] partEnds = new int[2];
        private int parts;
        private boolean isTooLarge;

        void position(double x, double y) {
            if (isTooLarge || length == 2 * MAX_POSITIONS) {
                isTooLarge = true;
                return;
            }
            if (length == xy.length) {
                xy = Arrays.copyOf(xy, length * 2);
            }
            xy[length++] = x;
            xy[length++] = y;
        }

        void endLine() {
            if (isTooLarge || lines == MAX_LINES) {
                isTooLarge = true;
                return;
            }
            if (lines == lineEnds.length) {
                lineEnds = Arrays.copyOf(lineEnds, lines * 2);
            }
            lineEnds[lines++] = length / 2;
        }

        void endPart() {
            if (isTooLarge || parts == MAX_LINES) {
                isTooLarge = true;
                return;
            }
            if (parts == partEnds.length) {
                partEnds = Arrays.copyOf(partEnds, parts * 2);
            }
            partEnds[parts++] = lines;
        }

        Shape build(Kind kind) throws Fault {
            if (isTooLarge) {
                throw new Fault(kind.label, "has more than " + Text.count(MAX_POSITIONS) + " positions, or "
                        + Text.count(MAX_LINES) + " lines or rings; simplify it, or give it several rows");
            }
            if (kind.depth < 3 && lines == 0) {
                endLine();
            }
            if (kind.depth < 4 && parts == 0) {
                endPart();
            }
            return new Shape(kind, Arrays.copyOf(xy, length), Arrays.copyOf(lineEnds, lines), Arrays.copyOf(partEnds, parts));
        }
    }
}
