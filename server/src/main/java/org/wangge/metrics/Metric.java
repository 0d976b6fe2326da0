package org.wangge.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wangge.model.Count;

/// The figures of merit. A ratio of counts is summed over the buildings in which numerator and denominator are both known,
/// so that an unknown never counts as zero; the share of such buildings is published with it.
public enum Metric {
    PENETRATION(true, Count.SUBSCRIBERS, Count.HOUSEHOLDS),
    TAKE_RATE(true, Count.SUBSCRIBERS, Count.HOMES_PASSED),
    COVERAGE(true, Count.HOMES_PASSED, Count.HOUSEHOLDS),
    /// Of broadband subscribers; while there is one product, of all.
    FTTH_SHARE(true, Count.FTTH_SUBSCRIBERS, Count.SUBSCRIBERS),
    TWO_WAY_SHARE(true, Count.TWO_WAY_SUBSCRIBERS, Count.SUBSCRIBERS),
    RENEWAL_RATE(true, Count.RENEWED, Count.DUE),
    CHURN(true, Count.DISCONNECTS, Count.OPENING_SUBSCRIBERS),
    /// Own / (own + competitors' known).
    MARKET_SHARE(true, Count.SUBSCRIBERS, Count.SUBSCRIBERS, Count.COMPETITOR_SUBSCRIBERS),
    /// CNY per month and household; not a proportion, so it has no interval.
    REVENUE_PER_HOUSEHOLD(false, Count.REVENUE, Count.HOUSEHOLDS),
    /// Used / capacity over port devices whose capacity and use are known.
    PORT_UTILISATION(true, null),
    /// In-service subscribers / [Figures#SUBSCRIBERS_PER_MANAGER]: how many customer managers the area needs.
    WORKLOAD(false, null),
    /// 1000 · Σ severity · confidence · 2^(−age/h) / households, h = [Figures#PRESSURE_HALF_LIFE_DAYS].
    COMPETITOR_PRESSURE(false, null);

    private static final Metric[] OF_BUILDINGS =
            Arrays.stream(values()).filter(m -> m.numerator != null).toArray(Metric[]::new);

    private final boolean proportion;
    private final Count numerator;
    private final List<Count> denominators;

    Metric(boolean proportion, Count numerator, Count... denominators) {
        this.proportion = proportion;
        this.numerator = numerator;
        this.denominators = numerator == null ? List.of() : List.of(denominators);
    }

    /// The property name, such as `penetration`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Metric> find(String key) {
        return Arrays.stream(values()).filter(m -> m.key().equals(key)).findFirst();
    }

    /// True when the value is a share of a base of which each member is in or out, so that a Wilson interval means something.
    public boolean isProportion() {
        return proportion;
    }

    /// The ratios of building counts, in ordinal order from 0: [Sums] keeps an array of them.
    static Metric[] ofBuildings() {
        return OF_BUILDINGS;
    }

    /// True for a ratio of building counts: it has a [#numerator()] and [#denominators()], and can be drawn as a surface.
    public boolean isOfBuildings() {
        return numerator != null;
    }

    /// What is summed above the line; null for a metric that is not of building counts.
    public Count numerator() {
        return numerator;
    }

    /// What is summed, added up, below the line; empty for a metric that is not of building counts.
    public List<Count> denominators() {
        return denominators;
    }
}
