package org.wangge.api;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.api.wire.PropertyJson;
import org.wangge.model.Layer;
import org.wangge.model.Registry;
import org.wangge.model.RowType;

/// What the properties of each layer are.
final class SchemaHandler {

    /// It is the same as long as the program runs.
    private static final byte[] JSON = Json.bytes(Map.of("layers", layers()));

    private SchemaHandler() {}

    /// 200: by layer its properties, in the order in which they are shown.
    static void schema(Context ctx, Parameters parameters) {
        ctx.contentType("application/json").result(JSON);
    }

    private static Map<String, Object> layers() {
        Map<String, Object> layers = new LinkedHashMap<>();
        for (Layer layer : Layer.values()) {
            RowType type = Registry.of(layer.table());
            layers.put(layer.key(),
                    Stream.concat(type.properties().stream(), type.derived().stream()).map(PropertyJson::of).toList());
        }
        return layers;
    }
}
