package org.wangge.geo;

/// A lattice of hexagons over the world of [Mercator], pointed to the north and `width` world units wide between two upright
/// sides. `q` counts them to the east along a row, `r` rows to the south, each of which begins half a hexagon further east (axial
/// coordinates); that of 0 and 0 has its centre in the north-western corner of the world. Each point is in exactly one.
public record HexLattice(double width) {

    private static final double SQRT_3 = Math.sqrt(3);
    /// Where the corners are, from the northern one on clockwise: in half widths to the east, in half sides to the south.
    private static final int[] EAST = {0, 1, 1, 0, -1, -1};
    private static final int[] SOUTH = {-2, -1, 1, 2, 1, -1};
    public static final int CORNERS = EAST.length;

    /// Hexagons so many metres wide on the ground at this latitude, in degrees.
    public static HexLattice of(double metres, double lat) {
        return new HexLattice(metres / Mercator.groundMetresPerUnit(Mercator.worldY(lat)));
    }

    /// The hexagon of a point, with `q` above and `r` below the middle of the 64 bits.
    public long at(int worldX, int worldY) {
        double q = worldX / width - worldY / (SQRT_3 * width);
        double r = 2.0 * worldY / (SQRT_3 * width);
        double between = -q - r;
        double column = Math.rint(q);
        double row = Math.rint(r);
        double third = Math.rint(between);
        double offQ = Math.abs(column - q);
        double offR = Math.abs(row - r);
        double offThird = Math.abs(third - between);
        // The three add up to 0; the one that was rounded the most follows from the others.
        if (offQ > offR && offQ > offThird) {
            column = -row - third;
        } else if (offR > offThird) {
            row = -column - third;
        }
        return key((int) column, (int) row);
    }

    public static long key(int q, int r) {
        return (long) q << 32 | r & 0xffffffffL;
    }

    public static int q(long key) {
        return (int) (key >> 32);
    }

    public static int r(long key) {
        return (int) key;
    }

    /// World x of a corner, 0 being the northern one and the others following clockwise. Neighbours have the very same number for
    /// a corner that they share. May lie outside of the world.
    public double cornerX(long key, int corner) {
        return width / 2 * (2L * q(key) + r(key) + EAST[corner]);
    }

    public double cornerY(long key, int corner) {
        return width / SQRT_3 / 2 * (3L * r(key) + SOUTH[corner]);
    }

    /// From one side to the other through the northern corner, the longest way across.
    public double height() {
        return 2 * width / SQRT_3;
    }
}
