package org.wangge.planning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.wangge.atlas.Snapshot;
import org.wangge.memory.ByteCache;
import org.wangge.model.Actor;
import org.wangge.model.Editing;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanSummary;
import org.wangge.planning.Draft.Step;
import org.wangge.planning.Drafts.Cached;
import org.wangge.planning.PlanResult.MovedItem;
import org.wangge.planning.Results.Side;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.store.Store.NewCommand;

/// The plans of a store while they are drawn, worked out on the present state of the atlas. A plan's grids are the live ones with
/// its commands applied one after another, so that what others publish shows in every draft at once; a command that no longer
/// does what it did when it was given is a `Conflict` problem that names the grids. [Review] takes it from there.
///
/// Safe for any number of threads. Nothing is locked: two requests that change one plan at the same time both start from the
/// same version of it, and the store takes one of them and answers the other with a `Stale` problem.
public final class Planning implements AutoCloseable {

    /// A plan that grows beyond this is published in parts.
    public static final int MAX_COMMANDS = 1_000;

    /// A plan with its commands by position, undone ones too. `result` is what was asked for; null when `conflict` says why the
    /// plan no longer fits the live grids.
    public record Outcome(Plan plan, List<PlanCommand> commands, PlanResult result, Problem.Conflict conflict) {
        public Outcome {
            commands = List.copyOf(commands);
        }
    }

    /// Whose change is to stay where a plan and a publication changed the same: the plan's, so that the land that its commands
    /// moved goes where they took it; or that of the others, so that these commands are dropped.
    public enum Choice {
        MINE,
        THEIRS
    }

    private final Store store;
    private final Supplier<Snapshot> live;
    private final Drafts drafts;
    private final Touched touched;
    private final Review review;
    private final Discussion discussion;
    private final History history;
    private final Presence presence;

    /// `live` answers the present snapshot; `sync` returns when that shows everything committed so far.
    public Planning(Store store, Supplier<Snapshot> live, Runnable sync) {
        this.store = store;
        this.live = live;
        this.drafts = new Drafts(store);
        this.touched = new Touched(store, drafts);
        this.review = new Review(store, this, live, sync);
        this.discussion = new Discussion(store, this, touched, live);
        this.history = new History(store, live, this);
        this.presence = new Presence(store);
    }

    /// What becomes of plans that are drawn.
    public Review review() {
        return review;
    }

    /// What is said about plans, and what happened to them.
    public Discussion discussion() {
        return discussion;
    }

    /// Who is editing which plan just now.
    public Presence presence() {
        return presence;
    }

    /// Notes that somebody has the plan open and works on these grids; see [Presence#enter]. `NotFound` problem when there is no
    /// such plan, `BadInput` for a grid that is neither live nor in the draft.
    public List<Editing> enter(long id, Actor actor, List<Long> grids) {
        touched.standing(plan(id), grids, live.get());
        return presence.enter(id, actor, grids);
    }

    /// `NotFound` problem when there is no such plan.
    public void leave(long id, Actor actor) {
        presence.leave(plan(id).id(), actor);
    }

    /// What became of those that were published.
    public History history() {
        return history;
    }

    /// What is kept of drafts and past states, and what has become of it.
    public List<ByteCache.Use> caches() {
        return List.of(drafts.use(), history.use());
    }

    /// Begins a draft on the grids as they are. `BadInput` problem when the name is empty or too long.
    public Plan create(String name, Editor editor) {
        return noted(editor, () -> store.createPlan(name, live.get().revision(), editor.actor()), p -> Map.of("name", p.name()));
    }

    /// The plan and its commands, without a result. Problems as in [#apply], and `BadInput` for a name that can't be kept.
    public Outcome rename(long id, int version, String name, Editor editor) {
        requireScope(plan(id), editor, live.get());
        return kept(editor, () -> store.renamePlan(id, version, name, editor.actor()), p -> Map.of("name", p.name()));
    }

    /// A page of the plans in one of these statuses, newest first; see [Store#listPlans].
    public List<PlanSummary> list(Set<Plan.Status> statuses, long before, int limit) {
        return store.listPlans(statuses, before, limit);
    }

    /// The commands of a plan by position, undone ones too. `NotFound` problem when there is no such plan.
    public List<PlanCommand> commands(long id) {
        return store.listCommands(plan(id).id());
    }

    /// The plan with the result of the whole draft against the live grids, and its findings; no result for a published plan.
    /// `NotFound` problem when there is no such plan.
    public Outcome get(long id) {
        return whole(plan(id));
    }

    /// A page of the buildings that the whole draft moves, by id. Problems as in [#preview].
    public List<MovedItem> moved(long id, long afterId, int limit) {
        Plan plan = plan(id);
        Snapshot snapshot = live.get();
        return Results.page(snapshot, Side.LIVE, drafts.get(plan, snapshot, Optional.empty()).side(), afterId, limit);
    }

    /// `NotFound` problem when there is no such plan, `Stale` when it has another version, `Refused` when it is under review or
    /// published, `Forbidden` when it changes grids that the editor may not.
    public void delete(long id, int version, Editor editor) {
        Plan plan = plan(id);
        Snapshot snapshot = live.get();
        requireScope(plan, editor, snapshot);
        // what has been undone could still be brought back
        editor.require(touched.byUndone(plan, snapshot));
        store.inTransaction(() -> {
            store.deletePlan(id, version);
            editor.ledger().note(plan, Map.of("name", plan.name()));
            return null;
        });
        drafts.forget(id);
    }

    /// What the command would do to the draft as it is. Nothing changes. Problems as in [#apply].
    public PlanResult preview(long id, Edit edit, Editor editor) {
        Plan plan = open(id);
        Snapshot snapshot = live.get();
        Cached cached = drafts.get(plan, snapshot, Optional.empty());
        Step step = new Steps(snapshot, cached.draft()).preview(edit);
        editor.require(Reach.of(step, cached.draft(), snapshot));
        return Results.between(snapshot, cached.side(), after(snapshot, cached, step), step.patch().strips());
    }

    /// Adds the command to the draft; undone commands are gone then. The result is that of this command. Throws `BadInput` when
    /// the command names no leaf grids, `Refused` (with `position`, or a `reason`) when it can't be done or the editor may not,
    /// `Stale` when the plan has another version, `Conflict` when it is under review or published or no longer fits the live
    /// grids, `NotFound` when there is no such plan.
    public Outcome apply(long id, int version, Edit edit, Editor editor) {
        return apply(id, version, edit, editor, store::listCommands);
    }

    /// As [#apply], with only the new command in the outcome: what it costs does not grow with the commands that there are.
    public Outcome append(long id, int version, Edit edit, Editor editor) {
        return apply(id, version, edit, editor, plan -> store.lastCommand(plan).stream().toList());
    }

    private Outcome apply(long id, int version, Edit edit, Editor editor, LongFunction<List<PlanCommand>> answered) {
        Plan plan = at(open(id), version);
        Snapshot snapshot = live.get();
        Cached cached = drafts.get(plan, snapshot, Optional.empty());
        if (cached.draft().steps().size() >= MAX_COMMANDS) {
            throw new Problem.Refused(
                    "Plan " + id + " has " + MAX_COMMANDS + " commands already.", "Publish it, and go on in a new plan.")
                            .asException();
        }
        Step step = new Steps(snapshot, cached.draft()).take(edit, store::reserveGridIds);
        editor.require(Reach.of(step, cached.draft(), snapshot));
        Side after = after(snapshot, cached, step);
        PlanResult result = Results.between(snapshot, cached.side(), after, step.patch().strips());
        Draft next = cached.draft().plus(step);
        Outcome changed = kept(editor, () -> store.appendCommand(id, plan.version(), step.kept(snapshot, editor.actor())),
                p -> Map.of("grids", result.grids().stream().filter(PlanResult.GridResult::isChanged)
                        .map(PlanResult.GridResult::code).toList()), answered);
        drafts.keep(changed.plan(), next, snapshot, cached, after.sums());
        return new Outcome(changed.plan(), changed.commands(), result, null);
    }

    /// `Forbidden` problem unless the editor may change all that the plan does.
    void requireScope(Plan plan, Editor editor, Snapshot snapshot) {
        editor.require(touched.by(plan, snapshot));
    }

    /// Takes the last command back. The result is that of the whole draft. `Refused` problem when there is nothing to undo;
    /// else as in [#apply].
    public Outcome undo(long id, int version, Editor editor) {
        Plan plan = at(open(id), version);
        Snapshot snapshot = live.get();
        List<PlanCommand> active = Drafts.active(store.listCommands(id));
        if (active.isEmpty()) {
            throw new Problem.Refused("Plan " + id + " has no command to undo.", "Draw something first.").asException();
        }
        editor.require(touched.byLast(plan, active, snapshot));
        int last = active.getLast().position();
        return whole(kept(editor, () -> store.markCommand(id, plan.version(), last, true, editor.actor()), p -> Map.of()));
    }

    /// Brings the command back that was undone last. `Refused` problem when there is none; else as in [#undo].
    public Outcome redo(long id, int version, Editor editor) {
        Plan plan = at(open(id), version);
        Snapshot snapshot = live.get();
        List<PlanCommand> commands = store.listCommands(id);
        PlanCommand next = commands.stream()
                .filter(PlanCommand::undone)
                .min(Comparator.comparingInt(PlanCommand::position))
                .orElseThrow(() -> new Problem.Refused(
                        "Plan " + id + " has no command to redo.", "Only commands that were undone last can be redone.")
                                .asException());
        editor.require(touched.byNext(plan, commands, next, snapshot));
        return whole(kept(editor, () -> store.markCommand(id, plan.version(), next.position(), false, editor.actor()),
                p -> Map.of()));
    }

    /// Brings a plan whose commands met the publications of others to the present grids; commands that still do the same stay as
    /// they are. Undone commands are gone then. Problems as in [#apply].
    public Outcome rebase(long id, int version, Choice choice, Editor editor) {
        Plan plan = at(open(id), version);
        Snapshot snapshot = live.get();
        // what is dropped changes the plan no less than what is drawn anew
        requireScope(plan, editor, snapshot);
        Draft draft = Draft.on(snapshot.map());
        List<NewCommand> kept = new ArrayList<>();
        for (PlanCommand c : Drafts.active(store.listCommands(id))) {
            for (Step step : Rebasing.steps(c, draft, snapshot, choice)) {
                editor.require(Reach.of(step, draft, snapshot));
                draft = draft.plus(step);
                kept.add(step.kept(snapshot, c.author()));
            }
        }
        String chosen = choice.name().toLowerCase(Locale.ROOT);
        return whole(kept(editor,
                () -> store.replaceCommands(id, plan.version(), kept, snapshot.revision(), editor.actor(), chosen),
                p -> Map.of("choose", chosen)));
    }

    /// Makes a change and has a line of it kept, in one transaction: neither stands without the other.
    Plan noted(Editor editor, Supplier<Plan> change, Function<Plan, Map<String, ?>> detail) {
        return store.inTransaction(() -> {
            Plan plan = change.get();
            editor.ledger().note(plan, detail.apply(plan));
            return plan;
        });
    }

    /// The same, with the commands of the plan as they are then. What is answered is read before it is kept: a change that is
    /// answered as failed is not there.
    Outcome kept(Editor editor, Supplier<Plan> change, Function<Plan, Map<String, ?>> detail) {
        return kept(editor, change, detail, store::listCommands);
    }

    private Outcome kept(
            Editor editor, Supplier<Plan> change, Function<Plan, Map<String, ?>> detail,
            LongFunction<List<PlanCommand>> answered) {
        return store.inTransaction(() -> {
            Plan plan = noted(editor, change, detail);
            return new Outcome(plan, answered.apply(plan.id()), null, null);
        });
    }

    /// A new draft with these commands, worked out on this snapshot. Problems as in [#create] and [#apply].
    Plan begin(String name, List<Edit> edits, Snapshot snapshot, Editor editor, Map<String, ?> detail) {
        Draft draft = Draft.on(snapshot.map());
        List<NewCommand> commands = new ArrayList<>();
        for (Edit edit : edits) {
            Step step = new Steps(snapshot, draft).take(edit, store::reserveGridIds);
            editor.require(Reach.of(step, draft, snapshot));
            draft = draft.plus(step);
            commands.add(step.kept(snapshot, editor.actor()));
        }
        return noted(editor, () -> {
            Plan plan = store.createPlan(name, snapshot.revision(), editor.actor());
            for (NewCommand command : commands) {
                plan = store.appendCommand(plan.id(), plan.version(), command);
            }
            return plan;
        }, p -> detail);
    }

    /// A new draft with the active commands of a plan, without a result. Problems as in [#create], and `Forbidden` for commands
    /// that the editor could not draw.
    public Outcome copy(long id, String name, Editor editor) {
        requireScope(plan(id), editor, live.get());
        List<PlanCommand> commands = Drafts.active(commands(id));
        return kept(editor, () -> {
            Plan copy = store.createPlan(name, plan(id).baseRevision(), editor.actor());
            for (PlanCommand c : commands) {
                copy = store.appendCommand(copy.id(), copy.version(),
                        new NewCommand(c.json(), c.effect(), c.versions(), c.author(), c.at()));
            }
            return copy;
        }, p -> Map.of("name", p.name(), "copy_of", id));
    }

    @Override
    public void close() {
        presence.close();
    }

    Plan plan(long id) {
        return store.findPlan(id).orElseThrow(() ->
                new Problem.NotFound("There is no plan " + id + ".", "List the plans.").asException());
    }

    private Plan open(long id) {
        Plan plan = plan(id);
        if (!plan.status().isOpen()) {
            throw new Problem.Conflict(
                    "Plan " + id + " is " + plan.status().key() + "; it can't be changed.",
                    plan.status() == Plan.Status.PUBLISHED ? "Begin a new plan." : "Withdraw it, or have it returned, first.",
                    Map.of("status", plan.status().key())).asException();
        }
        return plan;
    }

    private static Plan at(Plan plan, int version) {
        Store.requireVersion(plan, version);
        return plan;
    }

    private Outcome whole(Plan plan) {
        return whole(new Outcome(plan, store.listCommands(plan.id()), null, null));
    }

    /// Adds the result, or why there is none.
    Outcome whole(Outcome stored) {
        Plan plan = stored.plan();
        List<PlanCommand> commands = stored.commands();
        if (plan.status() == Plan.Status.PUBLISHED) {
            return new Outcome(plan, commands, null, null);
        }
        Snapshot snapshot = live.get();
        try {
            Cached cached = drafts.get(plan, snapshot, Optional.of(commands));
            PlanResult result = Results.between(snapshot, Side.LIVE, cached.side(), cached.draft().strips());
            return new Outcome(plan, commands, result.with(Findings.of(snapshot, cached.side(), result)), null);
        } catch (ProblemException e) {
            if (e.problem() instanceof Problem.Conflict conflict) {
                return new Outcome(plan, commands, null, conflict);
            }
            throw e;
        }
    }

    /// The draft of a plan on a snapshot.
    Cached cached(Plan plan, Snapshot snapshot) {
        return drafts.get(plan, snapshot, Optional.empty());
    }

    void forget(long plan) {
        drafts.forget(plan);
    }

    private static Side after(Snapshot snapshot, Cached cached, Step step) {
        return cached.side().next(snapshot, cached.draft().with(step));
    }
}
