package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wangge.store.StoreSamples.geometry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store.GridChange;

/// What every store promises about plans and revisions; run on both databases.
abstract class PlansContract extends StoreFixture {

    @Test
    void aPlanKeepsItsCommandsAndDropsUndoneOnesWhenAnotherTakesTheirPlace() {
        Plan plan = store.createPlan("  spring  ", 0);
        assertEquals("spring", plan.name());
        assertEquals(Plan.Status.DRAFT, plan.status());
        assertEquals(Optional.of(plan), store.findPlan(plan.id()));
        plan = store.appendCommand(plan.id(), plan.version(), "{\"n\":1}");
        plan = store.appendCommand(plan.id(), plan.version(), "{\"n\":2}");
        plan = store.markCommand(plan.id(), plan.version(), 2, true);
        assertEquals(
                List.of(new PlanCommand(plan.id(), 1, "{\"n\":1}", false), new PlanCommand(plan.id(), 2, "{\"n\":2}", true)),
                store.listCommands(plan.id()));
        plan = store.markCommand(plan.id(), plan.version(), 2, false);
        assertFalse(store.listCommands(plan.id()).get(1).undone(), "redone");
        plan = store.markCommand(plan.id(), plan.version(), 2, true);
        plan = store.appendCommand(plan.id(), plan.version(), "{\"n\":3}");
        assertEquals(
                List.of(new PlanCommand(plan.id(), 1, "{\"n\":1}", false), new PlanCommand(plan.id(), 2, "{\"n\":3}", false)),
                store.listCommands(plan.id()));
        assertEquals(6, plan.version());
        assertEquals(List.of(plan), store.listPlans());

        store.deletePlan(plan.id());
        assertEquals(List.of(), store.listPlans());
        assertEquals(List.of(), store.listCommands(plan.id()));
    }

    @Test
    void aPlanThatSomebodyElseChangedIsAConflictThatNamesBothVersions() {
        Plan plan = store.createPlan("p", 0);
        store.appendCommand(plan.id(), 0, "{}");
        ProblemException e = assertThrows(ProblemException.class, () -> store.appendCommand(plan.id(), 0, "{}"));
        assertEquals(new Problem.Conflict("Plan " + plan.id() + " has version 1, not 0: somebody else changed it.",
                "Read the plan again and repeat.", Map.of("expected_version", 0, "actual_version", 1)), e.problem());
        assertInstanceOf(Problem.Conflict.class,
                assertThrows(ProblemException.class, () -> store.markCommand(plan.id(), 0, 1, true)).problem());
        assertInstanceOf(Problem.NotFound.class,
                assertThrows(ProblemException.class, () -> store.markCommand(plan.id(), 1, 7, true)).problem());
        assertInstanceOf(Problem.NotFound.class, assertThrows(ProblemException.class, () -> store.deletePlan(-1)).problem());
        assertInstanceOf(Problem.BadInput.class, assertThrows(ProblemException.class, () -> store.createPlan(" ", 0)).problem());
        assertInstanceOf(Problem.BadInput.class,
                assertThrows(ProblemException.class, () -> store.createPlan("x".repeat(501), 0)).problem());
        assertInstanceOf(Problem.NotFound.class, assertThrows(ProblemException.class, () -> store.createPlan("p", 99)).problem());
    }

    @Test
    void ofTwoWhoChangeAPlanAtOnceExactlyOneSucceeds() {
        Plan plan = store.createPlan("p", 0);
        List<Object> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = IntStream.range(0, 6).mapToObj(i -> Thread.ofPlatform().start(() -> {
            try {
                outcomes.add(store.appendCommand(plan.id(), 0, "{}"));
            } catch (ProblemException e) {
                outcomes.add(e.problem());
            }
        })).toList();
        threads.forEach(StoreFixture::join);
        assertEquals(1, outcomes.stream().filter(Plan.class::isInstance).count(), outcomes.toString());
        assertEquals(5, outcomes.stream().filter(Problem.Conflict.class::isInstance).count(), outcomes.toString());
        assertEquals(1, store.listCommands(plan.id()).size());
    }

    @Test
    void publishingWritesTheAreasAndRemembersWhatWasThere() throws SQLException {
        Grid west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        Grid east = grid("east", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))");
        Plan plan = store.createPlan("move the border", 0);
        // A node on a straight line makes no other shape, but the map of borders needs it.
        Revision revision = store.publish(plan.id(), 0, List.of(
                new GridChange(west.id(), west.version(), geometry("POLYGON ((0 0, 0.5 0, 1 0, 1 1, 0 1, 0 0))")),
                new GridChange(east.id(), east.version(), geometry("POLYGON ((1 0, 2 0, 2 1, 0.9 1, 1 0))"))));

        assertEquals("move the border", revision.name());
        assertEquals(plan.id(), revision.plan());
        assertEquals(List.of(revision), store.listRevisions());
        Grid after = (Grid) store.find(Layer.GRIDS, west.id()).orElseThrow();
        assertEquals(1, after.version());
        assertEquals(6, after.geometry().getNumPoints());
        assertEquals(Plan.Status.PUBLISHED, store.findPlan(plan.id()).orElseThrow().status());
        assertEquals("west 0 1", text("select grid_code || ' ' || version_before || ' ' || version_after from revision_grids"
                + " where revision_id = " + revision.id() + " order by grid_id limit 1"));
        store.read(source -> assertEquals(revision.id(), source.revision()));

        assertInstanceOf(Problem.Conflict.class,
                assertThrows(ProblemException.class, () -> store.publish(plan.id(), 1, List.of())).problem());
        assertInstanceOf(Problem.Refused.class,
                assertThrows(ProblemException.class, () -> store.deletePlan(plan.id())).problem());
    }

    @Test
    void publishingOverSomebodyElsesChangeNamesEachGridAndChangesNothing() throws SQLException {
        Grid west = grid("west", "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))");
        Grid east = grid("east", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))");
        Plan plan = store.createPlan("p", 0);
        sql("update grids set name = 'by psql' where code = 'east'");
        List<GridChange> changes = List.of(
                new GridChange(west.id(), 0, geometry("POLYGON ((0 0, 5 0, 5 1, 0 1, 0 0))")),
                new GridChange(east.id(), 0, geometry("POLYGON ((0 0, 5 0, 5 1, 0 1, 0 0))")),
                new GridChange(4711, 3, geometry("POLYGON ((0 0, 5 0, 5 1, 0 1, 0 0))")));
        ProblemException e = assertThrows(ProblemException.class, () -> store.publish(plan.id(), 0, changes));
        assertEquals(new Problem.Conflict(
                "These grids were changed by somebody else meanwhile: east (version 0 expected, now 1),"
                        + " grid 4711 (version 3 expected, now gone).",
                "Look at the present borders, redo what is still wanted, and publish again.",
                Map.of("grids", List.of(
                        Map.of("id", east.id(), "code", "east", "expected_version", 0, "actual_version", 1),
                        Map.of("id", 4711L, "expected_version", 3)))), e.problem());
        assertEquals(Optional.of(west), store.find(Layer.GRIDS, west.id()));
        assertEquals(List.of(), store.listRevisions());
        assertEquals(Optional.of(plan), store.findPlan(plan.id()));
    }
}
