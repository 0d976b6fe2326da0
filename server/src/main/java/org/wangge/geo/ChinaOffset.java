package org.wangge.geo;

/// The offsets between WGS 84 and the two coordinate systems of Chinese map services, in degrees. GCJ-02 (Amap, Tencent)
/// shifts WGS 84 by up to 700 m with the published formula; BD-09 (Baidu) turns and shifts GCJ-02 once more. Neither has a
/// datum or an EPSG code.
///
/// The published inverses are approximations of some metres; here the forward formula is inverted by iteration, so a round
/// trip returns to the same place within a tenth of a millimetre. Outside the rectangle in which the formula is defined
/// GCJ-02 equals WGS 84.
final class ChinaOffset {

    /// Semi-major axis in metres and squared eccentricity of the Krasovsky ellipsoid, as the formula uses them.
    private static final double AXIS = 6_378_245.0;

    private static final double ECCENTRICITY_SQUARED = 0.00669342162296594323;
    private static final double BAIDU_ANGLE = Math.PI * 3000.0 / 180.0;
    /// Degrees; a tenth of a millimetre on the ground.
    private static final double CLOSE_ENOUGH = 1e-9;

    private static final int MAX_ROUNDS = 30;

    private ChinaOffset() {}

    static void wgs84ToGcj02(double[] xy, int i) {
        double lon = xy[i];
        double lat = xy[i + 1];
        if (!isCovered(lon, lat)) {
            return;
        }
        double x = lon - 105.0;
        double y = lat - 35.0;
        double sin = Math.sin(Math.toRadians(lat));
        double magic = 1 - ECCENTRICITY_SQUARED * sin * sin;
        double sqrtMagic = Math.sqrt(magic);
        double metresNorth = AXIS * (1 - ECCENTRICITY_SQUARED) / (magic * sqrtMagic);
        double metresEast = AXIS / sqrtMagic * Math.cos(Math.toRadians(lat));
        xy[i] = lon + Math.toDegrees(shiftEast(x, y) / metresEast);
        xy[i + 1] = lat + Math.toDegrees(shiftNorth(x, y) / metresNorth);
    }

    static void gcj02ToWgs84(double[] xy, int i) {
        invert(xy, i, ChinaOffset::wgs84ToGcj02);
    }

    static void wgs84ToBd09(double[] xy, int i) {
        wgs84ToGcj02(xy, i);
        gcj02ToBd09(xy, i);
    }

    static void bd09ToWgs84(double[] xy, int i) {
        bd09ToGcj02(xy, i);
        gcj02ToWgs84(xy, i);
    }

    static void gcj02ToBd09(double[] xy, int i) {
        double x = xy[i];
        double y = xy[i + 1];
        double radius = Math.sqrt(x * x + y * y) + 0.00002 * Math.sin(y * BAIDU_ANGLE);
        double angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * BAIDU_ANGLE);
        xy[i] = radius * Math.cos(angle) + 0.0065;
        xy[i + 1] = radius * Math.sin(angle) + 0.006;
    }

    static void bd09ToGcj02(double[] xy, int i) {
        invert(xy, i, ChinaOffset::gcj02ToBd09);
    }

    @FunctionalInterface
    private interface Shift {
        void apply(double[] xy, int i);
    }

    /// The shift varies slowly from place to place, so stepping back by the error of the last guess gains two digits a round.
    private static void invert(double[] xy, int i, Shift forward) {
        double targetX = xy[i];
        double targetY = xy[i + 1];
        double[] guess = {targetX, targetY};
        double[] shifted = new double[2];
        for (int round = 0; round < MAX_ROUNDS; round++) {
            shifted[0] = guess[0];
            shifted[1] = guess[1];
            forward.apply(shifted, 0);
            double errorX = shifted[0] - targetX;
            double errorY = shifted[1] - targetY;
            guess[0] -= errorX;
            guess[1] -= errorY;
            if (Math.abs(errorX) < CLOSE_ENOUGH && Math.abs(errorY) < CLOSE_ENOUGH) {
                break;
            }
        }
        xy[i] = guess[0];
        xy[i + 1] = guess[1];
    }

    private static boolean isCovered(double lon, double lat) {
        return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
    }

    private static double shiftNorth(double x, double y) {
        return -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
                + waves(x, 20.0, 6.0, 20.0, 2.0)
                + waves(y, 20.0, 1.0, 40.0, 1.0 / 3.0)
                + waves(y, 160.0, 1.0 / 12.0, 320.0, 1.0 / 30.0);
    }

    private static double shiftEast(double x, double y) {
        return 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
                + waves(x, 20.0, 6.0, 20.0, 2.0)
                + waves(x, 20.0, 1.0, 40.0, 1.0 / 3.0)
                + waves(x, 150.0, 1.0 / 12.0, 300.0, 1.0 / 30.0);
    }

    private static double waves(double v, double amplitude1, double frequency1, double amplitude2, double frequency2) {
        return (amplitude1 * Math.sin(frequency1 * v * Math.PI) + amplitude2 * Math.sin(frequency2 * v * Math.PI)) * 2.0 / 3.0;
    }
}
