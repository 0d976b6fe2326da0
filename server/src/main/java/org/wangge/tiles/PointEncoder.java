package org.wangge.tiles;

import org.wangge.atlas.Features;
import org.wangge.model.Registry;
import org.wangge.model.RowType;

/// Writes ports and sightings one by one. For one thread.
final class PointEncoder {

    private final LayerWriter out;
    private final RowTags ports;
    private final RowTags sightings;

    PointEncoder(LayerWriter out) {
        this.out = out;
        ports = new RowTags(out, Registry.PORTS);
        sightings = new RowTags(out, Registry.SIGHTINGS);
    }

    void ports(Features rows, View view) {
        encode(Registry.PORTS, ports, rows, view);
    }

    void sightings(Features rows, View view) {
        encode(Registry.SIGHTINGS, sightings, rows, view);
    }

    private void encode(RowType type, RowTags tags, Features rows, View view) {
        out.layer(type.table().key(), tags.keys());
        tags.start(rows);
        rows.visit(view.minX, view.minY, view.maxX, view.maxY, (block, row) -> {
            out.begin(block.id(row));
            tags.write(block, row);
            out.geometry(LayerWriter.POINT);
            out.point(view.tileX(block.x(row)), view.tileY(block.y(row)));
            out.end();
        });
    }
}
