package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Borders.Side;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap;

/// Makes the next [GridTree] of one, looking only at the grids of which something differs, at those above these, and at the
/// branches. For one thread and one use.
final class NextTree {

    private static final Sums NOTHING = new Sums();

    private final GridTree before;
    private final GridTree.Parts was;
    private final GridTree.Parts now;
    private final Hierarchy.Change change;
    private final Hierarchy hierarchy;
    /// Leaves whose land or border differs.
    private final Set<Long> faces;
    private final Borders borders;
    /// Whose border differs: grids with children, and minus the ids of branches.
    private final Set<Long> rounded;
    /// Branches that have to be made anew.
    private final Set<Long> staleBranches = new HashSet<>();
    private IdMap<GridNode> nodes;
    private IdMap<Outline> outlines;

    NextTree(GridTree before, GridTree.Parts now, Hierarchy.Change change) {
        this.before = before;
        this.was = before.parts();
        this.now = now;
        this.change = change;
        hierarchy = now.hierarchy();
        faces = was.map().differing(now.map());
        Set<Long> redrawn = new HashSet<>(faces);
        redrawn.addAll(change.placed());
        borders = before.borders().next(new Side(was.hierarchy(), was.map()), new Side(hierarchy, now.map()), redrawn);
        rounded = before.borders().differences(borders);
        nodes = before.byId();
        outlines = before.outlines();
    }

    GridTree tree() {
        Set<Long> renamed = renamedBranches();
        Set<Long> stale = stale(renamed);
        List<Long> fromBelow = new ArrayList<>();
        Map<Long, Integer> levels = new HashMap<>();
        for (long id : stale) {
            if (hierarchy.grids().containsKey(id)) {
                levels.put(id, hierarchy.line(id).size() + 1);
                fromBelow.add(id);
            } else {
                nodes = nodes.without(id);
                outlines = outlines.without(id);
            }
        }
        fromBelow.sort(Comparator.<Long>comparingInt(levels::get).reversed());
        for (long id : fromBelow) {
            GridNode node = node(id, levels.get(id));
            nodes = nodes.with(id, node);
            if (node.parent() == null) {
                staleBranches.add(node.grid().branch());
            }
        }
        GridTree.Order order = change.placed().isEmpty() && renamed.isEmpty() ? before.order()
                : new GridTree.Order(before.order());
        Map<Long, Outline> branchOutlines = new HashMap<>();
        Map<Long, BranchNode> branches = branches(branchOutlines);
        return new GridTree(now, nodes, outlines, borders, branches, branchOutlines, order);
    }

    /// Branches that are called otherwise, new or gone: all below them is told so.
    private Set<Long> renamedBranches() {
        Set<Long> renamed = new HashSet<>();
        was.branches().differences(now.branches(), (id, a, b) -> {
            staleBranches.add(id);
            if (a == null || b == null || !a.code().equals(b.code())) {
                renamed.add(id);
            }
        });
        return renamed;
    }

    /// The grids that may be different, gone ones too, with all that stand above them.
    private Set<Long> stale(Set<Long> renamedBranches) {
        Set<Long> first = change.all();
        first.addAll(faces);
        first.addAll(was.staff().differences(now.staff()));
        rounded.forEach(owner -> (owner > 0 ? first : staleBranches).add(Math.abs(owner)));
        was.sums().differences(now.sums(), (zone, _, _) -> (zone > 0 ? first : staleBranches).add(Math.abs(zone)));
        renamedBranches.forEach(branch -> addBelow(hierarchy.tops(branch), first));
        Set<Long> all = new HashSet<>();
        for (long id : first) {
            for (Long at = id; at != null && all.add(at); at = hierarchy.parent(at)) {
                // all the way up
            }
        }
        return all;
    }

    private void addBelow(List<Long> grids, Set<Long> all) {
        for (long id : grids) {
            all.add(id);
            // no deeper than Ancestry.MAX_LEVELS
            addBelow(hierarchy.children(id), all);
        }
    }

    /// The node of a grid whose children are done; the one that there was when it is the same.
    private GridNode node(long id, int level) {
        GridNode old = before.node(id);
        Grid grid = hierarchy.grids().get(id);
        Long parent = hierarchy.parent(id);
        List<Long> children = old == null || change.placed().contains(id) || change.grouped().contains(id)
                ? same(old == null ? null : old.children(), hierarchy.children(id)) : old.children();
        Sums sums = children.isEmpty() ? now.sums().getOrDefault(id, NOTHING)
                : same(old == null ? null : old.sums(), total(children));
        Outline outline = children.isEmpty() ? leafOutline(grid) : joined(before.outline(id), wasParent(id), id);
        outlines = outlines.with(id, outline);
        GridNode made = new GridNode(
                grid,
                branchCode(id),
                parent,
                parent == null ? null : hierarchy.grids().get(parent).code(),
                level,
                children,
                outline == null ? null : outline.area(),
                sums,
                now.staff().of(id));
        return old != null && isSame(old, made) ? old : made;
    }

    private static <T> T same(T old, T made) {
        return made.equals(old) ? old : made;
    }

    private static boolean isSame(GridNode a, GridNode b) {
        return a.grid() == b.grid() && Objects.equals(a.branchCode(), b.branchCode()) && Objects.equals(a.parent(), b.parent())
                && Objects.equals(a.parentCode(), b.parentCode()) && a.level() == b.level() && a.children() == b.children()
                && a.area() == b.area() && a.sums() == b.sums() && a.responsible() == b.responsible();
    }

    private String branchCode(long id) {
        List<Long> line = hierarchy.line(id);
        Branch branch = now.branches().get(hierarchy.grids().get(line.isEmpty() ? id : line.getLast()).branch());
        return branch == null ? null : branch.code();
    }

    private Sums total(List<Long> children) {
        Sums total = new Sums();
        for (long child : children) {
            total.add(nodes.get(child).sums());
        }
        return total;
    }

    private boolean wasParent(long id) {
        GridNode old = before.node(id);
        return old != null && !old.isLeaf();
    }

    /// The geometry of the grid itself where nothing had to be mended, so that it is held once; null without land.
    private Outline leafOutline(Grid grid) {
        long id = grid.id();
        if (!now.map().contains(id)) {
            return null;
        }
        GridNode old = before.node(id);
        if (old != null && old.isLeaf() && !faces.contains(id)) {
            return before.outline(id);
        }
        Geometry given = grid.geometry();
        Geometry area = FixedPoint.lonLat(now.map().face(id));
        return Outline.ofLeaf(given != null && given.equalsExact(area) ? given : area, id, now.map().edgesOf(id));
    }

    /// The outline inside a border; `old` is what was there, of use if that was made of the same border. Null without land.
    private Outline joined(Outline old, boolean made, long owner) {
        if (made && !rounded.contains(owner)) {
            return old;
        }
        List<Ring> rings = PlanarMap.rings(borders.of(owner));
        Geometry land = PlanarMap.land(rings);
        return land == null ? null : Outline.of(FixedPoint.lonLat(land), rings);
    }

    private Map<Long, BranchNode> branches(Map<Long, Outline> branchOutlines) {
        List<Branch> sorted = new ArrayList<>(now.branches().values());
        sorted.sort(Comparator.comparing(Branch::code).thenComparing(Branch::id));
        Map<Long, BranchNode> all = new LinkedHashMap<>();
        for (Branch branch : sorted) {
            long id = branch.id();
            BranchNode old = before.branches().get(id);
            boolean stale = old == null || staleBranches.contains(id) || !hierarchy.hasSameTops(was.hierarchy(), id);
            Outline outline = stale ? branchOutline(branch) : before.branchOutline(id);
            if (outline != null) {
                branchOutlines.put(id, outline);
            }
            all.put(id, stale ? branchNode(branch, outline) : old);
        }
        return all;
    }

    private BranchNode branchNode(Branch branch, Outline outline) {
        List<Long> tops = hierarchy.tops(branch.id());
        Sums unassigned = now.sums().getOrDefault(-branch.id(), NOTHING);
        Sums all = total(tops);
        all.add(unassigned);
        return new BranchNode(branch, outline == null ? null : outline.area(), tops, all, unassigned);
    }

    private Outline branchOutline(Branch branch) {
        Outline old = before.branchOutline(branch.id());
        if (branch.outline() != null) {
            return old != null && old.area() == branch.outline() ? old : Outline.given(branch.outline());
        }
        Branch then = was.branches().get(branch.id());
        return joined(old, then != null && then.outline() == null, -branch.id());
    }
}
