package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Location;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Whatever is drawn, the partition stays exact.
class ReshapeProperties {

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void drawnInsideTheTwoGridsOfATown(@ForAll long seed, @ForAll @IntRange(max = 6) int bends) {
        Random random = new Random(seed);
        PlanarMap map = PlanarMap.of(Samples.town(random, 12, 400_000, bends));
        int applied = run(map, random, 15, true);
        assertTrue(applied > 0, "every path was refused");
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void drawnInsideTheTwoGridsOfALatticeWithHolesAndIslands(@ForAll long seed) {
        Random random = new Random(seed);
        run(PlanarMap.of(Samples.lattice(random, 6, 20_000, 2 + random.nextInt(2))), random, 15, true);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void drawnAnywhere(@ForAll long seed, @ForAll boolean town) {
        Random random = new Random(seed);
        Map<Long, Geometry> areas = town ? Samples.town(random, 8, 3_000, 2) : Samples.lattice(random, 5, 600, 3);
        run(PlanarMap.of(areas), random, 25, false);
    }

    /// Draws `tries` paths one after another and checks everything after each; how many were applied.
    private static int run(PlanarMap start, Random random, int tries, boolean inside) {
        Samples.assertExact(start);
        List<Coordinate> buildings = buildings(start, random);
        List<Patch> patches = new ArrayList<>();
        PlanarMap map = start;
        for (int i = 0; i < tries; i++) {
            Optional<Command.Reshape> command = draw(map, random, inside);
            if (command.isEmpty()) {
                continue;
            }
            List<String> before = Samples.described(map);
            try {
                Patch patch = map.preview(command.get());
                PlanarMap after = map.with(patch.after());
                check(map, after, patch, buildings);
                patches.add(patch);
                map = after;
            } catch (ProblemException e) {
                assertTrue(e.problem() instanceof Problem.Refused, e.getMessage());
                assertTrue(e.problem().extra().get("position") instanceof List<?> p && p.size() == 2, e.getMessage());
                assertEquals(before, Samples.described(map));
            }
        }
        for (Patch patch : patches.reversed()) {
            map = map.with(patch.inverse().after());
        }
        assertEquals(Samples.described(start), Samples.described(map));
        for (long id : start.faces()) {
            assertTrue(start.face(id).equalsExact(map.face(id)), "undoing all did not restore grid " + id);
        }
        return patches.size();
    }

    private static void check(PlanarMap before, PlanarMap after, Patch patch, List<Coordinate> buildings) {
        Samples.assertExact(after);
        assertEquals(Samples.doubledArea(before), Samples.doubledArea(after));
        assertEquals(before.faces(), after.faces());
        for (long id : after.faces()) {
            assertSame(patch.after().getOrDefault(id, before.face(id)), after.face(id));
        }
        for (Coordinate b : buildings) {
            assertEquals(1, buildingIn(after, b), () -> "building at " + b);
        }
        Set<Edge> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(after.edges());
        for (Edge e : before.edges()) {
            boolean touched = patch.after().containsKey(e.left()) || patch.after().containsKey(e.right());
            assertTrue(touched || kept.contains(e), () -> e + " was made anew");
        }
        checkStrips(patch);
    }

    /// The strips explain the change of each grid's area, but for less than one unit (1 cm) along its border, where path and old
    /// border cross between grid points.
    private static void checkStrips(Patch patch) {
        for (long id : patch.after().keySet()) {
            double change = patch.after().get(id).getArea() - patch.before().get(id).getArea();
            double noise = patch.before().get(id).getLength() + patch.after().get(id).getLength();
            for (Patch.Strip s : patch.strips()) {
                change += (s.from() == id ? 1 : 0) * s.area().getArea() - (s.to() == id ? 1 : 0) * s.area().getArea();
            }
            assertEquals(0, change, noise, () -> "strips don't explain the change of grid " + id);
        }
    }

    /// Points in the inside of grids, with odd fractions so that they lie on no border now or later.
    private static List<Coordinate> buildings(PlanarMap map, Random random) {
        List<Coordinate> buildings = new ArrayList<>();
        Envelope box = map.union(id -> true).getEnvelopeInternal();
        for (int i = 0; i < 40; i++) {
            Coordinate c = point(random, box);
            c.x += 0.123456789;
            c.y += 0.345678912;
            if (buildingIn(map, c) > 0) {
                buildings.add(c);
            }
        }
        return buildings;
    }

    private static int buildingIn(PlanarMap map, Coordinate c) {
        return (int) map.faces().stream().filter(id -> SimplePointInAreaLocator.locate(c, map.face(id)) == Location.INTERIOR)
                .count();
    }

    /// A path between two places of a random border: through points of the two grids in order along the way, or anyhow.
    private static Optional<Command.Reshape> draw(PlanarMap map, Random random, boolean inside) {
        List<Edge> inner = map.edges().stream().filter(e -> e.right() != 0).sorted(Comparator.comparing(Edge::toString)).toList();
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        Edge edge = inner.get(random.nextInt(inner.size()));
        Coordinate begin = onEdge(edge, random);
        Coordinate end = onEdge(edge, random);
        Geometry both = map.union(id -> id == edge.left() || id == edge.right());
        Envelope box = new Envelope(begin, end);
        box.expandBy(begin.distance(end) / 2 + (random.nextInt(3) == 0 ? both.getEnvelopeInternal().getWidth() / 2 : 10));
        Coordinate[] vertices = both.getCoordinates();
        List<Coordinate> way = new ArrayList<>();
        int n = random.nextInt(6);
        for (int i = 0; i < 20 && way.size() < n; i++) {
            Coordinate c = random.nextInt(12) == 0 ? vertices[random.nextInt(vertices.length)] : point(random, box);
            if (!inside || SimplePointInAreaLocator.locate(c, both) == Location.INTERIOR) {
                way.add(c);
            }
        }
        if (inside) {
            double dx = end.x - begin.x;
            double dy = end.y - begin.y;
            way.sort(Comparator.comparingDouble(c -> c.x * dx + c.y * dy));
        }
        way.addFirst(begin);
        way.addLast(end);
        return Optional.of(new Command.Reshape(
                random.nextBoolean() ? edge.left() : edge.right(), 0,
                        FixedPoint.FIXED.createLineString(way.toArray(Coordinate[]::new))))
                .map(c -> new Command.Reshape(c.a(), edge.across(c.a()), c.path()));
    }

    /// A vertex, an end or a place between two vertices, on the border or a little off it.
    private static Coordinate onEdge(Edge edge, Random random) {
        int i = random.nextInt(edge.xs().length - 1);
        double t = random.nextInt(3) == 0 ? 0 : random.nextDouble();
        double off = random.nextBoolean() ? 0 : 20 * (random.nextDouble() - 0.5);
        return new CoordinateXY(
                Math.rint(edge.xs()[i] + t * (edge.xs()[i + 1] - edge.xs()[i]) + off),
                Math.rint(edge.ys()[i] + t * (edge.ys()[i + 1] - edge.ys()[i]) + off));
    }

    private static Coordinate point(Random random, Envelope box) {
        return new CoordinateXY(
                Math.rint(box.getMinX() + random.nextDouble() * box.getWidth()),
                        Math.rint(box.getMinY() + random.nextDouble() * box.getHeight()));
    }
}
