package org.wangge.api;

import static org.wangge.access.Action.BACKUP_CREATE;
import static org.wangge.access.Action.BASEMAP_CHANGE;
import static org.wangge.access.Action.IMPORT_CREATE;
import static org.wangge.access.Action.IMPORT_DELETE;
import static org.wangge.access.Action.PLAN_APPROVE;
import static org.wangge.access.Action.PLAN_COMMAND;
import static org.wangge.access.Action.PLAN_COMMENT;
import static org.wangge.access.Action.PLAN_COPY;
import static org.wangge.access.Action.PLAN_CREATE;
import static org.wangge.access.Action.PLAN_DELETE;
import static org.wangge.access.Action.PLAN_PUBLISH;
import static org.wangge.access.Action.PLAN_REBASE;
import static org.wangge.access.Action.PLAN_REDO;
import static org.wangge.access.Action.PLAN_RENAME;
import static org.wangge.access.Action.PLAN_RESTORE;
import static org.wangge.access.Action.PLAN_RETURN;
import static org.wangge.access.Action.PLAN_SUBMIT;
import static org.wangge.access.Action.PLAN_UNDO;
import static org.wangge.access.Action.PLAN_WITHDRAW;
import static org.wangge.api.Endpoint.ask;
import static org.wangge.api.Endpoint.delete;
import static org.wangge.api.Endpoint.get;
import static org.wangge.api.Endpoint.own;
import static org.wangge.api.Endpoint.page;
import static org.wangge.api.Endpoint.patch;
import static org.wangge.api.Endpoint.post;
import static org.wangge.api.Endpoint.receive;
import static org.wangge.api.Endpoint.tell;
import static org.wangge.api.Rule.ADMIN;
import static org.wangge.api.Rule.ANY_SESSION;
import static org.wangge.api.Rule.APPROVER;
import static org.wangge.api.Rule.IMPORTER;
import static org.wangge.api.Rule.OPEN;
import static org.wangge.api.Rule.PLANNER;
import static org.wangge.api.Rule.SESSION;
import static org.wangge.api.Rule.VIEWER;

import io.javalin.http.HandlerType;
import java.util.List;
import org.wangge.api.ogc.OgcApi;

/// Every path of the server, who may use it, and for what changes something its word in the audit trail.
final class Routes {

    private Routes() {}

    static List<Endpoint> all(
            Assets assets,
            HealthHandler health,
            SessionHandler session,
            AccountHandler accounts,
            AuditHandler audit,
            TileHandler tiles,
            GridHandler grids,
            HotSpotHandler hotSpots,
            BasemapHandler basemaps,
            StreetHandler streets,
            EventHub events,
            PlanHandler plans,
            RevisionHandler revisions,
            JobHandler jobs,
            ImportHandler imports,
            BackupHandler backups,
            OgcApi ogc) {
        return List.of(
                page("/", OPEN, assets::index),
                get("/assets/{hash}/<path>", OPEN, assets::file),
                get("/favicon.ico", OPEN, assets::icon),

                get("/health/live", OPEN, health::live),
                get("/health/ready", OPEN, health::ready),
                get("/metrics", VIEWER, health::metrics),

                get("/api/session", OPEN, session::who),
                own(HandlerType.POST, "/api/session", OPEN, session::begin),
                own(HandlerType.DELETE, "/api/session", ANY_SESSION, session::end),
                own(HandlerType.POST, "/api/session/password", ANY_SESSION, session::changePassword),
                get("/api/oidc/start", OPEN, session::depart),
                page("/api/oidc/callback", OPEN, session::arrive),

                get("/api/accounts", ADMIN, accounts::list),
                own(HandlerType.POST, "/api/accounts", ADMIN, accounts::create),
                get("/api/accounts/{id}", ADMIN, accounts::one),
                own(HandlerType.PATCH, "/api/accounts/{id}", ADMIN, accounts::change),
                own(HandlerType.DELETE, "/api/accounts/{id}", ADMIN, accounts::delete),
                get("/api/tokens", SESSION, accounts::tokens, "account"),
                own(HandlerType.POST, "/api/tokens", SESSION, accounts::issue),
                own(HandlerType.DELETE, "/api/tokens/{id}", SESSION, accounts::revoke),
                get("/api/audit", ADMIN, audit::list, "actor", "action", "subject", "from", "to", "before", "limit", "format"),

                get("/tiles/cells.json", VIEWER, tiles::hexagonsJson),
                get("/tiles/cells/{z}/{x}/{y}.mvt", VIEWER, tiles::hexagons, "revision", "asOf"),
                get("/tiles/{layers}.json", VIEWER, tiles::tileJson),
                get("/tiles/{layers}/{z}/{x}/{y}.mvt", VIEWER, tiles::vector, "revision", "asOf"),
                get("/tiles/surface/{metric}/{z}/{x}/{y}.png", VIEWER, tiles::surface, "bandwidth"),

                get("/api/basemaps", VIEWER, basemaps::list),
                patch("/api/basemaps", ADMIN, BASEMAP_CHANGE, basemaps::change),
                get("/basemaps/{id}/{z}/{x}/{y}", VIEWER, basemaps::tile),
                get("/api/metrics", VIEWER, grids::metrics),
                get("/api/schema", VIEWER, SchemaHandler::schema),
                get("/api/grids", VIEWER, grids::list, "revision", "asOf", "since"),
                get("/api/hotspots", VIEWER, hotSpots::spots, "metric", "revision", "asOf"),
                get("/api/streets/way", VIEWER, streets::way, "lon", "lat", "to_lon", "to_lat", "reach"),
                get("/api/changes", VIEWER, grids::changes, "since", "limit"),
                get("/api/grids/{id}", VIEWER, grids::one, "revision", "asOf"),
                get("/api/persons", VIEWER, grids::persons, "q", "limit"),
                get("/api/locate", VIEWER, grids::locate, "lon", "lat", "revision", "asOf"),
                get("/api/search", VIEWER, grids::search, "q", "limit"),
                get("/api/events", VIEWER, events::stream, "since"),

                post("/api/plans", PLANNER, PLAN_CREATE, plans::create),
                get("/api/plans", VIEWER, plans::list, "status", "before", "limit"),
                get("/api/plans/{id}", VIEWER, plans::one),
                patch("/api/plans/{id}", PLANNER, PLAN_RENAME, plans::rename).ofVersion(),
                delete("/api/plans/{id}", PLANNER, PLAN_DELETE, plans::delete).ofVersion(),
                post("/api/plans/{id}/copy", PLANNER, PLAN_COPY, plans::copy),
                post("/api/plans/{id}/commands", PLANNER, PLAN_COMMAND, plans::apply).ofVersion(),
                ask("/api/plans/{id}/preview", PLANNER, plans::preview),
                get("/api/plans/{id}/moved", VIEWER, plans::moved, "after", "limit"),
                post("/api/plans/{id}/undo", PLANNER, PLAN_UNDO, plans::undo).ofVersion(),
                post("/api/plans/{id}/redo", PLANNER, PLAN_REDO, plans::redo).ofVersion(),
                post("/api/plans/{id}/rebase", PLANNER, PLAN_REBASE, plans::rebase).ofVersion(),
                tell(HandlerType.PUT, "/api/plans/{id}/presence", PLANNER.or(APPROVER), plans::enter),
                tell(HandlerType.DELETE, "/api/plans/{id}/presence", PLANNER.or(APPROVER), plans::leave),
                get("/api/plans/{id}/events", VIEWER, plans::events),
                get("/api/plans/{id}/comments", VIEWER, plans::comments),
                post("/api/plans/{id}/comments", PLANNER.or(APPROVER), PLAN_COMMENT, plans::comment),
                post("/api/plans/{id}/submit", PLANNER, PLAN_SUBMIT, plans::submit).ofVersion(),
                post("/api/plans/{id}/withdraw", PLANNER, PLAN_WITHDRAW, plans::withdraw).ofVersion(),
                post("/api/plans/{id}/return", APPROVER, PLAN_RETURN, plans::giveBack).ofVersion(),
                post("/api/plans/{id}/approve", APPROVER, PLAN_APPROVE, plans::approve).ofVersion(),
                post("/api/plans/{id}/publish", APPROVER.or(PLANNER), PLAN_PUBLISH, plans::publish).ofVersion(),

                get("/api/revisions", VIEWER, revisions::list),
                get("/api/revisions/{id}", VIEWER, revisions::one),
                get("/api/revisions/{id}/compare", VIEWER, revisions::compare, "with"),
                post("/api/revisions/{id}/restore", PLANNER, PLAN_RESTORE, revisions::restore),

                get("/api/jobs", VIEWER, jobs::list, "before", "limit"),
                get("/api/jobs/{id}", VIEWER, jobs::one),
                own(HandlerType.DELETE, "/api/jobs/{id}", VIEWER, jobs::cancel),
                receive("/api/imports", IMPORTER, IMPORT_CREATE, imports::receive, imports::create, "layer", "name", "crs",
                        "table", "strict", "columns"),
                get("/api/imports/{id}", IMPORTER, imports::one),
                own(HandlerType.POST, "/api/imports/{id}/commit", IMPORTER, imports::commit),
                delete("/api/imports/{id}", IMPORTER, IMPORT_DELETE, imports::delete),
                post("/api/backups", ADMIN, BACKUP_CREATE, backups::create),
                get("/api/backups/{id}", ADMIN, backups::file),

                get("/ogc", VIEWER, ogc::landing, "f"),
                get("/ogc/api", VIEWER, ogc::definition, "f"),
                get("/ogc/conformance", VIEWER, ogc::conformance, "f"),
                get("/ogc/collections", VIEWER, ogc::collections, "f"),
                get("/ogc/collections/{layer}", VIEWER, ogc::collection, "f"),
                get("/ogc/collections/{layer}/schema", VIEWER, ogc::schema, "f"),
                get("/ogc/collections/{layer}/items", VIEWER, ogc::items, "f", "bbox", "bbox-crs", "datetime", "limit", "after"),
                get("/ogc/collections/{layer}/items/{id}", VIEWER, ogc::item, "f"));
    }
}
