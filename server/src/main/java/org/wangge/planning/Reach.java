package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.PlanCommand;
import org.wangge.planning.Draft.Step;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.topology.Patch;

/// Which places the steps of a plan touch: the one rule that everybody asks who lets a plan be drawn, settled, reviewed or
/// published. A step touches
///
/// - each grid that it names, whose land, words or person in charge it changes, on both sides, where that grid stands in the live
///   tree, in the draft before the step and in the draft after it;
/// - for a grid that exists in the draft only, what that stands below; nobody holds a role in itself;
/// - for a grid that moves in the tree, what it stood below and what it stands below then: a grid, or the whole branch;
/// - the whole branch whose outline it changes.
///
/// A neighbour in whose border a vertex is put, and no more, is not touched. For one thread.
final class Reach {

    /// A grid as it was in a version; empty when that is not kept.
    @FunctionalInterface
    interface Past {
        Optional<Grid> gridAt(long id, int version);
    }

    private final Snapshot snapshot;
    private final Outlines outlines;
    /// As the draft has them by now; null: gone.
    private final Map<Long, Grid> rows = new HashMap<>();
    /// Live no more, as they were when a command met them.
    private final Map<Long, Grid> past = new HashMap<>();
    private Set<Place> places = new LinkedHashSet<>();

    private Reach(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.outlines = new Outlines(snapshot);
    }

    /// What a step on top of this draft touches.
    static Set<Place> of(Step step, Draft draft, Snapshot snapshot) {
        Reach reach = new Reach(snapshot);
        reach.rows.putAll(draft.rows());
        if (Outlines.mayChange(step)) {
            draft.steps().forEach(reach.outlines::take);
        }
        reach.take(step);
        return reach.places;
    }

    /// What all steps of a draft touch, also where one takes back what another did.
    static Set<Place> of(Draft draft, Snapshot snapshot) {
        Reach reach = new Reach(snapshot);
        draft.steps().forEach(reach::take);
        return reach.places;
    }

    /// Where a grid stands, live and in the draft; nowhere when it is in neither.
    static Set<Place> of(long grid, Draft draft, Snapshot snapshot) {
        Reach reach = new Reach(snapshot);
        reach.rows.putAll(draft.rows());
        reach.standsAt(grid, reach::live);
        reach.standsAt(grid, reach::row);
        return reach.places;
    }

    /// What the last step of a draft touches; nothing without one.
    static Set<Place> ofLast(Draft draft, Snapshot snapshot) {
        Reach reach = new Reach(snapshot);
        for (Step step : draft.steps()) {
            reach.places = new LinkedHashSet<>();
            reach.take(step);
        }
        return reach.places;
    }

    /// What these commands touch after those `before`, by what they say and what is kept of what they did: for commands that
    /// can't be done any more.
    static Set<Place> told(List<PlanCommand> before, List<PlanCommand> commands, Snapshot snapshot, Past past) {
        Reach reach = new Reach(snapshot);
        before.forEach(c -> reach.take(c, past));
        reach.places = new LinkedHashSet<>();
        commands.forEach(c -> reach.take(c, past));
        return reach.places;
    }

    private void take(PlanCommand c, Past kept) {
        c.versions().forEach((id, version) -> {
            if (live(id) == null) {
                kept.gridAt(id, version).ifPresent(g -> past.put(id, g));
            }
        });
        Edit edit = CommandJson.stored(c.json());
        Map<Long, Grid> words = new HashMap<>();
        for (NewGrid m : edit.made()) {
            words.put(m.id(), new Grid(m.id(), 0, m.code(), m.name(), m.branch(), m.parent(), m.kind(), null, null, null, null));
        }
        if (edit instanceof Edit.Restore back) {
            back.parents().forEach((id, parent) ->
                    Optional.ofNullable(row(id)).ifPresent(r -> words.put(id, r.withParent(parent))));
        }
        if (edit instanceof Edit.SetAttributes set && set.attributes().containsKey("parent") && row(set.grid()) != null) {
            words.put(set.grid(), row(set.grid()).withParent((Long) set.attributes().get("parent")));
        }
        Patch land = new Patch(Map.of(), Map.of(), Effect.strips(c.effect()));
        take(new Step(c.json(), edit, land, words, Map.of(), c.effect()));
        if (c.effect().isEmpty()) {
            // what it did is not kept, but whom it met
            c.versions().keySet().forEach(id -> standsAt(id, this::row));
        }
    }

    private void take(Step step) {
        LongFunction<Grid> after = id -> step.rows().containsKey(id) ? step.rows().get(id) : row(id);
        for (long id : touched(step)) {
            if (live(id) == null && row(id) == null && after.apply(id) == null) {
                places.add(new Place(List.of(), 0, "grid " + id));
            }
            standsAt(id, this::live);
            standsAt(id, this::row);
            standsAt(id, after);
            Grid was = row(id);
            Grid is = after.apply(id);
            if (was != null && is != null && !Objects.equals(was.parent(), is.parent())) {
                below(was, this::row);
                below(is, after);
            }
        }
        rows.putAll(step.rows());
        outlines.take(step).forEach(this::wholeBranch);
    }

    private static Set<Long> touched(Step step) {
        Set<Long> ids = new TreeSet<>(step.rows().keySet());
        for (Patch.Strip strip : step.patch().strips()) {
            ids.add(strip.from());
            ids.add(strip.to());
        }
        switch (step.edit()) {
            case Edit.Land land -> ids.addAll(land.command().grids());
            case Edit.SetAttributes set -> ids.add(set.grid());
            case Edit.Restore back -> ids.addAll(back.areas().keySet());
        }
        ids.remove(0L);
        return ids;
    }

    private void standsAt(long id, LongFunction<Grid> tree) {
        Grid row = tree.apply(id);
        if (row != null && live(id) != null) {
            upwards(row, tree);
        } else if (row != null) {
            below(row, tree);
        }
    }

    private void below(Grid row, LongFunction<Grid> tree) {
        Grid parent = row.parent() == null ? null : tree.apply(row.parent());
        if (parent == null) {
            wholeBranch(row.branch());
        } else {
            upwards(parent, tree);
        }
    }

    private void upwards(Grid row, LongFunction<Grid> tree) {
        Set<Long> seen = new HashSet<>();
        List<Long> ids = new ArrayList<>();
        // A foreign program may have made a ring of parents.
        for (Grid at = row; at != null && seen.add(at.id()); at = at.parent() == null ? null : tree.apply(at.parent())) {
            ids.add(at.id());
        }
        places.add(new Place(ids, row.branch(), row.code()));
    }

    private void wholeBranch(long id) {
        String code = snapshot.branches().stream().map(BranchNode::branch).filter(b -> b.id() == id).map(Branch::code).findFirst()
                .orElse(String.valueOf(id));
        places.add(new Place(List.of(), id, code));
    }

    private Grid live(long id) {
        return snapshot.findGrid(id).map(GridNode::grid).orElse(null);
    }

    private Grid row(long id) {
        if (rows.containsKey(id)) {
            return rows.get(id);
        }
        Grid live = live(id);
        return live == null ? past.get(id) : live;
    }
}
