package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wangge.atlas.Snapshot;
import org.wangge.model.PlanCommand;
import org.wangge.planning.Draft.Step;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.planning.Planning.Choice;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;

/// What becomes of a command on grids that others have changed. Pure functions.
final class Rebasing {

    private Rebasing() {}

    /// The command as it is where it still does the same; else nothing, or with [Choice#MINE] what moves the same land from
    /// whoever has it now.
    static List<Step> steps(PlanCommand c, Draft draft, Snapshot snapshot, Choice choice) {
        try {
            Optional<Step> same = Drafts.same(c, draft, snapshot);
            if (same.isPresent() || choice == Choice.THEIRS) {
                return same.stream().toList();
            }
        } catch (ProblemException e) {
            Drafts.requireOfCommand(e);
            if (choice == Choice.THEIRS) {
                return List.of();
            }
        }
        List<Step> steps = new ArrayList<>();
        Draft now = draft;
        Edit given = CommandJson.stored(c.json());
        if (Effect.strips(c.effect()).isEmpty()) {
            return tried(given, now, snapshot).stream().toList();
        }
        boolean outside = given instanceof Edit.Land land && land.outside();
        for (Patch.Strip strip : Effect.strips(c.effect())) {
            boolean there = strip.to() == 0 || now.map().contains(strip.to());
            Optional<NewGrid> made = given.made().stream().filter(m -> !there && m.id() == strip.to()).findFirst();
            Edit edit = made.isPresent()
                    ? new Edit.Land(new Command.Create(strip.to(), strip.area(), true), List.of(made.get()), List.of(), false)
                    : new Edit.Land(new Command.Transfer(strip.to(), strip.area()), List.of(), List.of(),
                            strip.to() == 0 && outside);
            Optional<Step> step = tried(edit, now, snapshot);
            if (step.isPresent()) {
                steps.add(step.get());
                now = now.plus(step.get());
            }
        }
        if (given instanceof Edit.Restore back && !(back.outlines().isEmpty() && back.parents().isEmpty())) {
            tried(new Edit.Restore(back.revision(), Map.of(), List.of(), back.outlines(), stillMeant(back, now, snapshot)),
                    now, snapshot).ifPresent(steps::add);
        }
        return steps;
    }

    /// What a restoration says of the tree, but for grids and parents that are there no more.
    private static Map<Long, Long> stillMeant(Edit.Restore back, Draft draft, Snapshot snapshot) {
        DraftTree tree = new DraftTree(snapshot, draft.rows());
        Map<Long, Long> parents = new HashMap<>(back.parents());
        parents.entrySet().removeIf(p ->
                tree.row(p.getKey()).isEmpty() || (p.getValue() != null && tree.row(p.getValue()).isEmpty()));
        return parents;
    }

    /// Empty when it can no longer be done at all, such as land that is to go to a grid that is gone.
    private static Optional<Step> tried(Edit edit, Draft draft, Snapshot snapshot) {
        try {
            return Optional.of(new Steps(snapshot, draft).replay(edit));
        } catch (ProblemException e) {
            Drafts.requireOfCommand(e);
            return Optional.empty();
        }
    }
}
