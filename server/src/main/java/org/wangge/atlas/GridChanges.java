package org.wangge.atlas;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap;
import org.wangge.topology.PlanarMap.Step;

/// What differs between two states of the grids. Pure functions.
final class GridChanges {

    private GridChanges() {}

    /// The fixed areas of the leaves of which that differs from before, null for what has none any more.
    static Map<Long, Geometry> leafAreas(Hierarchy.Change change, Hierarchy now, State before) {
        Map<Long, Geometry> areas = new HashMap<>();
        for (long id : change.all()) {
            Grid grid = now.grids().get(id);
            boolean has = grid != null && grid.geometry() != null && now.isLeaf(id);
            Geometry old = before.leafAreas().get(id);
            Geometry area = has ? area(grid, old, before.grids().get(id)) : null;
            if (area != old) {
                areas.put(id, area);
            }
        }
        return areas;
    }

    private static Geometry area(Grid grid, Geometry old, Grid before) {
        if (old != null && before != null && before.geometry() == grid.geometry()) {
            return old;
        }
        Geometry fixed = FixedPoint.fixed(grid.geometry());
        return old != null && old.equalsExact(fixed) ? old : fixed;
    }

    /// The land of the leaves that the two maps have as other objects, null for those that have none any more.
    static Map<Long, Geometry> moved(PlanarMap before, PlanarMap after) {
        Map<Long, Geometry> moved = new HashMap<>();
        for (long id : before.differing(after)) {
            Geometry land = after.contains(id) ? after.face(id) : null;
            if (land != (before.contains(id) ? before.face(id) : null)) {
                moved.put(id, land);
            }
        }
        return moved;
    }

    /// The land of each leaf as the map has it, which differs from what was given where something had to be mended.
    static Map<Long, Geometry> faces(PlanarMap map) {
        Map<Long, Geometry> faces = new HashMap<>();
        map.faces().forEach(id -> faces.put(id, map.face(id)));
        return faces;
    }

    /// Reports where grids and branches look different: along every edge that is in only one of the maps, over the whole
    /// area of a grid or branch whose own data or place in the tree changed, and where a branch gains or loses grids.
    static void touch(State before, State after, TouchedBoxes touched) {
        if (before.map() != after.map()) {
            touchEdges(before.map(), after.map(), touched);
        }
        before.tree().byId().differences(after.tree().byId(), (_, a, b) -> {
            if (a == null || b == null || !sameWords(a, b)) {
                Envelope box = new Envelope();
                expand(box, a == null ? null : a.area());
                expand(box, b == null ? null : b.area());
                touched.add(Layer.GRIDS, box);
            }
        });
        touchBranches(before.tree().branches(), after.tree().branches(), touched);
        touchBranchBorders(before.tree().borders(), after.tree().borders(), touched);
    }

    /// A grid may look different without a change of its own row, when one above it moves.
    private static boolean sameWords(GridNode a, GridNode b) {
        return Objects.equals(a.parent(), b.parent())
                && Objects.equals(a.parentCode(), b.parentCode())
                && a.level() == b.level()
                && a.isLeaf() == b.isLeaf()
                && sameWords(a.grid(), b.grid());
    }

    private static boolean sameWords(Grid g, Grid h) {
        return g == h
                || (g.code().equals(h.code())
                        && Objects.equals(g.name(), h.name())
                        && Objects.equals(g.kind(), h.kind())
                        && g.branch() == h.branch()
                        && Objects.equals(g.targetNewSubscribers(), h.targetNewSubscribers())
                        && Objects.equals(g.targetRenewalRate(), h.targetRenewalRate())
                        && Objects.equals(g.yellowCards(), h.yellowCards()));
    }

    private static void touchBranches(Map<Long, BranchNode> old, Map<Long, BranchNode> now, TouchedBoxes touched) {
        Set<Long> ids = new HashSet<>(old.keySet());
        ids.addAll(now.keySet());
        for (long id : ids) {
            BranchNode a = old.get(id);
            BranchNode b = now.get(id);
            if (a == null || b == null || !a.branch().equals(b.branch())) {
                Envelope box = new Envelope();
                expand(box, a == null ? null : a.area());
                expand(box, b == null ? null : b.area());
                touched.add(Layer.BRANCHES, box);
            }
        }
    }

    /// A grid that moves to another branch takes its land along, though no edge of the map is another.
    private static void touchBranchBorders(Borders before, Borders after, TouchedBoxes touched) {
        for (long owner : before.differences(after)) {
            if (owner < 0) {
                addOthers(before.of(owner), after.of(owner), touched);
                addOthers(after.of(owner), before.of(owner), touched);
            }
        }
    }

    private static void addOthers(Set<Step> steps, Set<Step> known, TouchedBoxes touched) {
        for (Step step : steps) {
            if (!known.contains(step)) {
                touched.add(Layer.BRANCHES, box(step.edge()));
            }
        }
    }

    private static Envelope box(Edge e) {
        int[] box = Shapes.emptyBox();
        for (int i = 0; i < e.xs().length; i++) {
            Shapes.widen(box, 0, e.xs()[i], e.ys()[i]);
        }
        return Snapshot.degrees(box);
    }

    private static void expand(Envelope box, Geometry area) {
        if (area != null) {
            box.expandToInclude(area.getEnvelopeInternal());
        }
    }

    private static void touchEdges(PlanarMap before, PlanarMap after, TouchedBoxes touched) {
        Set<Edge> gone = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Edge> come = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long id : before.differing(after)) {
            gone.addAll(before.contains(id) ? before.edgesOf(id) : List.of());
            come.addAll(after.contains(id) ? after.edgesOf(id) : List.of());
        }
        Set<Edge> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        gone.stream().filter(come::contains).forEach(kept::add);
        gone.addAll(come);
        for (Edge e : gone) {
            if (!kept.contains(e)) {
                touched.add(Layer.GRIDS, box(e));
                touched.add(Layer.BRANCHES, box(e));
            }
        }
    }
}
