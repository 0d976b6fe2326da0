package org.wangge.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wangge.atlas.Block;
import org.wangge.atlas.Features;
import org.wangge.atlas.Shapes;
import org.wangge.model.Registry;

/// Writes buildings one by one, whole (they are small), without an object per building. For one thread.
final class FootprintEncoder implements Block.Visitor {

    private final LayerWriter out;
    private final Areas areas;
    private RowTags tags;
    private List<String> keys;
    private View view;
    private Block block;
    private Shapes shapes;
    /// Value indexes of the block's leaves, -1 until they are needed.
    private int[] leaves = new int[64];
    private int[] xs = new int[256];
    private int[] ys = new int[256];

    FootprintEncoder(LayerWriter out, Areas areas) {
        this.out = out;
        this.areas = areas;
    }

    void encode(Features buildings, View tile) {
        view = tile;
        block = null;
        tags = new RowTags(out, Registry.BUILDINGS, tile.id.z());
        keys = new ArrayList<>(tags.keys());
        keys.add("grid");
        out.layer("buildings", keys);
        tags.start(buildings);
        buildings.visit(tile.minX, tile.minY, tile.maxX, tile.maxY, this);
    }

    @Override
    public void visit(Block b, int row) {
        if (b != block) {
            enter(b);
        }
        int n = shapes.vertices(row);
        if (n == 0) {
            begin(row, LayerWriter.POINT);
            out.point(view.tileX(b.x(row)), view.tileY(b.y(row)));
            out.end();
            return;
        }
        if (n > xs.length) {
            xs = new int[2 * n];
            ys = new int[2 * n];
        }
        shapes.copyWorld(row, xs, ys);
        if (shapes.ringEnds(row).length > 0) {
            encodeParts(row);
            return;
        }
        for (int i = 0; i < n; i++) {
            xs[i] = view.tileX(xs[i]);
            ys[i] = view.tileY(ys[i]);
        }
        int m = Rings.clean(xs, ys, n);
        if (m == 0) {
            encodeSpeck(row);
        } else if (Rings.isSimple(xs, ys, m)) {
            begin(row, LayerWriter.POLYGON);
            out.ring(xs, ys, m, Rings.area2(xs, ys, m) < 0);
            out.end();
        } else {
            encodeMended(row, m);
        }
    }

    private void enter(Block b) {
        block = b;
        shapes = b.shapes();
        if (leaves.length < b.zoneCount()) {
            leaves = new int[2 * b.zoneCount()];
        }
        Arrays.fill(leaves, 0, b.zoneCount(), -1);
    }

    private void begin(int row, int type) {
        out.begin(block.id(row));
        tags.write(block, row);
        int zone = block.zoneIndex(row);
        if (leaves[zone] < 0 && block.leaf(zone) != 0) {
            leaves[zone] = out.number(block.leaf(zone));
        }
        if (leaves[zone] >= 0) {
            out.tag(keys.size() - 1, leaves[zone]);
        }
        out.geometry(type);
    }

    /// A footprint smaller than the tile can show stays as the smallest triangle.
    private void encodeSpeck(int row) {
        begin(row, LayerWriter.POLYGON);
        int x = view.tileX(block.x(row));
        int y = view.tileY(block.y(row));
        xs[0] = x;
        xs[1] = x + 1;
        xs[2] = x;
        ys[0] = y;
        ys[1] = y;
        ys[2] = y + 1;
        out.ring(xs, ys, 3, false);
        out.end();
    }

    private void encodeMended(int row, int m) {
        List<Mending.Ring> rings = Mending.mended(List.of(new Mending.Ring(Arrays.copyOf(xs, m), Arrays.copyOf(ys, m), true)));
        encode(row, rings);
    }

    private void encode(int row, List<Mending.Ring> rings) {
        if (rings.isEmpty()) {
            encodeSpeck(row);
            return;
        }
        begin(row, LayerWriter.POLYGON);
        for (Mending.Ring r : rings) {
            boolean positive = Rings.area2(r.xs(), r.ys(), r.xs().length) > 0;
            out.ring(r.xs(), r.ys(), r.xs().length, positive != r.shell());
        }
        out.end();
    }

    /// Courtyards and buildings of several parts.
    private void encodeParts(int row) {
        areas.startWhole(view);
        int[] ends = shapes.ringEnds(row);
        boolean[] shells = shapes.shells(row);
        for (int r = 0, v = 0; r < ends.length; r++) {
            for (; v < ends[r]; v++) {
                areas.point(xs[v], ys[v]);
            }
            areas.endRing(shells[r]);
        }
        if (!areas.cut()) {
            encodeSpeck(row);
            return;
        }
        begin(row, LayerWriter.POLYGON);
        areas.write(out);
        out.end();
    }
}
