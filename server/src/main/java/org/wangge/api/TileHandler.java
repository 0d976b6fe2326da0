package org.wangge.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.TileId;
import org.wangge.metrics.Metric;
import org.wangge.model.Layer;
import org.wangge.planning.History;
import org.wangge.problem.Problem;
import org.wangge.tiles.HexagonTiles;
import org.wangge.tiles.Surface;
import org.wangge.tiles.SurfaceTiles;
import org.wangge.tiles.Tile;
import org.wangge.tiles.TileCache;
import org.wangge.tiles.TileJson;
import org.wangge.tiles.TileService;

/// Tiles, from the caches.
final class TileHandler {

    private static final List<Integer> BANDWIDTHS = IntStream.range(0, 7).mapToObj(k -> Surface.FINEST_BANDWIDTH << k).toList();

    private final Publisher publisher;
    private final History history;
    private final TileService tiles;

    TileHandler(Publisher publisher, History history, TileService tiles) {
        this.publisher = publisher;
        this.history = history;
        this.tiles = tiles;
    }

    /// 200, 304, 400 for a tile that does not exist, 404 for a layer that does not.
    void vector(Context ctx, Parameters parameters) throws IOException {
        vector(ctx, parameters, layers(ctx.pathParam("layers")), tiles.tiles(), tiles.encoder());
    }

    /// 200, 304, 400 for a tile that does not exist.
    void hexagons(Context ctx, Parameters parameters) throws IOException {
        vector(ctx, parameters, HexagonTiles.LAYERS, tiles.hexagons(), tiles.hexagonEncoder());
    }

    private void vector(Context ctx, Parameters parameters, Set<Layer> layers, TileCache kept, TileCache.Encoder encoder)
            throws IOException {
        TileId id = PathParameters.tile(ctx);
        Snapshot asked = RevisionHandler.asked(parameters, history);
        Tile tile = asked == null ? kept.get(layers, id) : new Tile(encoder.mvt(asked, layers, id), asked.seq());
        ctx.res().setContentType("application/vnd.mapbox-vector-tile");
        Reply.send(ctx, tile.bytes(), tile.isEmpty() ? null : tile::gzip, tile.etag());
    }

    /// 200, 304, 400, 404 for a metric without a surface.
    void surface(Context ctx, Parameters parameters) throws IOException {
        String key = ctx.pathParam("metric");
        Metric metric = Metric.find(key).filter(Metric::isOfBuildings).orElseThrow(() -> new Problem.NotFound(
                        "There is no surface of '" + key + "'.",
                        "Surfaces are drawn of "
                                + Arrays.stream(Metric.values()).filter(Metric::isOfBuildings).map(Metric::key)
                                .collect(Collectors.joining(", ")) + ".")
                .asException());
        TileId tile = PathParameters.tile(ctx);
        SurfaceTiles.Picture picture = tiles.surfaces().get(metric, tile, bandwidth(parameters, tile.z()));
        ctx.res().setContentType("image/png");
        Reply.send(ctx, picture.png(), null, picture.etag());
    }

    /// One of few, since each is kept for itself.
    private static int bandwidth(Parameters parameters, int zoom) {
        String asked = parameters.text("bandwidth").orElse(null);
        if (asked == null) {
            return Surface.bandwidth(zoom);
        }
        return BANDWIDTHS.stream().filter(known -> String.valueOf(known).equals(asked)).findFirst().orElseThrow(() ->
                Parameters.bad("bandwidth", asked, "one of " + BANDWIDTHS.stream().map(String::valueOf)
                        .collect(Collectors.joining(", ")) + " metres; without it, it follows the zoom"));
    }

    /// 200, 404.
    void tileJson(Context ctx, Parameters parameters) {
        String names = ctx.pathParam("layers");
        Set<Layer> layers = layers(names);
        answer(ctx, TileJson.of(publisher.current(), tiles.encoder(), layers, template(ctx, names)));
    }

    /// 200.
    void hexagonsJson(Context ctx, Parameters parameters) {
        answer(ctx, TileJson.ofHexagons(publisher.current(), template(ctx, "cells")));
    }

    private static String template(Context ctx, String layers) {
        String base = ctx.attribute(Gate.BASE);
        return base + "/tiles/" + layers + "/{z}/{x}/{y}.mvt";
    }

    private static void answer(Context ctx, Map<String, Object> json) {
        ctx.contentType("application/json").result(Json.bytes(json));
    }

    private static Set<Layer> layers(String names) {
        Set<Layer> layers = new LinkedHashSet<>();
        for (String name : names.split(",", -1)) {
            Layer layer = Layer.find(name).orElseThrow(() -> new Problem.NotFound(
                            "There is no layer '" + name + "'.",
                            "The layers are " + Layer.names() + ".")
                    .asException());
            if (!layers.add(layer)) {
                throw new Problem.BadInput("The layer '" + name + "' is named twice.", "Name each layer once.").asException();
            }
        }
        return layers;
    }
}
