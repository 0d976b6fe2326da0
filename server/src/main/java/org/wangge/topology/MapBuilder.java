package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.wangge.geo.BoxIndex;
import org.wangge.geo.FixedPoint;
import org.wangge.memory.IdMap;
import org.wangge.topology.PlanarMap.Finding;

/// Builds the next map from the last one and some changed areas. Only the changed areas and those whose boxes they meet, before
/// or after, are looked at: no other can overlap them or share a vertex with them. For one thread and one use.
final class MapBuilder {

    /// After so many rounds everything in reach is mended together; that ends it, since what was noded together fits together.
    private static final int PATIENT_ROUNDS = 4;
    private static final int MAX_ROUNDS = 20;

    private final PlanarMap old;
    /// What was given for the changed grids, and for those that are judged anew; null: gone.
    private final Map<Long, Geometry> sources = new TreeMap<>();
    /// What came of it so far; null: no land.
    private final Map<Long, Geometry> areas = new TreeMap<>();
    private final Set<Long> altered = new HashSet<>();
    private final Set<Long> checked = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    MapBuilder(PlanarMap old) {
        this.old = old;
    }

    PlanarMap build(Map<Long, Geometry> changed) {
        new TreeMap<>(changed).forEach(this::take);
        Set<Long> region = region();
        for (int round = 0; ; round++) {
            Map<Long, Geometry> local = local(region);
            Set<Long> bad = invalid();
            if (bad.isEmpty()) {
                List<Edge> outside = outsideEdges(region);
                Coverage coverage = new Coverage(local, outside);
                bad = coverage.conflicts();
                if (bad.isEmpty()) {
                    List<Edge> edges = coverage.edges(nodesElsewhere(region));
                    bad = round < PATIENT_ROUNDS ? besideCracks(edges) : Set.of();
                    if (bad.isEmpty()) {
                        return assemble(region, edges, outside);
                    }
                }
            }
            if (round < MAX_ROUNDS) {
                mend(round < PATIENT_ROUNDS ? bad : local.keySet(), local);
            } else {
                giveUp(bad);
            }
            region = region();
        }
    }

    /// Areas that don't settle beside the others, however they are mended, are left out: the rest must be shown.
    private void giveUp(Set<Long> bad) {
        for (long id : bad) {
            sources.putIfAbsent(id, old.contains(id) ? old.face(id) : null);
            areas.put(id, null);
            altered.add(id);
            findings.add(new Finding("covered", List.of(id), "The area of grid " + id
                    + " can't be brought to fit its neighbours; it"
                    + " was left out.", null));
        }
    }

    /// Ids of grids that would have to be mended, or have a crack mended beside them, if these areas were taken: empty when they
    /// fit exactly into an exact coverage. Grids that were mended before are taken as they came out.
    Set<Long> misfits(Map<Long, Geometry> changed) {
        areas.putAll(changed);
        Set<Long> region = new TreeSet<>(areas.keySet());
        reach().forEach(box -> old.facesMeeting(box).forEach(f -> region.add(f.id())));
        Set<Long> bad = invalid();
        if (bad.isEmpty()) {
            Coverage coverage = new Coverage(local(region), outsideEdges(region));
            bad = coverage.conflicts();
            if (bad.isEmpty()) {
                bad = besideCracks(coverage.edges(List.of()));
            }
        }
        return bad;
    }

    private void take(long id, Geometry given) {
        sources.put(id, given);
        String why = given == null ? null : Areal.whyNot(given);
        Geometry tidy = given == null || why != null ? null : Areal.tidy(given);
        if (given != null && tidy == null) {
            findings.add(new Finding("empty", List.of(id), "Grid " + id + " "
                    + (why == null ? "has an area without width" : why) + ".", null));
        }
        if (tidy != null) {
            sources.put(id, tidy);
        }
        areas.put(id, tidy);
    }

    /// Areas that aren't valid by themselves; they are cut up and put together like overlaps.
    private Set<Long> invalid() {
        Set<Long> bad = new TreeSet<>();
        areas.forEach((id, area) -> {
            if (area != null && checked.add(id) && !(old.contains(id) && old.face(id) == area)) {
                TopologyValidationError error = new IsValidOp(area).getValidationError();
                if (error != null) {
                    Coordinate at = error.getCoordinate();
                    bad.add(id);
                    altered.add(id);
                    findings.add(new Finding("invalid", List.of(id),
                            "The area of grid " + id + " is not valid: " + error.getMessage() + " at "
                                    + FixedPoint.degrees(at.x) + " " + FixedPoint.degrees(at.y) + ". It was mended.",
                            FixedPoint.FIXED.createPoint(at)));
                }
            }
        });
        return bad;
    }

    /// Ids of the changed grids and of all whose boxes they meet. Grids that had been mended and are in reach are judged anew,
    /// from what was given for them.
    private Set<Long> region() {
        Set<Long> region = new TreeSet<>();
        if (old.faceMap().isEmpty()) {
            region.addAll(areas.keySet());
            return region;
        }
        while (true) {
            Set<Envelope> reach = reach();
            boolean grown = false;
            Map<Long, Face> met = new TreeMap<>();
            reach.forEach(box -> old.facesMeeting(box).forEach(f -> met.put(f.id(), f)));
            for (Face f : met.values()) {
                if (!areas.containsKey(f.id())) {
                    region.add(f.id());
                    if (f.isMended()) {
                        take(f.id(), f.source());
                        grown = true;
                    }
                }
            }
            for (Map.Entry<Long, Geometry> b : old.buried().entrySet()) {
                Envelope its = b.getValue().getEnvelopeInternal();
                if (!areas.containsKey(b.getKey()) && reach.stream().anyMatch(its::intersects)) {
                    take(b.getKey(), b.getValue());
                    grown = true;
                }
            }
            if (!grown) {
                region.addAll(areas.keySet());
                return region;
            }
        }
    }

    /// The boxes of the parts of the changed areas, before and after, which may lie far apart.
    private Set<Envelope> reach() {
        Set<Envelope> reach = new LinkedHashSet<>();
        areas.forEach((id, area) -> {
            addBoxes(area, reach);
            if (old.contains(id)) {
                addBoxes(old.face(id), reach);
                addBoxes(old.faceOf(id).source(), reach);
            }
        });
        return reach;
    }

    private static void addBoxes(Geometry area, Set<Envelope> boxes) {
        for (int i = 0; area != null && i < area.getNumGeometries(); i++) {
            boxes.add(area.getGeometryN(i).getEnvelopeInternal());
        }
    }

    private Map<Long, Geometry> local(Set<Long> region) {
        Map<Long, Geometry> local = new TreeMap<>();
        for (long id : region) {
            Geometry area = areas.containsKey(id) ? areas.get(id) : old.face(id);
            if (area != null) {
                local.put(id, area);
            }
        }
        return local;
    }

    private List<Edge> outsideEdges(Set<Long> region) {
        List<Edge> outside = new ArrayList<>();
        for (long id : region) {
            if (old.contains(id) && !areas.containsKey(id)) {
                for (Edge e : old.edgesOf(id)) {
                    long other = e.across(id);
                    if (other != 0 && !region.contains(other)) {
                        outside.add(e);
                    }
                }
            }
        }
        return outside;
    }

    private void mend(Set<Long> bad, Map<Long, Geometry> local) {
        Map<Long, Geometry> together = new TreeMap<>(local);
        together.keySet().retainAll(bad);
        Mending mending = new Mending(together);
        findings.addAll(mending.findings);
        altered.addAll(mending.altered);
        mending.mended.forEach((id, area) -> {
            checked.add(id);
            if (area != local.get(id)) {
                sources.putIfAbsent(id, local.get(id));
                areas.put(id, area);
            }
        });
    }

    private static Set<Long> besideCracks(List<Edge> edges) {
        Set<Long> beside = new TreeSet<>();
        Sliver.among(edges, Sliver.CRACK_WIDTH_METRES).forEach(s -> beside.addAll(s.around()));
        return beside;
    }

    private PlanarMap assemble(Set<Long> region, List<Edge> edges, List<Edge> outside) {
        Map<Long, List<Edge>> byFace = new HashMap<>();
        for (Edge e : outside) {
            byFace.computeIfAbsent(region.contains(e.left()) ? e.left() : e.right(), k -> new ArrayList<>()).add(e);
        }
        Map<Long, List<Edge>> before = edgesByStart(region);
        for (Edge e : edges) {
            Edge kept = e;
            for (Edge candidate : before.getOrDefault(Exact.key(e.xs()[0], e.ys()[0]), List.of())) {
                kept = candidate.sameAs(e) ? candidate : kept;
            }
            byFace.computeIfAbsent(kept.left(), k -> new ArrayList<>()).add(kept);
            if (kept.right() != 0) {
                byFace.computeIfAbsent(kept.right(), k -> new ArrayList<>()).add(kept);
            }
        }
        IdMap<Face> faces = old.faceMap();
        BoxIndex boxes = old.boxes();
        IdMap<Geometry> buried = old.buried();
        int mended = old.mendedFaces();
        for (long id : region) {
            Geometry area = areas.containsKey(id) ? areas.get(id) : old.face(id);
            Geometry source = sources.get(id);
            buried = buried.with(id, area == null && altered.contains(id) ? source : null);
            Face was = faces.get(id);
            Face is = area == null ? null
                    : new Face(id, altered.contains(id) ? source : area, area, byFace.getOrDefault(id, List.of()));
            if (was != null && is != null && was.isSame(is)) {
                continue;
            }
            faces = faces.with(id, is);
            boxes = boxes.with(id, was == null ? null : was.box(), is == null ? null : is.box());
            mended += (is != null && is.isMended() ? 1 : 0) - (was != null && was.isMended() ? 1 : 0);
        }
        List<Finding> all = new ArrayList<>(old.mended());
        all.removeIf(f -> f.grids().stream().anyMatch(sources::containsKey));
        all.addAll(findings);
        return new PlanarMap(faces, boxes, buried, List.copyOf(all), mended);
    }

    private Map<Long, List<Edge>> edgesByStart(Set<Long> region) {
        Map<Long, List<Edge>> byStart = new HashMap<>();
        for (long id : region) {
            if (old.contains(id)) {
                for (Edge e : old.edgesOf(id)) {
                    byStart.computeIfAbsent(Exact.key(e.xs()[0], e.ys()[0]), k -> new ArrayList<>(2)).add(e);
                }
            }
        }
        return byStart;
    }

    /// Nodes of the old map in the region that no changed area touches, before or after: areas outside the region may meet there,
    /// so they stay nodes.
    private Collection<Long> nodesElsewhere(Set<Long> region) {
        Set<Long> nodes = new HashSet<>();
        for (long id : region) {
            if (old.contains(id) && !areas.containsKey(id)) {
                for (Edge e : old.edgesOf(id)) {
                    if (!e.isIsland()) {
                        int last = e.xs().length - 1;
                        nodes.add(Exact.key(e.xs()[0], e.ys()[0]));
                        nodes.add(Exact.key(e.xs()[last], e.ys()[last]));
                    }
                }
            }
        }
        if (!nodes.isEmpty()) {
            areas.forEach((id, area) -> {
                removeVertices(nodes, area);
                removeVertices(nodes, old.contains(id) ? old.face(id) : null);
            });
        }
        return nodes;
    }

    private static void removeVertices(Set<Long> nodes, Geometry area) {
        if (area != null) {
            for (Coordinate c : area.getCoordinates()) {
                nodes.remove(Exact.key((int) c.x, (int) c.y));
            }
        }
    }
}
