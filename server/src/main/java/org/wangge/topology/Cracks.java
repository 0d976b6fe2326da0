package org.wangge.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.algorithm.RayCrossingCounter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// The cracks of a map beside some grids: enclosed land of nobody that is too thin to be meant. Each goes to the grid that has
/// most of its border, the lowest id of several; so who gets one follows from the borders around it alone. For one thread.
final class Cracks {

    /// Gaps with more stretches of border around them are none: so what may be one is known without going round a whole city.
    private static final int MOST_EDGES = 16;

    private final PlanarMap open;
    /// The steps around each crack, which lies to their left, by the grid that gets it.
    private final Map<Long, List<List<Step>>> byOwner = new TreeMap<>();

    /// Those that touch one of these grids (perhaps others too), in a map with its cracks open.
    private Cracks(PlanarMap open, Collection<Long> grids) {
        this.open = open;
        for (List<Step> loop : RingTracer.loops(stepsNear(grids))) {
            if (loop.size() <= MOST_EDGES && RingTracer.doubledArea(loop) > 0 && isCrack(loop)) {
                byOwner.computeIfAbsent(owner(loop), k -> new ArrayList<>()).add(loop);
            }
        }
    }

    /// The faces to put into the last map with its cracks closed (or into `open`, where that had none) so that it becomes the
    /// next one: without edges as yet, null where there is nothing. `old` is that last map, `affected` are the grids that may be
    /// others in `open` since. Empty when there are no cracks in either.
    static Map<Long, Face> closed(PlanarMap old, PlanarMap open, Set<Long> affected) {
        Set<Long> owners = new TreeSet<>(new Cracks(open, affected).byOwner.keySet());
        boolean first = old.open() == old;
        if (!first) {
            owners.addAll(new Cracks(old.open(), affected).byOwner.keySet());
            owners.addAll(affected);
        }
        Map<Long, Face> closed = new TreeMap<>();
        Cracks all = new Cracks(open, owners);
        for (long id : owners) {
            Face face = open.claim(id);
            closed.put(id, face == null || !all.byOwner.containsKey(id) ? face
                    : new Face(id, face.source(), all.closed(face), face.round(), List.of()));
        }
        return closed;
    }

    private Geometry closed(Face face) {
        Set<Edge> gone = new HashSet<>();
        List<Step> around = new ArrayList<>();
        for (List<Step> crack : byOwner.get(face.id())) {
            for (Step s : crack) {
                if (s.edge().left() == face.id()) {
                    gone.add(s.edge());
                } else {
                    around.add(s);
                }
            }
        }
        face.edges().stream().filter(e -> !gone.contains(e)).forEach(e -> around.add(new Step(e, e.left() == face.id())));
        return RingTracer.area(around);
    }

    /// The borders with nobody's land, which lies to their left, as far around the grids as a crack beside them can reach.
    private List<Step> stepsNear(Collection<Long> grids) {
        Map<Edge, Integer> far = new HashMap<>();
        Deque<Edge> queue = new ArrayDeque<>();
        for (long id : grids) {
            if (open.contains(id)) {
                open.edgesOf(id).stream().filter(e -> e.right() == 0 && far.put(e, 0) == null).forEach(queue::add);
            }
        }
        Set<Long> seen = new HashSet<>();
        while (!queue.isEmpty()) {
            Edge e = queue.remove();
            int last = e.xs().length - 1;
            for (int i : far.get(e) < MOST_EDGES ? new int[] {0, last} : new int[0]) {
                if (seen.add(Exact.key(e.xs()[i], e.ys()[i]))) {
                    for (Edge other : edgesAt(e.xs()[i], e.ys()[i])) {
                        if (far.putIfAbsent(other, far.get(e) + 1) == null) {
                            queue.add(other);
                        }
                    }
                }
            }
        }
        return far.keySet().stream().sorted(Edge.BY_PLACE).map(e -> new Step(e, false)).toList();
    }

    private List<Edge> edgesAt(int x, int y) {
        List<Edge> edges = new ArrayList<>();
        for (Face f : open.facesMeeting(new Envelope(new CoordinateXY(x, y)))) {
            for (Edge e : f.edges()) {
                int last = e.xs().length - 1;
                if (e.right() == 0 && ((e.xs()[0] == x && e.ys()[0] == y) || (e.xs()[last] == x && e.ys()[last] == y))) {
                    edges.add(e);
                }
            }
        }
        return edges;
    }

    private boolean isCrack(List<Step> loop) {
        Geometry gap = RingTracer.polygon(List.of(new Ring(loop, false)));
        return Areal.meanWidthMetres(gap) <= Sliver.CRACK_WIDTH_METRES && !isSomethingIn(gap);
    }

    private boolean isSomethingIn(Geometry gap) {
        Coordinate[] ring = gap.getCoordinates();
        for (Face f : open.facesMeeting(gap.getEnvelopeInternal())) {
            for (Coordinate c : f.area().getCoordinates()) {
                if (gap.getEnvelopeInternal().covers(c) && RayCrossingCounter.locatePointInRing(c, ring) == Location.INTERIOR) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The lengths are added up in their order, so that they come out the same however the border is cut into edges.
    private static long owner(List<Step> crack) {
        Map<Long, List<Double>> stretches = new TreeMap<>();
        for (Step s : crack) {
            Edge e = s.edge();
            for (int i = 0; i + 1 < e.xs().length; i++) {
                stretches.computeIfAbsent(e.left(), k -> new ArrayList<>())
                        .add(Math.hypot((double) e.xs()[i + 1] - e.xs()[i], (double) e.ys()[i + 1] - e.ys()[i]));
            }
        }
        Map<Long, Double> lengths = new TreeMap<>();
        stretches.forEach((id, each) -> lengths.put(id, each.stream().sorted().mapToDouble(d -> d).reduce(0, Double::sum)));
        return Neighbours.longest(lengths);
    }
}
