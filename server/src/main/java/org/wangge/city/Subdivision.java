package org.wangge.city;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.locationtech.jts.algorithm.MinimumAreaRectangle;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;

/// Divides the land between main roads into blocks, again and again across the longer side, until each has the size usual in
/// its zone. A street goes on where one already ends at the other side of the road, so that crossings form.
final class Subdivision {

    private static final double CELL = 120;

    private final LandUse use;
    private final SplittableRandom random;
    private final Names names;
    private final List<Road> streets = new ArrayList<>();
    /// Ends of streets, by cell of the plane.
    private final Map<Long, List<Coordinate>> ends = new HashMap<>();
    private int named;

    Subdivision(LandUse use, Names names, long seed) {
        this.use = use;
        this.names = names;
        random = new SplittableRandom(seed);
    }

    List<Road> streets() {
        return streets;
    }

    void divide(Polygon land) {
        LandUse.Zone zone = use.of(land);
        double area = land.getArea();
        double usual = zone.blockArea * random.nextDouble(0.75, 1.35);
        if (area < 1.35 * usual) {
            return;
        }
        Coordinate[] box = box(land);
        boolean firstIsLong = box[0].distance(box[1]) >= box[1].distance(box[2]);
        Coordinate a = box[firstIsLong ? 0 : 1];
        Coordinate b = box[firstIsLong ? 1 : 2];
        double length = a.distance(b);
        double width = box[firstIsLong ? 1 : 0].distance(box[firstIsLong ? 2 : 1]);
        if (length < 130 && zone != LandUse.Zone.OLD || width < 60) {
            return;
        }
        List<Polygon> parts = cut(land, a, b, width, zone);
        if (parts.size() > 1) {
            parts.forEach(this::divide);
        }
    }

    /// The smallest rectangle around a piece of land that has a side along one of its sides.
    private static Coordinate[] box(Polygon land) {
        Coordinate[] ring = land.getExteriorRing().getCoordinates();
        if (ring.length > 60) {
            return MinimumAreaRectangle.getMinimumRectangle(land).getCoordinates();
        }
        Ring shape = Ring.of(land);
        double least = Double.MAX_VALUE;
        Coordinate[] best = null;
        for (int i = 0; i + 1 < ring.length; i++) {
            double length = ring[i].distance(ring[i + 1]);
            double cos = (ring[i + 1].x - ring[i].x) / length;
            double sin = (ring[i + 1].y - ring[i].y) / length;
            Ring turned = length < 1e-3 ? null : shape.turned(cos, -sin);
            if (turned == null) {
                continue;
            }
            double[] x = {turned.min(0), turned.max(0)};
            double[] y = {turned.min(1), turned.max(1)};
            if ((x[1] - x[0]) * (y[1] - y[0]) < least) {
                least = (x[1] - x[0]) * (y[1] - y[0]);
                best = new Coordinate[4];
                for (int k = 0; k < 4; k++) {
                    double u = x[k == 1 || k == 2 ? 1 : 0];
                    double v = y[k / 2];
                    best[k] = new Coordinate(u * cos - v * sin, u * sin + v * cos);
                }
            }
        }
        return best;
    }

    private List<Polygon> cut(Polygon land, Coordinate a, Coordinate b, double width, LandUse.Zone zone) {
        double length = a.distance(b);
        double ux = (b.x - a.x) / length;
        double uy = (b.y - a.y) / length;
        Coordinate centre = land.getEnvelopeInternal().centre();
        // the box may run clockwise: v points from its long side into it
        double vx = -uy;
        double vy = ux;
        if ((centre.x - a.x) * vx + (centre.y - a.y) * vy < 0) {
            vx = -vx;
            vy = -vy;
        }
        double share = 0.5 + random.nextDouble(-0.09, 0.09);
        double at = continued(land, a, ux, uy, length, share * length);
        double skew = zone == LandUse.Zone.OLD ? random.nextDouble(-0.16, 0.16) : random.nextDouble(-0.03, 0.03);
        double bend = (width > 500 || zone == LandUse.Zone.OLD ? random.nextDouble(-0.05, 0.05) : 0) * width;
        int pieces = bend == 0 ? 1 : width > 500 ? 12 : 4;
        List<Coordinate> line = new ArrayList<>();
        for (int k = 0; k <= pieces; k++) {
            double t = (double) k / pieces;
            double along = at + skew * (t - 0.5) * width + bend * StrictMath.sin(Math.PI * t);
            double across = pieces == 1 ? (k == 0 ? -0.02 : 1.02) * width : (t * 1.04 - 0.02) * width;
            line.add(new Coordinate(a.x + ux * along + vx * across, a.y + uy * along + vy * across));
        }
        Cut cut = Cut.of(land, line);
        if (cut.parts().size() > 1) {
            cut.chords().forEach(chord -> open(chord, zone));
        }
        return cut.parts();
    }

    /// Where to cut so that a street that ends on this land's edge near `wanted` goes on.
    private double continued(Polygon land, Coordinate a, double ux, double uy, double length, double wanted) {
        double best = wanted;
        double reach = Math.min(0.17 * length, 110);
        for (Coordinate corner : edgePoints(land)) {
            long cell = cell(corner.x, corner.y);
            for (Coordinate end : ends.getOrDefault(cell, List.of())) {
                double along = (end.x - a.x) * ux + (end.y - a.y) * uy;
                if (Math.abs(along - wanted) < reach && land.isWithinDistance(Frame.METRES.createPoint(end), 0.5)) {
                    reach = Math.abs(along - wanted);
                    best = along;
                }
            }
        }
        return best;
    }

    /// One point in each cell along the outline.
    private static List<Coordinate> edgePoints(Polygon land) {
        List<Coordinate> points = new ArrayList<>();
        Coordinate[] ring = land.getExteriorRing().getCoordinates();
        long last = Long.MIN_VALUE;
        for (int i = 0; i + 1 < ring.length; i++) {
            int steps = 1 + (int) (ring[i].distance(ring[i + 1]) / (CELL / 2));
            for (int k = 0; k < steps; k++) {
                double t = (double) k / steps;
                double x = ring[i].x + t * (ring[i + 1].x - ring[i].x);
                double y = ring[i].y + t * (ring[i + 1].y - ring[i].y);
                if (cell(x, y) != last) {
                    last = cell(x, y);
                    points.add(new Coordinate(x, y));
                }
            }
        }
        return points;
    }

    private void open(LineString chord, LandUse.Zone zone) {
        boolean lane = zone == LandUse.Zone.OLD && chord.getLength() < 420 || chord.getLength() < 60;
        String name = lane ? names.lane(named) : names.street(named);
        named++;
        streets.add(new Road(lane ? Road.Kind.LANE : Road.Kind.STREET, name, lengthened(chord)));
        for (int i : new int[] {0, chord.getNumPoints() - 1}) {
            Coordinate end = chord.getCoordinateN(i);
            ends.computeIfAbsent(cell(end.x, end.y), c -> new ArrayList<>()).add(end);
        }
    }

    /// Longer by a few centimetres at both ends, so that rounding can't leave a gap before the street it runs into.
    private static LineString lengthened(LineString chord) {
        Coordinate[] line = chord.getCoordinates();
        int n = line.length;
        line[0] = beyond(line[1], line[0]);
        line[n - 1] = beyond(line[n - 2], line[n - 1]);
        return Frame.METRES.createLineString(line);
    }

    private static Coordinate beyond(Coordinate from, Coordinate to) {
        double f = 1 + 0.06 / from.distance(to);
        return new Coordinate(from.x + f * (to.x - from.x), from.y + f * (to.y - from.y));
    }

    private static long cell(double x, double y) {
        return ((long) Math.floor(x / CELL) << 32) ^ ((long) Math.floor(y / CELL) & 0xFFFFFFFFL);
    }
}
