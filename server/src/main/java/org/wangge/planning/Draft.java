package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.wangge.geo.FixedPoint;
import org.wangge.topology.Areal;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// The borders of a plan: the live map `base` and what each command made of it. Immutable, for any number of threads.
record Draft(PlanarMap base, List<Step> steps, Map<Long, Geometry> changed) {

    /// Strips of a whole draft that are thinner than this come from rounding.
    private static final double NOISE_WIDTH_METRES = 0.05;

    /// A command as it is stored, what it did, and the map after it.
    record Step(String json, Patch patch, PlanarMap after) {}

    static Draft on(PlanarMap base) {
        return new Draft(base, List.of(), Map.of());
    }

    /// The map as the plan wants it.
    PlanarMap map() {
        return steps.isEmpty() ? base : steps.getLast().after();
    }

    Draft plus(String json, Patch patch) {
        PlanarMap after = map().with(patch.change());
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(json, patch, after));
        return new Draft(base, List.copyOf(more), changedBy(patch, after));
    }

    /// The draft after its first `n` commands.
    Draft first(int n) {
        Draft draft = new Draft(base, steps.subList(0, n), Map.of());
        Set<Long> touched = new TreeSet<>();
        draft.steps.forEach(s -> touched.addAll(s.patch().grids()));
        return new Draft(base, draft.steps,
                draft.differences(draft.map().isClean() && base.isClean() ? touched : null, draft.map()));
    }

    /// The leaves that would differ from the live map after one more patch, with their areas (null: gone). In a map without
    /// mended grids that follows from the patch alone; otherwise a mended neighbour may change too, and the map is asked.
    Map<Long, Geometry> changedBy(Patch patch) {
        return changedBy(patch, map().isClean() ? null : map().with(patch.change()));
    }

    private Map<Long, Geometry> changedBy(Patch patch, PlanarMap after) {
        if (!map().isClean() || !base.isClean()) {
            return differences(null, after);
        }
        Map<Long, Geometry> all = new HashMap<>(changed);
        patch.change().forEach((id, area) -> {
            Geometry live = base.contains(id) ? base.face(id) : null;
            if (live == area || (live != null && area != null && live.equalsExact(area))) {
                all.remove(id);
            } else {
                all.put(id, area);
            }
        });
        return all;
    }

    /// `among` null: look at every grid.
    private Map<Long, Geometry> differences(Set<Long> among, PlanarMap after) {
        Set<Long> ids = new TreeSet<>(among == null ? base.faces() : among);
        if (among == null) {
            ids.addAll(after.faces());
        }
        Map<Long, Geometry> differing = new HashMap<>();
        for (long id : ids) {
            Geometry old = base.contains(id) ? base.face(id) : null;
            Geometry now = after.contains(id) ? after.face(id) : null;
            if (old != now && (old == null || now == null || !old.equalsExact(now))) {
                differing.put(id, now);
            }
        }
        return differing;
    }

    /// The land that the whole draft moves, by the leaf that it comes from and the one it goes to. The strips of a single command
    /// as they are; of several what remains of them in the end.
    List<Patch.Strip> strips() {
        if (steps.size() == 1) {
            return steps.getFirst().patch().strips();
        }
        List<Patch.Strip> strips = new ArrayList<>();
        for (long from : new TreeSet<>(changed.keySet())) {
            for (long to : new TreeSet<>(changed.keySet())) {
                Geometry land = from == to || !base.contains(from) || changed.get(to) == null ? null
                        : common(base.face(from), changed.get(to));
                if (land != null) {
                    strips.add(new Patch.Strip(from, to, land));
                }
            }
        }
        return strips;
    }

    private static Geometry common(Geometry before, Geometry after) {
        if (!before.getEnvelopeInternal().intersects(after.getEnvelopeInternal())) {
            return null;
        }
        Geometry overlay = OverlayNG.overlay(before, after, OverlayNG.INTERSECTION, FixedPoint.FIXED.getPrecisionModel());
        List<Polygon> land = new ArrayList<>();
        collect(overlay, land);
        if (land.isEmpty()) {
            return null;
        }
        return land.size() == 1 ? land.getFirst() : FixedPoint.FIXED.createMultiPolygon(land.toArray(Polygon[]::new));
    }

    private static void collect(Geometry g, List<Polygon> land) {
        if (g instanceof Polygon p && !p.isEmpty() && Areal.meanWidthMetres(p) > NOISE_WIDTH_METRES) {
            land.add(p);
        } else if (g instanceof GeometryCollection many) {
            for (int i = 0; i < many.getNumGeometries(); i++) {
                collect(many.getGeometryN(i), land);
            }
        }
    }
}
