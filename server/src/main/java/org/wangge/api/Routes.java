package org.wangge.api;

import static org.wangge.api.Endpoint.delete;
import static org.wangge.api.Endpoint.get;
import static org.wangge.api.Endpoint.page;
import static org.wangge.api.Endpoint.post;

import java.util.List;
import org.wangge.api.ogc.OgcApi;

/// Every path of the server. The events stream, `GET /api/events`, is the one that [ApiServer] adds itself, since it stays open.
final class Routes {

    static final String EVENTS = "/api/events";

    private Routes() {}

    static List<Endpoint> all(
            Assets assets, HealthHandler health, TileHandler tiles, GridHandler grids, PlanHandler plans, OgcApi ogc) {
        return List.of(
                page("/", assets::index),
                get("/assets/{hash}/<path>", assets::file),
                get("/favicon.ico", assets::icon),

                get("/health/live", health::live),
                get("/health/ready", health::ready),
                get("/metrics", health::metrics),

                get("/tiles/{layers}.json", tiles::tileJson),
                get("/tiles/{layers}/{z}/{x}/{y}.mvt", tiles::vector),
                get("/tiles/surface/{metric}/{z}/{x}/{y}.png", tiles::surface),

                get("/api/metrics", grids::metrics),
                get("/api/grids", grids::list),
                get("/api/grids/{id}", grids::one),
                get("/api/locate", grids::locate, "lon", "lat"),
                get("/api/search", grids::search, "q", "limit"),

                post("/api/plans", plans::create),
                get("/api/plans", plans::list),
                get("/api/plans/{id}", plans::one),
                delete("/api/plans/{id}", plans::delete),
                post("/api/plans/{id}/commands", plans::apply),
                post("/api/plans/{id}/preview", plans::preview),
                post("/api/plans/{id}/undo", plans::undo),
                post("/api/plans/{id}/redo", plans::redo),
                post("/api/plans/{id}/publish", plans::publish),
                get("/api/revisions", plans::revisions),

                get("/ogc", (ctx, p) -> ogc.landing(ctx), "f"),
                get("/ogc/api", (ctx, p) -> ogc.definition(ctx), "f"),
                get("/ogc/conformance", (ctx, p) -> ogc.conformance(ctx), "f"),
                get("/ogc/collections", (ctx, p) -> ogc.collections(ctx), "f"),
                get("/ogc/collections/{layer}", (ctx, p) -> ogc.collection(ctx), "f"),
                get("/ogc/collections/{layer}/items", ogc::items, "f", "bbox", "bbox-crs", "datetime", "limit", "after"),
                get("/ogc/collections/{layer}/items/{id}", (ctx, p) -> ogc.item(ctx), "f"));
    }
}
