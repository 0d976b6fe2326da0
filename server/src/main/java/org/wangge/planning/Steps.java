package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Reach;
import org.wangge.model.Grid;
import org.wangge.planning.Draft.Step;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;

/// Works out what an edit does to a draft on one snapshot. For one thread.
final class Steps {

    /// Ids of grids that are only previewed: above all that a database gives away, and exact in JavaScript.
    private static final long PROVISIONAL = 4_000_000_000_000_000L;

    private final Snapshot snapshot;
    private final Draft draft;
    private final DraftTree tree;
    private final DraftPersons persons;

    Steps(Snapshot snapshot, Draft draft) {
        this.snapshot = snapshot;
        this.draft = draft;
        this.tree = new DraftTree(snapshot, draft.rows());
        this.persons = new DraftPersons(snapshot, draft.persons());
    }

    /// What the edit would do; grids that it makes get ids that mean nothing.
    Step preview(Edit edit) {
        return step(prepared(edit, n -> LongStream.range(PROVISIONAL, PROVISIONAL + n).boxed().toList()));
    }

    /// The same for good; `ids` reserves ids for grids to be made.
    Step take(Edit edit, IntFunction<List<Long>> ids) {
        Step tried = preview(edit);
        boolean makes = tried.edit() instanceof Edit.Land land && !land.made().isEmpty();
        return makes ? step(prepared(edit, ids)) : tried;
    }

    /// What a command that is kept does, with the ids that it has.
    Step replay(Edit edit) {
        return step(edit);
    }

    /// The edit with an area in place of buildings, and with ids and codes for the grids that it makes.
    private Edit prepared(Edit edit, IntFunction<List<Long>> ids) {
        check(edit);
        return switch (edit) {
            case Edit.SetAttributes set -> set;
            case Edit.Restore back -> withFreeCodes(back);
            case Edit.Land land -> prepared(land, ids);
        };
    }

    /// Grids that come back have their old codes, but for one that somebody else has by now who stays.
    private Edit.Restore withFreeCodes(Edit.Restore back) {
        Map<Long, Grid> leaving = leaving(back.areas());
        Set<String> taken = new HashSet<>();
        List<NewGrid> made = new ArrayList<>();
        for (NewGrid m : back.made()) {
            String code = isTaken(m.code(), m.id(), leaving) ? free(null, above(m, m.branch()), taken) : m.code();
            taken.add(code);
            made.add(new NewGrid(m.id(), code, m.name(), m.kind(), m.parent(), m.branch(), m.person()));
        }
        return new Edit.Restore(back.revision(), back.areas(), made, back.outlines(), back.parents());
    }

    private static Map<Long, Grid> leaving(Map<Long, Geometry> areas) {
        Map<Long, Grid> rows = new HashMap<>();
        areas.forEach((id, area) -> {
            if (area == null) {
                rows.put(id, null);
            }
        });
        return rows;
    }

    /// The code of what a grid stands below: its parent, or its branch.
    private String above(NewGrid given, long branch) {
        return given.parent() == null
                ? snapshot.branches().stream().map(BranchNode::branch).filter(b -> b.id() == branch).findFirst()
                        .orElseThrow(() -> new Problem.BadInput("There is no branch " + branch + ".",
                                "Name a branch by its id; GET /api/grids lists them.").asException()).code()
                : row(given.parent()).orElseThrow(() -> unknown(given.parent())).code();
    }

    private Edit prepared(Edit.Land land, IntFunction<List<Long>> ids) {
        return switch (land.command()) {
            case Command.Split c -> {
                List<Long> made = ids.apply(draft.map().parts(c.grid(), c.line(), names()) - 1);
                yield new Edit.Land(new Command.Split(c.grid(), c.line(), made),
                        described(land.made(), made, row(c.grid()).orElseThrow()),
                        List.of(), land.outside());
            }
            case Command.Create c -> {
                long made = ids.apply(1).getFirst();
                NewGrid given = land.made().getFirst();
                long branch = branchFor(given);
                String code = free(given.code(), above(given, branch), new HashSet<>());
                NewGrid complete =
                        new NewGrid(made, code, given.name(), given.kind(), given.parent(), branch, given.person());
                yield new Edit.Land(new Command.Create(made, c.area(), c.carve()), List.of(complete), List.of(), land.outside());
            }
            case Command.Transfer c when c.area() == null -> new Edit.Land(
                    new Command.Transfer(c.to(), BuildingLand.of(snapshot, draft, land.buildings(), c.to(), names())), List.of(),
                    land.buildings(), land.outside());
            case Command.Transfer _, Command.Reshape _, Command.MoveNode _, Command.Merge _, Command.Delete _ -> land;
        };
    }

    private List<NewGrid> described(List<NewGrid> given, List<Long> ids, Grid origin) {
        List<NewGrid> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < ids.size(); i++) {
            NewGrid g = i < given.size() ? given.get(i) : NewGrid.unnamed(0);
            String name = g.name() == null && origin.name() != null ? origin.name() + " " + (i + 2) : g.name();
            String code = free(g.code(), origin.code(), taken);
            taken.add(code);
            all.add(new NewGrid(ids.get(i), code, name, g.kind() == null ? origin.kind() : g.kind(),
                    g.parent() == null ? origin.parent() : g.parent(), origin.branch(), g.person()));
        }
        return all;
    }

    /// The code that was asked for, else the first free one of the kind `origin-2`.
    private String free(String wanted, String origin, Set<String> others) {
        if (wanted != null && !wanted.isBlank()) {
            return wanted.strip();
        }
        for (int n = 2; ; n++) {
            String code = origin + "-" + n;
            if (!isTaken(code, 0, Map.of()) && !others.contains(code)) {
                return code;
            }
        }
    }

    /// Has another grid this code, when these rows (null: gone) have changed on top of the draft?
    private boolean isTaken(String code, long by, Map<Long, Grid> changed) {
        return isAmong(changed, code, by, Set.of())
                || isAmong(draft.rows(), code, by, changed.keySet())
                || snapshot.findGrid(code).map(n -> n.grid().id())
                        .filter(id -> id != by && !changed.containsKey(id) && !draft.rows().containsKey(id)).isPresent();
    }

    private static boolean isAmong(Map<Long, Grid> rows, String code, long by, Set<Long> outdated) {
        return rows.entrySet().stream().anyMatch(e -> e.getValue() != null && e.getKey() != by
                && !outdated.contains(e.getKey()) && e.getValue().code().equals(code));
    }

    private long branchFor(NewGrid given) {
        if (given.parent() != null) {
            return row(given.parent()).orElseThrow(() -> unknown(given.parent())).branch();
        }
        if (given.branch() != null) {
            if (snapshot.branches().stream().noneMatch(b -> b.branch().id() == given.branch())) {
                throw new Problem.BadInput("There is no branch " + given.branch() + ".", "GET /api/grids lists the branches.")
                        .asException();
            }
            return given.branch();
        }
        if (snapshot.branches().size() == 1) {
            return snapshot.branches().iterator().next().branch().id();
        }
        throw new Problem.BadInput("The new grid has neither parent nor branch, and there are " + snapshot.branches().size()
                + " branches.",
                "Name its parent, or its branch.").asException();
    }

    private Step step(Edit edit) {
        check(edit);
        return switch (edit) {
            case Edit.Land land -> {
                Patch patch = draft.map().preview(land.command(), names());
                Step step = moving(land, patch);
                requireReach(step);
                yield step;
            }
            case Edit.Restore back -> moving(back, patch(back));
            case Edit.SetAttributes set -> {
                Grid before = row(set.grid()).orElseThrow();
                Map<Long, Grid> rows = Map.of(set.grid(), Attributes.with(before, set.attributes(), tree::requireParent));
                Map<Long, List<Responsible>> after = persons.after(set);
                if (rows.get(set.grid()).equals(before) && after.isEmpty()) {
                    throw new Problem.Refused("Grid " + before.code() + " has these values already.", "Change at least one.",
                            Map.of("reason", "no_change")).asException();
                }
                tree.requireChildren(rows, Set.of());
                yield new Step(CommandJson.write(edit), edit, new Patch(Map.of(), Map.of(), List.of()), rows, after,
                        Effect.of(Attributes.of(before, persons.of(set.grid()), set.attributes().keySet())));
            }
        };
    }

    private Step moving(Edit edit, Patch patch) {
        Map<Long, Grid> rows = rows(edit, patch);
        Map<Long, Long> parentsBefore = new HashMap<>();
        if (edit instanceof Edit.Restore back) {
            back.parents().keySet().forEach(id -> parentsBefore.put(id, row(id).orElseThrow().parent()));
        }
        tree.requireParents(rows);
        tree.requireChildren(rows, patch.after().keySet());
        return new Step(CommandJson.write(edit), edit, patch, rows, persons.of(edit, rows), Effect.of(patch, parentsBefore));
    }

    /// No grid may get land out of all proportion.
    private void requireReach(Step step) {
        step.patch().after().forEach((id, area) -> {
            Grid row = step.rows().containsKey(id) ? step.rows().get(id) : row(id).orElseThrow();
            String fault = Reach.tooWide(area);
            if (fault == null) {
                fault = Reach.tooFar(area.getEnvelopeInternal(), landOf(row.branch(), id));
            }
            if (fault != null) {
                Coordinate at = area.getInteriorPoint().getCoordinate();
                throw new Problem.Refused("Grid " + row.code() + " " + fault + ".",
                        "Look whether longitude and latitude are swapped.",
                        Map.of("reason", "far_land", "position", List.of(FixedPoint.degrees(at.x), FixedPoint.degrees(at.y))))
                                .asException();
            }
        });
    }

    /// The box of a branch's land, fixed: as it is live, or, where there is none yet, what the draft has of it beside this grid.
    private Envelope landOf(long branch, long besides) {
        Envelope box = new Envelope();
        snapshot.branches().stream().filter(b -> b.branch().id() == branch && b.area() != null)
                .forEach(b -> box.expandToInclude(FixedPoint.fixed(b.area().getEnvelope()).getEnvelopeInternal()));
        if (box.isNull()) {
            draft.map().faces().stream().filter(id -> id != besides && row(id).filter(g -> g.branch() == branch).isPresent())
                    .forEach(id -> box.expandToInclude(draft.map().face(id).getEnvelopeInternal()));
        }
        return box;
    }

    /// The areas of then in the place of those of now: exact as they stand, or not at all.
    private Patch patch(Edit.Restore back) {
        Map<Long, Geometry> before = new HashMap<>();
        Map<Long, Geometry> after = new HashMap<>();
        back.areas().forEach((id, area) -> {
            if (draft.map().contains(id)) {
                before.put(id, draft.map().face(id));
            }
            if (area != null) {
                after.put(id, area);
            }
        });
        Set<Long> misfits = draft.map().misfits(back.areas());
        if (!misfits.isEmpty()) {
            throw new Problem.Refused("The land of then does not fit what is around it now.", "Draw what should be as it was.",
                    Map.of("reason", "no_fit", "grids", List.copyOf(misfits))).asException();
        }
        return new Patch(before, after, Remains.strips(draft.map(), back.areas()));
    }

    private Map<Long, Grid> rows(Edit edit, Patch patch) {
        Map<Long, Grid> rows = new HashMap<>();
        for (long id : patch.before().keySet()) {
            if (!patch.after().containsKey(id)) {
                rows.put(id, null);
            }
        }
        for (NewGrid made : edit.made()) {
            if (patch.after().containsKey(made.id())) {
                rows.put(made.id(), rowOf(made, rows));
            }
        }
        if (edit instanceof Edit.Restore back) {
            back.parents().forEach((id, parent) -> rows.put(id, row(id).orElseThrow().withParent(parent)));
        }
        return rows;
    }

    private Grid rowOf(NewGrid made, Map<Long, Grid> changed) {
        if (isTaken(made.code(), made.id(), changed)) {
            throw new Problem.Refused("The code " + made.code() + " is taken.", "Give the new grid another code.",
                    Map.of("reason", "code_taken", "code", made.code())).asException();
        }
        try {
            return new Grid(
                    made.id(), 0, made.code(), made.name(), made.branch(), made.parent(), made.kind(), null, null, null, null);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.BadInput("The new grid can't be kept: " + e.getMessage() + ".",
                    "Correct it."), e);
        }
    }

    private Optional<Grid> row(long id) {
        return tree.row(id);
    }

    LongFunction<String> names() {
        return id -> row(id).map(Grid::code).orElse("grid " + id);
    }

    /// The grids that the edit names must be there, and be leaves with land where land is meant.
    private void check(Edit edit) {
        switch (edit) {
            case Edit.SetAttributes set -> row(set.grid()).orElseThrow(() -> unknown(set.grid()));
            case Edit.Land land -> land.command().grids().forEach(this::checkLeaf);
            case Edit.Restore back -> {
                Set<Long> made = back.made().stream().map(NewGrid::id).collect(Collectors.toSet());
                back.areas().keySet().stream().filter(id -> !made.contains(id)).forEach(this::checkLeaf);
                back.parents().keySet().forEach(id -> row(id).orElseThrow(() -> unknown(id)));
                for (long id : made) {
                    if (row(id).isPresent()) {
                        throw new Problem.Refused(
                                "Grid " + row(id).get().code() + " is there again.", "Draw what should be as it was.",
                                Map.of("reason", "there_again", "grids", List.of(id))).asException();
                    }
                }
            }
        }
    }

    private void checkLeaf(long id) {
        String code = row(id).orElseThrow(() -> unknown(id)).code();
        long children = tree.children(id, Map.of());
        if (children > 0) {
            throw new Problem.BadInput(
                    "Grid " + code + " is made of " + children + " grids below it; its border follows from theirs.",
                    "Name leaf grids.").asException();
        }
        if (!draft.map().contains(id)) {
            throw new Problem.BadInput("Grid " + code + " has no area yet.",
                    "Import its area, or name other leaf grids.").asException();
        }
    }

    static ProblemException unknown(long id) {
        return new Problem.BadInput("There is no grid " + id + ".", "Name leaf grids by their ids.").asException();
    }
}
