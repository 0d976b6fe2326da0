package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.api.wire.PropertyJson;
import org.wangge.basemap.Basemap;
import org.wangge.basemap.Basemaps;

/// The maps that may lie under the grids.
final class BasemapHandler {

    private final Basemaps basemaps;

    BasemapHandler(Basemaps basemaps) {
        this.basemaps = basemaps;
    }

    /// 200: where the tiles of each are. To those who may see the map alone, since an address may hold a key.
    void list(Context ctx, Parameters parameters) {
        ctx.contentType("application/json")
                .result(Json.bytes(Map.of("basemaps", basemaps.list().stream().map(BasemapHandler::json).toList())));
    }

    private static Map<String, Object> json(Basemap basemap) {
        Map<String, Object> json = new LinkedHashMap<>(ordered(
                "id", basemap.id(),
                "title", PropertyJson.titles(basemap.title(), basemap.titleZh()),
                "crs", basemap.datum().key(),
                "minzoom", basemap.minZoom(),
                "maxzoom", basemap.maxZoom(),
                "attribution", basemap.credit() == null ? null : basemap.credit().text(),
                "attribution_url", basemap.credit() == null ? null : basemap.credit().url()));
        switch (basemap.tiles()) {
            case Basemap.Remote remote -> {
                json.put("format", "raster");
                json.put("tile_size", remote.size());
                json.put("tiles", remote.layers());
            }
        }
        return json;
    }
}
