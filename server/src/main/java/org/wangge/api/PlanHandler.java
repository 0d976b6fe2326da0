package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Snapshot;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Figures;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.model.Role;
import org.wangge.planning.CommandJson;
import org.wangge.planning.PlanResult;
import org.wangge.planning.Planning;
import org.wangge.problem.Problem;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;

/// Plans: drafts of grid changes.
final class PlanHandler {

    private final Planning planning;
    private final Supplier<Snapshot> snapshots;
    private final Clock clock;

    PlanHandler(Planning planning, Supplier<Snapshot> snapshots, Clock clock) {
        this.planning = planning;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /// 201, 400.
    void create(Context ctx, Parameters parameters) {
        JsonNode body = body(ctx);
        body.fieldNames().forEachRemaining(field -> {
            if (!field.equals("name")) {
                throw new Problem.BadInput("The body has a field '" + field + "'.", "Send {\"name\": \"…\"}.").asException();
            }
        });
        if (!body.path("name").isTextual()) {
            throw new Problem.BadInput("The body has no name.", "Send {\"name\": \"…\"}.").asException();
        }
        Plan plan = planning.create(body.get("name").asText());
        Trail.note(ctx, "plan " + plan.id(), Map.of("name", plan.name()));
        ctx.status(201);
        send(ctx, plan(plan, List.of()));
    }

    /// 200.
    void list(Context ctx, Parameters parameters) {
        List<Object> plans = new ArrayList<>();
        for (Plan p : planning.list()) {
            plans.add(plan(p, planning.commands(p.id())));
        }
        send(ctx, Map.of("plans", plans));
    }

    /// 200, 404.
    void one(Context ctx, Parameters parameters) {
        send(ctx, whole(planning.get(PathParameters.id(ctx))));
    }

    /// 204, 403, 404, 422 for a published plan.
    void delete(Context ctx, Parameters parameters, Caller caller) {
        requireAll(caller, List.of(Role.PLANNER), PathParameters.id(ctx));
        planning.delete(PathParameters.id(ctx));
        ctx.status(204);
    }

    /// 200, 400, 403, 404, 409, 422 with `position`.
    void apply(Context ctx, Parameters parameters, Caller caller) {
        Command command = command(ctx);
        if (!caller.mayEverywhere(Role.PLANNER)) {
            requireAll(caller, planning.preview(PathParameters.id(ctx), command));
        }
        Planning.Outcome outcome = planning.apply(PathParameters.id(ctx), command);
        Trail.note(ctx, "plan " + outcome.plan().id(), Map.of("grids", outcome.result() == null ? List.of() : codes(outcome.result())));
        send(ctx, ordered("plan", plan(outcome.plan(), outcome.commands()), "result", result(outcome.result(), true)));
    }

    /// 200, 400, 403, 404, 409, 422 with `position`.
    void preview(Context ctx, Parameters parameters, Caller caller) {
        PlanResult result = planning.preview(PathParameters.id(ctx), command(ctx));
        requireAll(caller, result);
        send(ctx, result(result, false));
    }

    /// 200, 403, 404, 409, 422 when there is nothing to undo.
    void undo(Context ctx, Parameters parameters, Caller caller) {
        requireAll(caller, List.of(Role.PLANNER), PathParameters.id(ctx));
        send(ctx, whole(planning.undo(PathParameters.id(ctx))));
    }

    /// 200, 403, 404, 409, 422 when there is nothing to redo.
    void redo(Context ctx, Parameters parameters, Caller caller) {
        requireAll(caller, List.of(Role.PLANNER), PathParameters.id(ctx));
        send(ctx, whole(planning.redo(PathParameters.id(ctx))));
    }

    /// 200 when the map shows it, 403, 404, 409, 422 for an empty plan.
    void publish(Context ctx, Parameters parameters, Caller caller) {
        requireAll(caller, List.of(Role.APPROVER, Role.PLANNER), PathParameters.id(ctx));
        Planning.Published published = planning.publish(PathParameters.id(ctx));
        Trail.note(ctx, "plan " + published.plan().id(), Map.of("name", published.plan().name(), "revision", published.revision().id()));
        send(ctx, ordered("plan", plan(published.plan(), published.commands()), "revision", revision(published.revision())));
    }

    /// 200.
    void revisions(Context ctx, Parameters parameters) {
        send(ctx, Map.of("revisions", planning.revisions().reversed().stream().map(PlanHandler::revision).toList()));
    }

    /// The caller must have one of the roles in every grid that the plan changes; of a plan that no longer fits the live borders, in
    /// every grid, since it can't be told which they are.
    private void requireAll(Caller caller, List<Role> roles, long plan) {
        if (roles.stream().anyMatch(caller::mayEverywhere)) {
            return;
        }
        PlanResult result = planning.get(plan).result();
        Snapshot snapshot = snapshots.get();
        List<Long> grids = result == null ? snapshot.grids().stream().map(g -> g.grid().id()).toList() : ids(result);
        Role held = roles.stream().filter(r -> grids.stream().allMatch(g -> caller.may(r, snapshot, g))).findFirst().orElse(roles.getLast());
        caller.require(held, snapshot, grids);
    }

    private void requireAll(Caller caller, PlanResult result) {
        caller.require(Role.PLANNER, snapshots.get(), ids(result));
    }

    private static List<Long> ids(PlanResult result) {
        return result.grids().stream().map(PlanResult.GridResult::id).toList();
    }

    private static List<String> codes(PlanResult result) {
        return result.grids().stream().map(PlanResult.GridResult::code).toList();
    }

    private Map<String, Object> whole(Planning.Outcome outcome) {
        Map<String, Object> body = plan(outcome.plan(), outcome.commands());
        body.put("result", outcome.result() == null ? null : result(outcome.result(), true));
        if (outcome.conflict() != null) {
            Problem conflict = outcome.conflict();
            Map<String, Object> extra = ordered("detail", conflict.detail(), "remedy", conflict.remedy());
            extra.putAll(conflict.extra());
            body.put("conflict", extra);
        }
        return body;
    }

    private Map<String, Object> result(PlanResult result, boolean withAreas) {
        LocalDate today = LocalDate.now(clock);
        List<Object> grids = new ArrayList<>();
        for (PlanResult.GridResult g : result.grids()) {
            Map<String, Object> grid = ordered(
                    "id", g.id(),
                    "code", g.code(),
                    "name", g.name(),
                    "before", Figures.of(g.before(), today),
                    "after", Figures.of(g.after(), today));
            if (withAreas) {
                grid.put("geometry", g.area() == null ? null : FixedPoint.lonLat(g.area()));
            }
            grids.add(grid);
        }
        List<Object> strips = new ArrayList<>();
        for (Patch.Strip strip : result.strips()) {
            strips.add(ordered("from", idOrNull(strip.from()), "to", idOrNull(strip.to()), "geometry", FixedPoint.lonLat(strip.area())));
        }
        PlanResult.Moved moved = result.moved();
        List<Object> items = new ArrayList<>();
        for (PlanResult.MovedItem item : moved.items()) {
            items.add(ordered(
                    "id", item.id(),
                    "code", item.code(),
                    "name", item.name(),
                    "from", idOrNull(item.from()),
                    "to", idOrNull(item.to())));
        }
        return ordered("grids", grids, "strips", strips, "moved", ordered(
                "buildings", moved.buildings(),
                "households", moved.households(),
                "households_unknown", moved.householdsUnknown(),
                "subscribers", moved.subscribers(),
                "subscribers_unknown", moved.subscribersUnknown(),
                "items", items));
    }

    private static Map<String, Object> plan(Plan plan, List<PlanCommand> commands) {
        List<Object> list = new ArrayList<>();
        for (PlanCommand c : commands) {
            list.add(ordered("position", c.position(), "command", new RawValue(c.json()), "undone", c.undone()));
        }
        return ordered(
                "id", plan.id(),
                "name", plan.name(),
                "status", plan.status().key(),
                "version", plan.version(),
                "base_revision", plan.baseRevision(),
                "created_at", plan.createdAt(),
                "updated_at", plan.updatedAt(),
                "commands", list);
    }

    private static Map<String, Object> revision(Revision r) {
        return ordered("id", r.id(), "name", r.name(), "plan", r.plan(), "published_at", r.publishedAt());
    }

    private static Command command(Context ctx) {
        return CommandJson.read(ctx.body());
    }

    private static Long idOrNull(long id) {
        return id == 0 ? null : id;
    }

    private static JsonNode body(Context ctx) {
        try {
            JsonNode body = Json.MAPPER.readTree(ctx.body());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new Problem.BadInput("The body is not JSON: " + e.getOriginalMessage() + ".", "Send a JSON object.").asException();
        }
        throw new Problem.BadInput("The body is not a JSON object.", "Send a JSON object.").asException();
    }

    private static void send(Context ctx, Object body) {
        ctx.contentType("application/json").result(Json.bytes(body));
    }

}
