package org.wangge.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wangge.metrics.HotSpots.Spot;

class HotSpotsTest {

    /// Six points, those within 15 of each other as neighbours, and their Gi*, as the documentation of PySAL's `G_Local` has
    /// them.
    @Test
    void aPublishedExampleComesOutAlike() {
        double[][] points = {{10, 10}, {20, 10}, {40, 10}, {15, 20}, {30, 20}, {30, 30}};
        double[] values = {2, 3, 3.2, 5, 8, 7};
        int[][] touching = IntStream.range(0, 6).mapToObj(i -> IntStream.range(0, 6)
                .filter(j -> j != i && Math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]) <= 15)
                .toArray()).toArray(int[][]::new);
        double[] z = Arrays.stream(HotSpots.of(values, touching)).mapToDouble(Spot::z).toArray();
        assertArrayEquals(
                new double[] {-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331}, z, 1e-8);
    }

    /// The fifteen of Benjamini and Hochberg's paper (1995), of which four may be believed at 5 %.
    @Test
    void sharesOfFalseOnesAreThoseOfThePaper() {
        double[] p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000};
        double[] q = HotSpots.falseShares(p);
        assertEquals(4, Arrays.stream(q).filter(share -> share <= 0.05).count());
        assertArrayEquals(new double[] {0.0015, 0.003, 0.0095, 0.035625, 0.0603}, Arrays.copyOf(q, 5), 1e-12);
        assertEquals(q[6], q[5], 1e-12, "a clearer one is never believed less");
        assertEquals(1, q[14]);
    }

    @Test
    void chancesAreThoseOfAllDeals() {
        Random random = new Random(5);
        double[] values = random.doubles(11, 0, 1).map(v -> Math.exp(3 * v)).toArray();
        int[][] touching = new int[11][];
        for (int i = 0; i < 11; i++) {
            // two to eight others: more than half of all, too
            int others = 2 + i % 7;
            int self = i;
            touching[i] = IntStream.range(1, others + 1).map(step -> (self + step) % 11).toArray();
        }
        Spot[] spots = HotSpots.of(values, touching);
        for (int i = 0; i < 11; i++) {
            double own = values[i] + Arrays.stream(touching[i]).mapToDouble(j -> values[j]).sum();
            List<Double> all = new ArrayList<>();
            deal(values, 0, touching[i].length + 1, 0, all);
            double atLeast = all.stream().filter(s -> s >= own - 1e-9).count();
            double atMost = all.stream().filter(s -> s <= own + 1e-9).count();
            assertEquals(Math.min(1, 2 * Math.min(atLeast, atMost) / all.size()), spots[i].p(), 0.02, "area " + i);
        }
    }

    private static void deal(double[] values, int from, int more, double sum, List<Double> sums) {
        if (more == 0) {
            sums.add(sum);
            return;
        }
        for (int i = from; i <= values.length - more; i++) {
            deal(values, i + 1, more - 1, sum + values[i], sums);
        }
    }

    /// Skewed as sales are; the normal curve would find more there than it promises.
    @Test
    void whereThereIsNothingLittleIsFoundAndHardlyEverAnySpot() {
        int side = 12;
        int[][] touching = squares(side);
        Random random = new Random(1);
        int rounds = 300;
        int unlikely = 0;
        int falseAlarms = 0;
        for (int round = 0; round < rounds; round++) {
            double[] values = IntStream.range(0, side * side).mapToDouble(i -> Math.exp(1.5 * random.nextGaussian())).toArray();
            Spot[] spots = HotSpots.of(values, touching);
            unlikely += (int) Arrays.stream(spots).filter(s -> s.p() <= 0.05).count();
            falseAlarms += Arrays.stream(spots).anyMatch(s -> s.q() <= 0.05) ? 1 : 0;
        }
        double share = (double) unlikely / rounds / side / side;
        assertTrue(share > 0.035 && share < 0.06, "of all p, up to 5 %: " + share);
        assertTrue(falseAlarms < 0.09 * rounds, falseAlarms + " of " + rounds + " maps of nothing show a spot");
    }

    @Test
    void aHotCornerIsFoundAndNothingElse() {
        int side = 12;
        Random random = new Random(2);
        double[] values = IntStream.range(0, side * side)
                .mapToDouble(i -> 0.3 + 0.05 * random.nextGaussian() + (i / side < 3 && i % side < 3 ? 0.3 : 0)).toArray();
        Spot[] spots = HotSpots.of(values, squares(side));
        for (int i = 0; i < spots.length; i++) {
            boolean isInside = i / side < 2 && i % side < 2;
            boolean isFar = i / side > 4 || i % side > 4;
            assertTrue(!isInside || spots[i].q() <= HotSpots.CLEAR && spots[i].z() > 0, i + ": " + spots[i]);
            assertTrue(!isFar || spots[i].q() > HotSpots.LIKELY || spots[i].z() < 0, i + ": " + spots[i]);
        }
        double[] turned = Arrays.stream(values).map(v -> 100 - 7 * v).toArray();
        Spot[] cold = HotSpots.of(turned, squares(side));
        for (int i = 0; i < spots.length; i++) {
            assertEquals(spots[i].z(), -cold[i].z(), 1e-9, "whatever the unit is");
        }
        assertArrayEquals(spots, HotSpots.of(values, squares(side)), "the same answer each time");
    }

    @Test
    void areasWithoutAValueAreNotThere() {
        double[] values = {1, 2, Double.NaN, 4, 5, 9, 7};
        int[][] chain = {{1}, {0, 2}, {1, 3}, {2, 4}, {3, 5}, {4}, {2}};
        Spot[] spots = HotSpots.of(values, chain);
        assertNull(spots[2], "no value");
        assertNull(spots[6], "nobody around has one");
        Spot[] without = HotSpots.of(new double[] {1, 2, 4, 5, 9, 7}, new int[][] {{1}, {0}, {3}, {2, 4}, {3}, {}});
        assertEquals(without[1], spots[1]);
        assertEquals(without[2], spots[3]);
        assertNotNull(spots[0]);
        assertArrayEquals(new Spot[3], HotSpots.of(new double[] {3, 3, 3}, new int[][] {{1}, {0, 2}, {1}}), "all alike");
        assertArrayEquals(new Spot[1], HotSpots.of(new double[] {3}, new int[][] {{}}));
        assertArrayEquals(new Spot[0], HotSpots.of(new double[0], new int[0][]));
    }

    /// Squares that touch in an edge or a corner.
    private static int[][] squares(int side) {
        return IntStream.range(0, side * side).mapToObj(i -> IntStream.range(0, side * side)
                .filter(j -> j != i && Math.abs(i / side - j / side) <= 1 && Math.abs(i % side - j % side) <= 1)
                .toArray()).toArray(int[][]::new);
    }
}
