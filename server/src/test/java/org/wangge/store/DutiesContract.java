package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wangge.model.Actor;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.model.Revision;
import org.wangge.model.Table;
import org.wangge.store.Publication.Duty;

/// Who is in charge of a grid: handed over by a publication, and readable as it was at any time.
abstract class DutiesContract extends StoreFixture {

    private static final Actor APPROVER = new Actor(2, "approver");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final LocalDate EARLIER = LocalDate.of(2024, 3, 1);

    private Grid west;
    private long zhang;
    private long li;
    private long wang;
    private long old;
    private long helper;

    @BeforeEach
    void staff() {
        west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        zhang = put(new Person(0, "zhang", "张三", null)).id();
        li = put(new Person(0, "li", "李四", null)).id();
        wang = put(new Person(0, "wang", "王五", null)).id();
        load(new Assignment(0, west.id(), zhang, "grid_manager", "own", EARLIER, null),
                new Assignment(0, west.id(), wang, "maintenance", null, null, null));
        old = assignments().get(0).id();
        helper = assignments().get(1).id();
    }

    @Test
    void theOneEndsTheDayBeforeTheOtherBeginsAndWhoHelpsStays() {
        HistoryPlace before = store.historyPlace(null).orElseThrow();
        Revision revision = publish(0, new Duty(west.id(), DAY, List.of(old, helper), List.of(helper), li)).orElseThrow();

        List<Assignment> now = assignments();
        assertEquals(new Assignment(old, west.id(), zhang, "grid_manager", "own", EARLIER, DAY.minusDays(1)), now.get(0));
        assertEquals(new Assignment(helper, west.id(), wang, "maintenance", null, null, null), now.get(1));
        assertEquals(new Assignment(now.get(2).id(), west.id(), li, "grid_manager", null, DAY, null), now.get(2));
        assertEquals(3, now.size());
        assertEquals(List.of(now.get(2), now.get(1)), now.stream().filter(a -> a.isValidOn(DAY))
                .sorted(Assignment.FIRST_IN_CHARGE).toList());
        assertEquals(1, versionOf("grids", "west"), "the grid counts as changed, once");
        assertEquals(Optional.of(west.version() + 1), store.find(Table.GRIDS, west.id()).map(g -> ((Grid) g).version()));

        assertEquals(before, revision.before());
        assertEquals(Optional.of(revision), store.findRevision(revision.id()));
        assertEquals(null, store.assignmentsAt(revision.before()).getFirst().validTo());
        assertEquals(2, store.assignmentsAt(revision.before()).size());
        assertEquals(now, store.assignmentsAt(revision.after()));
        assertEquals(now, store.assignmentsAt(store.historyPlace(Instant.now().plusSeconds(60)).orElseThrow()));
        assertEquals(Optional.empty(), store.historyPlace(Instant.EPOCH));
    }

    @Test
    void whoBeganOnTheSameDayIsReplacedAsIfNeverThere() {
        Revision first = publish(0, new Duty(west.id(), DAY, List.of(old, helper), List.of(helper), li)).orElseThrow();
        long begun = assignments().getLast().id();
        Revision second = publish(first.id(), new Duty(west.id(), DAY, List.of(begun, helper), List.of(helper), wang))
                .orElseThrow();

        assertEquals(List.of(zhang, wang, wang), assignments().stream().map(Assignment::person).toList());
        assertEquals(List.of(zhang, wang, li), store.assignmentsAt(first.after()).stream().map(Assignment::person).toList());
        publish(second.id(), new Duty(west.id(), DAY, List.of(assignments().getLast().id(), helper), List.of(helper), null))
                .orElseThrow();
        assertEquals(List.of(old, helper), assignments().stream().map(Assignment::id).toList());
    }

    @Test
    void nothingIsWrittenWhenSomebodyElseHasChangedWhoIsInCharge() throws SQLException {
        sql("update assignments set valid_to = '2026-11-01' where role = 'grid_manager'");
        List<Assignment> before = assignments();
        assertEquals(Optional.empty(), publish(0, new Duty(west.id(), DAY, List.of(old, helper), List.of(helper), li)));
        assertEquals(before, assignments());
        assertEquals(0, versionOf("grids", "west"));
        assertEquals(List.of(), store.listRevisions());
    }

    @Test
    void theHistoryKeepsWhatOtherProgramsDoToo() throws SQLException {
        HistoryPlace whole = store.historyPlace(null).orElseThrow();
        sql("update assignments set contract = 'agency' where role = 'maintenance'");
        HistoryPlace changed = store.historyPlace(null).orElseThrow();
        sql("delete from assignments");
        assertEquals(List.of(old, helper), store.assignmentsAt(whole).stream().map(Assignment::id).toList());
        assertEquals(null, store.assignmentsAt(whole).getLast().contract());
        assertEquals("agency", store.assignmentsAt(changed).getLast().contract());
        assertEquals(List.of(), store.assignmentsAt(store.historyPlace(null).orElseThrow()));
    }

    @Test
    void cardsAreKeptWithEveryStateOfAGrid() throws SQLException {
        HistoryPlace before = store.historyPlace(null).orElseThrow();
        sql("update grids set yellow_cards = 2 where code = 'west'");
        assertEquals(Optional.of(2), store.find(Table.GRIDS, west.id()).map(g -> ((Grid) g).yellowCards()));
        assertEquals(null, store.gridsAt(before).getFirst().yellowCards());
        assertEquals(2, store.gridsAt(store.historyPlace(null).orElseThrow()).getFirst().yellowCards());
        assertEquals(2, store.gridAt(west.id(), 1).orElseThrow().yellowCards());
    }

    @Test
    void outlinesOfBranchesAreKeptToo() throws SQLException {
        List<Branch> first = branches();
        HistoryPlace before = store.historyPlace(null).orElseThrow();
        assertEquals(first, store.branchesAt(before));
        sql("update branches set name = 'by another program'");
        HistoryPlace named = store.historyPlace(null).orElseThrow();
        assertEquals(branches(), store.branchesAt(named));
        assertEquals("by another program", branches().getFirst().name());
        assertEquals(first, store.branchesAt(before));
        sql("delete from grids");
        sql("delete from branches");
        assertEquals(List.of(), store.branchesAt(store.historyPlace(null).orElseThrow()));
        assertEquals(first, store.branchesAt(before));
    }

    private List<Branch> branches() {
        return scan(Table.BRANCHES).stream().map(b -> (Branch) b).sorted((a, b) -> Long.compare(a.id(), b.id())).toList();
    }

    private List<Assignment> assignments() {
        return scan(Table.ASSIGNMENTS).stream().map(a -> (Assignment) a).sorted((a, b) -> Long.compare(a.id(), b.id())).toList();
    }

    private Optional<Revision> publish(long seen, Duty duty) {
        Plan plan = store.createPlan("hand over", 0, PLANNER);
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.DRAFT),
                new PlanEvent(plan.id(), PlanEvent.Kind.SUBMITTED, Instant.now(), PLANNER, null));
        plan = store.movePlan(plan.version(), Set.of(Plan.Status.SUBMITTED),
                new PlanEvent(plan.id(), PlanEvent.Kind.APPROVED, Instant.now(), APPROVER, null));
        Grid present = (Grid) store.find(Table.GRIDS, west.id()).orElseThrow();
        return store.publish(new Publication(plan.id(), plan.version(), seen, Set.of(), List.of(present), List.of(), Map.of(),
                List.of(), List.of(duty),
                List.of(), null, PLANNER, APPROVER));
    }
}
