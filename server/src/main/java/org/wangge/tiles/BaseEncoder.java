package org.wangge.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.wangge.atlas.Block;
import org.wangge.atlas.Features;
import org.wangge.atlas.Shapes;

/// Writes the ground of the map, cut to the tile. For one thread.
final class BaseEncoder {

    /// The kinds that remain where the rest would be too much for a tile.
    static final Set<String> COARSE_KINDS = Set.of("water", "park", "motorway", "ring", "rail", "town");

    private static final List<String> KEYS = List.of("kind", "name");

    private final LayerWriter out;
    private final Areas areas;
    private final BoxClip clip = new BoxClip(-View.BUFFER, LayerWriter.EXTENT + View.BUFFER);
    private int[] xs = new int[256];
    private int[] ys = new int[256];

    BaseEncoder(LayerWriter out, Areas areas) {
        this.out = out;
        this.areas = areas;
    }

    /// `onlyCoarse` leaves out kinds that are not [#COARSE_KINDS].
    void encode(Features base, View view, boolean onlyCoarse) {
        out.layer("base", KEYS);
        base.visit(view.minX, view.minY, view.maxX, view.maxY, (block, row) -> {
            String kind = block.word(0, block.wordIndex(0, row));
            if (!onlyCoarse || COARSE_KINDS.contains(kind)) {
                encode(block, row, kind, view);
            }
        });
    }

    private void encode(Block block, int row, String kind, View view) {
        Shapes shapes = block.shapes();
        int n = shapes.vertices(row);
        if (n > xs.length) {
            xs = new int[2 * n];
            ys = new int[2 * n];
        }
        shapes.copyWorld(row, xs, ys);
        int[] ends = shapes.ringEnds(row).length > 0 ? shapes.ringEnds(row) : new int[] {n};
        switch (shapes.dimension(row)) {
            case 0 -> points(block, row, kind, view, n);
            case 1 -> lines(block, row, kind, view, ends);
            default -> {
                areas.start(view);
                boolean[] shells = shapes.shells(row);
                for (int r = 0, v = 0; r < ends.length; r++) {
                    for (; v < ends[r]; v++) {
                        areas.point(xs[v], ys[v]);
                    }
                    areas.endRing(shells[r]);
                }
                if (areas.cut()) {
                    begin(block, row, kind, LayerWriter.POLYGON);
                    areas.write(out);
                    out.end();
                }
            }
        }
    }

    private void points(Block block, int row, String kind, View view, int n) {
        if (n == 0) {
            xs[0] = block.x(row);
            ys[0] = block.y(row);
        }
        int m = 0;
        for (int i = 0; i < Math.max(1, n); i++) {
            if (view.contains(xs[i], ys[i])) {
                xs[m] = view.tileX(xs[i]);
                ys[m++] = view.tileY(ys[i]);
            }
        }
        if (m > 0) {
            begin(block, row, kind, LayerWriter.POINT);
            out.points(xs, ys, m);
            out.end();
        }
    }

    private void lines(Block block, int row, String kind, View view, int[] ends) {
        int scale = Math.max(0, -view.shift);
        BoxClip box = scale == 0 ? clip : new BoxClip(-View.BUFFER >> scale, (LayerWriter.EXTENT + View.BUFFER) >> scale);
        List<int[][]> pieces = new ArrayList<>();
        for (int r = 0, from = 0; r < ends.length; from = ends[r++]) {
            int m = 0;
            int[] lineXs = new int[ends[r] - from];
            int[] lineYs = new int[ends[r] - from];
            for (int v = from; v < ends[r]; v++) {
                int x = scale == 0 ? view.tileX(xs[v]) : xs[v] - view.x0;
                int y = scale == 0 ? view.tileY(ys[v]) : ys[v] - view.y0;
                if (m == 0 || lineXs[m - 1] != x || lineYs[m - 1] != y) {
                    lineXs[m] = x;
                    lineYs[m++] = y;
                }
            }
            box.line(lineXs, lineYs, m, (px, py, n) -> pieces.add(new int[][] {scaled(px, n, scale), scaled(py, n, scale)}));
        }
        if (!pieces.isEmpty()) {
            begin(block, row, kind, LayerWriter.LINE);
            pieces.forEach(p -> out.line(p[0], p[1], p[0].length));
            out.end();
        }
    }

    private static int[] scaled(int[] values, int n, int scale) {
        int[] result = Arrays.copyOf(values, n);
        for (int i = 0; i < n; i++) {
            result[i] <<= scale;
        }
        return result;
    }

    private void begin(Block block, int row, String kind, int type) {
        out.begin(block.id(row));
        if (kind != null) {
            out.tag(0, out.word(kind));
        }
        String name = block.text(1, row);
        if (name != null) {
            out.tag(1, out.word(name));
        }
        out.geometry(type);
    }
}
