package org.wangge.api.ogc;

import static org.wangge.api.ogc.OgcApi.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wangge.model.Layer;

/// The OpenAPI 3.0 definition of the OGC part of the API.
final class OpenApi {

    static final String CONTENT_TYPE = "application/vnd.oai.openapi+json;version=3.0";

    private OpenApi() {}

    static Map<String, Object> document(String root, int defaultLimit, int maxLimit) {
        Map<String, Object> paths = new LinkedHashMap<>();
        paths.put("/", get("landingPage", "The landing page", List.of(), "application/json"));
        paths.put("/api", get("definition", "This definition", List.of(), CONTENT_TYPE));
        paths.put("/conformance", get("conformance", "Conformance classes that hold", List.of(), "application/json"));
        paths.put("/collections", get("collections", "The collections", List.of(), "application/json"));
        for (Layer layer : Layer.values()) {
            String path = "/collections/" + layer.key();
            paths.put(path, get("collection-" + layer.key(), title(layer), List.of(), "application/json"));
            paths.put(path + "/schema", get("schema-" + layer.key(), "The properties of " + title(layer), List.of(),
                    OgcSchema.CONTENT_TYPE));
            paths.put(path + "/items", get("items-" + layer.key(), description(layer), itemParameters(defaultLimit, maxLimit),
                    "application/geo+json"));
            paths.put(path + "/items/{id}", get("item-" + layer.key(), "One item of " + title(layer), List.of(map(
                    "name", "id", "in", "path", "required", true, "description", "Id of the item", "schema",
                    map("type", "integer"))),
                    "application/geo+json"));
        }
        return map(
                "openapi", "3.0.3",
                "info", map("title", "wangge grid map service", "version", "0.1.0", "description",
                        "OGC API Features over the grid atlas, CRS 84."),
                "servers", List.of(map("url", root)),
                "paths", paths);
    }

    static String title(Layer layer) {
        return switch (layer) {
            case BRANCHES -> "Branches";
            case GRIDS -> "Grids";
            case BUILDINGS -> "Buildings";
            case PORTS -> "Ports";
            case SIGHTINGS -> "Competitor sightings";
            case BASE -> "Base map";
        };
    }

    static String description(Layer layer) {
        return switch (layer) {
            case BRANCHES -> "Roots of the grid trees with the outline of their service area.";
            case GRIDS -> "Sales-and-service grids of every level, with the person in charge, targets and figures.";
            case BUILDINGS -> "Buildings with households, subscribers and the leaf grid in which they lie; unknown numbers are "
                    + "null.";
            case PORTS -> "Network access devices with capacity and ports used; unknown capacity is null.";
            case SIGHTINGS -> "Competitors' activities with place, day, severity and confidence.";
            case BASE -> "Water, parks, blocks and streets of the ground map.";
        };
    }

    private static List<Object> itemParameters(int defaultLimit, int maxLimit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(map(
                "name", "bbox", "in", "query", "required", false, "style", "form", "explode", false,
                "description", "west,south,east,north in degrees, CRS 84",
                "schema", map("type", "array", "minItems", 4, "maxItems", 4, "items", map("type", "number"))));
        parameters.add(map(
                "name", "datetime", "in", "query", "required", false, "style", "form", "explode", false,
                "description", "A day, an instant or an interval; narrows sightings by the day on which they were seen",
                "schema", map("type", "string")));
        parameters.add(map(
                "name", "limit", "in", "query", "required", false, "style", "form", "explode", false,
                "description", "At most so many items a page",
                "schema", map("type", "integer", "minimum", 1, "maximum", maxLimit, "default", defaultLimit)));
        parameters.add(map(
                "name", "after", "in", "query", "required", false,
                "description", "Only items with a larger id; the next link sets it",
                "schema", map("type", "integer")));
        parameters.add(map(
                "name", "bbox-crs", "in", "query", "required", false,
                "description", "The coordinate system of bbox",
                "schema", map("type", "string", "enum", List.of(OgcApi.CRS84), "default", OgcApi.CRS84)));
        return parameters;
    }

    private static Map<String, Object> get(String id, String summary, List<Object> special, String type) {
        List<Object> parameters = new ArrayList<>(special);
        parameters.add(map(
                "name", "f", "in", "query", "required", false, "description", "The form of the answer",
                "schema", map("type", "string", "enum", List.of("json"), "default", "json")));
        return map("get", map(
                "operationId", id,
                "summary", summary,
                "parameters", parameters,
                "responses", map(
                        "200", map("description", summary, "content", map(type, map("schema", map("type", "object")))),
                        "default", map(
                                "description", "What is wrong, where, and how to mend it",
                                "content", map("application/problem+json", map("schema", map("type", "object")))))));
    }
}
