package org.wangge.geo;

/// Address of a tile in the usual Web Mercator scheme: zoom `z`, column `x` from the west, row `y` from the north.
public record TileId(int z, int x, int y) {

    public static final int MAX_ZOOM = 22;

    public TileId {
        if (z < 0 || z > MAX_ZOOM) {
            throw new IllegalArgumentException("zoom " + z + " is outside 0.." + MAX_ZOOM);
        }
        int last = (1 << z) - 1;
        if (x < 0 || x > last) {
            throw new IllegalArgumentException("x " + x + " is outside 0.." + last + " at zoom " + z);
        }
        if (y < 0 || y > last) {
            throw new IllegalArgumentException("y " + y + " is outside 0.." + last + " at zoom " + z);
        }
    }

    /// Western edge in world units (see [Mercator]).
    public int worldX() {
        return (int) ((long) x << (Mercator.WORLD_BITS - z));
    }

    /// Northern edge in world units.
    public int worldY() {
        return (int) ((long) y << (Mercator.WORLD_BITS - z));
    }

    /// Length of a side in world units; `long`, since the one tile of zoom 0 is 2^31 wide.
    public long worldSize() {
        return 1L << (Mercator.WORLD_BITS - z);
    }

    @Override
    public String toString() {
        return z + "/" + x + "/" + y;
    }
}
