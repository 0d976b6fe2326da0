package org.wangge.streets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;
import org.wangge.geo.FixedPoint;
import org.wangge.streets.StreetNetwork.Answer;
import org.wangge.streets.StreetNetwork.Course;
import org.wangge.streets.StreetNetwork.Route;

class StreetNetworkTest {

    /// Metres, of a unit of the fixed grid at the equator.
    private static final double UNIT = Math.toRadians(6_371_008.8) / 1e7;
    private static final double NEAR = 20;

    private static Course course(Way way, String name, String wkt) {
        try {
            Geometry fixed = new WKTReader(FixedPoint.FIXED).read(wkt);
            return new Course(way, name, fixed);
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static Course street(String name, String wkt) {
        return course(Way.STREET, name, wkt);
    }

    private static Route route(StreetNetwork network, Coordinate from, Coordinate to) {
        return assertInstanceOf(Answer.Found.class, network.route(from, to, NEAR)).route();
    }

    private static Coordinate at(double x, double y) {
        return new Coordinate(x, y);
    }

    private static StreetNetwork network(List<Course> courses) {
        return StreetNetwork.of(courses, new Envelope(-20_000, 60_000, -20_000, 60_000));
    }

    private static String text(Route route) {
        return Arrays.stream(route.path()).map(c -> (int) c.x + " " + (int) c.y).collect(Collectors.joining(", "));
    }

    @Test
    void streetsThatCrossWithoutACommonVertexMeetThere() {
        StreetNetwork network = network(List.of(
                street("东街", "LINESTRING (0 0, 20000 0)"), street("南街", "LINESTRING (10000 -10000, 10000 10000)")));
        Route route = route(network, at(2_000, 100), at(10_100, 7_000));
        assertEquals("2000 0, 10000 0, 10000 7000", text(route));
        assertEquals(List.of("东街", "南街"), route.names());
        assertEquals(15_000 * UNIT, route.metres(), 0.01);
    }

    @Test
    void theWayBackIsTheSameTurnedAround() {
        StreetNetwork network = network(List.of(
                street("a", "LINESTRING (0 0, 5000 3000, 20000 0)"), street("b", "LINESTRING (10000 -10000, 10000 10000)")));
        Route there = route(network, at(1_000, 600), at(10_000, 9_000));
        Route back = route(network, at(10_000, 9_000), at(1_000, 600));
        assertEquals(Arrays.asList(there.path()).reversed(), Arrays.asList(back.path()));
        assertEquals(there.names().reversed(), back.names());
    }

    @Test
    void twoPlacesOnOneStreetAreJoinedAlongItAndNotAroundTheBlock() {
        StreetNetwork network = network(List.of(street(null, "LINESTRING (0 0, 5000 0, 5000 5000, 0 5000, 0 0)")));
        assertEquals("1000 0, 4000 0", text(route(network, at(1_000, 0), at(4_000, 0))));
        assertEquals("4000 0, 1000 0", text(route(network, at(4_000, 0), at(1_000, 0))));
        assertEquals("0 1000, 0 0, 1000 0", text(route(network, at(0, 1_000), at(1_000, 0))), "over the end of the ring");
        assertEquals("1000 0", text(route(network, at(1_000, 0), at(1_000, 50))));
    }

    @Test
    void theShorterOfTwoWaysIsTakenAndAPathOnlyWhenItIsMuchShorter() {
        Course around = street("around", "LINESTRING (0 0, 0 10000, 10000 10000, 10000 0)");
        StreetNetwork across = network(List.of(around, course(Way.PATH, "across", "LINESTRING (0 0, 10000 0)")));
        assertEquals(List.of("across"), route(across, at(0, 0), at(10_000, 0)).names());
        StreetNetwork hardly = network(List.of(
                street("around", "LINESTRING (0 0, 0 1000, 10000 1000, 10000 0)"),
                course(Way.PATH, "across", "LINESTRING (0 0, 10000 0)")));
        assertEquals(List.of("around"), route(hardly, at(0, 0), at(10_000, 0)).names());
    }

    @Test
    void aBridgeLeadsAcrossARiverAndBanksAreWaysToo() {
        Course river = course(Way.WATER, "长江", "POLYGON ((0 10000, 50000 10000, 50000 12000, 0 12000, 0 10000))");
        StreetNetwork network = network(List.of(river, street("大桥", "LINESTRING (30000 0, 30000 20000)")));
        Route route = route(network, at(10_000, 10_000), at(30_000, 15_000));
        assertEquals("10000 10000, 30000 10000, 30000 12000, 30000 15000", text(route));
        assertEquals(List.of("长江", "大桥"), route.names());
    }

    @Test
    void whatIsOutOfReachOrNotConnectedIsSaid() {
        StreetNetwork network = network(List.of(
                street("a", "LINESTRING (0 0, 10000 0)"), street("b", "LINESTRING (0 9000, 10000 9000)")));
        assertEquals(new Answer.NothingNear(true), network.route(at(0, 4_500), at(0, 0), NEAR));
        assertEquals(new Answer.NothingNear(false), network.route(at(0, 0), at(0, 4_500), NEAR));
        assertEquals(new Answer.NotConnected(), network.route(at(0, 0), at(0, 9_000), NEAR));
        assertEquals(new Answer.NothingNear(true), network(List.of()).route(at(0, 0), at(1, 1), NEAR));
    }

    /// Against all ways of a small town, tried one by one.
    @Test
    void noWayIsShorterInAnyTownOfALattice() {
        Random random = new Random(20261128);
        for (int town = 0; town < 200; town++) {
            int n = 3;
            double[][] length = new double[n * n][n * n];
            List<Course> courses = new ArrayList<>();
            for (int i = 0; i < n * n; i++) {
                for (int j : new int[] {i % n + 1 < n ? i + 1 : -1, i + n < n * n ? i + n : -1}) {
                    if (j >= 0 && random.nextInt(4) > 0) {
                        // A bend makes it as long as it likes.
                        int bend = random.nextInt(900);
                        String wkt = "LINESTRING (" + corner(i, n) + ", " + bent(i, j, n, bend) + ", " + corner(j, n) + ")";
                        courses.add(street(i + "-" + j, wkt));
                        length[i][j] = length[j][i] = courses.getLast().fixed().getLength() * UNIT;
                    }
                }
            }
            if (courses.isEmpty()) {
                continue;
            }
            double best = shortest(length, 0, n * n - 1, 1);
            Answer answer = network(courses).route(at(0, 0), at((n - 1) * 10_000, (n - 1) * 10_000), 1);
            if (best == Double.POSITIVE_INFINITY) {
                assertTrue(!(answer instanceof Answer.Found), "town " + town);
            } else {
                Route found = assertInstanceOf(Answer.Found.class, answer, "town " + town).route();
                assertEquals(best, found.metres(), 0.05, "town " + town);
            }
        }
    }

    private static String corner(int i, int n) {
        return i % n * 10_000 + " " + i / n * 10_000;
    }

    private static String bent(int i, int j, int n, int bend) {
        int x = (i % n + j % n) * 5_000 + (i % n == j % n ? bend : 0);
        int y = (i / n + j / n) * 5_000 + (i / n == j / n ? bend : 0);
        return x + " " + y;
    }

    private static double shortest(double[][] length, int from, int to, int seen) {
        if (from == to) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int next = 0; next < length.length; next++) {
            if (length[from][next] > 0 && (seen & 1 << next) == 0) {
                best = Math.min(best, length[from][next] + shortest(length, next, to, seen | 1 << next));
            }
        }
        return best;
    }
}
