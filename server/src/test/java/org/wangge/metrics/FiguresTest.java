package org.wangge.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Sighting;

/// The definitions of the domain, each with figures that operators have published or that are easily reckoned by hand.
class FiguresTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 31);

    @Test
    void eightyTwoThousandSubscribersNeedTwentySevenCustomerManagers() {
        Ratio workload = figures(building(Map.of(Count.HOUSEHOLDS, 240_000, Count.SUBSCRIBERS, 82_000))).ratio(Metric.WORKLOAD);

        assertEquals("82000 / 3000", "%.0f / %.0f".formatted(workload.numerator(), workload.denominator()));
        assertEquals(27, Math.round(workload.value()));
        assertNull(workload.low(), "is no share of a base");
    }

    @Test
    void workloadIsUnknownWhereSubscribersAreThoughHouseholdsAreKnown() {
        Ratio workload = figures(building(Map.of(Count.HOUSEHOLDS, 4_000))).ratio(Metric.WORKLOAD);

        assertNull(workload.value());
        assertEquals("unknown_base", workload.reason());
        assertEquals(0, workload.knownShare());
    }

    @ParameterizedTest
    @CsvSource({
        "PENETRATION, 82000 / 240000",
        "TAKE_RATE, 82000 / 225000",
        "COVERAGE, 225000 / 240000",
        "FTTH_SHARE, 60000 / 82000",
        "TWO_WAY_SHARE, 72000 / 82000",
        "RENEWAL_RATE, 9600 / 10000",
        "CHURN, 1200 / 80000",
        "MARKET_SHARE, 82000 / 182000",
        "REVENUE_PER_HOUSEHOLD, 0 / 0",
    })
    void ratiosOfBuildings(Metric metric, String expected) {
        Ratio ratio = figures(
                        building(Map.of(
                                Count.HOUSEHOLDS, 240_000, Count.HOMES_PASSED, 225_000, Count.SUBSCRIBERS, 82_000,
                                Count.FTTH_SUBSCRIBERS, 60_000, Count.TWO_WAY_SUBSCRIBERS, 72_000, Count.OPENING_SUBSCRIBERS,
                                80_000,
                                Count.DISCONNECTS, 1_200, Count.COMPETITOR_SUBSCRIBERS, 100_000)),
                        building(Map.of(Count.DUE, 10_000, Count.RENEWED, 9_600)),
                        building(Map.of(Count.HOUSEHOLDS, 0, Count.REVENUE, 0)),
                        building(Map.of(Count.REVENUE, 7)))
                .ratio(metric);

        assertEquals(expected, "%.0f / %.0f".formatted(ratio.numerator(), ratio.denominator()),
                "only buildings in which both are known");
    }

    @Test
    void anAreaIsTheSumOfItsPartsNotTheMeanOfTheirRatios() {
        Sums small = sums(building(Map.of(Count.HOUSEHOLDS, 10, Count.SUBSCRIBERS, 10)));
        Sums large = sums(building(Map.of(Count.HOUSEHOLDS, 990, Count.SUBSCRIBERS, 90)));
        small.add(large);

        assertEquals(0.1, Figures.of(small, DAY).ratio(Metric.PENETRATION).value());
    }

    @Test
    void smallNumbersCarryTheirInterval() {
        Ratio ratio = figures(building(Map.of(Count.HOUSEHOLDS, 12, Count.SUBSCRIBERS, 7))).ratio(Metric.PENETRATION);

        assertEquals("58 % (32–81) true", "%.0f %% (%.0f–%.0f) %s".formatted(
                ratio.value() * 100, ratio.low() * 100, ratio.high() * 100, ratio.small()));
    }

    @Test
    void theSameSightingsGiveTheSamePressureInWhateverOrderTheyAreAdded() {
        SplittableRandom random = new SplittableRandom(4);
        List<Sums> each = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Sums one = new Sums();
            one.addSighting(random.nextInt(1, 6), random.nextDouble(), DAY.minusDays(random.nextInt(-40_000, 40_000) / 20));
            each.add(one);
        }
        Sums forward = new Sums();
        each.forEach(forward::add);
        Sums backward = new Sums();
        each.reversed().forEach(backward::add);

        assertEquals(forward, backward);
        assertEquals(forward.pressureWeight(DAY), backward.pressureWeight(DAY));
    }

    @ParameterizedTest
    @CsvSource({"1899-12-31", "2101-01-01", "9999-12-31"})
    void aDayOnWhichNobodyCanHaveSeenAnythingIsNoDayOfASighting(LocalDate day) {
        String refused = assertThrows(IllegalArgumentException.class, () -> sighting(day)).getMessage();

        assertEquals("seen_at is " + day + "; it must be from 1900-01-01 to 2100-12-31", refused);
        for (LocalDate taken : List.of(LocalDate.of(1900, 1, 1), LocalDate.of(2100, 12, 31))) {
            Sums sums = new Sums();
            sums.addSighting(5, 1, sighting(taken).seenAt());
            assertTrue(Double.isFinite(sums.pressureWeight(DAY)) && sums.pressureWeight(DAY) > 0);
        }
    }

    private static Sighting sighting(LocalDate day) {
        return new Sighting(1, "S1", null, null, null, null, 3, 0.5, day, null,
                FixedPoint.LON_LAT.createPoint(new Coordinate(1, 1)));
    }

    private static Figures figures(int[]... buildings) {
        return Figures.of(sums(buildings), DAY);
    }

    private static Sums sums(int[]... buildings) {
        Sums sums = new Sums();
        for (int[] counts : buildings) {
            sums.addBuilding(counts, 1);
        }
        return sums;
    }

    private static int[] building(Map<Count, Integer> known) {
        return Counts.of(known).toArray();
    }
}
