package org.wangge.tiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wangge.atlas.Features;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.TileId;
import org.wangge.model.Layer;
import org.wangge.model.Registry;

/// From which zoom on the rows of a layer are drawn one by one: the lowest at which no tile of it grows beyond
/// [Tiles#MAX_BYTES]. For any number of threads.
final class Zooms {

    /// What is left for rows when the buffer around each tile and the layer's values have had their part.
    private static final int BUDGET = Tiles.MAX_BYTES * 88 / 100;
    /// One more than the last zoom: never one by one.
    static final int NEVER = TileId.MAX_ZOOM + 1;

    private static final int FIRST_GUESS = 14;

    private final Cache<Features, Integer> known = Caffeine.newBuilder().weakKeys().build();
    private final Map<Layer, Integer> guesses = new ConcurrentHashMap<>();

    int from(Snapshot snapshot, Layer layer) {
        return switch (layer) {
            case BUILDINGS -> from(layer, snapshot.buildings(), 25 + tags(layer), 3);
            case PORTS -> from(layer, snapshot.ports(), 22 + tags(layer), 0);
            case SIGHTINGS -> from(layer, snapshot.sightings(), 24 + tags(layer), 0);
            case BASE -> from(layer, snapshot.base(), 20, 4);
            case BRANCHES, GRIDS -> 0;
        };
    }

    /// Bytes of what is told of a row, as a rule.
    private static int tags(Layer layer) {
        return 2 * Registry.of(layer.table()).drawn().size();
    }

    /// The weights are bytes of a row and of each of its vertices that are seldom exceeded.
    private int from(Layer layer, Features features, int rowBytes, int vertexBytes) {
        return known.get(features, f -> {
            int zoom = guesses.getOrDefault(layer, FIRST_GUESS);
            while (zoom > 0 && fits(f, zoom - 1, rowBytes, vertexBytes)) {
                zoom--;
            }
            while (zoom < NEVER && !fits(f, zoom, rowBytes, vertexBytes)) {
                zoom++;
            }
            guesses.put(layer, zoom);
            return zoom;
        });
    }

    private static boolean fits(Features f, int zoom, int rowBytes, int vertexBytes) {
        return f.heaviestTile(zoom, rowBytes, vertexBytes) <= BUDGET;
    }
}
