package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class ReshapeTest {

    // Two squares of 10,000 units (111 m) side by side and a third grid above both: 1 is left, 2 right, 3 on top.
    private static final String LEFT = "POLYGON((0 0,10000 0,10000 5000,10000 10000,0 10000,0 0))";
    private static final String RIGHT = "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 5000,10000 0))";
    private static final String TOP = "POLYGON((0 10000,10000 10000,20000 10000,20000 20000,0 20000,0 10000))";

    private static Patch reshape(PlanarMap map, long a, long b, String path) {
        return map.preview(new Command.Reshape(a, b, (LineString) Samples.wkt("LINESTRING(" + path + ")")));
    }

    private static PlanarMap applied(PlanarMap map, Patch patch) {
        PlanarMap after = map.with(patch.after());
        Samples.assertExact(after);
        assertEquals(Samples.doubledArea(map), Samples.doubledArea(after));
        patch.after().forEach((id, area) ->
                assertTrue(area.equalsExact(after.face(id)), "the map shows another area than the patch"));
        PlanarMap back = after.with(patch.inverse().after());
        assertEquals(Samples.described(map), Samples.described(back));
        map.faces().forEach(id -> assertTrue(map.face(id).equalsExact(back.face(id))));
        double given = patch.strips().stream().filter(s -> s.from() == 1).mapToDouble(s -> s.area().getArea()).sum();
        double taken = patch.strips().stream().filter(s -> s.to() == 1).mapToDouble(s -> s.area().getArea()).sum();
        if (patch.before().containsKey(1L)) {
            assertEquals(patch.after().get(1L).getArea() - patch.before().get(1L).getArea(), taken - given, 1e-6 * given + 1e5);
        }
        return after;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // between vertices, into 2
        "10000 2000, 13000 2000, 13000 8000, 10000 8000 ; 18000000",
        // the same, drawn the other way round
        "10000 8000, 13000 8000, 13000 2000, 10000 2000 ; 18000000",
        // from node to outer end: the whole edge
        "10000 0, 12000 5000, 10000 10000 ; 10000000",
        // from vertex to node
        "10000 5000, 9000 7000, 10000 10000 ; -2500000",
        // within one segment
        "10000 1000, 11000 2000, 10000 3000 ; 1000000",
        // weaves across the old border
        "10000 1000, 12000 2000, 8000 6000, 10000 8000 ; -1000000",
        // runs along the old border for a while
        "10000 1000, 10000 3000, 11000 4000, 10000 5000, 10000 7000, 9000 8000, 10000 9000 ; 0",
        // ends off the border, and a point twice
        "10020 2000, 13000 2000, 13000 2000, 13000 8000, 9990 8000 ; 18000000"
    })
    void movesLandBetweenTheTwoAndNothingElse(String path, double gain) {
        PlanarMap map = Samples.map(LEFT, RIGHT, TOP);
        Patch patch = reshape(map, 1, 2, path);
        PlanarMap after = applied(map, patch);
        assertEquals(100_000_000 + gain, after.face(1).getArea(), 0.001);
        assertEquals(100_000_000 - gain, after.face(2).getArea(), 0.001);
        assertTrue(map.face(3) == after.face(3));
        Patch swapped = reshape(map, 2, 1, path);
        assertEquals(patch.after().get(1L).norm(), swapped.after().get(1L).norm());
    }

    @Test
    void stripsTellWhoLosesLand() {
        Patch patch = reshape(Samples.map(LEFT, RIGHT, TOP), 1, 2, "10000 1000, 12000 3000, 8000 7000, 10000 9000");
        Map<String, Double> strips = new HashMap<>();
        patch.strips().forEach(s -> strips.put(s.from() + ">" + s.to(), s.area().getArea()));
        assertEquals(Map.of("2>1", 4_000_000.0, "1>2", 4_000_000.0), strips);
    }

    @Test
    void anEndNearAVertexTakesTheVertex() {
        PlanarMap map = Samples.map(LEFT, RIGHT, TOP);
        Patch patch = reshape(map, 1, 2, "10000 5010, 9000 7000, 10000 9990");
        assertEquals(Samples.wkt("POLYGON((0 0,10000 0,10000 5000,9000 7000,10000 10000,0 10000,0 0))").norm(),
                patch.after().get(1L).norm());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "10000 2000, 13000 2000, 13000 12000, 10000 8000 ! The path leaves grid 1 and grid 2: it meets the border with grid 3 "
                + "(at 0.0013000, 0.0010000).",
        "10000 2000, 13000 2000, 13000 -2000, 9000 -2000, 10000 8000 ! The path leaves grid 1 and grid 2: it meets the border "
                + "with land that belongs to no grid (at 0.0013000, 0.0000000).",
        "10000 2000, 13000 2000, 13000 10000, 10000 8000 ! The path leaves grid 1 and grid 2: it meets the border with grid 3 "
                + "(at 0.0013000, 0.0010000).",
        "10000 2000, 13000 2000, 20000 10000, 10000 8000 ! The path leaves grid 1 and grid 2: it meets the border with land "
                + "that belongs to no grid (at 0.0020000, 0.0010000).",
        "10000 2000, 13000 2000, 10000 10000, 9000 8000, 10000 7000 ! The path meets the part of the border between grid 1 and "
                + "grid 2 that stays (at 0.0010000, 0.0010000).",
        "10000 2000, 12000 2000, 12000 3000, 11000 1000, 10000 8000 ! The path crosses or touches itself (at 0.0010857, "
                + "0.0002000).",
        "10000 2000, 12000 2000, 12000 3000, 11000 2000, 10000 8000 ! The path crosses or touches itself (at 0.0011000, "
                + "0.0002000).",
        "10000 2000, 12000 2000, 11000 2000, 10000 8000 ! The path crosses or touches itself (at 0.0011000, 0.0002000).",
        "10000 4000, 12000 2000, 8000 1000, 10000 8000 ! The path meets the part of the border between grid 1 and grid 2 that "
                + "stays (at 0.0010000, 0.0001500).",
        "14000 2000, 10000 6000 ! The path begins 45 m from the border between grid 1 and grid 2 (at 0.0014000, 0.0002000).",
        "10000 2000, 12000 6000, 10000 2000 ! The path begins and ends at the same place of the border (at 0.0010000,"
                + " 0.0002000).",
        "10000 2000, 10000 6000 ! The path runs along the present border; nothing would change (at 0.0010000, 0.0002000).",
        "10000 2000, 10000 2000 ! The path is a single point (at 0.0010000, 0.0002000)."
    })
    void refusesWithWordsAndPlace(String path, String detail) {
        PlanarMap map = Samples.map(LEFT, RIGHT, TOP);
        List<String> before = Samples.described(map);
        Problem problem = assertThrows(ProblemException.class, () -> reshape(map, 1, 2, path)).problem();
        assertEquals(detail, problem.detail());
        assertTrue(problem instanceof Problem.Refused);
        assertTrue(problem.extra().get("position") instanceof List<?> p && p.size() == 2);
        assertEquals(before, Samples.described(map));
    }

    @Test
    void aPathFromNodeToNodeThroughAThirdGridIsRefused() {
        PlanarMap map = Samples.map(
                "POLYGON((0 0,10000 0,10000 3000,10000 7000,10000 10000,0 10000,0 0))",
                "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 7000,14000 7000,14000 3000,10000 3000,10000 0))",
                "POLYGON((10000 3000,14000 3000,14000 7000,10000 7000,10000 3000))");
        Problem problem = assertThrows(ProblemException.class, () -> reshape(map, 1, 3, "10000 3000,16000 5000,10000 7000"))
                .problem();
        assertTrue(problem.detail().startsWith("The path leaves grid 1 and grid 3: it meets the border with grid 2"),
                problem.detail());
        Problem outside = assertThrows(ProblemException.class, () -> reshape(map, 1, 2, "10000 3000,12000 5000,10000 7000"))
                .problem();
        assertTrue(outside.detail().startsWith("The path begins and ends on two different stretches"), outside.detail());
        // a|b both below and above: each stretch can be redrawn, across both not
        applied(map, reshape(map, 1, 2, "10000 1000,11000 2000,10000 3000"));
        applied(map, reshape(map, 1, 2, "10000 7000,9000 8000,10000 10000"));
    }

    @Test
    void aPathThatBeginsOnTheWrongSideOfANodeIsRefused() {
        // 3 is a lens between 1 and 2; a path around its far side meets no border of 1 or 3 but in the two nodes
        PlanarMap map = Samples.map(
                "POLYGON((0 0,10000 0,10000 2000,5000 5000,10000 8000,10000 10000,0 10000,0 0))",
                "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 8000,12000 5000,10000 2000,10000 0))",
                "POLYGON((10000 2000,12000 5000,10000 8000,5000 5000,10000 2000))");
        Problem problem =
                assertThrows(ProblemException.class, () -> reshape(map, 1, 3, "10000 2000,15000 5000,10000 8000")).problem();
        assertEquals("The path runs outside grid 1 and grid 3 (at 0.0012500, 0.0003500).", problem.detail());
        applied(map, reshape(map, 1, 3, "10000 2000,10000 8000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        // around the lower half; outward bulge; inward cut; around the corner where the ring begins
        "40000 50000,35000 50000,35000 35000,65000 35000,65000 50000,60000 50000 ; 250000000",
        "60000 45000,70000 50000,60000 55000 ; 50000000",
        "60000 45000,50000 50000,60000 55000 ; -50000000",
        "45000 40000,30000 30000,40000 45000 ; 50000000",
        "40000 45000,30000 30000,45000 40000 ; 50000000"
    })
    void theBorderOfAnIslandChangesOnTheSmallerSide(String path, double gain) {
        PlanarMap map = Samples.map(
                "POLYGON((0 0,90000 0,90000 90000,0 90000,0 0),(40000 40000,40000 60000,60000 60000,60000 40000,40000 40000))",
                "POLYGON((60000 40000,60000 60000,40000 60000,40000 40000,60000 40000))");
        Patch patch = reshape(map, 1, 2, path);
        PlanarMap after = applied(map, patch);
        assertEquals(400_000_000 + gain, after.face(2).getArea());
    }

    @Test
    void landAroundAnIslandChangesHandsWithoutTheIsland() {
        PlanarMap map = Samples.map(
                "POLYGON((0 0,10000 0,10000 10000,0 10000,0 0))",
                "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 0),(13000 4000,13000 6000,15000 6000,15000 4000,13000 "
                        + "4000))",
                "POLYGON((13000 4000,15000 4000,15000 6000,13000 6000,13000 4000))");
        Patch patch = reshape(map, 1, 2, "10000 2000,17000 2000,17000 8000,10000 8000");
        PlanarMap after = applied(map, patch);
        assertEquals(100_000_000 + 38_000_000, after.face(1).getArea());
        assertTrue(map.face(3) == after.face(3));
        assertEquals(38_000_000, patch.strips().getFirst().area().getArea());
    }

    @Test
    void aPathAroundAnExclaveIsRefused() {
        PlanarMap map = Samples.map(
                "MULTIPOLYGON(((0 0,10000 0,10000 10000,0 10000,0 0)),((13000 4000,15000 4000,15000 6000,13000 6000,"
                        + "13000 4000)))",
                "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 0),(13000 4000,13000 6000,15000 6000,15000 4000,13000 "
                        + "4000))");
        Problem problem =
                assertThrows(ProblemException.class, () -> reshape(map, 1, 2, "10000 2000,17000 2000,17000 8000,10000 8000"))
                        .problem();
        assertEquals("The path goes around another stretch of the border between grid 1 and grid 2 (at 0.0013000, 0.0004000).",
                problem.detail());
        applied(map, reshape(map, 1, 2, "13000 4500,12000 5000,13000 5500"));
    }

    @Test
    void namesAreThoseOfTheCaller() {
        PlanarMap map = Samples.map(LEFT, RIGHT, TOP);
        LineString path = (LineString) Samples.wkt("LINESTRING(5000 10000,5000 15000)");
        Problem problem = assertThrows(ProblemException.class, () ->
                map.preview(new Command.Reshape(1, 2, path), id -> "G0" + id)).problem();
        assertEquals("The path begins 56 m from the border between G01 and G02 (at 0.0005000, 0.0010000).", problem.detail());
    }

    @Test
    void gridsWithoutCommonBorderAndUnknownGridsAreRefused() {
        PlanarMap map = Samples.map(LEFT, "POLYGON((20000 0,30000 0,30000 10000,20000 10000,20000 0))");
        assertTrue(refusal(map, 1, 2) instanceof Problem.Refused);
        assertTrue(refusal(map, 1, 9) instanceof Problem.NotFound);
        assertTrue(refusal(map, 1, 1) instanceof Problem.BadInput);
    }

    private static Problem refusal(PlanarMap map, long a, long b) {
        return assertThrows(ProblemException.class, () -> reshape(map, a, b, "10000 2000,12000 5000,10000 8000")).problem();
    }

    @Test
    void theResultStaysAFixedGeometry() {
        PlanarMap map = Samples.map(LEFT, RIGHT, TOP);
        for (Geometry area : reshape(map, 1, 2, "9987 2033.4,11000 4000,10012 7777.7").after().values()) {
            assertTrue(java.util.Arrays.stream(area.getCoordinates()).allMatch(c -> c.x == Math.rint(c.x)
                    && c.y == Math.rint(c.y)));
        }
    }
}
