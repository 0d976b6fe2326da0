package org.wangge.tiles;

import java.util.Arrays;
import java.util.List;
import org.wangge.atlas.Features;
import org.wangge.geo.TileId;

/// Writes one point for each of 64 by 64 cells of a tile, with what the rows in it add up to. A cell belongs to one tile only
/// and no buffer is drawn, so the tiles of a zoom add up to the whole layer, exactly. For one thread.
final class CellEncoder {

    /// A tile has 2^6 by 2^6 cells.
    static final int CELL_BITS = 6;

    private static final int CELLS = 1 << CELL_BITS;
    private static final List<String> BUILDING_KEYS = List.of("count", "households", "subscribers");
    private static final List<String> PORT_KEYS = List.of("count", "capacity", "used", "capacity_unknown");
    private static final List<String> SIGHTING_KEYS = List.of("count");

    private final LayerWriter out;
    private final long[] count = new long[CELLS * CELLS];
    private final long[] sumX = new long[CELLS * CELLS];
    private final long[] sumY = new long[CELLS * CELLS];
    private final long[] first = new long[CELLS * CELLS];
    private final long[] firstKnown = new long[CELLS * CELLS];
    private final long[] second = new long[CELLS * CELLS];
    private final long[] secondKnown = new long[CELLS * CELLS];
    private final long[] missing = new long[CELLS * CELLS];

    CellEncoder(LayerWriter out) {
        this.out = out;
    }

    void buildings(Features buildings, View view) {
        encode("buildings", BUILDING_KEYS, buildings, view);
    }

    void ports(Features ports, View view) {
        encode("ports", PORT_KEYS, ports, view);
    }

    void sightings(Features sightings, View view) {
        encode("sightings", SIGHTING_KEYS, sightings, view);
    }

    private void encode(String layer, List<String> keys, Features features, View view) {
        for (long[] sums : List.of(count, sumX, sumY, first, firstKnown, second, secondKnown, missing)) {
            Arrays.fill(sums, 0);
        }
        TileId id = view.id;
        int x0 = id.x() << CELL_BITS;
        int y0 = id.y() << CELL_BITS;
        features.cells(id.z() + CELL_BITS, x0, y0, x0 + CELLS - 1, y0 + CELLS - 1, (cells, i) -> {
            int c = (cells.cellY(i) - y0) * CELLS + cells.cellX(i) - x0;
            count[c] += cells.count(i);
            sumX[c] += cells.sumX(i);
            sumY[c] += cells.sumY(i);
            first[c] += cells.first(i);
            firstKnown[c] += cells.firstKnown(i);
            second[c] += cells.second(i);
            secondKnown[c] += cells.secondKnown(i);
            missing[c] += cells.missing(i);
        });
        out.layer(layer, keys);
        for (int c = 0; c < count.length; c++) {
            if (count[c] > 0) {
                out.begin(0);
                out.tag(0, out.number(count[c]));
                if (firstKnown[c] > 0) {
                    out.tag(1, out.number(first[c]));
                }
                if (secondKnown[c] > 0) {
                    out.tag(2, out.number(second[c]));
                }
                if (missing[c] > 0) {
                    out.tag(3, out.number(missing[c]));
                }
                out.geometry(LayerWriter.POINT);
                out.point(view.tileX((int) (sumX[c] / count[c])), view.tileY((int) (sumY[c] / count[c])));
                out.end();
            }
        }
    }
}
