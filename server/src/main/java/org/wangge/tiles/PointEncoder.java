package org.wangge.tiles;

import org.wangge.atlas.Features;
import org.wangge.model.Registry;
import org.wangge.model.RowType;

/// Writes ports and sightings one by one. For one thread.
final class PointEncoder {

    private final LayerWriter out;

    PointEncoder(LayerWriter out) {
        this.out = out;
    }

    void ports(Features rows, View view) {
        encode(Registry.PORTS, rows, view);
    }

    void sightings(Features rows, View view) {
        encode(Registry.SIGHTINGS, rows, view);
    }

    private void encode(RowType type, Features rows, View view) {
        RowTags tags = new RowTags(out, type, view.id.z());
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
