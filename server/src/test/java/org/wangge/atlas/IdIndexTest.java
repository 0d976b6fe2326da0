package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Row;
import org.wangge.testing.Effort;

class IdIndexTest {

    @Test
    void rowsAreFoundByTheirIdWhateverComesGoesAndMoves() {
        Effort.seeds(1, 3, 60, seed -> editing(seed, n -> n));
        Effort.seeds(1, 2, 60, seed -> editing(seed, n -> n * 1_000));
        Effort.seeds(1, 2, 60, seed -> editing(seed, n -> n * 0x9E3779B97F4A7C15L));
    }

    /// Blocks and pages are split, joined and emptied on the way.
    private static void editing(long seed, LongUnaryOperator id) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Row> rows = new LinkedHashMap<>();
        Features features = Features.empty(Codec.BUILDINGS);
        for (int round = 0; round < 12; round++) {
            boolean grows = round % 4 < 2;
            List<Row> puts = new ArrayList<>();
            Set<Long> removes = new TreeSet<>();
            for (int i = 0; i < (round % 3 == 0 ? 9_000 : 40); i++) {
                long one = id.applyAsLong(1 + random.nextInt(20_000));
                if (grows || random.nextInt(10) == 0) {
                    puts.add(building(one, random));
                } else {
                    removes.add(one);
                }
            }
            puts = List.copyOf(byId(puts).values());
            puts.forEach(r -> removes.remove(r.id()));
            features = features.with(puts, removes, Territory.EMPTY);
            puts.forEach(r -> rows.put(r.id(), r));
            removes.forEach(rows::remove);
            assertFound(rows, features, id);
        }
    }

    private static void assertFound(Map<Long, Row> rows, Features features, LongUnaryOperator id) {
        assertEquals(rows.size(), features.size());
        for (long n = 0; n <= 20_001; n++) {
            Row row = rows.get(id.applyAsLong(n));
            Features.Place place = features.find(id.applyAsLong(n));
            if (row == null) {
                assertNull(place);
            } else {
                assertNotNull(place, () -> row + " is there");
                assertEquals(row, place.block().row(place.row()));
            }
        }
        assertNull(features.find(Long.MAX_VALUE));
        assertNull(features.find(Long.MIN_VALUE));
    }

    private static Map<Long, Row> byId(List<Row> rows) {
        Map<Long, Row> last = new LinkedHashMap<>();
        rows.forEach(r -> last.put(r.id(), r));
        return last;
    }

    private static Row building(long id, SplittableRandom random) {
        double lon = FixedPoint.degrees(1_170_000_000 + random.nextInt(1_000_000));
        double lat = FixedPoint.degrees(390_000_000 + random.nextInt(1_000_000));
        return new Building(id, "B" + id, null, null, null, null, Counts.NONE_KNOWN,
                FixedPoint.LON_LAT.createPoint(new Coordinate(lon, lat)));
    }
}
