package org.wangge.api.ogc;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.wangge.api.wire.Features;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Moments;
import org.wangge.api.wire.Numbers;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.problem.Problem;
import org.wangge.problem.Turns;

/// OGC API Features, Part 1: Core and GeoJSON, in CRS 84, over the atlas. Items come in order of id; paging is by the id of the
/// last one seen (`after`), so that a page stays right while rows come and go.
public final class OgcApi {

    static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
    private static final String GEO_JSON = "application/geo+json";
    private static final String JSON = "application/json";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    /// A page of more items is made for so many at once, while so many others wait for so long: the threads that are left answer
    /// what is quick.
    private static final int LONG_PAGE = 1_000;
    private static final int AT_ONCE = 8;
    private static final int MOST_WAITING = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Turns.Turn NONE = () -> {};

    private final Turns longPages = new Turns("Pages of more than " + LONG_PAGE + " items are being made for others", AT_ONCE,
            MOST_WAITING, PATIENCE);
    private final Publisher publisher;
    private final Clock clock;

    public OgcApi(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /// 200: the landing page.
    public void landing(Context ctx, Parameters parameters) {
        String root = root(ctx, parameters);
        send(ctx, JSON, map(
                "title", "wangge grid map service",
                "description", "Sales-and-service grids with their buildings, ports, competitor sightings and figures.",
                "links", List.of(
                        link(root, "self", JSON, "This document"),
                        link(root + "/api", "service-desc", OpenApi.CONTENT_TYPE, "The API definition"),
                        link(root + "/conformance", "conformance", JSON, "Conformance classes that hold"),
                        link(root + "/collections", "data", JSON, "The collections"))));
    }

    /// 200: OpenAPI 3.0.
    public void definition(Context ctx, Parameters parameters) {
        send(ctx, OpenApi.CONTENT_TYPE, OpenApi.document(root(ctx, parameters), DEFAULT_LIMIT, MAX_LIMIT));
    }

    /// 200: only what holds.
    public void conformance(Context ctx, Parameters parameters) {
        send(ctx, JSON, map("conformsTo", List.of(
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30")));
    }

    /// 200.
    public void collections(Context ctx, Parameters parameters) {
        String root = root(ctx, parameters);
        Snapshot snapshot = publisher.current();
        List<Object> collections = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            collections.add(collection(root, snapshot, layer));
        }
        send(ctx, JSON, map(
                "links", List.of(link(root + "/collections", "self", JSON, "This document")),
                "collections", collections));
    }

    /// 200, 404.
    public void collection(Context ctx, Parameters parameters) {
        Layer layer = layer(ctx);
        send(ctx, JSON, collection(root(ctx, parameters), publisher.current(), layer));
    }

    /// 200, 404: a JSON Schema of the items' properties, as Part 5 has them.
    public void schema(Context ctx, Parameters parameters) {
        Layer layer = layer(ctx);
        send(ctx, OgcSchema.CONTENT_TYPE, OgcSchema.of(root(ctx, parameters) + "/collections/" + layer.key() + "/schema", layer));
    }

    /// 200, 400, 404, 503 while loading, and when too many ask for long pages.
    public void items(Context ctx, Parameters parameters) {
        int limit = parameters.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        try (Turns.Turn _ = limit > LONG_PAGE ? longPages.take() : NONE) {
            items(ctx, parameters, limit);
        }
    }

    private void items(Context ctx, Parameters parameters, int limit) {
        Layer layer = layer(ctx);
        Snapshot snapshot = publisher.current();
        Envelope box = parameters.box("bbox");
        String crs = parameters.text("bbox-crs").orElse(CRS84);
        if (!crs.equals(CRS84)) {
            throw Parameters.bad("bbox-crs", crs, CRS84);
        }
        Interval interval = Interval.parse(parameters.text("datetime"));
        long after = parameters.identifier("after", 0);
        LocalDate today = LocalDate.now(clock);
        List<Object> features = new ArrayList<>();
        long[] last = {after};
        boolean more = collect(snapshot, layer, box, interval, last, limit, today, features);

        String self = root(ctx, parameters) + "/collections/" + layer.key() + "/items";
        List<Object> links = new ArrayList<>();
        links.add(link(self + query(parameters, null), "self", GEO_JSON, "This page"));
        if (more) {
            links.add(link(self + query(parameters, last[0]), "next", GEO_JSON, "The next page"));
        }
        links.add(link(root(ctx, parameters) + "/collections/" + layer.key(), "collection", JSON, "The collection"));
        Map<String, Object> body = map(
                "type", "FeatureCollection",
                "links", links,
                "timeStamp", snapshot.asOf().truncatedTo(ChronoUnit.SECONDS));
        if (box == null && interval.isOpen()) {
            body.put("numberMatched", snapshot.count(layer.table()));
        }
        body.put("numberReturned", features.size());
        body.put("features", features);
        send(ctx, GEO_JSON, body);
    }

    /// 200, 400, 404.
    public void item(Context ctx, Parameters parameters) {
        Layer layer = layer(ctx);
        Snapshot snapshot = publisher.current();
        String text = ctx.pathParam("id");
        long id = Numbers.whole(text).orElseThrow(() -> new Problem.BadInput(
                        "The id in the path is '" + text + "'.", "It must be a whole number.",
                        Map.of("parameter", "id", "value", text))
                .asException());
        Row row = snapshot.find(layer.table(), id).orElseThrow(() ->
                new Problem.NotFound("There is no item " + id + " in " + layer.key() + ".", "The items path lists them.")
                        .asException());
        Map<String, Object> feature = Features.feature(snapshot, row, LocalDate.now(clock));
        String collection = root(ctx, parameters) + "/collections/" + layer.key();
        feature.put("links", List.of(
                link(collection + "/items/" + id, "self", GEO_JSON, "This item"),
                link(collection, "collection", JSON, "The collection")));
        send(ctx, GEO_JSON, feature);
    }

    /// Fills `features` from the rows after `last[0]`, moves `last[0]` on, and tells whether there are more. Only sightings have
    /// a time; where an interval leaves rows out, further rows are read until the page is full.
    private static boolean collect(
            Snapshot snapshot, Layer layer, Envelope box, Interval interval, long[] last, int limit, LocalDate today,
            List<Object> features) {
        while (true) {
            List<Row> rows = new ArrayList<>();
            snapshot.page(layer, box, last[0], limit + 1, rows::add);
            for (Row row : rows) {
                if (row instanceof Sighting s && !interval.contains(s.seenAt())) {
                    last[0] = row.id();
                    continue;
                }
                if (features.size() == limit) {
                    return true;
                }
                last[0] = row.id();
                features.add(Features.feature(snapshot, row, today));
            }
            if (rows.size() <= limit) {
                return false;
            }
        }
    }

    private static Map<String, Object> collection(String root, Snapshot snapshot, Layer layer) {
        String url = root + "/collections/" + layer.key();
        Map<String, Object> body = map("id", layer.key(), "title", OpenApi.title(layer), "description",
                OpenApi.description(layer));
        Envelope extent = snapshot.extent(layer);
        if (!extent.isNull()) {
            body.put("extent", map("spatial", map("bbox", List.of(extent), "crs", CRS84)));
        }
        body.put("itemType", "feature");
        body.put("crs", List.of(CRS84));
        body.put("links", List.of(
                link(url, "self", JSON, "This collection"),
                link(url + "/items", "items", GEO_JSON, "The items"),
                link(url + "/schema", OgcSchema.RELATION, OgcSchema.CONTENT_TYPE, "What the properties of the items are")));
        return body;
    }

    private static Layer layer(Context ctx) {
        String key = ctx.pathParam("layer");
        return Layer.find(key).orElseThrow(() -> new Problem.NotFound(
                        "There is no collection '" + key + "'.",
                        "The collections are " + Layer.names() + ".")
                .asException());
    }

    private static String query(Parameters parameters, Long after) {
        Map<String, String> values = parameters.all();
        if (after != null) {
            values.put("after", after.toString());
        }
        List<String> parts = new ArrayList<>();
        values.forEach((k, v) -> parts.add(URLEncoder.encode(k, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(v, StandardCharsets.UTF_8)));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static String root(Context ctx, Parameters parameters) {
        String format = parameters.text("f").orElse("json");
        if (!format.equals("json")) {
            throw Parameters.bad("f", format, "json");
        }
        return ctx.<String>attribute("base") + "/ogc";
    }

    private static Map<String, Object> link(String href, String rel, String type, String title) {
        return map("href", href, "rel", rel, "type", type, "title", title);
    }

    private static void send(Context ctx, String type, Object body) {
        ctx.contentType(type).result(Json.bytes(body));
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /// The OGC `datetime` parameter: an instant or date, or an interval with `..` for an open end; null bounds are open.
    private record Interval(LocalDate from, LocalDate to) {

        static Interval parse(Optional<String> text) {
            if (text.isEmpty()) {
                return new Interval(null, null);
            }
            String[] parts = text.get().split("/", -1);
            if (parts.length > 2) {
                throw bad(text.get());
            }
            LocalDate from = day(parts[0], text.get());
            LocalDate to = parts.length == 1 ? from : day(parts[1], text.get());
            if (parts.length == 1 && from == null || from != null && to != null && to.isBefore(from)) {
                throw bad(text.get());
            }
            return new Interval(from, to);
        }

        boolean isOpen() {
            return from == null && to == null;
        }

        /// A row without a day has no time to be outside of.
        boolean contains(LocalDate day) {
            return day == null || (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        }

        private static LocalDate day(String part, String whole) {
            if (part.isEmpty() || part.equals("..")) {
                return null;
            }
            return Moments.day(part)
                    .or(() -> Moments.time(part).map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC)))
                    .orElseThrow(() -> bad(whole));
        }

        private static RuntimeException bad(String text) {
            return Parameters.bad("datetime", text,
                    "a day or instant such as 2026-11-01, or an interval such as 2026-10-01/.. with the earlier end first,"
                    + " of years from 1900 to 2999");
        }
    }
}
