package org.wangge.store.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.building;
import static org.wangge.store.StoreSamples.geometry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.PlanChange;
import org.wangge.model.PlanEvent;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.store.Publication;
import org.wangge.store.StoreFixture;

/// What every atlas that follows a store may rely on, run on both databases with the real atlas.
abstract class FollowerContract extends FollowerFixture {

    @Test
    void theStartLoadsWhatIsThere() {
        assertEquals(2, atlas().count(Table.BUILDINGS));
        assertEquals(2, atlas().grids().size());
        assertEquals(30, households("west"));
        assertTrue(follower.isHealthy());
        assertThrows(IllegalStateException.class, follower::start);
    }

    @Test
    void anUpdateByAnotherProgramShows() throws SQLException {
        sql("update buildings set households = 15 where code = 'a'");
        soon("the update", () -> households("west") == 35);
    }

    @Test
    void insertsAndDeletesByAnotherProgramShow() throws SQLException {
        sql("insert into persons (code, name) values ('li', 'Li Na')",
                "insert into assignments (grid_id, person_id, role) select g.id, p.id, 'grid_manager' from grids g, persons p"
                        + " where g.code = 'east'");
        soon("the responsible person", () -> atlas().findGrid("east").orElseThrow().responsible().stream()
                .anyMatch(r -> r.person().name().equals("Li Na")));
        sql("update persons set name = 'Wang Fang' where code = 'li'");
        soon("her new name", () -> atlas().findGrid("east").orElseThrow().responsible().stream()
                .anyMatch(r -> r.person().name().equals("Wang Fang")));
        sql("delete from assignments", "delete from buildings where code = 'b'");
        soon("that both are gone",
                () -> atlas().findGrid("east").orElseThrow().responsible().isEmpty() && households("west") == 10);
    }

    @Test
    void everyChangeOfAPlanIsTold() throws SQLException {
        List<PlanChange> told = new CopyOnWriteArrayList<>();
        publisher.listen(p -> told.addAll(p.plans()));
        long seq = atlas().seq();
        Plan plan = store.createPlan("told", 0, StoreFixture.PLANNER);
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 0, 0));
        plan = store.appendCommand(plan.id(), 0, StoreFixture.command("{}"));
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 1, 0));
        plan = store.markCommand(plan.id(), 1, 1, true, StoreFixture.PLANNER);
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 2, 0));
        store.addComment(plan.id(), null, StoreFixture.PLANNER, "why?");
        told(told, new PlanChange(plan.id(), Plan.Status.DRAFT, 2, 1));
        sql("update plans set status = 'SUBMITTED', version = version + 1 where id = " + plan.id());
        told(told, new PlanChange(plan.id(), Plan.Status.SUBMITTED, 3, 1));
        sql("delete from plans where id = " + plan.id());
        told(told, PlanChange.deleted(plan.id()));
        assertEquals(seq, atlas().seq(), "the map is none the wiser");
    }

    @Test
    void moreChangedPlansThanAnybodyReadsOneByOneAreToldOfAsMany() throws SQLException {
        List<PlanChange> told = new CopyOnWriteArrayList<>();
        store.inTransaction(() -> {
            IntStream.range(0, 120).forEach(i -> store.createPlan("many " + i, 0, StoreFixture.PLANNER));
            return null;
        });
        follower.sync();
        publisher.listen(p -> told.addAll(p.plans()));
        sql("update plans set name = 'renamed'");
        told(told, PlanChange.MANY);
        assertEquals(1, told.size());
        sql("delete from plans");
    }

    @Test
    void manyRowsChangedByAnotherProgramShow() throws SQLException {
        load(IntStream.range(0, 1_200).<Row>mapToObj(i -> building("m" + i, 1)).toArray(Row[]::new));
        sql("update buildings set households = 2 where code like 'm%'");
        soon("all of them", () -> households("west") == 30 + 2_400);
    }

    @Test
    void aWriteIsSeenByWhoeverSyncsAfterIt() {
        for (int i = 1; i <= 50; i++) {
            load(new Port(0, "p", null, null, null, i, null, geometry("POINT (117.5 39.5)")));
            follower.sync();
            assertEquals(i, ((Port) atlas().find(Table.PORTS, store.codes(Table.PORTS).get("p")).orElseThrow()).capacity());
        }
    }

    @Test
    void everyOneOfManyWritersSeesItsOwnWrite() {
        List<String> missed = new CopyOnWriteArrayList<>();
        List<Thread> writers = IntStream.range(0, 4)
                .mapToObj(w -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 15; i++) {
                        try {
                            sql("insert into persons (code, name) values ('w" + w + "-" + i + "', 'n')");
                        } catch (SQLException e) {
                            missed.add(e.toString());
                            return;
                        }
                        long id = store.codes(Table.PERSONS).get("w" + w + "-" + i);
                        follower.sync();
                        if (atlas().find(Table.PERSONS, id).isEmpty()) {
                            missed.add("person " + id);
                        }
                    }
                }))
                .toList();
        writers.forEach(StoreFixture::join);
        assertEquals(List.of(), missed);
    }

    @Test
    void aPublishedRevisionShowsWithItsAreasAndItsNumber() {
        Grid west = (Grid) store.findByCode(Table.GRIDS, "west").orElseThrow();
        Grid east = (Grid) store.findByCode(Table.GRIDS, "east").orElseThrow();
        long revision = published(0, List.of(
                west.withGeometry(geometry("POLYGON ((117.5 39, 118 39, 118 40, 117.5 40, 117.5 39))")),
                east.withGeometry(geometry("POLYGON ((118 39, 119 39, 119 41, 118 41, 118 40, 118 39))"))));
        follower.sync();
        assertEquals(revision, atlas().revision());
        assertEquals(0, households("west"), "the buildings are outside now");
        assertEquals(2.0, atlas().findGrid("east").orElseThrow().area().getArea(), 1e-9);

        long next = published(revision, List.of());
        follower.sync();
        assertEquals(next, atlas().revision());
    }

    private long published(long seenRevision, List<Grid> changed) {
        Plan plan = store.createPlan("p", 0, PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT),
                new PlanEvent(plan.id(), PlanEvent.Kind.SUBMITTED, Instant.now(), PLANNER, null));
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED),
                new PlanEvent(plan.id(), PlanEvent.Kind.APPROVED, Instant.now(), PLANNER, null));
        return store.publish(new Publication(plan.id(), plan.version(), seenRevision, Set.of(), changed, List.of(),
                Map.of(), List.of(),
                List.of(), List.of(), null, PLANNER, PLANNER)).orElseThrow().id();
    }

    @Test
    void anImportIsOneSwapOfTheLayer() {
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        follower.sync();
        assertEquals(5_002, atlas().count(Table.BUILDINGS));
        assertEquals(1, swaps.size());
    }

    @Test
    void threeRowsImportedAmongManyAreReadAlone() {
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        load(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("j" + i, 1)).toArray(Row[]::new));
        follower.sync();
        Snapshot before = atlas();
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(Stream.concat(IntStream.range(0, 5_000).<Row>mapToObj(i -> building("i" + i, 1)),
                Stream.of(building("a", 11), building("new", 1), building("b", 22))).toArray(Row[]::new));
        follower.sync();
        assertEquals(1, swaps.size());
        assertTrue(swaps.getFirst().touched().size() <= 5, "two before and three after: " + swaps.getFirst().touched());
        assertEquals(before.count(Table.BUILDINGS) + 1, atlas().count(Table.BUILDINGS));
        assertEquals(households("west"), 10_000 + 11 + 22 + 1);
    }

    @Test
    void aVeryLargeImportIsOneSwapTooAndShowsToWhoWaitsForIt() {
        List<Publisher.Publication> swaps = new CopyOnWriteArrayList<>();
        publisher.listen(swaps::add);
        load(IntStream.range(0, 12_000).<Row>mapToObj(i -> building("i" + i, 1)).toArray(Row[]::new));
        follower.syncAll();
        assertEquals(12_002, atlas().count(Table.BUILDINGS));
        assertEquals(12_030, households("west"));
        assertEquals(1, swaps.size());
        assertTrue(follower.isHealthy());
    }

    @Test
    void theLagIsShortWhileNothingHappens() {
        soon("a poll", () -> follower.lag().compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void closingEndsTheThread() {
        follower.close();
        assertFalse(follower.isAlive());
    }
}
