package org.wangge.tiles;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.memory.ByteCache;
import org.wangge.model.Layer;

/// Keeps encoded tiles, and drops exactly those that a publication touched: whoever has seen a snapshot never gets a tile from
/// before it. A tile that several ask for at once is encoded once.
/// For any number of threads.
public final class TileCache {

    /// Publications that a tile in the making is checked against; one that took longer is encoded again.
    private static final int REMEMBERED = 64;
    private static final int[] EVERYWHERE = {0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE};

    /// How the tiles are made that a cache keeps, and what a change means for them.
    public interface Encoder {
        byte[] mvt(Snapshot snapshot, Collection<Layer> layers, TileId id);

        /// Whether any tile of this layer may be another one, even far from all that was touched.
        boolean isOther(Layer layer, Snapshot before, Snapshot after);

        /// Whether a change in this box (world units: minX, minY, maxX, maxY) may show on the tile.
        boolean isReached(TileId id, int[] worldBox);
    }

    private record Key(Set<Layer> layers, TileId id) {}

    /// Where a publication changed each layer, in world units (minX, minY, maxX, maxY).
    private record Change(long seq, Map<Layer, List<int[]>> boxes) {}

    private final Publisher publisher;
    private final Encoder tiles;
    private final ByteCache<Key, Tile> kept;
    private final ConcurrentHashMap<Key, CompletableFuture<Tile>> inTheMaking = new ConcurrentHashMap<>();
    /// Guards `changes`, and makes "check, then keep" one step.
    private final Object lock = new Object();

    private final Deque<Change> changes = new ArrayDeque<>();
    /// The `seq` of the last publication whose tiles are dropped.
    private volatile long followed;

    /// Holds about `maxBytes` of tiles and follows the publisher from now on; `name` is what measurements call it.
    public TileCache(String name, Publisher publisher, Encoder tiles, long maxBytes) {
        this.publisher = publisher;
        this.tiles = tiles;
        kept = new ByteCache<>(name, maxBytes, (key, tile) -> tile.weight());
        followed = publisher.current().seq();
        publisher.listen(this::follow);
    }

    /// The tile as of now. Throws what the encoder throws.
    public Tile get(Collection<Layer> layers, TileId id) {
        Key key = new Key(layers.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(layers)), id);
        Snapshot now = publisher.current();
        if (followed < now.seq()) {
            // Between the swap and the drop: who has seen the new state must not get a tile of the old one.
            return new Tile(tiles.mvt(now, key.layers, key.id), now.seq());
        }
        Tile tile = kept.find(key).orElse(null);
        while (tile == null) {
            tile = make(key);
        }
        return tile;
    }

    /// What it holds, and what has become of it.
    public ByteCache.Use use() {
        return kept.use();
    }

    /// Encodes the tile or waits for whoever does; null when it was overtaken by a change.
    private Tile make(Key key) {
        CompletableFuture<Tile> mine = new CompletableFuture<>();
        CompletableFuture<Tile> other = inTheMaking.putIfAbsent(key, mine);
        if (other != null) {
            return waited(other, key);
        }
        try {
            Snapshot snapshot = publisher.current();
            Tile tile = new Tile(tiles.mvt(snapshot, key.layers, key.id), snapshot.seq());
            boolean good;
            synchronized (lock) {
                good = isFresh(tile, key);
                if (good) {
                    kept.put(key, tile);
                }
            }
            mine.complete(tile);
            return good ? tile : null;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            inTheMaking.remove(key, mine);
        }
    }

    private Tile waited(CompletableFuture<Tile> other, Key key) {
        try {
            Tile tile = other.join();
            synchronized (lock) {
                return isFresh(tile, key) ? tile : null;
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private boolean isFresh(Tile tile, Key key) {
        if (!changes.isEmpty() && changes.getFirst().seq > tile.seq() + 1 && changes.size() == REMEMBERED) {
            return false;
        }
        for (Change change : changes) {
            if (change.seq > tile.seq() && touches(change, key)) {
                return false;
            }
        }
        return true;
    }

    private boolean touches(Change change, Key key) {
        for (Layer layer : key.layers) {
            for (int[] box : change.boxes.getOrDefault(layer, List.of())) {
                if (tiles.isReached(key.id, box)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void follow(Publication publication) {
        if (!publication.isShown()) {
            return;
        }
        Map<Layer, List<int[]>> boxes = new EnumMap<>(Layer.class);
        for (Touched t : publication.touched()) {
            if (t instanceof Touched.Place(Layer layer, Envelope box) && !box.isNull()) {
                boxes.computeIfAbsent(layer, l -> new ArrayList<>()).add(worldBox(box));
            }
        }
        for (Layer layer : Layer.values()) {
            if (tiles.isOther(layer, publication.before(), publication.after())) {
                boxes.put(layer, List.of(EVERYWHERE));
            }
        }
        Change change = new Change(publication.after().seq(), boxes);
        synchronized (lock) {
            if (changes.size() == REMEMBERED) {
                changes.removeFirst();
            }
            changes.addLast(change);
            kept.removeIf(key -> touches(change, key));
            followed = change.seq;
        }
    }

    /// With a unit or two to spare for rounding.
    private static int[] worldBox(Envelope lonLat) {
        return new int[] {
            Math.max(0, Mercator.worldX(lonLat.getMinX()) - 2),
            Math.max(0, Mercator.worldY(lonLat.getMaxY()) - 2),
            (int) Math.min(Mercator.WORLD_SIZE - 1, Mercator.worldX(lonLat.getMaxX()) + 2L),
            (int) Math.min(Mercator.WORLD_SIZE - 1, Mercator.worldY(lonLat.getMinY()) + 2L)
        };
    }
}
