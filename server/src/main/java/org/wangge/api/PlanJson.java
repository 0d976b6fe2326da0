package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.databind.util.RawValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Figures;
import org.wangge.model.Actor;
import org.wangge.model.Editing;
import org.wangge.model.Grid;
import org.wangge.model.Lineage;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanEvent;
import org.wangge.model.PlanSummary;
import org.wangge.model.Revision;
import org.wangge.planning.CommandJson;
import org.wangge.planning.PlanResult;
import org.wangge.planning.Planning;
import org.wangge.problem.Problem;
import org.wangge.topology.Patch;

/// Plans, what they do, and revisions as JSON. Pure functions.
final class PlanJson {

    private PlanJson() {}

    static Map<String, Object> whole(Planning.Outcome outcome, LocalDate today) {
        Map<String, Object> body = plan(outcome.plan(), outcome.commands());
        body.put("result", outcome.result() == null ? null : result(outcome.result(), today, true));
        if (outcome.conflict() != null) {
            Problem conflict = outcome.conflict();
            Map<String, Object> extra = ordered("detail", conflict.detail(), "remedy", conflict.remedy());
            extra.putAll(conflict.extra());
            body.put("conflict", extra);
        }
        return body;
    }

    static Map<String, Object> plan(Plan plan, List<PlanCommand> commands) {
        List<Object> list = new ArrayList<>();
        for (PlanCommand c : commands) {
            list.add(command(c));
        }
        Map<String, Object> body = plan(plan);
        body.put("commands", list);
        return body;
    }

    static Map<String, Object> command(PlanCommand c) {
        return ordered("position", c.position(), "command", new RawValue(CommandJson.shown(c.json())), "undone", c.undone(),
                "author", actor(c.author()), "at", c.at());
    }

    static Map<String, Object> summary(PlanSummary summary) {
        Map<String, Object> body = plan(summary.plan());
        body.put("command_count", summary.commands());
        body.put("comment_count", summary.comments());
        return body;
    }

    /// Without its commands.
    static Map<String, Object> plan(Plan plan) {
        return ordered(
                "id", plan.id(),
                "name", plan.name(),
                "status", plan.status().key(),
                "version", plan.version(),
                "base_revision", plan.baseRevision(),
                "author", actor(plan.author()),
                "created_at", plan.createdAt(),
                "updated_at", plan.updatedAt(),
                "changed_by", actor(plan.changedBy()));
    }

    /// Null for nobody.
    static Map<String, Object> actor(Actor actor) {
        return actor == null || actor.id() == 0 ? null : ordered("id", actor.id(), "name", actor.name());
    }

    static Map<String, Object> editing(Editing e) {
        return ordered("account", e.actor().id(), "name", e.actor().name(), "since", e.since(), "grids", e.grids());
    }

    static Map<String, Object> change(PlanChange c) {
        return c.equals(PlanChange.MANY) ? ordered("plan", null)
                : c.status() == null ? ordered("plan", c.plan(), "status", "deleted")
                : ordered("plan", c.plan(), "status", c.status().key(), "version", c.version(), "comments", c.comments());
    }

    static Map<String, Object> event(PlanEvent e) {
        return ordered("kind", e.kind().key(), "at", e.at(), "actor", actor(e.actor()), "note", e.note());
    }

    static Map<String, Object> comment(PlanComment c) {
        return ordered("id", c.id(), "grid", c.grid(), "at", c.at(), "author", actor(c.author()), "note", c.note());
    }

    static Map<String, Object> revision(Revision r) {
        return ordered("id", r.id(), "name", r.name(), "plan", r.plan(), "published_at", r.publishedAt(), "author",
                actor(r.author()), "approver", actor(r.approver()), "publisher", actor(r.publisher()));
    }

    static Map<String, Object> lineage(Lineage l) {
        return ordered("kind", l.kind(), "from", ordered("id", l.fromId(), "code", l.fromCode()), "to",
                ordered("id", l.toId(), "code", l.toCode()));
    }

    static Map<String, Object> result(PlanResult result, LocalDate today, boolean withAreas) {
        List<Object> grids = new ArrayList<>();
        for (PlanResult.GridResult g : result.grids()) {
            Map<String, Object> grid = ordered(
                    "id", g.id(),
                    "code", g.code(),
                    "name", g.name(),
                    "change", g.rowBefore() == null ? "new" : g.rowAfter() == null ? "gone" : g.reshaped() ? "reshaped"
                            : g.isChanged() ? "attributes" : "vertices",
                    "before", Figures.of(g.before(), today),
                    "after", Figures.of(g.after(), today),
                    "attributes_before", attributes(g.rowBefore(), g.personBefore()),
                    "attributes_after", attributes(g.rowAfter(), g.personAfter()));
            if (withAreas) {
                grid.put("geometry", g.area() == null ? null : FixedPoint.lonLat(g.area()));
            }
            grids.add(grid);
        }
        Map<Long, Map<String, Object>> from = new HashMap<>();
        Map<Long, Map<String, Object>> to = new HashMap<>();
        for (PlanResult.GridResult g : result.grids()) {
            from.put(g.id(), person(g.personBefore()));
            to.put(g.id(), person(g.personAfter()));
        }
        List<Object> strips = new ArrayList<>();
        for (Patch.Strip strip : result.strips()) {
            strips.add(ordered("from", idOrNull(strip.from()), "to", idOrNull(strip.to()), "from_person", from.get(strip.from()),
                    "to_person", to.get(strip.to()), "geometry", FixedPoint.lonLat(strip.area().norm())));
        }
        List<Object> flows = new ArrayList<>();
        for (PlanResult.Flow flow : result.flows()) {
            Map<String, Object> each = ordered("from", idOrNull(flow.from()), "to", idOrNull(flow.to()), "from_person",
                    from.get(flow.from()), "to_person", to.get(flow.to()));
            each.putAll(sums(flow.moved()));
            flows.add(each);
        }
        List<Object> findings = new ArrayList<>();
        for (PlanResult.Finding f : result.findings()) {
            findings.add(ordered("kind", f.kind(), "grid", idOrNull(f.grid()), "detail", f.detail(), "position", f.lonLat()));
        }
        Map<String, Object> moved = sums(result.moved());
        moved.put("items", items(result.moved().items()));
        return ordered("grids", grids, "strips", strips, "moved", moved, "flows", flows, "findings", findings);
    }

    private static Map<String, Object> attributes(Grid g, Person inCharge) {
        return g == null ? null : ordered("name", g.name(), "kind", g.kind(), "parent", g.parent(), "person", person(inCharge),
                "target_new_subscribers", g.targetNewSubscribers(), "target_renewal_rate", g.targetRenewalRate(),
                "yellow_cards", g.yellowCards());
    }

    /// Null for nobody.
    private static Map<String, Object> person(Person p) {
        return p == null ? null : ordered("code", p.code(), "name", p.name());
    }

    private static Map<String, Object> sums(PlanResult.Moved moved) {
        return ordered(
                "buildings", moved.buildings(),
                "households", moved.households(),
                "households_unknown", moved.householdsUnknown(),
                "subscribers", moved.subscribers(),
                "subscribers_unknown", moved.subscribersUnknown(),
                "revenue", moved.revenue(),
                "revenue_unknown", moved.revenueUnknown());
    }

    static List<Object> items(List<PlanResult.MovedItem> items) {
        List<Object> list = new ArrayList<>();
        for (PlanResult.MovedItem item : items) {
            list.add(ordered(
                    "id", item.id(), "code", item.code(), "name", item.name(), "from", idOrNull(item.from()), "to",
                    idOrNull(item.to())));
        }
        return list;
    }

    private static Long idOrNull(long id) {
        return id == 0 ? null : id;
    }
}
