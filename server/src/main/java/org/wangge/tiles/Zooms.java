package org.wangge.tiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wangge.atlas.Features;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.TileWeights;
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
    private static final int TEXT_BYTES = 32;

    private final Cache<Features, Integer> known = Caffeine.newBuilder().weakKeys().build();
    private final Map<Layer, Lately> lately = new ConcurrentHashMap<>();

    int from(Snapshot snapshot, Layer layer) {
        return switch (layer) {
            case BUILDINGS -> from(layer, snapshot.buildings(), 25, 3);
            case PORTS -> from(layer, snapshot.ports(), 22, 0);
            case SIGHTINGS -> from(layer, snapshot.sightings(), 24, 0);
            case BASE -> from(layer, snapshot.base(), 16, 4);
            case BRANCHES, GRIDS -> 0;
        };
    }

    /// Bytes of what is told of a row at a zoom, as a rule; a text that comes with larger zooms is told for its own sake.
    private static int tags(Layer layer, int zoom) {
        return Registry.of(layer.table()).drawnAt(zoom).stream()
                .mapToInt(p -> p.drawnFrom() > 0 && !p.isRepeating() ? 2 + TEXT_BYTES : 2)
                .sum();
    }

    /// The weights are bytes of a row without what is told of it, and of each of its vertices, that are seldom exceeded.
    private int from(Layer layer, Features features, int rowBytes, int vertexBytes) {
        return known.get(features, f -> lately.computeIfAbsent(layer, _ -> new Lately(layer, rowBytes, vertexBytes)).from(f));
    }

    /// The zoom of the rows of a layer that were asked about last, and the weights that led to it, from which those of the next
    /// rows are soon made. For any number of threads, one at a time.
    private static final class Lately {
        private final Layer layer;
        private final int rowBytes;
        private final int vertexBytes;
        private int zoom = FIRST_GUESS;
        private TileWeights below;
        private TileWeights at;

        Lately(Layer layer, int rowBytes, int vertexBytes) {
            this.layer = layer;
            this.rowBytes = rowBytes;
            this.vertexBytes = vertexBytes;
            below = of(zoom - 1);
            at = of(zoom);
        }

        private TileWeights of(int z) {
            return new TileWeights(z, rowBytes + tags(layer, z), vertexBytes, BUDGET);
        }

        synchronized int from(Features rows) {
            below = below.next(rows);
            at = at.next(rows);
            while (zoom > 0 && below.fits()) {
                zoom--;
                at = below;
                below = zoom == 0 ? below : of(zoom - 1).next(rows);
            }
            while (zoom < NEVER && !at.fits()) {
                zoom++;
                below = at;
                at = zoom == NEVER ? at : of(zoom).next(rows);
            }
            return zoom;
        }
    }
}
