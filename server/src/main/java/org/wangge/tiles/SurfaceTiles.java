package org.wangge.tiles;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32C;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.memory.ByteCache;
import org.wangge.metrics.Metric;
import org.wangge.model.Layer;

/// Surface tiles, kept until buildings change within reach of the kernel: whoever asks after a change has been taken over never
/// gets a picture from before it. For any number of threads; a tile of one snapshot is worked out once however many ask for it.
public final class SurfaceTiles {

    /// A picture and its strong `ETag`.
    public record Picture(byte[] png, String etag) {}

    private record Key(Metric metric, TileId tile, int bandwidth) {}

    private record Drawing(Key key, long seq) {}

    private static final long MAX_BYTES = 32 << 20;

    private final Publisher publisher;
    private final ByteCache<Key, Picture> kept = new ByteCache<>("surfaces", MAX_BYTES, (key, picture) -> picture.png().length);
    private final ConcurrentHashMap<Drawing, FutureTask<Picture>> underWay = new ConcurrentHashMap<>();
    /// Makes "still the present snapshot, then keep" one step, so that [#forget] misses no picture from before a swap.
    private final Object lock = new Object();
    /// The `seq` of the last publication whose pictures are dropped.
    private volatile long followed;

    public SurfaceTiles(Publisher publisher) {
        this.publisher = publisher;
        followed = publisher.current().seq();
        publisher.listen(this::forget);
    }

    /// `metric` must be a ratio of building counts; `bandwidth` is in metres.
    public Picture get(Metric metric, TileId tile, int bandwidth) {
        Snapshot snapshot = publisher.current();
        Key key = new Key(metric, tile, bandwidth);
        // Between the swap and the drop, who has seen the new state must not get a picture of the old one.
        Picture picture = followed < snapshot.seq() ? null : kept.find(key).orElse(null);
        if (picture != null) {
            return picture;
        }
        Drawing drawing = new Drawing(key, snapshot.seq());
        FutureTask<Picture> task = underWay.computeIfAbsent(drawing, _ -> new FutureTask<>(() -> draw(snapshot, key)));
        try {
            task.run();
            picture = task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a surface tile was drawn");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            underWay.remove(drawing, task);
        }
        synchronized (lock) {
            // the same number: the same content, whatever became of plans meanwhile
            if (publisher.current().seq() == snapshot.seq()) {
                kept.put(key, picture);
            }
        }
        return picture;
    }

    /// What it holds, and what has become of it.
    public ByteCache.Use use() {
        return kept.use();
    }

    private static Picture draw(Snapshot snapshot, Key key) {
        byte[] png = Surface.png(snapshot, key.metric, key.tile, key.bandwidth);
        CRC32C crc = new CRC32C();
        crc.update(png);
        return new Picture(png, "\"" + Long.toHexString(crc.getValue()) + "-" + Integer.toHexString(png.length) + "\"");
    }

    private void forget(Publication publication) {
        if (!publication.isShown()) {
            return;
        }
        for (Touched touched : publication.touched()) {
            if (touched instanceof Touched.Place(Layer layer, Envelope box) && layer == Layer.BUILDINGS && !box.isNull()) {
                synchronized (lock) {
                    kept.removeIf(key -> reaches(box, key.tile, key.bandwidth));
                }
            }
        }
        followed = publication.after().seq();
    }

    /// Whether a change in the box can alter the tile: it meets the tile widened by the kernel and a few cells.
    private static boolean reaches(Envelope lonLat, TileId tile, int bandwidth) {
        double unitsPerMetre = 1 / Mercator.groundMetresPerUnit(tile.worldY() + tile.worldSize() / 2.0);
        double margin = 4.0 * bandwidth * unitsPerMetre + tile.worldSize() / 64.0;
        return Mercator.worldX(lonLat.getMinX()) <= tile.worldX() + tile.worldSize() + margin
                && Mercator.worldX(lonLat.getMaxX()) >= tile.worldX() - margin
                && Mercator.worldY(lonLat.getMaxY()) <= tile.worldY() + tile.worldSize() + margin
                && Mercator.worldY(lonLat.getMinY()) >= tile.worldY() - margin;
    }
}
