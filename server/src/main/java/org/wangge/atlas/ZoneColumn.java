package org.wangge.atlas;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The zones of the rows of a block: a short list of zones and, for each row, its place in it.
record ZoneColumn(long[] zones, IntColumn indexes) {

    /// Packs the first `n` values.
    static ZoneColumn of(long[] zoneOf, int n) {
        Map<Long, Integer> places = new HashMap<>();
        int[] indexes = new int[n];
        long[] zones = new long[4];
        for (int i = 0; i < n; i++) {
            if (i > 0 && zoneOf[i] == zoneOf[i - 1]) {
                indexes[i] = indexes[i - 1];
                continue;
            }
            Integer place = places.get(zoneOf[i]);
            if (place == null) {
                place = places.size();
                places.put(zoneOf[i], place);
                if (place == zones.length) {
                    zones = Arrays.copyOf(zones, 2 * place);
                }
                zones[place] = zoneOf[i];
            }
            indexes[i] = place;
        }
        return new ZoneColumn(Arrays.copyOf(zones, places.size()), IntColumn.of(indexes, n));
    }
}
