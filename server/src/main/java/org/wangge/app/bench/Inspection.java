package org.wangge.app.bench;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.relateng.RelateNG;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.wangge.topology.Edge;
import org.wangge.topology.Patch;
import org.wangge.topology.PlanarMap;

/// Judges maps after commands by means other than those that make them. Each method answers what is wrong, null when nothing is.
final class Inspection {

    private static final int POINTS = 5;

    private record Segment(long fromX, long fromY, long toX, long toY) {}

    private Inspection() {}

    /// What costs no more than the grids that changed and their neighbours: the map shows the patch and leaves all else alone,
    /// areas are valid, no stretch of border has land of two grids on one side, the land of all grids changes by exactly what
    /// lies between the old outer border and the new one, and no point belongs to two.
    static String ofPatch(PlanarMap before, PlanarMap after, Patch patch, Random random) {
        Map<Long, Geometry> change = patch.change();
        int same = 0;
        for (long id : before.faces()) {
            if (!change.containsKey(id)) {
                if (!after.contains(id) || after.face(id) != before.face(id)) {
                    return "grid " + id + " is not in the patch, and differs";
                }
                same++;
            }
        }
        if (after.faces().size() != same + patch.after().size()) {
            return "there are grids that neither the patch nor the map before knows";
        }
        Envelope box = new Envelope();
        for (Map.Entry<Long, Geometry> is : patch.after().entrySet()) {
            if (!after.contains(is.getKey()) || after.face(is.getKey()) != is.getValue()) {
                return "grid " + is.getKey() + " is not as the patch says";
            }
            box.expandToInclude(is.getValue().getEnvelopeInternal());
            if (!new IsValidOp(is.getValue()).isValid()) {
                return "grid " + is.getKey() + " is not valid";
            }
        }
        Set<Long> beside = beside(before, change.keySet());
        beside.addAll(beside(after, change.keySet()));
        if (!landWithin(after, change.keySet()).subtract(landWithin(before, change.keySet()))
                .equals(outerLand(after, beside).subtract(outerLand(before, beside)))) {
            return "land appeared or vanished";
        }
        Map<Long, Geometry> near = new TreeMap<>();
        for (long id : after.faces()) {
            if (after.face(id).getEnvelopeInternal().intersects(box)) {
                near.put(id, after.face(id));
            }
        }
        String doubled = repeatedSegment(near);
        return doubled != null ? doubled : pointOfTwo(near, box, random);
    }

    /// These grids and all that have a border with one of them.
    private static Set<Long> beside(PlanarMap map, Set<Long> grids) {
        Set<Long> beside = new TreeSet<>(grids);
        for (long id : grids) {
            for (Edge e : map.contains(id) ? map.edgesOf(id) : List.<Edge>of()) {
                beside.add(e.across(id));
            }
        }
        return beside;
    }

    private static String repeatedSegment(Map<Long, Geometry> areas) {
        Set<Segment> seen = new HashSet<>();
        String[] found = {null};
        areas.forEach((id, area) -> forRings(area, (ring, turn) -> {
            for (int i = 0; i + 1 < ring.length; i++) {
                Coordinate a = turn ? ring[i + 1] : ring[i];
                Coordinate b = turn ? ring[i] : ring[i + 1];
                if (!seen.add(new Segment((long) a.x, (long) a.y, (long) b.x, (long) b.y))) {
                    found[0] = "grid " + id + " and another have the same side of the border at " + a;
                }
            }
        }));
        return found[0];
    }

    private static String pointOfTwo(Map<Long, Geometry> areas, Envelope box, Random random) {
        for (int i = 0; i < POINTS && !box.isNull(); i++) {
            Coordinate p = new CoordinateXY(Math.rint(box.getMinX() + random.nextDouble() * box.getWidth()) + 0.123456789,
                    Math.rint(box.getMinY() + random.nextDouble() * box.getHeight()) + 0.345678912);
            List<Long> owners = areas.keySet().stream()
                    .filter(id -> areas.get(id).getEnvelopeInternal().contains(p)
                            && SimplePointInAreaLocator.locate(p, areas.get(id)) == Location.INTERIOR)
                    .toList();
            if (owners.size() > 1) {
                return p + " belongs to " + owners;
            }
        }
        return null;
    }

    private interface RingUse {
        /// `turn`: the land is to the right.
        void ring(Coordinate[] ring, boolean turn);
    }

    private static void forRings(Geometry area, RingUse use) {
        for (int i = 0; i < area.getNumGeometries(); i++) {
            Polygon p = (Polygon) area.getGeometryN(i);
            forRing(p.getExteriorRing(), true, use);
            for (int h = 0; h < p.getNumInteriorRing(); h++) {
                forRing(p.getInteriorRingN(h), false, use);
            }
        }
    }

    private static void forRing(LinearRing ring, boolean shell, RingUse use) {
        use.ring(ring.getCoordinates(), Orientation.isCCW(ring.getCoordinateSequence()) != shell);
    }

    /// Twice the area of these grids, exactly.
    private static BigInteger landWithin(PlanarMap map, Set<Long> grids) {
        BigInteger[] sum = {BigInteger.ZERO};
        for (long id : grids) {
            if (map.contains(id)) {
                forRings(map.face(id), (ring, turn) -> {
                    long part = 0;
                    for (int i = 0; i + 1 < ring.length; i++) {
                        part += cross((long) ring[i].x, (long) ring[i].y, (long) ring[i + 1].x, (long) ring[i + 1].y);
                    }
                    sum[0] = sum[0].add(BigInteger.valueOf(turn ? -part : part));
                });
            }
        }
        return sum[0];
    }

    /// Twice the area that the borders of these grids with nobody contribute to all land; borders between two grids
    /// cancel.
    private static BigInteger outerLand(PlanarMap map, Set<Long> grids) {
        long sum = 0;
        for (long id : grids) {
            for (Edge e : map.contains(id) ? map.edgesOf(id) : List.<Edge>of()) {
                for (int i = 0; e.right() == 0 && i + 1 < e.xs().length; i++) {
                    sum += cross(e.xs()[i], e.ys()[i], e.xs()[i + 1], e.ys()[i + 1]);
                }
            }
        }
        return BigInteger.valueOf(sum);
    }

    private static long cross(long ax, long ay, long bx, long by) {
        return ax * by - bx * ay;
    }

    /// Everything: JTS's coverage validator, and what it suspects by JTS's topological relation (it looks at one ring of a
    /// neighbour at a time and takes the land beyond a hole that touches its shell for the neighbour's); and the map built anew
    /// from its areas.
    static String ofMap(PlanarMap map) {
        List<Long> ids = map.faces().stream().sorted().toList();
        Geometry[] faces = ids.stream().map(map::face).toArray(Geometry[]::new);
        Geometry[] suspects = CoverageValidator.validate(faces);
        for (int i = 0; i < faces.length; i++) {
            for (int k = 0; suspects[i] != null && k < faces.length; k++) {
                if (i != k && RelateNG.relate(faces[i], faces[k], "T********")) {
                    return "grids " + ids.get(i) + " and " + ids.get(k) + " overlap";
                }
            }
        }
        Map<Long, Geometry> areas = new TreeMap<>();
        ids.forEach(id -> areas.put(id, map.face(id)));
        PlanarMap anew = PlanarMap.of(areas);
        for (long id : ids) {
            if (!anew.contains(id) || anew.face(id) != map.face(id)) {
                return "grid " + id + " would be mended";
            }
        }
        return anew.edges().size() == map.edges().size() ? null : "the borders differ from those of a map built anew";
    }
}
