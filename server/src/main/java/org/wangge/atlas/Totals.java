package org.wangge.atlas;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;
import org.wangge.model.Counts;

/// The sums of each zone (see [Territory]), counted from the rows. Zones without a row have none.
final class Totals {

    private Totals() {}

    /// Counts everything, in parallel.
    static Map<Long, Sums> of(Features buildings, Features ports, Features sightings) {
        Map<Long, Sums> totals = new HashMap<>();
        Stream.of(buildings, ports, sightings)
                .flatMap(f -> f.blocks().stream())
                .toList()
                .parallelStream()
                .map(Totals::of)
                .forEachOrdered(one -> one.forEach((zone, sums) -> sum(totals, zone).add(sums)));
        return totals;
    }

    private static Map<Long, Sums> of(Block block) {
        Sums[] byIndex = new Sums[block.zoneCount()];
        int[] scratch = new int[Count.SIZE];
        for (int i = 0; i < block.size(); i++) {
            int z = block.zoneIndex(i);
            if (byIndex[z] == null) {
                byIndex[z] = new Sums();
            }
            add(byIndex[z], block, i, 1, scratch);
        }
        Map<Long, Sums> totals = new HashMap<>();
        for (int i = 0; i < block.size(); i++) {
            totals.putIfAbsent(block.zone(i), byIndex[block.zoneIndex(i)]);
        }
        return totals;
    }

    /// Adds the sightings of these zones only. O(sightings in blocks that have any).
    static Map<Long, Sums> ofSightings(Features sightings, Collection<Long> zones) {
        Map<Long, Sums> totals = new HashMap<>();
        Set<Long> wanted = Set.copyOf(zones);
        int[] scratch = new int[0];
        for (Block block : sightings.blocks()) {
            boolean any = false;
            for (long zone : wanted) {
                any |= block.hasZone(zone);
            }
            for (int i = 0; any && i < block.size(); i++) {
                if (wanted.contains(block.zone(i))) {
                    add(sum(totals, block.zone(i)), block, i, 1, scratch);
                }
            }
        }
        return totals;
    }

    private static Sums sum(Map<Long, Sums> totals, long zone) {
        return totals.computeIfAbsent(zone, z -> new Sums());
    }

    /// Adds (or takes away, `sign` -1, which sightings can't be) row `i`; `scratch` holds the counts of a building.
    static void add(Sums sums, Block block, int i, int sign, int[] scratch) {
        switch (block.codec()) {
            case BUILDINGS -> {
                for (int c = 0; c < Count.SIZE; c++) {
                    scratch[c] = block.number(c, i);
                }
                sums.addBuilding(scratch, sign);
            }
            case PORTS -> sums.addPort(block.number(Codec.CAPACITY, i), block.number(Codec.USED, i), sign);
            case SIGHTINGS -> {
                int day = block.number(Codec.SEEN_AT, i);
                sums.addSighting(
                        block.number(Codec.SEVERITY, i),
                        block.fraction(Codec.CONFIDENCE, i),
                        day == Counts.UNKNOWN ? null : LocalDate.ofEpochDay(day));
            }
            case BASE -> {
                // in no sums
            }
        }
    }
}
