package org.wangge.metrics;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.wangge.model.Count;

/// Every figure of an area, from its [Sums], as of a day (which matters only for the age of sightings).
public record Figures(Sums sums, LocalDate asOf, Map<Metric, Ratio> ratios) {

    /// How many in-service subscribers one customer manager looks after.
    public static final double SUBSCRIBERS_PER_MANAGER = 3000;
    public static final double PRESSURE_HALF_LIFE_DAYS = 60;
    /// Below this denominator a rate is drawn hatched.
    public static final double SMALL_BASE = 30;

    public Figures {
        ratios = Map.copyOf(ratios);
    }

    public static Figures of(Sums sums, LocalDate asOf) {
        Map<Metric, Ratio> ratios = new EnumMap<>(Metric.class);
        for (Metric m : Metric.values()) {
            ratios.put(m, ratioOf(m, sums, asOf));
        }
        return new Figures(sums, asOf, ratios);
    }

    public Ratio ratio(Metric m) {
        return ratios.get(m);
    }

    /// In how many of the members (buildings, port devices) what the metric needs is known.
    public static int known(Metric m, Sums s) {
        return switch (m) {
            case WORKLOAD -> s.known(Count.SUBSCRIBERS);
            case COMPETITOR_PRESSURE -> s.known(Count.HOUSEHOLDS);
            default -> s.both(m);
        };
    }

    /// One of them only.
    public static Ratio ratioOf(Metric m, Sums s, LocalDate asOf) {
        int known = known(m, s);
        return switch (m) {
            case WORKLOAD ->
                    Ratio.of(s.total(Count.SUBSCRIBERS), SUBSCRIBERS_PER_MANAGER, known, s.buildings(), false);
            case COMPETITOR_PRESSURE ->
                    Ratio.of(1000 * s.pressureWeight(asOf), s.total(Count.HOUSEHOLDS), known, s.buildings(), false);
            case PORT_UTILISATION -> Ratio.of(s.numerator(m), s.denominator(m), known, s.ports(), true);
            case PENETRATION, TAKE_RATE, COVERAGE, FTTH_SHARE, TWO_WAY_SHARE, RENEWAL_RATE, CHURN, MARKET_SHARE,
                    REVENUE_PER_HOUSEHOLD ->
                    Ratio.of(s.numerator(m), s.denominator(m), known, s.buildings(), m.isProportion());
        };
    }
}
