package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.all;
import static org.wangge.store.StoreSamples.building;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wangge.model.Loaded;
import org.wangge.model.Person;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// What loading rows notes in the feed, and whom it keeps waiting, on both databases.
abstract class LoadingContract extends StoreFixture {

    private static final int MANY = 10_001;

    /// Temporary tables of loads that some connection still has.
    abstract int temporaryTables() throws SQLException;

    @Test
    void theFeedHasTheIdsOfTheRowsThatChangeAndOfNoOther() throws SQLException {
        load(many(3_000));
        load(building("old", 1), building("other", 2));
        long old = store.codes(Table.BUILDINGS).get("old");
        forgetFeed();
        assertEquals(new Loaded(1, 1, 3_001), load(with(many(3_000), building("old", 7), building("new", 3),
                building("other", 2))));
        assertEquals(Set.of(old, store.codes(Table.BUILDINGS).get("new")), noted("buildings"));
        assertEquals(1, versionOf("buildings", "old"));
        assertEquals(0, versionOf("buildings", "other"));
        forgetFeed();
        assertEquals(new Loaded(0, 0, 3_000), load(many(3_000)));
        assertEquals(Set.of(), noted("buildings"));
    }

    @Test
    void upToTenThousandRowsAreNotedOneByOneAndMoreAsTheWholeLayer() throws SQLException {
        load(building("there", 1));
        forgetFeed();
        load(many(MANY - 1));
        assertEquals(MANY - 1, noted("buildings").size());
        assertTrue(noted("buildings").stream().allMatch(id -> id > 0));
        sql("delete from buildings");
        load(building("there", 1));
        forgetFeed();
        load(many(MANY));
        assertEquals(Set.of(0L), noted("buildings"));
        forgetFeed();
        load(Arrays.stream(many(MANY)).map(r -> building(r.code(), 99)).toArray(Row[]::new));
        assertEquals(Set.of(0L), noted("buildings"));
        assertEquals(1, versionOf("buildings", "m7"));
        forgetFeed();
        load(building("there", 2));
        assertEquals(Set.of(store.codes(Table.BUILDINGS).get("there")), noted("buildings"), "the feed is as it was");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 3_000, MANY + 2})
    void newRowsHaveIdsInTheOrderInWhichTheyCame(int rows) throws SQLException {
        load(building("m1", 5), building("m2", 5));
        Row[] backwards = IntStream.range(0, rows).<Row>mapToObj(i -> building("m" + (rows - 1 - i), i)).toArray(Row[]::new);
        load(backwards);
        List<String> made = Arrays.stream(backwards).map(Row::code).filter(c -> !Set.of("m1", "m2").contains(c)).toList();
        Map<String, Long> ids = store.codes(Table.BUILDINGS);
        assertEquals(made, made.stream().sorted(Comparator.comparing(ids::get)).toList());
    }

    @Test
    void aTableThatWasEmptyIsNotedInTheSameWay() throws SQLException {
        forgetFeed();
        load(new Person(0, "li", null, null), new Person(0, "wang", null, null));
        assertEquals(Set.copyOf(store.codes(Table.PERSONS).values()), noted("persons"));
        forgetFeed();
        load(IntStream.range(0, 30_000).<Row>mapToObj(i -> building("f" + i, 1)).toArray(Row[]::new));
        assertEquals(Set.of(0L), noted("buildings"));
    }

    @Test
    void whileRowsAreTakenInOthersWriteTheSameLayerAndTheLoadStillComparesWithWhatTheyWrote() throws SQLException {
        load(building("a", 1), building("b", 2), building("c", 3));
        Loaded loaded = store.load(Table.BUILDINGS, all(Table.BUILDINGS),
                between(() -> {
                    load(building("a", 10), building("d", 4));
                    execute("update buildings set households = 30 where code = 'c'");
                    execute("delete from buildings where code = 'b'");
                }, building("a", 10), building("b", 2), building("c", 3), building("d", 4)), n -> {});
        assertEquals(new Loaded(1, 1, 2), loaded);
        assertEquals(1, versionOf("buildings", "a"));
        assertEquals(2, versionOf("buildings", "c"));
        assertEquals("4", text("select count(*) from buildings where code || households in ('a10', 'b2', 'c3', 'd4')"));
    }

    @Test
    void aTrialSaysWhatALoadWouldDoWritesNothingAndKeepsNobodyWaiting() throws SQLException {
        load(building("a", 1), building("b", 2));
        forgetFeed();
        Row[] rows = {building("a", 1), building("b", 20), building("c", 3)};
        Loaded tried = store.tryLoad(Table.BUILDINGS, all(Table.BUILDINGS),
                between(() -> load(new Person(0, "meanwhile", null, null)), rows), n -> {});
        assertEquals(new Loaded(1, 1, 1), tried);
        assertEquals(Set.of(), noted("buildings"));
        assertEquals(Set.of("a", "b"), store.codes(Table.BUILDINGS).keySet());
        assertEquals(Set.of("meanwhile"), store.codes(Table.PERSONS).keySet());
        assertEquals(0, temporaryTables());
        assertEquals(tried, load(rows));
    }

    @Test
    void ofTwoLoadsOfOneLayerAtOnceEachIsWhole() throws SQLException {
        load(building("a", 1));
        CountDownLatch both = new CountDownLatch(2);
        AtomicReference<Loaded> other = new AtomicReference<>();
        Row[] forwards = many(4_000);
        Row[] backwards = IntStream.range(0, 4_000).mapToObj(i -> building("m" + (3_999 - i), 5)).toArray(Row[]::new);
        Thread thread = Thread.ofPlatform().start(() -> other.set(store.load(Table.BUILDINGS, all(Table.BUILDINGS),
                between(() -> meet(both), backwards), n -> {})));
        Loaded mine = store.load(Table.BUILDINGS, all(Table.BUILDINGS), between(() -> meet(both), forwards), n -> {});
        join(thread);
        assertEquals(4_000, mine.inserted() + other.get().inserted());
        assertEquals(4_000, mine.updated() + other.get().updated());
        assertEquals(4_001, store.codes(Table.BUILDINGS).size());
        assertEquals("1", text("select count(distinct households) from buildings where code <> 'a'"));
        assertEquals(0, temporaryTables());
    }

    @Test
    void whatFailsWhileRowsAreTakenInLeavesNothing() throws SQLException {
        load(building("a", 1));
        forgetFeed();
        assertThrows(IllegalStateException.class, () -> store.load(Table.BUILDINGS, all(Table.BUILDINGS), between(() -> {
            throw new IllegalStateException("the file ends here");
        }, many(2_000)), n -> {}));
        Problem twice = assertThrows(ProblemException.class, () -> load(building("b", 1), building("b", 1))).problem();
        assertEquals("The code b is given twice for buildings.", twice.detail());
        assertEquals(Set.of("a"), store.codes(Table.BUILDINGS).keySet());
        assertEquals(Set.of(), noted("buildings"));
        assertEquals(0, temporaryTables());
    }

    @Test
    void aChangeOfAMarkedLayerShowsAndNoOtherDoes() throws SQLException {
        load(new Person(0, "li", null, null), new Person(0, "wang", null, null));
        Set<Table> layers = EnumSet.of(Table.PERSONS, Table.BRANCHES);
        for (String change : List.of("update persons set name = 'x' where code = 'li'",
                "delete from persons where code = 'li'", "insert into persons (code) values ('zhao')",
                "insert into branches (code) values ('B')")) {
            Store.Mark mark = store.mark(layers);
            load(building("not marked", 1));
            assertEquals(Optional.of("done"), store.inTransactionSince(mark, () -> "done"), change);
            sql(change);
            assertEquals(Optional.empty(), store.inTransactionSince(mark, () -> "done"), change);
        }
    }

    private void meet(CountDownLatch both) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The rows, with something that happens when half of them are taken.
    private static Iterator<Row> between(Runnable happens, Row... rows) {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < rows.length;
            }

            @Override
            public Row next() {
                if (at == rows.length / 2) {
                    happens.run();
                }
                return rows[at++];
            }
        };
    }

    private void execute(String statement) {
        try {
            sql(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void forgetFeed() throws SQLException {
        seen = Long.parseLong(text("select coalesce(max(id), 0) from feed"));
    }

    private long seen;

    /// The ids in the feed since it was forgotten.
    private Set<Long> noted(String layer) throws SQLException {
        Set<Long> ids = new java.util.TreeSet<>();
        try (var c = database.connect();
                var s = c.createStatement();
                var rs = s.executeQuery("select row_id from feed where id > " + seen + " and layer = '" + layer + "'")) {
            while (rs.next()) {
                ids.add(rs.getLong(1));
            }
        }
        return ids;
    }

    private static Row[] many(int n) {
        return IntStream.range(0, n).<Row>mapToObj(i -> building("m" + i, 1)).toArray(Row[]::new);
    }

    private static Row[] with(Row[] rows, Row... more) {
        Row[] all = Arrays.copyOf(rows, rows.length + more.length);
        System.arraycopy(more, 0, all, rows.length, more.length);
        return all;
    }
}
