package org.wangge.tiles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.zip.CRC32C;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.metrics.Metric;
import org.wangge.model.Layer;

/// Surface tiles of the present snapshot, kept until buildings change within reach of the kernel. For any number of threads; a tile is
/// worked out once however many ask for it. A tile drawn from a snapshot that is no longer the present one is not kept; a request
/// that asks in the instant before it is dropped may still get it.
public final class SurfaceTiles {

    /// A picture and its strong `ETag`.
    public record Picture(byte[] png, String etag) {}

    private record Key(Metric metric, TileId tile) {}

    private static final long MAX_BYTES = 32 << 20;

    private final Publisher publisher;
    private final Cache<Key, Picture> cache =
            Caffeine.newBuilder().maximumWeight(MAX_BYTES).weigher((Key k, Picture p) -> p.png().length + 100).build();

    public SurfaceTiles(Publisher publisher) {
        this.publisher = publisher;
        publisher.listen(this::forget);
    }

    /// `metric` must be a ratio of building counts.
    public Picture get(Metric metric, TileId tile) {
        Key key = new Key(metric, tile);
        Snapshot snapshot = publisher.current();
        Picture picture = cache.get(key, _ -> draw(snapshot, metric, tile));
        if (publisher.current() != snapshot) {
            cache.invalidate(key);
        }
        return picture;
    }

    private static Picture draw(Snapshot snapshot, Metric metric, TileId tile) {
        byte[] png = Surface.png(snapshot, metric, tile);
        CRC32C crc = new CRC32C();
        crc.update(png);
        return new Picture(png, "\"" + Long.toHexString(crc.getValue()) + "-" + Integer.toHexString(png.length) + "\"");
    }

    private void forget(Publication publication) {
        for (Touched touched : publication.touched()) {
            if (touched.layer() == Layer.BUILDINGS && !touched.lonLat().isNull()) {
                cache.asMap().keySet().removeIf(key -> reaches(touched.lonLat(), key.tile()));
            }
        }
    }

    /// Whether a change in the box can alter the tile: it meets the tile widened by the kernel and a few cells.
    private static boolean reaches(Envelope lonLat, TileId tile) {
        double unitsPerMetre = 1 / Mercator.groundMetresPerUnit(tile.worldY() + tile.worldSize() / 2.0);
        double margin = 4 * Surface.BANDWIDTH_METRES * unitsPerMetre + tile.worldSize() / 64.0;
        return Mercator.worldX(lonLat.getMinX()) <= tile.worldX() + tile.worldSize() + margin
                && Mercator.worldX(lonLat.getMaxX()) >= tile.worldX() - margin
                && Mercator.worldY(lonLat.getMaxY()) <= tile.worldY() + tile.worldSize() + margin
                && Mercator.worldY(lonLat.getMinY()) >= tile.worldY() - margin;
    }
}
