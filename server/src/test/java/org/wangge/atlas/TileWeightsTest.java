package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TileWeightsTest {

    @Test
    void whatIsMadeOfTheLastOnesIsWhatIsMadeOfAllRows() {
        SyntheticCity city = new SyntheticCity(4, 9_000, 4);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        RandomEdits edits = new RandomEdits(city, rows, new SplittableRandom(4));
        List<TileWeights> fresh = new ArrayList<>();
        for (int zoom = 11; zoom <= 15; zoom++) {
            for (long most = 100; most < 2_000_000; most = most * 8 / 7) {
                fresh.add(new TileWeights(zoom, 30, 3, most));
            }
        }
        List<TileWeights> weights = new ArrayList<>(fresh);
        TreeSet<String> seen = new TreeSet<>();
        for (int round = 0; round < 12; round++) {
            Features buildings = publisher.current().buildings();
            for (int i = 0; i < weights.size(); i++) {
                TileWeights next = weights.get(i).next(buildings);
                assertEquals(fresh.get(i).next(buildings).fits(), next.fits());
                seen.add(next.zoom() + " " + next.fits());
                weights.set(i, next);
            }
            publisher.apply(edits.next(60), 1);
        }
        assertEquals(10, seen.size(), "each zoom has been too heavy and not");
    }
}
