package org.wangge.api;

import static org.wangge.api.Endpoint.ITSELF;
import static org.wangge.api.Endpoint.ask;
import static org.wangge.api.Endpoint.delete;
import static org.wangge.api.Endpoint.get;
import static org.wangge.api.Endpoint.page;
import static org.wangge.api.Endpoint.patch;
import static org.wangge.api.Endpoint.post;
import static org.wangge.api.Endpoint.tell;
import static org.wangge.api.Rule.ADMIN;
import static org.wangge.api.Rule.ANY_SESSION;
import static org.wangge.api.Rule.APPROVER;
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
            EventHub events,
            PlanHandler plans,
            RevisionHandler revisions,
            OgcApi ogc) {
        return List.of(
                page("/", OPEN, assets::index),
                get("/assets/{hash}/<path>", OPEN, assets::file),
                get("/favicon.ico", OPEN, assets::icon),

                get("/health/live", OPEN, health::live),
                get("/health/ready", OPEN, health::ready),
                get("/metrics", VIEWER, health::metrics),

                get("/api/session", OPEN, session::who),
                post("/api/session", OPEN, ITSELF, session::begin),
                delete("/api/session", ANY_SESSION, ITSELF, session::end),
                post("/api/session/password", ANY_SESSION, ITSELF, session::changePassword),
                get("/api/oidc/start", OPEN, session::depart),
                page("/api/oidc/callback", OPEN, session::arrive),

                get("/api/accounts", ADMIN, accounts::list),
                post("/api/accounts", ADMIN, ITSELF, accounts::create),
                get("/api/accounts/{id}", ADMIN, accounts::one),
                patch("/api/accounts/{id}", ADMIN, ITSELF, accounts::change),
                delete("/api/accounts/{id}", ADMIN, ITSELF, accounts::delete),
                get("/api/tokens", SESSION, accounts::tokens, "account"),
                post("/api/tokens", SESSION, ITSELF, accounts::issue),
                delete("/api/tokens/{id}", SESSION, ITSELF, accounts::revoke),
                get("/api/audit", ADMIN, audit::list, "actor", "action", "subject", "from", "to", "before", "limit", "format"),

                get("/tiles/{layers}.json", VIEWER, tiles::tileJson),
                get("/tiles/{layers}/{z}/{x}/{y}.mvt", VIEWER, tiles::vector, "revision", "asOf"),
                get("/tiles/surface/{metric}/{z}/{x}/{y}.png", VIEWER, tiles::surface),

                get("/api/metrics", VIEWER, grids::metrics),
                get("/api/grids", VIEWER, grids::list, "revision", "asOf"),
                get("/api/grids/{id}", VIEWER, grids::one, "revision", "asOf"),
                get("/api/persons", VIEWER, grids::persons, "q", "limit"),
                get("/api/locate", VIEWER, grids::locate, "lon", "lat", "revision", "asOf"),
                get("/api/search", VIEWER, grids::search, "q", "limit"),
                get("/api/events", VIEWER, events::stream),

                post("/api/plans", PLANNER, "plan.create", plans::create),
                get("/api/plans", VIEWER, plans::list, "status", "before", "limit"),
                get("/api/plans/{id}", VIEWER, plans::one),
                patch("/api/plans/{id}", PLANNER, "plan.rename", plans::rename),
                delete("/api/plans/{id}", PLANNER, "plan.delete", plans::delete),
                post("/api/plans/{id}/copy", PLANNER, "plan.copy", plans::copy),
                post("/api/plans/{id}/commands", PLANNER, "plan.command", plans::apply),
                ask("/api/plans/{id}/preview", PLANNER, plans::preview),
                get("/api/plans/{id}/moved", VIEWER, plans::moved, "after", "limit"),
                post("/api/plans/{id}/undo", PLANNER, "plan.undo", plans::undo),
                post("/api/plans/{id}/redo", PLANNER, "plan.redo", plans::redo),
                post("/api/plans/{id}/rebase", PLANNER, "plan.rebase", plans::rebase),
                tell(HandlerType.PUT, "/api/plans/{id}/presence", PLANNER.or(APPROVER), plans::enter),
                tell(HandlerType.DELETE, "/api/plans/{id}/presence", PLANNER.or(APPROVER), plans::leave),
                get("/api/plans/{id}/events", VIEWER, plans::events),
                get("/api/plans/{id}/comments", VIEWER, plans::comments),
                post("/api/plans/{id}/comments", PLANNER.or(APPROVER), "plan.comment", plans::comment),
                post("/api/plans/{id}/submit", PLANNER, "plan.submit", plans::submit),
                post("/api/plans/{id}/withdraw", PLANNER, "plan.withdraw", plans::withdraw),
                post("/api/plans/{id}/return", APPROVER, "plan.return", plans::giveBack),
                post("/api/plans/{id}/approve", APPROVER, "plan.approve", plans::approve),
                post("/api/plans/{id}/publish", APPROVER.or(PLANNER), "plan.publish", plans::publish),

                get("/api/revisions", VIEWER, revisions::list),
                get("/api/revisions/{id}", VIEWER, revisions::one),
                get("/api/revisions/{id}/compare", VIEWER, revisions::compare, "with"),
                post("/api/revisions/{id}/restore", PLANNER, "plan.restore", revisions::restore),

                get("/ogc", VIEWER, (ctx, p) -> ogc.landing(ctx), "f"),
                get("/ogc/api", VIEWER, (ctx, p) -> ogc.definition(ctx), "f"),
                get("/ogc/conformance", VIEWER, (ctx, p) -> ogc.conformance(ctx), "f"),
                get("/ogc/collections", VIEWER, (ctx, p) -> ogc.collections(ctx), "f"),
                get("/ogc/collections/{layer}", VIEWER, (ctx, p) -> ogc.collection(ctx), "f"),
                get("/ogc/collections/{layer}/items", VIEWER, ogc::items, "f", "bbox", "bbox-crs", "datetime", "limit", "after"),
                get("/ogc/collections/{layer}/items/{id}", VIEWER, (ctx, p) -> ogc.item(ctx), "f"));
    }
}
