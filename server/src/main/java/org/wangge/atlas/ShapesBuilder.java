package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;

/// Gathers geometries for a [Shapes]. For one thread.
final class ShapesBuilder {

    private int size;
    private int[] lon = new int[64];
    private int[] lat = new int[64];
    private int[] x = new int[64];
    private int[] y = new int[64];
    private byte[] kinds = new byte[64];
    private int[] starts = new int[65];
    private int[] fixed = new int[512];
    private int[] world = new int[512];
    private int vertices;
    private boolean onlyPoints = true;
    private final List<Integer> partRows = new ArrayList<>();
    private final List<Parts> parts = new ArrayList<>();

    private final List<Integer> ends = new ArrayList<>();
    private final List<Boolean> shells = new ArrayList<>();

    /// Adds a geometry in degrees, WGS 84.
    void add(Geometry geometry) {
        Point anchor = Codec.anchor(geometry);
        makeRoom();
        int i = size;
        lon[i] = FixedPoint.units(anchor.getX());
        lat[i] = FixedPoint.units(anchor.getY());
        x[i] = Mercator.worldX(FixedPoint.degrees(lon[i]));
        y[i] = Mercator.worldY(FixedPoint.degrees(lat[i]));
        if (geometry instanceof Point) {
            kinds[i] = Shapes.POINT;
        } else {
            addVertices(geometry);
        }
        starts[++size] = vertices;
    }

    /// Adds row `i` of a finished [Shapes].
    void add(Shapes from, int i) {
        makeRoom();
        lon[size] = from.lon[i];
        lat[size] = from.lat[i];
        x[size] = from.x[i];
        y[size] = from.y[i];
        kinds[size] = from.kind(i);
        int n = from.vertices(i);
        if (n > 0) {
            onlyPoints = false;
            makeRoomForVertices(n);
            from.copyRaw(i, fixed, world, 2 * vertices);
            vertices += n;
        }
        if (kinds[size] == Shapes.PARTS) {
            partRows.add(size);
            parts.add(from.parts(i));
        }
        starts[++size] = vertices;
    }

    Shapes build() {
        return new Shapes(
                Arrays.copyOf(lon, size),
                Arrays.copyOf(lat, size),
                Arrays.copyOf(x, size),
                Arrays.copyOf(y, size),
                onlyPoints ? null : Arrays.copyOf(kinds, size),
                onlyPoints ? null : Arrays.copyOf(starts, size + 1),
                Offsets.of(fixed, 2 * vertices),
                Offsets.of(world, 2 * vertices),
                partRows.stream().mapToInt(Integer::intValue).toArray(),
                parts.toArray(Parts[]::new));
    }

    private void addVertices(Geometry geometry) {
        onlyPoints = false;
        Parts.Type type = Parts.Type.of(geometry);
        ends.clear();
        shells.clear();
        int from = vertices;
        for (int p = 0; p < geometry.getNumGeometries(); p++) {
            Geometry part = geometry.getGeometryN(p);
            if (part instanceof Polygon polygon && !polygon.isEmpty()) {
                addLine(polygon.getExteriorRing().getCoordinateSequence(), true, true, from);
                for (int h = 0; h < polygon.getNumInteriorRing(); h++) {
                    addLine(polygon.getInteriorRingN(h).getCoordinateSequence(), true, false, from);
                }
            } else if (part instanceof LineString line && !line.isEmpty()) {
                addLine(line.getCoordinateSequence(), false, true, from);
            } else if (part instanceof Point point && !point.isEmpty()) {
                addLine(point.getCoordinateSequence(), false, true, from);
            }
        }
        boolean plain = ends.size() == 1 && vertices - from <= Shapes.FEW;
        if (plain && type == Parts.Type.POLYGON) {
            kinds[size] = Shapes.RING;
        } else if (plain && type == Parts.Type.LINE) {
            kinds[size] = Shapes.LINE;
        } else {
            kinds[size] = Shapes.PARTS;
            int[] box = Shapes.emptyBox();
            for (int v = from; v < vertices; v++) {
                Shapes.widen(box, 0, x[size] + world[2 * v], y[size] + world[2 * v + 1]);
            }
            boolean[] flags = new boolean[shells.size()];
            for (int r = 0; r < flags.length; r++) {
                flags[r] = shells.get(r);
            }
            partRows.add(size);
            parts.add(new Parts(type, ends.stream().mapToInt(Integer::intValue).toArray(), flags, box));
        }
    }

    private void addLine(CoordinateSequence line, boolean ring, boolean shell, int from) {
        int n = ring ? line.size() - 1 : line.size();
        makeRoomForVertices(n);
        for (int k = 0; k < n; k++) {
            int vLon = FixedPoint.units(line.getX(k));
            int vLat = FixedPoint.units(line.getY(k));
            fixed[2 * vertices] = vLon - lon[size];
            fixed[2 * vertices + 1] = vLat - lat[size];
            world[2 * vertices] = Mercator.worldX(FixedPoint.degrees(vLon)) - x[size];
            world[2 * vertices + 1] = Mercator.worldY(FixedPoint.degrees(vLat)) - y[size];
            vertices++;
        }
        ends.add(vertices - from);
        shells.add(shell);
    }

    private void makeRoom() {
        if (size == lon.length) {
            lon = Arrays.copyOf(lon, 2 * size);
            lat = Arrays.copyOf(lat, 2 * size);
            x = Arrays.copyOf(x, 2 * size);
            y = Arrays.copyOf(y, 2 * size);
            kinds = Arrays.copyOf(kinds, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size + 1);
        }
    }

    private void makeRoomForVertices(int n) {
        int needed = 2 * (vertices + n);
        if (needed > fixed.length) {
            fixed = Arrays.copyOf(fixed, Math.max(needed, 2 * fixed.length));
            world = Arrays.copyOf(world, fixed.length);
        }
    }
}
