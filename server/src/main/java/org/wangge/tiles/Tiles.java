package org.wangge.tiles;

import java.util.Collection;
import java.util.List;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.TileId;
import org.wangge.model.Layer;

/// Encodes vector tiles (Mapbox Vector Tile 2.1, extent 4096) from a snapshot. For any number of threads.
///
/// Feature ids are database ids, except of the sums of cells that stand for buildings, ports and sightings below [#minZoom];
/// those have none. What is unknown is absent, never 0. The same snapshot gives the same bytes, and the bytes of a tile depend
/// on nothing outside of the tile and its buffer, except for what [#minZoom] answers.
public final class Tiles implements TileCache.Encoder {

    /// No tile of one layer is to be larger, before compression.
    public static final int MAX_BYTES = 500_000;
    /// The layers that can be drawn, from bottom to top.
    public static final List<Layer> LAYERS =
            List.of(Layer.BASE, Layer.BRANCHES, Layer.GRIDS, Layer.BUILDINGS, Layer.PORTS, Layer.SIGHTINGS);

    private final EdgeLines lines = new EdgeLines();
    private final Zooms zooms = new Zooms();
    private final ThreadLocal<Encoders> encoders = ThreadLocal.withInitial(Encoders::new);

    /// What one thread encodes with.
    private final class Encoders {
        final ProtoBuffer tile = new ProtoBuffer();
        final LayerWriter layer = new LayerWriter();
        final Areas areas = new Areas();
        final FootprintEncoder footprints = new FootprintEncoder(layer, areas);
        final PointEncoder points = new PointEncoder(layer);
        final CellEncoder cells = new CellEncoder(layer);
        final GridEncoder grids = new GridEncoder(layer, areas, lines);
        final BaseEncoder base = new BaseEncoder(layer, areas);
    }

    /// The zoom from which on each row of a layer is drawn. Below it buildings, ports and sightings are summed in cells, and
    /// the base shows its large kinds only.
    public int minZoom(Snapshot snapshot, Layer layer) {
        return zooms.from(snapshot, layer);
    }

    @Override
    public boolean isOther(Layer layer, Snapshot before, Snapshot after) {
        return minZoom(before, layer) != minZoom(after, layer);
    }

    @Override
    public boolean isReached(TileId id, int[] worldBox) {
        return new View(id).meets(worldBox);
    }

    /// A tile of some of [#LAYERS]; layers without anything there are left out, so the answer may be empty.
    @Override
    public byte[] mvt(Snapshot snapshot, Collection<Layer> layers, TileId id) {
        Encoders e = encoders.get();
        View view = new View(id);
        e.tile.clear();
        for (Layer layer : LAYERS) {
            if (layers.contains(layer)) {
                encode(snapshot, layer, view, e);
                e.layer.appendTo(e.tile);
            }
        }
        return e.tile.toArray();
    }

    private void encode(Snapshot snapshot, Layer layer, View view, Encoders e) {
        boolean each = view.id.z() >= minZoom(snapshot, layer);
        switch (layer) {
            case BASE -> e.base.encode(snapshot.base(), view, !each);
            case BRANCHES -> e.grids.branches(snapshot, view);
            case GRIDS -> e.grids.grids(snapshot, view, MAX_BYTES - 1000);
            case BUILDINGS -> {
                if (each) {
                    e.footprints.encode(snapshot.buildings(), view);
                } else {
                    e.cells.buildings(snapshot.buildings(), view);
                }
            }
            case PORTS -> {
                if (each) {
                    e.points.ports(snapshot.ports(), view);
                } else {
                    e.cells.ports(snapshot.ports(), view);
                }
            }
            case SIGHTINGS -> {
                if (each) {
                    e.points.sightings(snapshot.sightings(), view);
                } else {
                    e.cells.sightings(snapshot.sightings(), view);
                }
            }
        }
    }
}
