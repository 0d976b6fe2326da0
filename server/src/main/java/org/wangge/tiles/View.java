package org.wangge.tiles;

import org.locationtech.jts.geom.Envelope;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;

/// A tile as a window on the world: how world units become tile coordinates, and the box with its buffer.
final class View {

    /// Tile units drawn beyond each side.
    static final int BUFFER = 64;

    final TileId id;
    final int x0;
    final int y0;
    /// Tile units are world units shifted right by so many bits (left when negative).
    final int shift;
    /// The tile with its buffer, in world units (inclusive), within the world.
    final int minX;
    final int minY;
    final int maxX;
    final int maxY;

    View(TileId id) {
        this.id = id;
        x0 = id.worldX();
        y0 = id.worldY();
        shift = Mercator.WORLD_BITS - id.z() - 12;
        long size = id.worldSize();
        long buffer = size * BUFFER / LayerWriter.EXTENT;
        minX = (int) Math.max(0, x0 - buffer);
        minY = (int) Math.max(0, y0 - buffer);
        maxX = (int) Math.min(Mercator.WORLD_SIZE - 1, x0 + size + buffer);
        maxY = (int) Math.min(Mercator.WORLD_SIZE - 1, y0 + size + buffer);
    }

    int tileX(int worldX) {
        return shift >= 0 ? (worldX - x0) >> shift : (worldX - x0) << -shift;
    }

    int tileY(int worldY) {
        return shift >= 0 ? (worldY - y0) >> shift : (worldY - y0) << -shift;
    }

    /// The box in degrees, with a unit to spare for rounding; what lies beyond the world's end is shown at it.
    Envelope lonLat() {
        return new Envelope(
                Mercator.lon(minX - 1.0), Mercator.lon(maxX + 2.0),
                maxY == Mercator.WORLD_SIZE - 1 ? -90 : Mercator.lat(maxY + 2.0), minY == 0 ? 90 : Mercator.lat(minY - 1.0));
    }

    boolean meets(int[] worldBox) {
        return worldBox[0] <= maxX && worldBox[2] >= minX && worldBox[1] <= maxY && worldBox[3] >= minY;
    }

    boolean contains(int worldX, int worldY) {
        return worldX >= minX && worldX <= maxX && worldY >= minY && worldY <= maxY;
    }
}
