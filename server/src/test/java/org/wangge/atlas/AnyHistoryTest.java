package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wangge.atlas.SameState.assertSameState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.atlas.Publisher.Touched.Place;
import org.wangge.atlas.Snapshot.BranchNode;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.model.Layer;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.testing.Effort;
import org.wangge.testing.TestClock;

/// Whatever happens to the rows, in whatever order and by whatever way it comes to the atlas, the atlas is as if it had been
/// loaded just now, and has told where something looks different.
class AnyHistoryTest {

    @Test
    void anyHistoryEndsWhereALoadFromScratchDoes() {
        Effort.seeds(1, 8, 600, seed -> new History(seed, 2_500, seed % 4 == 3 ? 13 : 5).run(30));
    }

    private static final class History {
        private static final List<Set<Table>> LARGE = List.of(Set.of(Table.BUILDINGS), Set.of(Table.BASE),
                Set.of(Table.PORTS, Table.SIGHTINGS), Set.of(Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS, Table.BASE));

        private final TestClock clock = new TestClock(Instant.parse("2026-02-27T10:00:00Z"));
        private final List<String> untold = new ArrayList<>();
        private final SplittableRandom random;
        private final Rows rows;
        private final RandomEdits edits;
        private final HarshEdits harsh;
        private final Publisher publisher;
        private final StringBuilder told = new StringBuilder();

        History(long seed, int buildings, int side) {
            SyntheticCity city = new SyntheticCity(seed, buildings, side);
            random = new SplittableRandom(seed);
            rows = Rows.of(city);
            edits = new RandomEdits(city, rows, random);
            harsh = new HarshEdits(city, rows, random);
            publisher = loaded();
            publisher.listen(this::noteUntold);
        }

        private Publisher loaded() {
            Publisher made = new Publisher(clock);
            made.load(rows, EnumSet.allOf(Table.class));
            return made;
        }

        void run(int rounds) {
            try {
                for (int round = 0; round < rounds; round++) {
                    step();
                    assertEquals(List.of(), untold, "what nobody was told");
                    if (round % 3 == 2) {
                        assertSameState(loaded().current(), publisher.current());
                    }
                }
            } catch (AssertionError e) {
                throw new AssertionError("after" + told + ": " + e.getMessage(), e);
            }
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0 -> load();
                case 1 -> loadBeside();
                case 2 -> {
                    clock.advance(Duration.ofDays(random.nextInt(4) == 0 ? random.nextInt(-4, 400) : 1));
                    publisher.turnDay();
                    told.append(" day");
                }
                default -> edit();
            }
        }

        private List<Update> some() {
            int kind = random.nextInt(3);
            List<Update> some = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                some.addAll(kind == 0 ? edits.next(random.nextInt(1, 20)) : harsh.next(publisher.current().day()));
            }
            return some;
        }

        private void edit() {
            List<Update> some = some();
            told.append(" edit(").append(some.size()).append(')');
            publisher.apply(some, 1);
        }

        /// A change of these tables that is not told row by row, and others that are told before.
        private void changed(Set<Table> tables) {
            List<Update> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.addAll(some());
            }
            publisher.apply(all.stream().filter(e -> !tables.contains(tableOf(e))).toList(), 1);
        }

        private void load() {
            Set<Table> tables = new HashSet<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                tables.add(Table.values()[random.nextInt(Table.values().length)]);
            }
            told.append(" load").append(tables);
            changed(tables);
            publisher.load(rows, tables);
        }

        private void loadBeside() {
            Set<Table> tables = LARGE.get(random.nextInt(LARGE.size()));
            told.append(" beside").append(tables);
            changed(tables);
            publisher.loadBeside(new Read(rows, this::meanwhile), tables, (_, _, _) -> {}, Set.of());
        }

        private void meanwhile() {
            for (int i = random.nextInt(5); i > 0; i--) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        clock.advance(Duration.ofDays(1));
                        publisher.turnDay();
                    }
                    case 1 -> publisher.load(rows, Set.of(Table.values()[random.nextInt(Table.values().length)]));
                    default -> edit();
                }
            }
        }

        private static Table tableOf(Update update) {
            return switch (update) {
                case Update.Put(Row row) -> row.table();
                case Update.Remove(Table table, long id) -> table;
            };
        }

        private void noteUntold(Publication news) {
            for (GridNode before : news.before().grids()) {
                Optional<GridNode> after = news.after().findGrid(before.grid().id());
                noteUntold(news, Layer.GRIDS, before.grid().code(), before.area(), after.map(GridNode::area).orElse(null));
            }
            for (GridNode after : news.after().grids()) {
                if (news.before().findGrid(after.grid().id()).isEmpty()) {
                    noteUntold(news, Layer.GRIDS, after.grid().code(), null, after.area());
                }
            }
            for (BranchNode before : news.before().branches()) {
                BranchNode after = news.after().branches().stream()
                        .filter(b -> b.branch().id() == before.branch().id()).findFirst().orElse(null);
                noteUntold(news, Layer.BRANCHES, before.branch().code(), before.area(), after == null ? null : after.area());
            }
        }

        private void noteUntold(Publication news, Layer layer, String code, Geometry before, Geometry after) {
            if (before == after) {
                return;
            }
            Geometry differs = before == null ? after : after == null ? before : before.symDifference(after);
            if (differs.getArea() == 0) {
                return;
            }
            // What differs lies in boxes that were told, each of its pieces touching one.
            for (int i = 0; i < differs.getNumGeometries(); i++) {
                Envelope piece = differs.getGeometryN(i).getEnvelopeInternal();
                if (news.touched().stream().noneMatch(t -> t instanceof Place(Layer l, Envelope box) && l == layer
                        && box.intersects(piece))) {
                    untold.add(layer + " " + code + " is another in " + piece);
                }
            }
        }
    }

    /// Rows as they are when they are read, before and after which something happens.
    private record Read(Rows rows, Runnable happens) implements Source {

        @Override
        public void scan(Table table, Consumer<Row> consumer) {
            happens.run();
            List<Row> state = List.copyOf(rows.rows(table).values());
            happens.run();
            state.forEach(consumer);
            happens.run();
        }

        @Override
        public long count(Table table) {
            return rows.count(table);
        }

        @Override
        public long revision() {
            return 1;
        }
    }
}
