package org.wangge.planning;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.planning.Draft.Step;
import org.wangge.topology.Areal;
import org.wangge.topology.Patch;

/// The branches' own outlines as a draft makes them, step by step: one takes in what its grids gain beyond it, loses what is
/// given up to the outside, and goes back to what it was with a revision. For one thread.
final class Outlines {

    private final Snapshot snapshot;
    private final Map<Long, Geometry> changed = new TreeMap<>();
    private final Map<Long, Geometry> live = new HashMap<>();
    /// The branches of grids that the draft makes, also of those that go again.
    private final Map<Long, Long> branches = new HashMap<>();

    Outlines(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /// Whether a step can change an outline at all: most can't, and need no geometry to tell.
    static boolean mayChange(Step step) {
        return step.edit() instanceof Edit.Restore back && !back.outlines().isEmpty()
                || step.patch().strips().stream().anyMatch(s -> s.from() == 0 || s.to() == 0);
    }

    /// The outlines (fixed) that differ from the live ones by now, by branch.
    Map<Long, Geometry> changed() {
        return Collections.unmodifiableMap(changed);
    }

    /// Takes one more step; returns the branches whose outlines it changes.
    Set<Long> take(Step step) {
        step.rows().forEach((id, row) -> {
            if (row != null) {
                branches.put(id, row.branch());
            }
        });
        Set<Long> touched = new TreeSet<>();
        Map<Long, Geometry> back = step.edit() instanceof Edit.Restore restore ? restore.outlines() : Map.of();
        back.forEach((branch, outline) -> {
            if (outline(branch) != null) {
                put(branch, outline, touched);
            }
        });
        boolean outside = step.edit() instanceof Edit.Land land && land.outside();
        for (Patch.Strip strip : step.patch().strips()) {
            boolean gained = strip.from() == 0;
            if (!gained && !(strip.to() == 0 && outside)) {
                continue;
            }
            long branch = branchOf(gained ? strip.to() : strip.from());
            Geometry outline = back.containsKey(branch) ? null : outline(branch);
            if (outline != null && gained && !outline.covers(strip.area())) {
                put(branch, Areal.union(outline, strip.area()), touched);
            } else if (outline != null && !gained) {
                Geometry rest = Remains.overlay(outline, strip.area(), OverlayNG.DIFFERENCE);
                put(branch, rest == null ? outline : rest, touched);
            }
        }
        return touched;
    }

    private void put(long branch, Geometry outline, Set<Long> touched) {
        changed.put(branch, outline);
        touched.add(branch);
    }

    /// Null for a branch without an outline of its own.
    private Geometry outline(long branch) {
        Geometry drawn = changed.get(branch);
        return drawn != null ? drawn : live.computeIfAbsent(branch, id -> snapshot.branches().stream()
                .map(BranchNode::branch)
                .filter(b -> b.id() == id && b.outline() != null)
                .map(b -> FixedPoint.fixed(b.outline()))
                .findFirst()
                .orElse(null));
    }

    private long branchOf(long grid) {
        Long made = branches.get(grid);
        return made != null ? made : snapshot.findGrid(grid).map(GridNode::grid).map(g -> g.branch()).orElse(0L);
    }
}
