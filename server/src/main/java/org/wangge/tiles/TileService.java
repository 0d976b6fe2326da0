package org.wangge.tiles;

import java.util.List;
import org.wangge.atlas.Publisher;
import org.wangge.memory.ByteCache;

/// All kinds of tiles of one publisher: rows, hexagons and surfaces, each with its encoder and what is kept of it. For any number
/// of threads.
public final class TileService {

    /// One in so many bytes is for hexagons.
    private static final int HEXAGONS_ONE_IN = 8;

    private final Tiles encoder = new Tiles();
    private final HexagonTiles hexagonEncoder = new HexagonTiles();
    private final TileCache tiles;
    private final TileCache hexagons;
    private final SurfaceTiles surfaces;

    /// Holds about so many bytes of vector tiles, and follows the publisher from now on.
    public TileService(Publisher publisher, long maxBytes) {
        tiles = new TileCache("tiles", publisher, encoder, maxBytes);
        hexagons = new TileCache("hexagons", publisher, hexagonEncoder, maxBytes / HEXAGONS_ONE_IN);
        surfaces = new SurfaceTiles(publisher);
    }

    public Tiles encoder() {
        return encoder;
    }

    public TileCache tiles() {
        return tiles;
    }

    public HexagonTiles hexagonEncoder() {
        return hexagonEncoder;
    }

    public TileCache hexagons() {
        return hexagons;
    }

    public SurfaceTiles surfaces() {
        return surfaces;
    }

    /// What the caches hold, and what has become of it.
    public List<ByteCache.Use> uses() {
        return List.of(tiles.use(), hexagons.use(), surfaces.use());
    }
}
