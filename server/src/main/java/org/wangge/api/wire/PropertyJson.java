package org.wangge.api.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.wangge.metrics.Metric;
import org.wangge.model.Layer;
import org.wangge.model.Property;

/// What the registry says of a property, as JSON: for the page and for programs, and as JSON Schema.
public final class PropertyJson {

    private PropertyJson() {}

    /// Everything but what only files need; `derived` says that the atlas works it out.
    public static Map<String, Object> of(Property p) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", p.name());
        json.put("title", titles(p.title(), p.titleZh()));
        json.put("type", word(p.type()));
        json.put("unit", p.unit());
        json.put("kind", word(p.kind()));
        json.put("better", word(p.better()));
        json.put("minimum", p.min());
        json.put("maximum", p.max());
        json.put("required", p.isRequired());
        json.put("editable", p.isEditable());
        json.put("searchable", p.isSearchable());
        json.put("drawn", p.isDrawn());
        json.put("derived", !p.isOfRecords());
        json.put("since", p.since());
        json.put("meaning", p.meaning());
        return json;
    }

    /// In each language of the page.
    public static Map<String, String> titles(String english, String chinese) {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("en", english);
        titles.put("zh-CN", chinese);
        return titles;
    }

    /// In lower case; null stays null.
    public static String word(Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    /// A member of the `properties` of a JSON Schema.
    public static Map<String, Object> schema(Property p) {
        Map<String, Object> schema = schema(p.title(), p.meaning(), jsonType(p.type()), p.unit(), p.better());
        put(schema, "format", p.type() == Property.Type.DAY ? "date" : null);
        put(schema, "x-kind", word(p.kind()));
        put(schema, "minimum", p.min());
        put(schema, "maximum", p.max());
        return schema;
    }

    /// The same of a metric.
    public static Map<String, Object> schema(Metric m) {
        return schema(m.title(), "", "number", m.unit(), m.better());
    }

    private static Map<String, Object> schema(String title, String meaning, String type, String unit, Property.Better better) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("title", title);
        put(schema, "description", meaning.isEmpty() ? null : meaning);
        schema.put("type", type);
        put(schema, "x-unit", unit);
        put(schema, "x-better", word(better));
        return schema;
    }

    /// The geometry of a layer's rows.
    public static Map<String, Object> geometry(Layer.Places places) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("x-ogc-role", "primary-geometry");
        schema.put("format", switch (places) {
            case AREA -> "geometry-polygon-or-multipolygon";
            case POINT -> "geometry-point";
            case POINT_OR_AREA, ANY -> "geometry-any";
        });
        return schema;
    }

    private static void put(Map<String, Object> schema, String key, Object value) {
        if (value != null) {
            schema.put(key, value);
        }
    }

    private static String jsonType(Property.Type type) {
        return switch (type) {
            case TEXT, CODE, DAY -> "string";
            case WHOLE -> "integer";
            case DECIMAL -> "number";
            case TRUTH -> "boolean";
        };
    }
}
