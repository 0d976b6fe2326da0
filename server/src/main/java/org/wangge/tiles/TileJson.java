package org.wangge.tiles;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.TileId;
import org.wangge.model.Layer;

/// A TileJSON 3.0 document, ready to be written as JSON: maps, lists, strings and numbers in the order of the specification.
public final class TileJson {

    private static final String NUMBER = "Number";
    private static final String TEXT = "String";

    private TileJson() {}

    /// `template` is the address of a tile with `{z}`, `{x}` and `{y}`. `minzoom` of a layer is the zoom from which each row is
    /// drawn; below it, tiles of buildings, ports and sightings hold sums of cells.
    public static Map<String, Object> of(Snapshot snapshot, Tiles tiles, Collection<Layer> layers, String template) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tilejson", "3.0.0");
        json.put("tiles", List.of(template));
        List<Map<String, Object>> descriptions = new ArrayList<>();
        Envelope bounds = new Envelope();
        for (Layer layer : Tiles.LAYERS) {
            if (layers.contains(layer)) {
                Map<String, Object> description = new LinkedHashMap<>();
                description.put("id", layer.key());
                description.put("fields", fields(layer));
                description.put("minzoom", Math.min(TileId.MAX_ZOOM, tiles.minZoom(snapshot, layer)));
                description.put("maxzoom", TileId.MAX_ZOOM);
                descriptions.add(description);
                bounds.expandToInclude(snapshot.extent(layer));
            }
        }
        json.put("vector_layers", descriptions);
        json.put("name", "wangge");
        json.put("scheme", "xyz");
        json.put("minzoom", 0);
        json.put("maxzoom", TileId.MAX_ZOOM);
        if (!bounds.isNull()) {
            json.put("bounds", List.of(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY()));
        }
        return json;
    }

    private static Map<String, String> fields(Layer layer) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (layer) {
            case BASE -> put(fields, TEXT, "kind", "name");
            case BRANCHES -> put(fields, TEXT, "code", "name", "kind");
            case GRIDS -> {
                put(fields, TEXT, "code", "name");
                put(fields, NUMBER, "level");
                put(fields, "Boolean", "leaf");
                put(fields, NUMBER, "parent");
            }
            case BUILDINGS -> {
                put(fields, TEXT, "kind");
                put(fields, NUMBER, "households", "subscribers", "grid", "count");
            }
            case PORTS -> {
                put(fields, TEXT, "kind", "technology");
                put(fields, NUMBER, "capacity", "used", "count", "capacity_unknown");
            }
            case SIGHTINGS -> {
                put(fields, TEXT, "operator", "kind");
                put(fields, NUMBER, "severity", "confidence");
                put(fields, TEXT, "seen_at");
                put(fields, NUMBER, "count");
            }
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String type, String... names) {
        for (String name : names) {
            fields.put(name, type);
        }
    }
}
