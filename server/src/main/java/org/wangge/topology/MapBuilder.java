package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.wangge.geo.BoxIndex;
import org.wangge.memory.IdMap;
import org.wangge.topology.PlanarMap.Finding;

/// Puts faces that fit together in the place of others in a map. Only these and those whose boxes they meet, before or after, are
/// looked at: no other can share a vertex with them. For one thread and one use.
final class MapBuilder {

    private static final Comparator<Finding> IN_ORDER = Comparator.<Finding, Long>comparing(f -> f.grids().getFirst())
            .thenComparing(f -> f.grids().getLast()).thenComparing(Finding::kind).thenComparing(Finding::text);

    private final PlanarMap old;
    /// Without edges as yet; null: nothing was given that could be an area.
    private final Map<Long, Face> changed;
    private final Set<Long> region;

    private MapBuilder(PlanarMap old, Map<Long, Face> changed) {
        this.old = old;
        this.changed = changed;
        region = new TreeSet<>(changed.keySet());
        changed.forEach((id, face) -> {
            addNear(face == null ? null : face.area());
            addNear(old.contains(id) ? old.face(id) : null);
        });
    }

    /// The boxes of the parts decide, which may lie far apart.
    private void addNear(Geometry area) {
        for (int i = 0; area != null && i < area.getNumGeometries(); i++) {
            old.facesMeeting(area.getGeometryN(i).getEnvelopeInternal()).forEach(f -> region.add(f.id()));
        }
    }

    /// The map in which these grids were given these polygons (null: none).
    static PlanarMap build(PlanarMap old, Map<Long, Geometry> given) {
        Fitting fitting = new Fitting(old.open(), given);
        Map<Long, Face> fitted = fitting.fitted();
        List<Finding> findings = new ArrayList<>(old.mended());
        findings.removeIf(f -> f.grids().stream().anyMatch(fitted::containsKey));
        findings.addAll(fitting.findings());
        findings.sort(IN_ORDER);
        PlanarMap open = new MapBuilder(old.open(), fitted).map(List.copyOf(findings), null);
        Map<Long, Face> closed = Cracks.closed(old, open, fitted.keySet());
        return closed.isEmpty() ? open : new MapBuilder(old.open() == old ? open : old, closed).map(open.mended(), open);
    }

    /// Ids of grids that would have to be mended, or have a crack mended beside them, if these areas were taken: empty when they
    /// fit exactly into an exact coverage. Grids that were mended before are taken as they came out.
    static Set<Long> misfits(PlanarMap map, Map<Long, Geometry> areas) {
        Map<Long, Face> faces = new TreeMap<>();
        Set<Long> bad = new TreeSet<>();
        areas.forEach((id, area) -> {
            faces.put(id, area == null ? null : new Face(id, area, area, Face.FITS, List.of()));
            if (area != null && !(map.contains(id) && map.face(id) == area) && !new IsValidOp(area).isValid()) {
                bad.add(id);
            }
        });
        if (bad.isEmpty()) {
            MapBuilder builder = new MapBuilder(map, faces);
            Coverage coverage = new Coverage(builder.areas(), builder.outside());
            bad.addAll(coverage.conflicts());
            if (bad.isEmpty()) {
                Sliver.among(coverage.edges(List.of()), Sliver.CRACK_WIDTH_METRES).forEach(s -> bad.addAll(s.around()));
            }
        }
        return bad;
    }

    /// Of the region.
    private Map<Long, Geometry> areas() {
        Map<Long, Geometry> areas = new TreeMap<>();
        for (long id : region) {
            Face face = changed.containsKey(id) ? changed.get(id) : old.faceOf(id);
            if (face != null && face.area() != null) {
                areas.put(id, face.area());
            }
        }
        return areas;
    }

    /// Edges between the region and other grids.
    private List<Edge> outside() {
        List<Edge> outside = new ArrayList<>();
        for (long id : region) {
            if (old.contains(id) && !changed.containsKey(id)) {
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

    private PlanarMap map(List<Finding> findings, PlanarMap open) {
        Map<Long, List<Edge>> edges = edges();
        IdMap<Face> faces = old.faceMap();
        IdMap<Face> buried = old.buried();
        BoxIndex boxes = old.boxes();
        int mended = old.mendedFaces();
        int contested = old.contestedFaces();
        for (long id : region) {
            Face was = old.claim(id);
            Face is = changed.containsKey(id) ? changed.get(id) : was;
            is = is == null || is.area() == null ? is : is.with(edges.getOrDefault(id, List.of()));
            if (was != null && is != null && was.isSame(is)) {
                continue;
            }
            faces = faces.with(id, is == null || is.area() == null ? null : is);
            buried = buried.with(id, is == null || is.area() != null ? null : is);
            boxes = boxes.with(id, was == null ? null : was.box(), is == null ? null : is.box());
            mended += (is != null && is.isMended() ? 1 : 0) - (was != null && was.isMended() ? 1 : 0);
            contested += (is != null && is.isContested() ? 1 : 0) - (was != null && was.isContested() ? 1 : 0);
        }
        return new PlanarMap(faces, boxes, buried, findings, mended, contested, open);
    }

    /// The edges of the region by face; the old objects where they are the same.
    private Map<Long, List<Edge>> edges() {
        List<Edge> outside = outside();
        Map<Long, List<Edge>> byFace = new HashMap<>();
        for (Edge e : outside) {
            byFace.computeIfAbsent(region.contains(e.left()) ? e.left() : e.right(), k -> new ArrayList<>()).add(e);
        }
        Map<Long, List<Edge>> before = edgesByStart();
        for (Edge e : new Coverage(areas(), outside).edges(nodesElsewhere())) {
            Edge kept = e;
            for (Edge candidate : before.getOrDefault(Exact.key(e.xs()[0], e.ys()[0]), List.of())) {
                kept = candidate.sameAs(e) ? candidate : kept;
            }
            byFace.computeIfAbsent(kept.left(), k -> new ArrayList<>()).add(kept);
            if (kept.right() != 0) {
                byFace.computeIfAbsent(kept.right(), k -> new ArrayList<>()).add(kept);
            }
        }
        return byFace;
    }

    private Map<Long, List<Edge>> edgesByStart() {
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
    private Collection<Long> nodesElsewhere() {
        Set<Long> nodes = new HashSet<>();
        for (long id : region) {
            if (old.contains(id) && !changed.containsKey(id)) {
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
            changed.forEach((id, face) -> {
                removeVertices(nodes, face == null ? null : face.area());
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
