package org.wangge.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

class HexLatticeTest {

    private static final GeometryFactory PLANE = new GeometryFactory();

    @ParameterizedTest
    @CsvSource({"32, 31.2", "64, 0", "4096, 47.1", "4194304, 65"})
    void aPointIsInTheHexagonWhoseAreaHoldsIt(double metres, double lat) {
        HexLattice lattice = HexLattice.of(metres, lat);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 5_000; i++) {
            int x = (int) random.nextLong(Mercator.WORLD_SIZE);
            int y = (int) random.nextLong(Mercator.WORLD_SIZE);
            long key = lattice.at(x, y);
            double off = polygon(lattice, key).distance(PLANE.createPoint(new Coordinate(x, y)));
            assertTrue(off < 1e-5 * lattice.width(), () -> x + " " + y + " is " + off + " beside its hexagon");
        }
    }

    @Test
    void neighboursHaveTheSameCorners() {
        HexLattice lattice = HexLattice.of(48, 31.2);
        Map<String, Integer> corners = new HashMap<>();
        for (int q = 1000; q < 1010; q++) {
            for (int r = -1005; r < -995; r++) {
                for (int c = 0; c < HexLattice.CORNERS; c++) {
                    long key = HexLattice.key(q, r);
                    corners.merge(lattice.cornerX(key, c) + " " + lattice.cornerY(key, c), 1, Integer::sum);
                }
            }
        }
        // 10 by 10 hexagons: Euler says how many corners they have.
        assertEquals(2 * 11 * 11 - 2, corners.size());
        assertEquals(600, corners.values().stream().mapToInt(n -> n).sum());
        assertTrue(corners.values().stream().allMatch(n -> n <= 3));
    }

    @Test
    void theWidthIsThatOnTheGround() {
        HexLattice lattice = HexLattice.of(1000, 31.2);
        long key = lattice.at(Mercator.worldX(121.4), Mercator.worldY(31.2));
        Envelope box = polygon(lattice, key).getEnvelopeInternal();
        double metres = box.getWidth() * Mercator.groundMetresPerUnit(box.centre().y);
        assertEquals(1000, metres, 0.5);
        assertEquals(lattice.height(), box.getHeight(), 1e-6 * lattice.width());
        assertEquals(2 / Math.sqrt(3), box.getHeight() / box.getWidth(), 1e-9);
        assertEquals(-7, HexLattice.q(HexLattice.key(-7, -9)));
        assertEquals(-9, HexLattice.r(HexLattice.key(-7, -9)));
    }

    private static Polygon polygon(HexLattice lattice, long key) {
        Coordinate[] ring = new Coordinate[HexLattice.CORNERS + 1];
        for (int c = 0; c < ring.length; c++) {
            int corner = c % HexLattice.CORNERS;
            ring[c] = new Coordinate(lattice.cornerX(key, corner), lattice.cornerY(key, corner));
        }
        return PLANE.createPolygon(ring);
    }
}
