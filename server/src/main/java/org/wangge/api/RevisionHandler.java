package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.wangge.access.Caller;
import org.wangge.api.wire.Parameters;
import org.wangge.atlas.Snapshot;
import org.wangge.metrics.Figures;
import org.wangge.metrics.Sums;
import org.wangge.model.Plan;
import org.wangge.model.Revision;
import org.wangge.model.Role;
import org.wangge.planning.History;
import org.wangge.planning.PlanResult;
import org.wangge.problem.Problem;

/// Revisions: the states of the grids that were published.
final class RevisionHandler {

    private final History history;
    private final PlanHandler plans;
    private final Clock clock;

    RevisionHandler(History history, PlanHandler plans, Clock clock) {
        this.history = history;
        this.plans = plans;
        this.clock = clock;
    }

    /// 200, newest first.
    void list(Context ctx, Parameters parameters) {
        PlanHandler.json(ctx, Map.of("revisions", history.revisions().reversed().stream().map(PlanJson::revision).toList()));
    }

    /// 200 with what it changed and which grids came of which; 404.
    void one(Context ctx, Parameters parameters) {
        long id = PathParameters.id(ctx);
        Map<String, Object> body = PlanJson.revision(history.revision(id));
        body.put("lineage", history.lineage(id).stream().map(PlanJson::lineage).toList());
        PlanHandler.json(ctx, body);
    }

    /// 200: what changed from revision `with` to this one, counted with the buildings of today, and the figures of then; 400,
    /// 404.
    void compare(Context ctx, Parameters parameters) {
        long to = PathParameters.id(ctx);
        long from = parameters.identifier("with", Math.max(0, to - 1));
        History.Comparison c = history.compare(from, to);
        LocalDate today = LocalDate.now(clock);
        PlanHandler.json(ctx, ordered(
                "from", from,
                "to", to,
                "result", PlanJson.result(c.result(), today, true),
                "figures_then", kept(c.then(), c.result(), history, from),
                "figures_now", kept(c.now(), c.result(), history, to)));
    }

    /// By the id of each leaf that differs; null for a revision of which none were kept.
    private Map<String, Object> kept(Map<Long, Sums> sums, PlanResult result, History history, long revision) {
        if (sums.isEmpty()) {
            return null;
        }
        LocalDate day = dayOf(history.revision(revision));
        Map<String, Object> figures = new TreeMap<>();
        for (PlanResult.GridResult g : result.grids()) {
            if (sums.containsKey(g.id())) {
                figures.put(String.valueOf(g.id()), Figures.of(sums.get(g.id()), day));
            }
        }
        return figures;
    }

    private LocalDate dayOf(Revision revision) {
        return LocalDate.ofInstant(revision.publishedAt(), clock.getZone());
    }

    /// 201: a new draft that brings the grids back to this revision, called by its day. 403, 404, 422 when they are as they were.
    void restore(Context ctx, Parameters parameters, Caller caller) {
        long id = PathParameters.id(ctx);
        String name = id == 0 ? "0" : dayOf(history.revision(id)) + " " + history.revision(id).name();
        Plan plan = history.restore(id, "↺ " + name, plans.editor(ctx, caller, Role.PLANNER));
        ctx.status(201).header("ETag", "\"" + plan.version() + "\"");
        PlanHandler.json(ctx, PlanJson.plan(plan, java.util.List.of()));
    }

    /// The state that `revision=` or `asOf=` asks for; null when neither is there. Throws `BadInput` for both at once or a
    /// moment that is none.
    static Snapshot asked(Parameters parameters, History history) {
        boolean revision = parameters.text("revision").isPresent();
        if (revision && parameters.text("asOf").isPresent()) {
            throw new Problem.BadInput("Both revision and asOf are given.", "Give one of them.").asException();
        }
        if (revision) {
            return history.at(parameters.identifier("revision", 0));
        }
        return parameters.time("asOf").map(history::at).orElse(null);
    }
}
