package org.wangge.geo;

/// Integer Web Mercator (EPSG:3857): the square world is 2^31 units wide, x grows to the east and y to the south, so that
/// tile pixels are bit shifts. One unit is 1.9 cm at the equator.
public final class Mercator {

    public static final int WORLD_BITS = 31;
    public static final long WORLD_SIZE = 1L << WORLD_BITS;
    /// The latitude at which the square world ends, in degrees.
    public static final double MAX_LAT = 85.0511287798066;
    /// Circumference of the EPSG:3857 sphere in metres.
    public static final double CIRCUMFERENCE_METRES = 2 * Math.PI * 6_378_137.0;

    private Mercator() {}

    /// World x of a longitude in degrees, clamped to the world.
    public static int worldX(double lon) {
        return clamp((lon + 180) / 360 * WORLD_SIZE);
    }

    /// World y of a latitude in degrees, clamped to the world.
    public static int worldY(double lat) {
        double sin = Math.sin(Math.toRadians(Math.clamp(lat, -MAX_LAT, MAX_LAT)));
        return clamp((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * WORLD_SIZE);
    }

    public static double lon(double worldX) {
        return worldX / WORLD_SIZE * 360 - 180;
    }

    public static double lat(double worldY) {
        return Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * worldY / WORLD_SIZE))));
    }

    /// Metres on the ground of one world unit at the latitude of `worldY`.
    public static double groundMetresPerUnit(double worldY) {
        return CIRCUMFERENCE_METRES / WORLD_SIZE * Math.cos(Math.toRadians(lat(worldY)));
    }

    private static int clamp(double v) {
        return (int) Math.clamp(Math.floor(v), 0, WORLD_SIZE - 1);
    }
}
