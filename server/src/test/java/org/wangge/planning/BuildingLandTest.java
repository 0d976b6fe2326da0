package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.coverage.CoverageValidator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Rows;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.planning.Draft.Step;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Effort;
import org.wangge.topology.Areal;
import org.wangge.topology.Command;
import org.wangge.topology.Patch;

/// Buildings picked at random where three grids meet, one transfer after another on borders that get ever more crooked.
class BuildingLandTest {

    private static final int ROUNDS = 120;
    private static final double AROUND_NODE = 12_000;

    private final Publisher publisher = new Publisher();

    @Test
    void pickedBuildingsTakeNoLandOfThirdGrids() {
        Effort.seeds(1, 3, 300, this::pickAndGive);
    }

    @Test
    void whoPicksTooManyIsToldToPickFewer() {
        publisher.load(new SyntheticCity(1, 9_000, 4), EnumSet.allOf(Table.class));
        Snapshot snapshot = publisher.current();
        Draft draft = Draft.on(snapshot.map());
        List<Long> every = new ArrayList<>();
        snapshot.page(Layer.BUILDINGS, new Envelope(-180, 180, -90, 90), 0, 9_000, row -> every.add(row.id()));
        every.removeIf(id -> id % 2 == 0);
        ProblemException e = assertThrows(ProblemException.class, () -> new Steps(snapshot, draft).preview(
                new Edit.Land(new Command.Transfer(0, null), List.of(), every, false)));
        assertEquals("too_many_buildings", e.problem().extra().get("reason"), e.problem().detail());
        assertEquals("Pick fewer of them at a time, or draw an area.", e.problem().remedy());
    }

    private void pickAndGive(long seed) {
        publisher.load(new SyntheticCity(seed, 1_200, 5), EnumSet.allOf(Table.class));
        Snapshot snapshot = publisher.current();
        SplittableRandom random = new SplittableRandom(seed);
        Draft draft = Draft.on(snapshot.map());
        int done = 0;
        int nearThirds = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<Long, Long> before = leaves(snapshot, draft.changed());
            List<Long> picked = picked(snapshot, node(draft, random), random);
            if (picked.isEmpty()) {
                continue;
            }
            List<Long> grids = List.copyOf(new TreeSet<>(draft.map().faces()));
            long to = random.nextInt(6) == 0 ? 0 : neighbour(draft, before.get(picked.getFirst()), grids, random);
            Step step;
            try {
                step = new Steps(snapshot, draft)
                        .preview(new Edit.Land(new Command.Transfer(to, null), List.of(), picked, false));
            } catch (ProblemException e) {
                assertEquals(Problem.Refused.class, e.problem().getClass(), e.problem().detail());
                assertNotEquals("too_close", e.problem().extra().get("reason"));
                continue;
            }
            Set<Long> owners = new HashSet<>(picked.stream().map(before::get).toList());
            for (Patch.Strip strip : step.patch().strips()) {
                assertTrue(owners.contains(strip.from()), "round " + round + ": " + strip.from() + " owns none of " + picked
                        + " and loses " + strip.area());
                assertTrue(strip.to() == to || Areal.meanWidthMetres(strip.area()) < 0.5,
                        "what is left over between two borders goes to a neighbour");
            }
            Map<Long, Long> after = leaves(snapshot, draft.with(step).changed());
            Map<Long, Long> expected = new HashMap<>(before);
            picked.forEach(b -> expected.put(b, to));
            assertEquals(expected, after, "round " + round);
            draft = draft.plus(step);
            done++;
            nearThirds += step.patch().grids().size() > owners.size() + 1 ? 1 : 0;
        }
        Geometry[] faces = draft.map().faces().stream().map(draft.map()::face).toArray(Geometry[]::new);
        assertTrue(CoverageValidator.isValid(faces));
        assertTrue(done > ROUNDS / 2, done + " of " + ROUNDS);
        assertTrue(nearThirds > ROUNDS / 20, "a third grid was near in " + nearThirds + " of " + done);
    }

    @Test
    void buildingsThatAreThereAlreadyChangeNothing() {
        publisher.load(new SyntheticCity(4, 600, 3), EnumSet.allOf(Table.class));
        Snapshot snapshot = publisher.current();
        Draft draft = Draft.on(snapshot.map());
        Map<Long, Long> leaves = leaves(snapshot, Map.of());
        int asked = 0;
        for (Map.Entry<Long, Long> each : leaves.entrySet()) {
            if (each.getValue() == 0) {
                continue;
            }
            asked++;
            Edit edit = new Edit.Land(new Command.Transfer(each.getValue(), null), List.of(), List.of(each.getKey()), false);
            try {
                List<Patch.Strip> strips = new Steps(snapshot, draft).preview(edit).patch().strips();
                throw new AssertionError("building " + each.getKey() + " brought " + strips);
            } catch (ProblemException e) {
                assertEquals("no_change", e.problem().extra().get("reason"), e.problem().detail());
            }
        }
        assertTrue(asked > 100);
    }

    @Test
    void whereThatOfTwoBuildingsOnlyTouchesIsNoLand() {
        // The yard of the long one ends where the land of the northern one begins: a line that they share, not an area.
        double yard = 2_695;
        Snapshot snapshot = Rows.of(
                        new Branch(1, "b", null, null),
                        new Grid(1, 0, "from", null, 1, null, null, null, null, null, box(-50_000, -50_000, 50_000, 50_000)),
                        new Grid(2, 0, "to", null, 1, null, null, null, null, null, box(50_000, -50_000, 90_000, 50_000)),
                        building(1, box(-100, 8_900, 100, 9_100)),
                        building(2, box(-100, -9_100, 100, -8_900)),
                        building(3, box(-500, -40_000, 500, -yard)))
                .publisher().current();
        Edit pick = new Edit.Land(new Command.Transfer(2, null), List.of(), List.of(1L, 3L), false);
        Step step = new Steps(snapshot, Draft.on(snapshot.map())).preview(pick);
        assertEquals(Map.of(1L, 2L, 3L, 2L), snapshot.reassign(step.patch().after()).moved());
    }

    @Test
    void aBuildingBetweenTwoOthersOnTheSameSpotIsRefusedInWordsOrMovesAlone() {
        Snapshot snapshot = Rows.of(
                        new Branch(1, "b", null, null),
                        new Grid(1, 0, "from", null, 1, null, null, null, null, null, box(-50_000, -50_000, 50_000, 50_000)),
                        new Grid(2, 0, "to", null, 1, null, null, null, null, null, box(50_000, -50_000, 90_000, 50_000)),
                        building(1, box(-101, 0, 99, 200)),
                        building(2, box(-100, 0, 100, 200)),
                        building(3, box(-99, 0, 101, 200)))
                .publisher().current();
        Edit pick = new Edit.Land(new Command.Transfer(2, null), List.of(), List.of(2L), false);
        try {
            Step step = new Steps(snapshot, Draft.on(snapshot.map())).preview(pick);
            assertEquals(Map.of(2L, 2L), snapshot.reassign(step.patch().after()).moved());
        } catch (ProblemException e) {
            assertEquals(Problem.Refused.class, e.problem().getClass(), e.problem().detail());
        }
    }

    /// At the pole and where the map ends, and of buildings that lie a world apart, and one at the place of another.
    @Test
    void atTheEndsOfTheWorldBuildingsMoveOrAreRefusedInWords() {
        Snapshot snapshot = Rows.of(
                        new Branch(1, "b", null, null),
                        new Grid(1, 0, "north", null, 1, null, null, null, null, null, degrees(0, 85, 45, 90)),
                        new Grid(2, 0, "east", null, 1, null, null, null, null, null, degrees(170, -30, 180, 0)),
                        new Grid(3, 0, "to", null, 1, null, null, null, null, null, degrees(45, 85, 80, 90)),
                        new Grid(4, 0, "west", null, 1, null, null, null, null, null, degrees(160, -30, 170, 0)),
                        building(1, at(0, 90)),
                        building(2, at(180, -17.4)),
                        building(3, at(44.9, 88)),
                        building(4, at(44.9, 88)),
                        building(5, at(175.0001, -17.4)))
                .publisher().current();
        Draft draft = Draft.on(snapshot.map());
        assertEquals(Map.of(2L, 4L), moved(snapshot, draft, 4, 2), "cut off where the map ends");
        assertEquals(Map.of(2L, 4L, 5L, 4L), moved(snapshot, draft, 4, 2, 5), "each with its own yard");
        assertEquals(Map.of(3L, 3L, 4L, 3L), moved(snapshot, draft, 3, 3), "no land parts two at one place");
        for (long[] picked : new long[][] {{1}, {1, 2}, {1, 2, 3, 5}}) {
            try {
                assertTrue(!moved(snapshot, draft, 3, picked).isEmpty());
            } catch (ProblemException e) {
                assertEquals(Problem.Refused.class, e.problem().getClass(), e.problem().detail());
            }
        }
    }

    private static Map<Long, Long> moved(Snapshot snapshot, Draft draft, long to, long... picked) {
        Edit pick = new Edit.Land(new Command.Transfer(to, null), List.of(), Arrays.stream(picked).boxed().toList(), false);
        return snapshot.reassign(new Steps(snapshot, draft).preview(pick).patch().after()).moved();
    }

    private static Geometry degrees(double west, double south, double east, double north) {
        return FixedPoint.LON_LAT.toGeometry(new Envelope(west, east, south, north));
    }

    private static Geometry at(double lon, double lat) {
        return FixedPoint.LON_LAT.createPoint(new Coordinate(lon, lat));
    }

    private static Building building(long id, Geometry area) {
        return new Building(id, "b" + id, null, null, null, null, Counts.NONE_KNOWN, area);
    }

    /// Lon/lat, given in units of fixed points from 117° east, 39° north.
    private static Geometry box(double x0, double y0, double x1, double y1) {
        Envelope box = new Envelope(1_170_000_000 + x0, 1_170_000_000 + x1, 390_000_000 + y0, 390_000_000 + y1);
        return FixedPoint.lonLat(FixedPoint.FIXED.toGeometry(box));
    }

    /// The leaf of every building when these leaves have these areas; 0 for none.
    private static Map<Long, Long> leaves(Snapshot snapshot, Map<Long, Geometry> changed) {
        Map<Long, Long> leaves = new HashMap<>();
        snapshot.buildingAnchors(new Envelope(-Integer.MAX_VALUE, Integer.MAX_VALUE, -Integer.MAX_VALUE, Integer.MAX_VALUE),
                (id, _, _, _, leaf) -> leaves.put(id, leaf));
        if (!changed.isEmpty()) {
            leaves.putAll(snapshot.reassign(changed).moved());
        }
        return leaves;
    }

    /// A point where at least three grids meet, or two and nobody.
    private static Coordinate node(Draft draft, SplittableRandom random) {
        Map<Coordinate, Integer> ends = new HashMap<>();
        draft.map().edges().forEach(e -> {
            ends.merge(new Coordinate(e.xs()[0], e.ys()[0]), 1, Integer::sum);
            ends.merge(new Coordinate(e.xs()[e.xs().length - 1], e.ys()[e.ys().length - 1]), 1, Integer::sum);
        });
        List<Coordinate> nodes = ends.entrySet().stream().filter(e -> e.getValue() > 2).map(Map.Entry::getKey).sorted().toList();
        return nodes.get(random.nextInt(nodes.size()));
    }

    /// Some of the buildings around a node.
    private static List<Long> picked(Snapshot snapshot, Coordinate node, SplittableRandom random) {
        Envelope box = new Envelope(node);
        box.expandBy(AROUND_NODE);
        List<Long> near = new ArrayList<>();
        snapshot.buildingAnchors(box, (id, _, _, _, _) -> near.add(id));
        near.sort(null);
        List<Long> picked = new ArrayList<>();
        int n = 1 + random.nextInt(4);
        while (!near.isEmpty() && picked.size() < n) {
            picked.add(near.remove(random.nextInt(near.size())));
        }
        return picked;
    }

    /// A grid that borders on this one, or any.
    private static long neighbour(Draft draft, long grid, List<Long> grids, SplittableRandom random) {
        if (!draft.map().contains(grid) || random.nextInt(8) == 0) {
            return grids.get(random.nextInt(grids.size()));
        }
        List<Long> near = draft.map().edgesOf(grid).stream().map(e -> e.across(grid)).filter(g -> g != 0).sorted().distinct()
                .toList();
        return near.get(random.nextInt(near.size()));
    }
}
