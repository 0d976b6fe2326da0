package org.wangge.planning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.planning.Results.Side;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.Store.GridChange;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// The plans of a store, worked out on the present state of the atlas. A plan's borders are the live ones with its commands
/// applied one after another, so that what others publish shows in every draft at once; a command that no longer fits what
/// others did is a `Conflict` problem that names the grids.
///
/// Safe for any number of threads. Nothing is locked: two requests that change one plan at the same time both start from the
/// same version of it, and the store takes one of them and answers the other with a `Conflict` problem.
public final class Planning {

    /// A plan that grows beyond this is published in parts.
    public static final int MAX_COMMANDS = 1_000;

    private static final int CACHED_PLANS = 200;
    private static final Duration CACHED_FOR = Duration.ofMinutes(15);

    /// A plan with its commands by position, undone ones too. `result` is what was asked for; null when `conflict` says why the
    /// plan no longer fits the live borders.
    public record Outcome(Plan plan, List<PlanCommand> commands, PlanResult result, Problem.Conflict conflict) {
        public Outcome {
            commands = List.copyOf(commands);
        }
    }

    /// A plan that has been published, and the revision that it became.
    public record Published(Plan plan, List<PlanCommand> commands, Revision revision) {
        public Published {
            commands = List.copyOf(commands);
        }
    }

    /// The borders of one version of a plan, and their sums on one snapshot. Keeps no snapshot alive.
    private record Cached(int planVersion, Draft draft, long seq, Side side) {}

    private final Store store;
    private final Supplier<Snapshot> live;
    private final Runnable sync;
    private final Cache<Long, Cached> cache =
            Caffeine.newBuilder().maximumSize(CACHED_PLANS).expireAfterAccess(CACHED_FOR).build();

    /// `live` answers the present snapshot; `sync` returns when that shows everything committed so far.
    public Planning(Store store, Supplier<Snapshot> live, Runnable sync) {
        this.store = store;
        this.live = live;
        this.sync = sync;
    }

    /// Begins a draft on the grids as they are. `BadInput` problem when the name is empty or too long.
    public Plan create(String name) {
        return store.createPlan(name, live.get().revision());
    }

    /// All plans, oldest first.
    public List<Plan> list() {
        return store.listPlans();
    }

    /// All revisions, oldest first.
    public List<Revision> revisions() {
        return store.listRevisions();
    }

    /// The commands of a plan by position, undone ones too. `NotFound` problem when there is no such plan.
    public List<PlanCommand> commands(long id) {
        return store.listCommands(plan(id).id());
    }

    /// The plan with the result of the whole draft against the live borders; no result for a published plan. `NotFound` problem
    /// when there is no such plan.
    public Outcome get(long id) {
        return whole(plan(id));
    }

    /// `NotFound` problem when there is no such plan, `Refused` when it is published.
    public void delete(long id) {
        store.deletePlan(id);
        cache.invalidate(id);
    }

    /// What the command would do to the draft as it is. Nothing changes. Problems as in [#apply].
    public PlanResult preview(long id, Command command) {
        Plan plan = draft(id);
        Snapshot snapshot = live.get();
        Cached cached = cached(plan, snapshot);
        check(command, snapshot);
        return result(snapshot, cached, cached.draft().map().preview(command, names(snapshot)));
    }

    /// Adds the command to the draft; undone commands are gone then. The result is that of this command. Throws `BadInput` when
    /// the command names no leaf grids, `Refused` (with `position`) when it can't be done, `Conflict` when the plan is
    /// published, was changed at the same time or no longer fits the live borders, `NotFound` when there is no such plan.
    public Outcome apply(long id, Command command) {
        Plan plan = draft(id);
        Snapshot snapshot = live.get();
        Cached cached = cached(plan, snapshot);
        if (cached.draft().steps().size() >= MAX_COMMANDS) {
            throw new Problem.Refused(
                    "Plan " + id + " has " + MAX_COMMANDS + " commands already.", "Publish it, and go on in a new plan.")
                            .asException();
        }
        check(command, snapshot);
        Patch patch = cached.draft().map().preview(command, names(snapshot));
        PlanResult result = result(snapshot, cached, patch);
        String json = CommandJson.write(command);
        Draft next = cached.draft().plus(json, patch);
        Plan changed = store.appendCommand(id, plan.version(), json);
        cache.put(id, new Cached(changed.version(), next, snapshot.seq(), Side.of(snapshot, next.changed())));
        return new Outcome(changed, store.listCommands(id), result, null);
    }

    /// Takes the last command back. The result is that of the whole draft. `Refused` problem when there is nothing to undo;
    /// else as in [#apply].
    public Outcome undo(long id) {
        Plan plan = draft(id);
        PlanCommand last = store.listCommands(id).stream()
                .filter(c -> !c.undone())
                .max(Comparator.comparingInt(PlanCommand::position))
                .orElseThrow(() -> new Problem.Refused("Plan " + id + " has no command to undo.", "Draw something first.")
                        .asException());
        return whole(store.markCommand(id, plan.version(), last.position(), true));
    }

    /// Brings the command back that was undone last. `Refused` problem when there is none; else as in [#undo].
    public Outcome redo(long id) {
        Plan plan = draft(id);
        PlanCommand next = store.listCommands(id).stream()
                .filter(PlanCommand::undone)
                .min(Comparator.comparingInt(PlanCommand::position))
                .orElseThrow(() -> new Problem.Refused(
                        "Plan " + id + " has no command to redo.", "Only commands that were undone last can be redone.")
                                .asException());
        return whole(store.markCommand(id, plan.version(), next.position(), false));
    }

    /// Writes the draft's borders as one revision, and returns when the atlas shows it. `Refused` problem when the draft
    /// changes nothing; `Conflict` when it no longer fits the live borders, when one of its grids was changed at the same time,
    /// or when the plan is published already; `NotFound` when there is no such plan.
    public Published publish(long id) {
        Plan plan = draft(id);
        Snapshot snapshot = live.get();
        Draft draft = cached(plan, snapshot).draft();
        List<GridChange> changes = new ArrayList<>();
        draft.changed().forEach((grid, area) -> {
            if (area != null && draft.steps().stream().anyMatch(s -> s.patch().after().containsKey(grid))) {
                int version = snapshot.findGrid(grid).orElseThrow().grid().version();
                changes.add(new GridChange(grid, version, FixedPoint.lonLat(area)));
            }
        });
        if (changes.isEmpty()) {
            throw new Problem.Refused(
                    draft.steps().isEmpty() ? "Plan " + id + " has no commands." : "The commands of plan " + id
                            + " change nothing in the end.",
                    "Redraw a border first; there is nothing to publish.").asException();
        }
        Revision revision = store.publish(id, plan.version(), changes);
        cache.invalidate(id);
        sync.run();
        return new Published(plan(id), store.listCommands(id), revision);
    }

    private Plan plan(long id) {
        return store.findPlan(id).orElseThrow(() ->
                new Problem.NotFound("There is no plan " + id + ".", "List the plans.").asException());
    }

    private Plan draft(long id) {
        Plan plan = plan(id);
        if (plan.status() == Plan.Status.PUBLISHED) {
            throw new Problem.Conflict(
                    "Plan " + id + " is published; it can't be changed any more.", "Begin a new plan.").asException();
        }
        return plan;
    }

    private Outcome whole(Plan plan) {
        List<PlanCommand> commands = store.listCommands(plan.id());
        if (plan.status() == Plan.Status.PUBLISHED) {
            return new Outcome(plan, commands, null, null);
        }
        Snapshot snapshot = live.get();
        try {
            Cached cached = cached(plan, snapshot, Optional.of(commands));
            PlanResult result =
                    Results.between(snapshot, new Side(Map.of(), Results.NOTHING), cached.side(), cached.draft().strips());
            return new Outcome(plan, commands, result, null);
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Conflict conflict) {
                return new Outcome(plan, commands, null, conflict);
            }
            throw e;
        }
    }

    private PlanResult result(Snapshot snapshot, Cached cached, Patch patch) {
        return Results.between(snapshot, cached.side(), Side.of(snapshot, cached.draft().changedBy(patch)), patch.strips());
    }

    private Cached cached(Plan plan, Snapshot snapshot) {
        return cached(plan, snapshot, Optional.empty());
    }

    /// The plan's borders on this snapshot. Replays only what is not at hand: nothing as a rule, the last command after undo
    /// and redo.
    private Cached cached(Plan plan, Snapshot snapshot, Optional<List<PlanCommand>> commands) {
        Cached known = cache.getIfPresent(plan.id());
        boolean sameDraft = known != null && known.planVersion() == plan.version() && known.draft().base() == snapshot.map();
        if (sameDraft && known.seq() == snapshot.seq()) {
            return known;
        }
        Draft draft = sameDraft
                ? known.draft()
                : replay(plan, snapshot, commands.orElseGet(() -> store.listCommands(plan.id())), known == null ? null
                        : known.draft());
        Cached now = new Cached(plan.version(), draft, snapshot.seq(), Side.of(snapshot, draft.changed()));
        cache.put(plan.id(), now);
        return now;
    }

    private Draft replay(Plan plan, Snapshot snapshot, List<PlanCommand> all, Draft known) {
        List<PlanCommand> commands = all.stream().filter(c -> !c.undone()).toList();
        int common = 0;
        if (known != null && known.base() == snapshot.map()) {
            while (common < Math.min(commands.size(), known.steps().size())
                    && known.steps().get(common).json().equals(commands.get(common).json())) {
                common++;
            }
        }
        Draft draft = common == 0 ? Draft.on(snapshot.map()) : known.first(common);
        for (PlanCommand c : commands.subList(common, commands.size())) {
            Command command = CommandJson.read(c.json());
            try {
                check(command, snapshot);
                draft = draft.plus(c.json(), draft.map().preview(command, names(snapshot)));
            } catch (ProblemException e) {
                throw conflict(plan, c, command, snapshot, e);
            }
        }
        return draft;
    }

    private static ProblemException conflict(Plan plan, PlanCommand c, Command command, Snapshot snapshot, ProblemException why) {
        List<Long> grids = command.grids();
        List<String> called = grids.stream().map(g -> names(snapshot).apply(g)).toList();
        return new ProblemException(
                new Problem.Conflict(
                        "Command " + c.position() + " of plan " + plan.id() + " no longer fits the borders of "
                                + String.join(" and ", called)
                                + " as they are now: " + why.problem().detail(),
                        "Undo it and draw it again on the present borders.",
                        Map.of("position_in_plan", c.position(), "grids", grids, "codes", called)),
                why);
    }

    private static void check(Command command, Snapshot snapshot) {
        PlanarMap map = snapshot.map();
        for (long id : command.grids()) {
            GridNode node = snapshot.findGrid(id)
                    .orElseThrow(() -> new Problem.BadInput("There is no grid " + id + ".", "Name two leaf grids by their ids.")
                            .asException());
            String code = node.grid().code();
            if (!node.isLeaf()) {
                throw new Problem.BadInput(
                        "Grid " + code + " is made of " + node.children().size() + " grids below it;"
                                + " its border follows from theirs.",
                        "Name two leaf grids.").asException();
            }
            if (!map.contains(id)) {
                throw new Problem.BadInput("Grid " + code + " has no area yet.",
                        "Import its area, or name two other leaf grids.").asException();
            }
        }
    }

    private static LongFunction<String> names(Snapshot snapshot) {
        return id -> snapshot.findGrid(id).map(n -> n.grid().code()).orElse("grid " + id);
    }
}
