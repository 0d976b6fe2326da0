package org.wangge.city;

import java.util.SplittableRandom;

/// How the buildings of one compound look: sizes and distances in metres, storeys, and the outline of a footprint.
/// `skip` is the share of places left free.
record Style(
        String kind, Outline outline, int minLength, int maxLength, int minDepth, int maxDepth, double rowGap, double sideGap,
        int minStoreys, int maxStoreys, double skip) {

    enum Outline {
        PLAIN, STEPPED, NOTCHED, COURT, ANGLE, ANY
    }

    static final String RESIDENTIAL = "residential";

    static final Style COURTYARDS = new Style(RESIDENTIAL, Outline.ANY, 13, 21, 11, 15, 7, 5.5, 1, 3, 0.13);
    static final Style SLABS = new Style(RESIDENTIAL, Outline.STEPPED, 34, 62, 11, 13, 18, 10, 5, 7, 0.03);
    static final Style TALL_SLABS = new Style(RESIDENTIAL, Outline.STEPPED, 36, 58, 13, 16, 26, 14, 9, 14, 0.03);
    static final Style TOWERS = new Style(RESIDENTIAL, Outline.NOTCHED, 25, 33, 19, 24, 28, 21, 15, 30, 0.04);
    static final Style VILLAS = new Style(RESIDENTIAL, Outline.ANGLE, 14, 19, 11, 13, 13, 9, 2, 3, 0.06);
    static final Style HOUSES = new Style(RESIDENTIAL, Outline.PLAIN, 10, 15, 8, 11, 10, 8, 1, 3, 0.3);
    static final Style DORMITORIES = new Style(RESIDENTIAL, Outline.PLAIN, 40, 60, 14, 16, 20, 12, 4, 6, 0.05);
    static final Style OFFICES = new Style("office", Outline.NOTCHED, 30, 46, 26, 38, 28, 24, 12, 42, 0.05);
    static final Style MALLS = new Style("mall", Outline.ANGLE, 70, 105, 45, 65, 26, 24, 3, 6, 0.05);
    static final Style SHOPS = new Style("shop", Outline.PLAIN, 22, 44, 12, 16, 14, 9, 2, 4, 0.05);
    static final Style SCHOOLS = new Style("school", Outline.COURT, 48, 68, 30, 42, 34, 26, 3, 6, 0.3);
    static final Style HOSPITALS = new Style("hospital", Outline.COURT, 55, 80, 34, 46, 28, 22, 5, 16, 0.15);
    static final Style FACTORIES = new Style("factory", Outline.PLAIN, 44, 92, 24, 46, 17, 16, 1, 3, 0.06);
    static final Style WAREHOUSES = new Style("warehouse", Outline.PLAIN, 60, 110, 30, 40, 20, 18, 1, 1, 0.08);

    boolean isResidential() {
        return kind.equals(RESIDENTIAL);
    }

    double margin() {
        return minDepth < 12 ? 2.5 : 5;
    }

    /// The corners of a footprint of this length and depth around the origin, x along its front.
    double[] corners(double length, double depth, SplittableRandom random) {
        double a = length / 2;
        double b = depth / 2;
        Outline chosen = outline;
        if (outline == Outline.ANY) {
            chosen = switch (random.nextInt(6)) {
                case 0, 1 -> Outline.COURT;
                case 2, 3 -> Outline.ANGLE;
                default -> Outline.PLAIN;
            };
        }
        boolean mirrored = random.nextBoolean();
        double[] xy = switch (chosen) {
            case PLAIN, ANY -> new double[] {-a, -b, a, -b, a, b, -a, b};
            case STEPPED -> {
                double s = random.nextInt(3) == 0 ? 0 : 0.18 * depth;
                double m = a * random.nextDouble(-0.15, 0.15);
                yield s == 0
                        ? new double[] {-a, -b, a, -b, a, b, -a, b}
                        : new double[] {-a, -b, m, -b, m, -b + s, a, -b + s, a, b, m, b, m, b - s, -a, b - s};
            }
            case NOTCHED -> {
                double w = 0.32 * a;
                double h = 0.30 * b;
                yield new double[] {-a, -b, -w, -b, -w, -b + h, w, -b + h, w, -b, a, -b, a, b, -a, b};
            }
            case COURT -> {
                double w = 0.42 * a;
                double h = 0.1 * b;
                yield new double[] {-a, -b, -w, -b, -w, h, w, h, w, -b, a, -b, a, b, -a, b};
            }
            case ANGLE -> {
                double w = random.nextDouble(0.0, 0.4) * a;
                double h = random.nextDouble(-0.1, 0.25) * b;
                yield new double[] {-a, -b, w, -b, w, h, a, h, a, b, -a, b};
            }
        };
        return mirrored ? mirror(xy) : xy;
    }

    /// Left and right exchanged, the order of corners kept counter-clockwise.
    private static double[] mirror(double[] xy) {
        double[] out = new double[xy.length];
        for (int i = 0; i < xy.length; i += 2) {
            out[xy.length - 2 - i] = -xy[i];
            out[xy.length - 1 - i] = xy[i + 1];
        }
        return out;
    }
}
