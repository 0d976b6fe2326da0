package org.wangge.atlas;

import java.util.Arrays;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;

/// The geometries of the rows of one [Block]: an anchor (the point itself, or a point inside) in fixed degrees and in world
/// units, and vertices as offsets from it, in both. Rings are kept as they came, without their closing point. Immutable.
public final class Shapes {

    /// Kinds of rows: a point; one line; one ring of few vertices; anything else, described by [Parts].
    static final byte POINT = 0;

    static final byte LINE = 1;
    static final byte RING = 2;
    static final byte PARTS = 3;
    /// Shapes of more vertices carry their box.
    static final int FEW = 32;

    private static final int[] NO_ENDS = {};
    private static final boolean[] ONE_SHELL = {true};

    final int[] lon;
    final int[] lat;
    final int[] x;
    final int[] y;
    private final byte[] kinds;
    private final int[] starts;
    private final Offsets fixed;
    private final Offsets world;
    private final int[] partRows;
    private final Parts[] parts;

    /// `kinds` and `starts` are null when every row is a point.
    Shapes(int[] lon, int[] lat, int[] x, int[] y, byte[] kinds, int[] starts, Offsets fixed, Offsets world, int[] partRows,
            Parts[] parts) {
        this.lon = lon;
        this.lat = lat;
        this.x = x;
        this.y = y;
        this.kinds = kinds;
        this.starts = starts;
        this.fixed = fixed;
        this.world = world;
        this.partRows = partRows;
        this.parts = parts;
    }

    byte kind(int i) {
        return kinds == null ? POINT : kinds[i];
    }

    Parts parts(int i) {
        return parts[Arrays.binarySearch(partRows, i)];
    }

    /// 0 for points, 1 for lines, 2 for areas.
    public int dimension(int i) {
        return switch (kind(i)) {
            case POINT -> 0;
            case LINE -> 1;
            case RING -> 2;
            default -> parts(i).type().dimension;
        };
    }

    /// Number of vertices; 0 for a single point, which is its anchor.
    public int vertices(int i) {
        return starts == null ? 0 : starts[i + 1] - starts[i];
    }

    /// For shapes of several rings (lines, points): the number of vertices up to the end of each; empty when there is but one.
    public int[] ringEnds(int i) {
        return kind(i) == PARTS ? parts(i).ends() : NO_ENDS;
    }

    /// Beside [#ringEnds]: whether a ring begins a new polygon (else it is a hole of the one before).
    public boolean[] shells(int i) {
        return kind(i) == PARTS ? parts(i).shells() : ONE_SHELL;
    }

    /// Writes the vertices in world units to the start of the arrays, which must hold [#vertices] numbers; answers how many.
    public int copyWorld(int i, int[] xs, int[] ys) {
        if (starts == null) {
            return 0;
        }
        world.copy(starts[i], starts[i + 1], x[i], y[i], xs, ys);
        return starts[i + 1] - starts[i];
    }

    /// True when the box of row `i` meets this box in world units (borders count).
    boolean meets(int i, int minX, int minY, int maxX, int maxY) {
        if (x[i] >= minX && x[i] <= maxX && y[i] >= minY && y[i] <= maxY) {
            return true;
        }
        byte kind = kind(i);
        if (kind == POINT) {
            return false;
        }
        if (kind == PARTS) {
            int[] box = parts(i).box();
            return box[0] <= maxX && box[2] >= minX && box[1] <= maxY && box[3] >= minY;
        }
        return world.meets(starts[i], starts[i + 1], x[i], y[i], minX, minY, maxX, maxY);
    }

    /// The same in units of 1e-7 degree.
    boolean meetsFixed(int i, int minLon, int minLat, int maxLon, int maxLat) {
        if (lon[i] >= minLon && lon[i] <= maxLon && lat[i] >= minLat && lat[i] <= maxLat) {
            return true;
        }
        return kind(i) != POINT && fixed.meets(starts[i], starts[i + 1], lon[i], lat[i], minLon, minLat, maxLon, maxLat);
    }

    /// Widens `box` (minX, minY, maxX, maxY in world units, from index `at`) by row `i`.
    void addTo(int[] box, int at, int i) {
        if (kind(i) == POINT) {
            widen(box, at, x[i], y[i]);
        } else {
            for (int v = starts[i]; v < starts[i + 1]; v++) {
                widen(box, at, x[i] + world.x(v), y[i] + world.y(v));
            }
        }
    }

    /// The same in units of 1e-7 degree.
    void addFixedTo(int[] box, int at, int i) {
        if (kind(i) == POINT) {
            widen(box, at, lon[i], lat[i]);
        } else {
            for (int v = starts[i]; v < starts[i + 1]; v++) {
                widen(box, at, lon[i] + fixed.x(v), lat[i] + fixed.y(v));
            }
        }
    }

    static int[] emptyBox() {
        return new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE};
    }

    static void widen(int[] box, int at, int px, int py) {
        box[at] = Math.min(box[at], px);
        box[at + 1] = Math.min(box[at + 1], py);
        box[at + 2] = Math.max(box[at + 2], px);
        box[at + 3] = Math.max(box[at + 3], py);
    }

    void copyRaw(int i, int[] fixedTarget, int[] worldTarget, int at) {
        fixed.copyRaw(starts[i], starts[i + 1], fixedTarget, at);
        world.copyRaw(starts[i], starts[i + 1], worldTarget, at);
    }

    /// The geometry of row `i` as it was given, on the 1e-7 degree grid; degrees, WGS 84.
    Geometry geometry(int i) {
        byte kind = kind(i);
        if (kind == POINT) {
            return FixedPoint.LON_LAT.createPoint(Parts.coordinates(0, 1, new int[] {lon[i]}, new int[] {lat[i]}, false)[0]);
        }
        int n = vertices(i);
        int[] lons = new int[n];
        int[] lats = new int[n];
        fixed.copy(starts[i], starts[i + 1], lon[i], lat[i], lons, lats);
        if (kind == PARTS) {
            Parts p = parts(i);
            return Parts.geometry(p.type(), p.ends(), p.shells(), lons, lats);
        }
        return Parts.geometry(kind == LINE ? Parts.Type.LINE : Parts.Type.POLYGON, new int[] {n}, ONE_SHELL, lons, lats);
    }
}
