package org.wangge.tiles;

import java.time.LocalDate;
import java.util.List;
import org.wangge.atlas.Block;
import org.wangge.atlas.Features;
import org.wangge.model.Counts;

/// Writes ports and sightings one by one. For one thread.
final class PointEncoder {

    private static final List<String> PORT_KEYS = List.of("kind", "technology", "capacity", "used");
    private static final List<String> SIGHTING_KEYS = List.of("operator", "kind", "severity", "confidence", "seen_at");

    private final LayerWriter out;

    PointEncoder(LayerWriter out) {
        this.out = out;
    }

    void ports(Features ports, View view) {
        out.layer("ports", PORT_KEYS);
        ports.visit(view.minX, view.minY, view.maxX, view.maxY, (block, row) -> {
            out.begin(block.id(row));
            word(block, row, 0, 0);
            word(block, row, 1, 1);
            number(block, row, 0, 2);
            number(block, row, 1, 3);
            point(block, row, view);
        });
    }

    void sightings(Features sightings, View view) {
        out.layer("sightings", SIGHTING_KEYS);
        sightings.visit(view.minX, view.minY, view.maxX, view.maxY, (block, row) -> {
            out.begin(block.id(row));
            word(block, row, 1, 0);
            word(block, row, 0, 1);
            number(block, row, 0, 2);
            double confidence = block.fraction(2, row);
            if (!Double.isNaN(confidence)) {
                out.tag(3, out.fraction(confidence));
            }
            int day = block.number(1, row);
            if (day != Counts.UNKNOWN) {
                out.tag(4, out.word(LocalDate.ofEpochDay(day).toString()));
            }
            point(block, row, view);
        });
    }

    private void word(Block block, int row, int column, int key) {
        String word = block.word(column, block.wordIndex(column, row));
        if (word != null) {
            out.tag(key, out.word(word));
        }
    }

    private void number(Block block, int row, int column, int key) {
        int v = block.number(column, row);
        if (v != Counts.UNKNOWN) {
            out.tag(key, out.number(v));
        }
    }

    private void point(Block block, int row, View view) {
        out.geometry(LayerWriter.POINT);
        out.point(view.tileX(block.x(row)), view.tileY(block.y(row)));
        out.end();
    }
}
