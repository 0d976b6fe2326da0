package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Makes the patch of an arrangement whose arcs say who shall have the land on either side: traces the new areas of the grids
/// that change, and what lies between before and after. For one thread and one use.
final class Redistribution {

    /// What is given away may leave another sliver; more than a few in a row were not drawn by anybody.
    private static final int SLIVER_ROUNDS = 8;

    private record Hands(long from, long to) {}

    private final PlanarMap map;
    private final Collection<Arc> arcs;
    private final Set<Long> bent;

    Redistribution(PlanarMap map, Collection<Arc> arcs, Set<Long> bent) {
        this.map = map;
        this.arcs = arcs;
        this.bent = bent;
    }

    boolean isNothing() {
        return arcs.stream().noneMatch(Arc::isChanged);
    }

    /// Parts and gaps that came about just now and are too thin to be meant: land that was taken stays where it was, land that
    /// was left over goes to the neighbour with the longest border.
    Redistribution withoutSlivers() {
        for (int round = 0; round < SLIVER_ROUNDS; round++) {
            Map<Edge, Arc> arcOf = new IdentityHashMap<>();
            arcs.forEach(a -> arcOf.put(a.edge(), a));
            boolean found = false;
            for (long id : owners()) {
                for (List<Step> loop : RingTracer.loops(steps(id))) {
                    if (RingTracer.doubledArea(loop) > 0 && isThin(loop)) {
                        found |= settle(id, loop, arcOf);
                    }
                }
            }
            if (!found) {
                break;
            }
        }
        return this;
    }

    private boolean settle(long id, List<Step> loop, Map<Edge, Arc> arcOf) {
        List<Arc> around = loop.stream().map(s -> arcOf.get(s.edge())).toList();
        boolean allTaken = true;
        boolean allLeft = true;
        for (Step s : loop) {
            Arc a = arcOf.get(s.edge());
            long owner = s.forward() ? a.left() : a.right();
            allTaken &= owner != id;
            allLeft &= owner == id;
        }
        if (allTaken) {
            for (Arc a : inside(id, around)) {
                a.newLeft = a.left();
                a.newRight = a.right();
            }
            loop.forEach(s -> {
                Arc a = arcOf.get(s.edge());
                set(s, a, s.forward() ? a.left() : a.right());
            });
            return true;
        }
        if (allLeft && around.stream().anyMatch(a -> a.isDrawn() || a.isChanged())) {
            Map<Long, Double> lengths = new TreeMap<>();
            for (Step s : loop) {
                Arc a = arcOf.get(s.edge());
                lengths.merge(s.forward() ? a.newRight : a.newLeft, s.edge().length(), Double::sum);
            }
            long best = Neighbours.longest(lengths);
            for (Arc a : inside(id, around)) {
                a.newLeft = best;
                a.newRight = best;
            }
            loop.forEach(s -> set(s, arcOf.get(s.edge()), best));
            return true;
        }
        return false;
    }

    /// Arcs that lie inside the ring and have the same owner on both sides.
    private List<Arc> inside(long id, List<Arc> ring) {
        Inside inside = new Inside(ring);
        return arcs.stream().filter(a -> a.newLeft == id && a.newRight == id && inside.holds(a.middle())).toList();
    }

    private static void set(Step step, Arc arc, long owner) {
        if (step.forward()) {
            arc.newLeft = owner;
        } else {
            arc.newRight = owner;
        }
    }

    private static boolean isThin(List<Step> loop) {
        double area = RingTracer.doubledArea(loop);
        double length = loop.stream().mapToDouble(s -> s.edge().length()).sum();
        return area / length * Areal.METRES_PER_UNIT <= Sliver.CRACK_WIDTH_METRES;
    }

    /// Everybody whose land changes, nobody included.
    private Set<Long> owners() {
        Set<Long> ids = new TreeSet<>();
        for (Arc a : arcs) {
            if (a.newLeft != a.left()) {
                ids.add(a.left());
                ids.add(a.newLeft);
            }
            if (a.newRight != a.right()) {
                ids.add(a.right());
                ids.add(a.newRight);
            }
        }
        return ids;
    }

    private List<Step> steps(long id) {
        List<Step> steps = new ArrayList<>();
        for (Arc a : arcs) {
            if ((a.newLeft == id) != (a.newRight == id)) {
                steps.add(new Step(a.edge(), a.newLeft == id));
            }
        }
        return steps;
    }

    /// @throws org.wangge.problem.ProblemException `Refused` at `at` when the result would not be an exact coverage
    Patch patch(Coordinate at) {
        Set<Long> changed = owners();
        changed.addAll(bent);
        changed.remove(0L);
        Map<Long, List<Step>> steps = new HashMap<>();
        for (Arc a : arcs) {
            if (a.newLeft != a.newRight) {
                if (changed.contains(a.newLeft)) {
                    steps.computeIfAbsent(a.newLeft, k -> new ArrayList<>()).add(new Step(a.edge(), true));
                }
                if (changed.contains(a.newRight)) {
                    steps.computeIfAbsent(a.newRight, k -> new ArrayList<>()).add(new Step(a.edge(), false));
                }
            }
        }
        Map<Long, Geometry> before = new HashMap<>();
        Map<Long, Geometry> after = new HashMap<>();
        for (long id : changed) {
            Geometry was = map.contains(id) ? map.face(id) : null;
            Geometry is = steps.containsKey(id) ? RingTracer.polygon(RingTracer.rings(steps.get(id))) : null;
            if (was != null) {
                before.put(id, was);
            }
            if (is != null) {
                after.put(id, is);
            }
        }
        Patch patch = new Patch(before, after, strips());
        requireFit(map, patch, at);
        return patch;
    }

    static void requireFit(PlanarMap map, Patch patch, Coordinate at) {
        Set<Long> misfits = map.misfits(patch.change());
        if (!misfits.isEmpty()) {
            throw Refusal.refused("no_area", "This would leave grids without a proper area.", "Draw it another way.", at,
                    List.copyOf(misfits));
        }
    }

    private List<Patch.Strip> strips() {
        Map<Hands, List<Step>> land = new HashMap<>();
        for (Arc a : arcs) {
            Hands left = new Hands(a.left(), a.newLeft);
            Hands right = new Hands(a.right(), a.newRight);
            if (!left.equals(right)) {
                if (left.from() != left.to()) {
                    land.computeIfAbsent(left, k -> new ArrayList<>()).add(new Step(a.edge(), true));
                }
                if (right.from() != right.to()) {
                    land.computeIfAbsent(right, k -> new ArrayList<>()).add(new Step(a.edge(), false));
                }
            }
        }
        List<Patch.Strip> strips = new ArrayList<>();
        land.keySet().stream()
                .sorted(Comparator.comparingLong(Hands::from).thenComparingLong(Hands::to))
                .forEach(h -> {
                    List<Ring> rings = RingTracer.rings(land.get(h));
                    if (!rings.isEmpty()) {
                        strips.add(new Patch.Strip(h.from(), h.to(), RingTracer.polygon(rings)));
                    }
                });
        return strips;
    }

    /// A place on the border of a grid.
    static Coordinate placeOf(Face face) {
        Edge e = face.edges().getFirst();
        return new CoordinateXY(e.xs()[0], e.ys()[0]);
    }
}
