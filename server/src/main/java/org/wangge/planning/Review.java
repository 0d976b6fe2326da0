package org.wangge.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.model.Lineage;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanEvent;
import org.wangge.model.PlanEvent.Kind;
import org.wangge.model.Revision;
import org.wangge.planning.Drafts.Cached;
import org.wangge.planning.Planning.Outcome;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.problem.Turns;
import org.wangge.store.Store;
import org.wangge.store.Publication;
import org.wangge.store.Publication.Duty;
import org.wangge.store.Publication.OutlineChange;
import org.wangge.store.Publication.Standing;
import org.wangge.topology.Patch;

/// Takes a plan from its planner through an approver's hands to everyone's map: submit, withdraw, return, approve, publish.
///
/// Safe for any number of threads and several servers: each step names the version of the plan that it starts from, and the store
/// takes one of two that happen at once.
public final class Review {

    private static final Logger log = LoggerFactory.getLogger(Review.class);
    /// A publication is worked out anew when another server was faster; more often than this would be no coincidence.
    private static final int ATTEMPTS = 5;
    /// How long one waits for those who publish on this server before.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 100;
    private static final String BUSY = "Others publish all the time just now";

    /// A plan that has been published, and the revision that it became.
    public record Published(Plan plan, List<PlanCommand> commands, Revision revision) {
        public Published {
            commands = List.copyOf(commands);
        }
    }

    private final Store store;
    private final Planning planning;
    private final Supplier<Snapshot> live;
    private final Runnable sync;
    /// One publishes at a time, in the order in which they came: of many who tried until nobody was faster, some never would.
    private final Turns turns = new Turns(BUSY, 1, MOST_WAITING, PATIENCE);

    /// `live` answers the present snapshot; `sync` returns when that shows everything committed so far.
    Review(Store store, Planning planning, Supplier<Snapshot> live, Runnable sync) {
        this.store = store;
        this.planning = planning;
        this.live = live;
        this.sync = sync;
    }

    /// Hands the draft to the approvers. `Refused` problem when it changes nothing; `Conflict` when it no longer fits the live
    /// grids, or is no draft; `Stale` when it has another version.
    public Outcome submit(long id, int version, String note, Editor editor) {
        Plan plan = planning.plan(id);
        Snapshot snapshot = live.get();
        planning.requireScope(plan, editor, snapshot);
        requireChange(plan, planning.cached(plan, snapshot).draft());
        return moved(id, version, Set.of(Plan.Status.DRAFT, Plan.Status.RETURNED), Kind.SUBMITTED, editor, note);
    }

    /// Takes a plan back that is under review or approved, to go on drawing. Problems as in [#submit].
    public Outcome withdraw(long id, int version, String note, Editor editor) {
        planning.requireScope(planning.plan(id), editor, live.get());
        return moved(id, version, Set.of(Plan.Status.SUBMITTED, Plan.Status.APPROVED), Kind.WITHDRAWN, editor, note);
    }

    /// Gives a plan back to its planner, who may go on drawing. `BadInput` problem without a reason; else as in [#approve].
    public Outcome giveBack(long id, int version, String reason, Editor editor) {
        if (reason == null || reason.isBlank()) {
            throw new Problem.BadInput("A plan is returned with a reason.", "Say what should be different.").asException();
        }
        planning.requireScope(planning.plan(id), editor, live.get());
        return moved(id, version, Set.of(Plan.Status.SUBMITTED, Plan.Status.APPROVED), Kind.RETURNED, editor, reason);
    }

    /// `Forbidden` problem for one who has a hand in the plan, or for grids outside the editor's area; `Conflict` when it is not
    /// submitted or no longer fits the live grids; `Stale` when it has another version.
    public Outcome approve(long id, int version, String note, Editor editor) {
        Plan plan = planning.plan(id);
        Actor approver = editor.actor();
        boolean drew = Drafts.active(store.listCommands(id)).stream().anyMatch(c -> c.author().id() == approver.id());
        if (plan.author().id() == approver.id() || drew) {
            throw new Problem.Forbidden(
                    "Plan " + id + " is " + approver.name() + "'s own; nobody approves a plan of their own.",
                    "Ask another approver.", Map.of("reason", "own_plan")).asException();
        }
        planning.requireScope(plan, editor, live.get());
        return moved(id, version, Set.of(Plan.Status.SUBMITTED), Kind.APPROVED, editor, note);
    }

    private Outcome moved(long id, int version, Set<Plan.Status> from, Kind kind, Editor editor, String note) {
        PlanEvent event;
        try {
            event = new PlanEvent(id, kind, Instant.now(), editor.actor(), note);
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput("The note can't be kept: " + e.getMessage() + ".", "Write at most 500 characters.")
                    .asException();
        }
        return planning.whole(planning.kept(editor, () -> store.movePlan(version, from, event), p -> Map.of()));
    }

    private static void requireChange(Plan plan, Draft draft) {
        if (draft.changed().isEmpty() && draft.rows().isEmpty()) {
            throw new Problem.Refused(
                    draft.steps().isEmpty() ? "Plan " + plan.id() + " has no commands." : "The commands of plan " + plan.id()
                            + " change nothing in the end.",
                    "Redraw a border first; there is nothing to publish.", Map.of("reason", "nothing_to_publish")).asException();
        }
    }

    /// Writes an approved plan's grids as one revision, all or nothing, and returns when the atlas shows it (or, when the
    /// database fails right then, before). `Refused` problem when
    /// the plan changes nothing; `Conflict` when it is not approved, no longer fits the live grids, or one of its grids was
    /// changed at the same time; `Stale` when it has another version; `Unavailable` when too many others publish.
    public Published publish(long id, int version, Editor editor) {
        Plan asked = planning.plan(id);
        planning.requireScope(asked, editor, live.get());
        if (asked.status() != Plan.Status.APPROVED) {
            throw new Problem.Conflict("Plan " + id + " is " + asked.status().key() + ".",
                    "Only an approved plan can be published.",
                    Map.of("status", asked.status().key())).asException();
        }
        // what takes long is at hand by the time it is one's turn
        planning.cached(asked, live.get());
        try (Turns.Turn _ = turns.take()) {
            return inTurn(id, version, editor);
        }
    }

    private static ProblemException tooMany() {
        return new Problem.Unavailable(BUSY + ".", "Try again in a moment; nothing was changed.")
                .asException();
    }

    private Published inTurn(long id, int version, Editor editor) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Plan plan = planning.plan(id);
            Snapshot snapshot = live.get();
            Cached cached = planning.cached(plan, snapshot);
            // in the very tree on which it is written: others may have moved grids in the meantime
            editor.require(Reach.of(cached.draft(), snapshot));
            requireChange(plan, cached.draft());
            Publication publication = publication(plan, version, snapshot, cached, editor.actor());
            // What is answered is read before it is kept: a publication that is answered as failed is not there.
            Optional<Published> published = store.inPublication(() -> store.publish(publication).map(revision -> {
                editor.ledger().note(plan, Map.of("name", plan.name(), "revision", revision.id()));
                return new Published(planning.plan(id), store.listCommands(id), revision);
            }));
            if (published.isPresent()) {
                show(published.get());
                return published.get();
            }
            sync.run();
        }
        throw tooMany();
    }

    /// What is published stays so, also when the atlas can't be brought up to it just now; it will be.
    private void show(Published published) {
        planning.forget(published.plan().id());
        try {
            sync.run();
        } catch (ProblemException e) {
            log.warn("revision {} is published and will be shown later: {}", published.revision().id(), e.getMessage());
        }
    }

    private Publication publication(Plan plan, int version, Snapshot snapshot, Cached cached, Actor author) {
        Draft draft = cached.draft();
        Set<Long> drawn = new HashSet<>(draft.rows().keySet());
        draft.steps().forEach(s -> drawn.addAll(s.patch().grids()));
        List<Grid> changed = new ArrayList<>();
        List<Grid> made = new ArrayList<>();
        Map<Long, Integer> gone = new HashMap<>();
        for (long id : new TreeSet<>(drawn)) {
            Grid now = snapshot.findGrid(id).map(GridNode::grid).orElse(null);
            Grid row = draft.rows().getOrDefault(id, now);
            Geometry land = draft.changed().get(id);
            if (draft.rows().containsKey(id) && row == null) {
                gone.put(id, now.version());
            } else if (now == null && row != null) {
                made.add(row.withGeometry(FixedPoint.lonLat(land)));
            } else if (row != null && (land != null || draft.rows().containsKey(id))) {
                changed.add(row.withGeometry(land == null ? now.geometry() : FixedPoint.lonLat(land)));
            }
        }
        Actor approver = store.listEvents(plan.id()).stream().filter(e -> e.kind() == Kind.APPROVED).map(PlanEvent::actor)
                .reduce((a, b) -> b).orElse(Actor.NOBODY);
        boolean isTreeChanged = !made.isEmpty() || !gone.isEmpty() || changed.stream().anyMatch(g ->
                !new Standing(g).equals(new Standing(snapshot.findGrid(g.id()).orElseThrow().grid())));
        Set<Standing> tree = isTreeChanged
                ? snapshot.grids().stream().map(g -> new Standing(g.grid())).collect(Collectors.toSet()) : Set.of();
        return new Publication(plan.id(), version, snapshot.revision(), tree, changed, made, gone, outlines(snapshot, draft),
                duties(snapshot, draft), lineage(snapshot, draft), KeptFigures.write(snapshot, cached.side()), author, approver);
    }

    /// Who leaves and who takes over.
    private static List<Duty> duties(Snapshot snapshot, Draft draft) {
        List<Duty> duties = new ArrayList<>();
        new TreeMap<>(draft.persons()).forEach((grid, then) -> {
            List<Responsible> now = snapshot.findGrid(grid).map(GridNode::responsible).orElse(List.of());
            if (!now.equals(then)) {
                List<Long> staying = then.stream().map(Responsible::assignment).filter(id -> id > 0).toList();
                Long begins = then.stream().filter(r -> r.assignment() == 0).findFirst().map(r -> r.person().id()).orElse(null);
                duties.add(new Duty(grid, snapshot.day(), now.stream().map(Responsible::assignment).toList(), staying, begins));
            }
        });
        return duties;
    }

    /// Which grids came of which, where one of them is new or gone.
    private static List<Lineage> lineage(Snapshot snapshot, Draft draft) {
        List<Lineage> lines = new ArrayList<>();
        for (Patch.Strip strip : draft.strips()) {
            Optional<Grid> from = snapshot.findGrid(strip.from()).map(GridNode::grid);
            Grid to = draft.rows().getOrDefault(strip.to(), snapshot.findGrid(strip.to()).map(GridNode::grid).orElse(null));
            boolean gone = from.isPresent() && draft.rows().containsKey(strip.from()) && draft.rows().get(strip.from()) == null;
            boolean made = to != null && snapshot.findGrid(strip.to()).isEmpty();
            if (from.isPresent() && to != null && (gone || made)) {
                lines.add(new Lineage(gone ? "merge" : "split", from.get().id(), from.get().code(), to.id(), to.code()));
            }
        }
        return lines;
    }

    /// The branches' own outlines that the draft changes.
    private static List<OutlineChange> outlines(Snapshot snapshot, Draft draft) {
        Outlines outlines = new Outlines(snapshot);
        draft.steps().forEach(outlines::take);
        List<OutlineChange> changes = new ArrayList<>();
        snapshot.branches().stream().map(BranchNode::branch).filter(b -> outlines.changed().containsKey(b.id())).forEach(b ->
                changes.add(new OutlineChange(b.id(), b.outline(), FixedPoint.lonLat(outlines.changed().get(b.id())))));
        return changes;
    }
}
