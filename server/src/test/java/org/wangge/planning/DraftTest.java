package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Table;
import org.wangge.topology.Command;

class DraftTest {

    private static final int SIDE = 6;
    private static final int COMMANDS = 150;

    private final SyntheticCity city = new SyntheticCity(3, 2_000, SIDE);
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void aLongDraftKeepsFewMapsAndItsFirstCommandsMakeWhatTheyMade() {
        Snapshot snapshot = snapshot();
        Draft draft = Draft.on(snapshot.map());
        Draft[] made = new Draft[COMMANDS + 1];
        made[0] = draft;
        for (int n = 1; n <= COMMANDS; n++) {
            Edit edit = n % 5 == 0 ? new Edit.SetAttributes(leaf(), Map.of("name", "n" + n))
                    : new Edit.Land(transfer(snapshot, n));
            draft = draft.plus(new Steps(snapshot, draft).take(edit, i -> List.of()));
            made[n] = draft;
        }
        assertTrue(draft.made().size() <= COMMANDS / 32 + 10, draft.made().size() + " maps");
        for (int n = COMMANDS; n >= 0; n--) {
            assertSame(made[n], draft.first(n));
            // as one undoes: step by step, past what was kept at first
            draft = n % 3 == 0 ? draft.first(n) : draft;
        }
    }

    @Test
    void whatADraftWeighsGrowsWithItsCommands() {
        Snapshot snapshot = snapshot();
        Draft none = Draft.on(snapshot.map());
        Draft one = none.plus(new Steps(snapshot, none).take(new Edit.Land(transfer(snapshot, 1)), i -> List.of()));
        assertTrue(none.bytes() > 40L * SIDE * SIDE);
        assertTrue(one.bytes() > none.bytes() + 500, one.bytes() + " " + none.bytes());
    }

    private static void assertSame(Draft expected, Draft actual) {
        assertEquals(expected.steps(), actual.steps());
        assertEquals(expected.rows(), actual.rows());
        assertEquals(expected.persons(), actual.persons());
        assertEquals(expected.changed().keySet(), actual.changed().keySet());
        expected.changed().forEach((id, area) -> assertTrue(area.equalsExact(actual.changed().get(id))));
        assertEquals(expected.map().faces(), actual.map().faces());
        expected.map().faces().forEach(id -> assertTrue(expected.map().face(id).equalsExact(actual.map().face(id))));
    }

    private Snapshot snapshot() {
        Publisher publisher = new Publisher();
        publisher.load(city, EnumSet.allOf(Table.class));
        return publisher.current();
    }

    private long leaf() {
        return city.leafId(random.nextInt(SIDE), random.nextInt(SIDE));
    }

    /// Takes a strip at the eastern border of a leaf from its neighbour, each time another one.
    private Command.Transfer transfer(Snapshot snapshot, int n) {
        long to = city.leafId(random.nextInt(SIDE - 1), random.nextInt(SIDE));
        Envelope box = snapshot.map().face(to).getEnvelopeInternal();
        double x = Math.rint(box.getMaxX());
        double step = Math.floor(box.getHeight() / 2 / COMMANDS);
        double y = Math.rint(box.getMinY() + box.getHeight() / 4 + n * step);
        return new Command.Transfer(to, FixedPoint.FIXED.toGeometry(new Envelope(
                Math.rint(x - box.getWidth() / 4),
                Math.rint(x + box.getWidth() / (8 + random.nextInt(4))), y, y + Math.rint(step / 2))));
    }
}
