package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Actor;
import org.wangge.model.Count;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.model.Revision;
import org.wangge.model.Role;
import org.wangge.planning.Planning.Choice;
import org.wangge.planning.Planning.Outcome;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.topology.Command;

/// How plans of several people become revisions: review, conflicts and the history, on a store, its feed and an atlas; run on
/// both databases. Sixteen leaves, 1,500 buildings.
abstract class PublicationsContract extends DeskContract {

    @Override
    SyntheticCity city() {
        return new SyntheticCity(9, 1_500, 4);
    }

    /// Each on a grid of its own, so that nobody is in anybody's way but for the time it takes.
    @Test
    void ofManyWhoPublishAtOnceEverybodyDoes() throws Exception {
        List<Long> plans = new ArrayList<>();
        for (long leaf : publisher.current().map().faces()) {
            long plan = planning.create("plan of " + leaf).id();
            planning.apply(plan, new Edit.SetAttributes(leaf, Map.of("name", "by " + plan)));
            planning.planning().review().submit(plan, planning.version(plan), null, Desk.PLANNER);
            planning.planning().review().approve(plan, planning.version(plan), null, Desk.APPROVER);
            plans.add(plan);
        }
        CyclicBarrier together = new CyclicBarrier(plans.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(plans.size())) {
            List<Future<?>> all = new ArrayList<>();
            for (long plan : plans) {
                int version = planning.version(plan);
                all.add(threads.submit(() -> {
                    together.await();
                    Await.until("plan " + plan, Duration.ofSeconds(60), () -> isPublished(plan, version));
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertEquals(plans.size(), planning.revisions().size());
        assertEquals(plans.size(), publisher.current().grids().stream().filter(g -> g.grid().name().startsWith("by ")).count());
    }

    /// Who has waited long for all those before, on a slow machine, is told to try again.
    private boolean isPublished(long plan, int version) {
        try {
            planning.planning().review().publish(plan, version, Desk.APPROVER);
            return true;
        } catch (ProblemException e) {
            assertInstanceOf(Problem.Unavailable.class, e.problem(), e.getMessage());
            return planning.planning().plan(plan).status() == Plan.Status.PUBLISHED;
        }
    }

    @Test
    void nobodyApprovesAPlanOfTheirOwnAndEachStepIsKept() {
        Review review = planning.planning().review();
        long plan = planning.create("own").id();
        assertInstanceOf(Problem.Refused.class, thrown(() -> review.submit(plan, planning.version(plan), null, Desk.PLANNER)));
        planning.apply(plan, new Command.Merge(List.of(id("G000000"), id("G000001")), id("G000000")));
        assertInstanceOf(Problem.Conflict.class, thrown(() -> review.publish(plan, planning.version(plan), Desk.PLANNER)));
        review.submit(plan, planning.version(plan), "please", Desk.PLANNER);
        assertInstanceOf(Problem.Forbidden.class, thrown(() -> review.approve(plan, planning.version(plan), null, Desk.PLANNER)));
        assertInstanceOf(Problem.Conflict.class, thrown(() -> planning.undo(plan)));
        assertInstanceOf(Problem.BadInput.class, thrown(() -> review.giveBack(plan, planning.version(plan), " ", Desk.APPROVER)));
        review.giveBack(plan, planning.version(plan), "merge the others too", Desk.APPROVER);
        // one who draws in a plan has a hand in it
        planning.planning().apply(plan, planning.version(plan), new Edit.SetAttributes(id("G000000"), Map.of("name", "One")),
                Desk.APPROVER);
        review.submit(plan, planning.version(plan), null, Desk.PLANNER);
        assertInstanceOf(Problem.Forbidden.class,
                thrown(() -> review.approve(plan, planning.version(plan), null, Desk.APPROVER)));
        Editor third = Editor.everywhere(new Actor(3, "third"));
        review.approve(plan, planning.version(plan), "fine", third);
        Revision revision = review.publish(plan, planning.version(plan), Desk.PLANNER).revision();
        assertEquals(third.actor(), revision.approver());
        assertEquals(List.of("created", "submitted", "returned", "submitted", "approved", "published"),
                planning.planning().discussion().events(plan).stream().map(PlanEvent::kind).map(PlanEvent.Kind::key).toList());
    }

    @Test
    void onePlannerStaysInsideTheAreaThatIsTheirs() {
        long mine = id("G000000");
        Editor scoped = new Editor(
                new Actor(7, "scoped"), List.of(Role.PLANNER), (role, place) -> place.upwards().contains(mine), Ledger.NONE);
        long plan = planning.create("scope").id();
        Edit outside = new Edit.Land(new Command.Merge(List.of(mine, id("G000001")), mine));
        assertInstanceOf(Problem.Forbidden.class, thrown(() -> planning.planning().preview(plan, outside, scoped)));
        assertInstanceOf(Problem.Forbidden.class,
                thrown(() -> planning.planning().apply(plan, planning.version(plan), outside, scoped)));
        planning.planning().apply(plan, planning.version(plan), new Edit.SetAttributes(mine, Map.of("name", "Mine")), scoped);
        planning.apply(plan, outside);
        assertInstanceOf(Problem.Forbidden.class, thrown(() -> planning.planning().undo(plan, planning.version(plan), scoped)));
    }

    @Test
    void whoMeetsAnothersPublicationChoosesWhoseChangeStays() {
        for (Choice choice : Choice.values()) {
            long mine = planning.create("mine").id();
            long theirs = planning.create("theirs").id();
            Geometry land = middle("G001001", 0.5);
            planning.apply(mine, new Command.Transfer(id("G001002"), land));
            planning.apply(mine, new Edit.SetAttributes(id("G003000"), Map.of("name", "Kept " + choice)));
            planning.apply(theirs, new Command.Transfer(id("G000001"), middle("G001001", 0.4)));
            planning.publish(theirs);
            Outcome met = planning.get(mine);
            assertNull(met.result());
            assertNotNull(met.conflict().extra().get("arcs"));
            long copy = planning.planning().copy(mine, "copy", Desk.PLANNER).plan().id();
            assertEquals(2, planning.commands(copy).size());

            Outcome rebased = planning.planning().rebase(mine, planning.version(mine), choice, Desk.PLANNER);
            assertNull(rebased.conflict());
            assertEquals(choice == Choice.MINE, rebased.result().moved().buildings() > 0);
            assertTrue(rebased.result().grids().stream().anyMatch(g -> g.code().equals("G003000")), "what met nobody stays");
            planning.publish(mine);
            Coordinate inside = land.getInteriorPoint().getCoordinate();
            long owner = publisher.current().findLeafAt(FixedPoint.degrees(inside.x), FixedPoint.degrees(inside.y)).orElseThrow()
                    .grid().id();
            assertEquals(choice == Choice.MINE ? id("G001002") : id("G000001"), owner);
            assertCoverage();
            // all of it back to the first grid for the next round
            long back = planning.create("back").id();
            planning.apply(back, new Command.Transfer(id("G001001"), land));
            planning.publish(back);
        }
    }

    @Test
    void landThatWasToLeaveTheServiceAreaStillDoesWhenMineStays() {
        double outline = outline();
        long mine = planning.create("mine").id();
        long theirs = planning.create("theirs").id();
        Geometry land = middle("G001001", 0.5);
        planning.apply(mine, new Edit.Land(new Command.Transfer(0, land), List.of(), List.of(), true));
        planning.apply(theirs, new Command.Transfer(id("G000001"), middle("G001001", 0.4)));
        planning.publish(theirs);
        planning.planning().rebase(mine, planning.version(mine), Choice.MINE, Desk.PLANNER);
        planning.publish(mine);
        assertEquals(land.getArea(), outline - outline());
        assertCoverage();
    }

    @Test
    void everyRevisionCanBeShownComparedAndRestored() {
        History history = planning.planning().history();
        Map<Long, Geometry> first = faces();
        long households = live("G001001");
        long plan = planning.create("one").id();
        planning.apply(plan, new Command.Transfer(id("G001002"), middle("G001001", 0.5)));
        planning.apply(plan, new Edit.SetAttributes(id("G001001"), Map.of("name", "Smaller")));
        Revision one = planning.publish(plan).revision();
        long then = live("G001001");
        Map<Long, Geometry> second = faces();
        long next = planning.create("two").id();
        planning.apply(next, new Command.Merge(List.of(id("G001001"), id("G001000")), id("G001000")));
        planning.apply(next, new Edit.Land(new Command.Split(id("G003003"), across("G003003"), List.of())));
        Revision two = planning.publish(next).revision();

        assertSame(first, history.at(0));
        assertSame(second, history.at(one.id()));
        assertSame(faces(), history.at(two.id()));
        assertEquals(publisher.current(), history.at(two.id()), "the present state is no past one");
        assertSame(second, history.at(one.publishedAt()));
        assertEquals(households, history.at(0).findGrid("G001001").orElseThrow().sums().total(Count.HOUSEHOLDS));
        assertEquals("Smaller", history.at(one.id()).findGrid("G001001").orElseThrow().grid().name());
        assertInstanceOf(Problem.NotFound.class, thrown(() -> history.at(99)));

        History.Comparison compared = history.compare(0, one.id());
        assertEquals(households - then, compared.result().moved().households());
        assertEquals(then, compared.now().get(id(one, "G001001")).total(Count.HOUSEHOLDS));
        assertTrue(history.compare(one.id(), two.id()).result().grids().stream().anyMatch(g -> g.rowAfter() == null));

        Plan restored = history.restore(one.id(), "as it was", Desk.PLANNER);
        assertNull(planning.get(restored.id()).conflict());
        planning.publish(restored.id());
        Snapshot again = publisher.current();
        for (var node : history.at(one.id()).grids()) {
            if (node.isLeaf()) {
                Snapshot.GridNode now = again.findGrid(node.grid().code()).orElseThrow();
                assertEquals(node.sums(), now.sums(), node.grid().code());
                assertEquals(node.grid().name(), now.grid().name());
                assertEquals(node.grid().id(), now.grid().id());
                assertTrue(node.area().equalsExact(now.area()), node.grid().code());
            }
        }
        assertEquals(second.size(), again.map().faces().size());
        assertCoverage();
    }

    private long id(Revision revision, String code) {
        return planning.planning().history().at(revision.id()).findGrid(code).orElseThrow().grid().id();
    }

    private void assertSame(Map<Long, Geometry> faces, Snapshot snapshot) {
        assertEquals(faces.keySet(), snapshot.map().faces());
        faces.forEach((id, area) -> assertTrue(area.equalsExact(snapshot.map().face(id)), "grid " + id));
    }
}
