package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.wangge.access.Caller;
import org.wangge.api.wire.Json;
import org.wangge.api.wire.Numbers;
import org.wangge.api.wire.Parameters;
import org.wangge.model.Actor;
import org.wangge.model.Plan;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanSummary;
import org.wangge.model.Role;
import org.wangge.planning.CommandJson;
import org.wangge.planning.Edit;
import org.wangge.planning.Editor;
import org.wangge.planning.PlanResult;
import org.wangge.planning.Planning;
import org.wangge.planning.Planning.Choice;
import org.wangge.planning.Planning.Outcome;
import org.wangge.planning.Review;
import org.wangge.problem.Problem;

/// Plans: drafts of grid changes, and their way through review. Whatever changes a plan names the version that it starts from in
/// `If-Match`: 428 without, 412 when it is no longer the present one.
final class PlanHandler {

    private static final int MAX_PAGE = 1_000;
    private static final Pattern MINIMAL =
            Pattern.compile("(?:^|[,;])\\s*return\\s*=\\s*\"?minimal\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

    private final Planning planning;
    private final Clock clock;

    PlanHandler(Planning planning, Clock clock) {
        this.planning = planning;
        this.clock = clock;
    }

    /// 201, 400.
    void create(Context ctx, Parameters parameters, Caller caller) {
        Plan plan = planning.create(Body.of(ctx, "name").requiredText("name"), editor(ctx, caller, Role.PLANNER));
        ctx.status(201);
        send(ctx, plan, PlanJson.plan(plan, List.of()));
    }

    /// 200, 400, 404, 409, 412, 428.
    void rename(Context ctx, Parameters parameters, Caller caller) {
        String name = Body.of(ctx, "name").requiredText("name");
        Outcome renamed = planning.rename(id(ctx), version(ctx), name, editor(ctx, caller, Role.PLANNER));
        send(ctx, renamed.plan(), PlanJson.plan(renamed.plan(), renamed.commands()));
    }

    /// 201: a new draft with the same commands. 400, 403, 404.
    void copy(Context ctx, Parameters parameters, Caller caller) {
        Outcome copy = planning.copy(id(ctx), Body.of(ctx, "name").requiredText("name"), editor(ctx, caller, Role.PLANNER));
        ctx.status(201);
        send(ctx, copy.plan(), PlanJson.plan(copy.plan(), copy.commands()));
    }

    /// 200: a page of them, newest first, without their commands. 400.
    void list(Context ctx, Parameters parameters) {
        int limit = parameters.integer("limit", 100, 1, MAX_PAGE);
        List<PlanSummary> plans = planning.list(statuses(parameters), parameters.identifier("before", Long.MAX_VALUE), limit);
        json(ctx, ordered("plans", plans.stream().map(PlanJson::summary).toList(),
                "next", plans.size() < limit ? null : plans.getLast().plan().id()));
    }

    private static Set<Plan.Status> statuses(Parameters parameters) {
        EnumSet<Plan.Status> all = EnumSet.allOf(Plan.Status.class);
        if (parameters.text("status").isEmpty()) {
            return all;
        }
        EnumSet<Plan.Status> asked = EnumSet.noneOf(Plan.Status.class);
        for (String key : parameters.requiredText("status").split(",", -1)) {
            List<String> known = all.stream().map(Plan.Status::key).toList();
            asked.add(all.stream().filter(s -> s.key().equals(key.strip())).findFirst().orElseThrow(() -> new Problem.BadInput(
                    "The query parameter 'status' names '" + key + "', which no plan is.",
                    "Use some of " + String.join(",", known) + ".",
                    Map.of("parameter", "status", "value", key, "allowed", known)).asException()));
        }
        return asked;
    }

    /// 200, 404.
    void one(Context ctx, Parameters parameters) {
        answer(ctx, planning.get(id(ctx)));
    }

    /// 200: a page of the buildings that change hands, by id. 400, 404, 409.
    void moved(Context ctx, Parameters parameters) {
        int limit = parameters.integer("limit", 100, 1, MAX_PAGE);
        List<PlanResult.MovedItem> items = planning.moved(id(ctx), parameters.identifier("after", 0), limit);
        json(ctx, ordered("items", PlanJson.items(items), "next", items.size() < limit ? null : items.getLast().id()));
    }

    /// 200, 404: what happened to the plan, oldest first.
    void events(Context ctx, Parameters parameters) {
        json(ctx, Map.of("events", planning.discussion().events(id(ctx)).stream().map(PlanJson::event).toList()));
    }

    /// 200, 404.
    void comments(Context ctx, Parameters parameters) {
        json(ctx, Map.of("comments", planning.discussion().comments(id(ctx)).stream().map(PlanJson::comment).toList()));
    }

    /// 201, 400, 403, 404.
    void comment(Context ctx, Parameters parameters, Caller caller) {
        Body body = Body.of(ctx, "grid", "note");
        PlanComment comment = planning.discussion().comment(id(ctx), body.id("grid"), body.requiredText("note"),
                editor(ctx, caller, Role.PLANNER, Role.APPROVER));
        ctx.status(201);
        json(ctx, PlanJson.comment(comment));
    }

    /// 204, 403, 404, 412, 422 for one under review or published, 428.
    void delete(Context ctx, Parameters parameters, Caller caller) {
        planning.delete(id(ctx), version(ctx), editor(ctx, caller, Role.PLANNER));
        ctx.status(204);
    }

    /// 200, 400, 403, 404, 409, 412, 422 with `position` or `reason`, 428. With `Prefer: return=minimal` only the new command is
    /// answered, not those before.
    void apply(Context ctx, Parameters parameters, Caller caller) {
        if (MINIMAL.matcher(String.valueOf(ctx.header("Prefer"))).find()) {
            Outcome added = planning.append(id(ctx), version(ctx), edit(ctx), editor(ctx, caller, Role.PLANNER));
            ctx.header("Preference-Applied", "return=minimal");
            send(ctx, added.plan(), ordered(
                    "plan", PlanJson.plan(added.plan()), "command", PlanJson.command(added.commands().getFirst()),
                    "result", PlanJson.result(added.result(), today(), true)));
            return;
        }
        Outcome outcome = planning.apply(id(ctx), version(ctx), edit(ctx), editor(ctx, caller, Role.PLANNER));
        send(ctx, outcome.plan(), ordered(
                "plan", PlanJson.plan(outcome.plan(), outcome.commands()), "result",
                PlanJson.result(outcome.result(), today(), true)));
    }

    /// 200, 400, 403, 404, 409, 422 with `position` or `reason`.
    void preview(Context ctx, Parameters parameters, Caller caller) {
        json(ctx, PlanJson.result(planning.preview(id(ctx), edit(ctx), editor(ctx, caller, Role.PLANNER)), today(), false));
    }

    /// 200, 403, 404, 409, 412, 422 when there is nothing to undo, 428.
    void undo(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.undo(id(ctx), version(ctx), editor(ctx, caller, Role.PLANNER)));
    }

    /// 200, 403, 404, 409, 412, 422 when there is nothing to redo, 428.
    void redo(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.redo(id(ctx), version(ctx), editor(ctx, caller, Role.PLANNER)));
    }

    /// 200, 400, 403, 404, 409, 412, 428.
    void rebase(Context ctx, Parameters parameters, Caller caller) {
        Choice choice = switch (Body.of(ctx, "choose").requiredText("choose")) {
            case "mine" -> Choice.MINE;
            case "theirs" -> Choice.THEIRS;
            default -> throw Body.wrong("choose", "is neither \"mine\" nor \"theirs\"",
                    "\"mine\" moves the land of these commands where they took it, \"theirs\" drops them.");
        };
        answer(ctx, planning.rebase(id(ctx), version(ctx), choice, editor(ctx, caller, Role.PLANNER)));
    }

    /// 200, 400, 403, 404, 409, 412, 422 for an empty plan, 428.
    void submit(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.review().submit(id(ctx), version(ctx), note(ctx), editor(ctx, caller, Role.PLANNER)));
    }

    /// 200, 400, 403, 404, 409, 412, 428.
    void withdraw(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.review().withdraw(id(ctx), version(ctx), note(ctx), editor(ctx, caller, Role.PLANNER)));
    }

    /// 200, 400 without a reason, 403, 404, 409, 412, 428.
    void giveBack(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.review().giveBack(id(ctx), version(ctx), Body.of(ctx, "reason").text("reason"),
                editor(ctx, caller, Role.APPROVER)));
    }

    /// 200, 400, 403 for a plan of one's own, 404, 409, 412, 428.
    void approve(Context ctx, Parameters parameters, Caller caller) {
        answer(ctx, planning.review().approve(id(ctx), version(ctx), note(ctx), editor(ctx, caller, Role.APPROVER)));
    }

    /// 200 when the map shows it, 403, 404, 409, 412, 422 for an empty plan, 428.
    void publish(Context ctx, Parameters parameters, Caller caller) {
        Editor editor = editor(ctx, caller, Role.APPROVER, Role.PLANNER);
        Review.Published published = planning.review().publish(id(ctx), version(ctx), editor);
        send(ctx, published.plan(), ordered(
                "plan", PlanJson.plan(published.plan(), published.commands()), "revision",
                PlanJson.revision(published.revision())));
    }

    /// 200 with all who have the plan open; 400, 404. To be repeated every ten seconds.
    void enter(Context ctx, Parameters parameters, Caller caller) {
        List<Long> grids = Body.of(ctx, "grids").ids("grids", MAX_PAGE);
        json(ctx, Map.of("editors", planning.enter(id(ctx), actor(caller), grids).stream().map(PlanJson::editing).toList()));
    }

    /// 204, 404.
    void leave(Context ctx, Parameters parameters, Caller caller) {
        planning.leave(id(ctx), actor(caller));
        ctx.status(204);
    }

    /// The caller as one of these roles, whichever they hold in a place.
    Editor editor(Context ctx, Caller caller, Role... roles) {
        Trail trail = Trail.of(ctx);
        return new Editor(actor(caller), List.of(roles), (role, place) -> caller.may(role, place.upwards(), place.branch()),
                (plan, detail) -> trail.note("plan " + plan.id(), detail));
    }

    static Actor actor(Caller caller) {
        return new Actor(caller.account(), caller.shownName() != null ? caller.shownName() : caller.name() == null ? ""
                : caller.name());
    }

    private static long id(Context ctx) {
        return PathParameters.id(ctx);
    }

    /// The version that the caller starts from: `If-Match: "7"`.
    static int version(Context ctx) {
        String given = ctx.header("If-Match");
        if (given == null || given.isBlank()) {
            throw new Problem.VersionMissing("The request does not say which version of the plan it starts from.",
                    "Send its ETag, such as If-Match: \"7\".").asException();
        }
        String text = Reply.plain(given.strip()).replaceFirst("^\"(.*)\"$", "$1");
        return Numbers.integer(text).orElseThrow(() -> new Problem.BadInput("If-Match is '" + given + "'.",
                "Send the ETag of the plan, such as If-Match: \"7\".", Map.of("value", given)).asException());
    }

    private static Edit edit(Context ctx) {
        return CommandJson.read(RequestBody.text(ctx));
    }

    /// The words that go with a step of the review; null when there are none, nor a body.
    private static String note(Context ctx) {
        return RequestBody.text(ctx).isBlank() ? null : Body.of(ctx, "note").text("note");
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private void answer(Context ctx, Outcome outcome) {
        send(ctx, outcome.plan(), PlanJson.whole(outcome, today()));
    }

    private static void send(Context ctx, Plan plan, Object body) {
        ctx.header("ETag", "\"" + plan.version() + "\"").header("Cache-Control", "no-store");
        json(ctx, body);
    }

    static void json(Context ctx, Object body) {
        ctx.contentType("application/json").result(Json.bytes(body));
    }
}
