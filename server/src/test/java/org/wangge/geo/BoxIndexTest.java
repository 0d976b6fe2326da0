package org.wangge.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Envelope;

class BoxIndexTest {

    /// Worlds of this width: everything on top of each other, a city, the Earth.
    @ParameterizedTest
    @ValueSource(ints = {300, 10_000_000, 1_800_000_000})
    void findsEveryBoxThatMeetsAPlaceOnce(int reach) {
        SplittableRandom random = new SplittableRandom(reach);
        TreeMap<Long, Envelope> boxes = new TreeMap<>();
        BoxIndex index = BoxIndex.EMPTY;
        for (int round = 0; round < 3_000; round++) {
            long id = random.nextInt(400) - 20;
            Envelope after = random.nextInt(3) == 0 ? null : box(random, reach);
            index = index.with(id, boxes.get(id), after);
            boxes.remove(id);
            if (after != null) {
                boxes.put(id, after);
            }
            if (round % 10 == 0) {
                Envelope asked = box(random, reach);
                Set<Long> found = new TreeSet<>();
                index.near(asked, i -> assertTrue(found.add(i), "once"));
                found.removeIf(i -> !boxes.get(i).intersects(asked));
                Set<Long> expected = new TreeSet<>(boxes.keySet());
                expected.removeIf(i -> !boxes.get(i).intersects(asked));
                assertEquals(expected, found);
            }
        }
    }

    private static Envelope box(SplittableRandom random, int reach) {
        int x = random.nextInt(-reach, reach);
        int y = random.nextInt(-reach, reach) / 2;
        int most = 1 + (int) (reach * Math.pow(random.nextDouble(), 8));
        long width = random.nextInt(most);
        long height = random.nextInt(most);
        return new Envelope(x, Math.min(x + width, reach), y, Math.min(y + height, reach));
    }

    @Test
    void asksFewOfManyBoxesWhatTheyAre() {
        BoxIndex index = BoxIndex.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            int x = i % 100 * 1_000;
            int y = i / 100 * 1_000;
            index = index.with(i, null, new Envelope(x, x + 1_000, y, y + 1_000));
        }
        int[] asked = {0};
        index.near(new Envelope(50_500, 50_500, 50_500, 50_500), _ -> asked[0]++);
        assertTrue(asked[0] <= 16, asked[0] + " boxes");
    }

    @Test
    void whatHasNoBoxIsNowhere() {
        BoxIndex index = BoxIndex.EMPTY.with(1, null, null).with(2, null, new Envelope());
        assertSame(BoxIndex.EMPTY, index);
        index.with(3, null, new Envelope(0, 1, 0, 1)).near(new Envelope(), _ -> {
            throw new AssertionError("nothing meets nothing");
        });
    }
}
