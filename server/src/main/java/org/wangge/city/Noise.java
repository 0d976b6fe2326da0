package org.wangge.city;

/// A smooth random field over the plane, between -1 and 1, with hills and dales about `wavelengthMetres` apart. Uses only
/// operations that every machine rounds alike.
record Noise(long seed, double wavelengthMetres) {

    double at(double x, double y) {
        double gx = x / wavelengthMetres * 2;
        double gy = y / wavelengthMetres * 2;
        double fx = Math.floor(gx);
        double fy = Math.floor(gy);
        double u = smooth(gx - fx);
        double v = smooth(gy - fy);
        long ix = (long) fx;
        long iy = (long) fy;
        double south = mix(corner(ix, iy), corner(ix + 1, iy), u);
        double north = mix(corner(ix, iy + 1), corner(ix + 1, iy + 1), u);
        return mix(south, north, v);
    }

    /// A well-mixed hash; equal input gives equal output for ever, so it may seed parts of the city.
    static long hash(long a, long b) {
        long h = a * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(b * 0xC2B2AE3D27D4EB4FL, 31);
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    private double corner(long ix, long iy) {
        return (hash(hash(seed, ix), iy) >> 11) * 0x1p-52;
    }

    private static double smooth(double t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
