package org.wangge.atlas;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher.Touched;
import org.wangge.model.Layer;
import org.wangge.model.Table;

/// Gathers what changed, and where. Many boxes of a layer are joined, neighbours in order of arrival, so that a large change
/// stays cheap for whoever has to look through them. For one thread.
final class TouchedBoxes {

    private static final int MAX_BOXES = 256;

    private final Map<Layer, List<Envelope>> boxes = new EnumMap<>(Layer.class);
    private final Set<Table> nowhere = EnumSet.noneOf(Table.class);

    /// Rows of a table that lie nowhere.
    void add(Table table) {
        nowhere.add(table);
    }

    /// Box in degrees; a null envelope says that the layer changed nowhere in particular.
    void add(Layer layer, Envelope lonLat) {
        List<Envelope> list = boxes.computeIfAbsent(layer, l -> new ArrayList<>());
        if (list.isEmpty() || !list.getLast().covers(lonLat)) {
            list.add(new Envelope(lonLat));
        }
        if (list.size() > MAX_BOXES) {
            List<Envelope> joined = new ArrayList<>(MAX_BOXES);
            for (int i = 0; i < list.size(); i += 2) {
                Envelope box = list.get(i);
                if (i + 1 < list.size()) {
                    box.expandToInclude(list.get(i + 1));
                }
                joined.add(box);
            }
            boxes.put(layer, joined);
        }
    }

    void add(Layer layer, Block block, int row) {
        int[] box = Shapes.emptyBox();
        block.shapes().addFixedTo(box, 0, row);
        add(layer, Snapshot.degrees(box));
    }

    /// Wherever a layer was or is.
    void add(Layer layer, Features before, Features after) {
        for (Features f : List.of(before, after)) {
            Envelope box = new Envelope();
            f.blocks().forEach(b -> box.expandToInclude(Snapshot.degrees(b.fixedBox())));
            add(layer, box);
        }
    }

    List<Touched> list() {
        List<Touched> all = new ArrayList<>();
        boxes.forEach((layer, list) -> list.forEach(box -> all.add(new Touched.Place(layer, box))));
        nowhere.forEach(table -> all.add(new Touched.Rows(table)));
        return all;
    }
}
