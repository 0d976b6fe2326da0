package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Misplaced;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Ancestry;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap;

/// Grids and branches as a tree with areas, sums and persons. Immutable, for any number of threads.
///
/// A grid whose parent is not there or of no use (see [Ancestry]) hangs directly under its branch, so that no data makes a loop.
final class GridTree {

    /// What a tree is made of.
    record Parts(
            Map<Long, Branch> branches,
            Map<Long, Grid> grids,
            PlanarMap map,
            Map<Long, Sums> sums,
            Map<Long, Person> persons,
            Map<Long, Assignment> assignments,
            LocalDate day) {}

    /// An outline and the edges of the leaves that it was made from.
    private record Kept(Outline outline, List<List<Edge>> edges) {}

    static final GridTree EMPTY = new GridTree(
            new Parts(Map.of(), Map.of(), PlanarMap.of(Map.of()), Map.of(), Map.of(), Map.of(), LocalDate.EPOCH), null);

    private final Parts parts;
    private final Ancestry<Long> ancestry;
    private final List<Misplaced> misplaced;
    private final Map<Long, List<Grid>> children;
    private final Map<Long, List<Grid>> tops;
    private final Map<Long, List<Responsible>> responsible;
    private final Map<String, Person> persons;
    private final Map<Long, Integer> positions = new HashMap<>();
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<GridNode> nodes;
    private final Map<Long, BranchNode> branches = new LinkedHashMap<>();
    private final Map<Long, Kept> outlines;
    private final Map<Long, Kept> branchOutlines;

    /// `before` lends the outlines that are still right; null when there is none.
    private GridTree(Parts parts, GridTree before) {
        this.parts = parts;
        children = new HashMap<>();
        tops = new HashMap<>();
        outlines = new HashMap<>();
        branchOutlines = new HashMap<>();
        responsible = responsible(parts);
        persons = new HashMap<>();
        parts.persons.values().forEach(p -> persons.put(p.code(), p));
        ancestry = ancestry(parts.grids);
        misplaced = misplaced(ancestry);
        for (Grid g : parts.grids.values()) {
            Long parent = ancestry.parent(g.id());
            (parent == null ? tops.computeIfAbsent(g.branch(), b -> new ArrayList<>())
                    : children.computeIfAbsent(parent, p -> new ArrayList<>()))
                    .add(g);
        }
        Comparator<Grid> order = Comparator.comparing(Grid::code).thenComparing(Grid::id);
        children.values().forEach(list -> list.sort(order));
        tops.values().forEach(list -> list.sort(order));
        List<Branch> roots = new ArrayList<>(parts.branches.values());
        roots.sort(Comparator.comparing(Branch::code).thenComparing(Branch::id));
        List<GridNode> list = new ArrayList<>();
        for (Branch branch : roots) {
            addBranch(branch, before, list);
        }
        tops.keySet().stream()
                .filter(b -> !parts.branches.containsKey(b))
                .sorted()
                .forEach(b -> addTops(b, null, before, new ArrayList<>(), list));
        // Depth first finds a grid after its children; parents come first in the answer.
        list.sort(Comparator.comparingInt(GridNode::level)
                .thenComparing(n -> n.branchCode() == null ? "" : n.branchCode())
                .thenComparing(n -> n.parentCode() == null ? "" : n.parentCode())
                .thenComparing(n -> n.grid().code()));
        nodes = Collections.unmodifiableList(list);
        for (int i = 0; i < list.size(); i++) {
            positions.put(list.get(i).grid().id(), i);
            codes.putIfAbsent(list.get(i).grid().code(), i);
        }
    }

    /// The same tree with other sums, where nothing else differs; nodes whose sums are the same objects stay.
    private GridTree(GridTree same, Map<Long, Sums> sums) {
        Parts p = same.parts;
        parts = new Parts(p.branches, p.grids, p.map, sums, p.persons, p.assignments, p.day);
        ancestry = same.ancestry;
        misplaced = same.misplaced;
        children = same.children;
        tops = same.tops;
        responsible = same.responsible;
        persons = same.persons;
        positions.putAll(same.positions);
        codes.putAll(same.codes);
        outlines = same.outlines;
        branchOutlines = same.branchOutlines;
        GridNode[] next = same.nodes.toArray(GridNode[]::new);
        boolean[] stale = new boolean[next.length];
        for (int i = next.length - 1; i >= 0; i--) {
            GridNode n = next[i];
            long id = n.grid().id();
            if (n.isLeaf() ? p.sums.get(id) != sums.get(id) : stale[i]) {
                next[i] = with(n, n.isLeaf() ? sums.getOrDefault(id, new Sums()) : total(n.children(), next));
                if (n.parent() != null) {
                    stale[positions.get(n.parent())] = true;
                }
            }
        }
        nodes = List.of(next);
        same.branches.forEach((id, b) -> {
            Sums unassigned = sums.getOrDefault(-id, new Sums());
            Sums all = total(b.children(), next);
            all.add(unassigned);
            branches.put(id, new BranchNode(b.branch(), b.area(), b.children(), all, unassigned));
        });
    }

    private static GridNode with(GridNode n, Sums sums) {
        return new GridNode(n.grid(), n.branchCode(), n.parent(), n.parentCode(), n.level(), n.children(), n.area(), sums,
                n.responsible());
    }

    private Sums total(List<Long> ids, GridNode[] next) {
        Sums total = new Sums();
        for (long id : ids) {
            total.add(next[positions.get(id)].sums());
        }
        return total;
    }

    /// The tree of these parts, which shares with this one what is the same.
    GridTree next(Parts now) {
        boolean onlySums = now.branches == parts.branches && now.grids == parts.grids && now.map == parts.map
                && now.persons == parts.persons && now.assignments == parts.assignments && now.day.equals(parts.day);
        return onlySums ? new GridTree(this, now.sums) : new GridTree(now, this);
    }

    /// Leaf grids: those without children.
    static Set<Long> leaves(Map<Long, Grid> grids) {
        Set<Long> leaves = new HashSet<>(grids.keySet());
        Ancestry<Long> ancestry = ancestry(grids);
        grids.keySet().forEach(id -> leaves.remove(ancestry.parent(id)));
        return leaves;
    }

    private static Ancestry<Long> ancestry(Map<Long, Grid> grids) {
        return Ancestry.of(grids.keySet(), id -> {
            Long parent = grids.get(id).parent();
            return parent == null || grids.containsKey(parent) ? parent : null;
        });
    }

    private static List<Misplaced> misplaced(Ancestry<Long> ancestry) {
        List<Misplaced> all = new ArrayList<>();
        for (List<Long> loop : ancestry.loops()) {
            List<Long> fromLowest = new ArrayList<>(loop);
            Collections.rotate(fromLowest, -loop.indexOf(Collections.min(loop)));
            all.add(new Misplaced(Misplaced.LOOP, fromLowest));
        }
        ancestry.tooDeep().forEach(id -> all.add(new Misplaced(Misplaced.TOO_DEEP, List.of(id))));
        all.sort(Comparator.comparing(Misplaced::kind).thenComparing(m -> m.grids().getFirst()));
        return List.copyOf(all);
    }

    private static Map<Long, List<Responsible>> responsible(Parts parts) {
        Map<Long, List<Responsible>> byGrid = new HashMap<>();
        parts.assignments.values().stream()
                .filter(a -> a.isValidOn(parts.day) && parts.persons.containsKey(a.person()))
                .sorted(Assignment.FIRST_IN_CHARGE)
                .forEach(a -> byGrid.computeIfAbsent(a.grid(), g -> new ArrayList<>())
                        .add(new Responsible(a.id(), parts.persons.get(a.person()), a.role(), a.contract())));
        return byGrid;
    }

    private void addBranch(Branch branch, GridTree before, List<GridNode> list) {
        List<Long> leaves = new ArrayList<>();
        Sums sums = addTops(branch.id(), branch, before, leaves, list);
        Sums unassigned = parts.sums.getOrDefault(-branch.id(), new Sums());
        sums.add(unassigned);
        Kept old = before == null ? null : before.branchOutlines.get(branch.id());
        Outline outline = branch.outline() != null ? given(branch, old) : joined(branchOutlines, branch.id(), leaves, old);
        List<Long> ids = tops.getOrDefault(branch.id(), List.of()).stream().map(Grid::id).toList();
        branches.put(branch.id(), new BranchNode(branch, outline == null ? null : outline.area(), ids, sums, unassigned));
    }

    private Outline given(Branch branch, Kept old) {
        Kept kept = old != null && old.outline.area() == branch.outline() ? old
                : new Kept(new Outline(branch.outline()), List.of());
        branchOutlines.put(branch.id(), kept);
        return kept.outline;
    }

    private Sums addTops(long branchId, Branch branch, GridTree before, List<Long> leaves, List<GridNode> list) {
        Sums sums = new Sums();
        for (Grid top : tops.getOrDefault(branchId, List.of())) {
            sums.add(addGrid(top, branch == null ? null : branch.code(), null, before, leaves, list));
        }
        return sums;
    }

    /// Adds a grid and everything below it, no deeper than [Ancestry#MAX_LEVELS]; `leaves` gathers the leaves below.
    private Sums addGrid(
            Grid grid, String branchCode, String parentCode, GridTree before, List<Long> leaves, List<GridNode> list) {
        List<Grid> below = children.getOrDefault(grid.id(), List.of());
        List<Long> own = new ArrayList<>();
        Sums sums;
        if (below.isEmpty()) {
            own.add(grid.id());
            sums = parts.sums.getOrDefault(grid.id(), new Sums());
        } else {
            sums = new Sums();
            for (Grid child : below) {
                sums.add(addGrid(child, branchCode, grid.code(), before, own, list));
            }
        }
        leaves.addAll(own);
        Outline outline = joined(outlines, grid.id(), own, before == null ? null : before.outlines.get(grid.id()));
        list.add(new GridNode(
                grid,
                branchCode,
                ancestry.parent(grid.id()),
                parentCode,
                ancestry.level(grid.id()),
                below.stream().map(Grid::id).toList(),
                outline == null ? null : outline.area(),
                sums,
                List.copyOf(responsible.getOrDefault(grid.id(), List.of()))));
        return sums;
    }

    /// The outline around these leaves, null when none has land.
    private Outline joined(Map<Long, Kept> into, long id, List<Long> leaves, Kept old) {
        List<Long> withLand = leaves.stream().filter(parts.map::contains).toList();
        if (withLand.isEmpty()) {
            return null;
        }
        List<List<Edge>> edges = withLand.stream().map(parts.map::edgesOf).toList();
        Kept kept = old != null && sameObjects(old.edges, edges) ? old : null;
        if (kept == null) {
            Set<Long> inside = Set.copyOf(withLand);
            Geometry area = withLand.size() == 1 ? areaOf(withLand.getFirst())
                    : FixedPoint.lonLat(parts.map.union(inside::contains));
            kept = new Kept(new Outline(area, inside, parts.map), edges);
        }
        kept.outline.rebase(parts.map);
        into.put(id, kept);
        return kept.outline;
    }

    /// The land of a leaf in degrees: the geometry of the grid itself where nothing had to be mended, so that it is held once.
    private Geometry areaOf(long leaf) {
        Geometry given = parts.grids.get(leaf).geometry();
        Geometry area = FixedPoint.lonLat(parts.map.face(leaf));
        return given != null && given.equalsExact(area) ? given : area;
    }

    private static boolean sameObjects(List<List<Edge>> a, List<List<Edge>> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    List<Misplaced> misplaced() {
        return misplaced;
    }

    List<GridNode> nodes() {
        return nodes;
    }

    /// Null when there is no such grid.
    GridNode node(long id) {
        Integer at = positions.get(id);
        return at == null ? null : nodes.get(at);
    }

    GridNode node(String code) {
        Integer at = codes.get(code);
        return at == null ? null : nodes.get(at);
    }

    LocalDate day() {
        return parts.day;
    }

    /// Null when there is no such person.
    Person person(String code) {
        return persons.get(code);
    }

    Map<Long, BranchNode> branches() {
        return branches;
    }

    Outline outline(long grid) {
        Kept kept = outlines.get(grid);
        return kept == null ? null : kept.outline;
    }

    Outline branchOutline(long branch) {
        Kept kept = branchOutlines.get(branch);
        return kept == null ? null : kept.outline;
    }
}
