package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.atlas.SameState.assertSameState;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.model.Position;
import org.wangge.model.Row;
import org.wangge.model.Seen;
import org.wangge.model.Table;
import org.wangge.testing.Await;
import org.wangge.testing.Effort;

/// Large changes are loaded while others publish.
class LoadBesideTest {

    @Test
    void whatIsPublishedWhileALayerIsLoadedBesideIsInItToo() {
        Effort.seeds(1, 4, 100, LoadBesideTest::loadBeside);
    }

    /// Some edits come before the state that is read, some after, and some are committed before it and published after.
    private static void loadBeside(long seed) {
        SyntheticCity city = new SyntheticCity(seed, 6_000, 4);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        SplittableRandom random = new SplittableRandom(seed);
        RandomEdits edits = new RandomEdits(city, rows, random);
        List<Publication> swaps = new ArrayList<>();
        publisher.listen(swaps::add);
        for (int round = 0; round < 6; round++) {
            Set<Table> tables = round % 2 == 0 ? Set.of(Table.BUILDINGS) : Set.of(Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS);
            // Nobody publishes these: they are the large change.
            edits.next(50).stream().filter(e -> !tables.contains(tableOf(e))).forEach(e -> publisher.apply(List.of(e), 1));
            int some = random.nextInt(12);
            int before = swaps.size();
            publisher.loadBeside(new Read(rows, () -> {
                for (int i = 0; i < some; i++) {
                    publisher.apply(edits.next(random.nextInt(1, 12)), 1);
                }
            }, () -> edits.next(9).forEach(e -> publisher.apply(List.of(e), 1))), tables, (table, n, total) -> {}, Set.of());
            assertEquals(before + tables.size() * (some + 9 + some) + 1, swaps.size(), "each edit at once, and one more");
            assertSame(publisher.current(), swaps.getLast().after());
            assertSame(swaps.get(swaps.size() - 2).after(), swaps.getLast().before());
            assertSameState(rows.publisher().current(), publisher.current());
        }
        publisher.apply(edits.next(40), 1);
        assertSameState(rows.publisher().current(), publisher.current());
    }

    private static Table tableOf(Update update) {
        return switch (update) {
            case Update.Put(Row row) -> row.table();
            case Update.Remove(Table table, long id) -> table;
        };
    }

    /// Rows as they are at one moment, before and after which something happens, and some of what happens is late.
    private record Read(Rows rows, Runnable happens, Runnable late) implements Source {

        @Override
        public void scan(Table table, Consumer<Row> consumer) {
            happens.run();
            List<Row> state = List.copyOf(rows.rows(table).values());
            late.run();
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

    @Test
    void aLargeChangeCountsAsSeenOnlyWhenItIsLoadedOnWhicheverServer() {
        SyntheticCity city = new SyntheticCity(3, 2_000, 3);
        Rows rows = Rows.of(city);
        RandomEdits edits = new RandomEdits(city, rows, new SplittableRandom(3));
        Publisher quick = new Publisher();
        Publisher slow = new Publisher();
        for (Publisher publisher : List.of(quick, slow)) {
            publisher.load(rows, EnumSet.allOf(Table.class), (table, n, total) -> {}, FeedStep.anew(seen(5), List.of()));
            publisher.listen(news -> assertFalse(news.touched().isEmpty(), "an event for each step"));
            assertTrue(publisher.postpone(Set.of(5L)));
            publisher.advance(step(6, 5L));
            assertEquals(seen(5), publisher.current().position().seen());
        }
        loadBeside(quick, rows);
        assertEquals(seen(6), quick.current().position().seen());
        List<Update> edit = edits.next(1);
        quick.apply(edit, 1, step(7, 6L));
        slow.apply(edit, 1, step(7, 6L));
        assertEquals(seen(7), quick.current().position().seen());
        assertEquals(seen(7, 5L), slow.current().position().seen());
        assertFalse(missed(quick, seen(7, 5L)).touched().isEmpty(), "it was loaded here before what was seen there");
        assertTrue(missed(slow, seen(7)).touched().isEmpty());
        loadBeside(slow, rows);
        assertEquals(seen(7), slow.current().position().seen());
        assertFalse(missed(slow, seen(7, 5L)).touched().isEmpty());
        assertTrue(missed(slow, seen(7)).touched().isEmpty());
        assertEquals(missed(quick, seen(6)).touched(), missed(slow, seen(6)).touched(), "the single change alone");
        assertFalse(slow.postpone(LongStream.range(0, FeedStep.MOST + 1).boxed().collect(Collectors.toSet())));
    }

    private static void loadBeside(Publisher publisher, Source source) {
        publisher.loadBeside(source, Set.of(Table.BUILDINGS), (table, n, total) -> {}, Set.of(5L));
    }

    private static Seen seen(long next, Long... open) {
        return new Seen("feed", next, List.of(open));
    }

    private static FeedStep step(long next, Long... transactions) {
        return new FeedStep(seen(next), List.of(transactions), List.of(), true);
    }

    private static Position at(Publisher publisher, Seen seen) {
        return new Position(seen, publisher.current().day());
    }

    private static Missed.Steps missed(Publisher publisher, Seen there) {
        return (Missed.Steps) publisher.missed(at(publisher, there), null);
    }

    @Test
    void whatIsPublishedInTheLastMomentBeforeTheSwapIsInItToo() {
        SyntheticCity city = new SyntheticCity(5, 3_000, 3);
        Rows rows = Rows.of(city);
        RandomEdits edits = new RandomEdits(city, rows, new SplittableRandom(5));
        AtomicInteger left = new AtomicInteger();
        AtomicReference<Publisher> atlas = new AtomicReference<>();
        // It is asked what day it is before the loaded state is finished, and again when it begins to catch up.
        Publisher publisher = new Publisher(new Clock() {
            @Override
            public Instant instant() {
                if (left.get() > 0 && left.decrementAndGet() == 0) {
                    atlas.get().apply(edits.next(20), 1);
                }
                return Instant.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        });
        atlas.set(publisher);
        publisher.load(rows, EnumSet.allOf(Table.class));
        long before = publisher.current().seq();
        publisher.loadBeside(new Read(rows, () -> {}, () -> {
            publisher.apply(edits.next(1), 1);
            left.set(2);
        }), Set.of(Table.BUILDINGS), (table, n, total) -> {}, Set.of());
        assertEquals(before + 3, publisher.current().seq());
        assertSameState(rows.publisher().current(), publisher.current());
    }

    @Test
    void loadingBesideAndPublishingFromOtherThreadsEndWhereALoadFromScratchDoes() throws InterruptedException {
        SyntheticCity city = new SyntheticCity(11, 6_000, 4);
        Rows rows = Rows.of(city);
        Publisher publisher = rows.publisher();
        RandomEdits edits = new RandomEdits(city, rows, new SplittableRandom(11));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger loads = new AtomicInteger();
        Thread loading = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                publisher.loadBeside(new Late(rows), Set.of(Table.BUILDINGS, Table.SIGHTINGS), (table, n, total) -> {}, Set.of());
                loads.incrementAndGet();
            }
        });
        for (int i = 0; i < 100; i++) {
            List<Update> some;
            synchronized (rows) {
                some = edits.next(3);
            }
            publisher.apply(some, 1);
        }
        Await.until("some loads", Duration.ofSeconds(60), () -> loads.get() > 2);
        done.set(true);
        loading.join();
        assertSameState(rows.publisher().current(), publisher.current());
    }

    /// Rows as they are when it is asked, while others change them.
    private record Late(Rows rows) implements Source {

        @Override
        public void scan(Table table, Consumer<Row> consumer) {
            List<Row> state;
            synchronized (rows) {
                state = List.copyOf(rows.rows(table).values());
            }
            state.forEach(consumer);
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
