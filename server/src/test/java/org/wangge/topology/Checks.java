package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.io.WKBWriter;
import org.wangge.geo.FixedPoint;

/// What every command must leave behind.
final class Checks {

    /// A border may give way by less than a unit in x and in y where a vertex is put on it.
    private static final double UNIT = 1.5;

    private Checks() {}

    /// The map after the patch, when all is as it must be.
    static PlanarMap applied(PlanarMap before, Patch patch) {
        return applied(before, patch, List.of());
    }

    /// `places` are points that must stay with one grid, or with nobody, and change hands as the strips say.
    static PlanarMap applied(PlanarMap before, Patch patch, List<Coordinate> places) {
        PlanarMap after = before.with(patch.change());
        Samples.assertExact(after);
        checkFaces(before, after, patch);
        checkEdges(before, after, patch);
        checkStrips(patch);
        checkLand(before, after, patch);
        checkPlaces(before, after, patch, places);
        PlanarMap back = after.with(patch.inverse().change());
        before.faces().forEach(id -> assertSame(before.face(id), back.face(id), () -> "undo leaves another grid " + id));
        assertEquals(before.faces(), back.faces());
        return after;
    }

    /// The patch names exactly the grids that change, and the map shows them as the patch does.
    private static void checkFaces(PlanarMap before, PlanarMap after, Patch patch) {
        Set<Long> ids = new TreeSet<>(before.faces());
        ids.addAll(after.faces());
        ids.addAll(patch.grids());
        for (long id : ids) {
            Geometry was = before.contains(id) ? before.face(id) : null;
            Geometry is = after.contains(id) ? after.face(id) : null;
            if (patch.grids().contains(id)) {
                assertSame(patch.before().get(id), was, () -> "before of grid " + id);
                assertSame(patch.after().get(id), is, () -> "after of grid " + id);
                assertFalse(was != null && is != null && was.norm().equalsExact(is.norm()),
                        () -> "grid " + id + " did not change");
            } else {
                assertSame(was, is, () -> "grid " + id + " was made anew");
            }
        }
        assertTrue(after.isClean());
    }

    /// Borders between grids that don't change stay the same objects, but for those that meet a vertex of one that does, where
    /// a node may come or go.
    private static void checkEdges(PlanarMap before, PlanarMap after, Patch patch) {
        Set<Edge> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(after.edges());
        Set<Coordinate> touched = new HashSet<>();
        patch.before().values().forEach(g -> touched.addAll(List.of(g.getCoordinates())));
        patch.after().values().forEach(g -> touched.addAll(List.of(g.getCoordinates())));
        for (Edge e : before.edges()) {
            boolean mayChange = patch.grids().contains(e.left()) || patch.grids().contains(e.right());
            for (int i = 0; i < e.xs().length; i++) {
                mayChange |= touched.contains(new CoordinateXY(e.xs()[i], e.ys()[i]));
            }
            boolean same = kept.contains(e);
            assertTrue(mayChange || same, () -> e + " was made anew");
        }
    }

    /// The strips explain the change of each grid's area, but for less than one unit (1 cm) along its border.
    private static void checkStrips(Patch patch) {
        for (Patch.Strip s : patch.strips()) {
            assertTrue(s.from() != s.to() && s.area().isValid(), () -> "strip from " + s.from() + " to " + s.to());
        }
        for (long id : patch.grids()) {
            double noise = length(patch.before().get(id)) + length(patch.after().get(id));
            assertEquals(area(patch.after().get(id)) - area(patch.before().get(id)), gain(patch, id), noise,
                    () -> "strips don't explain the change of grid " + id);
        }
    }

    /// What all grids have together changes by what nobody gains and loses; to the last square unit where no grid that changes
    /// has a border with nobody.
    private static void checkLand(PlanarMap before, PlanarMap after, Patch patch) {
        double noise = 0;
        for (long id : patch.grids()) {
            noise += outerLength(before, id) + outerLength(after, id);
        }
        double change = Samples.doubledArea(after).subtract(Samples.doubledArea(before)).doubleValue() / 2;
        double crossing = patch.strips().stream().mapToDouble(s -> s.area().getNumPoints() * 1e-6 * s.area().getLength()).sum();
        assertEquals(change, -gain(patch, 0), noise + crossing, "land appeared or vanished");
    }

    private static double outerLength(PlanarMap map, long id) {
        return !map.contains(id) ? 0
                : map.edgesOf(id).stream().filter(e -> e.right() == 0).mapToDouble(Edge::length).sum();
    }

    private static double gain(Patch patch, long id) {
        double gain = 0;
        for (Patch.Strip s : patch.strips()) {
            gain += (s.to() == id ? 1 : 0) * s.area().getArea() - (s.from() == id ? 1 : 0) * s.area().getArea();
        }
        return gain;
    }

    private static void checkPlaces(PlanarMap before, PlanarMap after, Patch patch, List<Coordinate> places) {
        for (Coordinate c : places) {
            long was = owner(before, c);
            long is = owner(after, c);
            List<Patch.Strip> strips = patch.strips().stream()
                    .filter(s -> SimplePointInAreaLocator.locate(c, s.area()) == Location.INTERIOR)
                    .toList();
            boolean explained = strips.isEmpty() ? was == is
                    : strips.size() == 1 && strips.getFirst().from() == was && strips.getFirst().to() == is;
            assertTrue(explained || isNearBorder(before, c) || isNearBorder(after, c),
                    () -> c + " went from " + was + " to " + is + ", and the strips there are " + strips);
        }
    }

    private static boolean isNearBorder(PlanarMap map, Coordinate c) {
        return map.faces().stream().anyMatch(id ->
                map.face(id).getBoundary().isWithinDistance(FixedPoint.FIXED.createPoint(c), UNIT));
    }

    /// Who has the place; more than one is a failure.
    static long owner(PlanarMap map, Coordinate c) {
        List<Long> owners = map.faces().stream()
                .filter(id -> map.face(id).getEnvelopeInternal().contains(c)
                        && SimplePointInAreaLocator.locate(c, map.face(id)) == Location.INTERIOR)
                .toList();
        assertTrue(owners.size() <= 1, () -> c + " belongs to " + owners);
        return owners.isEmpty() ? 0 : owners.getFirst();
    }

    /// Points with odd fractions, so that they lie on no border now or later; some of them outside the map.
    static List<Coordinate> places(PlanarMap map, Random random, int n) {
        Envelope box = map.union(id -> true).getEnvelopeInternal();
        List<Coordinate> places = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            places.add(new CoordinateXY(
                    Math.rint(box.getMinX() + (random.nextDouble() * 1.2 - 0.1) * box.getWidth()) + 0.123456789,
                    Math.rint(box.getMinY() + (random.nextDouble() * 1.2 - 0.1) * box.getHeight()) + 0.345678912));
        }
        return places;
    }

    /// Every grid as bytes would tell it.
    static Map<Long, ByteBuffer> state(PlanarMap map) {
        Map<Long, ByteBuffer> state = new HashMap<>();
        map.faces().forEach(id -> state.put(id, ByteBuffer.wrap(new WKBWriter().write(map.face(id)))));
        return state;
    }

    private static double area(Geometry g) {
        return g == null ? 0 : g.getArea();
    }

    private static double length(Geometry g) {
        return g == null ? 0 : g.getLength();
    }
}
