package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.all;
import static org.wangge.store.StoreSamples.building;
import static org.wangge.store.StoreSamples.geometry;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.model.Assignment;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Loaded;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.database.Rows;

/// What every store promises about rows, loading and consistency; run on both databases.
abstract class StoreContract extends StoreFixture {

    // Rows ------------------------------------------------------------------------------------------------------------------

    @Test
    void rowsOfEveryLayerComeBackAsTheyWere() {
        Branch branch = put(new Branch(0, "B", "分公司", geometry("POLYGON ((117 39, 118 39, 118 40, 117 40, 117 39))")));
        Grid parent = put(new Grid(0, 0, "G", "district", branch.id(), null, null, null, null, null, null));
        Grid leaf = put(new Grid(0, 0, "G-1", "网格一", branch.id(), parent.id(), "community", 1150, 0.96, 1,
                geometry("MULTIPOLYGON (((117 39, 117.5 39, 117.5 39.5, 117 39)),"
                        + " ((117.6 39, 117.7 39, 117.7 39.5, 117.6 39)))")));
        int[] counts = IntStream.range(0, Count.SIZE).map(i -> i * 7).toArray();
        Building known = put(new Building(0, "b1", "1号楼", "和平路 1 号", "和平里", "residential", Counts.of(counts),
                geometry("POLYGON ((117 39, 117.001 39, 117.001 39.001, 117 39),"
                        + " (117.0005 39.0001, 117.0008 39.0001, 117.0008 39.0002, 117.0005 39.0001))")));
        Port port = put(new Port(0, "p1", "ODF", "gpon", "b1", 64, 70, geometry("POINT (117.0001 39.0002)")));
        Sighting sighting = put(new Sighting(0, "s1", "rival", "booth", "1000 Mbit/s", 59.5, 4, 0.75,
                LocalDate.of(2026, 2, 28), "note", geometry("POINT (117.1 39.1)")));
        BaseFeature base = put(new BaseFeature(0, "w1", "water", "海河", geometry("LINESTRING (117 39, 117.5 39.2, 118 39)")));
        Person person = put(new Person(0, "zhang", "张伟", "+86 22 1234"));
        load(new Assignment(0, leaf.id(), person.id(), "grid_manager", "own",
                LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)));
        Assignment assignment = (Assignment) scan(Table.ASSIGNMENTS).getFirst();

        assertEquals(leaf.id(), assignment.grid());
        assertEquals(LocalDate.of(2026, 12, 31), assignment.validTo());
        assertEquals(counts[3], known.counts().value(Count.FTTH_SUBSCRIBERS));
        for (Row row : List.of(branch, parent, leaf, known, port, sighting, base, person, assignment)) {
            assertEquals(Optional.of(row), store.find(row.table(), row.id()), "found by id");
            assertEquals(Optional.of(row), store.findByCode(row.table(), row.code()), "found by code");
            assertTrue(scan(row.table()).contains(row), "scanned: " + row);
        }
        assertEquals(Optional.empty(), store.find(Table.PORTS, port.id() + 1000));
        assertEquals(Optional.empty(), store.findByCode(Table.PORTS, "no such port"));
        assertEquals(Map.of("G", parent.id(), "G-1", leaf.id()), store.codes(Table.GRIDS));
    }

    @Test
    void whatIsUnknownStaysUnknownAndIsNotZero() {
        put(new Building(0, "unknown", null, null, null, null, Counts.NONE_KNOWN, geometry("POINT (117 39)")));
        put(new Building(0, "zero", null, null, null, null, Counts.of(new int[Count.SIZE]), geometry("POINT (117 39)")));
        put(new Port(0, "unknown", null, null, null, null, null, geometry("POINT (117 39)")));
        put(new Sighting(0, "unknown", null, null, null, null, null, null, null, null, geometry("POINT (117 39)")));
        put(new Branch(0, "unknown", null, null));

        Building unknown = (Building) store.findByCode(Table.BUILDINGS, "unknown").orElseThrow();
        Building zero = (Building) store.findByCode(Table.BUILDINGS, "zero").orElseThrow();
        for (Count c : Count.values()) {
            assertEquals(null, unknown.counts().value(c));
            assertEquals(0, zero.counts().value(c));
        }
        assertEquals(List.of(unknown, zero), scan(Table.BUILDINGS));
        Port port = (Port) scan(Table.PORTS).getFirst();
        assertEquals(null, port.capacity());
        assertEquals(null, ((Sighting) scan(Table.SIGHTINGS).getFirst()).seenAt());
        assertEquals(null, ((Branch) scan(Table.BRANCHES).getFirst()).outline());
    }

    @Test
    void coordinatesComeBackToTheLastBit() {
        Building odd = put(new Building(0, "odd", null, null, null, null, Counts.NONE_KNOWN,
                geometry("POLYGON ((117.1234567 39.7654321, 117.12345680000001 39.7654321, 117.1234568 39.7654322,"
                        + " 117.1234567 39.7654321))")));
        assertTrue(odd.geometry().equalsExact(((Building) scan(Table.BUILDINGS).getFirst()).geometry(), 0));
        assertTrue(odd.geometry().equalsExact(((Building) store.find(Table.BUILDINGS, odd.id()).orElseThrow()).geometry(), 0));
        assertEquals(117.12345680000001, odd.geometry().getCoordinates()[1].x);
    }

    // Loading ---------------------------------------------------------------------------------------------------------------

    @Test
    void loadingAgainUpdatesOnlyWhatChangedAndOnlyTheGivenColumns() {
        List<Long> progress = new ArrayList<>();
        assertEquals(new Loaded(3, 0, 0), store.load(Table.BUILDINGS, all(Table.BUILDINGS),
                List.of(building("a", 1), building("b", 2), building("c", 3)).iterator(), progress::add));
        assertEquals(List.of(3L), progress);
        long idOfA = store.codes(Table.BUILDINGS).get("a");

        Loaded again = store.load(Table.BUILDINGS, Set.of("code", "households"),
                List.of(moved(building("a", 1)), moved(building("b", 20)), building("d", 4)).iterator(), n -> {});

        assertEquals(new Loaded(1, 1, 1), again);
        assertEquals(idOfA, store.codes(Table.BUILDINGS).get("a"));
        assertEquals(Set.of("a 1", "b 20", "c 3", "d 4"), scan(Table.BUILDINGS).stream()
                .map(b -> b.code() + " " + ((Building) b).counts().value(Count.HOUSEHOLDS))
                .collect(Collectors.toSet()));
        assertEquals(0, versionOf("buildings", "a"));
        assertEquals(1, versionOf("buildings", "b"));
        Building b = (Building) store.findByCode(Table.BUILDINGS, "b").orElseThrow();
        assertTrue(b.geometry().equalsExact(building("b", 2).geometry()), "the geometry was not given, so it stays");

        assertEquals(new Loaded(0, 1, 0),
                store.load(Table.BUILDINGS, Set.of("geometry"), List.of(moved(building("b", 99))).iterator(), n -> {}));
        b = (Building) store.findByCode(Table.BUILDINGS, "b").orElseThrow();
        assertEquals(20, b.counts().value(Count.HOUSEHOLDS));
        assertTrue(b.geometry().equalsExact(moved(building("b", 0)).geometry()));
    }

    @Test
    void aLoadThatFailsInTheMiddleLeavesNothing() {
        put(building("kept", 1));
        Iterator<Row> failing = new Iterator<>() {
            private int n;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Row next() {
                if (++n == 5_000) {
                    throw new IllegalStateException("the file ends here");
                }
                return building("n" + n, n);
            }
        };
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> store.load(Table.BUILDINGS, all(Table.BUILDINGS), failing, n -> {}));
        assertEquals("the file ends here", e.getMessage());
        assertEquals(Set.of("kept"), store.codes(Table.BUILDINGS).keySet());
        assertEquals(new Loaded(1, 0, 0), load(building("next", 1)));
    }

    @Test
    void severalLoadsInOneTransactionAreAllOrNothingEvenWhenTheFailureIsCaught() {
        assertThrows(IllegalStateException.class, () -> store.inTransaction(() -> {
            load(building("a", 1));
            assertEquals(Set.of("a"), store.codes(Table.BUILDINGS).keySet(), "seen inside");
            assertThrows(IllegalArgumentException.class,
                    () -> store.load(Table.PORTS, Set.of("colour"), List.<Row>of().iterator(), n -> {}));
            assertThrows(ProblemException.class,
                    () -> load(new Grid(0, 0, "G", null, 4711, null, null, null, null, null, null)));
            return null;
        }));
        assertEquals(Map.of(), store.codes(Table.BUILDINGS));
    }

    @Test
    void theLoaderResolvesIdsInTheSameTransaction() {
        store.inTransaction(() -> {
            put(new Branch(0, "B", null, null));
            long branch = store.findByCode(Table.BRANCHES, "B").orElseThrow().id();
            put(new Grid(0, 0, "top", null, branch, null, null, null, null, null, null));
            Iterator<Row> asking = IntStream.range(0, 3)
                    .<Row>mapToObj(i -> new Grid(0, 0, "leaf" + i, null, branch,
                            store.findByCode(Table.GRIDS, "top").orElseThrow().id(), null, null, null, null, null))
                    .iterator();
            return store.load(Table.GRIDS, all(Table.GRIDS), asking, n -> {});
        });
        long top = store.codes(Table.GRIDS).get("top");
        assertEquals(3, scan(Table.GRIDS).stream().filter(g -> Long.valueOf(top).equals(((Grid) g).parent())).count());
    }

    @ParameterizedTest
    @EnumSource(names = {"BUILDINGS", "ASSIGNMENTS"})
    void aKeyThatIsGivenTwiceIsRefusedWhetherTheTableIsEmptyOrNot(Table layer) {
        Row row = layer == Table.BUILDINGS ? building("twin", 1) : assignment(null);
        for (int round = 0; round < 2; round++) {
            long before = scan(layer).size();
            ProblemException e = assertThrows(ProblemException.class,
                    () -> load(row, row));
            assertInstanceOf(Problem.BadInput.class, e.problem());
            assertTrue(e.getMessage().contains(layer == Table.BUILDINGS ? "twin" : "agent"), e.getMessage());
            assertEquals(before, scan(layer).size());
            Row other = layer == Table.BUILDINGS ? building("other", 1) : assignment(LocalDate.of(2020, 1, 1));
            load(other);
        }
    }

    @Test
    void assignmentsAreKeyedByGridRoleAndFirstDay() {
        Assignment open = assignment(null);
        assertEquals(new Loaded(1, 0, 0), load(open));
        Assignment ended = new Assignment(0, open.grid(), open.person(), open.role(), "agency", null, LocalDate.of(2026, 6, 30));
        Assignment next = new Assignment(0, open.grid(), open.person(), open.role(), null, LocalDate.of(2026, 7, 1), null);
        assertEquals(new Loaded(1, 1, 0), load(ended, next));
        assertEquals(new Loaded(0, 0, 2), load(next, ended));
    }

    @Test
    void aRowThatRefersToNothingIsRefusedInWords() {
        ProblemException e = assertThrows(ProblemException.class,
                () -> put(new Grid(0, 0, "G", null, 4711, null, null, null, null, null, null)));
        assertInstanceOf(Problem.BadInput.class, e.problem());
        assertFalse(e.getMessage().contains("Exception"), e.getMessage());
        assertTrue(e.getMessage().contains("branch"), e.getMessage());
    }

    // Consistency -----------------------------------------------------------------------------------------------------------

    @Test
    void aReaderSeesOneStateWhateverIsWrittenMeanwhile() {
        put(building("a", 1));
        store.read(source -> {
            assertEquals(1, source.count(Table.BUILDINGS));
            Thread writer = Thread.ofPlatform().start(() -> {
                put(building("b", 1));
                put(new Port(0, "p", null, null, null, null, null, geometry("POINT (117 39)")));
            });
            join(writer);
            List<Row> seen = new ArrayList<>();
            source.scan(Table.BUILDINGS, seen::add);
            source.scan(Table.PORTS, seen::add);
            assertEquals(List.of("a"), seen.stream().map(Row::code).toList());
        });
        assertEquals(2, scan(Table.BUILDINGS).size());
        assertEquals(1, scan(Table.PORTS).size());
    }

    @Test
    void aRowThatAnotherProgramSpoiltIsLeftOutAndTheOthersAreRead() throws SQLException {
        put(new Person(0, "good", null, null));
        put(new Person(0, "bad", null, null));
        sql("update persons set name = '" + "x".repeat(501) + "' where code = 'bad'");
        assertEquals(List.of("good"), scan(Table.PERSONS).stream().map(Row::code).toList());
        assertInstanceOf(Problem.Unavailable.class,
                assertThrows(ProblemException.class, () -> store.findByCode(Table.PERSONS, "bad")).problem());
    }

    @Test
    void batchesHoldEveryRowOfAWholeTableOnceAndBadOnesNever() throws SQLException {
        int n = 3 * Rows.BATCH + 5;
        store.load(Table.PERSONS, all(Table.PERSONS),
                IntStream.range(0, n).<Row>mapToObj(i -> new Person(0, "p" + i, null, null)).iterator(), rows -> {});
        sql("update persons set name = '" + "x".repeat(501) + "' where code in ('p7', 'p9000')");
        Set<String> expected = new TreeSet<>();
        IntStream.range(0, n).filter(i -> i != 7 && i != 9000).forEach(i -> expected.add("p" + i));
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        store.read(source -> source.scanBatches(Table.PERSONS, rows -> rows.forEach(r -> seen.add(r.code()))));
        assertEquals(expected.size(), seen.size());
        assertEquals(expected, new TreeSet<>(seen));
    }

    @Test
    void whatTheReaderOfABatchThrowsEndsTheScanAndTheStoreGoesOn() {
        store.load(Table.PERSONS, all(Table.PERSONS),
                IntStream.range(0, 3 * Rows.BATCH).<Row>mapToObj(i -> new Person(0, "p" + i, null, null)).iterator(), rows -> {});
        for (int i = 0; i < 12; i++) {
            assertThrows(ArrayStoreException.class, () -> store.read(source -> source.scanBatches(Table.PERSONS, rows -> {
                throw new ArrayStoreException("no room");
            })));
        }
        assertEquals(3 * Rows.BATCH, scan(Table.PERSONS).size());
    }

    @Test
    void anUpdateByAProgramThatKnowsNoVersionsCountsOneUp() throws SQLException {
        put(building("a", 1));
        sql("update buildings set households = 5 where code = 'a'");
        assertEquals(1, versionOf("buildings", "a"));
        sql("update buildings set households = 6, version = version + 1 where code = 'a'");
        assertEquals(2, versionOf("buildings", "a"));
    }

    private static Building moved(Building b) {
        return new Building(0, b.code(), b.name(), b.address(), b.compound(), b.kind(), b.counts(), geometry("POINT (1 2)"));
    }

    private Assignment assignment(LocalDate from) {
        Grid grid = grid("leaf", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        Person person = put(new Person(0, "li", "李娜", null));
        return new Assignment(0, grid.id(), person.id(), "agent", null, from, null);
    }
}
