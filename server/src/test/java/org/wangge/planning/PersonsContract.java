package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Person;
import org.wangge.model.Plan;
import org.wangge.model.Revision;
import org.wangge.model.Table;
import org.wangge.planning.PlanResult.Finding;
import org.wangge.planning.PlanResult.GridResult;
import org.wangge.planning.Planning.Choice;
import org.wangge.planning.Planning.Outcome;
import org.wangge.problem.Problem;
import org.wangge.topology.Command;

/// Plans that say who is in charge and which cards a grid has. G000000 is Zhang's, with Wang for the maintenance; nobody else
/// has a grid, and Li and Zhao are free.
abstract class PersonsContract extends DeskContract {

    private static final String OURS = "G000000";

    @Override
    SyntheticCity city() {
        return new SyntheticCity(9, 300, 3);
    }

    @BeforeEach
    void hire() {
        put(Table.PERSONS, List.of(person("zhang", "张三"), person("li", "李四"), person("wang", "王五"), person("zhao", "赵六")));
        Map<String, Long> persons = store.codes(Table.PERSONS);
        long grid = store.codes(Table.GRIDS).get(OURS);
        put(Table.ASSIGNMENTS, List.of(
                new Assignment(0, grid, persons.get("wang"), "maintenance", null, null, null),
                new Assignment(0, grid, persons.get("zhang"), "grid_manager", "own", LocalDate.of(2024, 3, 1), null)));
        follower.sync();
    }

    private static Person person(String code, String name) {
        return new Person(0, code, name, null);
    }

    @Test
    void aGridIsHandedOverWithThePublicationAndTheHistoryKnowsWhoseItWas() {
        long plan = planning.create("hand over").id();
        Edit edit = ours("person", "li", "yellow_cards", 1L);
        GridResult preview = only(planning.preview(plan, edit));
        assertEquals(List.of("zhang", "li"), List.of(preview.personBefore().code(), preview.personAfter().code()));
        assertNull(preview.rowBefore().yellowCards());
        assertEquals(1, preview.rowAfter().yellowCards());
        planning.apply(plan, edit);
        assertEquals("张三", inCharge(publisher.current()), "nothing is live before it is published");

        LocalDate today = publisher.current().day();
        Revision one = planning.publish(plan).revision();
        assertEquals(List.of("李四 grid_manager", "王五 maintenance"), responsible());
        assertEquals(1, publisher.current().findGrid(OURS).orElseThrow().grid().yellowCards());
        List<String> terms = new ArrayList<>();
        store.read(source -> source.scan(Table.ASSIGNMENTS, row -> {
            Assignment a = (Assignment) row;
            terms.add(a.role() + " " + a.validFrom() + " " + a.validTo());
        }));
        assertEquals(Set.of("maintenance null null", "grid_manager 2024-03-01 " + today.minusDays(1),
                "grid_manager " + today + " null"),
                Set.copyOf(terms));

        // a second change on the same day, and one of somebody else's land
        long next = planning.create("again").id();
        planning.apply(next, ours("person", "zhao", "yellow_cards", 2L));
        Revision two = planning.publish(next).revision();
        History history = planning.planning().history();
        assertEquals("赵六", inCharge(publisher.current()));
        assertEquals("张三", inCharge(history.at(0)));
        assertEquals("李四", inCharge(history.at(one.id())));
        assertEquals("赵六", inCharge(history.at(two.id())));
        assertEquals("李四", inCharge(history.at(one.publishedAt())));
        GridResult compared = only(history.compare(0, one.id()).result());
        assertEquals(List.of("zhang", "li"), List.of(compared.personBefore().code(), compared.personAfter().code()));
        assertEquals("zhao", only(history.compare(one.id(), two.id()).result()).personAfter().code());

        Plan restored = history.restore(one.id(), "as it was", Desk.PLANNER);
        planning.publish(restored.id());
        assertEquals("李四", inCharge(publisher.current()));
        assertEquals(1, publisher.current().findGrid(OURS).orElseThrow().grid().yellowCards());
    }

    @Test
    void nobodyInChargeIsAFindingAndThePlanCanTakeItBack() {
        long other = id("G000001");
        long plan = planning.create("nobody").id();
        planning.apply(plan, new Edit.SetAttributes(other, Map.of("name", "Renamed")));
        assertEquals(List.of("no_person"), findings(plan, other));
        planning.apply(plan, new Edit.SetAttributes(other, Map.of("person", "li", "yellow_cards", 2L)));
        assertEquals(List.of("replacement_due"), findings(plan, other));
        planning.apply(plan, new Edit.SetAttributes(other, values("person", null)));
        assertEquals(List.of("no_person", "replacement_due"), findings(plan, other));
        assertEquals("no_change", refused(() -> planning.apply(plan, new Edit.SetAttributes(other, values("person", null)))));
        planning.undo(plan);
        assertEquals("li", result(planning.get(plan).result(), other).personAfter().code());
        planning.redo(plan);
        assertNull(result(planning.get(plan).result(), other).personAfter());
    }

    /// None of those around has anybody in charge; that is nothing to look at in a plan that leaves them as they are.
    @Test
    void aGridOfWhichOnlyTheBorderGetsAVertexIsNoFinding() {
        long plan = planning.create("parts").id();
        planning.apply(plan, new Edit.Land(new Command.Split(id(OURS), across(OURS), List.of()),
                List.of(new Edit.NewGrid(0, "NEW", "New", null, null, null, "li")), List.of(), false));
        List<GridResult> grids = planning.get(plan).result().grids();
        List<Long> beside = grids.stream().filter(g -> !g.isChanged()).map(GridResult::id).toList();
        assertFalse(beside.isEmpty());
        assertEquals(2, grids.size() - beside.size(), "what is split, and what comes of it");
        assertEquals(List.of(), beside.stream().flatMap(g -> findings(plan, g).stream()).toList());
    }

    @Test
    void aGridIsOverloadedByTheSubscribersThatItsCustomerManagersCannotLookAfter() {
        long left = id("G000000");
        long right = id("G000001");
        long already = List.of(left, right).stream()
                .mapToLong(g -> publisher.current().findGrid(g).orElseThrow().sums().total(Count.SUBSCRIBERS)).sum();
        put(Table.BUILDINGS, List.of(crowd("crowd", left, (int) (5_900 - already))));
        follower.sync();
        long plan = planning.create("too much").id();
        planning.apply(plan, new Command.Transfer(left, publisher.current().map().face(right)));
        Finding finding = planning.get(plan).result().findings().stream()
                .filter(f -> f.kind().equals("overloaded")).findFirst().orElseThrow();
        assertEquals(left + " 5900", finding.grid() + " " + finding.detail(), "no customer manager is there yet");

        Map<String, Long> persons = store.codes(Table.PERSONS);
        for (String code : List.of("li", "zhao")) {
            assertTrue(findings(plan, left).contains("overloaded"), "so far too few");
            put(Table.ASSIGNMENTS, List.of(new Assignment(0, left, persons.get(code), Assignment.CUSTOMER_MANAGER, null,
                    LocalDate.of(2024, 1, code.length()), null)));
            follower.sync();
        }
        assertFalse(findings(plan, left).contains("overloaded"));
    }

    private Building crowd(String code, long grid, int subscribers) {
        return new Building(0, code, null, null, null, null,
                Counts.of(Map.of(Count.HOUSEHOLDS, 2 * subscribers, Count.SUBSCRIBERS, subscribers)),
                FixedPoint.lonLat(publisher.current().map().face(grid).getInteriorPoint()));
    }

    @Test
    void whoeverIsPutBackInChargeNeverLeft() {
        long plan = planning.create("to and fro").id();
        planning.apply(plan, ours("person", "li"));
        planning.apply(plan, ours("person", null));
        assertEquals("wang", only(planning.get(plan).result()).personAfter().code(), "the next of those who look after it");
        planning.apply(plan, ours("person", "zhang"));
        assertEquals(List.of(), planning.get(plan).result().grids());
        planning.publish(plan);
        assertEquals(List.of("张三 grid_manager", "王五 maintenance"), responsible());
        assertEquals(2, publisher.current().count(Table.ASSIGNMENTS));
    }

    @Test
    void whatIsNotThereOrCantBeIsSaid() {
        long plan = planning.create("wrong").id();
        assertEquals(new Problem.BadInput("There is no person with the code 'nemo'.",
                "GET /api/persons?q=… finds persons by code or name.", Map.of("field", "person", "value", "nemo")),
                thrown(() -> planning.preview(plan, ours("person", "nemo"))));
        assertEquals("Grid G000000 can't have these values: yellow_cards is 3; it must be 0..2.",
                thrown(() -> planning.preview(plan, ours("yellow_cards", 3L))).detail());
        assertEquals("no_change", refused(() -> planning.apply(plan, ours("person", "zhang"))));
    }

    @Test
    void whoMeetsAnothersHandOverChooses() {
        for (Choice choice : Choice.values()) {
            String before = publisher.current().findGrid(OURS).orElseThrow().responsible().getFirst().person().code();
            long mine = planning.create("mine").id();
            planning.apply(mine, ours("person", before.equals("li") ? "zhang" : "li"));
            planning.get(mine);
            long theirs = planning.create("theirs").id();
            planning.apply(theirs, ours("person", "zhao"));
            planning.publish(theirs);
            Outcome met = planning.get(mine);
            assertNull(met.result());
            assertTrue(met.conflict().detail().contains("it would replace other values than it did when it was given."),
                    met.conflict().detail());
            assertTrue(met.conflict().detail().contains("G000000 (version "), met.conflict().detail());
            assertInstanceOf(Problem.Conflict.class, thrown(() -> planning.publish(mine)));
            Outcome rebased = planning.planning().rebase(mine, planning.version(mine), choice, Desk.PLANNER);
            assertEquals(choice == Choice.MINE ? 1 : 0, rebased.result().grids().size());
            if (choice == Choice.MINE) {
                planning.publish(mine);
                assertEquals("李四", inCharge(publisher.current()));
            }
        }
    }

    @Test
    void newGridsGetSomebodyAtOnceAndThoseThatGoSayWhoLosesThem() {
        long plan = planning.create("parts").id();
        Edit split = new Edit.Land(new Command.Split(id(OURS), across(OURS), List.of()),
                List.of(new Edit.NewGrid(0, "NEW", "New", null, null, null, "li")), List.of(), false);
        long made = planning.apply(plan, split).result().grids().stream().filter(g -> g.rowBefore() == null).findFirst()
                .orElseThrow().id();
        assertEquals("li", result(planning.get(plan).result(), made).personAfter().code());
        assertEquals(List.of(), findings(plan, made));
        planning.apply(plan, ours("yellow_cards", 2L));
        planning.publish(plan);
        assertEquals("李四", publisher.current().findGrid("NEW").orElseThrow().responsible().getFirst().person().name());
        assertEquals(List.of(1, 1, 0), List.of("zhang", "li", "zhao").stream().map(this::gridsOf).toList());

        long merge = planning.create("merge").id();
        planning.apply(merge, new Command.Merge(List.of(id(OURS), made), made));
        GridResult gone = result(planning.get(merge).result(), id(OURS));
        assertNull(gone.rowAfter());
        assertNull(gone.personAfter());
        assertEquals("zhang", gone.personBefore().code());
        assertEquals(2, gone.rowBefore().yellowCards());
        planning.publish(merge);
        assertEquals(List.of(0, 1), List.of("zhang", "li").stream().map(this::gridsOf).toList());
        assertEquals("张三", inCharge(planning.planning().history().at(publisher.current().revision() - 1)),
                "also of a grid that is gone");

        Plan restored = planning.planning().history().restore(publisher.current().revision() - 1, "as it was", Desk.PLANNER);
        planning.publish(restored.id());
        assertEquals("张三", inCharge(publisher.current()));
        assertEquals(2, publisher.current().findGrid(OURS).orElseThrow().grid().yellowCards());
        assertEquals(850, publisher.current().findGrid(OURS).orElseThrow().grid().targetNewSubscribers());
    }

    private int gridsOf(String code) {
        return publisher.current().persons(code, 1).getFirst().grids();
    }

    private Edit ours(Object... pairs) {
        return new Edit.SetAttributes(id(OURS), values(pairs));
    }

    private static String inCharge(Snapshot snapshot) {
        return snapshot.findGrid(OURS).orElseThrow().responsible().getFirst().person().name();
    }

    private List<String> responsible() {
        return publisher.current().findGrid(OURS).orElseThrow().responsible().stream()
                .map(r -> r.person().name() + " " + r.role()).toList();
    }

    private static GridResult only(PlanResult result) {
        assertEquals(1, result.grids().size(), result.grids().toString());
        return result.grids().getFirst();
    }

    private static GridResult result(PlanResult result, long grid) {
        return result.grids().stream().filter(g -> g.id() == grid).findFirst().orElseThrow();
    }

    private List<String> findings(long plan, long grid) {
        return planning.get(plan).result().findings().stream().filter(f -> f.grid() == grid).map(Finding::kind).toList();
    }

    private static Object refused(Callable<?> call) {
        return thrown(call).extra().get("reason");
    }
}
