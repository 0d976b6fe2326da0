package org.wangge.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Misplaced;
import org.wangge.model.Ancestry;
import org.wangge.model.Grid;
import org.wangge.problem.Problem;

/// The tree of grids as a draft has it: the rows of the draft on top of the live ones. For one thread.
final class DraftTree {

    private final Snapshot snapshot;
    /// Null: gone.
    private final Map<Long, Grid> rows;

    DraftTree(Snapshot snapshot, Map<Long, Grid> rows) {
        this.snapshot = snapshot;
        this.rows = rows;
    }

    private Map<Long, Grid> over(Map<Long, Grid> changed) {
        if (changed.isEmpty()) {
            return rows;
        }
        Map<Long, Grid> all = new HashMap<>(rows);
        all.putAll(changed);
        return all;
    }

    /// The grid as the draft has it; empty when it is gone or never was.
    Optional<Grid> row(long id) {
        return rows.containsKey(id)
                ? Optional.ofNullable(rows.get(id))
                : snapshot.findGrid(id).map(GridNode::grid);
    }

    /// The ids of a grid and of all above it, nearest first; where parents make a loop, once around.
    private List<Long> upwards(long id) {
        Set<Long> line = new LinkedHashSet<>();
        Long at = id;
        while (at != null && row(at).isPresent() && line.add(at)) {
            at = row(at).get().parent();
        }
        return List.copyOf(line);
    }

    /// The parent under which the grid really stands: null for none, for one that is gone, and on a loop.
    private Long above(Grid row) {
        Long parent = row.parent();
        return parent == null || upwards(parent).contains(row.id()) ? null : parent;
    }

    /// A parent must be of the same branch, and have children already: a leaf that got some would lose its area. It may not stand
    /// below the child, nor so low that something would be too deep.
    void requireParent(long parent, Grid child) {
        Grid row = row(parent).orElseThrow(() -> Steps.unknown(parent));
        List<Long> line = upwards(parent);
        if (line.contains(child.id())) {
            List<Long> loop = line.subList(0, line.indexOf(child.id()) + 1).reversed();
            throw new Problem.Refused(
                    "Grid " + child.code() + " can't stand below " + (parent == child.id() ? "itself: " : row.code()
                            + ", which stands below it: ") + Ancestry.inWords(loop.stream().map(this::code).toList()) + ".",
                    "Name a parent that is not below " + child.code() + ".",
                    Map.of("reason", parent == child.id() ? "own_parent" : "parent_loop", "grids", loop)).asException();
        }
        requireNoLeaf(parent);
        if (row.branch() != child.branch()) {
            throw new Problem.Refused("Grid " + row.code() + " is of another branch.", "Name a parent in the same branch.",
                    Map.of("reason", "other_branch")).asException();
        }
        int levels = line.size() + height(child.id());
        if (levels > Ancestry.MAX_LEVELS) {
            throw new Problem.Refused(
                    "Below " + row.code() + ", grid " + child.code() + " and what is below it would make " + levels + " levels.",
                    "A tree has at most " + Ancestry.MAX_LEVELS + " levels; name a parent further up.",
                    Map.of("reason", "too_deep")).asException();
        }
    }

    /// See [#requireParent], of all that are made or move in the tree at once: it counts how they stand then.
    void requireParents(Map<Long, Grid> changed) {
        DraftTree after = new DraftTree(snapshot, over(changed));
        for (Grid row : changed.values()) {
            if (row != null && row.parent() != null) {
                requireNoLeaf(row.parent());
                after.requireParent(row.parent(), row);
            }
        }
    }

    private void requireNoLeaf(long parent) {
        if (children(parent, Map.of()) == 0) {
            throw new Problem.Refused(
                    "Grid " + row(parent).orElseThrow(() -> Steps.unknown(parent)).code()
                            + " is a leaf with an area of its own; it can't be a parent.",
                    "Name a grid that has others below it.", Map.of("reason", "parent_is_leaf")).asException();
        }
    }

    /// How many levels a grid and those below it make.
    private int height(long id) {
        int height = 0;
        Collection<Long> level = Set.of(id);
        while (!level.isEmpty() && height <= Ancestry.MAX_LEVELS) {
            height++;
            List<Long> next = new ArrayList<>();
            level.forEach(above -> next.addAll(below(above, rows)));
            level = next;
        }
        return height;
    }

    /// A parent that loses its last child would become a leaf without an area, unless it is one of those that get some.
    void requireChildren(Map<Long, Grid> changed, Set<Long> withLand) {
        for (long id : changed.keySet()) {
            Long parent = row(id).map(this::above).orElse(null);
            if (parent != null && !withLand.contains(parent) && children(parent, changed) == 0) {
                throw new Problem.Refused("Nothing would be left below " + code(parent) + ".",
                        "Draw or move another grid below it first.", Map.of("reason", "last_child", "grids", List.of(parent)))
                                .asException();
            }
        }
    }

    /// How many grids stand directly below, when these rows (null: gone) have changed on top of the draft.
    int children(long parent, Map<Long, Grid> changed) {
        return below(parent, over(changed)).size();
    }

    /// The children among the live grids, but for what these rows say otherwise. A grid that is misplaced now may be one of them.
    private List<Long> below(long parent, Map<Long, Grid> rows) {
        List<Long> found = new ArrayList<>();
        snapshot.findGrid(parent).map(GridNode::children).orElse(List.of()).stream().filter(c -> !rows.containsKey(c))
                .forEach(found::add);
        for (Misplaced m : snapshot.misplaced()) {
            m.grids().stream().filter(id -> !rows.containsKey(id) && isBelow(parent, snapshot.findGrid(id).orElseThrow().grid()))
                    .forEach(found::add);
        }
        rows.values().stream().filter(g -> g != null && isBelow(parent, g)).map(Grid::id).forEach(found::add);
        return found;
    }

    private boolean isBelow(long parent, Grid row) {
        return row.parent() != null && row.parent() == parent && above(row) != null;
    }

    private String code(long id) {
        return row(id).map(Grid::code).orElse("grid " + id);
    }
}
