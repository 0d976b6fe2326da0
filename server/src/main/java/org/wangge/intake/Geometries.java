package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.wangge.geo.Crs;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Layer;

/// Checks the geometry of a row and puts it on the 1e-7 degree grid. Repeated points and spurs without area are dropped;
/// everything else that is wrong is a fault that names the place, never mended in silence. Immutable.
final class Geometries {

    private final Crs crs;
    private final Layer.Places allowed;
    private final Terms terms;

    Geometries(Crs crs, Layer.Places allowed, Terms terms) {
        this.crs = crs;
        this.allowed = allowed;
        this.terms = terms;
    }

    private boolean isAllowed(Shape.Kind kind) {
        return switch (kind) {
            case POINT, MULTIPOINT -> allowed != Layer.Places.AREA;
            case POLYGON, MULTIPOLYGON -> allowed != Layer.Places.POINT;
            case LINESTRING, MULTILINESTRING -> allowed == Layer.Places.ANY;
        };
    }

    private String needed() {
        return switch (allowed) {
            case POINT -> "a Point is needed";
            case AREA -> "a Polygon or MultiPolygon is needed";
            case POINT_OR_AREA -> "a Polygon, MultiPolygon or Point is needed";
            case ANY -> "a geometry is needed";
        };
    }

    /// The geometry in degrees of WGS 84, every coordinate on the grid; its positions are changed in place on the way.
    Geometry lonLat(Shape shape) throws Fault {
        if (!isAllowed(shape.kind())) {
            throw new Fault(shape.kind().label, "is a " + shape.kind().label + "; " + needed());
        }
        if (shape.size() == 0) {
            throw new Fault("", "is empty; " + needed());
        }
        double[] xy = toGrid(shape.xy());
        return switch (shape.kind()) {
            case POINT -> point(xy, 0);
            case MULTIPOINT -> points(xy);
            case LINESTRING -> line(xy, 0, xy.length / 2);
            case MULTILINESTRING -> lines(xy, shape);
            case POLYGON, MULTIPOLYGON -> area(xy, shape);
        };
    }

    /// Whole numbers of 1e-7 degree, after the checks of each position.
    private double[] toGrid(double[] xy) throws Fault {
        for (int i = 0; i < xy.length; i += 2) {
            if (!Double.isFinite(xy[i])) {
                throw new Fault(Text.plain(xy[i]), "is not a number, in position " + (i / 2 + 1), Fault.Axis.X);
            }
            if (!Double.isFinite(xy[i + 1])) {
                throw new Fault(Text.plain(xy[i + 1]), "is not a number, in position " + (i / 2 + 1), Fault.Axis.Y);
            }
        }
        double[] lonLat = xy;
        if (!crs.isWgs84()) {
            lonLat = xy.clone();
            crs.toLonLat(lonLat);
        }
        double[] grid = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            double lon = lonLat[i];
            double lat = lonLat[i + 1];
            if (!(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90)) {
                throw outside(xy[i], xy[i + 1]);
            }
            grid[i] = Math.rint(lon * FixedPoint.UNITS_PER_DEGREE);
            grid[i + 1] = Math.rint(lat * FixedPoint.UNITS_PER_DEGREE);
        }
        return grid;
    }

    private Fault outside(double x, double y) {
        if (!crs.isWgs84()) {
            return new Fault(Text.position(x, y), "is no place in " + crs.name() + "; are its axes swapped, or is it "
                    + "another system?");
        }
        boolean isBadX = !(x >= -180 && x <= 180);
        if (isBadX && !(y >= -90 && y <= 90)) {
            return new Fault(Text.position(x, y), "is not in degrees; name the system of the coordinates, for example "
                    + terms.crs("EPSG:4527"));
        }
        if (isBadX) {
            return new Fault(Text.plain(x), "longitude " + Text.plain(x) + " is outside -180..180", Fault.Axis.X);
        }
        boolean looksSwapped = Math.abs(x) <= 90 && Math.abs(y) <= 180;
        return new Fault(Text.plain(y), "latitude " + Text.plain(y) + " is outside -90..90"
                + (looksSwapped ? "; longitude " + Text.plain(x) + " and latitude look swapped" : ""), Fault.Axis.Y);
    }

    private static Coordinate degrees(double[] grid, int position) {
        return new CoordinateXY(FixedPoint.degrees(grid[2 * position]), FixedPoint.degrees(grid[2 * position + 1]));
    }

    private static Point point(double[] grid, int position) {
        return FixedPoint.LON_LAT.createPoint(degrees(grid, position));
    }

    private Geometry points(double[] grid) throws Fault {
        if (grid.length == 2) {
            return point(grid, 0);
        }
        if (allowed != Layer.Places.ANY) {
            throw new Fault("MultiPoint", "is a MultiPoint of " + grid.length / 2 + " points; a row has one place");
        }
        Point[] points = new Point[grid.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = point(grid, i);
        }
        return FixedPoint.LON_LAT.createMultiPoint(points);
    }

    private static LineString line(double[] grid, int from, int to) throws Fault {
        List<Coordinate> kept = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            Coordinate c = degrees(grid, i);
            if (kept.isEmpty() || !kept.getLast().equals2D(c)) {
                kept.add(c);
            }
        }
        if (kept.size() < 2) {
            throw new Fault(to == from ? "" : at(grid, from), "is a line without length");
        }
        return FixedPoint.LON_LAT.createLineString(kept.toArray(Coordinate[]::new));
    }

    private static Geometry lines(double[] grid, Shape shape) throws Fault {
        LineString[] lines = new LineString[shape.lineEnds().length];
        int from = 0;
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(grid, from, shape.lineEnds()[i]);
            from = shape.lineEnds()[i];
        }
        return lines.length == 1 ? lines[0] : FixedPoint.LON_LAT.createMultiLineString(lines);
    }

    private static Geometry area(double[] grid, Shape shape) throws Fault {
        Polygon[] parts = new Polygon[shape.partEnds().length];
        int ring = 0;
        int position = 0;
        for (int p = 0; p < parts.length; p++) {
            List<LinearRing> rings = new ArrayList<>();
            for (; ring < shape.partEnds()[p]; ring++) {
                int end = shape.lineEnds()[ring];
                rings.add(ring(grid, position, end, ring + 1));
                position = end;
            }
            if (rings.isEmpty()) {
                throw new Fault("", "has a polygon without a ring");
            }
            LinearRing shell = rings.removeFirst();
            parts[p] = FixedPoint.FIXED.createPolygon(shell, rings.toArray(LinearRing[]::new));
        }
        Geometry area = parts.length == 1 ? parts[0] : FixedPoint.FIXED.createMultiPolygon(parts);
        if (!(parts.length == 1 && SimpleRing.isSimple(parts[0]))) {
            Intricacy.check(area);
            checkValid(area);
        }
        return FixedPoint.lonLat(area);
    }

    /// A closed ring of fixed coordinates without repeated points and spurs.
    private static LinearRing ring(double[] grid, int from, int to, int number) throws Fault {
        if (to - from < 4) {
            throw new Fault(to == from ? "" : at(grid, from),
                    "ring " + number + " has " + Text.count(to - from, "position", "positions") + "; a ring needs at least 4");
        }
        if (grid[2 * from] != grid[2 * to - 2] || grid[2 * from + 1] != grid[2 * to - 1]) {
            throw new Fault(at(grid, from), "ring " + number + " is not closed: it begins at " + at(grid, from) + " and ends at "
                    + at(grid, to - 1));
        }
        Coordinate[] kept = new Coordinate[to - from];
        int n = 0;
        for (int i = from; i < to - 1; i++) {
            n = push(kept, n, new CoordinateXY(grid[2 * i], grid[2 * i + 1]));
        }
        n = trimEnds(kept, n);
        if (n < 3) {
            throw new Fault(at(grid, from), "ring " + number + " has no area, at " + at(grid, from));
        }
        Coordinate[] ring = new Coordinate[n + 1];
        System.arraycopy(kept, 0, ring, 0, n);
        ring[n] = kept[0].copy();
        return FixedPoint.FIXED.createLinearRing(ring);
    }

    /// Appends `c` and drops what it makes superfluous: a repeated point, or the tip of a spur.
    private static int push(Coordinate[] kept, int count, Coordinate c) {
        int n = count;
        while (n > 0 && (kept[n - 1].equals2D(c) || n > 1 && isSpur(kept[n - 2], kept[n - 1], c))) {
            n--;
        }
        kept[n] = c;
        return n + 1;
    }

    /// The same across the point at which the ring begins; the ring is then moved so that it begins at index 0.
    private static int trimEnds(Coordinate[] kept, int count) {
        int first = 0;
        int n = count;
        boolean changed = true;
        while (changed && n - first > 2) {
            changed = false;
            if (kept[n - 1].equals2D(kept[first]) || isSpur(kept[n - 2], kept[n - 1], kept[first])) {
                n--;
                changed = true;
            } else if (isSpur(kept[n - 1], kept[first], kept[first + 1])) {
                first++;
                changed = true;
            }
        }
        System.arraycopy(kept, first, kept, 0, n - first);
        return n - first;
    }

    /// Whether the way from `a` to `tip` is walked back, wholly or in part, on the way to `c`.
    private static boolean isSpur(Coordinate a, Coordinate tip, Coordinate c) {
        double dot = (tip.x - a.x) * (c.x - tip.x) + (tip.y - a.y) * (c.y - tip.y);
        return dot < 0 && Orientation.index(a, tip, c) == Orientation.COLLINEAR;
    }

    private static void checkValid(Geometry fixed) throws Fault {
        TopologyValidationError error = new IsValidOp(fixed).getValidationError();
        if (error == null) {
            return;
        }
        Coordinate c = error.getCoordinate();
        String place = Text.position(FixedPoint.degrees(c.x), FixedPoint.degrees(c.y));
        throw new Fault(place, switch (error.getErrorType()) {
            case TopologyValidationError.SELF_INTERSECTION -> "crosses itself at " + place;
            case TopologyValidationError.RING_SELF_INTERSECTION -> "touches itself at " + place;
            case TopologyValidationError.HOLE_OUTSIDE_SHELL -> "has a hole outside its shell at " + place;
            case TopologyValidationError.NESTED_HOLES -> "has a hole inside a hole at " + place;
            case TopologyValidationError.DISCONNECTED_INTERIOR -> "is cut in two by its holes at " + place;
            case TopologyValidationError.NESTED_SHELLS -> "has a part inside another part at " + place;
            default -> "is invalid at " + place + ": " + error.getMessage();
        });
    }

    private static String at(double[] grid, int position) {
        return Text.position(FixedPoint.degrees(grid[2 * position]), FixedPoint.degrees(grid[2 * position + 1]));
    }
}
