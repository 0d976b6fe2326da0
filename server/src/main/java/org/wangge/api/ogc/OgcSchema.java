package org.wangge.api.ogc;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wangge.api.wire.PropertyJson;
import org.wangge.metrics.Metric;
import org.wangge.model.Count;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.RowType;

/// The JSON Schema of the items of a collection (OGC API Features, Part 5: Schemas): what the registry says of the columns, and
/// what the atlas adds. Besides its keywords there are `x-unit`, `x-kind` (`stock`, `flow` or `opening`) and `x-better` (`up` or
/// `down`). What is not `required` may be null, which is unknown.
final class OgcSchema {

    static final String CONTENT_TYPE = "application/schema+json";
    static final String RELATION = "http://www.opengis.net/def/rel/ogc/1.0/schema";

    private OgcSchema() {}

    static Map<String, Object> of(String url, Layer layer) {
        RowType type = Registry.of(layer.table());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("id", OgcApi.map("type", "integer", "x-ogc-role", "id"));
        type.properties().forEach(p -> properties.put(p.name(), PropertyJson.schema(p)));
        type.derived().forEach(p -> properties.put(p.name(), PropertyJson.schema(p)));
        if (layer == Layer.GRIDS) {
            Arrays.stream(Count.values()).map(Count::column).forEach(column ->
                    properties.put(column, PropertyJson.schema(Registry.BUILDINGS.get(column))));
            Arrays.stream(Metric.values()).forEach(m -> properties.put(m.key(), PropertyJson.schema(m)));
        }
        properties.put("geometry", PropertyJson.geometry(layer.places()));
        List<String> required = type.properties().stream().filter(Property::isRequired).map(Property::name).toList();
        return OgcApi.map(
                "$schema", "https://json-schema.org/draft/2020-12/schema",
                "$id", url,
                "type", "object",
                "title", OpenApi.title(layer),
                "description", OpenApi.description(layer),
                "required", required,
                "properties", properties);
    }
}
