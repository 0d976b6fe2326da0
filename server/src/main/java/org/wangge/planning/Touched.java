package org.wangge.planning;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.problem.Problem;
import org.wangge.store.Store;

/// The places that the stored commands of a plan touch: what its draft does on the live grids, or, where it no longer fits them,
/// what the commands say. For any number of threads.
final class Touched {

    private final Store store;
    private final Drafts drafts;

    Touched(Store store, Drafts drafts) {
        this.store = store;
        this.drafts = drafts;
    }

    /// By all commands that are done.
    Set<Place> by(Plan plan, Snapshot snapshot) {
        return drafts.find(plan, snapshot).map(draft -> Reach.of(draft, snapshot)).orElseGet(() ->
                Reach.told(List.of(), Drafts.active(store.listCommands(plan.id())), snapshot, store::gridAt));
    }

    /// By all commands that are undone.
    Set<Place> byUndone(Plan plan, Snapshot snapshot) {
        Map<Boolean, List<PlanCommand>> undone =
                store.listCommands(plan.id()).stream().collect(Collectors.partitioningBy(PlanCommand::undone));
        return Reach.told(undone.get(false), undone.get(true), snapshot, store::gridAt);
    }

    /// By the last of the commands that are done, of which there is one.
    Set<Place> byLast(Plan plan, List<PlanCommand> active, Snapshot snapshot) {
        return drafts.find(plan, snapshot).map(draft -> Reach.ofLast(draft, snapshot)).orElseGet(() ->
                Reach.told(active.subList(0, active.size() - 1), List.of(active.getLast()), snapshot, store::gridAt));
    }

    /// By `next`, the first of the `commands` that is undone.
    Set<Place> byNext(Plan plan, List<PlanCommand> commands, PlanCommand next, Snapshot snapshot) {
        return drafts.find(plan, snapshot)
                .flatMap(draft -> Drafts.fitting(next, draft, snapshot).map(step -> Reach.of(step, draft, snapshot)))
                .orElseGet(() -> Reach.told(Drafts.active(commands), List.of(next), snapshot, store::gridAt));
    }

    /// Where these grids stand, live or in the draft. `BadInput` problem for one that is in neither.
    Set<Place> standing(Plan plan, List<Long> grids, Snapshot snapshot) {
        Set<Place> places = new LinkedHashSet<>();
        Draft draft = drafts.find(plan, snapshot).orElseGet(() -> Draft.on(snapshot.map()));
        for (long grid : grids) {
            Set<Place> found = Reach.of(grid, draft, snapshot);
            if (found.isEmpty()) {
                throw new Problem.BadInput("There is no grid " + grid + ", neither on the map nor in plan " + plan.id() + ".",
                        "Name a grid by its id, as GET /api/grids or the plan's result has it.").asException();
            }
            places.addAll(found);
        }
        return places;
    }
}
