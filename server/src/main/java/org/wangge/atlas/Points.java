package org.wangge.atlas;

import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Snapshot.AnchorVisitor;
import org.wangge.atlas.Snapshot.BuildingCounts;
import org.wangge.atlas.Snapshot.PointVisitor;

/// Goes through the interior points of buildings without making an object of any. For any number of threads.
final class Points {

    private Points() {}

    static void visit(Features buildings, int minWorldX, int minWorldY, int maxWorldX, int maxWorldY, PointVisitor visitor) {
        class Cursor implements Block.Visitor, BuildingCounts {
            private Block block;
            private int row;

            @Override
            public void visit(Block b, int i) {
                int x = b.x(i);
                int y = b.y(i);
                if (x >= minWorldX && x <= maxWorldX && y >= minWorldY && y <= maxWorldY) {
                    block = b;
                    row = i;
                    visitor.visit(x, y, this);
                }
            }

            @Override
            public int raw(int ordinal) {
                return block.number(ordinal, row);
            }
        }
        buildings.visit(minWorldX, minWorldY, maxWorldX, maxWorldY, new Cursor());
    }

    static void visitAnchors(Features buildings, Envelope fixed, AnchorVisitor visitor) {
        for (Block block : buildings.blocks()) {
            int[] box = block.anchorBox();
            if (!fixed.intersects(new Envelope(box[0], box[2], box[1], box[3]))) {
                continue;
            }
            for (int i = 0; i < block.size(); i++) {
                int lon = block.shapes().lon[i];
                int lat = block.shapes().lat[i];
                if (fixed.covers(lon, lat)) {
                    String compound = block.word(Codec.COMPOUND, block.wordIndex(Codec.COMPOUND, i));
                    visitor.visit(block.id(i), lon, lat, compound, Math.max(0, block.zone(i)));
                }
            }
        }
    }
}
