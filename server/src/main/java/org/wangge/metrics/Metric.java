package org.wangge.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.wangge.model.Count;
import org.wangge.model.Property.Better;

/// The figures of merit. A ratio of counts is summed over the buildings in which numerator and denominator are both known,
/// so that an unknown never counts as zero; the share of such buildings is published with it.
public enum Metric {
    PENETRATION("Penetration", "渗透率", Better.UP, Count.SUBSCRIBERS, Count.HOUSEHOLDS),
    TAKE_RATE("Take rate", "覆盖渗透率", Better.UP, Count.SUBSCRIBERS, Count.HOMES_PASSED),
    COVERAGE("Coverage", "覆盖率", Better.UP, Count.HOMES_PASSED, Count.HOUSEHOLDS),
    /// Of broadband subscribers; while there is one product, of all.
    FTTH_SHARE("FTTH share", "FTTH 占比", Better.UP, Count.FTTH_SUBSCRIBERS, Count.SUBSCRIBERS),
    TWO_WAY_SHARE("Two-way share", "双向用户占比", Better.UP, Count.TWO_WAY_SUBSCRIBERS, Count.SUBSCRIBERS),
    RENEWAL_RATE("Renewal rate", "续费率", Better.UP, Count.RENEWED, Count.DUE),
    CHURN("Churn", "离网率", Better.DOWN, Count.DISCONNECTS, Count.OPENING_SUBSCRIBERS),
    /// Own / (own + competitors' known).
    MARKET_SHARE("Market share", "市场份额", Better.UP, Count.SUBSCRIBERS, Count.SUBSCRIBERS, Count.COMPETITOR_SUBSCRIBERS),
    /// Not a proportion, so it has no interval.
    REVENUE_PER_HOUSEHOLD("Revenue per household", "户均收入", Better.UP, "CNY a month", Count.REVENUE, Count.HOUSEHOLDS),
    /// Used / capacity over port devices whose capacity and use are known.
    PORT_UTILISATION("Port utilisation", "端口实占率", Better.UP, (String) null, (Count) null),
    /// In-service subscribers / [Figures#SUBSCRIBERS_PER_MANAGER]: how many customer managers the area needs.
    WORKLOAD("Workload", "工作量", null, "customer managers", (Count) null),
    /// 1000 · Σ severity · confidence · 2^(−age/h) / households, h = [Figures#PRESSURE_HALF_LIFE_DAYS].
    COMPETITOR_PRESSURE("Competitor pressure", "竞争热度", Better.DOWN, "per 1,000 households", (Count) null);

    private static final Metric[] OF_BUILDINGS =
            Arrays.stream(values()).filter(m -> m.numerator != null).toArray(Metric[]::new);

    private final String title;
    private final String titleZh;
    private final Better better;
    private final String unit;
    private final Count numerator;
    private final List<Count> denominators;

    Metric(String title, String titleZh, Better better, Count numerator, Count... denominators) {
        this(title, titleZh, better, null, numerator, denominators);
    }

    Metric(String title, String titleZh, Better better, String unit, Count numerator, Count... denominators) {
        this.title = title;
        this.titleZh = titleZh;
        this.better = better;
        this.unit = unit;
        this.numerator = numerator;
        this.denominators = numerator == null ? List.of() : List.of(denominators);
    }

    /// For people, in English.
    public String title() {
        return title;
    }

    /// For people, in Chinese.
    public String titleZh() {
        return titleZh;
    }

    /// Null where neither is.
    public Better better() {
        return better;
    }

    /// In English, null for a proportion.
    public String unit() {
        return unit;
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
        return unit == null;
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
