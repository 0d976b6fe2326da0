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
import org.wangge.model.Registry;

/// A TileJSON 3.0 document, ready to be written as JSON: maps, lists, strings and numbers in the order of the specification.
public final class TileJson {

    private static final String NUMBER = "Number";
    private static final String TEXT = "String";
    private static final String TRUTH = "Boolean";

    private TileJson() {}

    /// `template` is the address of a tile with `{z}`, `{x}` and `{y}`. `minzoom` of a layer is the zoom from which each row is
    /// drawn; below it, tiles of buildings, ports and sightings hold sums of cells.
    public static Map<String, Object> of(Snapshot snapshot, Tiles tiles, Collection<Layer> layers, String template) {
        List<Map<String, Object>> descriptions = new ArrayList<>();
        Envelope bounds = new Envelope();
        for (Layer layer : Tiles.LAYERS) {
            if (layers.contains(layer)) {
                int minZoom = Math.min(TileId.MAX_ZOOM, tiles.minZoom(snapshot, layer));
                descriptions.add(description(layer.key(), fields(layer), minZoom));
                bounds.expandToInclude(snapshot.extent(layer));
            }
        }
        return document(template, descriptions, bounds);
    }

    /// The same of [HexagonTiles].
    public static Map<String, Object> ofHexagons(Snapshot snapshot, String template) {
        Map<String, String> fields = new LinkedHashMap<>();
        put(fields, NUMBER, HexagonTiles.KEYS.toArray(String[]::new));
        return document(template, List.of(description(HexagonTiles.LAYER, fields, 0)), snapshot.extent(Layer.BRANCHES));
    }

    private static Map<String, Object> description(String id, Map<String, String> fields, int minZoom) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("id", id);
        description.put("fields", fields);
        description.put("minzoom", minZoom);
        description.put("maxzoom", TileId.MAX_ZOOM);
        return description;
    }

    private static Map<String, Object> document(String template, List<Map<String, Object>> descriptions, Envelope bounds) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tilejson", "3.0.0");
        json.put("tiles", List.of(template));
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

    /// What the registry draws, then what the encoders add.
    private static Map<String, String> fields(Layer layer) {
        Map<String, String> fields = new LinkedHashMap<>();
        Registry.of(layer.table()).drawn().forEach(p -> fields.put(p.name(), switch (p.type()) {
            case TEXT, CODE, DAY -> TEXT;
            case WHOLE, DECIMAL -> NUMBER;
            case TRUTH -> TRUTH;
        }));
        switch (layer) {
            case BASE -> {
                // nothing besides
            }
            case BRANCHES -> put(fields, TEXT, "kind");
            case GRIDS -> {
                put(fields, NUMBER, "level");
                put(fields, TRUTH, "leaf");
                put(fields, NUMBER, "parent");
            }
            case BUILDINGS -> put(fields, NUMBER, "grid", "count");
            case PORTS -> put(fields, NUMBER, "count", "capacity_unknown");
            case SIGHTINGS -> put(fields, NUMBER, "count");
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String type, String... names) {
        for (String name : names) {
            fields.put(name, type);
        }
    }
}
