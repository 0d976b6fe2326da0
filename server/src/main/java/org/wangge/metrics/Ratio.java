package org.wangge.metrics;

/// A published figure: value = numerator / denominator, with what it rests on.
///
/// `value` is null when it can't be told, with `reason` `no_base` (the denominator is 0) or `unknown_base` (nothing in the area
/// has the counts known); otherwise `reason` is null. `knownShare` is the share of the members (buildings, port devices) whose
/// counts are known, null in an area without members. `low` and `high` are the 95 % Wilson interval of a proportion, else
/// null. `small` asks for hatching: below [Figures#SMALL_BASE], or a half-width over 10 points.
public record Ratio(
        double numerator, double denominator, Double value, String reason, Double knownShare, Double low, Double high,
        boolean small) {

    static final String NO_BASE = "no_base";
    static final String UNKNOWN_BASE = "unknown_base";

    static Ratio of(double numerator, double denominator, int known, int members, boolean proportion) {
        Double share = members == 0 ? null : (double) known / members;
        if (members > 0 && known == 0) {
            return new Ratio(numerator, denominator, null, UNKNOWN_BASE, share, null, null, false);
        }
        if (denominator == 0) {
            return new Ratio(numerator, denominator, null, NO_BASE, share, null, null, false);
        }
        double value = numerator / denominator;
        if (!proportion || value > 1) {
            return new Ratio(numerator, denominator, value, null, share, null, null, denominator < Figures.SMALL_BASE);
        }
        double[] interval = wilson(value, denominator);
        boolean small = denominator < Figures.SMALL_BASE || (interval[1] - interval[0]) / 2 > 0.10;
        return new Ratio(numerator, denominator, value, null, share, interval[0], interval[1], small);
    }

    /// The 95 % score interval of a proportion `p` in `n` trials (E. B. Wilson, 1927).
    private static double[] wilson(double p, double n) {
        double z = 1.959963984540054;
        double centre = p + z * z / (2 * n);
        double spread = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;
        return new double[] {Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)};
    }
}
