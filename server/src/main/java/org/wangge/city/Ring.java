package org.wangge.city;

import java.util.Arrays;
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
        double twice = 0;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            twice += (xy[j] - xy[0]) * (xy[i + 1] - xy[1]) - (xy[i] - xy[0]) * (xy[j + 1] - xy[1]);
        }
        return Math.abs(twice) / 2;
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
        double[] out = new double[4 * xy.length];
        int n = 0;
        for (int i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
            double a = sign * (limit - xy[j + axis]);
            double b = sign * (limit - xy[i + axis]);
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
