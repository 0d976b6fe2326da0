package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.app.bench.RandomCommands;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Effort;

/// Whatever two people do to the partition, with undo and redo, it stays exact: 10,000 commands in every
/// run, a million in a long one.
class CommandSessionsTest {

    private static final long SEED = 20261122;
    private static final int COMMANDS = 50;

    @Test
    void inATown() {
        sessions(random -> Samples.town(random, 12, 400_000, random.nextInt(7)));
    }

    @Test
    void inALatticeOfHolesIslandsAndPartsThatTouchInPoints() {
        sessions(random -> Samples.lattice(random, 6, 20_000, 2 + random.nextInt(2)));
    }

    /// So small that rounding bends and joins borders all the time.
    @Test
    void inATownOfThirtyMetres() {
        sessions(random -> Samples.town(random, 8, 3_000, 2));
    }

    @Test
    void inALatticeOfAFewMetres() {
        sessions(random -> Samples.lattice(random, 5, 600, 3));
    }

    private static void sessions(Function<Random, Map<Long, Geometry>> areas) {
        Effort.seeds(SEED, 50, 5_000, seed -> {
            Random random = new Random(seed);
            new Session(areas.apply(random), random).run();
        });
    }

    /// Two people at one map, in turns. Each can take back what they did last, as long as the other's work does not stand on it.
    private static final class Session {

        private final Random random;
        private final PlanarMap start;
        private final List<Coordinate> places;
        private final List<RandomCommands> users;
        private final List<Deque<Patch>> done = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        private final List<Deque<Patch>> undone = List.of(new ArrayDeque<>(), new ArrayDeque<>());
        /// All that was applied, undo and redo too.
        private final List<Patch> history = new ArrayList<>();
        private PlanarMap map;

        Session(Map<Long, Geometry> areas, Random random) {
            this.random = random;
            start = PlanarMap.of(areas);
            map = start;
            places = Checks.places(start, random, 40);
            users = List.of(new RandomCommands(random, 6, 25, 1_000), new RandomCommands(random, 6, 25, 1_000_000));
            Samples.assertExact(start);
        }

        void run() {
            for (int i = 0; i < COMMANDS && !map.faces().isEmpty(); i++) {
                int user = i % 2;
                switch (random.nextInt(8)) {
                    case 0 -> takeBack(done.get(user), undone.get(user));
                    case 1 -> takeBack(undone.get(user), done.get(user));
                    default -> draw(user);
                }
            }
            Map<Long, ByteBuffer> before = Checks.state(start);
            for (Patch patch : history.reversed()) {
                map = map.with(patch.inverse().change());
            }
            assertEquals(before, Checks.state(map));
            start.faces().forEach(id -> assertSame(start.face(id), map.face(id)));
            assertEquals(Samples.described(start), Samples.described(map));
        }

        private void draw(int user) {
            Command command = users.get(user).next(map);
            Map<Long, ByteBuffer> before = Checks.state(map);
            try {
                Patch patch = map.preview(command);
                map = Checks.applied(map, patch, places);
                history.add(patch);
                done.get(user).push(patch);
                undone.get(user).clear();
            } catch (ProblemException e) {
                assertTrue(e.problem() instanceof Problem.BadInput || e.problem() instanceof Problem.NotFound
                        || e.problem().extra().get("position") instanceof List<?> p && p.size() == 2, e.getMessage());
                assertFalse(isDrawn(command) && "no_area".equals(e.problem().extra().get("reason")),
                        () -> command + " should have been worked out: " + e.getMessage());
                assertEquals(before, Checks.state(map));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(command + " broke the map", e);
            }
        }

        /// What comes of a line that is snapped in always fits; only a border that is moved may leave a grid without land.
        private static boolean isDrawn(Command command) {
            return command instanceof Command.Split || command instanceof Command.Transfer || command instanceof Command.Create;
        }

        /// Undo, or redo when the two are swapped: only where every grid is still as that patch left it, and all fits.
        private void takeBack(Deque<Patch> from, Deque<Patch> to) {
            Patch patch = from.peek();
            if (patch == null) {
                return;
            }
            Patch back = patch.inverse();
            boolean asLeft = back.grids().stream().allMatch(id ->
                    back.before().get(id) == (map.contains(id) ? map.face(id) : null));
            if (asLeft && map.misfits(back.change()).isEmpty()) {
                map = Checks.applied(map, back);
                history.add(back);
                from.pop();
                to.push(back);
            }
        }
    }
}
