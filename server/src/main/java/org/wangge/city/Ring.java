package org.wangge.city;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Polygon;

/// A simple ring as x0, y0, x1, y1, … in metres, not closed, with the few quick operations that laying out a million
/// buildings needs.
record Ring(double[] xy) {

    static Ring of(Polygon p) {
        Coordinate[] ring = p.getExteriorRing().getCoordinates();
        double[] xy = new double[2 * (ring.length - 1)];
        for (int i = 0; i + 1 < ring.length; i++) {
            xy[2 * i] = ring[i].x;
            xy[2 * i + 1] = ring[i].y;
        }
        return new Ring(xy);
    }

    int size() {
        return xy.length / 2;
    }

    double area() {
        return Math.abs(signedArea());
    }

    /// Positive when the corners go counter-clockwise.
    private double signedArea() {
        double twice = 0;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            twice += (xy[j] - xy[0]) * (xy[i + 1] - xy[1]) - (xy[i] - xy[0]) * (xy[j + 1] - xy[1]);
        }
        return twice / 2;
    }

    /// Direction of the longest side, turned by quarter turns to lie within 45° of east–west, since houses face south.
    double axis() {
        double best = 0;
        double angle = 0;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            double dx = xy[i] - xy[j];
            double dy = xy[i + 1] - xy[j + 1];
            if (dx * dx + dy * dy > best) {
                best = dx * dx + dy * dy;
                angle = StrictMath.atan2(dy, dx);
            }
        }
        double quarter = Math.PI / 2;
        return angle - quarter * Math.rint(angle / quarter);
    }

    /// How much the outline turns the wrong way, in all, in radians; 0 for a convex ring.
    double turnsBack() {
        double back = 0;
        int n = size();
        double orientation = signedArea();
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            int k = (i + 2) % n;
            double ax = xy[2 * j] - xy[2 * i];
            double ay = xy[2 * j + 1] - xy[2 * i + 1];
            double bx = xy[2 * k] - xy[2 * j];
            double by = xy[2 * k + 1] - xy[2 * j + 1];
            double turn = StrictMath.atan2(ax * by - ay * bx, ax * bx + ay * by);
            back += Math.max(0, orientation > 0 ? -turn : turn);
        }
        return back;
    }

    /// The part that is at least `distance(i)` away from the line along side i, for each side; for a nearly convex ring.
    Ring shrunk(IntToDoubleFunction distance) {
        boolean left = signedArea() > 0;
        Ring rest = this;
        int n = size();
        for (int i = 0; i < n && rest.size() >= 3; i++) {
            int j = (i + 1) % n;
            double dx = xy[2 * j] - xy[2 * i];
            double dy = xy[2 * j + 1] - xy[2 * i + 1];
            double length = Math.sqrt(dx * dx + dy * dy);
            double nx = (left ? -dy : dy) / length;
            double ny = (left ? dx : -dx) / length;
            rest = rest.beyond(nx, ny, nx * xy[2 * i] + ny * xy[2 * i + 1] + distance.applyAsDouble(i));
        }
        return rest;
    }

    /// The part where nx·x + ny·y exceeds a limit.
    private Ring beyond(double nx, double ny, double limit) {
        double[] out = new double[4 * xy.length];
        int n = 0;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            double a = nx * xy[j] + ny * xy[j + 1] - limit;
            double b = nx * xy[i] + ny * xy[i + 1] - limit;
            if (a > 0 != b > 0) {
                double t = a / (a - b);
                out[n++] = xy[j] + t * (xy[i] - xy[j]);
                out[n++] = xy[j + 1] + t * (xy[i + 1] - xy[j + 1]);
            }
            if (b > 0) {
                out[n++] = xy[i];
                out[n++] = xy[i + 1];
            }
        }
        return new Ring(Arrays.copyOf(out, n));
    }

    Polygon polygon() {
        Coordinate[] ring = new Coordinate[size() + 1];
        for (int i = 0; i < ring.length; i++) {
            int k = 2 * (i % size());
            ring[i] = new Coordinate(xy[k], xy[k + 1]);
        }
        return Frame.METRES.createPolygon(ring);
    }

    /// This ring turned about the origin.
    Ring turned(double cos, double sin) {
        double[] out = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            out[i] = xy[i] * cos - xy[i + 1] * sin;
            out[i + 1] = xy[i] * sin + xy[i + 1] * cos;
        }
        return new Ring(out);
    }

    double min(int axis) {
        double min = Double.POSITIVE_INFINITY;
        for (int i = axis; i < xy.length; i += 2) {
            min = Math.min(min, xy[i]);
        }
        return min;
    }

    double max(int axis) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = axis; i < xy.length; i += 2) {
            max = Math.max(max, xy[i]);
        }
        return max;
    }

    /// The part where the coordinate of this axis is below (`sign` 1) or above (`sign` -1) `limit`.
    Ring half(int axis, double limit, int sign) {
        return axis == 0 ? beyond(-sign, 0, -sign * limit) : beyond(0, -sign, -sign * limit);
    }

    boolean contains(double x, double y) {
        boolean in = false;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            if (xy[i + 1] > y != xy[j + 1] > y
                    && x < (xy[j] - xy[i]) * (y - xy[i + 1]) / (xy[j + 1] - xy[i + 1]) + xy[i]) {
                in = !in;
            }
        }
        return in;
    }

    /// Whether an upright rectangle lies wholly inside.
    boolean containsBox(double x1, double y1, double x2, double y2) {
        if (!contains(x1, y1) || !contains(x2, y1) || !contains(x2, y2) || !contains(x1, y2)) {
            return false;
        }
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            if (touchesBox(xy[j], xy[j + 1], xy[i], xy[i + 1], x1, y1, x2, y2)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a segment has a point in the box, by clipping it to the box's four sides.
    private static boolean touchesBox(double ax, double ay, double bx, double by, double x1, double y1, double x2, double y2) {
        double from = 0;
        double to = 1;
        double[] delta = {ax - bx, bx - ax, ay - by, by - ay};
        double[] room = {ax - x1, x2 - ax, ay - y1, y2 - ay};
        for (int k = 0; k < 4; k++) {
            if (delta[k] == 0) {
                if (room[k] < 0) {
                    return false;
                }
            } else if (delta[k] < 0) {
                from = Math.max(from, room[k] / delta[k]);
            } else {
                to = Math.min(to, room[k] / delta[k]);
            }
        }
        return from <= to;
    }
}
