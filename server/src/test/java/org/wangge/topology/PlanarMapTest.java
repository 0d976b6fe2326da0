package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.wangge.testing.Effort;

class PlanarMapTest {

    private static final String LEFT = "POLYGON((0 0,100 0,100 50,100 100,0 100,0 0))";
    private static final String RIGHT = "POLYGON((100 0,200 0,200 100,100 100,100 50,100 0))";

    @Test
    void twoNeighboursShareOneEdge() {
        PlanarMap map = Samples.map(LEFT, RIGHT);
        Samples.assertExact(map);
        assertEquals(
                List.of(
                        "1|0 [100, 0, 0, 100][100, 100, 0, 0]",
                        "2|0 [100, 200, 200, 100][0, 0, 100, 100]",
                        "2|1 [100, 100, 100][100, 50, 0]"),
                Samples.described(map));
        assertEquals(List.of(), map.findings());
    }

    @Test
    void keepsTheVeryPolygonsWhenNothingIsWrong() {
        Map<Long, Geometry> areas = Samples.areas(LEFT, RIGHT);
        PlanarMap map = PlanarMap.of(areas);
        areas.forEach((id, area) -> assertSame(area, map.face(id)));
    }

    @Test
    void anIslandHasOneClosedEdge() {
        PlanarMap map = Samples.map("POLYGON((0 0,90 0,90 90,0 90,0 0),(30 30,30 60,60 60,60 30,30 30))",
                "POLYGON((60 30,60 60,30 60,30 30,60 30))");
        Samples.assertExact(map);
        assertEquals(List.of("1|0 [0, 90, 90, 0, 0][0, 0, 90, 90, 0]", "2|1 [30, 60, 60, 30, 30][30, 30, 60, 60, 30]"),
                Samples.described(map));
        assertTrue(map.edges().stream().allMatch(Edge::isIsland));
    }

    @Test
    void aGapBelongsToNobodyAndIsAHoleOfTheOutline() {
        PlanarMap map = Samples.map("POLYGON((0 0,90 0,90 90,0 90,0 0),(30 30,30 60,60 60,60 30,30 30))");
        List<PlanarMap.Ring> rings = map.outline(id -> true);
        assertEquals(List.of(false, true), rings.stream().map(PlanarMap.Ring::hole).toList());
        assertEquals(7200, map.union(id -> true).getArea());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // a vertex of one lies on the other's side
        "POLYGON((0 0,100 0,100 100,0 100,0 0)) ; POLYGON((100 0,200 0,200 100,100 100,100 50,100 0)) ; 20000",
        // the border's vertices alternate
        "POLYGON((0 0,100 0,100 30,100 100,0 100,0 0)) ; POLYGON((100 0,200 0,200 100,100 100,100 70,100 0)) ; 20000",
        // only a part of the side is shared
        "POLYGON((0 0,100 0,100 100,0 100,0 0)) ; POLYGON((100 20,200 20,200 60,100 60,100 20)) ; 14000",
        // a corner touches a side
        "POLYGON((0 0,100 0,100 100,0 100,0 0)) ; POLYGON((100 50,200 0,200 100,100 50)) ; 15000",
        // a crack of one unit: rounding noise
        "POLYGON((0 0,100 0,100 100,0 100,0 0)) ; POLYGON((100 0,200 0,200 100,100 100,101 50,100 0)) ; 20000"
    })
    void bordersWithoutCommonVerticesAreNoded(String a, String b, double land) {
        PlanarMap map = Samples.map(a, b);
        Samples.assertExact(map);
        assertEquals(land, map.face(1).getArea() + map.face(2).getArea());
        assertEquals(List.of(), map.findings());
    }

    @Test
    void anOverlapGoesToTheLowestIdAndIsListed() {
        PlanarMap map = Samples.map("POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                "POLYGON((500 200,2000 200,2000 800,500 800,500 200))");
        Samples.assertExact(map);
        assertEquals(1_000_000, map.face(1).getArea());
        assertEquals(600_000, map.face(2).getArea());
        assertEquals(List.of("Grids 1 and 2 overlap by 37.2 m²; the land was given to 1."), texts(map));
        assertEquals(300_000, map.findings().getFirst().where().getArea());
    }

    @Test
    void landInsideAnotherGridWithoutAHoleIsAnOverlap() {
        PlanarMap inner = Samples.map("POLYGON((400 400,600 400,600 600,400 600,400 400))",
                "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))");
        Samples.assertExact(inner);
        assertEquals(960_000, inner.face(2).getArea());
        PlanarMap buried = Samples.map("POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                "POLYGON((400 400,600 400,600 600,400 600,400 400))");
        Samples.assertExact(buried);
        assertEquals(Set.of(1L), buried.faces());
        assertEquals(List.of("overlap", "covered"), buried.findings().stream().map(PlanarMap.Finding::kind).toList());
    }

    @Test
    void theSamePolygonTwiceIsAnOverlap() {
        PlanarMap map = Samples.map(LEFT, LEFT);
        assertEquals(Set.of(1L), map.faces());
        assertFalse(map.findings().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "POLYGON EMPTY ; Grid 2 has an empty area.",
        "POINT(1 1) ; Grid 2 has a Point instead of an area.",
        "POLYGON((0 0,0 0,10 10,0 0)) ; Grid 2 has an area without width.",
        "POLYGON((0 0,2e9 0,0 10,0 0)) ; Grid 2 has the point 200.0 0.0, which is outside the world.",
        "POLYGON((0 0,NaN 5,0 10,0 0)) ; Grid 2 has the point NaN 5.0E-7, which is outside the world."
    })
    void whatIsNoAreaIsAFinding(String area, String text) {
        PlanarMap map = Samples.map(LEFT, area);
        assertEquals(Set.of(1L), map.faces());
        assertEquals(List.of(text), texts(map));
    }

    @Test
    void aMissingAreaIsAFinding() {
        Map<Long, Geometry> areas = Samples.areas(LEFT);
        areas.put(2L, null);
        assertEquals(Set.of(1L), PlanarMap.of(areas).faces());
    }

    @Test
    void aRingThatCrossesItselfIsMended() {
        PlanarMap map = Samples.map("POLYGON((0 0,100 100,100 0,0 100,0 0))");
        Samples.assertExact(map);
        assertEquals(5000, map.face(1).getArea());
        assertEquals(List.of("The area of grid 1 is not valid: Self-intersection at 5.0E-6 5.0E-6. It was mended."), texts(map));
    }

    @Test
    void aThinGapIsAFinding() {
        PlanarMap map = Samples.map(
                "POLYGON((0 0,100000 0,100000 20000,50000 20020,0 20000,0 0))",
                        "POLYGON((0 20000,50000 20060,100000 20000,100000 50000,0 50000,0 20000))");
        Samples.assertExact(map);
        assertEquals(List.of("Between grids [1, 2] lies a gap of 247.8 m² that is only 0.22 m wide."), texts(map));
    }

    @Test
    void gridsOfALatticeComeOutAsTheirUnions() {
        Effort.seeds(0, 60, 6_000, seed -> {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(8);
            Map<Long, Geometry> cells = new TreeMap<>();
            Map<Long, Long> groupOf = new HashMap<>();
            for (int i = 0; i < n * n; i++) {
                cells.put(i + 1L, Samples.box(i % n * 10, i / n * 10, 10, 10));
                groupOf.put(i + 1L, (long) random.nextInt(4));
            }
            Map<Long, Geometry> grids = Samples.grouped(PlanarMap.of(cells), groupOf);
            grids.forEach((g, area) -> {
                assertTrue(area.isValid(), () -> area.toString());
                Geometry expected = UnaryUnionOp.union(cells.keySet().stream().filter(c -> groupOf.get(c).equals(g))
                        .map(cells::get).toList());
                assertTrue(expected.equalsTopo(area), () -> expected + " / " + area);
            });
            PlanarMap map = PlanarMap.of(grids);
            Samples.assertExact(map);
            grids.forEach((g, area) -> assertSame(area, map.face(g)));
        });
    }

    @Test
    void changingOneGridGivesTheMapThatWouldBeBuiltAnewAndKeepsOtherEdges() {
        Effort.seeds(0, 40, 4_000, seed -> {
            Random random = new Random(seed);
            Map<Long, Geometry> areas = seed % 2 == 0 ? Samples.lattice(random, 8, 10, 12)
                    : Samples.town(random, 20, 1_000_000, 5);
            PlanarMap map = PlanarMap.of(areas);
            Samples.assertExact(map);
            for (int step = 0; step < 6; step++) {
                List<Long> ids = List.copyOf(map.faces());
                long a = ids.get(random.nextInt(ids.size()));
                long b = map.edgesOf(a).get(random.nextInt(map.edgesOf(a).size())).across(a);
                Map<Long, Geometry> change = new HashMap<>();
                change.put(a, null);
                if (b != 0 && random.nextBoolean()) {
                    change.put(b, map.union(id -> id == a || id == b));
                }
                PlanarMap before = map;
                map = map.with(change);
                Samples.assertExact(map);
                Set<Edge> kept = Collections.newSetFromMap(new IdentityHashMap<>());
                kept.addAll(map.edges());
                for (Edge e : before.edges()) {
                    assertTrue(touches(before, change.keySet(), e) || kept.contains(e), () -> e + " was made anew");
                }
                if (map.faces().size() < 3) {
                    break;
                }
            }
        });
    }

    /// Does the edge belong to one of the grids or share a point with one?
    private static boolean touches(PlanarMap map, Set<Long> grids, Edge e) {
        for (long g : grids) {
            if (e.left() == g || e.right() == g) {
                return true;
            }
            for (Edge other : map.edgesOf(g)) {
                for (int i = 0; i < other.xs().length; i++) {
                    int last = e.xs().length - 1;
                    if ((other.xs()[i] == e.xs()[0] && other.ys()[i] == e.ys()[0])
                            || (other.xs()[i] == e.xs()[last] && other.ys()[i] == e.ys()[last])) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void anEditThatBreaksTheCoverageIsMendedWhereItIsAndUndoneWithIt() {
        Effort.seeds(0, 30, 3_000, seed -> {
            Random random = new Random(seed);
            PlanarMap map = PlanarMap.of(Samples.town(random, 25, 1_000_000, 3));
            List<Long> ids = List.copyOf(map.faces());
            long id = ids.get(random.nextInt(ids.size()));
            Geometry moved = map.face(id).copy();
            int dx = random.nextInt(200_000) - 100_000;
            moved.apply((org.locationtech.jts.geom.CoordinateFilter) c -> c.x += dx);
            moved.geometryChanged();
            PlanarMap broken = map.with(Map.of(id, moved));
            Samples.assertExact(broken);
            Map<Long, Geometry> sources = new HashMap<>();
            map.faces().forEach(i -> sources.put(i, map.face(i)));
            sources.put(id, moved);
            PlanarMap anew = PlanarMap.of(sources);
            assertEquals(anew.faces(), broken.faces());
            for (long i : anew.faces()) {
                assertAlike(anew.face(i), broken.face(i));
            }
            PlanarMap healed = broken.with(Map.of(id, map.face(id)));
            Samples.assertExact(healed);
            for (long i : map.faces()) {
                assertAlike(map.face(i), healed.face(i));
            }
        });
    }

    @Test
    void dirtyPolygonsAlwaysBecomeACoverage() {
        Effort.seeds(0, 40, 4_000, seed -> {
            Random random = new Random(seed);
            Map<Long, Geometry> areas = new TreeMap<>();
            for (long id = 1; id <= 12; id++) {
                areas.put(id, scribble(random, 2000));
            }
            PlanarMap map = PlanarMap.of(areas);
            Samples.assertExact(map);
            for (int step = 0; step < 5; step++) {
                long id = 1 + random.nextInt(12);
                areas.put(id, scribble(random, 2000));
                map = map.with(Map.of(id, areas.get(id)));
                Samples.assertExact(map);
            }
        });
    }

    @Test
    void landThatAnotherGivesUpComesBackHoweverFarFromWhatWasLeft() {
        Map<Long, Geometry> areas = Samples.areas("POLYGON((0 0,900 0,900 200,1000 200,1000 900,0 900,0 0))",
                "POLYGON((900 0,1200 0,1200 200,900 200,900 0))", "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))");
        PlanarMap map = PlanarMap.of(areas);
        assertEquals(100_000, map.face(3).getArea());
        areas.put(2L, Samples.wkt("POLYGON((1000 0,1200 0,1200 200,1000 200,1000 0))"));
        map = map.with(Map.of(2L, areas.get(2L)));
        assertEquals(120_000, map.face(3).getArea());
        assertEquals(Samples.described(PlanarMap.of(areas)), Samples.described(map));
    }

    /// Equal but for the bends of one unit that new nodes bring.
    private static void assertAlike(Geometry expected, Geometry actual) {
        double differs = expected.symDifference(actual).getArea();
        assertTrue(differs <= 2 * expected.getLength(), () -> differs + " of " + expected.getArea() + ": " + expected + " / "
                + actual);
    }

    /// A ring of random points, which crosses itself more often than not.
    private static Geometry scribble(Random random, int side) {
        int x = random.nextInt(side);
        int y = random.nextInt(side);
        StringBuilder wkt = new StringBuilder();
        int n = 3 + random.nextInt(5);
        for (int i = 0; i < n; i++) {
            wkt.append(x + random.nextInt(side / 2)).append(' ').append(y + random.nextInt(side / 2)).append(',');
        }
        String first = wkt.substring(0, wkt.indexOf(","));
        return Samples.wkt("POLYGON((" + wkt + first + "))");
    }

    private static List<String> texts(PlanarMap map) {
        return map.findings().stream().map(PlanarMap.Finding::text).toList();
    }
}
