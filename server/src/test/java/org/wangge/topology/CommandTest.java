package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class CommandTest {

    // Two squares of 10,000 units (111 m) side by side and a third grid above both: 1 is left, 2 right, 3 on top.
    private static final String LEFT = "POLYGON((0 0,10000 0,10000 5000,10000 10000,0 10000,0 0))";
    private static final String RIGHT = "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 5000,10000 0))";
    private static final String TOP = "POLYGON((0 10000,10000 10000,20000 10000,20000 20000,0 20000,0 10000))";
    // 2 is an island in 1, 3 stands alone, and a gap lies in 1.
    private static final String[] HOLES = {
        "POLYGON((0 0,90000 0,90000 90000,0 90000,0 0),(20000 20000,20000 40000,40000 40000,40000 20000,20000 20000),"
                + "(60000 60000,60000 80000,80000 80000,80000 60000,60000 60000))",
        "POLYGON((20000 20000,40000 20000,40000 40000,20000 40000,20000 20000))",
        "POLYGON((120000 0,130000 0,130000 10000,120000 10000,120000 0))"
    };

    private static PlanarMap three() {
        return Samples.map(LEFT, RIGHT, TOP);
    }

    private static LineString line(String points) {
        return (LineString) Samples.wkt("LINESTRING(" + points + ")");
    }

    private static Geometry area(String ring) {
        return Samples.wkt("POLYGON((" + ring + "))");
    }

    private static Coordinate point(int x, int y) {
        return new CoordinateXY(x, y);
    }

    /// Previews, applies and checks; the areas of all grids that changed, by id.
    private static Map<Long, Long> areas(PlanarMap map, Command command) {
        Patch patch = map.preview(command);
        Checks.applied(map, patch);
        Map<Long, Long> areas = new TreeMap<>();
        patch.change().forEach((id, area) -> areas.put(id, area == null ? -1 : Math.round(area.getArea())));
        return areas;
    }

    private static Problem refusal(PlanarMap map, Command command) {
        Map<Long, java.nio.ByteBuffer> before = Checks.state(map);
        Problem problem = assertThrows(ProblemException.class, () -> map.preview(command)).problem();
        assertEquals(before, Checks.state(map));
        return problem;
    }

    private static String reason(PlanarMap map, Command command) {
        Problem problem = refusal(map, command);
        assertTrue(problem instanceof Problem.Refused, problem.detail());
        assertTrue(problem.extra().get("position") instanceof List<?> p && p.size() == 2);
        return (String) problem.extra().get("reason");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // from border to border: the neighbour above gets a vertex
        "5000 0,5000 10000 ; {1=50000000, 3=200000000, 101=50000000}",
        // drawn beyond the grid, near and far
        "5000 -2000,5000 12000 ; {1=50000000, 3=200000000, 101=50000000}",
        "5000 -9000,5000 25000 ; {1=50000000, 3=200000000, 101=50000000}",
        // up to 30 m too short
        "5000 1000,5000 9500 ; {1=50000000, 3=200000000, 101=50000000}",
        // from vertex to vertex: nobody else changes
        "0 0,10000 10000 ; {1=50000000, 101=50000000}",
        // along the border for a while
        "10000 0,10000 5000,5000 5000,0 5000 ; {1=50000000, 101=50000000}",
        // out and in again: the largest keeps the id, then the southern one
        "0 2000,12000 2000,12000 8000,0 8000 ; {1=60000000, 2=100000000, 101=20000000, 102=20000000}",
        // the smaller part gets the new id, wherever it lies
        "2000 0,2000 10000 ; {1=80000000, 3=200000000, 101=20000000}",
        // a ring cuts out an island, closed or nearly
        "4000 4000,6000 4000,6000 6000,4000 6000,4000 4000 ; {1=96000000, 101=4000000}",
        "4000 4000,6000 4000,6000 6000,4000 6000,4000 4050 ; {1=96000000, 101=4000000}",
        // crosses itself: the loop is a part of its own
        "0 5000,8000 5000,8000 8000,5000 8000,5000 0 ; {1=66000000, 101=25000000, 102=9000000}"
    })
    void splitCutsFromBorderToBorder(String path, String expected) {
        PlanarMap map = three();
        Command.Split split = new Command.Split(1, line(path), List.of(101L, 102L, 103L));
        assertEquals(expected, areas(map, split).toString());
        assertEquals(1 + map.preview(split).after().keySet().stream().filter(id -> id > 100).count(),
                map.parts(1, line(path), id -> "grid " + id));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "4000 4000,6000 6000 ; off_border ; The line begins inside grid 1, 45 m from its border (at 0.0004000, 0.0004000).",
        "0 5000,5000 5000 ; off_border ; The line ends inside grid 1, 56 m from its border (at 0.0005000, 0.0005000).",
        "12000 2000,15000 3000 ; no_split ; The line does not divide grid 1 (at 0.0012000, 0.0002000).",
        "0 2000,0 8000 ; no_split ; The line does not divide grid 1 (at 0.0000000, 0.0002000).",
        "10 0,0 10 ; too_small ; A part of grid 1 would have only 0.01 m² and a width of 0.03 m (at 0.0000000, 0.0000010).",
        "0 1,10000 1 ; too_small ; A part of grid 1 would have only 1.24 m² and a width of 0.01 m (at 0.0000000, 0.0000001).",
        "5000 5000,5000 5000 ; single_point ; The path is a single point (at 0.0005000, 0.0005000)."
    })
    void splitIsRefusedWithWordsAndPlace(String path, String reason, String detail) {
        Problem problem = refusal(three(), new Command.Split(1, line(path), List.of(101L)));
        assertEquals(detail, problem.detail());
        assertEquals(reason, problem.extra().get("reason"));
    }

    @Test
    void splitTellsHowManyIdsItNeeds() {
        Problem problem = refusal(three(), new Command.Split(1, line("0 2000,12000 2000,12000 8000,0 8000"), List.of(101L)));
        assertEquals(2, problem.extra().get("needed"));
        assertEquals("too_few_ids", problem.extra().get("reason"));
        assertTrue(refusal(three(), new Command.Split(1, line("5000 0,5000 10000"), List.of(2L))) instanceof Problem.BadInput);
        assertTrue(refusal(three(), new Command.Split(9, line("5000 0,5000 10000"), List.of(101L))) instanceof Problem.NotFound);
    }

    @Test
    void splitLeavesHolesAndOtherPartsInPlace() {
        PlanarMap map = Samples.map(HOLES);
        // from the outer border to the island: a line that divides nothing; on through it: two parts
        assertEquals("no_split", reason(map, new Command.Split(1, line("0 30000,20000 30000"), List.of(101L))));
        assertEquals("{1=4800000000, 2=400000000, 101=2500000000}",
                areas(map, new Command.Split(1, line("0 30000,90000 30000"), List.of(101L))).toString());
        // around the island
        assertEquals("{1=6800000000, 101=500000000}", areas(map, new Command.Split(1,
                line("15000 15000,45000 15000,45000 45000,15000 45000,15000 15000"), List.of(101L))).toString());
        PlanarMap parts = Samples.map("MULTIPOLYGON(((0 0,10000 0,10000 10000,0 10000,0 0)),"
                + "((20000 0,30000 0,30000 10000,20000 10000,20000 0)),((50000 0,60000 0,60000 10000,50000 10000,50000 0)))");
        // the part that is not cut stays with the id
        assertEquals("{1=170000000, 101=60000000, 102=40000000, 103=30000000}", areas(parts,
                new Command.Split(1, line("0 4000,10000 4000,20000 3000,30000 3000"), List.of(101L, 102L, 103L))).toString());
    }

    @Test
    void mergeJoinsNeighboursAndKeepsTheirVertices() {
        PlanarMap map = three();
        Patch patch = map.preview(new Command.Merge(List.of(2L, 1L), 1));
        PlanarMap after = Checks.applied(map, patch);
        assertEquals(area("0 0,10000 0,20000 0,20000 10000,10000 10000,0 10000,0 0").norm(), after.face(1).norm());
        assertEquals(Set.of(1L, 3L), after.faces());
        assertEquals(List.of(2L), patch.strips().stream().map(Patch.Strip::from).toList());
        assertSame(map.face(3), after.face(3));
    }

    @Test
    void mergeFillsIslandsAndJoinsPartsThatDoNotTouch() {
        PlanarMap map = Samples.map(HOLES);
        assertEquals("{1=7700000000, 2=-1}", areas(map, new Command.Merge(List.of(1L, 2L), 1)).toString());
        assertEquals("{1=7400000000, 3=-1}", areas(map, new Command.Merge(List.of(1L, 3L), 1)).toString());
        assertEquals("{1=-1, 2=-1, 3=7800000000}", areas(map, new Command.Merge(List.of(1L, 2L, 3L), 3)).toString());
        for (List<Long> grids : List.of(List.of(1L), List.of(1L, 1L), List.of(2L, 3L))) {
            assertTrue(refusal(map, new Command.Merge(grids, 1)) instanceof Problem.BadInput);
        }
        assertTrue(refusal(map, new Command.Merge(List.of(1L, 9L), 1)) instanceof Problem.NotFound);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // across three grids; 3 gives and keeps, 2 gives
        "1 ; 8000 8000,12000 8000,12000 12000,8000 12000,8000 8000 ; {1=112000000, 2=96000000, 3=192000000} ; 2>1 3>1",
        // the same with a border that runs along the neighbours'
        "1 ; 10000 0,12000 0,12000 10000,10000 10000,10000 0 ; {1=120000000, 2=80000000, 3=200000000} ; 2>1",
        // within another grid: a part of its own
        "1 ; 14000 2000,16000 2000,16000 4000,14000 4000,14000 2000 ; {1=104000000, 2=96000000} ; 2>1",
        // to nobody
        "0 ; 8000 8000,12000 8000,12000 12000,8000 12000,8000 8000 ; {1=96000000, 2=96000000, 3=192000000} ; 1>0 2>0 3>0",
        // over the outer border: from nobody
        "1 ; -5000 2000,5000 2000,5000 4000,-5000 4000,-5000 2000 ; {1=110000000} ; 0>1",
        // all of a grid and more: it is gone
        "1 ; 9000 -1000,21000 -1000,21000 11000,9000 11000,9000 -1000 ; {1=234000000, 2=-1, 3=189000000} ; 0>1 2>1 3>1"
    })
    void transferGivesTheLandInsideAnArea(long to, String ring, String expected, String strips) {
        PlanarMap map = three();
        Command command = new Command.Transfer(to, area(ring));
        assertEquals(expected, areas(map, command).toString());
        assertEquals(strips, String.join(" ", map.preview(command).strips().stream().map(s -> s.from() + ">" + s.to()).toList()));
        List<Coordinate> turned = List.of(area(ring).reverse().getCoordinates());
        assertEquals(expected, areas(map, new Command.Transfer(to, area(String.join(",",
                turned.stream().map(c -> (int) c.x + " " + (int) c.y).toList())))).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "1 ; 2000 2000,4000 2000,4000 4000,2000 2000 ; no_change",
        "0 ; 32000 2000,34000 2000,34000 4000,32000 2000 ; no_change",
        "1 ; 8000 2000,12000 2000,8000 4000,12000 4000,8000 2000 ; crosses_itself",
        "1 ; 12000 2000,14000 2000,12000 2000,12000 2000 ; too_small",
        // an island of 3 cm is nobody's intention
        "1 ; 12000 1000,12003 1000,12003 9000,12000 9000,12000 1000 ; no_change"
    })
    void transferIsRefused(long to, String ring, String reason) {
        assertEquals(reason, reason(three(), new Command.Transfer(to, area(ring))));
    }

    @Test
    void transferLeavesNoSliverBehind() {
        // 2 would keep a strip of 2 cm along its border with 1
        assertEquals("{1=200000000, 2=-1, 3=200000000}",
                areas(three(), new Command.Transfer(1, area("10002 0,20000 0,20000 10000,10002 10000,10002 0"))).toString());
    }

    @Test
    void transferTakesIslandsAndAreasWithHoles() {
        PlanarMap map = Samples.map(HOLES);
        // a ring around the island: the island stays
        assertEquals("{1=6800000000, 3=600000000}", areas(map, new Command.Transfer(3, Samples.wkt(
                "POLYGON((15000 15000,45000 15000,45000 45000,15000 45000,15000 15000),"
                        + "(20000 20000,40000 20000,40000 40000,20000 40000,20000 20000))"))).toString());
        // gap and island at once
        assertEquals("{1=8100000000, 2=-1}", areas(map, new Command.Transfer(1, Samples.wkt(
                "MULTIPOLYGON(((15000 15000,45000 15000,45000 45000,15000 45000,15000 15000)),"
                        + "((55000 55000,85000 55000,85000 85000,55000 85000,55000 55000)))"))).toString());
        assertTrue(refusal(map, new Command.Transfer(9, area("0 0,9 0,9 9,0 0"))) instanceof Problem.NotFound);
        assertTrue(refusal(map, new Command.Transfer(1, Samples.wkt("POLYGON EMPTY"))) instanceof Problem.BadInput);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "true ; 8000 8000,12000 8000,12000 12000,8000 12000,8000 8000 ; {1=96000000, 2=96000000, 3=192000000, 9=16000000}",
        "true ; -2000 2000,2000 2000,2000 4000,-2000 4000,-2000 2000 ; {1=96000000, 9=8000000}",
        "false ; -2000 2000,2000 2000,2000 4000,-2000 4000,-2000 2000 ; {1=100000000, 9=4000000}",
        "false ; 30000 0,40000 0,40000 10000,30000 0 ; {9=50000000}"
    })
    void createTakesFreeLandOrCarves(boolean carve, String ring, String expected) {
        assertEquals(expected, areas(three(), new Command.Create(9, area(ring), carve)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "false ; 8000 8000,12000 8000,12000 12000,8000 12000,8000 8000 ; no_free_land",
        "true ; 8000 8000,8010 8000,8010 8010,8000 8010,8000 8000 ; too_small"
    })
    void createIsRefused(boolean carve, String ring, String reason) {
        assertEquals(reason, reason(three(), new Command.Create(9, area(ring), carve)));
    }

    @Test
    void createNeedsANewId() {
        assertTrue(refusal(three(), new Command.Create(2, area("8000 8000,12000 8000,12000 12000,8000 8000"), true))
                instanceof Problem.BadInput);
    }

    @Test
    void createInAGapFillsIt() {
        assertEquals("{9=400000000}", areas(Samples.map(HOLES),
                new Command.Create(9, area("55000 55000,85000 55000,85000 85000,55000 85000,55000 55000"), false)).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "rule", value = {
        // 3 has the longer border with neither: the lowest id
        "3 ; rule ; {1=300000000, 3=-1}",
        "3 ; 2 ; {2=300000000, 3=-1}",
        "3 ; 0 ; {3=-1}",
        "1 ; 3 ; {1=-1, 3=300000000}"
    })
    void deleteGivesTheLandToANeighbour(long grid, Long to, String expected) {
        assertEquals(expected, areas(three(), new Command.Delete(grid, to)).toString());
    }

    @Test
    void deleteByRuleLooksAtEachPart() {
        PlanarMap map = Samples.map(
                "POLYGON((0 0,10000 0,10000 10000,0 10000,0 0))",
                "POLYGON((40000 0,50000 0,50000 10000,40000 10000,40000 0))",
                "MULTIPOLYGON(((10000 0,12000 0,12000 10000,10000 10000,10000 0)),"
                        + "((37000 0,40000 0,40000 10000,37000 10000,37000 0)),((70000 0,74000 0,74000 10000,70000 10000,70000 "
                        + "0)))");
        Patch patch = map.preview(new Command.Delete(3, null));
        PlanarMap after = Checks.applied(map, patch);
        assertEquals(120_000_000, after.face(1).getArea());
        assertEquals(130_000_000, after.face(2).getArea());
        assertEquals(List.of("3>0", "3>1", "3>2"), patch.strips().stream().map(s -> s.from() + ">" + s.to()).toList());
        assertEquals("no_common_border", reason(Samples.map(HOLES), new Command.Delete(2, 3L)));
        assertTrue(refusal(map, new Command.Delete(3, 3L)) instanceof Problem.BadInput);
        assertTrue(refusal(map, new Command.Delete(9, null)) instanceof Problem.NotFound);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // where three borders meet, aimed 11 m beside it
        "11000 10000 ; 11000 9000 ; {1=97500000, 2=92500000, 3=210000000}",
        // a plain vertex of one border
        "10000 5000 ; 12000 5000 ; {1=110000000, 2=90000000}",
        // a corner of the outer border
        "0 0 ; -2000 -2000 ; {1=120000000}"
    })
    void moveNodeTakesAllBordersAlong(String node, String to, String expected) {
        Coordinate from = line(node + ",0 0").getCoordinateN(0);
        Coordinate target = line(to + ",0 0").getCoordinateN(0);
        assertEquals(expected, areas(three(), new Command.MoveNode(from, target)).toString());
    }

    /// The old border and the new one cross at a place between the units, and the narrow cell behind it lies askew over both.
    @Test
    void landThatMovesBetweenTwoGridsIsNobodysAtNoTime() {
        PlanarMap map = Samples.map(
                "POLYGON((2163 1275,2133 1196,2128 1183,2185 869,2382 1036,2420 1200,2426 1228,2328 1339,2322 1333,2241 1291,"
                        + "2169 1273,2163 1275))",
                "POLYGON((2163 1275,2169 1273,2241 1291,2322 1333,2328 1339,2230 1450,2163 1275))");
        List<Patch.Strip> strips = map.preview(new Command.MoveNode(point(2322, 1333), point(2275, 1296))).strips();
        assertEquals(Set.of("1>2", "2>1"), strips.stream().map(s -> s.from() + ">" + s.to()).collect(Collectors.toSet()));
    }

    @Test
    void moveNodeIsRefusedWhereBordersWouldMeet() {
        PlanarMap map = three();
        assertEquals("no_vertex", reason(map, new Command.MoveNode(point(5000, 5000), point(6000, 6000))));
        assertEquals("no_change", reason(map, new Command.MoveNode(point(10000, 5000), point(10000, 5000))));
        assertEquals("meets_border", reason(map, new Command.MoveNode(point(10000, 5000), point(25000, 5000))));
        assertEquals("meets_border", reason(map, new Command.MoveNode(point(10000, 5000), point(10000, 0))));
        Problem problem = refusal(map, new Command.MoveNode(point(10000, 5000), point(12000, 12000)));
        assertEquals("A border that ends in the vertex would meet the border between grid 3 and grid 2"
                        + " (at 0.0011667, 0.0010000).",
                problem.detail());
        // over an island, and over a grid that stands alone
        assertEquals("no_area", reason(Samples.map(HOLES), new Command.MoveNode(point(0, 0), point(60000, 50000))));
        assertEquals("no_area", reason(Samples.map("POLYGON((0 0,10000 0,10000 10000,0 10000,0 0))",
                "POLYGON((12000 8000,13000 8000,13000 9000,12000 8000))"),
                new Command.MoveNode(point(10000, 10000), point(30000, 20000))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // extended and shrunk, named either way
        "1 ; 0 ; 0 2000,-3000 2000,-3000 8000,0 8000 ; {1=118000000}",
        "0 ; 1 ; 0 2000,3000 2000,3000 8000,0 8000 ; {1=82000000}",
        // a gap between two grids is closed from one side
        "3 ; 0 ; 0 20000,10000 24000,20000 20000 ; {3=240000000}"
    })
    void reshapeMovesTheOuterBorder(long a, long b, String path, String expected) {
        PlanarMap map = three();
        assertEquals(expected, areas(map, new Command.Reshape(a, b, line(path))).toString());
        Patch.Strip strip = map.preview(new Command.Reshape(a, b, line(path))).strips().getFirst();
        assertEquals(0, Math.min(strip.from(), strip.to()));
    }

    @Test
    void reshapeOfTheOuterBorderStopsAtOtherGrids() {
        PlanarMap map = Samples.map(HOLES);
        Problem problem = refusal(map, new Command.Reshape(1, 0, line("90000 1000,125000 5000,90000 12000")));
        assertEquals("The path leaves grid 1 and land that belongs to no grid: it meets the border with grid 3"
                        + " (at 0.0120000, 0.0004429).",
                problem.detail());
        // around it, the grid becomes an island
        assertEquals("{1=8700000000}", areas(map,
                new Command.Reshape(1, 0, line("90000 0,90000 -10000,140000 -10000,140000 20000,90000 20000"))).toString());
        // the gap grows into the grid
        assertEquals("{1=7100000000}", areas(map,
                new Command.Reshape(0, 1, line("60000 60000,50000 60000,50000 80000,60000 80000"))).toString());
    }
}
