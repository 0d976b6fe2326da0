package org.wangge.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Hot and cold spots: areas that together with those around them have values so far from the mean as chance would hardly put
/// them there. Getis–Ord Gi* (J. K. Ord and A. Getis, 1995), each area and those that touch it with weight 1.
///
/// How often chance does as much is counted, over random deals of the same values to the areas, and not read off the normal
/// curve, which windows of few areas with skewed values don't follow. Since windows of as many areas share one such count, it is
/// taken for all of them at once, and for clear cases as for doubtful ones. The same values always give the same answer.
public final class HotSpots {

    /// Of one area. `z` is Gi* in standard deviations, above 0 for a hot one. `p` is the chance of a window at least as far out,
    /// to either side, and never below what the number of deals can tell. `q` is the share of false ones that is to be expected
    /// among all spots at least as clear as this (Y. Benjamini and Y. Hochberg, 1995).
    public record Spot(double z, double p, double q) {}

    /// Spots with a `q` up to this are shown.
    public static final double LIKELY = 0.05;
    /// And those up to this stand out among them.
    public static final double CLEAR = 0.01;

    private static final int FEWEST_DEALS = 20_000;
    private static final int MOST_DEALS = 1_000_000;
    /// For each area: enough for the clearest one of all to be told from chance.
    private static final int DEALS_PER_AREA = 160;
    /// Sums that differ by less than this part of a standard deviation are equal but for rounding.
    private static final double TIE = 1e-9;

    private HotSpots() {}

    /// `values[i]` is that of area i, NaN where there is none to go by; `touching[i]` are the areas that touch it. Null for an
    /// area without a value, for one that touches none or all of those that have one, and where all values are equal.
    public static Spot[] of(double[] values, int[][] touching) {
        int[] valued = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
        double[] dealt = Arrays.stream(valued).mapToDouble(i -> values[i]).toArray();
        Spot[] spots = new Spot[values.length];
        double mean = Arrays.stream(dealt).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(dealt).map(v -> (v - mean) * (v - mean)).average().orElse(0));
        if (deviation <= Math.abs(mean) * TIE) {
            return spots;
        }
        double[] standard = Arrays.stream(dealt).map(v -> (v - mean) / deviation).toArray();
        Map<Integer, int[]> bySize = new TreeMap<>();
        double[] sums = new double[values.length];
        for (int i : valued) {
            int size = 1;
            sums[i] = (values[i] - mean) / deviation;
            for (int j : touching[i]) {
                if (!Double.isNaN(values[j])) {
                    sums[i] += (values[j] - mean) / deviation;
                    size++;
                }
            }
            if (size > 1 && size < valued.length) {
                bySize.merge(size, new int[] {i}, HotSpots::joined);
            }
        }
        int deals = Math.clamp((long) DEALS_PER_AREA * valued.length, FEWEST_DEALS, MOST_DEALS);
        bySize.forEach((size, areas) -> {
            double[] p = chances(standard, size, Arrays.stream(areas).mapToDouble(i -> sums[i]).toArray(), deals);
            double n = valued.length;
            double spread = Math.sqrt(size * (n - size) / (n - 1));
            for (int k = 0; k < areas.length; k++) {
                spots[areas[k]] = new Spot(sums[areas[k]] / spread, p[k], 1);
            }
        });
        int[] told = IntStream.range(0, spots.length).filter(i -> spots[i] != null).toArray();
        double[] shares = falseShares(Arrays.stream(told).mapToDouble(i -> spots[i].p).toArray());
        for (int k = 0; k < told.length; k++) {
            spots[told[k]] = new Spot(spots[told[k]].z, spots[told[k]].p, shares[k]);
        }
        return spots;
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /// How likely sums of so many of these values, drawn without putting back, are at least as far out as each of `sums`.
    private static double[] chances(double[] standard, int size, double[] sums, int deals) {
        double[] sorted = sums.clone();
        Arrays.sort(sorted);
        // how many draws first reach the k-th sum from below, and first fall to it from above
        long[] reaching = new long[sorted.length + 1];
        long[] falling = new long[sorted.length + 1];
        Draw draw = new Draw(standard, size);
        for (int d = 0; d < deals; d++) {
            double drawn = draw.next();
            reaching[below(sorted, drawn + TIE)]++;
            falling[below(sorted, drawn - TIE)]++;
        }
        double[] p = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            int k = Arrays.binarySearch(sorted, sums[i]);
            long atLeast = 0;
            long atMost = 0;
            for (int j = 0; j < reaching.length; j++) {
                atLeast += j > k ? reaching[j] : 0;
                atMost += j <= k ? falling[j] : 0;
            }
            p[i] = Math.min(1, 2 * (Math.min(atLeast, atMost) + 1.0) / (deals + 1.0));
        }
        return p;
    }

    /// How many of the sorted values are less than this.
    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Sums of values drawn at random without putting back.
    private static final class Draw {
        private final double[] values;
        private final int few;
        private final boolean isRest;
        private final double total;
        private final int[] drawnIn;
        private final SplittableRandom random;
        private int draws;

        Draw(double[] values, int size) {
            this.values = values;
            this.isRest = size > values.length / 2;
            this.few = isRest ? values.length - size : size;
            this.total = Arrays.stream(values).sum();
            this.drawnIn = new int[values.length];
            this.random = new SplittableRandom(size);
        }

        double next() {
            draws++;
            double sum = 0;
            for (int taken = 0; taken < few; ) {
                int i = random.nextInt(values.length);
                if (drawnIn[i] != draws) {
                    drawnIn[i] = draws;
                    sum += values[i];
                    taken++;
                }
            }
            return isRest ? total - sum : sum;
        }
    }

    /// For each `p` of a family the share of false ones to be expected among those up to it.
    static double[] falseShares(double[] p) {
        int[] clearest = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i).toArray();
        double[] shares = new double[p.length];
        double share = 1;
        for (int rank = p.length; rank > 0; rank--) {
            share = Math.min(share, p[clearest[rank - 1]] * p.length / rank);
            shares[clearest[rank - 1]] = share;
        }
        return shares;
    }
}
