package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.problem.Problem;

/// What brings the grids of now back to what they were: all land at once, vertex by vertex, with the grids that are gone in
/// their old identity and the outlines of the branches; then what else was known of them. Pure functions.
final class Restoration {

    private Restoration() {}

    /// Empty when all is as it was. `Refused` problem for a grid that had land of its own at one of the times and is made of
    /// others at the other.
    static List<Edit> edits(long revision, Snapshot past, Snapshot now) {
        Map<Long, Geometry> areas = new TreeMap<>();
        List<NewGrid> made = new ArrayList<>();
        for (Map.Entry<Long, Geometry> changed : new TreeMap<>(History.changed(now.map(), past.map())).entrySet()) {
            long id = changed.getKey();
            boolean hadLand = past.map().contains(id);
            boolean hasLand = now.map().contains(id);
            if (hadLand != hasLand && past.findGrid(id).isPresent() && now.findGrid(id).isPresent()) {
                throw new Problem.Refused(
                        "Grid " + now.findGrid(id).get().grid().code()
                                + (hadLand ? " had land of its own then, and is made of others now."
                                        : " was made of others then, and has land of its own now."),
                        "Import its area, or draw what should be as it was.",
                        Map.of("reason", "other_level", "grids", List.of(id))).asException();
            }
            areas.put(id, changed.getValue());
            if (!hasLand) {
                made.add(made(past.findGrid(id).orElseThrow(), now));
            }
        }
        Map<Long, Geometry> outlines = outlines(past, now);
        Map<Long, Long> parents = parents(past, now);
        List<Edit> edits = new ArrayList<>();
        if (!areas.isEmpty() || !outlines.isEmpty() || !parents.isEmpty()) {
            edits.add(new Edit.Restore(revision, areas, made, outlines, parents));
        }
        for (GridNode then : past.grids()) {
            long id = then.grid().id();
            Map<String, Object> wanted = Attributes.of(then.grid(), then.responsible(), Attributes.NAMES);
            made.stream().filter(m -> m.id() == id).findFirst().map(Restoration::attributes)
                    .or(() -> now.findGrid(id).map(n -> Attributes.of(n.grid(), n.responsible(), Attributes.NAMES)))
                    .ifPresent(present -> {
                        wanted.entrySet().removeAll(present.entrySet());
                        // somebody who is gone altogether can't be put in charge again
                        wanted.entrySet().removeIf(w -> w.getKey().equals(Attributes.PERSON)
                                && w.getValue() instanceof String code && now.findPerson(code).isEmpty());
                        wanted.remove("parent");
                        if (!wanted.isEmpty()) {
                            edits.add(new Edit.SetAttributes(id, wanted));
                        }
                    });
        }
        return edits;
    }

    /// Those that differ, by grid; none for one whose parent of then was of no use.
    private static Map<Long, Long> parents(Snapshot past, Snapshot now) {
        Set<Long> misplaced = past.misplaced().stream().flatMap(m -> m.grids().stream()).collect(Collectors.toSet());
        Map<Long, Long> parents = new TreeMap<>();
        for (GridNode then : past.grids()) {
            Grid row = then.grid();
            now.findGrid(row.id())
                    .filter(n -> !misplaced.contains(row.id()) && !Objects.equals(n.grid().parent(), row.parent()))
                    .ifPresent(_ -> parents.put(row.id(), row.parent()));
        }
        return parents;
    }

    /// Those that differ, by branch. Whether a branch has an outline of its own is decided by imports, and stays as it is.
    private static Map<Long, Geometry> outlines(Snapshot past, Snapshot now) {
        Map<Long, Geometry> outlines = new TreeMap<>();
        Map<Long, Geometry> present = fixedOutlines(now);
        fixedOutlines(past).forEach((branch, outline) -> {
            if (present.containsKey(branch) && !present.get(branch).equalsExact(outline)) {
                outlines.put(branch, outline);
            }
        });
        return outlines;
    }

    private static Map<Long, Geometry> fixedOutlines(Snapshot snapshot) {
        return snapshot.branches().stream().map(BranchNode::branch).filter(b -> b.outline() != null)
                .collect(Collectors.toMap(Branch::id, b -> FixedPoint.fixed(b.outline())));
    }

    private static NewGrid made(GridNode then, Snapshot now) {
        Grid g = then.grid();
        if (now.branches().stream().noneMatch(b -> b.branch().id() == g.branch())) {
            throw new Problem.Refused("Branch " + then.branchCode() + ", which grid " + g.code() + " belonged to, is gone.",
                    "Import that branch again first.", Map.of("reason", "branch_gone", "grids", List.of(g.id()))).asException();
        }
        Person person = Attributes.inCharge(then.responsible());
        return new NewGrid(g.id(), g.code(), g.name(), g.kind(), g.parent(), g.branch(),
                person == null || now.findPerson(person.code()).isEmpty() ? null : person.code());
    }

    /// What a grid that is made like this has.
    private static Map<String, Object> attributes(NewGrid made) {
        Map<String, Object> values = new HashMap<>();
        Attributes.NAMES.forEach(name -> values.put(name, null));
        values.put("name", made.name());
        values.put("kind", made.kind());
        values.put("parent", made.parent());
        values.put(Attributes.PERSON, made.person());
        return values;
    }
}
