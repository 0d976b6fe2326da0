package org.wangge.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.wangge.atlas.Hexagons;
import org.wangge.atlas.Hexagons.Hexagon;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.HexLattice;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Metric;
import org.wangge.metrics.Ratio;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;
import org.wangge.model.Layer;

/// Encodes vector tiles of [Hexagons] in one layer, `cells`. A tile has each hexagon that meets it and its buffer, whole, with
/// all that lies in it; the ids tell which are the same in several tiles. What is unknown is absent, never 0. For any number of
/// threads.
public final class HexagonTiles implements TileCache.Encoder {

    /// What the sums are of, and what decides to which branch it belongs.
    public static final Set<Layer> LAYERS =
            Set.of(Layer.BUILDINGS, Layer.PORTS, Layer.SIGHTINGS, Layer.GRIDS, Layer.BRANCHES);
    static final String LAYER = "cells";
    /// What is told of each, in this order, followed by the counts and by three for each metric.
    private static final List<String> FIRST = List.of("branch", "metres", "count", "ports", "sightings");
    static final List<String> KEYS = keys();

    /// No branch has land further from its middle, so no lattice near a tile is one of another latitude than that.
    private static final double FURTHEST_DEGREES = 23;
    /// An id is the branch, the zoom, `q` and `r`, each cut to so many bits: a number that browsers keep exactly.
    private static final int BRANCH_BITS = 14;
    private static final int ZOOM_BITS = 5;
    private static final int AXIS_BITS = 17;

    private final Hexagons hexagons = new Hexagons();
    private final ThreadLocal<LayerWriter> writers = ThreadLocal.withInitial(LayerWriter::new);

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(FIRST);
        Arrays.stream(Count.values()).map(Count::column).forEach(keys::add);
        for (Metric metric : Metric.values()) {
            keys.add(metric.key() + "_numerator");
            keys.add(metric.key() + "_denominator");
            keys.add(metric.key() + "_known");
        }
        return List.copyOf(keys);
    }

    /// Empty where there is nothing.
    ///
    /// @throws IllegalArgumentException when not all of [#LAYERS] are asked for: a figure of fewer would look like one of all
    @Override
    public byte[] mvt(Snapshot snapshot, Collection<Layer> layers, TileId id) {
        if (!Set.copyOf(layers).equals(LAYERS)) {
            throw new IllegalArgumentException("hexagons are made of " + LAYERS + ", not of " + layers);
        }
        View view = new View(id);
        LayerWriter out = writers.get();
        out.layer(LAYER, KEYS);
        for (Hexagon hexagon : hexagons.meeting(snapshot, id.z(), view.minX, view.minY, view.maxX, view.maxY)) {
            out.begin(id(hexagon, id.z()));
            tags(out, hexagon, snapshot, id.z());
            geometry(out, hexagon, view);
            out.end();
        }
        ProtoBuffer tile = new ProtoBuffer();
        out.appendTo(tile);
        return tile.toArray();
    }

    private static void tags(LayerWriter out, Hexagon hexagon, Snapshot snapshot, int zoom) {
        Sums sums = hexagon.sums();
        int key = 0;
        out.tag(key++, out.number(hexagon.branch()));
        out.tag(key++, out.number(Hexagons.metres(zoom)));
        for (int many : new int[] {sums.buildings(), sums.ports(), sums.sightings()}) {
            out.tag(key++, out.number(many));
        }
        for (Count count : Count.values()) {
            if (sums.known(count) > 0) {
                out.tag(key, value(out, sums.total(count)));
            }
            key++;
        }
        Figures figures = Figures.of(sums, snapshot.day());
        for (Metric metric : Metric.values()) {
            int known = Figures.known(metric, sums);
            Ratio ratio = figures.ratio(metric);
            // Sightings weigh in also where nobody knows the households.
            if (known > 0 || ratio.numerator() > 0) {
                out.tag(key, value(out, ratio.numerator()));
                out.tag(key + 1, value(out, ratio.denominator()));
                out.tag(key + 2, out.number(known));
            }
            key += 3;
        }
    }

    private static int value(LayerWriter out, double v) {
        return v >= 0 && v == Math.rint(v) ? out.number((long) v) : out.fraction(v);
    }

    private static void geometry(LayerWriter out, Hexagon hexagon, View view) {
        HexLattice lattice = hexagon.lattice();
        int[] xs = new int[HexLattice.CORNERS];
        int[] ys = new int[HexLattice.CORNERS];
        double scale = Math.scalb(1.0, -view.shift);
        for (int c = 0; c < HexLattice.CORNERS; c++) {
            xs[c] = (int) Math.rint((lattice.cornerX(hexagon.key(), c) - view.x0) * scale);
            ys[c] = (int) Math.rint((lattice.cornerY(hexagon.key(), c) - view.y0) * scale);
        }
        out.geometry(LayerWriter.POLYGON);
        out.ring(xs, ys, HexLattice.CORNERS, false);
    }

    private static long id(Hexagon hexagon, int zoom) {
        long id = cut(hexagon.branch(), BRANCH_BITS) << ZOOM_BITS | Math.min(zoom, Hexagons.FINEST_ZOOM);
        id = id << AXIS_BITS | cut(HexLattice.q(hexagon.key()), AXIS_BITS);
        return id << AXIS_BITS | cut(HexLattice.r(hexagon.key()), AXIS_BITS);
    }

    private static long cut(long value, int bits) {
        return value & (1L << bits) - 1;
    }

    /// On another day sightings weigh less; where the land of a branch has another middle, all its hexagons are others.
    @Override
    public boolean isOther(Layer layer, Snapshot before, Snapshot after) {
        return switch (layer) {
            case SIGHTINGS -> !before.day().equals(after.day());
            case BRANCHES -> !Hexagons.lattices(before, 0).equals(Hexagons.lattices(after, 0));
            case BUILDINGS, PORTS, GRIDS, BASE -> false;
        };
    }

    @Override
    public boolean isReached(TileId id, int[] worldBox) {
        double middle = Mercator.lat(id.worldY() + id.worldSize() / 2.0);
        double widest = HexLattice.of(Hexagons.metres(id.z()), Math.min(Mercator.MAX_LAT, Math.abs(middle) + FURTHEST_DEGREES))
                .height();
        double margin = widest + View.BUFFER * id.worldSize() / (double) LayerWriter.EXTENT;
        return worldBox[0] <= id.worldX() + id.worldSize() + margin && worldBox[2] >= id.worldX() - margin
                && worldBox[1] <= id.worldY() + id.worldSize() + margin && worldBox[3] >= id.worldY() - margin;
    }
}
