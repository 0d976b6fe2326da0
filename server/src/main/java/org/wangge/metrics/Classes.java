package org.wangge.metrics;

import java.util.List;

/// The fixed business classes in which a metric is drawn, on the map, in legends and on surfaces alike: class `i` holds values
/// from `breaks[i-1]` (inclusive) to `breaks[i]` and has colour `colours[i]` (`#rrggbb`).
public record Classes(List<Double> breaks, List<String> colours) {

    private static final List<String> YL_GN_BU = List.of("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494");
    private static final List<String> PU_OR = List.of("#5e3c99", "#b2abd2", "#f7f7f7", "#fdb863", "#e66101");
    /// No data; it is not 0 %.
    public static final String UNKNOWN_COLOUR = "#e0e0e0";

    public Classes {
        if (colours.size() != breaks.size() + 1) {
            throw new IllegalArgumentException(breaks.size() + " breaks need one colour more, not " + colours.size());
        }
        breaks = List.copyOf(breaks);
        colours = List.copyOf(colours);
    }

    public static Classes of(Metric metric) {
        return switch (metric) {
            case PENETRATION -> sequential(0.10, 0.20, 0.30, 0.45);
            case TAKE_RATE -> sequential(0.15, 0.25, 0.35, 0.50);
            case COVERAGE -> sequential(0.50, 0.70, 0.85, 0.95);
            case FTTH_SHARE, TWO_WAY_SHARE -> sequential(0.28, 0.50, 0.80, 0.90);
            case RENEWAL_RATE -> sequential(0.70, 0.85, 0.90, 0.96);
            case CHURN -> sequential(0.03, 0.06, 0.10, 0.15);
            case MARKET_SHARE -> sequential(0.15, 0.30, 0.45, 0.60);
            case REVENUE_PER_HOUSEHOLD -> sequential(5.0, 10.0, 20.0, 30.0);
            case PORT_UTILISATION -> sequential(0.20, 0.31, 0.50, 0.80);
            case COMPETITOR_PRESSURE -> sequential(0.5, 1.0, 2.0, 4.0);
            case WORKLOAD -> new Classes(List.of(0.5, 0.8, 1.2, 1.5), PU_OR);
        };
    }

    /// Index of the class of a value.
    public int indexOf(double value) {
        int i = 0;
        while (i < breaks.size() && value >= breaks.get(i)) {
            i++;
        }
        return i;
    }

    private static Classes sequential(Double... breaks) {
        return new Classes(List.of(breaks), YL_GN_BU);
    }
}
