package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Effort;
import org.wangge.topology.Command;
import org.wangge.topology.PlanarMap;

class ReassignmentTest {

    private static final int SIDE = 5;
    private static final int COMMANDS = 40;

    @Test
    void goingOnFromTheLastCommandEndsWhereAllTogetherDo() {
        Effort.seeds(1, 3, 200, ReassignmentTest::drawAndTakeBack);
    }

    private static void drawAndTakeBack(long seed) {
        SyntheticCity city = new SyntheticCity(seed, 9_000, SIDE);
        Publisher publisher = new Publisher();
        publisher.load(city, EnumSet.allOf(Table.class));
        Snapshot live = publisher.current();
        SplittableRandom random = new SplittableRandom(seed);
        List<PlanarMap> maps = new ArrayList<>(List.of(live.map()));
        Reassignment step = Reassignment.NONE;
        int most = 0;
        for (int i = 0; i < COMMANDS; i++) {
            // as one undoes, a few at a time, and to the beginning in the end
            boolean end = i == COMMANDS - 1;
            int back = end ? maps.size() - 1 : random.nextInt(6) == 0 ? random.nextInt(maps.size()) : 0;
            if (back > 0 || end) {
                maps.subList(maps.size() - back, maps.size()).clear();
            } else {
                maps.add(drawn(maps.getLast(), city, random));
            }
            Map<Long, Geometry> changed = changed(live.map(), maps.getLast());
            step = live.reassign(changed, step);
            assertSame(live, live.reassign(changed), step);
            most = Math.max(most, step.buildings().size());
        }
        assertTrue(most > 100, most + " buildings moved at most");
        assertTrue(step.buildings().isEmpty());
    }

    private static void assertSame(Snapshot live, Reassignment whole, Reassignment step) {
        assertEquals(whole.buildings(), step.buildings());
        assertEquals(whole.moved(), step.moved());
        whole.after().forEach((leaf, sums) -> assertEquals(sums, step.after().get(leaf), "leaf " + leaf));
        whole.before().forEach((leaf, sums) -> assertEquals(sums, step.before().get(leaf)));
        step.after().forEach((leaf, sums) -> {
            assertEquals(live.findGrid(leaf).map(n -> n.sums()).orElseGet(Sums::new), step.before().get(leaf));
            assertTrue(whole.after().containsKey(leaf) || sums.equals(step.before().get(leaf)), "leaf " + leaf);
        });
    }

    /// A square given to a leaf, nobody or a new leaf, or a leaf that goes.
    private static PlanarMap drawn(PlanarMap map, SyntheticCity city, SplittableRandom random) {
        while (true) {
            long leaf = city.leafId(random.nextInt(SIDE), random.nextInt(SIDE));
            long other = city.leafId(random.nextInt(SIDE), random.nextInt(SIDE));
            if (!map.contains(leaf)) {
                continue;
            }
            Envelope box = map.face(leaf).getEnvelopeInternal();
            double half = Math.rint(box.getWidth() * random.nextDouble(0.1, 0.8));
            double x = Math.rint(box.getMinX() + random.nextDouble() * box.getWidth());
            double y = Math.rint(box.getMinY() + random.nextDouble() * box.getHeight());
            Geometry square = FixedPoint.FIXED.toGeometry(new Envelope(x - half, x + half, y - half, y + half));
            Command command = switch (random.nextInt(8)) {
                case 0 -> new Command.Transfer(0, square);
                case 1 -> new Command.Create(7_000_000 + random.nextInt(1_000), square, true);
                case 2 -> new Command.Delete(leaf, null);
                default -> new Command.Transfer(map.contains(other) ? other : leaf, square);
            };
            try {
                return map.with(map.preview(command).change());
            } catch (ProblemException e) {
                assertFalse(e.problem().detail().isEmpty());
            }
        }
    }

    private static Map<Long, Geometry> changed(PlanarMap before, PlanarMap after) {
        Map<Long, Geometry> changed = new HashMap<>();
        GridChanges.moved(before, after).forEach((id, area) -> {
            if (area == null || !before.contains(id) || !area.equalsExact(before.face(id))) {
                changed.put(id, area);
            }
        });
        return changed;
    }
}
